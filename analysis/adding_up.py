"""Whether the figures that an article relates add up, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
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


def adding_up(reading: Reading) -> list[Sentence]:
    """Each check that does not add up, then how many do and which a person dismissed; else nothing."""
    checks = reading.checks
    words = {row["quantity_id"]: " ".join(row["text"].split()) for row in reading.quantities.to_dict("records")}
    wrong = checks[checks["verdict"] == "inconsistent"]
    sentences = [_sentence(row, words) for row in wrong.to_dict("records")]
    holding = len(checks) - len(wrong)
    if holding:
        others = "other " * bool(sentences)
        relations = f"{holding} {others}relation{'' if holding == 1 else 's'} between figures"
        sentences.append((f"{relations} checked: {'it holds' if holding == 1 else 'all hold'}.",))
    dismissed = reading.corrections[reading.corrections["action"] == "dismissed"]
    return sentences + [_dismissal(row) for row in dismissed.to_dict("records")]


def _dismissal(row: dict[str, Any]) -> Sentence:
    return (f"{row['author']} dismisses what was checked about “{' '.join(row['text'].split())}”: {row['reason']}.",)


def _sentence(check: dict[str, Any], words: Mapping[str, str]) -> Sentence:
    figures = [Figure(claim, f"“{words[claim]}”") for claim in check["claims"]]
    listed = [part for figure in figures for part in (figure, ", ")][:-1]
    if len(figures) > 1:
        listed[-2] = " and "
    expected = _interval(check["expected_low"], check["expected_high"])
    stated = _interval(check["stated_low"], check["stated_high"])
    return (
        *listed,
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
