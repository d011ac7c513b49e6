"""Who is credited with a figure, out of all who may be: networks over figures, candidates and measures of both.

Several tell it by the mean of their scores, a deep ensemble (Lakshminarayanan, Pritzel & Blundell 2017, "Simple and
scalable predictive uncertainty estimation using deep ensembles"). They learn from the passages of
`notebooks/methods/passages` (`notebooks/methods/crediting_training.py`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from analysis.crediting.measures import Pairs
from analysis.encoder import Encoding
from analysis.encoder.spans import around, low, means, words_at

WEIGHTS = "voices.npz"
"""The networks beside this module, the arrays of all of them stacked."""
_AT_ONCE = 20_000
"""Pairs that are scored at once; this bounds the memory."""


class Network(NamedTuple):
    """The weights; matrices are inputs x outputs.

    A pair's score is that of a hidden layer over the figure, the candidate and their measures, the measures' own, and
    a product of figure and candidate. `mean` and `deviation` are those of the measures of pairs, `alone_…` of those of
    figures.
    """

    scale: np.ndarray
    shift: np.ndarray
    low: np.ndarray
    low_bias: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    alone_mean: np.ndarray
    alone_deviation: np.ndarray
    figure: np.ndarray
    figure_bias: np.ndarray
    candidate: np.ndarray
    measured: np.ndarray
    alone: np.ndarray
    figure_match: np.ndarray
    figure_match_bias: np.ndarray
    candidate_match: np.ndarray
    candidate_match_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray
    direct: np.ndarray
    nobody: np.ndarray
    nobody_bias: np.ndarray
    nobody_out: np.ndarray
    nobody_out_bias: np.ndarray

    def score(self, encoding: Encoding, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
        """The score of each pair, and for each figure that of nobody; all compete (softmax)."""
        words = low(encoding.states, self.scale, self.shift, self.low, self.low_bias)
        figures, candidates = _figures(encoding, words, pairs.places), around(words, pairs.words)
        alone = (pairs.alone - self.alone_mean) / self.alone_deviation
        of_figure = figures @ self.figure + self.figure_bias + alone @ self.alone
        of_candidate = candidates @ self.candidate
        figure_match = figures @ self.figure_match + self.figure_match_bias
        figure_match /= np.sqrt(figure_match.shape[1])
        candidate_match = candidates @ self.candidate_match + self.candidate_match_bias
        scores = np.empty(len(pairs.figure))
        for start in range(0, len(scores), _AT_ONCE):
            block = slice(start, start + _AT_ONCE)
            figure, candidate = pairs.figure[block], pairs.candidate[block]
            measured = (pairs.measured[block] - self.mean) / self.deviation
            hidden = np.maximum(of_figure[figure] + of_candidate[candidate] + measured @ self.measured, 0)
            perceived = hidden @ self.out + measured @ self.direct + self.out_bias
            scores[block] = perceived[:, 0] + np.einsum("pu,pu->p", figure_match[figure], candidate_match[candidate])
        inputs = np.hstack([figures, alone])
        nobody = np.maximum(inputs @ self.nobody + self.nobody_bias, 0) @ self.nobody_out + self.nobody_out_bias
        return scores, nobody[:, 0]


def _figures(encoding: Encoding, words: np.ndarray, places: np.ndarray) -> np.ndarray:
    """What the network sees of each figure: its number, its expression, the words beside it, its sentence."""
    number, first, last = places.T
    sentences = encoding.pieces.sentences
    begin = np.searchsorted(sentences, sentences[number])
    end = np.searchsorted(sentences, sentences[number], side="right") - 1
    return np.hstack(
        [
            words[number],
            words[last],
            means(words, first, last),
            words_at(words, first - 1),
            words_at(words, last + 1),
            means(words, begin, end),
        ]
    )


def score(encoding: Encoding, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """The score of each pair, and for each figure that of nobody, by all networks together."""
    of_networks = [network.score(encoding, pairs) for network in networks()]
    of_pairs, of_nobody = (np.mean(scores, axis=0) for scores in zip(*of_networks, strict=True))
    return of_pairs, of_nobody


@cache
def networks() -> list[Network]:
    """The trained networks, loaded when first asked for."""
    with files("analysis.crediting").joinpath(WEIGHTS).open("rb") as file, np.load(file) as weights:
        arrays = [weights[name].astype(np.float32) for name in Network._fields]
    return [Network(*of_one) for of_one in zip(*arrays, strict=True)]
