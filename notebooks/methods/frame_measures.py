"""How well what figures are about is told in marked passages: event, place, time, status, and parts of wholes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from agreement_measures import Counts, met
from passages import ROLES, Passage

from analysis import read


def compare(passages: Iterable[Passage]) -> pd.DataFrame:
    """A row for each passage, of the figures that are found.

    For each of `ROLES` and for the whole of which a figure is a part: how many are `right`, `found` and `marked`
    (`event_right`, …); of `figures`, how many have the `status` that is marked. A role is right where it shares a word
    with the marked one, a whole where it is the figure marked.
    """
    return pd.DataFrame([_compare(passage) for passage in passages])


def _compare(passage: Passage) -> dict[str, Any]:
    quantities = read(passage.article).quantities
    found = quantities.astype(object).where(quantities.notna(), None).to_dict("records")
    mark_of = met(passage.figures, found)
    identity = {mark["n"]: found[number]["quantity_id"] for number, mark in mark_of.items()}
    pairs = [(found[number], mark) for number, mark in mark_of.items()]
    row = {"passage": passage.article.article_id, "figures": len(pairs)}
    row["status"] = sum(one["status"] == mark["status"] for one, mark in pairs)
    for role in ROLES:
        row |= _counted(role, [(one[role], mark[role]) for one, mark in pairs], _share_a_word)
    wholes = [(one["part_of"], identity.get(mark["part_of"], mark["part_of"])) for one, mark in pairs]
    return row | _counted("part_of", wholes, lambda one, other: one == other)


def _counted(name: str, told: list[tuple[Any, Any]], same: Any) -> dict[str, int]:
    return {
        f"{name}_right": sum(one is not None and other is not None and same(one, other) for one, other in told),
        f"{name}_found": sum(one is not None for one, _ in told),
        f"{name}_marked": sum(other is not None for _, other in told),
    }


def _share_a_word(one: str, other: str) -> bool:
    return bool({*one.lower().split()} & {*other.lower().split()})


def counts(rows: pd.DataFrame) -> Counts:
    """What `compare` found, as hits and cases of each measure."""
    f1 = {
        f"F1 of {words}": (2 * rows[f"{name}_right"], rows[f"{name}_found"] + rows[f"{name}_marked"])
        for name, words in {**{role: role for role in ROLES}, "part_of": "parts of wholes"}.items()
    }
    return {**f1, "right status": (rows["status"], rows["figures"])}
