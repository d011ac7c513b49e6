"""The word lists and unit tables of this folder, and patterns made from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any

from analysis.article.wordlists import word_lists

table = partial(word_lists, "analysis.quantities")
"""The content of `<name>.toml` in this folder."""


def word_sets(name: str) -> dict[str, frozenset[str]]:
    """The lists of `<name>.toml` as sets."""
    return {key: frozenset(words) for key, words in table(name).items()}


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def whole_words(stems: Iterable[str]) -> re.Pattern[str]:
    """The pattern of any of `stems`, which are regular expressions, as whole words in any case."""
    return re.compile(rf"\b(?:{'|'.join(stems)})\b", re.IGNORECASE)


@lru_cache(maxsize=64)  # the figures of one text ask for the same
def stands_in(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a pattern matches anywhere in a text."""
    return pattern.search(text) is not None


@cache
def cldr() -> dict[str, Any]:
    """CLDR's English names of units and currencies; `notebooks/methods/cldr_index.py` extracts them from Babel."""
    return json.loads(files("analysis.quantities").joinpath("cldr.json").read_text("utf-8"))
