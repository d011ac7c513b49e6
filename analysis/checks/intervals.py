"""What a number can be, as worded: exact intervals, and the arithmetic of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from analysis.quantities import Quantity

_WRITTEN = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_EXACT_BELOW = 100
"""Counts up to here are told to the unit."""
_ZEROS = Fraction(1, 50)
"""Zeros at the end of a number are digits or rounding: it is no further off than this share of it."""
_LOOSE = Fraction(1, 10)
"""How far off, as a share of itself, what is told by "about", by one digit, as a fraction or as a multiple may be."""
_FINEST = -6
_COMPOUND = Fraction(1, 24)
"""Half of the smaller unit of two, as a share of the larger one: half an inch in a foot; in others less."""


class Interval(NamedTuple):
    """All numbers from `low` to `high`; an open side is infinite. Fractions, so that nothing is lost to rounding."""

    low: Fraction | float
    high: Fraction | float

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        """The product of what is not negative."""
        return Interval(_product(self.low, other.low), _product(self.high, other.high))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient of what is not negative."""
        low = Fraction(0) if other.high == math.inf else self.low / other.high if other.high else math.inf
        return Interval(low, self.high / other.low if other.low else math.inf)

    def meets(self, other: Interval) -> bool:
        """Whether some number is in both."""
        return self.low <= other.high and other.low <= self.high


def exactly(value: float | Fraction) -> Interval:
    """The interval of one number."""
    return Interval(Fraction(value), Fraction(value))


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of intervals."""
    return sum(intervals, exactly(0))


def worded(quantity: Quantity, number: str, leeway: int) -> Interval | None:
    """What a quantity can be, as its `number` is worded; None where the words tell no number ("dozens").

    With a leeway of 1, it was rounded to the last digit that is told; with 2, cut off there or rounded carelessly.
    """
    if quantity.modifier == "vague" or (quantity.low is None and quantity.high is None):
        return None
    low = -math.inf if quantity.low is None else _value(quantity.low) - leeway * _half(quantity, quantity.low, number)
    high = math.inf if quantity.high is None else _value(quantity.high) + leeway * _half(quantity, quantity.high, number)
    return Interval(max(low, Fraction(0)) if quantity.low is None or quantity.low >= 0 else low, high)


def _product(one: Fraction | float, other: Fraction | float) -> Fraction | float:
    return one * other if one and other else Fraction(0)


def _value(bound: float) -> Fraction:
    """A bound as it was written: 0.1 is a tenth, a third is a third."""
    return Fraction(bound).limit_denominator(10**6)


def _half(quantity: Quantity, bound: float, number: str) -> Fraction:
    """Half of the last place to which a bound of a quantity is told."""
    value = abs(_value(bound))
    if quantity.modifier in ("more_than", "at_least", "less_than", "at_most"):
        return Fraction(0)
    half = _rounded(quantity, value, number)
    approximate = quantity.modifier == "approximate" or "dozen" in number
    return max(half, value * _LOOSE) if approximate else half


def _rounded(quantity: Quantity, value: Fraction, number: str) -> Fraction:
    if quantity.kind == "count" and value < _EXACT_BELOW and value.denominator == 1 and " per " not in (quantity.unit or ""):
        return Fraction(0)
    written = _WRITTEN.search(number)
    decimals = written[1] if written else None
    if quantity.kind in ("fraction", "multiple") and decimals is None:
        return value * _LOOSE
    last = Decimal(repr(float(value))).normalize().as_tuple().exponent
    if last < _FINEST:
        return _COMPOUND
    half = Fraction(10) ** last / 2
    if decimals:
        scale = value / Fraction(written.group().replace(",", "")) if float(written.group().replace(",", "")) else 1
        return Fraction(scale) / 10 ** len(decimals) / 2
    zeros = written.group().endswith("0") if written else value < _EXACT_BELOW and value % 10 == 0
    return min(half, value * (_ZEROS if zeros or quantity.kind == "duration" else _LOOSE))
