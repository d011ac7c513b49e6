"""What is released under a tag, told from the changelog: `python .ci/release.py v0.2.0`.

Ends with 1 where the tag, the version, the citation and the changelog do not agree.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def notes(tag: str) -> str:
    """The changelog's section of the version of a tag; a `ValueError` where something disagrees with the tag."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if tag != f"v{version}":
        raise ValueError(f"pyproject.toml has version {version}; its tag is v{version}, not {tag}")
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    cited, released = (
        re.search(rf"^{name}: (.+)$", citation, re.MULTILINE)[1] for name in ("version", "date-released")
    )
    if cited != version:
        raise ValueError(f"CITATION.cff has version {cited}, not {version}")
    for section in re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        if heading == f"{version} - {released}":
            return body.strip() + "\n"
    raise ValueError(f"CHANGELOG.md has no section '## {version} - {released}'")


if __name__ == "__main__":
    try:
        print(notes(sys.argv[1]), end="")
    except ValueError as error:
        sys.exit(str(error))
