"""Numbers, intervals, lists and terms of the tables in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

_TELLING = 1.1
"""The ratio below which two digits would hide the difference from one."""


def number(value: float) -> str:
    """A number as a newspaper prints it: 12,000, 1.2 billion, 3.5."""
    for scale, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= scale:
            return f"{value / scale:,.4g} {word}"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1e4 else f"{value:,.4g}"


def times(ratio: float) -> str:
    """A ratio with two significant digits, three from 100: `3`, `2.9`, `183`, `400 million`."""
    if ratio < 100:
        return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}" if ratio >= _TELLING else f"{ratio:.3g}"
    return number(float(f"{ratio:.3g}"))


def count(amount: int, noun: str) -> str:
    """`1 figure`, `3 figures`, `no figures`."""
    return f"{amount or 'no'} {noun}{'' if amount == 1 else 's'}"


def is_are(amount: int) -> str:
    """The verb that goes with `amount` things."""
    return "is" if amount == 1 else "are"


def interval(low: float | None, high: float | None, modifier: str = "exact") -> str:
    """An interval in words: `more than 1,000`, `5 or more`, `10 to 12`, `12,000`, `about 200` if it is approximate."""
    low, high = (None if pd.isna(bound) else bound for bound in (low, high))
    if low is None and high is None:
        return "unknown"
    if high is None:
        assert low is not None
        return f"more than {number(low)}" if modifier == "more_than" else f"{number(low)} or more"
    if low is None:
        return f"less than {number(high)}" if modifier == "less_than" else f"{number(high)} or less"
    stated = number(low) if low == high else f"{number(low)} to {number(high)}"
    return f"about {stated}" if modifier == "approximate" else stated


def credited(claim: Mapping[str, Any]) -> str:
    """Who is credited with a claim: a source by its name, somebody who is not named, or nobody but the article."""
    if not pd.isna(claim["source_name"]):
        return claim["source_name"]
    return "the article’s own voice" if pd.isna(claim["attribution_id"]) else "nobody named"


def words(kind: str) -> str:
    """A term of the contract as plain words: `unnamed_group` is `unnamed group`."""
    return kind.replace("_", " ").replace("organization", "organisation")


def listed(names: list[str]) -> str:
    """`one`, `one and another`, `one, another and a third`."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
