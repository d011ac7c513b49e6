"""What can be measured of two figures of one event, by the columns of the tables alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.trajectories.scorer import Measures
from analysis.trajectories.words import Bag, bag

_REACH = 150
"""A figure is compared with so many before it, and with so many of the same value: pairs stay linear in a story."""
_ALIKE = {"fraction": "percent"}
"""Kinds that are compared with another one: "half" may be "52 percent"."""
_RATIOS = (0.02, 0.1, 0.3, 0.7)
"""Natural logarithms of ratios at which a measure of its own begins."""
_FARTHEST, _FARTHEST_MEASURED = 1.5, 3.0
"""Natural logarithms of ratios beyond which all are alike."""
_SMALL = 10
_DIGITS = (2, 3)
_CLAUSE_BREAK = re.compile(r"[,;:()—–]|\b(?:and|but|while|whereas)\b")
_BAGS = ("unit", "concept", "event", "topic", "clause", "about")
_OPEN = ("forecast", "target", "feared", "suspected")


class Figure(NamedTuple):
    """A claim as it is compared.

    `article` and `quantity` identify it, `topic` is the one in its article and `sure` the confidence in that, 0 where
    it is alone; `whole` is the quantity of which it is a part. `kind` is None where no unit is told. `low` and `high`
    may be NaN, and so may `day`.
    """

    article: str
    quantity: str
    topic: str
    sure: float
    whole: str
    kind: str | None
    low: float
    high: float
    trend: str
    status: str
    source: frozenset[str]
    day: float
    bags: dict[str, Bag]


def figure(record: Mapping[str, Any]) -> Figure:
    """A row of `analysis.trajectories.linking.read_claims`, for comparison."""
    told = {name: value if isinstance(value, str) else "" for name, value in record.items()}
    words = {
        "unit": told["unit"],
        "concept": told["concept"],
        "event": told["event"],
        "topic": told["article_topic"],
        "clause": f"{_clause(record)} {told['text']}",
        "about": f"{told['concept']} {told['event']} {told['unit']}",
    }
    return Figure(
        article=told["article_id"],
        quantity=told["quantity_id"],
        topic=told["article_topic"],
        sure=0.0 if pd.isna(record["confidence"]) else float(record["confidence"]),
        whole=told["part_of"],
        kind=_ALIKE.get(told["kind"], told["kind"]) if told["unit"] else None,
        low=_rounded(record["low"]),
        high=_rounded(record["high"]),
        trend=told["trend"],
        status=told["status"],
        source=bag(told["source_name"]).stems,
        day=float("nan") if pd.isna(record["time"]) else record["time"].timestamp() / 86_400,
        bags={name: bag(words[name]) for name in _BAGS},
    )


def _rounded(bound: float) -> float:
    """With as many digits as a figure is ever told with, so that equal ones are equal."""
    return float("nan") if pd.isna(bound) else float(f"{bound:.9g}")


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


def pairs(figures: Sequence[Figure]) -> np.ndarray:
    """Which figures of a story are compared: pairs x 2, the earlier first; those whose kinds may be the same."""
    seen: defaultdict[str | None, list[int]] = defaultdict(list)
    equal: defaultdict[float, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for number, one in enumerate(figures):
        kinds = {one.kind, None} if one.kind else {None, *seen}
        found.update((other, number) for kind in kinds for other in seen[kind][-_REACH:])
        seen[one.kind].append(number)
        for bound in {one.low, one.high}:
            found.update((other, number) for other in equal[bound][-_REACH:] if figures[other].kind in kinds)
            equal[bound].append(number)
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def apart(figures: Sequence[Figure], compared: np.ndarray) -> list[bool]:
    """Which pairs are never about the same thing: a part and its whole."""
    both = ((figures[one], figures[other]) for one, other in compared.tolist())
    return [a.article == b.article and (a.whole == b.quantity or b.whole == a.quantity) for a, b in both]


def crowds(figures: Sequence[Figure]) -> np.ndarray:
    """The logarithm of how many intervals in the unit of each figure an article of the story states in the mean."""
    keys = [(one.kind, one.bags["unit"].stems) for one in figures]
    stated: defaultdict[tuple, defaultdict[str, set]] = defaultdict(lambda: defaultdict(set))
    for key, one in zip(keys, figures, strict=True):
        stated[key][one.article].add((one.low, one.high))
    means = {key: np.log(np.mean([len(some) for some in of.values()])) for key, of in stated.items()}
    return np.array([means[key] for key in keys])


def measures(figures: Sequence[Figure], compared: np.ndarray, crowd: np.ndarray) -> Measures:
    """The measures of each pair, by name; `crowd` as `crowds` tells it."""
    one, other = compared.T
    measured = dict(_bags(figures, compared)) | dict(_facts(figures, one, other)) | dict(_values(figures, one, other))
    measured |= dict(_joined(measured, np.maximum(crowd[one], crowd[other])))
    return {name: values.astype(np.float32) for name, values in measured.items()}


_Named = Iterator[tuple[str, np.ndarray]]


def _bags(figures: Sequence[Figure], compared: np.ndarray) -> _Named:
    """How alike the words are: by vectors, and by stems beside the smaller set and beside both together."""
    one, other = compared.T
    for name in _BAGS:
        bags = [figure.bags[name] for figure in figures]
        vectors, filled = np.stack([some.vector for some in bags]), np.array([bool(some.stems) for some in bags])
        stems = [some.stems for some in bags]
        shared = np.array([len(stems[a] & stems[b]) for a, b in compared.tolist()])
        sizes = np.array([len(some) for some in stems])
        yield f"{name} alike", (vectors[one] * vectors[other]).sum(axis=1)
        yield f"{name} told", filled[one] & filled[other]
        yield f"{name} of smaller", shared / np.maximum(np.minimum(sizes[one], sizes[other]), 1)
        yield f"{name} of both", shared / np.maximum(sizes[one] + sizes[other] - shared, 1)
        if name == "unit":
            yield "same unit", np.array([stems[a] == stems[b] for a, b in compared.tolist()])


def _values(figures: Sequence[Figure], one: np.ndarray, other: np.ndarray) -> _Named:
    """How the intervals lie to each other."""
    low, high = (np.array([getattr(figure, side) for figure in figures]) for side in ("low", "high"))
    value = np.where(np.isnan(low), high, low)
    least, most = np.nan_to_num(low, nan=-np.inf), np.nan_to_num(high, nan=np.inf)
    bound = np.any([some[one] == others[other] for some in (low, high) for others in (low, high)], axis=0)
    small = np.minimum(value[one], value[other]) < _SMALL
    digits = np.array([len(f"{abs(number):.9g}".split("e")[0].replace(".", "").strip("0")) for number in value])
    safe = np.maximum(np.abs(value), 1e-9)
    ratio = np.abs(np.log(safe[one] / safe[other]))
    exact = low == high
    yield "same interval", (least[one] == least[other]) & (most[one] == most[other])
    yield "same bound", bound
    yield "same bound, not small", bound & ~small
    yield from ((f"same bound of {count} digits", bound & (digits[one] >= count)) for count in _DIGITS)
    yield "compatible", (least[one] <= most[other]) & (least[other] <= most[one])
    yield "small", small
    yield "exact", exact[one] & exact[other]
    yield "ratio", np.minimum(ratio, _FARTHEST)
    yield "ratio if measured", np.minimum(ratio, _FARTHEST_MEASURED)
    yield from ((f"ratio over {edge}", ratio > edge) for edge in _RATIOS)


def _facts(figures: Sequence[Figure], one: np.ndarray, other: np.ndarray) -> _Named:
    """What the tables tell of both: article, topic, trend, status, part, day, source."""

    def column(name: str) -> np.ndarray:
        return np.array([getattr(figure, name) or "" for figure in figures])

    article, topic, trend, status = (column(name) for name in ("article", "topic", "trend", "status"))
    sure, day = (np.array([getattr(figure, name) for figure in figures]) for name in ("sure", "day"))
    kind, part, open_ = column("kind"), column("whole") != "", np.isin(status, _OPEN)
    inside = article[one] == article[other]
    together = inside & (topic[one] == topic[other])
    sources = [(figures[a].source, figures[b].source) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    yield "same article", inside
    yield "same topic", together
    yield "same topic, sure", together * sure[one]
    yield "other topics of an article", inside & ~together & (sure[one] > 0) & (sure[other] > 0)
    yield "one without unit", (kind[one] == "") ^ (kind[other] == "")
    yield "both without unit", (kind[one] == "") & (kind[other] == "")
    yield "count", (kind[one] == "count") & (kind[other] == "count")
    yield "measure", (kind[one] == "measure") & (kind[other] == "measure")
    yield "money", (kind[one] == "money") & (kind[other] == "money")
    yield "percent", (kind[one] == "percent") & (kind[other] == "percent")
    yield "other trends", trend[one] != trend[other]
    yield "same trend", (trend[one] != "") & (trend[one] == trend[other])
    yield "same status", status[one] == status[other]
    yield "one uncertain", open_[one] != open_[other]
    yield "one a part", part[one] != part[other]
    yield "both parts", part[one] & part[other]
    yield "days apart", np.nan_to_num(np.log1p(np.abs(day[one] - day[other])))
    yield "same source", np.array([bool(a & b) for a, b in sources])
    yield "other sources", np.array([bool(a and b) and not a & b for a, b in sources])
    yield "no sources", np.array([not a and not b for a, b in sources])


def _joined(measured: dict[str, np.ndarray], crowd: np.ndarray) -> _Named:
    """What two measures tell together that neither tells alone; kinds tell nothing by themselves."""
    count, measure, money, percent = (measured.pop(name) for name in ("count", "measure", "money", "percent"))
    same, alike, event = (measured[name] for name in ("same unit", "unit alike", "event alike"))
    bound, ratio, far = (measured[name] for name in ("same bound, not small", "ratio", "ratio if measured"))
    amount = measure | money | percent
    yield "ratio if measured", far * measure
    yield "ratio of money", far * money
    yield "ratio, crowded", far * crowd
    yield "amount", amount
    yield "amount, same unit", amount & same
    yield "amount, other unit", amount & ~same
    yield "measure, same unit", measure & same
    yield "count, same unit", count & same
    yield "count, unit alike", count * alike
    yield "same bound and unit", bound & same
    yield "same interval and unit", bound & same & measured["same interval"]
    yield "same bound, unit alike", bound * alike
    yield "same bound, event alike", bound * event
    yield "same bound of 2 digits, about alike", measured["same bound of 2 digits"] * measured["about alike"]
    yield "ratio, event alike", ratio * event
    yield "most alike", np.maximum.reduce([event, measured["concept alike"], measured["about alike"]])
    yield "event and unit alike", event * alike
    yield "topic alike, same unit", measured["topic alike"] * same
    yield "crowd", crowd
    yield "crowd, same unit", crowd * same
