"""Stems of English words: what inflected forms of a word have in common."""

from __future__ import annotations

from functools import lru_cache

import Stemmer

_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a word in lower case (Porter 2001, "Snowball: a language for stemming algorithms")."""
    return _STEMMER.stemWord(word)
