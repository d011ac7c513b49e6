"""Files of the project that the package needs: the checkout's, or, where it was installed, their copies inside it."""

from __future__ import annotations

from pathlib import Path

NAME = "who-says-how-many"
_COPIES = Path(__file__).parent / "checkout"
"""Where the build (`.ci/build.py`) puts them."""

FILES = _COPIES if (_COPIES / "notebooks").is_dir() else Path(__file__).parents[1]
"""The folder of `notebooks/`, `seeds/` and `reports/methods/`."""


def release() -> str:
    """The version, and the commit that an installation was built from: `0.2.0 (1a2b3c4d5e6f)`.

    A checkout gives its version alone: its files may differ from those of any commit, and to commit a report must not
    change its bytes.
    """
    from importlib.metadata import version  # slower than all other imports of a command

    commit = FILES / "commit"
    return f"{version(NAME)} ({commit.read_text('utf-8').strip()[:12]})" if commit.is_file() else version(NAME)
