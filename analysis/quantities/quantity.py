"""What is found in an article: a quantity with its interval and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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


class Unit(NamedTuple):
    """A unit's canonical name and the kind of quantity that it measures."""

    name: str
    kind: str


@dataclass(slots=True)
class Draft:
    """A quantity while it is read: what the later steps of the grammar still fill in or change."""

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
