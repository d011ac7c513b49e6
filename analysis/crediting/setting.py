"""The figures and candidates of an article, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.article import Article
from analysis.attributions import Attribution
from analysis.crediting.candidates import Candidate
from analysis.encoder import Encoding
from analysis.quantities import Quantity

_WORD = re.compile(r"\w+")
_ARTICLES = frozenset(["a", "an", "the"])


class Setting(NamedTuple):
    """Figures and candidates, and the words at which they stand.

    `entities`: a number for each candidate, the same for all mentions of one. `words`: candidates x 2, the first and
    the last word of each mention; `places`: figures x 3, the word where the number begins, and those where the
    expression begins and ends.
    """

    article: Article
    encoding: Encoding
    quantities: Sequence[Quantity]
    attributions: Sequence[Attribution]
    candidates: Sequence[Candidate]
    entities: np.ndarray
    words: np.ndarray
    places: np.ndarray

    @property
    def attribution_of(self) -> np.ndarray:
        """The index of the attribution of each candidate, -1 for none."""
        return np.array([-1 if one.attribution is None else one.attribution for one in self.candidates], dtype=np.int64)

    @property
    def starts(self) -> np.ndarray:
        """The offset at which each figure's number begins."""
        return np.array([quantity.number_start for quantity in self.quantities], dtype=np.int64)


def setting(
    article: Article,
    encoding: Encoding,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    candidates: Sequence[Candidate],
    names: Sequence[str],
) -> Setting:
    """Figures and candidates with their words; `names`: those of the sources that the candidates mention."""
    figures = np.array([(one.number_start, one.start, max(one.end - 1, one.start)) for one in quantities])
    mentions = np.array([(candidate.mention.start, candidate.mention.end - 1) for candidate in candidates])
    places, words = (
        word_at(encoding.pieces.starts, offsets.reshape(-1, columns))
        for offsets, columns in ((figures, 3), (mentions, 2))
    )
    numbers: dict[str, int] = {}
    entities = np.array([numbers.setdefault(_key(name), len(numbers)) for name in names], dtype=np.int64)
    return Setting(article, encoding, quantities, attributions, candidates, entities, words, places)


def _key(name: str) -> str:
    """A name's words without articles, the same for all mentions of one source."""
    return " ".join(word for word in _WORD.findall(name.lower()) if word not in _ARTICLES)


def word_at(starts: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The words in which characters stand, given where each word begins."""
    return np.maximum(np.searchsorted(starts, offsets, side="right") - 1, 0)


def steps(values: np.ndarray, edges: Sequence[float]) -> np.ndarray:
    """One column for each stretch between the edges, 1 where a value lies in it."""
    return np.eye(len(edges) + 1)[np.digitize(values, edges)]
