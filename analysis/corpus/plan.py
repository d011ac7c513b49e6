"""`corpus.json`: the software and settings that the tables of a corpus are made with, and whether they are complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.reading.writers import write_whole

SETTINGS = "corpus.json"
"""The file beside the tables."""


def read_plan(folder: Path) -> dict[str, Any]:
    """Return the content of `corpus.json` in a folder; empty where it is missing or damaged."""
    try:
        plan = json.loads((folder / SETTINGS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return plan if isinstance(plan, dict) else {}


def write_plan(folder: Path, plan: Mapping[str, Any]) -> None:
    """Write `corpus.json` to a folder."""
    write_whole(folder / SETTINGS, json.dumps(plan, indent=1) + "\n")
