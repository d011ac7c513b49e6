"""How well figures about the same thing are found in marked passages; one row a passage, pair or group."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
from passages import Passage
from scoring import percent

from analysis import read
from analysis.summary import SURE

Counts = dict[str, tuple[pd.Series, pd.Series]]
"""By measure: hits and cases, one element for each passage."""


def compare(passages: Iterable[Passage]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The passages' pairs and groups beside those that are read.

    First a row for each passage: `right`, `found` and `marked` pairs, `units` right `of` the figures found, and
    `sources` right of those that are `sourced`: whose source, or that they have none, fair readers agree on. Then one
    for each marked group and each that is read and is none: `marked` and `found` kinds (null where there is none),
    whether it is `told` (its topic holds the lowest and the highest figure and nothing foreign), its `confidence`, and
    of what is read whether it is `right` (it holds nothing foreign).
    """
    rows, groups = [], []
    for passage in passages:
        row, some = _compare(passage)
        rows.append(row)
        groups += some
    return pd.DataFrame(rows), pd.DataFrame(groups)


def _compare(passage: Passage) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    reading = read(passage.article)
    claims = reading.claims[["quantity_id", "topic", "source_name"]]
    found = reading.quantities.merge(claims, on="quantity_id").to_dict("records")
    mark_of = met(passage.figures, found)
    topics = dict(enumerate(row["topic"] for row in found))
    group_of = {number: mark["group"] for number, mark in mark_of.items()}
    mine = {pair for pair in combinations(range(len(found)), 2) if topics[pair[0]] == topics[pair[1]]}
    right = {(one, other) for one, other in mine if group_of.get(one) and group_of.get(one) == group_of.get(other)}
    sizes = pd.Series([mark["group"] for mark in passage.figures if mark["group"]], dtype=object).value_counts()
    units = [_same_unit(found[number]["unit"], mark["unit"]) for number, mark in mark_of.items() if "unit" in mark]
    sources = [
        _is_credited(found[number]["source_name"], mark["source"])
        for number, mark in mark_of.items()
        if mark.get("source", ["?"]) != ["?"]
    ]
    name = passage.article.article_id
    row = {
        "passage": name,
        "genre": name.rsplit("-", 1)[0],
        "right": len(right),
        "found": len(mine),
        "marked": int((sizes * (sizes - 1) // 2).sum()),
        "units": sum(units),
        "of": len(units),
        "sources": sum(sources),
        "sourced": len(sources),
    }
    told = reading.disagreements.set_index("topic")
    groups = []
    known: set[str] = set()
    for group in passage.groups:
        members = {number for number, mark in mark_of.items() if mark["group"] == group["id"]}
        topic = _topic_of(members, group["id"], passage, mark_of, topics)
        known |= {topic} - {None}
        groups.append(
            {
                "passage": name,
                "marked": group["kind"],
                "found": told["kind"].get(topic),
                "told": topic is not None,
                "confidence": told["confidence"].get(topic),
                "right": topic is not None,
            }
        )
    for one in told[~told.index.isin(known)].itertuples():
        within = {group_of.get(number) for number, topic in topics.items() if topic == one.Index}
        right = len(within) == 1 and None not in within
        groups.append(
            {"passage": name, "marked": None, "found": one.kind, "told": False, "confidence": one.confidence}
            | {"right": right}
        )
    return row, groups


def met(marks: Iterable[dict[str, Any]], found: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The mark that each figure found meets, by the figure's number; each is met by one at most."""
    mark_of: dict[int, dict[str, Any]] = {}
    for mark in marks:
        for number, row in enumerate(found):
            if number not in mark_of and max(mark["start"], row["number_start"]) < min(mark["end"], row["number_end"]):
                mark_of[number] = mark
                break
    return mark_of


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


def counts(passages: pd.DataFrame, groups: pd.DataFrame) -> Counts:
    """What `compare` found, as hits and cases of each measure; a contested group is one of the kind disagreement."""
    marked = groups[groups["marked"].notna()]
    told = marked[marked["told"]]

    def by_passage(some: pd.DataFrame) -> pd.Series:
        return some.groupby("passage").size().reindex(passages["passage"], fill_value=0)

    contested, contested_told = (by_passage(some[some["marked"] == "disagreement"]) for some in (marked, told))
    return {
        **_pairs(passages),
        "groups told": (by_passage(told), by_passage(marked)),
        "contested groups told": (contested_told, contested),
        "right kind, of the groups told": (by_passage(told[told["found"] == told["marked"]]), by_passage(told)),
        "right unit": (passages["units"], passages["of"]),
        "right source or rightly none": (passages["sources"], passages["sourced"]),
    }


def marker_counts(markers: pd.DataFrame) -> Counts:
    """What `compare_markers` found, as hits and cases of each measure."""
    figures = {f"same {name}": (markers[name], markers["of"]) for name in ("interval", "status")}
    return {
        **_pairs(markers),
        "groups told": (markers["told"], markers["groups"]),
        "contested groups told": (markers["contested_told"], markers["contested"]),
        "right kind, of the groups told": (markers["kind"], markers["told"]),
        "right unit": (markers["unit"], markers["of"]),
        "right source or rightly none": (markers["source"], markers["of"]),
        **figures,
    }


def _pairs(rows: pd.DataFrame) -> Counts:
    return {
        "precision of pairs": (rows["right"], rows["found"]),
        "recall of pairs": (rows["right"], rows["marked"]),
        "F1 of pairs": (2 * rows["right"], rows["found"] + rows["marked"]),
    }


def scores(counted: Counts, resamples: int) -> pd.DataFrame:
    """One row per measure: the score in percent with its interval by passage."""
    return pd.DataFrame([{"measure": measure} | percent(*both, resamples) for measure, both in counted.items()])


def by_genre(passages: pd.DataFrame, groups: pd.DataFrame, resamples: int) -> pd.DataFrame:
    """The rows of `scores` for the passages of each genre alone."""
    parts = {
        genre: scores(counts(some, groups[groups["passage"].isin(some["passage"])]), resamples)
        for genre, some in passages.groupby("genre")
    }
    return pd.concat(parts, names=["genre"]).reset_index("genre").reset_index(drop=True)


def side_by_side(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `by_genre` with a column per measure, each score with its interval as words."""
    told = [
        "–" if pd.isna(row.score) else f"{row.score:.0f} ({row.low:.0f}–{row.high:.0f})" for row in rows.itertuples()
    ]
    wide = rows.assign(told=told).pivot(index="genre", columns="measure", values="told")
    return wide[rows["measure"].unique()].reset_index().rename_axis(columns=None)


_BINS = sorted({0, 0.6, 0.7, 0.8, 0.9, 1, SURE})


def calibration(passages: pd.DataFrame, groups: pd.DataFrame, resamples: int) -> pd.DataFrame:
    """How many of the groups that are read are right, by their confidence, with an interval by passage.

    The last row has those of which a title speaks: of the confidence `SURE` or more.
    """
    read_groups = groups[groups["confidence"].notna()]
    bounds = [*pairwise(_BINS), (SURE, 1)]
    rows = []
    for low, high in bounds:
        some = read_groups[read_groups["confidence"].ge(low) & (read_groups["confidence"].lt(high) | (high == 1))]
        within = some.groupby("passage")["right"].agg(["sum", "size"]).reindex(passages["passage"], fill_value=0)
        name = f"{low:.2f} or more" if high == 1 else f"{low:.2f} to {high:.2f}" if low else f"below {high:.2f}"
        rows.append({"measure": f"confidence {name}"} | percent(within["sum"], within["size"], resamples))
    rows[-1]["measure"] = "right, of the sure groups"
    return pd.DataFrame(rows)


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
    `status`; of the `groups` of the first, how many the second has whole (`told`), and of these how many are of the
    same `kind`; the same of those that the first calls disagreements (`contested`, `contested_told`). In articles, only
    groups are marked.
    """
    by_name = {other.article.article_id: other for other in others}
    both = ((one, by_name[one.article.article_id]) for one in passages if one.article.article_id in by_name)
    return pd.DataFrame([_compare_markers(one, other) for one, other in both])


def _compare_markers(one: Passage, other: Passage) -> dict[str, Any]:
    places = [mark | {"number_start": mark["start"], "number_end": mark["end"]} for mark in other.figures]
    mark_of = met(one.figures, places)
    back = {mark["n"]: places[number] for number, mark in mark_of.items()}
    pairs = [
        {frozenset((a["n"], b["n"])) for a, b in combinations(marks, 2) if a["group"] and a["group"] == b["group"]}
        for marks in (one.figures, [mark | {"n": mark_of[at]["n"]} for at, mark in enumerate(places) if at in mark_of])
    ]
    figures = [(mark, back[mark["n"]]) for mark in one.figures if mark["n"] in back and "status" in mark]
    kinds = {group["id"]: group["kind"] for group in other.groups}
    told = same_kind = contested_told = 0
    for group in one.groups:
        members = [back.get(mark["n"], {}).get("group") for mark in one.figures if mark["group"] == group["id"]]
        if members[0] and len({*members}) == 1:
            told += 1
            contested_told += group["kind"] == "disagreement"
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
        "contested": sum(group["kind"] == "disagreement" for group in one.groups),
        "contested_told": contested_told,
    }


def _is_credited(name: Any, fair: list[str] | None) -> bool:
    """Whether a source is one of the fair ones: the words of one of the two are among those of the other."""
    if fair is None or not isinstance(name, str):
        return fair is None and not isinstance(name, str)
    mine, *others = ({*re.findall(r"\w+", words.lower())} - {"the", "a", "an"} for words in (name, *fair))
    return any(other and (other <= mine or mine <= other) for other in others)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _same_source(one: list[str] | None, other: list[str] | None) -> bool:
    """Whether two sets of fair names share one, word for word or one within the other; `?` goes with all."""
    if one is None or other is None:
        return (one or ["?"])[0] == (other or ["?"])[0] or one == other
    if "?" in (*one, *other):
        return True
    return any(a.lower() in b.lower() or b.lower() in a.lower() for a in one for b in other)
