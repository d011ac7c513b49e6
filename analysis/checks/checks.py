"""Whether the figures that an article relates fit each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.article import Article
from analysis.checks.arithmetic import FORMULAS, Terms
from analysis.checks.exchange import exchanges
from analysis.checks.intervals import Interval, worded
from analysis.checks.relations import Relation, find_relations
from analysis.quantities import Quantity

_ROUNDED, _CARELESS = 1, 2


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between figures, by index: what one of them should be by the others, what it is, and the verdict."""

    kind: str
    figures: tuple[int, ...]
    expected: Interval
    stated: Interval
    verdict: str


def find_checks(article: Article, quantities: Sequence[Quantity]) -> list[Check]:
    """The relations of an article that can be told to hold or not, in text order of their first figures."""
    relations = list(find_relations(article, quantities))
    relations += exchanges(relations, quantities)
    found = [check for relation in relations if (check := _checked(article, quantities, relation))]
    return sorted(_told_once(found), key=lambda check: check.figures)


def _checked(article: Article, quantities: Sequence[Quantity], relation: Relation) -> Check | None:
    figures = {role: [quantities[number] for number in numbers] for role, numbers in relation.roles.items()}
    results = []
    for leeway in (_ROUNDED, _CARELESS):
        intervals = {role: [worded(one, article.text[one.number_start:one.number_end], leeway) for one in some] for role, some in figures.items()}
        if any(one is None or (one.low < 0 and relation.kind != "conversion") for some in intervals.values() for one in some):
            return None
        result = FORMULAS[relation.kind](Terms(relation, figures, intervals, leeway))
        if result is None:
            return None
        results.append(result)
    (expected, stated), careless = results
    if expected.meets(stated):
        if relation.kind != "part_of_whole" and expected.high - expected.low > abs(stated.high):
            return None
        verdict = "consistent"
    elif not careless[0].meets(careless[1]):
        verdict = "inconsistent"
    else:
        return None
    numbers = tuple(sorted({number for some in relation.roles.values() for number in some}))
    return Check(relation.kind, numbers, expected, stated, verdict)


def _told_once(checks: Sequence[Check]) -> list[Check]:
    """The checks without those of figures that another one is about, too; what one reading lets pass, passes."""
    holding = [set(check.figures) for check in checks if check.verdict == "consistent"]
    standing = [check for check in checks if check.verdict == "consistent" or not any(set(check.figures) <= some for some in holding)]
    told: list[Check] = []
    for check in sorted(standing, key=lambda check: (-len(check.figures), check.verdict)):
        if not any(set(check.figures) <= set(other.figures) and check.verdict <= other.verdict for other in told):
            told.append(check)
    return told
