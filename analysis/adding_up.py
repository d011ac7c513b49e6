"""Whether the figures that an article relates add up, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from analysis.quoting import Figure, Sentence

if TYPE_CHECKING:
    from analysis.reading import Reading

_RELATED = {
    "part_of_whole": "a part and its whole",
    "sum": "parts and their total",
    "share": "a share, a part and its whole",
    "change": "a change and the levels before and after it",
    "ratio": "so many times and the figures before and after it",
    "difference": "a difference and the figures that it lies between",
    "rate": "an amount, a number and how much falls to each",
    "conversion": "an amount in two units",
    "restated": "a share, told twice",
    "span_of_time": "a span of time and its years",
}
_NAMED = 3
"""The most relations that hold and are named."""


def adding_up(reading: Reading) -> list[Sentence]:
    """Each check that does not add up, then how many do and which a person dismissed; else nothing."""
    checks = reading.checks
    words = {row["quantity_id"]: " ".join(row["text"].split()) for row in reading.quantities.to_dict("records")}
    wrong = checks[checks["verdict"] == "inconsistent"]
    sentences = [_misfit(row, words) for row in wrong.to_dict("records")]
    holding = checks.drop(wrong.index).to_dict("records")
    if holding:
        sentences.append(_fitting(holding, words, "other " * bool(sentences)))
    dismissed = reading.corrections[reading.corrections["action"] == "dismissed"]
    return sentences + [_dismissal(row) for row in dismissed.to_dict("records")]


def _dismissal(row: dict[str, Any]) -> Sentence:
    return (f"{row['author']} dismisses what was checked about “{' '.join(row['text'].split())}”: {row['reason']}.",)


def _fitting(checks: Sequence[dict[str, Any]], words: Mapping[str, str], others: str) -> Sentence:
    """How many relations hold, and the first of them."""
    amount = len(checks)
    relations = f"{amount} {others}relation{'' if amount == 1 else 's'} between figures"
    hold = {1: "it holds", 2: "both hold"}.get(amount, "all hold")
    parts: list[str | Figure] = [f"{relations} checked: {hold}"]
    for number, check in enumerate(checks[:_NAMED]):
        parts += ["; " if number else " (", f"{_RELATED[check['kind']]}: ", *_listed(check, words)]
    return (*parts, f"; {amount - _NAMED} more)." if amount > _NAMED else ").")


def _listed(check: dict[str, Any], words: Mapping[str, str]) -> list[str | Figure]:
    """The figures of a check, joined by commas and "and"."""
    listed = [part for claim in check["claims"] for part in (Figure(claim, f"“{words[claim]}”"), ", ")][:-1]
    return [*listed[:-2], " and ", listed[-1]] if len(listed) > 1 else listed


def _misfit(check: dict[str, Any], words: Mapping[str, str]) -> Sentence:
    expected = _interval(check["expected_low"], check["expected_high"])
    stated = _interval(check["stated_low"], check["stated_high"])
    return (
        *_listed(check, words),
        f" do not fit as {_RELATED[check['kind']]}: one of them should be {expected}, but is {stated}.",
    )


def _interval(low: float, high: float) -> str:
    if isnan(high):
        return f"{_number(low)} or more"
    if isnan(low) or low == 0:
        return f"at most {_number(high)}"
    return _number(low) if _number(low) == _number(high) else f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.3g}"
