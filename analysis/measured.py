"""The accuracy of the tables, as `make accuracy` measured it last."""

from __future__ import annotations

import json
from typing import Any

from analysis.project import FILES

_FILE = FILES / "reports" / "methods" / "accuracy.json"


def measured() -> list[dict[str, Any]]:
    """Each measure with the `texts` that it was taken on, its `score` in percent, and the interval `low` to `high`."""
    return json.loads(_FILE.read_text("utf-8"))["headline"]
