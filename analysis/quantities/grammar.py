"""The order in which an article's quantities are read."""

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
from analysis.quantities.quantity import Draft, Quantity
from analysis.quantities.sentence import Sentence

_OF_YEARS = frozenset((17, 18, 19, 20, 1900, *range(2000, 2040)))
"""Numbers with which years in words begin."""


def find_quantities(article: Article) -> list[Quantity]:
    """The quantities that `article` states, in text order; their numbers do not overlap.

    Each is what the words around a number make of it; METHODOLOGY.md tells the rules and how well they do. The time
    taken grows linearly with the text.
    """
    starts = [sentence.start for sentence in article.sentences]
    grouped = groupby(atoms(article.text), key=lambda atom: bisect_right(starts, atom.start) - 1)
    by_sentence = {index: list(group) for index, group in grouped if index >= 0}
    article.tag(by_sentence)
    found: list[tuple[Sentence, Draft]] = []
    for index, group in by_sentence.items():
        sentence = Sentence(article, index)
        for draft in _in_sentence(sentence, group):
            ellipsis.resolve(sentence, draft, found)
            found.append((sentence, draft))
    drafts = [draft for _, draft in found]
    money.in_full_units(drafts)
    return [_finished(draft) for draft in drafts]


def _in_sentence(sentence: Sentence, found: list[Atom]) -> list[Draft]:
    """The quantities of one sentence, from its digit strings and number words."""
    drafts = ranges.pair_up(sentence, _measured(sentence, found))
    for draft in drafts:
        bounds.bound_before(sentence, draft)
        bounds.bound_after(sentence, draft)
        if draft.unit is None:
            counts.count(sentence, draft)
            bounds.bound_after(sentence, draft)
        bounds.bound_by_verb(sentence, draft)
    followed = zip(drafts, [None, *drafts], strict=False)
    drafts = [draft for draft, before in followed if not rates.is_denominator(sentence, draft, before)]
    drafts = [draft for draft in drafts if not exclusions.is_no_quantity(sentence, draft)]
    lists.share(sentence, drafts)
    drafts = [draft for draft in drafts if not exclusions.is_bare(sentence, draft)]
    previous = None
    for draft in drafts:
        draft.trend = trends.find_trend(sentence, draft, previous)
        draft.concept = concepts.find_concept(sentence, draft, previous)
        previous = draft
    return drafts


def _measured(sentence: Sentence, found: list[Atom]) -> list[Draft]:
    """The numbers that no date, name or code takes in, each with the unit of measurement beside it."""
    candidates = numbers(sentence.text, found)
    spans = dates.named_spans(sentence) if any(number.form == "digits" for number in candidates) else []
    if any(number.form == "words" and number.value in _OF_YEARS for number in candidates):
        spans = sorted(spans + dates.spelled_years(sentence))
    ends = [end for _, end in spans]
    drafts: list[Draft] = []
    for number in candidates:
        named = bisect_right(ends, number.start)
        if named < len(spans) and spans[named][0] <= number.start:
            continue
        if drafts and number.start < drafts[-1].number_end:
            continue  # "and a half" behind "two hours"
        draft = units.measure(sentence, number, drafts[-1].number_end if drafts else sentence.start)
        if not exclusions.is_code(sentence, draft):
            drafts.append(draft)
    return drafts


def _finished(draft: Draft) -> Quantity:
    return Quantity(
        start=draft.start,
        end=draft.end,
        number_start=draft.number_start,
        number_end=draft.number_end,
        low=draft.low,
        high=draft.high,
        modifier=draft.modifier,
        unit=draft.unit.name if draft.unit else None,
        kind=draft.unit.kind if draft.unit else "count",
        trend=draft.trend,
        concept=draft.concept,
    )
