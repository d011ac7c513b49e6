"""What several tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from analysis.report import make_report

# jsonschema, which nbformat needs, checks no more than international addresses with it, and importing it takes seconds.
sys.modules.setdefault("rfc3987_syntax", None)

# A machine that does other things too is no reason to fail.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "secret-deployment.txt"
WITHOUT_FINDINGS = (
    "The garden was quiet. A cat slept on the wall, and the roses had begun to open in the warm evening light."
)

LONGEST = (
    "reports", "test_hostile", "test_corpus_parts", "test_execution", "jupyterlab", "test_charts", "test_trajectories",
    "test_project",
)  # fmt: skip
"""Groups of tests that take longest, in this order: begun first, none of them is left to one worker in the end."""


def group(test: str) -> str:
    """The tests that a test of this id shares its preparation with: those of its module, as a rule."""
    module, _, name = test.partition("::")
    module = Path(module).stem
    if name.startswith("test_jupyterlab"):
        return "jupyterlab"
    if module == "test_chaos":
        return name.partition("[")[2].partition("[")[0] or module  # the attack, without its case
    return "reports" if module in ("test_browser", "test_notebooks") else module


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the groups that take longest first."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(group(item.nodeid), len(LONGEST)))


class GroupScheduling(LoadScopeScheduling):
    """Gives a group's tests to one worker, so that what they share is made once.

    pytest-xdist's own `loadgroup` marks the ids of tests in a way that pytest 9 has no place for.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> GroupScheduling:
    """Schedule groups, in the order of their tests."""
    config.option.loadscopereorder = False
    return GroupScheduling(config, log)


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


@pytest.fixture(scope="session")
def report_of(tmp_path_factory):
    """Makes the report of a text, with corrections or without, once in a session; returns its page's path."""
    made: dict[tuple[str, str], Path] = {}

    def report(name: str, text: str, corrections: str = "") -> Path:
        if (text, corrections) not in made:
            folder = tmp_path_factory.mktemp("report")
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
            (folder / f"{name}.corrections.toml").write_text(corrections, encoding="utf-8")
            made[text, corrections] = make_report(folder / f"{name}.txt", folder)
        return made[text, corrections]

    return report
