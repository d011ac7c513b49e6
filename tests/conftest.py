"""What several tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that does other things too is no reason to fail.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "secret-deployment.txt"


def shared_folder() -> Path:
    """The folder of corpora and gold that developers have beside the checkout, and users do not."""
    return Path(os.environ.get("WHO_SAYS_SHARED", ROOT.parent / "shared"))


needs_shared = pytest.mark.skipif(
    not all((shared_folder() / part).is_dir() for part in ("corpora", "gold", "tools")),
    reason=f"no corpora, gold and tools in {shared_folder()}",
)


@pytest.fixture
def seed() -> Path:
    """The article of the case study."""
    return SEED


@pytest.fixture
def article_file(tmp_path):
    """Writes a text to a file and returns its path."""

    def write(text: str | bytes, name: str = "article.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return write
