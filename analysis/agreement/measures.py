"""Measures of two figures of an article that need no network: values, units, sources, places, shared words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from analysis.agreement.shared_words import joined, shared
from analysis.article import Article
from analysis.quantities import Quantity

MEASURES = 122
REACH = 40
"""A figure is compared with so many before it: pairs stay linear in an article."""

_KINDS = ("count", "money", "percent", "duration", "age", "measure", "fraction")
_ALIKE = {"fraction": "percent"}
"""Kinds that are compared with another one: "half" may be "52 percent"."""
_RATIOS = (0.1, 0.3, 0.7, 1.5, 3.0)
"""Natural logarithms of ratios at which a measure of its own begins."""
_DISTANCES = (1, 2, 3, 6)
"""Sentences apart from which a measure of its own begins."""
_SMALL = 10
_FEWEST_DIGITS = (2, 3)
_UNBOUND = 1e300
_MOST_EQUAL = 3
_MOST_BESIDE = 4


def pairs(quantities: Sequence[Quantity]) -> np.ndarray:
    """Which figures are compared: pairs x 2, the earlier of a pair first; those of other kinds are not."""
    kinds = [_ALIKE.get(quantity.kind, quantity.kind) if quantity.unit else None for quantity in quantities]
    compared = [
        (one, other)
        for other, kind in enumerate(kinds)
        for one in range(max(0, other - REACH), other)
        if kind is None or kinds[one] is None or kinds[one] == kind
    ]
    return np.array(compared, dtype=np.int64).reshape(-1, 2)


def measures(
    article: Article, quantities: Sequence[Quantity], voices: Sequence[Hashable | None], compared: np.ndarray
) -> np.ndarray:
    """The measures of each pair (`pairs`): pairs x measures, each 0 to about 1.

    `voices`: who is credited with each quantity, None for nobody.
    """
    if not len(compared):
        return np.zeros((0, MEASURES), dtype=np.float32)
    columns = [
        *_units(quantities, compared),
        *_values(quantities, compared),
        *_voices(voices, compared),
        *_distances(article, quantities, compared),
        *_company(article, quantities, compared),
        *shared(article, quantities, compared),
        *np.array([joined(article, quantities[one], quantities[other]) for one, other in compared.tolist()]).T,
    ]
    return np.array(columns, dtype=np.float32).T


def _units(quantities: Sequence[Quantity], compared: np.ndarray) -> list[np.ndarray]:
    one, other = compared.T
    units = np.array([quantity.unit or "" for quantity in quantities], dtype=object)
    kinds = np.array([quantity.kind for quantity in quantities], dtype=object)
    same_unit = units[one] == units[other]
    bare = units == ""
    same_kind = kinds[one] == kinds[other]
    return [
        same_unit & ~bare[one],
        bare[one] | bare[other],
        bare[one] & bare[other],
        same_unit & (units[one] == "person"),
        same_kind,
        *(same_kind & (kinds[one] == kind) for kind in _KINDS),
        same_kind & (kinds[one] == "money") & ~same_unit,
    ]


def _values(quantities: Sequence[Quantity], compared: np.ndarray) -> list[np.ndarray]:
    one, other = compared.T
    low = np.array([-_UNBOUND if quantity.low is None else quantity.low for quantity in quantities])
    high = np.array([_UNBOUND if quantity.high is None else quantity.high for quantity in quantities])
    value = np.array([_middle(quantity) for quantity in quantities])
    digits = np.array([_digits(number) for number in value.tolist()])
    modifiers = np.array([quantity.modifier for quantity in quantities], dtype=object)
    trends = np.array([quantity.trend or "" for quantity in quantities], dtype=object)
    both = (value[one] != 0) & (value[other] != 0)
    ratio = np.full(len(compared), 5.0)
    ratio[both] = np.abs(np.log(np.abs(value[one][both]) / np.abs(value[other][both])))
    same = (low[one] == low[other]) & (high[one] == high[other])
    fewest = np.minimum(digits[one], digits[other])
    small = np.abs(value) < _SMALL
    steps = np.digitize(ratio, _RATIOS)
    return [
        same,
        np.maximum(low[one], low[other]) <= np.minimum(high[one], high[other]),
        value[one] == value[other],
        np.minimum(ratio, 8) / 4,
        *(steps == step for step in range(len(_RATIOS) + 1)),
        value[other] < value[one],
        small[one] & small[other],
        small[one] | small[other],
        *(same & (fewest >= least) for least in _FEWEST_DIGITS),
        modifiers[one] == modifiers[other],
        modifiers[one] == "exact",
        modifiers[other] == "exact",
        (modifiers[one] == "vague") | (modifiers[other] == "vague"),
        trends[one] != "",
        trends[other] != "",
        trends[one] == trends[other],
    ]


def _middle(quantity: Quantity) -> float:
    bounds = [bound for bound in (quantity.low, quantity.high) if bound is not None]
    return sum(bound / len(bounds) for bound in bounds)


def _digits(value: float) -> int:
    """How many digits a number has, without zeros at its ends."""
    return len(f"{abs(value):.6g}".partition("e")[0].replace(".", "").strip("0"))


def _voices(voices: Sequence[Hashable | None], compared: np.ndarray) -> list[np.ndarray]:
    one, other = compared.T
    numbers = {voice: number for number, voice in enumerate(dict.fromkeys(voices)) if voice is not None}
    voice = np.array([numbers.get(voice, -1) for voice in voices], dtype=np.int64)
    first, second = voice[one], voice[other]
    known = (first >= 0) & (second >= 0)
    return [(first < 0) & (second < 0), known & (first == second), known & (first != second)]


def _distances(article: Article, quantities: Sequence[Quantity], compared: np.ndarray) -> list[np.ndarray]:
    one, other = compared.T
    sentences = np.array([article.sentence_at(quantity.number_start) for quantity in quantities], dtype=np.int64)
    paragraphs = np.array([article.paragraph_at(quantity.number_start) for quantity in quantities], dtype=np.int64)
    apart = sentences[other] - sentences[one]
    steps = np.digitize(apart, _DISTANCES)
    return [
        *(steps == step for step in range(len(_DISTANCES) + 1)),
        np.minimum(apart, 12) / 12,
        *(paragraphs[other] - paragraphs[one] == amount for amount in (0, 1)),
        sentences[one] == 0,
        sentences[other] == 0,
        sentences[one] <= 1,
        other - one == 1,
        np.minimum(other - one, 12) / 12,
    ]


def _company(article: Article, quantities: Sequence[Quantity], compared: np.ndarray) -> list[np.ndarray]:
    """For each figure, how many others it is compared with, and of these how many stand beside it or are equal.

    The last measure is whether the two add up to a third one.
    """
    one, other = compared.T
    sentence = np.array([article.sentence_at(quantity.number_start) for quantity in quantities], dtype=np.int64)
    value = np.array([_middle(quantity) for quantity in quantities])
    degree, beside, equal = (
        np.bincount(compared[which].ravel(), minlength=len(quantities))
        for which in (slice(None), sentence[one] == sentence[other], value[one] == value[other])
    )
    beside, equal = (np.minimum(count, most) / most for count, most in ((beside, _MOST_BESIDE), (equal, _MOST_EQUAL)))
    totals = {_rounded(number) for number in value.tolist()}
    sums = np.where(np.minimum(value[one], value[other]) >= _SMALL, value[one] + value[other], np.nan)
    adds_up = [_rounded(number) in totals for number in sums.tolist()]
    return [np.log1p(degree[one]) / 3, beside[one], beside[other], equal[one], equal[other], np.array(adds_up)]


def _rounded(value: float) -> str:
    return f"{value:.6g}"
