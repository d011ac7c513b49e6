"""Whether the figures that an article relates fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.article import Article
from analysis.attributions import Attribution
from analysis.checks.arithmetic import FORMULAS, Terms
from analysis.checks.exchange import exchanges
from analysis.checks.intervals import CARELESS, ROUNDED, Interval, worded
from analysis.checks.relations import Relation, find_asides, find_parts, find_relations
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


def find_checks(
    article: Article,
    quantities: Sequence[Quantity],
    wholes: Sequence[int | None],
    attributions: Sequence[Attribution] = (),
) -> list[Check]:
    """The relations that an article states and that can be checked, in text order of their figures.

    `wholes`: the index of the figure of which each is probably a part. `attributions`: who says what, which may
    interrupt a relation between commas.
    """
    asides = find_asides(article.text, attributions)
    relations = list(find_relations(article, quantities, asides))
    relations += [*exchanges(relations, quantities), *find_parts(article, quantities, wholes)]
    checks = [check for relation in relations if (check := _checked(article, quantities, relation))]
    return sorted(_without_repeats(checks), key=lambda check: check.figures)


def _checked(article: Article, quantities: Sequence[Quantity], relation: Relation) -> Check | None:
    """The check of a relation; None where its figures fit it by careless rounding only, or say too little."""
    figures = {role: [quantities[number] for number in numbers] for role, numbers in relation.roles.items()}
    results = []
    for leeway in (ROUNDED, CARELESS):
        intervals = {role: [worded(figure, article.text, leeway) for figure in own] for role, own in figures.items()}
        certain = {role: [interval for interval in group if interval is not None] for role, group in intervals.items()}
        if certain != intervals:
            return None
        result = FORMULAS[relation.kind](Terms(relation, figures, certain, leeway))
        if result is None:
            return None
        results.append(result)
    (expected, stated), careless = results
    if expected.meets(stated):
        if not relation.only_bounds and expected.high - expected.low > abs(stated.high):
            return None
        verdict = CONSISTENT
    elif not Interval.meets(*careless):
        verdict = INCONSISTENT
    else:
        return None
    numbers = tuple(sorted({number for group in relation.roles.values() for number in group}))
    return Check(relation.kind, numbers, expected, stated, verdict)


def _without_repeats(checks: Sequence[Check]) -> Iterator[Check]:
    """The checks whose figures are not all in a larger one; of equal ones, the first consistent one, else the first."""
    of_figure: dict[int, list[tuple[str, int, Check]]] = {}
    for number, check in enumerate(checks):
        for figure in check.figures:
            of_figure.setdefault(figure, []).append((check.verdict, number, check))
    for number, check in enumerate(checks):
        figures = {*check.figures}
        beside = min((of_figure[figure] for figure in figures), key=len)
        if not any(
            figures < {*other.figures}
            or (check.figures == other.figures and (verdict, earlier) < (check.verdict, number))
            for verdict, earlier, other in beside
        ):
            yield check
