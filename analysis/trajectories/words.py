"""Words: their stems, vectors and rarity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from analysis.article.stems import stem

WORDS = "words.npz"
"""The file of common English words, the most common first, each with a vector."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SHORTEST = 3
_POSSESSIVE = re.compile(r"[’']s?$")


class Bag(NamedTuple):
    """The words of a text: their stems, and the mean of their vectors, scaled to length 1, or 0."""

    stems: frozenset[str]
    vector: np.ndarray


class _Common(NamedTuple):
    """Common words: the rank of each, from 0, and the vectors in that order."""

    ranks: dict[str, int]
    vectors: np.ndarray


@cache
def _common() -> _Common:
    with files("analysis.trajectories").joinpath(WORDS).open("rb") as file, np.load(file) as stored:
        vectors = stored["vectors"].astype(np.float32)
        ranks = {word: rank for rank, word in enumerate(stored["words"].tolist())}
    return _Common(ranks, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def split(text: str) -> list[str]:
    """Return the words of a text as written, without possessive endings."""
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def rarity(word: str) -> float:
    """Return the rarity of a word in lower case: near 0 for the most common ones, 1 for those that are not listed.

    The logarithm of its rank among the common words: frequency falls with the rank (Zipf 1935).
    """
    ranks = _common().ranks
    return float(np.log1p(ranks.get(word, len(ranks))) / np.log1p(len(ranks)))


@lru_cache(maxsize=50_000)
def bag(text: str) -> Bag:
    """Return the bag of a text's words; rarer words weigh more in the mean."""
    words = [word.lower() for word in split(text) if len(word) >= _SHORTEST]
    return Bag(frozenset(stem(word) for word in words), _mean(words))


def _mean(words: Iterable[str]) -> np.ndarray:
    common = _common()
    known = [word for word in words if word in common.ranks]
    mean = np.zeros(common.vectors.shape[1], dtype=np.float32)
    if known:
        weights = np.array([rarity(word) for word in known], dtype=np.float32)
        mean = weights @ common.vectors[[common.ranks[word] for word in known]]
    length = np.linalg.norm(mean)
    return mean / length if length else mean
