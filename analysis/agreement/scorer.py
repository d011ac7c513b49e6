"""How two figures of an article relate: networks over their views (`analysis.frames`) and measures of the pair.

`notebooks/methods/train-agreement.ipynb` trains and writes the weights, on the passages beside it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from analysis.agreement.attention import HEADS, NEVER, Among, unstacked
from analysis.agreement.company import company
from analysis.agreement.measures import MEASURES, REACH, measures, pairs
from analysis.article import Article
from analysis.encoder.spans import normalised
from analysis.frames import Views
from analysis.frames.figures import sigmoid
from analysis.quantities import Quantity

WEIGHTS = "pairs.npz"
"""The networks beside this module."""
KINDS = ("disagreement", "revision", "change", "restatement")
RELATIONS = ("together", "same_unit", "part", "whole")
"""What the networks tell of every pair; one of `KINDS` is what they tell of pairs that belong together.

Both are about the same thing; both count or measure the same thing; the later one is a part of the earlier one; the
earlier one is a part of the later one.
"""
GROUP_MEASURES = 3 * (len(KINDS) + MEASURES) + 2
_AT_ONCE = 20_000
"""Pairs that are scored at once, which bounds the memory that they take."""


class Scores(NamedTuple):
    """The pairs compared (pairs x 2, the earlier figure first), and how probable each of `RELATIONS` is.

    `kinds` (pairs x `KINDS`) are scores before they become probabilities, `measured` (pairs x measures) the measures.
    """

    pairs: np.ndarray
    together: np.ndarray
    same_unit: np.ndarray
    part: np.ndarray
    whole: np.ndarray
    kinds: np.ndarray
    measured: np.ndarray


class Network(NamedTuple):
    """The weights; matrices are inputs x outputs.

    `enter` brings the views of a figure into the layers `among` which figures see each other, `relation` (layers x
    measures x heads) turns the measures of a pair into what is added to its figures' attention for each other, and
    `context_…` normalise what comes out.
    """

    mean: np.ndarray
    deviation: np.ndarray
    enter: np.ndarray
    enter_bias: np.ndarray
    among: list[Among]
    relation: np.ndarray
    relation_bias: np.ndarray
    context_scale: np.ndarray
    context_shift: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    deeper: np.ndarray
    deeper_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray
    direct: np.ndarray
    second: np.ndarray
    second_bias: np.ndarray
    second_out: np.ndarray
    second_out_bias: np.ndarray

    def relations(self, views: np.ndarray, compared: np.ndarray, measured: np.ndarray) -> np.ndarray:
        """Scores of `RELATIONS` and `KINDS` for each pair, before they become probabilities: pairs x both.

        A first look judges each pair by itself, a second one by what the first tells of the pairs beside it too.
        """
        scaled = (measured - self.mean) / self.deviation
        related = self._related(views, compared, scaled)
        chunks = [slice(start, start + _AT_ONCE) for start in range(0, max(len(compared), 1), _AT_ONCE)]
        looks = [self._look(views, related, compared[some], scaled[some]) for some in chunks]
        hidden, scores = (np.concatenate(layers) for layers in zip(*looks, strict=True))
        seen = np.hstack([hidden, company(compared, *first_look(scores), REACH)])
        again = np.maximum(seen @ self.second + self.second_bias, 0)
        return scores + again @ self.second_out + self.second_out_bias

    def _related(self, views: np.ndarray, compared: np.ndarray, scaled: np.ndarray) -> np.ndarray:
        """The figures once they have seen those with which they are compared: figures x units."""
        related = views.reshape(len(views), -1) @ self.enter + self.enter_bias
        one, other = compared.T
        reach = min(REACH, len(views) - 1)
        for layer, relation, bias in zip(self.among, self.relation, self.relation_bias, strict=True):
            attention = np.full((len(views), 2 * reach + 1, HEADS), NEVER, dtype=np.float32)
            attention[:, reach] = 0
            attention[one, reach + other - one] = attention[other, reach + one - other] = scaled @ relation + bias
            related = layer(related, attention)
        return normalised(related, self.context_scale, self.context_shift)

    def _look(
        self, views: np.ndarray, related: np.ndarray, compared: np.ndarray, scaled: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """The hidden layer (pairs x units) and the scores of the first look."""
        one, other = compared.T
        lengths = np.linalg.norm(views, axis=-1).clip(1e-8)
        product = views[one] * views[other]
        cosine = product.sum(axis=-1) / (lengths[one] * lengths[other])
        flat = len(compared), views[0].size
        seen = [product.reshape(flat), np.abs(views[one] - views[other]).reshape(flat), cosine, scaled]
        seen += [related[one] * related[other], np.abs(related[one] - related[other])]
        hidden = np.maximum(np.hstack(seen) @ self.hidden + self.hidden_bias, 0)
        hidden += np.maximum(hidden @ self.deeper + self.deeper_bias, 0)
        return hidden, hidden @ self.out + self.out_bias + scaled @ self.direct


class Trained(NamedTuple):
    """The networks, and what is told of groups by all of them.

    `kind_…` tell the kind of a group (`kind`); `confidence` is slope and intercept by which probabilities of pairs
    become those of groups (`confidence`).
    """

    networks: list[Network]
    kind_mean: np.ndarray
    kind_deviation: np.ndarray
    kind_out: np.ndarray
    kind_bias: np.ndarray
    confidence: np.ndarray


@cache
def trained() -> Trained:
    """The trained networks, loaded when first asked for."""
    with files("analysis.agreement").joinpath(WEIGHTS).open("rb") as file, np.load(file) as weights:
        return unpacked(weights)


def unpacked(weights: Mapping[str, np.ndarray]) -> Trained:
    """The networks of a file's arrays: those of the networks are networks x …, of their layers named "among.…"."""
    arrays = {name: array.astype(np.float32) for name, array in weights.items()}
    common = {name: arrays.pop(name) for name in Trained._fields if name != "networks"}
    of_networks = ({name: array[number] for name, array in arrays.items()} for number in range(len(arrays["mean"])))
    own = [name for name in Network._fields if name != "among"]
    networks = [Network(among=unstacked(of_one), **{name: of_one[name] for name in own}) for of_one in of_networks]
    return Trained(networks, **common)


def score(article: Article, quantities: Sequence[Quantity], voices: Sequence[Hashable | None], views: Views) -> Scores:
    """The scores of all pairs of figures that are compared; `voices` tells who is credited with each."""
    compared = pairs(quantities)
    measured = measures(article, quantities, voices, compared)
    of_networks = zip(trained().networks, views.views, strict=True)
    scores = np.mean([network.relations(seen, compared, measured) for network, seen in of_networks], axis=0)
    relations = sigmoid(scores[:, : len(RELATIONS)])
    return Scores(compared, *relations.T, scores[:, len(RELATIONS) :], measured)


def first_look(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How probably each pair is together, and how probably one of it is a part of the other, by the first look."""
    together, _, part, whole = sigmoid(scores[:, : len(RELATIONS)]).T
    return together, np.maximum(part, whole)


def kind(scores: Scores, within: Sequence[int], figures: int, intervals: int) -> str:
    """How the figures of a group relate, one of `KINDS`: a logistic regression over what its pairs have in common.

    `within` are its pairs; it has so many `figures`, which state so many different `intervals`.
    """
    by = trained()
    measured = group_measures(scores.kinds[within], scores.measured[within], figures, intervals)
    return KINDS[int(((measured - by.kind_mean) / by.kind_deviation @ by.kind_out + by.kind_bias).argmax())]


def group_measures(kinds: np.ndarray, measured: np.ndarray, figures: int, intervals: int) -> np.ndarray:
    """What tells the kind of a group: mean, most and least of its pairs' scores and measures, and its size."""
    told = np.hstack([kinds, measured])
    sizes = [math.log(figures), math.log(intervals)]
    return np.concatenate([told.mean(axis=0), told.max(axis=0), told.min(axis=0), sizes]).astype(np.float32)


def confidence(loosest: float) -> float:
    """How probably all figures of a group are about one thing, in hundredths.

    `loosest`: the mean probability with which its loosest figure belongs to the others. The scale is fitted on passages
    that the networks have not seen (Platt 1999, "Probabilistic outputs for support vector machines").
    """
    slope, intercept = trained().confidence.tolist()
    odds = slope * float(log_odds(loosest)) + intercept
    return round(1 / (1 + math.exp(-odds)), 2)


def log_odds(probability: float | np.ndarray) -> float | np.ndarray:
    """The logarithm of the odds; no probability is nearer to 0 or 1 than a hundredth."""
    bounded = np.clip(probability, 0.01, 0.99)
    return np.log(bounded / (1 - bounded))
