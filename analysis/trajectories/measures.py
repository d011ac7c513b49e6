"""Measures of two figures of one event, computed from columns of the tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.trajectories.scorer import Measures
from analysis.trajectories.words import Bag, bag

_REACH = 150
"""The earlier figures of a kind, and of a value, that a figure is compared with: pairs stay linear in a story."""
_ALIKE = {"fraction": "percent"}
"""Kinds that are compared as another: "half" may be "52 percent"."""
_RATIOS = (0.02, 0.1, 0.3, 0.7)
"""Natural logarithms of ratios, each the threshold of a measure."""
_FARTHEST, _FARTHEST_MEASURED = 1.5, 3.0
"""Natural logarithms of ratios at which measures of ratios are cut off."""
_SMALL = 10
_DIGITS = (2, 3)
_CLAUSE_BREAK = re.compile(r"[,;:()—–]|\b(?:and|but|while|whereas)\b")
_BAGS = ("unit", "concept", "event", "topic", "clause", "about")
_KINDS = ("count", "measure", "money", "percent")
_OPEN = ("forecast", "target", "feared", "suspected")


class Figure(NamedTuple):
    """A claim, for comparison.

    `article` and `quantity` identify it, `topic` is its topic in its article and `sure` the confidence in that, 0 where
    it is alone; `whole` is the quantity of which it is a part. `kind` is None where the claim has no unit. `low`,
    `high` and `day` may be NaN.
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
    """Return the figure of a row of `analysis.trajectories.linking.read_claims`."""
    texts = {name: value if isinstance(value, str) else "" for name, value in record.items()}
    words = {
        "unit": texts["unit"],
        "concept": texts["concept"],
        "event": texts["event"],
        "topic": texts["article_topic"],
        "clause": f"{_clause(record)} {texts['text']}",
        "about": f"{texts['concept']} {texts['event']} {texts['unit']}",
    }
    return Figure(
        article=texts["article_id"],
        quantity=texts["quantity_id"],
        topic=texts["article_topic"],
        sure=0.0 if pd.isna(record["confidence"]) else float(record["confidence"]),
        whole=texts["part_of"],
        kind=_ALIKE.get(texts["kind"], texts["kind"]) if texts["unit"] else None,
        low=_rounded(record["low"]),
        high=_rounded(record["high"]),
        trend=texts["trend"],
        status=texts["status"],
        source=bag(texts["source_name"]).stems,
        day=float("nan") if pd.isna(record["time"]) else record["time"].timestamp() / 86_400,
        bags={name: bag(text) for name, text in words.items()},
    )


def _rounded(bound: float) -> float:
    """Round a bound to nine digits, which no figure of the news exceeds, so that equal figures are equal."""
    return float("nan") if pd.isna(bound) else float(f"{bound:.9g}")


def _clause(record: Mapping[str, Any]) -> str:
    """Return the words around a figure in the content of its attribution, up to the next breaks."""
    if not isinstance(record["content_text"], str):
        return ""
    for (start, end), piece in zip(record["content_spans"], record["content_text"].split(" … "), strict=False):
        if start <= record["number_start"] and record["number_end"] <= end:
            before, after = piece[: record["number_start"] - start], piece[record["number_end"] - start :]
            before = _CLAUSE_BREAK.split(before)[-1]
            return f"{before} {_CLAUSE_BREAK.split(after)[0]}"
    return ""


def pairs(figures: Sequence[Figure]) -> np.ndarray:
    """Return the pairs of figures to compare, whose kinds may be the same: an array pairs x 2, the earlier first."""
    by_kind: defaultdict[str | None, list[int]] = defaultdict(list)
    equal: defaultdict[float, list[int]] = defaultdict(list)
    compared: set[tuple[int, int]] = set()
    for number, member in enumerate(figures):
        kinds = {member.kind, None} if member.kind else {None, *by_kind}
        compared.update((earlier, number) for kind in kinds for earlier in by_kind[kind][-_REACH:])
        by_kind[member.kind].append(number)
        for bound in {member.low, member.high}:
            compared.update((earlier, number) for earlier in equal[bound][-_REACH:] if figures[earlier].kind in kinds)
            equal[bound].append(number)
    return np.array(sorted(compared), dtype=np.int64).reshape(-1, 2)


def apart(figures: Sequence[Figure], compared: np.ndarray) -> list[bool]:
    """Tell for each pair whether it is a part and its whole, which are never about the same thing."""
    figures_of_pairs = ((figures[first], figures[second]) for first, second in compared.tolist())
    return [a.article == b.article and (a.whole == b.quantity or b.whole == a.quantity) for a, b in figures_of_pairs]


def crowds(figures: Sequence[Figure]) -> np.ndarray:
    """Return, for each figure, the logarithm of the mean number of intervals in its unit in an article of the story."""
    keys = [(member.kind, member.bags["unit"].stems) for member in figures]
    stated: defaultdict[tuple[Any, ...], defaultdict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for key, member in zip(keys, figures, strict=True):
        stated[key][member.article].add((member.low, member.high))
    means = {
        key: np.log(np.mean([len(intervals) for intervals in by_article.values()]))
        for key, by_article in stated.items()
    }
    return np.array([means[key] for key in keys])


def measures(figures: Sequence[Figure], compared: np.ndarray, crowd: np.ndarray) -> Measures:
    """Return the measures of each pair by name; `crowd` is the result of `crowds`."""
    first, second = compared.T
    measured = dict(_bags(figures, compared))
    measured |= dict(_facts(figures, first, second)) | dict(_values(figures, first, second))
    measured |= dict(_joined(measured, np.maximum(crowd[first], crowd[second])))
    return {name: values.astype(np.float32) for name, values in measured.items()}


_NamedMeasures = Iterator[tuple[str, np.ndarray]]


def _bags(figures: Sequence[Figure], compared: np.ndarray) -> _NamedMeasures:
    """Yield how similar the words are: by vectors, and by the shared stems over the smaller set and over the union."""
    first, second = compared.T
    for name in _BAGS:
        bags = [figure.bags[name] for figure in figures]
        vectors, stems = np.stack([words.vector for words in bags]), [words.stems for words in bags]
        filled = np.array([bool(words.stems) for words in bags])
        shared = np.array([len(stems[a] & stems[b]) for a, b in compared.tolist()])
        sizes = np.array([len(stems_of_one) for stems_of_one in stems])
        yield f"{name} alike", (vectors[first] * vectors[second]).sum(axis=1)
        yield f"{name} told", filled[first] & filled[second]
        yield f"{name} of smaller", shared / np.maximum(np.minimum(sizes[first], sizes[second]), 1)
        yield f"{name} of both", shared / np.maximum(sizes[first] + sizes[second] - shared, 1)
        if name == "unit":
            yield "same unit", np.array([stems[a] == stems[b] for a, b in compared.tolist()])


def _values(figures: Sequence[Figure], first: np.ndarray, second: np.ndarray) -> _NamedMeasures:
    """Yield how the intervals compare."""
    low, high = (np.array([getattr(figure, side) for figure in figures]) for side in ("low", "high"))
    value = np.where(np.isnan(low), high, low)
    least, most = np.nan_to_num(low, nan=-np.inf), np.nan_to_num(high, nan=np.inf)
    sides = product((low, high), repeat=2)
    same_bound = np.any([side[first] == other_side[second] for side, other_side in sides], axis=0)
    small = np.minimum(value[first], value[second]) < _SMALL
    digits = np.array([len(f"{abs(number):.9g}".split("e")[0].replace(".", "").strip("0")) for number in value])
    safe = np.maximum(np.abs(value), 1e-9)
    ratio = np.abs(np.log(safe[first] / safe[second]))
    exact = low == high
    yield "same interval", (least[first] == least[second]) & (most[first] == most[second])
    yield "same bound", same_bound
    yield "same bound, not small", same_bound & ~small
    yield from ((f"same bound of {count} digits", same_bound & (digits[first] >= count)) for count in _DIGITS)
    yield "compatible", (least[first] <= most[second]) & (least[second] <= most[first])
    yield "small", small
    yield "exact", exact[first] & exact[second]
    yield "ratio", np.minimum(ratio, _FARTHEST)
    yield "ratio if measured", np.minimum(ratio, _FARTHEST_MEASURED)
    yield from ((f"ratio over {edge}", ratio > edge) for edge in _RATIOS)


def _facts(figures: Sequence[Figure], first: np.ndarray, second: np.ndarray) -> _NamedMeasures:
    """Yield how article, topic, kind, trend, status, part, day and source compare."""

    def column(name: str) -> np.ndarray:
        return np.array([getattr(figure, name) or "" for figure in figures])

    article, topic, trend, status = (column(name) for name in ("article", "topic", "trend", "status"))
    sure, day = (np.array([getattr(figure, name) for figure in figures]) for name in ("sure", "day"))
    kind, part, open_ = column("kind"), column("whole") != "", np.isin(status, _OPEN)
    inside = article[first] == article[second]
    together = inside & (topic[first] == topic[second])
    sources = [(figures[a].source, figures[b].source) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    yield "same article", inside
    yield "same topic", together
    yield "same topic, sure", together * sure[first]
    yield "other topics of an article", inside & ~together & (sure[first] > 0) & (sure[second] > 0)
    yield "one without unit", (kind[first] == "") ^ (kind[second] == "")
    yield "both without unit", (kind[first] == "") & (kind[second] == "")
    yield from ((name, (kind[first] == name) & (kind[second] == name)) for name in _KINDS)
    yield "other trends", trend[first] != trend[second]
    yield "same trend", (trend[first] != "") & (trend[first] == trend[second])
    yield "same status", status[first] == status[second]
    yield "one uncertain", open_[first] != open_[second]
    yield "one a part", part[first] != part[second]
    yield "both parts", part[first] & part[second]
    yield "days apart", np.nan_to_num(np.log1p(np.abs(day[first] - day[second])))
    yield "same source", np.array([bool(a & b) for a, b in sources])
    yield "other sources", np.array([bool(a and b) and not a & b for a, b in sources])
    yield "no sources", np.array([not a and not b for a, b in sources])


def _joined(measured: dict[str, np.ndarray], crowd: np.ndarray) -> _NamedMeasures:
    """Yield products of measures, and remove those of the kinds, which tell nothing by themselves."""
    count, measure, money, percent = (measured.pop(name) for name in _KINDS)
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
