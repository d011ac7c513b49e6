"""How a figure travels: who states it first and when, who repeats it, with a source or without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, num2date
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from analysis import wording
from analysis.article.calendar import MONTHS
from analysis.charts.chart import FIRM, HEDGED, INK, MUTED, OWN_VOICE, STYLE, Chart, add_panel, label, tick
from analysis.charts.interval import LEGEND, spans_decades

# All lengths in inches.
_WIDTH, _LEFT, _RIGHT = 10.6, 0.9, 4.7
_LABEL, _TOP, _BOTTOM = 0.4, 0.95, 0.65
_LEAST_HEIGHT = 2.4
_MOST_LINES = 40
"""The most lines that are drawn: those of the most articles."""
_ARROW = 15
"""Points that an arrow reaches into the open side."""
_LEGEND = " · ".join((*LEGEND[:4], "cross: denied", *LEGEND[4:]))


@dataclass(frozen=True)
class _Line:
    """The rows with the same interval, the earliest first; `bound`: the interval that lost its bound to become it."""

    rows: list[dict[str, Any]]
    bound: str | None

    @property
    def level(self) -> float:
        """The bound at which it is drawn."""
        low, high = self.rows[0]["low"], self.rows[0]["high"]
        return low if pd.isna(high) else high


def trajectory(statements: pd.DataFrame, topic: str) -> Chart:
    """The rows of `analysis.trajectories.trajectory`: dates from left to right, what is stated from bottom to top.

    A thin line leads from the first to the last article that states an interval, and on to the words at the right:
    who is credited by which publisher at first, and who repeats it.
    """
    every = _lines(statements)
    lines = _most_stated(every)
    inside = max(_LEAST_HEIGHT, _LABEL * len(lines))
    chart = Chart("trajectory", _WIDTH, _TOP + inside + _BOTTOM)
    finding = _finding(statements, topic)
    chart.alt = " ".join([f"Chart. {finding}.", *(f"{_first(line)}; {_repeated(line)}." for line in every)])
    height = chart.get_figheight()
    with style.context(STYLE):
        chart.text(0.02, 1 - 0.3 / height, label(finding, 100), fontsize=13, weight="bold", color=INK, va="center")
        if not lines:
            nothing = "There is nothing to draw: no dated article states a figure for a topic of this name."
            chart.text(0.02, 0.35, nothing, color=MUTED)
            return chart
        left_out = f"{len(lines)} of {len(every)} values, the most frequent · " if len(lines) < len(every) else ""
        chart.text(0.02, 1 - 0.58 / height, left_out + _LEGEND, fontsize=8.5, color=MUTED, va="center")
        axes = add_panel(chart, _LEFT, _RIGHT, _BOTTOM, inside)
        _scale(axes, statements)
        for line in lines:
            _draw(axes, line)
        _label(axes, lines, inside)
    return chart


def _finding(statements: pd.DataFrame, topic: str) -> str:
    """The most telling fact about how the figure travelled, for the chart's title."""
    if statements.empty:
        return f"“{topic}”: no dated figures"
    states = statements[statements["event"].isin(["first", "revision"])]
    repeated = statements[statements["event"].eq("repeat")]
    lost = int((repeated["loses_source"] | repeated["loses_bound"]).sum())
    articles = wording.count(statements["article_id"].nunique(), "article")
    counts = f"“{topic}”: {wording.count(len(states), 'figure')} in {articles}"
    if repeated.empty:
        return f"{counts}, none repeated"
    return f"{counts}; {lost or 'none'} of {wording.count(len(repeated), 'repeat')} lost the source or the bound"


def _lines(statements: pd.DataFrame) -> list[_Line]:
    """The rows by interval, in order of first statement."""
    lines = []
    for _, group in statements.groupby(["low", "high"], sort=False, dropna=False):
        rows = group.to_dict("records")
        bound = _stated(statements.loc[rows[0]["of"]]) if rows[0]["loses_bound"] else None
        lines.append(_Line(rows, bound))
    return lines


def _most_stated(lines: list[_Line]) -> list[_Line]:
    """The lines of the most articles, in the same order."""
    most = sorted(range(len(lines)), key=lambda number: -len(lines[number].rows))[:_MOST_LINES]
    return [lines[number] for number in sorted(most)]


def _stated(row: Mapping[str, Any]) -> str:
    return wording.interval(row["low"], row["high"], row["modifier"])


def _scale(axes: Axes, statements: pd.DataFrame) -> None:
    values = pd.concat([statements["low"], statements["high"]]).dropna()
    low, high = values.min(), values.max()
    if spans_decades(low, high, unit=None):
        bottom, top, ticks = low / 1.6, high * 1.6, LogLocator(subs=(1, 2, 5), numticks=9)
        axes.set_yscale("log")
    else:
        bottom = min(low, 0)
        top, ticks = high + 0.12 * (high - bottom or 1), MaxNLocator(6)
    axes.set_ylim(bottom, top)
    axes.set_yticks([value for value in ticks.tick_values(bottom, top) if bottom <= value <= top])
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    axes.tick_params(axis="y", labelleft=True, labelsize=8.5, labelcolor=MUTED)
    units = statements["unit"].dropna().mode()
    axes.set_title(label(units.get(0, "number"), 30), fontsize=8.5, weight="normal", color=MUTED, pad=4)
    first, last = statements["time"].min(), statements["time"].max()
    room = max((last - first) * 0.05, pd.Timedelta(hours=12))
    axes.set_xlim(first - room, last + room)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _day(num2date(value))))
    axes.grid(True, axis="both")


def _draw(axes: Axes, line: _Line) -> None:
    times = [row["time"] for row in line.rows]
    axes.plot([times[0], times[-1]], [line.level] * 2, color="#b5b5b5", linewidth=0.9, zorder=1)
    for row in line.rows:
        _mark(axes, row, line.level)


def _mark(axes: Axes, row: dict[str, Any], level: float) -> None:
    """Draw one article's interval as the chart of claims does, but from bottom to top."""
    time, low, high = row["time"], row["low"], row["high"]
    colour = HEDGED if row["hedged"] else FIRM if isinstance(row["source_type"], str) else OWN_VOICE
    if row["event"] == "denial":
        axes.plot([time], [level], marker="x", markersize=8, markeredgewidth=2, color=colour)
        return
    if pd.isna(low) or pd.isna(high):
        axes.annotate(
            "", (time, level), (0, -_ARROW if pd.isna(low) else _ARROW), textcoords="offset points",
            arrowprops={"arrowstyle": "<-", "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip
    elif low != high:
        axes.plot([time, time], [low, high], color=colour, linewidth=5, solid_capstyle="butt", alpha=0.75)
    face = "white" if row["modifier"] == "approximate" else colour
    for value in {value for value in (low, high) if not pd.isna(value)}:
        axes.plot(
            [time], [value], marker="o", markersize=6, color=colour, markerfacecolor=face, markeredgewidth=1.5
        )  # fmt: skip


def _label(axes: Axes, lines: list[_Line], inside: float) -> None:
    """Each line's words at the right, in the order of their levels and kept apart, with a thread to its last mark."""
    to_plot = axes.transData + axes.transAxes.inverted()
    ordered = sorted(lines, key=lambda line: (line.level, -line.rows[0]["time"].value))
    wanted = [to_plot.transform((axes.get_xlim()[0], line.level))[1] for line in ordered]
    beside: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "center"}
    beside["annotation_clip"] = False
    for line, place in zip(ordered, _apart(wanted, _LABEL / inside), strict=True):
        last = line.rows[-1]["time"]
        axes.annotate(
            "", (last, line.level), (1.035, place), textcoords="axes fraction", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": "#d0d0d0", "linewidth": 0.8, "shrinkA": 0, "shrinkB": 4},
        )  # fmt: skip
        ink = FIRM if isinstance(line.rows[0]["source_type"], str) else OWN_VOICE
        axes.annotate(label(_first(line), 62), (1.04, place), (2, 6), color=ink, **beside)
        axes.annotate(label(_repeated(line), 80), (1.04, place), (2, -6), color=MUTED, fontsize=7.5, **beside)


def _apart(wanted: list[float], distance: float) -> list[float]:
    """Places between 0 and 1 in the order of `wanted`, at least `distance` apart, else as near as a sweep gets."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + distance if places else distance / 2))
    ceiling = 1 - distance / 2
    for number in reversed(range(len(places))):
        places[number] = min(places[number], ceiling)
        ceiling = places[number] - distance
    return places


def _first(line: _Line) -> str:
    """What is stated first, when, by whom and where."""
    row = line.rows[0]
    source = label(row["source_name"], 32) if isinstance(row["source_type"], str) else "no source"
    denied = "denied by " if row["event"] == "denial" else ""
    return f"{_stated(row)}, {_day(row['time'])}: {denied}{source}, {_publisher(row)}"


def _repeated(line: _Line) -> str:
    """The interval that lost its bound to become it, and who repeats it: each publisher once."""
    origin = f"from “{line.bound}” · " if line.bound else ""
    others = [row for row in line.rows[1:] if row["event"] == "repeat"]
    if not others:
        return f"{origin}not repeated"
    bare = sum(not isinstance(row["source_type"], str) for row in others)
    names = ", ".join(dict.fromkeys(_publisher(row) for row in others))
    return f"{origin}repeated {len(others)} ×{f', {bare} without source' if bare else ''}: {names}"


def _publisher(row: dict[str, Any]) -> str:
    return row["publisher"] if isinstance(row["publisher"], str) else "unknown publisher"


def _day(time: date) -> str:
    return f"{time.day} {MONTHS[time.month - 1][:3]}"
