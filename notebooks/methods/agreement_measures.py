"""How well figures about the same thing are found in marked passages; one row a passage, pair or group."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pandas as pd
from passages import Passage

from analysis import read


def compare(passages: Iterable[Passage]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The passages' pairs and groups beside those that are read.

    First a row for each passage: `right`, `found` and `marked` pairs, `units` right `of` the figures found. Then one for
    each marked group and each that is read and is none: `marked` and `found` kinds (null where there is none), whether
    it is `told` (its topic holds the lowest and the highest figure and nothing foreign), and its `confidence`.
    """
    rows, groups = [], []
    for passage in passages:
        row, some = _compare(passage)
        rows.append(row)
        groups += some
    return pd.DataFrame(rows), pd.DataFrame(groups)


def _compare(passage: Passage) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    reading = read(passage.article)
    found = reading.quantities.merge(reading.claims[["quantity_id", "topic"]], on="quantity_id").to_dict("records")
    mark_of = _met(passage.figures, found)
    topics = dict(enumerate(row["topic"] for row in found))
    group_of = {number: mark["group"] for number, mark in mark_of.items()}
    mine = {pair for pair in combinations(range(len(found)), 2) if topics[pair[0]] == topics[pair[1]]}
    right = {(one, other) for one, other in mine if group_of.get(one) and group_of.get(one) == group_of.get(other)}
    sizes = pd.Series([mark["group"] for mark in passage.figures if mark["group"]], dtype=object).value_counts()
    units = [_same_unit(found[number]["unit"], mark["unit"]) for number, mark in mark_of.items()]
    name = passage.article.article_id
    row = {
        "passage": name,
        "genre": name.rsplit("-", 1)[0],
        "right": len(right),
        "found": len(mine),
        "marked": int((sizes * (sizes - 1) // 2).sum()),
        "units": sum(units),
        "of": len(units),
    }
    told = reading.disagreements.set_index("topic")
    groups = []
    met: set[str] = set()
    for group in passage.groups:
        members = {number for number, mark in mark_of.items() if mark["group"] == group["id"]}
        topic = _topic_of(members, group["id"], passage, mark_of, topics)
        met |= {topic} - {None}
        groups.append(
            {
                "passage": name,
                "marked": group["kind"],
                "found": told["kind"].get(topic),
                "told": topic is not None,
                "confidence": told["confidence"].get(topic),
            }
        )
    others = told[~told.index.isin(met)]
    groups += [
        {"passage": name, "marked": None, "found": one.kind, "told": False, "confidence": one.confidence}
        for one in others.itertuples()
    ]
    return row, groups


def _met(marks: Iterable[dict[str, Any]], found: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    met: dict[int, dict[str, Any]] = {}
    for mark in marks:
        for number, row in enumerate(found):
            if number not in met and max(mark["start"], row["number_start"]) < min(mark["end"], row["number_end"]):
                met[number] = mark
                break
    return met


def _topic_of(
    members: set[int], group: str, passage: Passage, mark_of: dict[int, dict[str, Any]], topics: dict[int, str]
) -> str | None:
    """The topic that tells a group: it holds the group's lowest and highest figure, and no figure of another thing."""
    marks = [mark for mark in passage.figures if mark["group"] == group]
    number_of = {mark["n"]: number for number, mark in mark_of.items()}
    lowest = min(marks, key=lambda mark: min(_bounds(mark)))
    highest = max(marks, key=lambda mark: max(_bounds(mark)))
    if lowest["n"] not in number_of or highest["n"] not in number_of:
        return None
    topic = topics[number_of[lowest["n"]]]
    within = {number for number, name in topics.items() if name == topic}
    return topic if topics[number_of[highest["n"]]] == topic and within <= members and len(within) > 1 else None


def _bounds(mark: dict[str, Any]) -> list[float]:
    return [bound for bound in (mark["low"], mark["high"]) if bound is not None]


_PEOPLE = {"person", "people", "death", "dead", "fatality", "casualty", "victim", "life", "body"}


def _same_unit(unit: Any, marked: Any) -> bool:
    """Whether a unit is one of those marked; words for people are one, and what a rate is per may be left out."""
    accepted = marked if isinstance(marked, list) else [marked]
    if not isinstance(unit, str):
        return None in accepted
    unit = unit.lower()
    return any(
        unit == one or unit.startswith(f"{one} per") or one.startswith(f"{unit} per") or {unit, one} <= _PEOPLE
        for one in (name.lower() for name in accepted if name)
    )
