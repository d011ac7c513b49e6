"""The checks of a reading in words."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import TYPE_CHECKING, Any

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


def sentences(reading: Reading) -> list[str]:
    """Each check that does not add up, then how many do; nothing where the article states no relation.

    A figure is told in its words with its `quantity_id`, so that a page can link it.
    """
    checks = reading.checks
    if checks.empty:
        return []
    words = dict(zip(reading.quantities["quantity_id"], reading.quantities["text"], strict=True))
    wrong = checks[checks["verdict"] == "inconsistent"]
    told = [_sentence(row, words) for row in wrong.to_dict("records")]
    holding = len(checks) - len(wrong)
    if not told:
        return [f"{_relations(holding)} between figures checked: {'it holds' if holding == 1 else 'all hold'}."]
    return [*told, f"{_relations(holding)} between figures {'holds' if holding == 1 else 'hold'}."] if holding else told


def _relations(amount: int) -> str:
    return f"{amount} relation{'' if amount == 1 else 's'}"


def _sentence(check: dict[str, Any], words: Mapping[str, str]) -> str:
    figures = [f"“{' '.join(words[claim].split())}” ({claim})" for claim in check["claims"]]
    listed = figures[0] if len(figures) == 1 else ", ".join(figures[:-1]) + " and " + figures[-1]
    expected = _interval(check["expected_low"], check["expected_high"])
    stated = _interval(check["stated_low"], check["stated_high"])
    return (
        f"{listed} do not add up as {_RELATED[check['kind']]}: by the others one of them is {expected}, and it is told "
        f"as {stated}."
    )


def _interval(low: float, high: float) -> str:
    if isnan(high):
        return f"{_number(low)} or more"
    if isnan(low) or low == 0:
        return f"at most {_number(high)}"
    return _number(low) if _number(low) == _number(high) else f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.3g}"
