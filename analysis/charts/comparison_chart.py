"""Where an article stands among others: one row an indicator, the others as a band, the article as a dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib import style

from analysis.charts.chart import FIRM, INK, MUTED, STYLE, Chart, label
from analysis.comparison import INDICATORS, compared, finding, reference

if TYPE_CHECKING:
    import pandas as pd

    from analysis.reading import Reading

_WIDTH, _LEFT, _RIGHT = 9.5, 3.9, 1.7
_ROW, _TOP, _BOTTOM = 0.44, 0.95, 0.55


def comparison(reading: Reading) -> Chart:
    """The article's sourcing among that of the reference articles, each indicator as the share of those below it.

    The band is the middle half of the reference articles, whatever their values; those are told beside it.
    """
    found = compared(reading)
    chart = Chart("comparison", _WIDTH, _TOP + _BOTTOM + max(len(found), 1) * _ROW)
    height = chart.get_figheight()
    told = finding(found)
    chart.alt = _alt(found, told)
    with style.context(STYLE):
        chart.text(0.02, 1 - 0.3 / height, label(told, 90), fontsize=13, weight="bold", color=INK, va="center")
        articles = int(reference()["articles"].max())
        chart.text(
            0.02, 1 - 0.6 / height,
            f"Share of {articles} US news articles of 2016 that have less, equal ones counted half; "
            "band: the middle half of them",
            fontsize=8.5, color=MUTED, va="center",
        )  # fmt: skip
        if found.empty:
            chart.text(0.02, 0.3, "There is nothing to compare: the article has no words.", color=MUTED)
            return chart
        axes = chart.add_axes(
            (_LEFT / _WIDTH, _BOTTOM / height, (_WIDTH - _LEFT - _RIGHT) / _WIDTH, len(found) * _ROW / height)
        )
        _rows(axes, found)
    return chart


def _rows(axes, found: pd.DataFrame) -> None:
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.set_xlim(-2, 102)
    axes.set_yticks([])
    axes.set_xticks([0, 25, 50, 75, 100], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("of the reference articles have less", fontsize=8.5, color=MUTED)
    axes.axvspan(25, 75, color="#e4e4e4", linewidth=0, zorder=0)
    sides = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "va": "center"}
    for place, row in enumerate(found.to_dict("records")):
        axes.plot([row["rank"]], [place], marker="o", markersize=8, color=FIRM, clip_on=False)
        axes.annotate(INDICATORS[row["indicator"]], (0, place), (-10, 0), ha="right", color=INK, **sides)
        told = f"{_told(row['value'])} here, {_told(row['median'])} typical"
        axes.annotate(told, (1, place), (10, 0), color=MUTED, fontsize=8.5, **sides)


def _told(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")


def _alt(found: pd.DataFrame, title: str) -> str:
    told = [
        f"{INDICATORS[row['indicator']]}: {_told(row['value'])}, at {row['rank']:.0f} of 100 among the others"
        for row in found.to_dict("records")
    ]
    return f"Chart. {title}. " + "; ".join(told)
