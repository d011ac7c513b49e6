"""What figures that are related have to be: for each kind of relation, which figures fit it, and a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from analysis.checks.intervals import Interval, exactly, total
from analysis.checks.relations import Relation, table
from analysis.quantities import Quantity

_HUNDRED = exactly(100)
_PERCENT, _POINT = "percent", "percentage point"
_SWING = 2
"""The most by which rates of exchange differ between the days whose rates one article uses."""
_FAHRENHEIT, _CELSIUS = "degree Fahrenheit", "degree Celsius"


@dataclass(frozen=True)
class Terms:
    """The figures of a relation by role, and what each of them can be."""

    relation: Relation
    quantities: Mapping[str, Sequence[Quantity]]
    intervals: Mapping[str, Sequence[Interval]]
    leeway: int

    def __getitem__(self, role: str) -> Interval:
        return self.intervals[role][0]

    def figure(self, role: str) -> Quantity:
        """The one figure in a role."""
        return self.quantities[role][0]

    def alike(self, *roles: str) -> bool:
        """Whether all figures in these roles are of one kind and, where they measure, in one unit."""
        figures = [figure for role in roles for figure in self.quantities.get(role, ())]
        return len({_measured_in(figure) for figure in figures}) == 1


Result = tuple[Interval, Interval] | None
"""What was expected, and what is stated; None where the figures do not fit the relation."""


def _measured_in(figure: Quantity) -> tuple[str, str | None]:
    per = figure.unit is not None and " per " in figure.unit
    return figure.kind, None if figure.kind == "count" and not per else figure.unit


def _part_of_whole(terms: Terms) -> Result:
    if not terms.alike("part", "whole"):
        return None
    return Interval(Fraction(0), terms["whole"].high), terms["part"]


def _sum(terms: Terms) -> Result:
    roles = ("parts", "part", "rest", "remainder")
    if not terms.alike(*roles, "total"):
        return None
    if "rest" in terms.quantities and terms.figure("rest").unit != terms.figure("part").unit:
        return None
    parts = total(part for role in roles for part in terms.intervals.get(role, ()))
    if "total" in terms.intervals:
        return parts, terms["total"]
    # What stands before "the remaining 15 percent" may be told elsewhere, too, but cannot be more than all.
    return (parts, _HUNDRED) if parts.high >= _HUNDRED.low else None


def _share(terms: Terms) -> Result:
    if not terms.alike("part", "whole"):
        return None
    return _in_unit(terms["part"] / terms["whole"], terms.figure("share")), terms["share"]


def _in_unit(share: Interval, like: Quantity) -> Interval:
    return share * _HUNDRED if like.unit == _PERCENT else share


def _change(terms: Terms) -> Result:
    """The change in percent, in the levels' unit or in points; a fall where the trend is down."""
    before, after, change = terms["before"], terms["after"], terms.figure("change")
    if not terms.alike("before", "after"):
        return None
    level = terms.figure("after").unit
    if change.unit == _PERCENT and level != _PERCENT:
        growth = after / before
        rise = Interval((growth.low - 1) * 100, (growth.high - 1) * 100)
    elif terms.alike("change", "after") and level != _PERCENT or (change.unit == _POINT and level == _PERCENT):
        rise = after - before
    else:
        return None
    if change.trend is None and "turn" not in terms.relation.words:
        return None
    falls = change.trend == "down" or (change.trend is None and rise.low + rise.high < 0)
    return Interval(-rise.high, -rise.low) if falls else rise, terms["change"]


def _ratio(terms: Terms) -> Result:
    if not terms.alike("before", "after"):
        return None
    return terms["after"] / terms["before"], terms["times"] if "times" in terms.intervals else _factor(terms)


def _factor(terms: Terms) -> Interval:
    """What "more than doubled" and the like can be."""
    *before, verb = terms.relation.words["factor"].split()
    factor = exactly(Fraction(table()["factors"][verb]))
    about = Fraction(terms.leeway, 10)
    low, high = factor.low * (1 - about), factor.high * (1 + about)
    return {"more than": Interval(factor.low, float("inf")), "nearly": Interval(low, factor.high)}.get(
        " ".join(before), Interval(low, high)
    )


def _difference(terms: Terms) -> Result:
    points = terms.figure("more").unit == _PERCENT and terms.figure("gap").unit in (_POINT, _PERCENT, "point")
    if not terms.alike("more", "less") or not (points or terms.alike("more", "gap")):
        return None
    return terms["more"] - terms["less"], terms["gap"]


def _rate(terms: Terms) -> Result:
    amount, number, rate = (terms.figure(role).unit for role in ("amount", "number", "rate"))
    if rate not in (f"{amount} per {number}", amount) or amount is None or (rate == amount) != ("each" in terms.relation.rule):
        return None
    return terms["amount"] / terms["number"], terms["rate"]


def _conversion(terms: Terms) -> Result:
    one, other = terms.figure("one").unit, terms.figure("other").unit
    if (one, other) == (_CELSIUS, _FAHRENHEIT):
        return Interval(*(bound * Fraction(9, 5) + 32 for bound in terms["one"])), terms["other"]
    if (one, other) == (_FAHRENHEIT, _CELSIUS):
        return Interval(*((bound - 32) * Fraction(5, 9) for bound in terms["one"])), terms["other"]
    if "like_one" in terms.intervals:
        expected = terms["one"] * (terms["like_other"] / terms["like_one"])
        swing = _SWING if terms.leeway > 1 else 1
        return Interval(expected.low / swing, expected.high * swing), terms["other"]
    for units in _units():
        if one != other and one in units and other in units:
            return terms["one"] * units[one] / units[other], terms["other"]
    return None


@cache
def _units() -> list[dict[str, Interval]]:
    """For each dimension, what every unit is worth; an interval where countries differ."""
    return [
        {unit: Interval(*map(Fraction, map(str, worth if isinstance(worth, list) else [worth, worth]))) for unit, worth in units.items()}
        for units in table()["units"].values()
    ]


def _restated(terms: Terms) -> Result:
    one, other = terms.figure("one"), terms.figure("other")
    if {one.kind, other.kind} != {"fraction", "percent"} or _POINT in (one.unit, other.unit):
        return None
    worth = terms["one"] if one.kind == "fraction" else terms["one"] / _HUNDRED
    return _in_unit(worth, other), terms["other"]


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
}


def _span_of_time(terms: Terms) -> Result:
    """The years from one to another, the first of them counted or not."""
    years = int(terms.relation.words["last"]) - int(terms.relation.words["first"])
    if terms.figure("years").unit != "year":
        return None
    return Interval(Fraction(years), Fraction(years + 1)), terms["years"]


FORMULAS["span_of_time"] = _span_of_time
