"""Findings with an article's corrections applied, and what the machine had read in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from reprlib import repr as shortened
from typing import Any, cast

from analysis.article import Article, InputError, Span, overlaps
from analysis.findings.claims import Claim
from analysis.findings.corrections import Correction, find_corrections
from analysis.findings.findings import Findings
from analysis.quantities import Quantity
from analysis.sources import Source

_OF_QUANTITY = ("low", "high", "modifier", "unit", "kind", "trend", "concept")
_COLUMNS = (*_OF_QUANTITY, "source_name", "source_type", "topic")
_LONGEST_WHOLE = 1e16
"""Every whole number below is exact as a float."""


def correct(findings: Findings, claimed: Callable[[Findings], Findings]) -> Findings:
    """The findings with the article's corrections of figures applied, and with their rows.

    `claimed` finds again what follows from a corrected value (topics, who is credited with a quantity that was
    added); the hedges of a claim stay as read where its source is corrected. A source that only a correction names
    comes last. Raises `InputError` for a correction that fits no quantity, contradicts another, or leaves an
    impossible interval.
    """
    article = findings.article
    corrections = [correction for correction in find_corrections(article) if correction.action != "dismiss"]
    if not corrections:
        return findings
    assert findings.credits is not None  # set by the stage before
    read = [
        _values(quantity, claim, findings.credits.sources)
        for quantity, claim in zip(findings.quantities, findings.claims, strict=True)
    ]
    kept, dropped = _corrected(article, findings.quantities, corrections)
    findings = claimed(replace(findings, quantities=[figure.quantity for figure in kept]))
    assert findings.credits is not None
    sources = list(findings.credits.sources)
    claims = [_credited(claim, figure, sources) for claim, figure in zip(findings.claims, kept, strict=True)]
    identifiers = [*(f"q{number}" for number in range(1, len(kept) + 1)), *([None] * len(dropped))]
    identified = zip([*kept, *dropped], identifiers, strict=True)
    rows = [
        row
        for figure, identifier in sorted(identified, key=lambda pair: _place(pair[0]))
        for row in _rows(article.text, figure, identifier, read)
    ]
    return replace(findings, credits=findings.credits._replace(sources=sources), claims=claims, corrections=rows)


@dataclass(slots=True)
class _Figure:
    """A quantity with its corrections; `number` is its index in what the machine read, None where it read nothing."""

    quantity: Quantity
    number: int | None
    corrections: list[Correction] = field(default_factory=list)

    @property
    def dropped(self) -> bool:
        """Whether a correction says that it is no quantity."""
        return any(correction.action == "drop" for correction in self.corrections)


def _place(figure: _Figure) -> int:
    return figure.quantity.number_start


def _credited(claim: Claim, figure: _Figure, sources: list[Source]) -> Claim:
    """`claim` with the corrected source and topic; a source that is not among `sources` yet is appended there."""
    values = {column: value for correction in figure.corrections for column, value in correction.values.items()}
    if "source_name" in values:
        source = _source(values["source_name"], values["source_type"], sources)
        if source is None or source != claim.source:
            claim = replace(claim, source=source, attribution=None, mention=())
    return replace(claim, topic=values.get("topic", claim.topic))


def _corrected(
    article: Article, quantities: Sequence[Quantity], corrections: Iterable[Correction]
) -> tuple[list[_Figure], list[_Figure]]:
    """The quantities that are kept, in text order, and those that are dropped."""
    figures = [_Figure(quantity, number) for number, quantity in enumerate(quantities)]
    added = []
    for correction in corrections:
        if correction.action == "add":
            added.append(_Figure(_added(article, correction), None, [correction]))
        else:
            figure = _find_figure(article.text, correction, figures)
            _refuse_contradiction(correction, figure.corrections)
            figure.corrections.append(correction)
            if correction.action == "change":
                figure.quantity = _changed(figure.quantity, correction)
    kept = [figure for figure in figures if not figure.dropped]
    dropped = [figure for figure in figures if figure.dropped]
    for figure in added:
        _refuse_overlap(article.text, figure, kept)
        kept.append(figure)
    return sorted(kept, key=_place), dropped


def _find_figure(text: str, record: Correction, figures: Sequence[_Figure]) -> _Figure:
    """The quantity that a correction names: the one whose number its quote touches."""
    candidates = [figure for figure in figures if overlaps(record.span, _number(figure.quantity))]
    if not candidates:
        raise InputError(
            f"{record.where}: no figure is read in {shortened(record.span.of(text))}; quote the number too, say "
            "[[add]] where it was missed, or delete the record"
        )
    if len(candidates) > 1:
        numbers = ", ".join(shortened(_number(figure.quantity).of(text)) for figure in candidates)
        raise InputError(f"{record.where}: its quote holds {len(candidates)} figures, {numbers}; quote one of them")
    return candidates[0]


def _refuse_contradiction(one: Correction, others: Iterable[Correction]) -> None:
    for other in others:
        shared = [column for column in one.values if column in other.values]
        if shared or "drop" in (one.action, other.action):
            what = f"the {shared[0].replace('_', ' ')} of the same figure" if shared else "the same figure"
            raise InputError(f"{one.where}: corrects {what} as {other.where}; keep one of the two records")


def _refuse_overlap(text: str, figure: _Figure, others: Iterable[_Figure]) -> None:
    (correction,) = figure.corrections
    for other in others:
        if overlaps(correction.span, _number(other.quantity)):
            raise InputError(
                f"{correction.where}: a figure stands there already, {shortened(_number(other.quantity).of(text))}; "
                "say [[change]] instead, or delete the record"
            )


def _changed(quantity: Quantity, correction: Correction) -> Quantity:
    values = {column: value for column, value in correction.values.items() if column in _OF_QUANTITY}
    quantity = replace(quantity, borrowed=quantity.borrowed and values.keys().isdisjoint(("unit", "kind")), **values)
    if not {"low", "high", "modifier"}.isdisjoint(values):
        _refuse_impossible(quantity, correction.where)
    return quantity


def _added(article: Article, record: Correction) -> Quantity:
    sentence = article.sentences[article.sentence_at(record.span.start)]
    if record.span.end > sentence.end:
        raise InputError(f"{record.where}: the quote goes on beyond its sentence; quote the figure's own words alone")
    values: dict[str, Any] = {column: record.values.get(column) for column in _OF_QUANTITY}
    quantity = Quantity(*record.span, *record.span, **values)
    _refuse_impossible(quantity, record.where)
    return quantity


def _refuse_impossible(quantity: Quantity, where: str) -> None:
    """Refuse an interval that is empty, or that does not fit its modifier."""
    low, high, modifier = quantity.low, quantity.high, quantity.modifier
    if low is None and high is None:
        raise InputError(f"{where}: low and high are both open; give one of them, or [[drop]] the figure")
    if low is not None and high is not None and low > high:
        raise InputError(f"{where}: low {_worded(low)} is above high {_worded(high)}; give both as they should be")
    closed, open_above, open_below = None not in (low, high), high is None, low is None
    fits = {"more_than": open_above, "at_least": open_above, "less_than": open_below, "at_most": open_below}
    if modifier != "vague" and not fits.get(modifier, closed):
        raise InputError(
            f"{where}: modifier {modifier} does not go with low {_worded(low) or 'open'} and high "
            f"{_worded(high) or 'open'}; give all three as they should be"
        )


def _source(name: str | None, kind: str | None, sources: list[Source]) -> int | None:
    if name is None:
        return None
    for number, source in enumerate(sources):
        if (source.name, source.type) == (name, kind):
            return number
    sources.append(Source(name, cast(str, kind), ()))
    return len(sources) - 1


def _number(quantity: Quantity) -> Span:
    return Span(quantity.number_start, quantity.number_end)


def _values(quantity: Quantity, claim: Claim, sources: Sequence[Source]) -> dict[str, Any]:
    """What the machine read of one quantity, by column."""
    source = None if claim.source is None else sources[claim.source]
    return {column: getattr(quantity, column) for column in _OF_QUANTITY} | {
        "source_name": source.name if source else None,
        "source_type": source.type if source else None,
        "topic": claim.topic,
    }


def _rows(
    text: str, figure: _Figure, identifier: str | None, read: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """One row per field that a correction of `figure` sets; of what is added or dropped, per field with a value."""
    machine = {} if figure.number is None else read[figure.number]
    span = Span(figure.quantity.start, figure.quantity.end)
    for correction in figure.corrections:
        values = machine if correction.action == "drop" else correction.values
        for column in _COLUMNS:
            if column in values and (correction.action == "change" or values[column] is not None):
                before, after = (_worded(each.get(column)) for each in (machine, correction.values))
                yield correction.row(text, span, column, before, after, identifier)


def _worded(value: Any) -> str | None:
    """A value as the table of corrections gives it: whole numbers without a decimal point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _LONGEST_WHOLE:
        return str(int(value))
    return None if value is None else str(value)
