"""Where sources put one thing differently: their figures, and whether it is sure that they are of one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from analysis import summary, wording
from analysis.quoting import Sentence, named
from analysis.story.figures import Record, headline, stated

if TYPE_CHECKING:
    from analysis.reading import Reading

ONE_THING, POSSIBLY, _LIKELY = 0.76, 0.6, 0.85
"""The mean of two probabilities from which two figures are told to be of one thing, and possibly so: that of the two,
seen by themselves, and the confidence of all that are compared with them; and the probability of who is credited with
each. Of the differences in sixty passages, on which they were chosen, all that are told as sure were of one thing, and
23 of all 28 (METHODOLOGY.md)."""
_MOST, _ALIKE = 4, 2
"""So many figures are told at most; what weighs the same unit or event of two."""


def differing(reading: Reading, figures: Sequence[Record], weights: Mapping[str, float]) -> list[Record]:
    """The figures of the weightiest disagreement, each of another source, from the lowest to the highest; or none.

    What the headline says is left out: it says again what a source says below. So does whoever states a value of the
    same thing that another has stated before.
    """
    first: dict[Any, Record] = {}
    for one in figures:
        if one["sentence"] >= headline(reading):
            first.setdefault((one["topic"], *stated(one)), one)
    by_id = {
        one["quantity_id"]: one for one in first.values() if one["source_id"] is not None and one["credited"] >= _LIKELY
    }
    found = summary.apart(reading)
    weighed: list[tuple[float, list[Record], dict[Any, Any]]] = []
    for row in found[found["kind"] == "disagreement"].to_dict("records"):
        members = [by_id[one] for one in row["claims"] if one in by_id]
        for pair in combinations(members, 2):
            if _differ(reading, row, *pair):
                weight = sum(weights[one["quantity_id"]] for one in pair) + _ALIKE * _alike(*pair)
                weighed.append((weight, [*pair], row))
    if not weighed:
        return []
    _, told, row = max(weighed, key=lambda one: one[0])
    if all(one["speaker"] for one in told):
        further = [by_id[one] for one in row["claims"] if one in by_id and by_id[one]["speaker"]]
        for one in sorted(further, key=lambda one: -weights[one["quantity_id"]]):
            if len(told) < _MOST and all(_differ(reading, row, one, other) for other in told):
                told.append(one)
    return sorted(told, key=_lowest)


def difference(reading: Reading, told: Sequence[Record]) -> Iterator[Sentence]:
    """A sentence that gives the figures, and how far their ends are apart; none where nothing differs.

    Their sources are named where each of them is sure. Where tables and charts call the topic possibly the same thing,
    so does the sentence.
    """
    if not told:
        return
    opening = "Figures differ: " if _is_sure(reading, told) else "Figures differ, possibly of the same thing: "
    ratio = _highest(told[-1]) / _lowest(told[0]) if _lowest(told[0]) > 0 else 0
    far = f", {wording.times(ratio)} times apart" if ratio >= summary.FAR else ""
    sure = all(one["speaker"] for one in told)
    parts: list[Any] = []
    for at, one in enumerate(told):
        joined = opening if at == 0 else " and " if at == len(told) - 1 else ", "
        parts += [joined, named(one), *([f" ({one['speaker']})"] if sure else [])]
    yield (*parts, f"{far}.")


def _differ(reading: Reading, row: Mapping[str, Any], one: Record, other: Record) -> bool:
    """Whether two sources state otherwise of what is possibly one thing."""
    least, most = sorted((one, other), key=_lowest)
    apart = _highest(most) / _lowest(least) if _lowest(least) > 0 else 0
    return (
        stated(one) != stated(other)
        and _measured(one) == _measured(other)
        and (_are_apart(one, other) or apart >= summary.FAR)
        and not _is_same(one["source_name"], other["source_name"])
        and one["source_id"] != other["source_id"]
        and _is_one_thing(reading, row["confidence"], one["number"], other["number"], POSSIBLY)
    )


def _is_one_thing(reading: Reading, confidence: float | None, one: int, other: int, least: float) -> bool:
    if confidence is None or confidence != confidence:  # a person put them together
        return True
    together = reading.sureness.together.get((min(one, other), max(one, other)), 0.0)
    return (together + confidence) / 2 >= least


def _is_sure(reading: Reading, told: Sequence[Record]) -> bool:
    """Whether figures are surely of one thing, each two of them by themselves and their topic as a whole."""
    topics = reading.disagreements[reading.disagreements["topic"] == told[0]["topic"]]
    (confidence,) = topics["confidence"]
    return bool(summary.is_sure(topics).all()) and all(
        _is_one_thing(reading, confidence, one["number"], other["number"], ONE_THING)
        for one, other in combinations(told, 2)
    )


def _are_apart(one: Record, other: Record) -> bool:
    """Whether the intervals of two figures have nothing in common, approximate ones being wider by a twentieth."""
    rounded = 1.05 if "approximate" in (one["modifier"], other["modifier"]) else 1
    return any(
        low is not None and high is not None and high * rounded < low
        for low, high in ((one["low"], other["high"]), (other["low"], one["high"]))
    )


def _is_same(one: str, other: str) -> bool:
    """Whether a name is another one, or a part of it."""
    some, others = set(one.lower().split()), set(other.lower().split())
    return some <= others or others <= some


def _measured(record: Record) -> tuple[str, str | None]:
    """In what a figure is measured; counts of anything can be compared."""
    return record["kind"], None if record["kind"] == "count" else record["unit"]


def _alike(one: Record, other: Record) -> int:
    return sum(one[name] is not None and one[name] == other[name] for name in ("unit", "event"))


def _lowest(record: Record) -> float:
    return record["high"] if record["low"] is None else record["low"]


def _highest(record: Record) -> float:
    return record["low"] if record["high"] is None else record["high"]
