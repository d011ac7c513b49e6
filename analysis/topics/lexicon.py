"""The lexicon of topics, and words reduced to what they share."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

WORD = re.compile(r"[^\W\d_][\w-]*")
CLAUSE_BREAK = re.compile(r"[,;:()—–]|\b(?:and|but|while|whereas)\b")
_SHORTEST = 3
_STEMS_REMEMBERED = 20_000


@cache
def lexicon() -> dict[str, Any]:
    """The content of topics.toml."""
    return tomllib.loads(files("analysis.topics").joinpath("topics.toml").read_text("utf-8"))


@cache
def first_names(section: str) -> dict[str, str]:
    """The words of a section of synonyms, each with the first of its line."""
    return synonyms(lexicon()[section])


def synonyms(lines: Iterable[str]) -> dict[str, str]:
    """The words of some lines, each with the first of its line."""
    return {word: line.split()[0] for line in lines for word in line.split()}


@cache
def word_set(section: str) -> frozenset[str]:
    """The words of a plain section."""
    return frozenset(lexicon()[section].split())


@cache
def times() -> re.Pattern[str]:
    """Finds the years and other signs of time in lower-case text."""
    return re.compile(rf"\b(?:(?:19|20)\d\d|{'|'.join(lexicon()['times'])})\b")


@cache
def changes() -> re.Pattern[str]:
    """Finds the signs in lower-case text that a source changes its figure."""
    return re.compile(rf"\b(?:{'|'.join(lexicon()['changes'])})\b")


def stems(words: Iterable[str]) -> frozenset[str]:
    """The stems of lower-case words, without the idle ones; what happens to people under one name."""
    return frozenset(stem for word in words if (stem := _stem(word)))


@lru_cache(_STEMS_REMEMBERED)
def _stem(word: str) -> str:
    """The word without endings; empty for an idle one."""
    if happening := first_names("happenings").get(word):
        return happening
    if len(word) < _SHORTEST or word in word_set("idle"):
        return ""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) >= _SHORTEST + len(ending):
            word = word[: -len(ending)]
    return word.removesuffix("e")
