"""Where an article stands among others: one row an indicator, the others as a band, the article as a dot."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from matplotlib import style
from matplotlib.axes import Axes

from analysis.charts.chart import FIRM, INK, MUTED, STYLE, Chart, Layout, add_panel, head_height, write_head
from analysis.comparison import INDICATORS, compared, finding, reference

if TYPE_CHECKING:
    import pandas as pd

    from analysis.reading import Reading

_BOTTOM = 0.55

_WIDE = Layout("comparison", 9.5, 3.9, 1.7, 0.44, 90, 13, 120, beside=True)
_NARROW = Layout("comparison-narrow", 3.5, 0.25, 0.25, 0.72, 36, 11, 46, beside=False)


def comparison(reading: Reading, *, narrow: bool = False) -> Chart:
    """The article's sourcing among that of the reference articles, each indicator as the share of those below it.

    The band is the middle half of the reference articles, whatever their values, which are given beside it. `narrow` is
    for a telephone.
    """
    layout = _NARROW if narrow else _WIDE
    ranks = compared(reading)
    headline = finding(ranks)
    title = wrap(headline, layout.title)
    legend = wrap(
        f"Share of {int(reference()['articles'].max())} US news articles of 2016 that have less, equal ones counted "
        "half; band: the middle half of them",
        layout.legend,
    )
    inside = max(len(ranks), 1) * layout.row
    chart = Chart(layout.name, layout.width, head_height(title, legend) + inside + _BOTTOM)
    chart.alt = _alt(ranks, headline)
    with style.context(STYLE):
        write_head(chart, title, legend, layout.title_size)
        if ranks.empty:
            chart.text(0.02, 0.3, "There is nothing to compare.", color=MUTED)
            return chart
        _rows(add_panel(chart, layout.left, layout.right, _BOTTOM, inside), ranks, layout)
    return chart


def _rows(axes: Axes, ranks: pd.DataFrame, layout: Layout) -> None:
    axes.set_ylim(len(ranks) - 0.5, -0.5)
    axes.set_xlim(-2, 102)
    axes.set_yticks([])
    axes.set_xticks([0, 25, 50, 75, 100], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_xlabel("of the reference articles have less", fontsize=8.5, color=MUTED)
    axes.axvspan(25, 75, color="#e4e4e4", linewidth=0, zorder=0)
    sides = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "va": "center"}
    if layout.beside:
        name, beneath = ((0, -10, 0, "right"), (1, 10, 0, "left"))
    else:
        name, beneath = ((0, -8, 15, "left"), (0, -8, -14, "left"))
    plain: dict[str, Any] = {"color": INK}
    small: dict[str, Any] = {"color": MUTED, "fontsize": 8.5}
    for place, row in enumerate(ranks.to_dict("records")):
        axes.plot([row["rank"]], [place], marker="o", markersize=8, color=FIRM, clip_on=False)
        values = f"{_number(row['value'])} here, {_number(row['median'])} typical"
        for words, (side, right, above, align), ink in (
            (INDICATORS[row["indicator"]], name, plain),
            (values, beneath, small),
        ):
            axes.annotate(words, (side, place), (right, above), ha=align, **ink, **sides)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")


def _alt(ranks: pd.DataFrame, title: str) -> str:
    indicators = [
        f"{INDICATORS[row['indicator']]}: {_number(row['value'])}, at {row['rank']:.0f} of 100 among the others"
        for row in ranks.to_dict("records")
    ]
    return f"Chart. {title}. " + "; ".join(indicators)
