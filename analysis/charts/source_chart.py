"""Attributions by type of source, firm and hedged ones apart."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis import summary, wording
from analysis.charts.chart import (
    FIRM,
    GROUND,
    HEDGED,
    INK,
    MUTED,
    STYLE,
    Chart,
    Layout,
    add_panel,
    head_height,
    label,
    write_head,
)
from analysis.standing import speaking, types_behind
from analysis.vocabulary import SOURCE_TYPES

if TYPE_CHECKING:
    from analysis.reading import Reading

_ORDER = (*SOURCE_TYPES, "no source")
_BOTTOM = 0.6


@dataclass(frozen=True)
class _Layout(Layout):
    """Beside the common lengths, the thickness of a bar, and the columns that names may take."""

    bar: float
    names: int


_WIDE = _Layout("sources", 9.5, 1.9, 3.9, 0.62, 90, 13, 100, beside=True, bar=0.52, names=50)
_NARROW = _Layout("sources-narrow", 3.5, 0.15, 0.2, 0.78, 36, 11, 46, beside=False, bar=0.28, names=44)


def sources(reading: Reading, *, narrow: bool = False) -> Chart:
    """Attributions by type of source: a solid bar for the firm ones, a hatched one for the hedged.

    `narrow` is for a telephone.
    """
    layout = _NARROW if narrow else _WIDE
    counted = _counted(reading)
    title = wrap(summary.sources_finding(reading), layout.title)
    legend = wrap("Attributions by type of source; who they are, the most cited first", layout.legend)
    if counted.empty:
        legend = wrap("There is nothing to draw: no attribution was found in the text.", layout.legend)
    inside = len(counted) * layout.row
    chart = Chart(layout.name, layout.width, head_height(title, legend) + _BOTTOM + inside)
    chart.alt = _alt(reading, counted)
    with style.context(STYLE):
        write_head(chart, title, legend, layout.title_size)
        if not counted.empty:
            axes = add_panel(chart, layout.left, layout.right, _BOTTOM, inside)
            _bars(axes, counted, _names(reading), layout)
    return chart


def _counted(reading: Reading) -> pd.DataFrame:
    """Per type of source the attributions that are firm and that are hedged; types without any are left out.

    What a document says counts as said by its issuer.
    """
    types = types_behind(reading, reading.attributions).fillna("no source").rename("type")
    counted = pd.crosstab(types, reading.attributions["hedged"].rename("hedged"))
    counted = counted.reindex(columns=[False, True], fill_value=0).set_axis(["firm", "hedged"], axis="columns")
    return counted.reindex([kind for kind in _ORDER if kind in counted.index])


def _names(reading: Reading) -> dict[str, str]:
    ranked = speaking(reading).sort_values("attributions", ascending=False, kind="stable")
    return {str(kind): ", ".join(names) for kind, names in ranked.groupby("type", sort=False)["name"]}


def _bars(axes: Axes, counted: pd.DataFrame, names: dict[str, str], layout: _Layout) -> None:
    axes.set_ylim(len(counted) - 0.5, -0.5)
    axes.set_yticks([])
    most = int(counted.sum(axis="columns").max())
    axes.set_xlim(0, most * 1.15)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    axes.set_xlabel("attributions", fontsize=8.5, color=MUTED)
    sides = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "va": "center"}
    if layout.beside:
        places = ((0, -10, 0, "right"), (1, 6, 7, "left"), (1, 6, -7, "left"))
    else:
        places = ((0, 0, 16, "left"), (1, 8, 16, "right"), (0, 0, -17, "left"))
    ground = {} if layout.beside else {"bbox": GROUND}
    inks: tuple[dict[str, Any], ...] = (
        {"color": INK}, {"color": INK, "weight": "bold", "fontsize": 8.5}, {"color": MUTED, "fontsize": 8.5},
    )  # fmt: skip
    for place, (kind, firm, hedged) in enumerate(counted.itertuples()):
        axes.barh(place, firm, height=layout.bar, color=FIRM)
        if hedged:
            axes.barh(
                place, hedged, left=firm, height=layout.bar, color="white", edgecolor=HEDGED, hatch="////",
                linewidth=1.2,
            )  # fmt: skip
        counts = ", ".join([f"{firm} firm"] * bool(firm) + [f"{hedged} hedged"] * bool(hedged))
        for words, (side, right, above, align), ink in zip(
            (wording.words(kind), counts, label(names.get(kind, ""), layout.names)),
            places,
            inks,
            strict=True,
        ):
            axes.annotate(words, (side, place), (right, above), ha=align, **ink, **sides, **ground)


def _alt(reading: Reading, counted: pd.DataFrame) -> str:
    types = [f"{wording.words(kind)}: {firm} firm, {hedged} hedged" for kind, firm, hedged in counted.itertuples()]
    return f"Chart. {summary.sources_finding(reading)}. " + "; ".join(types)
