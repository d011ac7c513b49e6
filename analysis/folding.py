"""Which figures the chart of claims shows, and which it folds away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.reading import Reading

AXES, ROWS = 3, 12
"""The most axes and rows shown before folding, or one whole topic: with the summary, they fit a printed page."""


def axis(figure: Mapping[str, Any]) -> str:
    """The axis that a figure is drawn along: counts of anything share one, each other unit has its own."""
    unit = figure["unit"]
    return unit if figure["kind"] not in ("count", "score") and isinstance(unit, str) else "number"


def shown(reading: Reading) -> set[str]:
    """The ids of the figures that are shown before folding.

    Topics with a main figure (`salience`) are shown, along the axes that most of their figures have; where rows are
    scarce, topics of several figures come first, and then in text order. Without any main figure, all count as such.
    """
    figures = reading.claims[["quantity_id", "topic"]].merge(
        reading.quantities[["quantity_id", "kind", "unit", "salience"]], on="quantity_id"
    )
    main = set(figures["topic"][figures["salience"] == "main"]) or set(figures["topic"])
    topics = {
        topic: (axis(rows.iloc[0]), rows["quantity_id"].tolist())
        for topic, rows in figures[figures["topic"].isin(main)].groupby("topic", sort=False)
    }
    rows = Counter()
    for along, ids in topics.values():
        rows[along] += len(ids)
    axes = {along for along, _ in rows.most_common(AXES)}
    chosen: set[str] = set()
    for along, ids in sorted(topics.values(), key=lambda topic: len(topic[1]) == 1):
        if along in axes and (not chosen or len(chosen) + len(ids) <= ROWS):
            chosen.update(ids)
    return chosen
