"""Where sources put one thing differently: their figures, and whether it is sure that they are of one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import isnan
from typing import TYPE_CHECKING, Any

from analysis import summary, wording
from analysis.quoting import Sentence, named
from analysis.story.figures import Record, headline, stated

if TYPE_CHECKING:
    from analysis.reading import Reading

POSSIBLY, _LIKELY = 0.6, 0.85
"""Thresholds, chosen on sixty passages (METHODOLOGY.md). From the first on, figures are possibly of one thing: the mean
of two probabilities, that of the pair by itself and the confidence of its group. The second is the least probability of
each source."""
_MOST, _ALIKE = 4, 2
"""The most figures that a difference gives; the weight of a unit or event that two figures share."""


def differing(reading: Reading, figures: Sequence[Record], weights: Mapping[str, float]) -> list[Record]:
    """The figures of the weightiest disagreement, each of another source, from the lowest to the highest; or none.

    It leaves out the headline, which repeats what a source says below, and a value that another source has stated of
    the same thing before.
    """
    first: dict[Any, Record] = {}
    for figure in figures:
        if figure["sentence"] >= headline(reading):
            first.setdefault((figure["topic"], *stated(figure)), figure)
    by_id = {
        figure["quantity_id"]: figure
        for figure in first.values()
        if figure["source_id"] is not None and figure["credited"] >= _LIKELY
    }
    groups = summary.apart(reading)
    weighed: list[tuple[float, list[Record], dict[Any, Any]]] = []
    for group in groups[groups["kind"] == "disagreement"].to_dict("records"):
        members = [by_id[claim] for claim in group["claims"] if claim in by_id]
        for pair in combinations(members, 2):
            if _differ(reading, group, *pair):
                weight = sum(weights[figure["quantity_id"]] for figure in pair) + _ALIKE * _alike(*pair)
                weighed.append((weight, [*pair], group))
    if not weighed:
        return []
    _, conflicting, group = max(weighed, key=lambda candidate: candidate[0])
    if all(figure["speaker"] for figure in conflicting):
        further = [by_id[claim] for claim in group["claims"] if claim in by_id and by_id[claim]["speaker"]]
        for figure in sorted(further, key=lambda figure: -weights[figure["quantity_id"]]):
            if len(conflicting) < _MOST and all(_differ(reading, group, figure, other) for other in conflicting):
                conflicting.append(figure)
    return sorted(conflicting, key=_lowest)


def difference(reading: Reading, conflicting: Sequence[Record]) -> Iterator[Sentence]:
    """A sentence that gives the figures, and how far their ends are apart; none where nothing differs.

    It names their sources where each of them is sure, and says "possibly" where tables and charts do.
    """
    if not conflicting:
        return
    opening = "Figures differ: " if _is_sure(reading, conflicting) else "Figures differ, possibly of the same thing: "
    lowest, highest = _lowest(conflicting[0]), _highest(conflicting[-1])
    ratio = highest / lowest if lowest > 0 else 0
    distance = f", {wording.times(ratio)} times apart" if ratio >= summary.FAR else ""
    sure = all(figure["speaker"] for figure in conflicting)
    parts: list[Any] = []
    for at, figure in enumerate(conflicting):
        joint = opening if at == 0 else " and " if at == len(conflicting) - 1 else ", "
        parts += [joint, named(figure), *([f" ({figure['speaker']})"] if sure else [])]
    yield (*parts, f"{distance}.")


def _differ(reading: Reading, group: Mapping[str, Any], one: Record, other: Record) -> bool:
    """Whether the figures of two sources, neither of them vague, differ about what is possibly one thing."""
    least, most = sorted((one, other), key=_lowest)
    apart = _highest(most) / _lowest(least) if _lowest(least) > 0 else 0
    return (
        "vague" not in (one["modifier"], other["modifier"])
        and _bounds(one).isdisjoint(_bounds(other))
        and _measured(one) == _measured(other)
        and (_are_apart(one, other) or apart >= summary.FAR)
        and not _is_same(one["source_name"], other["source_name"])
        and one["source_id"] != other["source_id"]
        and _are_possibly_one_thing(reading, group["confidence"], one["number"], other["number"])
    )


def _are_possibly_one_thing(reading: Reading, confidence: float, one: int, other: int) -> bool:
    if isnan(confidence):  # a person put them together
        return True
    together = reading.sureness.together.get((min(one, other), max(one, other)), 0.0)
    return (together + confidence) / 2 >= POSSIBLY


def _is_sure(reading: Reading, conflicting: Sequence[Record]) -> bool:
    topics = reading.disagreements[reading.disagreements["topic"] == conflicting[0]["topic"]]
    return bool(summary.is_sure(topics).all())


def _bounds(record: Record) -> set[float]:
    """The bounds that a figure states: "up to 22,000" does not differ from "6,000 to 22,000"."""
    return {record["low"], record["high"]} - {None}


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
