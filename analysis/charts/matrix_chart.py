"""Who says what of what: a row a topic, a column a source, intervals in the cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib import style
from matplotlib.axes import Axes

from analysis import wording
from analysis.charts.chart import FIRM, HEDGED, INK, MUTED, OWN_VOICE, STYLE, Chart, label
from analysis.charts.interval import WRAPPED_LEGEND, draw_interval, spans_decades
from analysis.matrix import Matrix, Source, Statement, Topic, finding
from analysis.matrix import matrix as matrix_of

if TYPE_CHECKING:
    from analysis.reading import Reading

_SIDE, _GAP, _PAD = 0.2, 0.14, 0.12
_TITLE, _LINE, _SMALL, _MARK = 0.22, 0.17, 0.155, 0.2
"""Heights in inches of a line of the title, of words, of small words, and of an interval's mark."""
_COLUMN, _BOLD, _SMALL_COLUMN = 0.088, 0.1, 0.079
"""Widths in inches that a character takes up at most, on average: of words, bold words, small words."""
_LONG_WORD = 0.77
"""The width of a character of a long word that stands alone in a line: a part of that on average of a whole line."""
_TOPIC, _WIDEST = 2.4, 2.6
_FAR = (0.06, 0.82)
"""The part of a cell in which the marks of a row stand; an arrow reaches further."""
_MOST = 6
"""The most statements in a cell; the number of others is stated."""


@dataclass(frozen=True)
class _Layout:
    """Width in inches; `title` in points; `stacked` has the sources of a topic below each other."""

    name: str
    width: float
    title: float
    title_column: float
    stacked: bool


_WIDE = _Layout("matrix", 10.6, 13, 0.125, stacked=False)
_NARROW = _Layout("matrix-narrow", 3.5, 11, 0.108, stacked=True)


class _Words(NamedTuple):
    """A line of words: `left` and `y` (from the top, its middle) in inches."""

    left: float
    y: float
    text: str
    style: dict[str, Any]


class _Mark(NamedTuple):
    """The mark of a statement, from `low` to `high`, within a cell from `left` to `right`; all in inches."""

    left: float
    right: float
    y: float
    low: float | None
    high: float | None
    statement: Statement
    colour: str


class _Drawing:
    """What is drawn, line by line from the top, before the height is known."""

    def __init__(self) -> None:
        self.words: list[_Words] = []
        self.marks: list[_Mark] = []
        self.rules: list[tuple[float, str]] = []

    def write(self, left: float, top: float, lines: Sequence[str], height: float, **style: Any) -> float:
        """Write lines and return where they end."""
        for line in lines:
            self.words.append(_Words(left, top + height / 2, line, style))
            top += height
        return top


def matrix(reading: Reading, *, narrow: bool = False) -> Chart:
    """Who says what of what: topics as rows, sources as columns, what each states of each as an interval.

    The marks of a row share one scale, logarithmic where its values span decades. `narrow` is for a telephone: there
    the sources of a topic stand below each other. Where no two sources speak of the same things, a sentence says so.
    """
    layout = _NARROW if narrow else _WIDE
    grid = matrix_of(reading)
    drawing = _Drawing()
    top = _head(drawing, layout, grid)
    top = (_stacked if layout.stacked else _table)(drawing, layout, grid, top)
    chart = Chart(layout.name, layout.width, top + _PAD)
    sentences = dict(_sentences(grid))
    chart.alt = " ".join([f"Chart. {finding(grid)}.", _left_out(grid), *sentences.values()]).replace("  ", " ")
    chart.links = {f"#{quantity}": f"{quantity}: {words}" for quantity, words in sentences.items()}
    with style.context(STYLE):
        _draw(chart, drawing)
    return chart


def _draw(chart: Chart, drawing: _Drawing) -> None:
    """Draw on axes that are the whole chart, in inches from its upper left."""
    width, height = chart.get_size_inches()
    axes = chart.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    for y, colour in drawing.rules:
        axes.plot([_SIDE / 2, width - _SIDE / 2], [y, y], color=colour, linewidth=0.8)
    for mark in drawing.marks:
        _draw_mark(axes, mark)
    for words in drawing.words:
        axes.text(words.left, words.y, words.text, va="center", **words.style)


def _draw_mark(axes: Axes, mark: _Mark) -> None:
    axes.plot([mark.left, mark.right], [mark.y, mark.y], color="#e4e4e4", linewidth=0.8, zorder=1)
    draw_interval(
        axes, mark.y, mark.low, mark.high, (mark.left + 0.05, mark.right - 0.05), colour=mark.colour,
        hollow=mark.statement.modifier == "approximate", link=f"#{mark.statement.quantities[0]}",
    )  # fmt: skip


def _head(drawing: _Drawing, layout: _Layout, grid: Matrix) -> float:
    """The title, what the marks mean and what is left out."""
    room = layout.width - 2 * _SIDE
    title = wrap(label(finding(grid), 110), int(room / layout.title_column))
    top = drawing.write(_SIDE, 0.15, title, _TITLE, fontsize=layout.title, weight="bold", color=INK) + 0.04
    if not grid.topics:
        nothing = "There is nothing to draw: it takes two sources or more who speak of two topics or more."
        return drawing.write(_SIDE, top, wrap(nothing, int(room / _COLUMN)), _LINE, color=MUTED)
    legend = [line for words in (WRAPPED_LEGEND, _left_out(grid)) for line in wrap(words, int(room / _SMALL_COLUMN))]
    return drawing.write(_SIDE, top, legend, _SMALL, fontsize=8, color=MUTED) + 0.1


def _left_out(grid: Matrix) -> str:
    parts = [
        wording.count(amount, f"more {noun}")
        for amount, noun in ((grid.more_topics, "topic"), (grid.more_sources, "source"))
        if amount
    ]
    return f"Left out: {' and '.join(parts)}." if parts else ""


def _table(drawing: _Drawing, layout: _Layout, grid: Matrix, top: float) -> float:
    """Topics by sources; returns where it ends."""
    if not grid.topics:
        return top
    room = (layout.width - 2 * _SIDE - _TOPIC) / len(grid.sources)
    column_width = min(room, _WIDEST)
    lefts = [_SIDE + _TOPIC + number * column_width for number in range(len(grid.sources))]
    names = [_wrapped(source.name, column_width - _GAP, _BOLD, 5) for source in grid.sources]
    deepest = max(map(len, names))
    for left, source, name in zip(lefts, grid.sources, names, strict=True):
        first = top + (deepest - len(name)) * _LINE
        drawing.write(left, first, name, _LINE, weight="bold", color=INK if source.source_id else OWN_VOICE)
    top += deepest * _LINE + 0.06
    drawing.rules.append((top, "#8a8a8a"))
    for topic in grid.topics:
        start = top + _PAD
        ends = [_topic(drawing, topic, grid, start, _TOPIC - _GAP)]
        place = _scale(topic, grid)
        for left, source in zip(lefts, grid.sources, strict=True):
            statements = grid.cell(topic, source)
            if statements:
                ends.append(_cell(drawing, topic, source, statements, left, left + column_width - _GAP, start, place))
            else:
                ends.append(drawing.write(left, start + _MARK, ["–"], _LINE, color=MUTED))
        top = max(ends) + _PAD
        drawing.rules.append((top, "#e0e0e0"))
    return top


def _stacked(drawing: _Drawing, layout: _Layout, grid: Matrix, top: float) -> float:
    """Each topic with its sources below it; returns where it ends."""
    left, right = _SIDE, layout.width - _SIDE
    for topic in grid.topics:
        drawing.rules.append((top, "#8a8a8a"))
        top = _topic(drawing, topic, grid, top + _PAD, right - left) + 0.08
        place = _scale(topic, grid)
        for source in grid.sources:
            statements = grid.cell(topic, source)
            if statements:
                name = _wrapped(source.name, right - left - 0.15, _COLUMN, 5)
                top = drawing.write(left + 0.15, top, name, _LINE, color=INK if source.source_id else OWN_VOICE)
                top = _cell(drawing, topic, source, statements, left + 0.15, right, top, place) + 0.08
    return top


def _topic(drawing: _Drawing, topic: Topic, grid: Matrix, top: float, width: float) -> float:
    """The name of a topic, its unit, and how its figures relate; returns where it ends."""
    top = drawing.write(_SIDE, top, _wrapped(topic.name, width, _BOLD, 5), _LINE, weight="bold", color=INK)
    if topic.unit:
        top = drawing.write(_SIDE, top, _wrapped(topic.unit, width, _SMALL_COLUMN, 2), _SMALL, fontsize=8, color=MUTED)
    relation = _relation(topic)
    ink = {"color": INK, "weight": "bold"} if topic.disputed else {"color": MUTED}
    return drawing.write(_SIDE, top, [relation] if relation else [], _SMALL, fontsize=8, **ink)


def _relation(topic: Topic) -> str:
    return "≠ disputed" if topic.disputed else "" if topic.sure else "possibly the same thing"


def _cell(
    drawing: _Drawing,
    topic: Topic,
    source: Source,
    statements: Sequence[Statement],
    left: float,
    right: float,
    top: float,
    place: Callable[[float], float],
) -> float:
    """What a source states of a topic, each statement with its mark; returns where it ends."""
    width = right - left
    for statement in statements[:_MOST]:
        colour = HEDGED if statement.hedged else FIRM if source.source_id else OWN_VOICE
        if _is_comparable(statement, topic):
            bounds = statement.low, statement.high
            low, high = (None if bound is None else left + width * place(bound) for bound in bounds)
            drawing.marks.append(_Mark(left, right, top + _MARK / 2, low, high, statement, colour))
            top += _MARK
        link = {"url": f"#{statement.quantities[0]}"}
        top = drawing.write(left, top, _wrapped(_stated(statement, topic), width, _COLUMN, 4), _LINE, color=INK, **link)
        notes = _wrapped(", ".join(_notes(statement)), width, _SMALL_COLUMN, 3)
        top = drawing.write(left, top, notes, _SMALL, fontsize=8, color=HEDGED if statement.hedged else MUTED)
    more = [f"and {len(statements) - _MOST} more"] * (len(statements) > _MOST)
    return drawing.write(left, top, more, _SMALL, fontsize=8, color=MUTED)


def _stated(statement: Statement, topic: Topic) -> str:
    """The interval in words, with its unit where that is not the topic's."""
    return statement.words if _is_comparable(statement, topic) else f"{statement.words} {statement.unit}"


def _is_comparable(statement: Statement, topic: Topic) -> bool:
    """Whether a statement fits the scale of its topic: an amount in another currency or measure does not."""
    return statement.kind == "count" or statement.unit in (None, topic.unit)


def _notes(statement: Statement) -> list[str]:
    times = len(statement.quantities)
    return (
        ([statement.stance] if statement.stance else [])
        + ["hedged"] * statement.hedged
        + [f"{times} times"] * (times > 1)
    )  # fmt: skip


def _scale(topic: Topic, grid: Matrix) -> Callable[[float], float]:
    """A function from a value of the topic to its place in a cell, as a part of the width."""
    values = [
        value
        for source in grid.sources
        for statement in grid.cell(topic, source)
        if _is_comparable(statement, topic)
        for value in (statement.low, statement.high)
        if value is not None
    ] or [0.0]
    low, high = min(values), max(values)
    if spans_decades(low, high, topic.unit):
        low, high = math.log(low / 1.5), math.log(high)
        return lambda value: _part(math.log(value), low, high)
    return lambda value: _part(value, min(low, 0.0), max(high, 0.0))


def _part(value: float, low: float, high: float) -> float:
    first, last = _FAR
    return first + (last - first) * ((value - low) / (high - low) if high > low else 0.0)


def _wrapped(text: str, width: float, column: float, most: int) -> list[str]:
    """`text` in at most `most` lines that fit a width in inches."""
    columns = max(int(width / column), 4)
    longest = max(map(len, text.replace("-", " ").split()), default=0)
    too_long = longest * column * _LONG_WORD > width
    return wrap(label(text, columns * most), columns, max_lines=most, placeholder="…", break_long_words=too_long)


def _sentences(grid: Matrix) -> Iterator[tuple[str, str]]:
    """Each statement in words, by the id of the first quantity that states it."""
    for topic in grid.topics:
        about = label(topic.name, 80) + (f" ({relation.removeprefix('≠ ')})" if (relation := _relation(topic)) else "")
        for source in grid.sources:
            for statement in grid.cell(topic, source)[:_MOST]:
                words = ", ".join([_stated(statement, topic), *_notes(statement)])
                yield statement.quantities[0], f"{about}: {words}, {label(source.name, 60)}."
