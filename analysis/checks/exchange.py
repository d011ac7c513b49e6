"""Amounts that an article converts from one currency into another, compared with each other.

No rate is looked up: the conversions of one article have to use about the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.checks.relations import Relation
from analysis.quantities import Quantity
from analysis.quantities.currencies import CURRENCIES


def exchanges(relations: Iterable[Relation], quantities: Sequence[Quantity]) -> Iterator[Relation]:
    """A relation of each conversion between two currencies to the one whose rate is in the middle."""
    converted: dict[tuple[str | None, ...], list[tuple[float, int, int]]] = {}
    for relation in relations:
        if relation.kind == "conversion":
            numbers = (relation.roles[role][0] for role in ("one", "other"))
            one, other = sorted(numbers, key=lambda number: quantities[number].unit or "")
            units = quantities[one].unit, quantities[other].unit
            amount, converted_amount = quantities[one].low, quantities[other].low
            if units[0] != units[1] and CURRENCIES.keys() >= {*units} and amount and converted_amount:
                converted.setdefault(units, []).append((converted_amount / amount, one, other))
    for conversions in converted.values():
        middle = sorted(conversions)[(len(conversions) - 1) // 2]
        for conversion in conversions:
            if conversion != middle:
                (_, like_one, like_other), (_, one, other) = middle, conversion
                roles = {"like_one": (like_one,), "like_other": (like_other,), "one": (one,), "other": (other,)}
                yield Relation("conversion", roles, {}, "")
