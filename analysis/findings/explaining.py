"""The reasons for a figure's row: the words and the models' decisions behind each of its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analysis.agreement.scorer import Scores, score
from analysis.article import Span
from analysis.crediting import probabilities, weigh
from analysis.findings.findings import Findings
from analysis.frames import look
from analysis.frames.figures import STATUSES
from analysis.quantities import Quantity, find_quantities

_FEWEST = 0.02
"""The least probability of a candidate or a pair that is given as a reason."""
_MOST = 5
"""The most candidates and pairs that are given as reasons."""


class Reason(NamedTuple):
    """What a column holds and why; `probability` is that of a model's decision, None for a rule or a person."""

    column: str
    value: str
    because: str
    probability: float | None = None


def explain(findings: Findings, number: int) -> list[Reason]:
    """The reasons for the row of a quantity, by its index, in the order in which they were found."""
    return [
        *_number(findings, number),
        *_unit(findings, number),
        *_source(findings, number),
        *_hedges(findings, number),
        *_frame(findings, number),
        *_compared(findings, number),
        *_corrections(findings, number),
    ]


def _number(findings: Findings, number: int) -> Iterator[Reason]:
    text, quantity = findings.article.text, findings.quantities[number]
    stated = text[quantity.number_start : quantity.number_end]
    low, high = ("open" if bound is None else f"{bound:,g}" for bound in (quantity.low, quantity.high))
    yield Reason("low, high", f"{low}, {high}", f"the number “{stated}” with its modifier")
    before = text[quantity.start : quantity.number_start].strip()
    after = text[quantity.number_end : quantity.end].strip()
    around = " … ".join(f"“{words}”" for words in (before, after) if words)
    yield Reason(
        "modifier", quantity.modifier, f"the words beside the number: {around}" if around else "the number alone"
    )


def _unit(findings: Findings, number: int) -> Iterator[Reason]:
    quantity, read = findings.quantities[number], find_quantities(findings.article)
    at = next((index for index, candidate in enumerate(read) if candidate.number_start == quantity.number_start), None)
    if quantity.unit is None:
        yield Reason("unit", "none", "nothing names one")
    elif at is None or read[at].unit is not None:
        yield Reason("unit", quantity.unit, "the words of the expression")
    else:
        yield _inherited_unit(findings, read, at, quantity.unit)


def _inherited_unit(findings: Findings, read: Sequence[Quantity], at: int, unit: str) -> Reason:
    """Why a figure that names no unit has one.

    `read` are the quantities with the units that they name, `at` is the index of this one.
    """
    views = look(findings.article, read)
    assert views is not None  # there are figures
    scores = score(findings.article, read, [None] * len(read), views)
    alike = [(float(scores.same_unit[pair]), other) for pair, other in _pairs(scores, at) if read[other].unit == unit]
    if not alike:
        return Reason("unit", unit, "the words around it count people", round(float(views.people[at]), 2))
    probability, other = max(alike)
    return Reason("unit", unit, f"counts what “{_words(findings, read[other])}” counts", round(probability, 2))


def _pairs(scores: Scores, figure: int) -> Iterator[tuple[int, int]]:
    """The index of each pair of a figure, and the figure that it is compared with there."""
    for pair, (one, other) in enumerate(scores.pairs.tolist()):
        if figure in (one, other):
            yield pair, one if figure == other else other


def _words(findings: Findings, quantity: Quantity) -> str:
    return " ".join(findings.article.text[quantity.start : quantity.end].split())


def _source(findings: Findings, number: int) -> Iterator[Reason]:
    credits, quantities = findings.credits, findings.quantities
    assert credits is not None
    weighed = weigh(findings.article, quantities, findings.attributions, credits.sources, credits.source_of)
    if weighed is None:
        yield Reason("source", "the article itself", "nobody else is named")
        return
    for name, probability in [*probabilities(weighed, number).items()][:_MOST]:
        if probability >= _FEWEST:
            yield Reason(
                "source", name or "the article itself", "out of all who are named around it", round(probability, 2)
            )


def _hedges(findings: Findings, number: int) -> Iterator[Reason]:
    for at in findings.claims[number].hedges:
        hedge = findings.hedges[at]
        words = findings.article.text[hedge.start : hedge.end]
        yield Reason("hedges", hedge.kind, f"“{words}” in what bears on the figure")


def _frame(findings: Findings, number: int) -> Iterator[Reason]:
    text, frame = findings.article.text, findings.claims[number].about.frame
    for column in ("event", "place", "time"):
        span: Span | None = getattr(frame, column)
        if span is not None:
            yield Reason(column, " ".join(span.of(text).split()), "the words that the figure attends to most for it")
    views = look(findings.article, findings.quantities)
    if views is not None and frame.status is not None:
        probability = float(views.status[number][STATUSES.index(frame.status)])
        yield Reason("status", frame.status, "all words that the figure attends to", round(probability, 2))


def _compared(findings: Findings, number: int) -> Iterator[Reason]:
    views = look(findings.article, findings.quantities)
    if views is None or findings.credits is None:
        return
    scores = score(findings.article, findings.quantities, findings.credits.voices, views)
    pairs = [
        (float(scores.together[pair]), float(max(scores.part[pair], scores.whole[pair])), other)
        for pair, other in _pairs(scores, number)
    ]
    claim = findings.claims[number]
    for together, part, other in sorted(pairs, reverse=True)[:_MOST]:
        if together >= _FEWEST:
            because = f"about the same thing as “{_words(findings, findings.quantities[other])}”"
            because += ", in its topic" if findings.claims[other].topic == claim.topic else ", not in its topic"
            because += f"; one a part of the other: {part:.2f}" if part >= _FEWEST else ""
            yield Reason("topic", f"q{other + 1}", because, round(together, 2))
    if claim.about.kind is not None:
        yield Reason("topic", claim.topic, f"its figures together: {claim.about.kind}", claim.about.confidence)


def _corrections(findings: Findings, number: int) -> Iterator[Reason]:
    for row in findings.corrections:
        if row["quantity_id"] == f"q{number + 1}":
            because = f"{row['author']}, {row['date']}: {row['reason']} (read as {row['machine']})"
            yield Reason(row["field"], str(row["corrected"]), because)
