"""Which figures of an article are about the same thing, and how their claims relate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from analysis.agreement.grouping import group
from analysis.agreement.naming import names
from analysis.agreement.scorer import Scores, confidence, kind, log_odds, score
from analysis.article import Article
from analysis.frames import NOTHING, Frame, Views, find_frames, look
from analysis.quantities import Quantity

TOGETHER = 0.5
"""The probability from which two figures, seen by themselves, are about the same thing."""
_PART = 0.4
"""The probability from which a figure is a part of another."""
_SAME_UNIT = 0.5
"""The probability from which a figure that names no unit counts what another one counts."""
_SHARES = ("percent", "fraction")
_PEOPLE = 0.3
"""The probability from which a figure that names no unit, and counts what no other one counts, counts people."""


class About(NamedTuple):
    """What a quantity is about.

    `part_of`: index of the quantity of which it is a part, or None. `topic`: a name that quantities about the same
    thing share and others do not. `kind`: how the claims of the topic relate, one of `scorer.KINDS`, and
    `confidence`: how probable it is that they belong together; both None where the quantity is alone.
    """

    frame: Frame
    part_of: int | None
    topic: str
    kind: str | None
    confidence: float | None


class Comparison(NamedTuple):
    """The figures of an article beside each other: what the networks see of each, and the scores of the pairs."""

    views: Views
    scores: Scores


def compare(article: Article, quantities: Sequence[Quantity], voices: Sequence[Hashable | None]) -> Comparison | None:
    """The figures compared; `voices`: who is credited with each, None for nobody. None where the networks see none."""
    views = look(article, quantities)
    return None if views is None else Comparison(views, score(article, quantities, voices, views))


def with_units(quantities: Sequence[Quantity], comparison: Comparison | None) -> list[Quantity]:
    """The quantities, those without a unit with that of the figure that counts the same thing.

    "46 had died", "of whom 12", "the toll rose to 60": the unit and the kind of what went before, or after; `person`
    where the words around the figure say that it counts people. A multiple ("fourfold") has no unit to lend.
    """
    if comparison is None:
        return list(quantities)
    views, scores = comparison
    lends = [quantity.unit is not None and quantity.kind != "multiple" for quantity in quantities]
    best: dict[int, tuple[float, int]] = {}
    # What is the same thing has the same unit; that goes before what merely counts the same. A share does not: "sixty
    # percent of the members (620)".
    is_share = np.array([quantity.kind in _SHARES for quantity in quantities])[scores.pairs].any(axis=1)
    same_unit = np.where((scores.together >= TOGETHER) & ~is_share, 1 + scores.together, scores.same_unit)
    for (one, other), probability in zip(scores.pairs.tolist(), same_unit.tolist(), strict=True):
        for without, known in ((one, other), (other, one)):
            if quantities[without].unit is None and lends[known] and probability >= _SAME_UNIT:
                best[without] = max(best.get(without, (0.0, known)), (probability, known))
    united = []
    for number, quantity in enumerate(quantities):
        if number in best:
            known = quantities[best[number][1]]
            quantity = replace(quantity, unit=known.unit, kind=known.kind, borrowed=True)
        elif quantity.unit is None and views.people[number] >= _PEOPLE:
            quantity = replace(quantity, unit="person", kind="count", borrowed=True)
        united.append(quantity)
    return united


def relate(article: Article, quantities: Sequence[Quantity], comparison: Comparison | None) -> list[About]:
    """What each quantity is about.

    Figures are in one group where they are probably about the same thing; never a part and its whole.
    """
    if comparison is None:
        alone = range(len(quantities))
        topics = names(article, quantities, [NOTHING] * len(quantities), alone)
        return [About(NOTHING, None, topic, None, None) for topic in topics]
    views, scores = comparison
    parts = _parts(len(quantities), scores)
    apart = (scores.part >= _PART) | (scores.whole >= _PART)
    gains = log_odds(scores.together) - log_odds(TOGETHER)
    groups = group(len(quantities), scores.pairs, np.asarray(gains), apart.tolist())
    relations = _relations(groups, quantities, scores)
    frames = find_frames(article, views)
    topics = names(article, quantities, frames, groups)
    return [
        About(frame, part, topic, *relations.get(first, (None, None)))
        for frame, part, topic, first in zip(frames, parts, topics, groups, strict=True)
    ]


def _parts(amount: int, scores: Scores) -> list[int | None]:
    """The index of the figure of which each figure is most probably a part; None where there is none."""
    best: list[tuple[float, int | None]] = [(_PART, None)] * amount
    for (one, other), part, whole in zip(
        scores.pairs.tolist(), scores.part.tolist(), scores.whole.tolist(), strict=True
    ):
        if part > max(best[other][0], whole):
            best[other] = part, one
        elif whole > max(best[one][0], part):
            best[one] = whole, other
    return [whole for _, whole in best]


def _relations(groups: Sequence[int], quantities: Sequence[Quantity], scores: Scores) -> dict[int, tuple[str, float]]:
    """The kind and the confidence of each group of several figures, by its first figure.

    Where all state the same interval, it is a restatement.
    """
    within: defaultdict[int, list[int]] = defaultdict(list)
    of_figure: defaultdict[int, list[float]] = defaultdict(list)
    for at, (one, other) in enumerate(scores.pairs.tolist()):
        if groups[one] == groups[other]:
            within[groups[one]].append(at)
            for figure in (one, other):
                of_figure[figure].append(float(scores.together[at]))
    loosest: dict[int, float] = {}
    for figure, probabilities in of_figure.items():
        loosest[groups[figure]] = min(loosest.get(groups[figure], 1.0), sum(probabilities) / len(probabilities))
    stated: defaultdict[int, list[tuple[float | None, float | None]]] = defaultdict(list)
    for first, quantity in zip(groups, quantities, strict=True):
        stated[first].append((quantity.low, quantity.high))
    relations = {}
    for first, pairs in within.items():
        intervals = len({*stated[first]})
        relation = "restatement" if intervals == 1 else kind(scores, pairs, len(stated[first]), intervals)
        relations[first] = relation, confidence(loosest[first])
    return relations
