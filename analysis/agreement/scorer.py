"""How two figures of an article relate: a network over their views (`analysis.frames`) and measures of the pair.

`notebooks/methods/train-agreement.ipynb` trains and writes the weights, on the passages beside it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from analysis.agreement.measures import measures, pairs
from analysis.article import Article
from analysis.frames import Views
from analysis.quantities import Quantity

WEIGHTS = "pairs.npz"
"""The network beside this module."""
KINDS = ("disagreement", "revision", "change", "restatement")
RELATIONS = ("together", "same_unit", "part", "whole")
"""What is told of a pair, beside which of `KINDS` it is if it belongs together.

About the same thing; the same thing counted or measured; the later one is a part of the earlier one; the earlier one is
a part of the later one.
"""
_AT_ONCE = 20_000
"""Pairs that are scored at once, which bounds the memory that they take."""


class Scores(NamedTuple):
    """The pairs compared (pairs x 2, the earlier figure first), how probable each relation is, and each kind."""

    pairs: np.ndarray
    together: np.ndarray
    same_unit: np.ndarray
    part: np.ndarray
    whole: np.ndarray
    kinds: np.ndarray


class Network(NamedTuple):
    """The weights; matrices are inputs x outputs.

    `confidence`: slope and intercept by which probabilities of pairs become those of groups (`confidence`).
    """

    mean: np.ndarray
    deviation: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray
    direct: np.ndarray
    confidence: np.ndarray

    def relations(self, views: np.ndarray, compared: np.ndarray, measured: np.ndarray) -> np.ndarray:
        """Scores of `RELATIONS` and `KINDS` for each pair, before they become probabilities: pairs x both."""
        one, other = views[compared[:, 0]], views[compared[:, 1]]
        product = one * other
        lengths = np.linalg.norm(views, axis=-1).clip(1e-8)
        cosine = product.sum(axis=-1) / (lengths[compared[:, 0]] * lengths[compared[:, 1]])
        scaled = (measured - self.mean) / self.deviation
        flat = len(compared), -1
        seen = np.hstack([product.reshape(flat), np.abs(one - other).reshape(flat), cosine, scaled])
        hidden = np.maximum(seen @ self.hidden + self.hidden_bias, 0)
        return hidden @ self.out + self.out_bias + scaled @ self.direct


@cache
def network() -> Network:
    """The trained network, loaded when first asked for."""
    with files("analysis.agreement").joinpath(WEIGHTS).open("rb") as file, np.load(file) as weights:
        return Network(**{name: weights[name].astype(np.float32) for name in Network._fields})


def score(article: Article, quantities: Sequence[Quantity], voices: Sequence[Hashable | None], views: Views) -> Scores:
    """The scores of all pairs of figures that are compared; `voices` tells who is credited with each."""
    compared = pairs(quantities)
    measured = measures(article, quantities, voices, compared)
    told = [np.zeros((0, len(RELATIONS) + len(KINDS)), dtype=np.float32)]
    for start in range(0, len(compared), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        told.append(network().relations(views.views, compared[some], measured[some]))
    scores = np.concatenate(told)
    relations = 1 / (1 + np.exp(-np.clip(scores[:, : len(RELATIONS)], -30, 30)))
    kinds = np.exp(scores[:, len(RELATIONS) :] - scores[:, len(RELATIONS) :].max(axis=1, keepdims=True, initial=-30))
    return Scores(compared, *relations.T, kinds / kinds.sum(axis=1, keepdims=True))


def confidence(loosest: float) -> float:
    """How probably all figures of a group are about one thing, in hundredths.

    `loosest`: the mean probability with which its loosest figure belongs to the others. The scale is fitted on passages
    that the network has not seen (Platt 1999, "Probabilistic outputs for support vector machines").
    """
    slope, intercept = network().confidence.tolist()
    odds = slope * log_odds(loosest) + intercept
    return round(1 / (1 + math.exp(-odds)), 2)


def log_odds(probability: float) -> float:
    """The logarithm of the odds; no probability is nearer to 0 or 1 than a hundredth."""
    bounded = min(max(probability, 0.01), 0.99)
    return math.log(bounded / (1 - bounded))
