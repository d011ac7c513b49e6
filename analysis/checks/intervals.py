"""The intervals of numbers as worded: exact, and with their arithmetic."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from analysis.quantities import Quantity

ROUNDED, CARELESS = 1, 2
"""Leeways: a number was rounded to its last digit, or cut off there and rounded carelessly."""
_WRITTEN = re.compile(r"(\d[\d,]*)(?:\.(\d+))?")
_EXACT_BELOW = 100
"""Counts below this are exact to the unit."""
_ZEROS = Fraction(1, 40)
"""Zeros at the end of a number are digits or rounding: it is no further off than this share of it."""
_LOOSE = Fraction(1, 10)
"""How far off a number may be, as a share of it, with "about", with one digit, as a fraction or as a multiple."""
_FINEST = Fraction(1, 10**6)
_SMALLER_UNIT = Fraction(1, 24)
"""Half of the smaller unit of two, as a share of the larger one: half an inch in a foot; in others less."""
ALMOST = ("nearly", "almost")
"""Words for a number that is less than the one stated, but not by more than what is loose."""
_BOUNDS = ("more_than", "at_least", "less_than", "at_most")


class Interval(NamedTuple):
    """All numbers from `low` to `high`; an open side is infinite. Fractions, so that nothing is lost to rounding."""

    low: Fraction | float
    high: Fraction | float

    def __add__(self, other: Interval) -> Interval:  # ty: ignore[incompatible-method-override]  # joins no tuples
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:  # ty: ignore[incompatible-method-override]  # repeats none
        """The product; neither may be below zero."""
        return Interval(_product(self.low, other.low), _product(self.high, other.high))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; neither may be below zero."""
        return Interval(_quotient(self.low, other.high), _quotient(self.high, other.low))

    def meets(self, other: Interval) -> bool:
        """Whether some number is in both."""
        return self.low <= other.high and other.low <= self.high


def exactly(value: Fraction | float) -> Interval:
    """The interval of one number."""
    return Interval(Fraction(value), Fraction(value))


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of intervals."""
    return sum(intervals, exactly(0))


def worded(quantity: Quantity, text: str, leeway: int) -> Interval | None:
    """The interval of a quantity as worded in a text; None where the words state no number ("dozens")."""
    if quantity.modifier == "vague" or (quantity.low is None and quantity.high is None):
        return None
    number = text[quantity.number_start : quantity.number_end]
    low, high = (
        None if bound is None else (_value(bound), leeway * _half(quantity, _value(bound), number))
        for bound in (quantity.low, quantity.high)
    )
    floor = Fraction(0) if low is None or low[0] >= 0 else -math.inf
    if high and text[quantity.start : quantity.number_start].lower().startswith(ALMOST):
        floor = high[0] - leeway * abs(high[0]) * _LOOSE
    return Interval(floor if low is None else max(floor, low[0] - low[1]), math.inf if high is None else sum(high))


def _product(one: Fraction | float, other: Fraction | float) -> Fraction | float:
    return one * other if one and other else Fraction(0)


def _quotient(one: Fraction | float, other: Fraction | float) -> Fraction | float:
    return Fraction(0) if other == math.inf else one / other if other else math.inf


def _value(bound: float) -> Fraction:
    """A bound as it was written: 0.1 is a tenth, a third is a third."""
    return Fraction(bound).limit_denominator(10**6)


def _half(quantity: Quantity, bound: Fraction, number: str) -> Fraction:
    """Half of the last place to which a bound of a quantity is stated; 0 where the article itself states a bound."""
    if quantity.modifier in _BOUNDS:
        return Fraction(0)
    half = _half_of_place(quantity, abs(bound), number)
    approximate = quantity.modifier == "approximate" or "dozen" in number
    return max(half, abs(bound) * _LOOSE) if approximate else half


def _half_of_place(quantity: Quantity, value: Fraction, number: str) -> Fraction:
    whole = value.denominator == 1
    if quantity.kind == "count" and whole and value < _EXACT_BELOW and " per " not in (quantity.unit or ""):
        return Fraction(0)
    written = _WRITTEN.search(number)
    mantissa = Fraction(written.group().replace(",", "")) if written else Fraction(0)
    digit = value / mantissa / Fraction(10) ** len(written[2] or "") if written and mantissa else Fraction(0)
    if written and written[2]:
        return digit / 2
    if quantity.kind in ("fraction", "multiple"):
        return value * _LOOSE
    last_place = Fraction(10) ** int(Decimal(repr(float(value))).normalize().as_tuple().exponent)
    if last_place < _FINEST:
        return _SMALLER_UNIT
    zeros = written[1].endswith("0") if written else whole and value < _EXACT_BELOW and value % 10 == 0
    share = _ZEROS if zeros or quantity.kind == "duration" else _LOOSE
    return max(min(last_place, 2 * share * value), digit if zeros else Fraction(0)) / 2
