"""What related figures have to be: a formula for each kind of relation, and which figures it is for."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from analysis.checks.intervals import ALMOST, CARELESS, Interval, exactly, total
from analysis.checks.relations import Relation, table
from analysis.quantities import Quantity

_ONE, _HUNDRED = exactly(1), exactly(100)
_PERCENT, _POINTS = "percent", ("percentage point", "point")
_FAR = 3
"""A number beyond so many times a whole counts something else than a part of it."""
_FAHRENHEIT, _CELSIUS = "degree Fahrenheit", "degree Celsius"
_RANKS = 100
"""A number alone below this may be a place in a list: who goes up from 13 to five has risen."""
_SWING = 2
"""The most by which rates of exchange differ between the days whose rates one article uses."""


@dataclass(frozen=True)
class Terms:
    """The figures of a relation by role, and the interval of each."""

    relation: Relation
    quantities: Mapping[str, Sequence[Quantity]]
    intervals: Mapping[str, Sequence[Interval]]
    leeway: int

    def __getitem__(self, role: str) -> Interval:
        return self.intervals[role][0]

    def __contains__(self, role: str) -> bool:
        return role in self.intervals

    def figure(self, role: str) -> Quantity:
        """The one figure in a role."""
        return self.quantities[role][0]

    def named_alike(self, role: str, other: str) -> bool:
        """Whether the figure in a role names the unit of the other one, or none of its own."""
        return self.names_nothing(role) or self.figure(role).unit == self.figure(other).unit

    def either_named_alike(self, role: str, other: str) -> bool:
        """Whether two figures name the same unit, or one of them none."""
        return self.named_alike(role, other) or self.named_alike(other, role)

    def names_nothing(self, role: str) -> bool:
        """Whether the figure in a role is worded as a number alone, whatever its unit may be found to be."""
        figure = self.figure(role)
        return figure.kind == "count" and figure.end == figure.number_end

    def is_bare(self, role: str) -> bool:
        """Whether the figure in a role is a number alone, as the part is in "$650 million, of which 90 million"."""
        figure = self.figure(role)
        return figure.unit is None and figure.kind == "count" and figure.low is not None and figure.low >= 0

    def alike(self, *roles: str) -> bool:
        """Whether the figures in these roles can be added: of one kind and one unit, none below zero."""
        figures = [figure for role in roles for figure in self.quantities.get(role, ())]
        positive = all(interval.low >= 0 for role in roles for interval in self.intervals.get(role, ()))
        return positive and len({_measured_in(figure) for figure in figures}) == 1


Result = tuple[Interval, Interval] | None
"""What is expected, and what is stated; None where the figures do not fit the relation."""


def _measured_in(figure: Quantity) -> tuple[str, str | None]:
    """Kind and unit; men and women can be added, deaths a day and deaths a year cannot."""
    counted = figure.kind in ("count", "score") and " per " not in (figure.unit or "")
    return ("count", None) if counted else (figure.kind, figure.unit)


def _part_of_whole(terms: Terms) -> Result:
    same = terms.relation.words.get("same")
    named = terms.either_named_alike if same == "out of" else terms.named_alike
    alike = terms.alike("part", "whole") or (not same and terms.is_bare("part"))
    if not alike or (same and not named("part", "whole")) or _too_much([terms["part"]], terms["whole"]):
        return None
    return Interval(Fraction(0), terms["whole"].high), terms["part"]


def _sum(terms: Terms) -> Result:
    roles = ("parts", "part", "rest", "remainder")
    if ("rest" in terms and not terms.named_alike("rest", "part")) or not terms.alike(*roles, "total"):
        return None
    parts = [part for role in roles for part in terms.intervals.get(role, ())]
    if "total" in terms:
        return None if _too_much(parts, terms["total"]) else (total(parts), terms["total"])
    # Some parts beside "the remaining 15 percent" may stand elsewhere, but together they cannot exceed all.
    return (total(parts), _HUNDRED) if total(parts).high >= _HUNDRED.low else None


def _too_much(parts: Sequence[Interval], whole: Interval) -> bool:
    """Whether some part is so much more than the whole that it probably counts something else."""
    return any(part.low > _FAR * whole.high for part in parts)


def _share(terms: Terms) -> Result:
    if not terms.alike("part", "whole"):
        return None
    return _in_unit(terms["part"] / terms["whole"], terms.figure("share")), terms["share"]


def _in_unit(share: Interval, like: Quantity) -> Interval:
    return share * _HUNDRED if like.unit == _PERCENT else share


def _change(terms: Terms) -> Result:
    """The change in percent, in the levels' unit or in points; a fall where the trend is down."""
    if "change" not in terms:
        return _direction(terms)
    if "step" in terms:
        return _change_by_step(terms)
    change, level = terms.figure("change"), terms.figure("after").unit
    if not terms.alike("before", "after") or not (
        change.trend or "turn" in terms.relation.words or terms.relation.previous == "by"
    ):
        return None
    if change.unit == _PERCENT != level:
        growth = terms["after"] / terms["before"] - _ONE
        rise = Interval(growth.low * 100, growth.high * 100)
    elif (level == _PERCENT and change.unit in _POINTS) or (level != _PERCENT and terms.alike("change", "after")):
        rise = terms["after"] - terms["before"]
    else:
        return None
    falls = change.trend == "down" or (change.trend is None and rise.low + rise.high < 0)
    return Interval(-rise.high, -rise.low) if falls else rise, terms["change"]


def _direction(terms: Terms) -> Result:
    """The levels beyond the one before, where words say only that it rose or fell; small bare numbers may be ranks."""
    levels = ("before", "after")
    ranks = all(terms.names_nothing(role) and terms[role].high < _RANKS and terms[role].low % 1 == 0 for role in levels)
    if ranks or not terms.alike(*levels) or not terms.either_named_alike(*levels):
        return None
    up = "up" in terms.relation.words
    before = terms["before"]
    return Interval(before.low, math.inf) if up else Interval(Fraction(0), before.high), terms["after"]


def _change_by_step(terms: Terms) -> Result:
    """The change in percent, from the size of a rise or fall and the level after it."""
    change, after, step = terms.figure("change"), terms["after"], terms["step"]
    if not terms.alike("step", "after") or change.unit != _PERCENT or change.trend is None:
        return None
    before = after - step if change.trend == "up" else after + step
    return (step / before * _HUNDRED, terms["change"]) if before.low > 0 else None


def _ratio(terms: Terms) -> Result:
    if not terms.alike("before", "after"):
        return None
    return terms["after"] / terms["before"], terms["times"] if "times" in terms else _factor(terms)


def _factor(terms: Terms) -> Interval:
    """The interval of "more than doubled" and the like."""
    *bound, verb = terms.relation.words["factor"].split()
    factor = Fraction(table()["factors"][verb])
    if bound == ["more", "than"]:
        return Interval(factor, math.inf)
    off = factor * Fraction(terms.leeway, 10)
    return Interval(factor - off, factor if bound and bound[0] in ALMOST else factor + off)


def _difference(terms: Terms) -> Result:
    if "gap" not in terms:
        named = terms.alike("more", "less") and terms.figure("more").unit == terms.figure("less").unit
        return (Interval(terms["less"].low, math.inf), terms["more"]) if named else None
    points = terms.figure("more").unit == _PERCENT and terms.figure("gap").unit in (*_POINTS, _PERCENT)
    if not terms.alike("more", "less") or not (points or terms.alike("more", "gap")):
        return None
    return terms["more"] - terms["less"], terms["gap"]


def _rate(terms: Terms) -> Result:
    amount, number, rate = (terms.figure(role).unit for role in ("amount", "number", "rate"))
    each = "each" in terms.relation.words
    if amount is None or rate != (amount if each else f"{amount} per {number}"):
        return None
    return terms["amount"] / terms["number"], terms["rate"]


def _conversion(terms: Terms) -> Result:
    one, other = terms.figure("one").unit, terms.figure("other").unit
    if "like_one" in terms:
        expected = terms["one"] * (terms["like_other"] / terms["like_one"])
        swing = _SWING if terms.leeway == CARELESS else 1
        return Interval(expected.low / swing, expected.high * swing), terms["other"]
    if {one, other} == {_CELSIUS, _FAHRENHEIT}:
        return _degrees(terms["one"], terms["other"], one == _CELSIUS), terms["other"]
    for units in _units():
        if one != other and one in units and other in units:
            return terms["one"] * units[one] / units[other], terms["other"]
    return None


def _degrees(one: Interval, other: Interval, celsius: bool) -> Interval:
    """Degrees in the other scale, of a temperature or else of a difference between two ("2 degrees warmer")."""
    warmer = Interval(*(bound * (Fraction(9, 5) if celsius else Fraction(5, 9)) for bound in one))
    if warmer.meets(other):
        return warmer
    return warmer + exactly(32 if celsius else Fraction(-160, 9))


@cache
def _units() -> list[dict[str, Interval]]:
    """The worth of every unit of each dimension; an interval where countries differ."""
    return [{unit: _worth(stated) for unit, stated in units.items()} for units in table()["units"].values()]


def _worth(stated: float | list[float]) -> Interval:
    low, high = stated if isinstance(stated, list) else (stated, stated)
    return Interval(Fraction(str(low)), Fraction(str(high)))


def _restated(terms: Terms) -> Result:
    one, other = terms.figure("one"), terms.figure("other")
    if {one.unit, other.unit} != {"fraction", _PERCENT}:
        return None
    worth = terms["one"] / _HUNDRED if one.unit == _PERCENT else terms["one"]
    return _in_unit(worth, other), terms["other"]


def _span_of_time(terms: Terms) -> Result:
    """The years from one to another, the last of them counted or not."""
    if terms.figure("years").unit != "year":
        return None
    years = Fraction(int(terms.relation.words["last"]) - int(terms.relation.words["first"]))
    return Interval(years, years + 1), terms["years"]


FORMULAS: dict[str, Callable[[Terms], Result]] = {
    "part_of_whole": _part_of_whole,
    "sum": _sum,
    "share": _share,
    "change": _change,
    "ratio": _ratio,
    "difference": _difference,
    "rate": _rate,
    "conversion": _conversion,
    "restated": _restated,
    "span_of_time": _span_of_time,
}
