"""How right the tables are, as `make accuracy` measured it last and the checkout has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "reports" / "methods" / "accuracy.json"


def measured() -> list[dict[str, Any]]:
    """Each measure with the `texts` that it was taken on, its `score` in percent, and the interval `low` to `high`.

    None in an installation without the checkout.
    """
    return json.loads(_FILE.read_text("utf-8"))["headline"] if _FILE.exists() else []
