"""Where along the article its figures, sources and hedges stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib import style
from matplotlib.axes import Axes

from analysis import summary
from analysis.charts.chart import FIRM, HEDGED, INK, MUTED, OWN_VOICE, STYLE, Chart, label

if TYPE_CHECKING:
    from analysis.reading import Reading

_WIDTH, _LEFT, _TOP, _BOTTOM = 9.5, 1.1, 0.85, 0.6
_LANE, _LABEL = 0.78, 0.19
_LABEL_LEVELS = 4


def reading(reading: Reading) -> Chart:
    """The article from its first to its last character: a lane each for figures, sources and hedges.

    Thin lines part the paragraphs. A figure is labelled with its number as long as labels find room.
    """
    lanes = _lanes(reading)
    labels = _placed([at for at, _ in lanes["figures"]], reading.quantities["number_text"].tolist())
    above = 0.2 + _LABEL * max((level + 1 for _, level, _ in labels), default=0)
    height = _TOP + above + len(lanes) * _LANE + _BOTTOM
    chart = Chart("reading", _WIDTH, height)
    finding = summary.reading_finding(reading)
    with style.context(STYLE):
        chart.text(0.02, 1 - 0.3 / height, label(finding, 90), fontsize=13, weight="bold", color=INK, va="center")
        chart.text(
            0.02, 1 - 0.58 / height,
            "thin lines: paragraphs · figures: orange is hedged, grey has no source · hedges: grey is a booster",
            fontsize=8.5, color=MUTED, va="center",
        )  # fmt: skip
        inside = height - _TOP - _BOTTOM
        axes = chart.add_axes((_LEFT / _WIDTH, _BOTTOM / height, 1 - (_LEFT + 0.3) / _WIDTH, inside / height))
        axes.set_ylim(inside, 0)
        _draw(axes, reading, lanes, above)
        for text, level, start in labels:
            axes.text(start, above - 0.02 - _LABEL * level, text, fontsize=8.5, color=INK, va="center")
    chart.alt = (
        f"Chart. {finding}. " + ", ".join(f"{lane}: {_amount(lane, marks)}" for lane, marks in lanes.items()) + "."
    )
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


def _placed(places: list[float], numbers: list[str]) -> list[tuple[str, int, float]]:
    """Labels with their level and where they begin, kept apart; what finds no room on any level is left out."""
    free_from = [0.0] * _LABEL_LEVELS
    placed = []
    for place, number in zip(places, numbers, strict=True):
        text = label(number, 16)
        width = 1.15 * len(text) + 1.5
        start = min(place, 100 - width)
        level = next((level for level, free in enumerate(free_from) if free <= start), None)
        if level is not None:
            free_from[level] = start + width
            placed.append((text, level, start))
    return placed


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
