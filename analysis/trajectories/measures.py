"""What can be measured of two figures of one story, by the columns of the tables alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.trajectories.words import Bag, bag, dimensions

REACH = 150
"""A figure is compared with so many before it of the same kind: pairs stay linear in a story."""
_ALIKE = {"fraction": "percent"}
"""Kinds that are compared with another one: "half" may be "52 percent"."""
_RATIOS = (0.02, 0.1, 0.3, 0.7, 1.5, 3.0)
"""Natural logarithms of ratios at which a measure of its own begins."""
_SMALL = 10
_CLAUSE_BREAK = re.compile(r"[,;:()—–]|\b(?:and|but|while|whereas)\b")
_BAGS = ("unit", "concept", "event", "topic", "clause", "place", "time", "about")
_OPEN_STATUSES = ("forecast", "target", "feared", "suspected")


class Figure(NamedTuple):
    """A claim as it is compared: bags of words, bounds, and what is told of it."""

    article: int
    topic: str
    whole: str | None
    quantity: str
    kind: str | None
    low: float
    high: float
    trend: str | None
    status: str | None
    source: frozenset[str]
    day: float
    sure: float
    bags: dict[str, Bag]


def figure(record: Mapping[str, Any], article: int) -> Figure:
    """A row of the claims with what the tables tell of it, for comparison; `article` numbers its article."""
    told = {name: value if isinstance(value, str) else "" for name, value in record.items()}
    clause = f"{_clause(record)} {told['text']}"
    about = " ".join((told["concept"], told["event"], told["unit"]))
    words = told | {"clause": clause, "topic": told["article_topic"], "time": told["when"], "about": about}
    low, high = (float("nan") if record[side] is None else float(record[side]) for side in ("low", "high"))
    kind = _ALIKE.get(told["kind"], told["kind"])
    return Figure(
        article=article,
        topic=told["article_topic"],
        whole=told["part_of"] or None,
        quantity=told["quantity_id"],
        kind=kind if told["unit"] else None,
        low=low,
        high=high,
        trend=told["trend"] or None,
        status=told["status"] or None,
        source=bag(told["source_name"]).stems,
        day=float("nan") if pd.isna(record["time"]) else record["time"].timestamp() / 86_400,
        sure=0.0 if pd.isna(record["confidence"]) else float(record["confidence"]),
        bags={name: bag(words[name]) for name in _BAGS},
    )


def _clause(record: Mapping[str, Any]) -> str:
    """The words around the figure in the content of its attribution, as far as the next break."""
    if not isinstance(record["content_text"], str):
        return ""
    for (start, end), piece in zip(record["content_spans"], record["content_text"].split(" … "), strict=False):
        if start <= record["number_start"] and record["number_end"] <= end:
            before, after = piece[: record["number_start"] - start], piece[record["number_end"] - start :]
            before = _CLAUSE_BREAK.split(before)[-1]
            return f"{before} {_CLAUSE_BREAK.split(after)[0]}"
    return ""


def pairs(figures: Sequence[Figure], stories: Sequence[int]) -> np.ndarray:
    """Which figures are compared: pairs x 2, the earlier first; of one story (a number for each) and comparable kind."""
    seen: defaultdict[tuple[int, str | None], list[int]] = defaultdict(list)
    equal: defaultdict[tuple[int, float], list[int]] = defaultdict(list)
    found = set()
    for number, (one, story) in enumerate(zip(figures, stories, strict=True)):
        kinds = {one.kind, None} if one.kind else {kind for where, kind in seen if where == story}
        for kind in kinds:
            found.update((other, number) for other in seen[story, kind][-REACH:])
        seen[story, one.kind].append(number)
        for bound in {one.low, one.high} - {float("nan")}:
            found.update((other, number) for other in equal[story, bound][-REACH:] if other != number and figures[other].kind in kinds)
            equal[story, bound].append(number)
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def measures(figures: Sequence[Figure], compared: np.ndarray) -> np.ndarray:
    """The measures of each pair: pairs x measures."""
    if not len(compared):
        return np.zeros((0, 0), dtype=np.float32)
    one, other = compared.T
    told = [*_values(figures, one, other), *_facts(figures, one, other)]
    for name in _BAGS:
        vectors = np.stack([figure.bags[name].vector for figure in figures])
        filled = np.array([bool(figure.bags[name].stems) for figure in figures])
        told.append((vectors[one] * vectors[other]).sum(axis=1))
        told.append(filled[one] & filled[other])
        stems = [figure.bags[name].stems for figure in figures]
        shared = [(len(stems[a] & stems[b]), min(len(stems[a]), len(stems[b])), len(stems[a] | stems[b])) for a, b in compared.tolist()]
        both = np.array(shared, dtype=np.float32)
        told.append(both[:, 0] / np.maximum(both[:, 1], 1))
        told.append(both[:, 0] / np.maximum(both[:, 2], 1))
    vectors = np.stack([figure.bags["about"].vector for figure in figures])
    product = vectors[one] * vectors[other]
    return np.column_stack([np.array(told, dtype=np.float32).T, product, np.abs(vectors[one] - vectors[other])]).astype(np.float32)


def _values(figures: Sequence[Figure], one: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    low, high = (np.array([getattr(figure, side) for figure in figures]) for side in ("low", "high"))
    value = np.where(np.isnan(low), high, low)
    exact = low == high
    same = _same(low[one], low[other]) & _same(high[one], high[other])
    bound = np.zeros(len(one), dtype=bool)
    for some in (low, high):
        for others in (low, high):
            bound |= some[one] == others[other]
    inside = (np.nan_to_num(low, nan=-np.inf)[one] <= np.nan_to_num(high, nan=np.inf)[other]) & (
        np.nan_to_num(low, nan=-np.inf)[other] <= np.nan_to_num(high, nan=np.inf)[one]
    )
    safe = np.maximum(np.abs(value), 1e-9)
    ratio = np.abs(np.log(safe[one] / safe[other]))
    small = np.minimum(value[one], value[other]) < _SMALL
    digits = np.array([len(f"{abs(number):.9g}".split("e")[0].replace(".", "").strip("0")) for number in value])
    return [
        same, bound, bound & ~small, bound & (digits[one] > 1), bound & (digits[one] > 2), inside, small, exact[one] & exact[other],
        np.log1p(np.minimum(safe[one], safe[other])) / 10, np.minimum(ratio, 5.0),
        *(ratio > edge for edge in _RATIOS),
    ]  # fmt: skip


def _same(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    return (some == others) | (np.isnan(some) & np.isnan(others))


def _facts(figures: Sequence[Figure], one: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    def column(told: list[Any]) -> np.ndarray:
        return np.array(told, dtype=object)

    article = np.array([figure.article for figure in figures])
    topic, kind = column([figure.topic for figure in figures]), column([figure.kind for figure in figures])
    trend, status = column([figure.trend for figure in figures]), column([figure.status for figure in figures])
    sure = np.array([figure.sure for figure in figures])
    days = np.array([figure.day for figure in figures])
    inside = article[one] == article[other]
    together = inside & (topic[one] == topic[other]).astype(bool)
    apart = np.abs(days[one] - days[other])
    open_ = np.array([figure.status in _OPEN_STATUSES for figure in figures])
    part = np.array([figure.whole is not None for figure in figures])
    sources = [(figures[a].source, figures[b].source) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    units = [figure.bags["unit"].stems for figure in figures]
    return [
        inside, together, together * sure[one], inside & ~together & (sure[one] > 0) & (sure[other] > 0),
        ((kind[one] == None) ^ (kind[other] == None)).astype(bool), ((kind[one] == None) & (kind[other] == None)).astype(bool),
        *((kind[one] == name).astype(bool) & (kind[other] == name).astype(bool) for name in ("count", "money", "percent", "measure")),
        (trend[one] != trend[other]).astype(bool), ((trend[one] != None) & (trend[one] == trend[other])).astype(bool),
        (status[one] == status[other]).astype(bool), open_[one] != open_[other], part[one] != part[other], part[one] & part[other],
        np.nan_to_num(np.log1p(apart)), np.isnan(apart),
        np.array([bool(a & b) for a, b in sources]), np.array([bool(a and b) and not a & b for a, b in sources]),
        np.array([not a and not b for a, b in sources]),
        np.array([units[a] == units[b] for a, b in zip(one.tolist(), other.tolist(), strict=True)]),
    ]  # fmt: skip


def apart(figures: Sequence[Figure], compared: np.ndarray) -> np.ndarray:
    """Which pairs are never about the same thing: a part and its whole."""
    return np.array(
        [
            figures[one].article == figures[other].article
            and (figures[one].whole == figures[other].quantity or figures[other].whole == figures[one].quantity)
            for one, other in compared.tolist()
        ],
        dtype=bool,
    )
