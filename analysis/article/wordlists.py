"""Word lists: TOML files beside the modules that use them, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_lists(package: str, name: str) -> dict[str, Any]:
    """Return the content of `<name>.toml` in a package of this project ("analysis.hedges")."""
    return tomllib.loads(files(package).joinpath(f"{name}.toml").read_text("utf-8"))
