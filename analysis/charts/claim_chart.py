"""Who says how many: one row a claim, its interval, its source and its hedges."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from analysis import summary, wording
from analysis.charts.chart import GROUND, INK, MUTED, STYLE, Chart, add_panel, head_height, label, tick, write_head
from analysis.charts.claim_rows import ClaimLayout, Group, Row, panels_of
from analysis.charts.interval import WRAPPED_LEGEND, draw_interval, spans_decades
from analysis.folding import shown

if TYPE_CHECKING:
    from analysis.reading import Reading


_WIDE = ClaimLayout("claims", 10.6, 3.4, 3.6, 0.46, 100, 13, 120, True, header=0.42, about=54, source=44, name_room=34)
_NARROW = ClaimLayout(
    "claims-narrow", 3.5, 0.1, 0.3, 0.78, 36, 11, 44, False, header=0.5, about=44, source=38, name_room=34
)
_AXIS, _BOTTOM = 0.5, 0.15
_ROOM_ON_THE_RIGHT = 0.6
"""The part of a narrow plot beyond which words to the right of a mark would be cut."""
_NOTHING = "There is nothing to draw: no figure was found in the text."


def claims(reading: Reading, *, narrow: bool = False, also: bool = False) -> Chart:
    """Who says how many: one row a claim, grouped by topic, one panel for each unit that values share.

    It draws the figures that `analysis.folding` shows; `also` draws those that it folds away.

    A dot is an exact value, a ring an approximate one, a bar a range; an arrow says that the interval is open. The
    axis is logarithmic where a panel's values span decades. `narrow` is for a telephone.
    """
    layout = _NARROW if narrow else _WIDE
    drawn = shown(reading)
    if also:
        layout = replace(layout, name=layout.name.replace("claims", "also"))
        drawn = set(reading.claims["quantity_id"]) - drawn
    panels = panels_of(reading, layout, drawn)
    finding = wording.count(len(drawn), "more figure").capitalize() if also else summary.claims_finding(reading)
    title = wrap(label(finding, 3 * layout.title), layout.title, max_lines=4, placeholder="…")
    legend = wrap(WRAPPED_LEGEND, layout.legend) if drawn else []
    above = head_height(title, legend)
    heights = {unit: sum(group.height(layout) for group in groups) for unit, groups in panels.items()}
    height = above + _BOTTOM + sum(_AXIS + inside for inside in heights.values())
    chart = Chart(layout.name, layout.width, max(height, 1.8))
    sentences = {quantity: words for quantity, words in _sentences(reading).items() if quantity in drawn}
    chart.alt = " ".join([f"Chart. {finding}.", *sentences.values()])
    chart.links = {f"#{quantity}": f"{quantity}: {words}" for quantity, words in sentences.items()}
    with style.context(STYLE):
        write_head(chart, title, legend, layout.title_size)
        if not panels:
            nothing = wrap("There is nothing to draw: no figure is folded away." if also else _NOTHING, layout.legend)
            chart.text(0.02, 0.3, "\n".join(nothing), color=MUTED)
        top = chart.get_figheight() - above
        for unit, groups in panels.items():
            _panel(chart, layout, unit, groups, top - heights[unit], heights[unit])
            top -= heights[unit] + _AXIS
    return chart


def _panel(chart: Chart, layout: ClaimLayout, unit: str, groups: list[Group], bottom: float, height: float) -> None:
    axes = add_panel(chart, layout.left, layout.right, bottom, height)
    rows = [row for group in groups for row in group.rows]
    values = [value for row in rows for value in (row.low, row.high) if value is not None]
    _scale(axes, values, unit, ticks=7 if layout.beside else 4)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    at = 0.0
    for group in groups:
        if len(group.rows) > 1:
            header = group.header(layout)
            _header(axes, layout, group, at + (header * 0.55 if layout.beside else header - 0.14))
            at += header
        for row in group.rows:
            _draw(axes, layout, row, at + layout.row / 2, alone=len(group.rows) == 1)
            at += layout.row
        sides = {"xmin": -layout.left / layout.plot, "xmax": 1 + layout.right / layout.plot}
        axes.axhline(at, color="#eeeeee", clip_on=False, linewidth=0.8, **sides)


def _scale(axes: Axes, values: list[float], unit: str, ticks: int) -> None:
    low, high = min(values, default=0.0), max(values, default=1.0)
    if spans_decades(low, high, unit):
        axes.set_xscale("log")
        axes.set_xlim(low / 2.5, high * 3)
        axes.xaxis.set_major_locator(LogLocator(numticks=ticks))
        axes.xaxis.set_minor_formatter(NullFormatter())
    else:
        room = (high - min(low, 0)) or 1.0
        axes.set_xlim(min(low - 0.08 * room if low < 0 else 0, 0), high + 0.25 * room)
        axes.xaxis.set_major_locator(MaxNLocator(min(ticks, 5), integer=high >= 5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    axes.set_xlabel(label(unit, 50), fontsize=8.5, color=MUTED, labelpad=2)


def _header(axes: Axes, layout: ClaimLayout, group: Group, y: float) -> None:
    indent = -layout.left * 72 + (14 if layout.beside else 5)
    lift, side = (0, "center") if layout.beside else (7, "bottom")
    axes.annotate(
        "\n".join(group.name), (0, y), (indent, lift), xycoords=axes.get_yaxis_transform(),
        textcoords="offset points", va=side, weight="bold", color=INK, annotation_clip=False, bbox=GROUND,
    )  # fmt: skip
    if group.ratio is None:
        return
    bounds = [value for row in group.rows for value in (row.low, row.high) if value is not None]
    ends = [min(bounds), max(bounds)]
    axes.plot(ends, [y, y], color=INK, linewidth=1, marker="|", markersize=7)
    for end in ends:
        axes.vlines(end, y, y + len(group.rows) * layout.row + 0.1, color=INK, linewidth=0.7, linestyle=(0, (2, 3)))
    along = axes.transLimits.transform(axes.transScale.transform((ends[1], y)))[0]
    left = not layout.beside and along > _ROOM_ON_THE_RIGHT
    axes.annotate(
        f"{wording.times(group.ratio)} × apart", (ends[0] if left else ends[1], y), (-8 if left else 8, 0),
        textcoords="offset points", va="center", ha="right" if left else "left", fontsize=8.5, weight="bold",
        color=INK, annotation_clip=False,
    )  # fmt: skip


def _draw(axes: Axes, layout: ClaimLayout, row: Row, y: float, alone: bool) -> None:
    draw_interval(
        axes, y, row.low, row.high, axes.get_xlim(), colour=row.colour, hollow=row.modifier == "approximate",
        link=f"#{row.quantity}",
    )  # fmt: skip
    subject = row.subject if alone else ""
    if layout.beside:
        indent = -layout.left * 72 + 14 + (0 if alone else 12)
        number, about = (0, indent, 6 if subject else 0), (0, indent, -6)
        source, beneath = (1, 16, 6 if row.beneath else 0), (1, 16, -6)
    else:
        indent = -layout.left * 72 + 5
        number, about = (0, indent, 23 if subject else 13), (0, indent, 12)
        source, beneath = (0, indent, -12), (0, indent, -23)
    ground = {} if layout.beside else {"bbox": GROUND}
    _write(axes, y, number, row.number, color=INK, gid=row.quantity, url=f"#{row.quantity}", **ground)
    _write(axes, y, about, subject, fontsize=8, color=MUTED, **ground)
    _write(axes, y, source, row.source, color=row.colour, weight="bold", **ground)
    _write(axes, y, beneath, row.beneath, fontsize=8, color=MUTED, **ground)


def _write(axes: Axes, y: float, place: tuple[float, float, float], words: str, **style: Any) -> None:
    """Write words at a side of the axes (0 left, 1 right), shifted by points to the right and above `y`."""
    side, right, above = place
    axes.annotate(
        words, (side, y), (right, above), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
        va="center", annotation_clip=False, **style,
    )  # fmt: skip


def _sentences(reading: Reading) -> dict[str, str]:
    """Each claim in words, by its quantity's id."""
    text = reading.quantities.set_index("quantity_id")["text"]
    sentences = {}
    for claim in reading.claims.to_dict("records"):
        words = label(text[claim["quantity_id"]], 80)
        source = label(wording.credited(claim), 60)
        stated = wording.interval(claim["low"], claim["high"], claim["modifier"])
        sentences[claim["quantity_id"]] = f"{words}: {stated}, {source}{', hedged' if claim['hedged'] else ''}."
    return sentences
