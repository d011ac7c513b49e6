"""The word lists and unit tables beside this module, read once."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The content of `<name>.toml` in this folder."""
    return tomllib.loads(files("analysis.quantities").joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def cldr() -> dict[str, Any]:
    """What CLDR calls units and currencies in English, as `notebooks/methods/cldr_index.py` takes it from Babel."""
    return json.loads(files("analysis.quantities").joinpath("cldr.json").read_text("utf-8"))
