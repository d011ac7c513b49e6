"""The stages in which the quantities of an article are read, in order."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby

from analysis.article import Article
from analysis.quantities import (
    bounds,
    concepts,
    counts,
    dates,
    ellipsis,
    exclusions,
    lists,
    money,
    ranges,
    rates,
    trends,
    units,
)
from analysis.quantities.atoms import Atom, atoms
from analysis.quantities.numbers import numbers
from analysis.quantities.quantity import Counted, Draft, Measured, Quantity
from analysis.quantities.sentence import Sentence

_OF_YEARS = frozenset((17, 18, 19, 20, *range(1900, 2040)))
"""Numbers with which years in words begin."""


def find_quantities(article: Article) -> list[Quantity]:
    """The quantities that `article` states, in text order; their numbers do not overlap.

    METHODOLOGY.md describes the rules and their accuracy. The time taken grows linearly with the text.
    """
    groups = groupby(atoms(article.text), key=lambda atom: article.sentence_at(atom.start))
    by_sentence = {index: list(group) for index, group in groups}
    article.tag(by_sentence)
    quantities: list[tuple[Sentence, Draft]] = []
    for index, sequence in by_sentence.items():
        sentence = Sentence(article, index)
        for draft in _in_sentence(sentence, sequence):
            quantities.append((sentence, ellipsis.resolve(sentence, draft, quantities)))
    return [_finished(draft) for draft in money.in_full_units(article, [draft for _, draft in quantities])]


def _in_sentence(sentence: Sentence, sequence: list[Atom]) -> list[Draft]:
    """The quantities of one sentence, from its digit strings and number words."""
    measured = ranges.pair_up(sentence, _measured(sentence, sequence))
    counted = rates.invert(sentence, [_counted(sentence, draft) for draft in measured])
    kept = [
        draft
        for draft, previous in zip(counted, [None, *counted], strict=False)
        if not rates.is_denominator(sentence, draft, previous) and not exclusions.is_no_quantity(sentence, draft)
    ]
    drafts: list[Draft] = []
    for draft in lists.share(sentence, kept):
        if not exclusions.is_bare(sentence, draft):
            previous = drafts[-1] if drafts else None
            trend = trends.find_trend(sentence, draft, previous)
            concept = concepts.find_concept(sentence, draft, previous)
            drafts.append(draft._replace(trend=trend, concept=concept))
    return drafts


def _measured(sentence: Sentence, sequence: list[Atom]) -> list[Measured]:
    """The numbers outside dates, names and codes, each with the unit of measurement beside it."""
    candidates = numbers(sentence.text, sequence)
    spans = dates.named_spans(sentence) if any(number.form == "digits" for number in candidates) else []
    if any(number.form == "words" and number.value in _OF_YEARS for number in candidates):
        spans = sorted(spans + dates.spelled_years(sentence))
    ends = [end for _, end in spans]
    drafts: list[Measured] = []
    for number in candidates:
        span = bisect_right(ends, number.start)
        inside = span < len(spans) and spans[span][0] <= number.start
        floor = drafts[-1].number_end if drafts else sentence.start
        if inside or number.start < floor:  # "and a half" after "two hours"
            continue
        draft = units.measure(sentence, number, floor)
        if not exclusions.is_code(sentence, draft):
            drafts.append(draft)
    return drafts


def _counted(sentence: Sentence, draft: Measured) -> Counted:
    """`draft` with its modifiers and, if it has no unit of measurement, with what it counts."""
    bounded = bounds.bound_after(sentence, bounds.bound_before(sentence, draft))
    if bounded.unit is None:
        counted = bounds.bound_after(sentence, counts.count(sentence, bounded))
    else:
        counted = Counted(bounded)
    return bounds.bound_by_verb(sentence, counted)


def _finished(draft: Draft) -> Quantity:
    return Quantity(
        start=draft.start,
        end=draft.end,
        number_start=draft.number_start,
        number_end=draft.number_end,
        low=draft.low,
        high=draft.high,
        modifier=draft.modifier,
        unit=draft.unit_name,
        kind=draft.kind or "count",
        trend=draft.trend,
        concept=draft.concept,
    )
