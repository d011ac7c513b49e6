"""The places of figures, sources and hedges along the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from matplotlib import style
from matplotlib.axes import Axes

from analysis import summary, wording
from analysis.charts.chart import FIRM, HEDGED, INK, MUTED, OWN_VOICE, STYLE, Chart, head_height, label, write_head

if TYPE_CHECKING:
    from analysis.reading import Reading

_BOTTOM, _RIGHT = 0.6, 0.3
_LANE, _LABEL, _CROSS = 0.78, 0.19, 0.3
_LABEL_LEVELS = 4
_ENTRIES = "thin lines: paragraphs · figures: orange is hedged, grey has no source · hedges: grey is a booster"
_MISFIT = " · ×: does not add up"
_CHARACTER = 9.3
"""The width of a label's character on a plot of 100 inches, in percent of it."""


@dataclass(frozen=True)
class _Layout:
    """Lengths in inches, words in columns."""

    name: str
    width: float
    left: float
    title: int
    title_size: float
    legend: int

    @property
    def plot(self) -> float:
        return self.width - self.left - _RIGHT


_WIDE = _Layout("reading", 9.5, 1.1, 90, 13, 120)
_NARROW = _Layout("reading-narrow", 3.5, 0.95, 36, 11, 44)


def reading(reading: Reading, *, narrow: bool = False) -> Chart:
    """The article from its first to its last character: a lane each for figures, sources and hedges.

    Thin lines part the paragraphs. A figure is labelled with its number as long as labels find room; a cross marks one
    that does not fit those to which the article relates it. `narrow` is for a telephone.
    """
    layout = _NARROW if narrow else _WIDE
    lanes = _lanes(reading)
    labels = _placed([at for at, _ in lanes["figures"]], reading.quantities["number_text"].tolist(), layout.plot)
    above = 0.2 + _LABEL * max((level + 1 for _, level, _ in labels), default=0)
    finding = summary.reading_finding(reading)
    title = wrap(finding, layout.title)
    misfits = reading.quantities["quantity_id"].isin(summary.not_adding_up(reading))
    legend = wrap(_ENTRIES + _MISFIT if misfits.any() else _ENTRIES, layout.legend)
    inside = above + len(lanes) * _LANE
    height = head_height(title, legend) + inside + _BOTTOM
    chart = Chart(layout.name, layout.width, height)
    with style.context(STYLE):
        write_head(chart, title, legend, layout.title_size)
        axes = chart.add_axes(
            (layout.left / layout.width, _BOTTOM / height, layout.plot / layout.width, inside / height)
        )
        axes.set_ylim(inside, 0)
        _draw(axes, reading, lanes, above)
        _cross_out(axes, 100 * reading.quantities["number_start"][misfits] / len(reading.article.text), above)
        for text, level, start in labels:
            axes.text(start, above - 0.02 - _LABEL * level, text, fontsize=8.5, color=INK, va="center")
    chart.alt = (
        f"Chart. {finding}. " + ", ".join(f"{lane}: {_amount(lane, marks)}" for lane, marks in lanes.items()) + "."
    )
    if misfits.any():
        chart.alt += f" {wording.count(int(misfits.sum()), 'figure')} marked: does not add up."
    return chart


def _lanes(reading: Reading) -> dict[str, list[tuple[float, str]]]:
    """The marks of each lane: where they stand, in percent of the text, and their colour."""
    length = max(len(reading.article.text), 1)
    claims = reading.claims
    spoken = {tuple(spans[0]) for spans in reading.attributions["source_spans"] if spans}
    return {
        "figures": [
            (100 * start / length, HEDGED if hedged else FIRM if credited else OWN_VOICE)
            for start, hedged, credited in zip(
                reading.quantities["number_start"], claims["hedged"], claims["source_id"].notna(), strict=True
            )
        ],
        "sources": [(100 * start / length, FIRM) for start, _ in sorted(spoken)],
        "hedges": [
            (100 * start / length, OWN_VOICE if kind == "booster" else HEDGED)
            for start, kind in zip(reading.hedges["start"], reading.hedges["kind"], strict=True)
        ],
    }


def _amount(lane: str, marks: list[tuple[float, str]]) -> str:
    """How many marks a lane has: a source has one for each time that it is cited."""
    return f"cited {len(marks)} ×" if lane == "sources" else str(len(marks))


def _placed(places: list[float], numbers: list[str], plot: float) -> list[tuple[str, int, float]]:
    """Labels with level and start, kept apart on a plot of `plot` inches; those without room are left out."""
    free_from = [0.0] * _LABEL_LEVELS
    placed = []
    for place, number in zip(places, numbers, strict=True):
        text = label(number, 16)
        width = _CHARACTER * (len(text) + 1.3) / plot
        start = min(place, 100 - width)
        level = next((level for level, free in enumerate(free_from) if free <= start), None)
        if level is not None:
            free_from[level] = start + width
            placed.append((text, level, start))
    return placed


def _cross_out(axes: Axes, places: Sequence[float], above: float) -> None:
    """Draw crosses at `places` of the lane of figures, in percent of the text."""
    if len(places):
        level = above + 0.5 * _LANE + _CROSS
        axes.plot(places, [level] * len(places), "x", color=INK, markersize=6, markeredgewidth=1.6)


def _draw(axes: Axes, reading: Reading, lanes: dict[str, list[tuple[float, str]]], above: float) -> None:
    axes.set_xlim(0, 100)
    axes.set_yticks([])
    axes.grid(False)
    axes.set_xlabel("percent of the article’s characters", fontsize=8.5, color=MUTED)
    bottom = above + len(lanes) * _LANE
    for paragraph in reading.article.paragraphs[1:]:
        at = 100 * paragraph.start / len(reading.article.text)
        axes.vlines(at, above + 0.1, bottom, color="#e0e0e0", linewidth=0.7)
    for lane, (name, marks) in enumerate(lanes.items()):
        level = above + (lane + 0.5) * _LANE
        axes.axhline(level, color="#cccccc", linewidth=0.8, zorder=0)
        axes.annotate(
            f"{name}\n{_amount(name, marks)}", (0, level), (-12, 0), textcoords="offset points",
            ha="right", va="center", color=INK, annotation_clip=False,
        )  # fmt: skip
        for place, colour in marks:
            axes.vlines(place, level - 0.2, level + 0.2, color=colour, linewidth=2.2)
