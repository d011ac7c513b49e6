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

    First a row for each passage: `right`, `found` and `marked` pairs, `units` right `of` the figures found. Then one
    for each marked group and each that is read and is none: `marked` and `found` kinds (null where there is none),
    whether it is `told` (its topic holds the lowest and the highest figure and nothing foreign), and its `confidence`.
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


def found_topics(passages: Iterable[Passage]) -> pd.DataFrame:
    """One row for each topic of several figures that is read: its `confidence` and `kind`, and whether it is right.

    `pure`: all its figures are marked as one group; `right`: and that group is of this kind.
    """
    rows = []
    for passage in passages:
        reading = read(passage.article)
        found = reading.quantities.to_dict("records")
        group_of = {found[at]["quantity_id"]: mark["group"] for at, mark in _met(passage.figures, found).items()}
        kinds = {group["id"]: group["kind"] for group in passage.groups}
        for one in reading.disagreements.itertuples():
            groups = {group_of.get(quantity) for quantity in one.claims}
            pure = len(groups) == 1 and None not in groups
            right = pure and kinds[groups.pop()] == one.kind
            rows.append((passage.article.article_id, one.topic, one.kind, one.confidence, pure, right))
    return pd.DataFrame(rows, columns=["passage", "topic", "kind", "confidence", "pure", "right"])


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


def compare_markers(passages: Iterable[Passage], others: Iterable[Passage]) -> pd.DataFrame:
    """How far two markers of the same texts agree; a row for each passage that both marked.

    `right` pairs that both put into one group, `found` by the second and `marked` by the first; of the figures that
    both marked (`of`), how many have the same `interval`, an equal `unit`, a `source` in common or none, and the same
    `status`; of the groups of the first whose figures the second puts into one (`told`), how many are of the same
    `kind`.
    """
    by_name = {other.article.article_id: other for other in others}
    both = ((one, by_name[one.article.article_id]) for one in passages if one.article.article_id in by_name)
    return pd.DataFrame([_compare_markers(one, other) for one, other in both])


def _compare_markers(one: Passage, other: Passage) -> dict[str, Any]:
    places = [mark | {"number_start": mark["start"], "number_end": mark["end"]} for mark in other.figures]
    met = _met(one.figures, places)
    back = {mark["n"]: places[number] for number, mark in met.items()}
    pairs = [
        {frozenset((a["n"], b["n"])) for a, b in combinations(marks, 2) if a["group"] and a["group"] == b["group"]}
        for marks in (one.figures, [mark | {"n": met[at]["n"]} for at, mark in enumerate(places) if at in met])
    ]
    figures = [(mark, back[mark["n"]]) for mark in one.figures if mark["n"] in back]
    kinds = {group["id"]: group["kind"] for group in other.groups}
    told = same_kind = 0
    for group in one.groups:
        members = [back.get(mark["n"], {}).get("group") for mark in one.figures if mark["group"] == group["id"]]
        if members[0] and len({*members}) == 1:
            told += 1
            same_kind += kinds[members[0]] == group["kind"]
    return {
        "passage": one.article.article_id,
        "right": len(pairs[0] & pairs[1]),
        "found": len(pairs[1]),
        "marked": len(pairs[0]),
        "of": len(figures),
        "all": len(one.figures),
        "interval": sum((a["low"], a["high"]) == (b["low"], b["high"]) for a, b in figures),
        "unit": sum(any(_same_unit(unit, b["unit"]) for unit in _listed(a["unit"])) for a, b in figures),
        "source": sum(_same_source(a["source"], b["source"]) for a, b in figures),
        "status": sum(a["status"] == b["status"] for a, b in figures),
        "groups": len(one.groups),
        "told": told,
        "kind": same_kind,
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _same_source(one: list[str] | None, other: list[str] | None) -> bool:
    """Whether two sets of fair names share one, word for word or one within the other; `?` goes with all."""
    if one is None or other is None:
        return (one or ["?"])[0] == (other or ["?"])[0] or one == other
    if "?" in (*one, *other):
        return True
    return any(a.lower() in b.lower() or b.lower() in a.lower() for a in one for b in other)
