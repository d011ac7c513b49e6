"""Words: how alike two sets of them are, and how rare each is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import Stemmer

WORDS = "words.npz"
"""Common words of English, the most common first, each with a vector, beside this module."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SHORTEST = 3
_POSSESSIVE = re.compile(r"[’']s?$")


class Bag(NamedTuple):
    """The words of a text: their stems, and the mean of their vectors, of length 1 or 0."""

    stems: frozenset[str]
    vector: np.ndarray


class _Common(NamedTuple):
    """Common words: the place of each, from 0, and the vectors in the same order."""

    places: dict[str, int]
    vectors: np.ndarray


@cache
def _common() -> _Common:
    with files("analysis.trajectories").joinpath(WORDS).open("rb") as file, np.load(file) as told:
        vectors = told["vectors"].astype(np.float32)
        places = {word: place for place, word in enumerate(told["words"].tolist())}
    return _Common(places, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def dimensions() -> int:
    """The length of a word's vector."""
    return _common().vectors.shape[1]


def split(text: str) -> list[str]:
    """The words of a text as written, without possessive endings."""
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def rarity(word: str) -> float:
    """How much a word in lower case tells: near 0 for the most common ones, 1 for those that are not common at all.

    By the logarithm of its place among the common words: frequency falls with the place (Zipf 1935).
    """
    places = _common().places
    return float(np.log1p(places.get(word, len(places))) / np.log1p(len(places)))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word, in lower case, without endings."""
    return _stemmer.stemWord(word)


_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def bag(text: str) -> Bag:
    """The words of a text; those that are rarer count for more in the mean."""
    words = [word.lower() for word in split(text) if len(word) >= _SHORTEST]
    return Bag(frozenset(stem(word) for word in words), _mean(words))


def _mean(words: Iterable[str]) -> np.ndarray:
    common = _common()
    known = [word for word in words if word in common.places]
    mean = np.zeros(dimensions(), dtype=np.float32)
    if known:
        weights = np.array([rarity(word) for word in known], dtype=np.float32)
        mean = weights @ common.vectors[[common.places[word] for word in known]]
    length = np.linalg.norm(mean)
    return mean / length if length else mean
