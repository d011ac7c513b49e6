"""What kinds of sources stand behind what is reported, hedged apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib import style
from matplotlib.ticker import MaxNLocator

from analysis import summary
from analysis.charts.chart import FIRM, HEDGED, INK, MUTED, STYLE, Chart, label
from analysis.standing import speaking, types_behind

if TYPE_CHECKING:
    from analysis.reading import Reading

_ORDER = (
    "named_person",
    "named_organization",
    "document",
    "anonymous_person",
    "unnamed_group",
    "unspecified",
    "no source",
)
_WIDTH, _LEFT, _RIGHT = 9.5, 1.9, 3.9
_ROW, _TOP, _BOTTOM = 0.62, 1.15, 0.6


def sources(reading: Reading) -> Chart:
    """Attributions by type of source: a solid bar for the firm ones, a hatched one for the hedged."""
    counted = _counted(reading)
    chart = Chart("sources", _WIDTH, _TOP + _BOTTOM + max(len(counted), 1) * _ROW)
    height = chart.get_figheight()
    chart.alt = _alt(reading, counted)
    with style.context(STYLE):
        chart.text(
            0.02, 1 - 0.3 / height, label(summary.sources_finding(reading), 90), fontsize=13, weight="bold",
            color=INK, va="center",
        )  # fmt: skip
        if counted.empty:
            chart.text(0.02, 0.35, "There is nothing to draw: no attribution was found in the text.", color=MUTED)
            return chart
        chart.text(
            0.02, 1 - 0.6 / height, "Attributions by type of source; who they are, the most cited first",
            fontsize=9, color=MUTED, va="center",
        )  # fmt: skip
        axes = chart.add_axes(
            (_LEFT / _WIDTH, _BOTTOM / height, (_WIDTH - _LEFT - _RIGHT) / _WIDTH, len(counted) * _ROW / height)
        )
        _bars(axes, counted, names=_names(reading))
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
    return {kind: ", ".join(names) for kind, names in ranked.groupby("type", sort=False)["name"]}


def _bars(axes, counted: pd.DataFrame, names: dict[str, str]) -> None:
    axes.set_ylim(len(counted) - 0.5, -0.5)
    axes.set_yticks([])
    most = int(counted.sum(axis="columns").max())
    axes.set_xlim(0, most * 1.15)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    axes.set_xlabel("attributions", fontsize=8.5, color=MUTED)
    for place, (kind, firm, hedged) in enumerate(counted.itertuples()):
        axes.barh(place, firm, height=0.52, color=FIRM)
        if hedged:
            axes.barh(
                place, hedged, left=firm, height=0.52, color="white", edgecolor=HEDGED, hatch="////", linewidth=1.2
            )  # fmt: skip
        sides = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "va": "center"}
        axes.annotate(summary.words(kind), (0, place), (-10, 0), ha="right", color=INK, **sides)
        told = [f"{firm} firm"] * bool(firm) + [f"{hedged} hedged"] * bool(hedged)
        axes.annotate(", ".join(told), (1, place), (6, 7), color=INK, weight="bold", fontsize=8.5, **sides)
        axes.annotate(label(names.get(kind, ""), 50), (1, place), (6, -7), color=MUTED, fontsize=8.5, **sides)


def _alt(reading: Reading, counted: pd.DataFrame) -> str:
    told = [f"{summary.words(kind)}: {firm} firm, {hedged} hedged" for kind, firm, hedged in counted.itertuples()]
    return f"Chart. {summary.sources_finding(reading)}. " + "; ".join(told)
