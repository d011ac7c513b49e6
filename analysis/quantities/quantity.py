"""A quantity, and the draft of one that the stages of the grammar pass on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple, NewType, Self

from analysis.quantities.atoms import Number


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that an article states about the world.

    `text[start:end]` is the whole phrase ("over 1,000 North Korean soldiers"), `text[number_start:number_end]` the
    number with currency sign, percent and scale words ("1,000"). `low` and `high` bound the value, None being an open
    side. `modifier` is one of exact, approximate, more_than, at_least, less_than, at_most, range, vague; `kind` one of
    count, money, percent, duration, age, measure, fraction, multiple, score; `trend` up, down or None.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: float | None
    high: float | None
    modifier: str
    unit: str | None
    kind: str
    trend: str | None
    concept: str | None
    borrowed: bool = False
    """Whether the words name no unit, and `unit` is that of another figure."""

    def as_worded(self) -> Quantity:
        """The quantity without a borrowed unit."""
        return replace(self, unit=None, kind="count", borrowed=False) if self.borrowed else self


class Unit(NamedTuple):
    """A unit's canonical name and the kind of quantity that it measures."""

    name: str
    kind: str

    def per(self, denominator: str) -> Unit:
        """The rate of this unit by another ("USD per barrel")."""
        return Unit(f"{self.name} per {denominator}", self.kind)

    @property
    def numerator(self) -> str:
        """The name without what a rate is per ("USD" of "USD per barrel")."""
        return self.name.partition(" per ")[0]


AGE = Unit("year", "age")
OLDEST = 115
"""The highest age of a person."""
FRACTION = Unit("fraction", "fraction")
PERSON = Unit("person", "count")
TIMES = Unit("times", "multiple")
VOTE = Unit("vote", "count")


class Draft(NamedTuple):
    """A quantity while it is read; each stage of the grammar returns a copy with more of it filled in."""

    start: int
    number_start: int
    number_end: int
    end: int
    number: Number
    low: float | None
    high: float | None
    unit: Unit | None = None
    attributive: bool = False
    """whether a hyphen joins number and unit ("12-page")"""
    modifier: str = "exact"
    noun: tuple[int, int] | None = None
    """offsets of the counted noun phrase"""
    trend: str | None = None
    concept: str | None = None

    @property
    def value(self) -> float:
        """The value of the number."""
        return self.number.value

    @property
    def is_whole(self) -> bool:
        """Whether the number has no decimals."""
        return self.number.value % 1 == 0

    @property
    def kind(self) -> str | None:
        """The kind of the unit, if there is one."""
        return self.unit and self.unit.kind

    @property
    def unit_name(self) -> str | None:
        """The name of the unit, if there is one."""
        return self.unit and self.unit.name

    def with_value(self, value: float, **changes: Any) -> Self:
        """A copy whose number is exactly `value`, with other fields changed too."""
        return self._replace(number=self.number._replace(value=value), low=value, high=value, **changes)


Measured = NewType("Measured", Draft)
"""A number with the unit of measurement beside it, if it has one."""
Bounded = NewType("Bounded", Measured)
"""A measured number whose modifier is read."""
Counted = NewType("Counted", Bounded)
"""A bounded number with a unit of measurement, or else with what it counts."""
