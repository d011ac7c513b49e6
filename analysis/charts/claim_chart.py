"""Who says how many: one row a claim, its interval, its source and its hedges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from analysis import summary
from analysis.charts.chart import FIRM, HEDGED, INK, MUTED, OWN_VOICE, STYLE, Chart, label
from analysis.claims import UNCERTAIN

if TYPE_CHECKING:
    from analysis.reading import Reading

# All lengths in inches: a row stays as high however many there are.
_WIDTH, _LEFT, _RIGHT = 10.6, 3.4, 3.6
_PLOT = _WIDTH - _LEFT - _RIGHT
_ROW, _HEADER, _AXIS, _TOP, _BOTTOM = 0.46, 0.42, 0.5, 0.95, 0.15
_DECADES = 20
_LINEAR = ("percent", "percentage point", "year")
"""Units whose readers think in differences, however far their values spread."""


@dataclass(frozen=True)
class _Row:
    quantity: str
    number: str
    subject: str
    low: float | None
    high: float | None
    modifier: str
    source: str
    beneath: str
    colour: str
    topic: str


@dataclass(frozen=True)
class _Group:
    """The claims of one topic; `ratio` where they differ."""

    topic: str
    rows: list[_Row]
    ratio: float | None

    @property
    def height(self) -> float:
        return len(self.rows) * _ROW + (_HEADER if len(self.rows) > 1 else 0)


def claims(reading: Reading) -> Chart:
    """Who says how many: one row a claim, grouped by topic, one panel for each unit that values share.

    A dot is an exact value, a ring an approximate one, a bar a range; an arrow says that the interval is open. The
    axis is logarithmic where a panel's values span decades.
    """
    panels = _panels(reading)
    height = _TOP + _BOTTOM + sum(_AXIS + sum(group.height for group in groups) for groups in panels.values())
    chart = Chart("claims", _WIDTH, max(height, 1.8))
    told = _told(reading)
    chart.alt = " ".join([f"Chart. {summary.claims_finding(reading)}.", *told.values()])
    chart.links = {f"#{quantity}": f"{quantity}: {words}" for quantity, words in told.items()}
    with style.context(STYLE):
        _titles(chart, reading)
        if not panels:
            chart.text(0.02, 0.35, "There is nothing to draw: no figure was found in the text.", color=MUTED)
        top = chart.get_figheight() - _TOP
        for unit, groups in panels.items():
            inside = sum(group.height for group in groups)
            _panel(chart, unit, groups, top - inside, inside)
            top -= inside + _AXIS
    return chart


def _panels(reading: Reading) -> dict[str, list[_Group]]:
    """The topics by the axis that they share: counts of anything share one, each other unit has its own."""
    ratios = summary.disagreeing(reading).set_index("topic")["ratio"].to_dict()
    found = reading.claims.merge(
        reading.quantities[["quantity_id", "text", "number_text", "kind"]], on="quantity_id"
    )
    found["corrected"] = found["quantity_id"].isin(reading.corrections["quantity_id"])
    found = found.astype(object).where(found.notna(), None)
    hedges = reading.hedges[reading.hedges["kind"].isin(UNCERTAIN)]
    hedge_text = hedges.set_index("hedge_id")["text"].to_dict()
    panels: dict[str, list[_Group]] = {}
    for topic, rows in found.groupby("topic", sort=False):
        records = rows.to_dict("records")
        unit = records[0]["unit"] if records[0]["kind"] not in ("count", "score") else None
        group = _Group(topic, [_row(record, hedge_text) for record in records], ratios.get(topic))
        panels.setdefault(unit or "number", []).append(group)
    return panels


def _row(record: dict, hedge_text: dict[str, str]) -> _Row:
    credited = record["source_name"] is not None
    hedges = dict.fromkeys(hedge_text[hedge].lower() for hedge in record["hedges"] if hedge in hedge_text)
    beneath = [summary.words(record["source_type"])] if credited else []
    if record["hedged"]:
        beneath.append("hedged: " + ", ".join(f"“{hedge}”" for hedge in hedges))
    if record["corrected"]:
        beneath.append("corrected")
    voice = "the article’s own voice" if record["attribution_id"] is None else "nobody named"
    return _Row(
        quantity=record["quantity_id"],
        number=label(_stated(record), 40),
        subject=label(record["concept"] or _words_beside_number(record), 54),
        low=record["low"],
        high=record["high"],
        modifier=record["modifier"],
        source=label(record["source_name"] if credited else voice, 44),
        beneath=label(" · ".join(beneath), 58),
        colour=HEDGED if record["hedged"] else FIRM if credited else OWN_VOICE,
        topic=record["topic"],
    )


def _stated(record: dict) -> str:
    """The expression up to and with the number: what was said, before what it was said of."""
    text, number = record["text"], record["number_text"]
    return text[: text.find(number) + len(number)] if number in text else number


def _words_beside_number(record: dict) -> str:
    """What is left of the expression beside what `_stated` shows of it."""
    return record["text"][len(_stated(record)) :].strip() if record["number_text"] in record["text"] else ""


def _titles(chart: Chart, reading: Reading) -> None:
    top = 1 - 0.3 / chart.get_figheight()
    chart.text(
        0.02,
        top,
        label(summary.claims_finding(reading), 100),
        fontsize=13,
        weight="bold",
        color=INK,
        va="center",
    )
    legend = (
        "dot: exact · ring: approximate · bar: range · arrow: open-ended · orange: hedged · grey: no source"
    )
    if len(reading.claims):
        chart.text(0.02, top - 0.28 / chart.get_figheight(), legend, fontsize=8.5, color=MUTED, va="center")


def _panel(chart: Chart, unit: str, groups: list[_Group], bottom: float, height: float) -> None:
    total = chart.get_figheight()
    axes = chart.add_axes((_LEFT / _WIDTH, bottom / total, _PLOT / _WIDTH, height / total))
    rows = [row for group in groups for row in group.rows]
    _scale(axes, [value for row in rows for value in (row.low, row.high) if value is not None], unit)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    at = 0.0
    for group in groups:
        if len(group.rows) > 1:
            _header(axes, group, at + _HEADER * 0.6)
            at += _HEADER
        for row in group.rows:
            _draw(axes, row, at + _ROW / 2, alone=len(group.rows) == 1)
            at += _ROW
        axes.axhline(
            at, xmin=-_LEFT / _PLOT, xmax=1 + _RIGHT / _PLOT, color="#eeeeee", clip_on=False, linewidth=0.8
        )


def _scale(axes: Axes, values: list[float], unit: str) -> None:
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low > 0 and high / low >= _DECADES and unit not in _LINEAR:
        axes.set_xscale("log")
        axes.set_xlim(low / 2.5, high * 3)
        axes.xaxis.set_major_locator(LogLocator(numticks=7))
        axes.xaxis.set_minor_formatter(NullFormatter())
    else:
        room = (high - min(low, 0)) or 1.0
        axes.set_xlim(min(low - 0.08 * room if low < 0 else 0, 0), high + 0.25 * room)
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=high >= 5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value)))
    axes.set_xlabel(label(unit, 50), fontsize=8.5, color=MUTED, labelpad=2)


def _tick(value: float) -> str:
    return summary.number(value).replace(" million", "m").replace(" billion", "bn").replace(" trillion", "tn")


def _header(axes: Axes, group: _Group, y: float) -> None:
    axes.annotate(
        label(group.topic, 44), (0, y), (-_LEFT * 72 + 14, 0), xycoords=axes.get_yaxis_transform(),
        textcoords="offset points", va="center", weight="bold", color=INK, annotation_clip=False,
    )  # fmt: skip
    if group.ratio is None:
        return
    bounds = [value for row in group.rows for value in (row.low, row.high) if value is not None]
    ends = [min(bounds), max(bounds)]
    axes.plot(ends, [y, y], color=INK, linewidth=1, marker="|", markersize=7)
    for end in ends:
        axes.vlines(end, y, y + len(group.rows) * _ROW + 0.1, color=INK, linewidth=0.7, linestyle=(0, (2, 3)))
    axes.annotate(
        f"{summary.times(group.ratio)} × apart", (ends[1], y), (8, 0), textcoords="offset points", va="center",
        fontsize=8.5, weight="bold", color=INK, annotation_clip=False,
    )  # fmt: skip


def _draw(axes: Axes, row: _Row, y: float, alone: bool) -> None:
    _interval(axes, row, y)
    sides = axes.get_yaxis_transform()
    left = {"xycoords": sides, "textcoords": "offset points", "annotation_clip": False}
    indent = -_LEFT * 72 + 14 + (0 if alone else 12)
    lift = 6 if alone and row.subject else 0
    link = f"#{row.quantity}"
    axes.annotate(
        row.number, (0, y), (indent, lift), va="center", color=INK, gid=row.quantity, url=link, **left
    )  # fmt: skip
    if alone:
        axes.annotate(row.subject, (0, y), (indent, -6), va="center", fontsize=8, color=MUTED, **left)
    lift = 6 if row.beneath else 0
    axes.annotate(row.source, (1, y), (16, lift), va="center", color=row.colour, weight="bold", **left)
    axes.annotate(row.beneath, (1, y), (16, -6), va="center", fontsize=8, color=MUTED, **left)


def _interval(axes: Axes, row: _Row, y: float) -> None:
    link = f"#{row.quantity}"
    first, last = axes.get_xlim()
    low, high = row.low, row.high
    open_low, open_high = low is None, high is None
    if open_low and open_high:
        return
    start, end = (first if open_low else low), (last if open_high else high)
    if start != end:
        axes.add_line(
            Line2D([start, end], [y, y], color=row.colour, linewidth=2 if open_low or open_high else 5,
                   solid_capstyle="butt", alpha=0.75, url=link)
        )  # fmt: skip
    if open_low or open_high:
        axes.plot(
            [start if open_low else end], [y], marker="<" if open_low else ">", color=row.colour, markersize=8,
            clip_on=False, url=link,
        )  # fmt: skip
    hollow = row.modifier == "approximate"
    for value in {value for value in (low, high) if value is not None}:
        axes.plot(
            [value], [y], marker="o", markersize=7, color=row.colour, markerfacecolor="white" if hollow else row.colour,
            markeredgewidth=1.6, clip_on=False, url=link,
        )  # fmt: skip


def _told(reading: Reading) -> dict[str, str]:
    """Each claim in words, by its quantity's id."""
    text = reading.quantities.set_index("quantity_id")["text"]
    told = {}
    for claim in reading.claims.to_dict("records"):
        words = label(text[claim["quantity_id"]], 80)
        source = label(claim["source_name"], 60) if isinstance(claim["source_name"], str) else "no source"
        stated = summary.interval(claim["low"], claim["high"], claim["modifier"])
        told[claim["quantity_id"]] = f"{words}: {stated}, {source}{', hedged' if claim['hedged'] else ''}."
    return told
