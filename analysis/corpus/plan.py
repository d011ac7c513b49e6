"""`corpus.json`: what the tables of a corpus are made from, with what, and whether they are complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.reading.writers import write_whole

SETTINGS = "corpus.json"
"""The file beside the tables."""


def read_plan(folder: Path) -> dict[str, Any]:
    """What `corpus.json` in a folder tells; nothing where it is missing or damaged."""
    try:
        told = json.loads((folder / SETTINGS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def write_plan(folder: Path, told: Mapping[str, Any]) -> None:
    """Write `corpus.json` to a folder."""
    write_whole(folder / SETTINGS, json.dumps(told, indent=1) + "\n")
