"""The word lists and unit tables beside this module, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The content of `<name>.toml` in this folder."""
    return tomllib.loads(files("analysis.quantities").joinpath(f"{name}.toml").read_text("utf-8"))
