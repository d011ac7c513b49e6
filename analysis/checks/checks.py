"""Whether the figures that an article relates fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.article import Article
from analysis.checks.arithmetic import FORMULAS, Terms
from analysis.checks.exchange import exchanges
from analysis.checks.intervals import CARELESS, ROUNDED, Interval, worded
from analysis.checks.relations import Relation, find_relations
from analysis.quantities import Quantity

CONSISTENT, INCONSISTENT = "consistent", "inconsistent"


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between figures, by index: what one of them should be by the others, what it is, and the verdict."""

    kind: str
    figures: tuple[int, ...]
    expected: Interval
    stated: Interval
    verdict: str


def find_checks(article: Article, quantities: Sequence[Quantity], wholes: Sequence[int | None]) -> list[Check]:
    """The relations that an article states and that can be told to hold or not, in text order of their figures.

    `wholes` tells of which figure, by index, each is a part.
    """
    relations = list(find_relations(article, quantities))
    relations += exchanges(relations, quantities)
    relations += [
        Relation("frame", "part_of_whole", {"part": (part,), "whole": (whole,)}, {}, "")
        for part, whole in enumerate(wholes)
        if whole is not None
    ]
    checks = [check for relation in relations if (check := _checked(article, quantities, relation))]
    return sorted(_told_once(checks), key=lambda check: check.figures)


def _checked(article: Article, quantities: Sequence[Quantity], relation: Relation) -> Check | None:
    """The check of a relation; None where its figures fit it by careless rounding only, or tell too little."""
    figures = {role: [quantities[number] for number in numbers] for role, numbers in relation.roles.items()}
    results = []
    for leeway in (ROUNDED, CARELESS):
        intervals = {role: [worded(one, article.text, leeway) for one in some] for role, some in figures.items()}
        if not all(one for some in intervals.values() for one in some):
            return None
        results.append(FORMULAS[relation.kind](Terms(relation, figures, intervals, leeway)))
    if None in results:
        return None
    (expected, stated), careless = results
    if expected.meets(stated):
        if relation.kind != "part_of_whole" and expected.high - expected.low > abs(stated.high):
            return None
        verdict = CONSISTENT
    elif not Interval.meets(*careless):
        verdict = INCONSISTENT
    else:
        return None
    numbers = tuple(sorted({number for some in relation.roles.values() for number in some}))
    return Check(relation.kind, numbers, expected, stated, verdict)


def _told_once(checks: Sequence[Check]) -> Iterator[Check]:
    """The checks without those whose figures are all in another one; what holds as one rule reads it, holds."""
    holding = [set(check.figures) for check in checks if check.verdict == CONSISTENT]
    told: list[Check] = []
    for check in sorted(checks, key=lambda check: (-len(check.figures), check.verdict)):
        figures = set(check.figures)
        if check.verdict == INCONSISTENT and any(figures <= others for others in holding):
            continue
        if not any(figures <= set(other.figures) and check.verdict <= other.verdict for other in told):
            told.append(check)
            yield check
