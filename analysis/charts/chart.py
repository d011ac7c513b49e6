"""What all charts share: one style, SVG with the same bytes every time, text that is safe to draw."""

from __future__ import annotations

import os
import unicodedata
import warnings
from dataclasses import dataclass
from importlib.resources import files
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import wording

INK = "#222222"
MUTED = "#5f5f5f"
FIRM = "#0072B2"
HEDGED = "#C25100"
OWN_VOICE = "#6b6b6b"
GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""The ground of words that stand in a plot, where guides would run through them."""

STYLE = str(files("analysis") / "analysis.mplstyle")
# Verdana is as wide as the font that the layout was measured with; others are narrower.
_FONT, _FONTS = "'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif"
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"


class Chart(Figure):
    """A matplotlib Figure with a name and a description in words, drawn as accessible SVG wherever it is shown."""

    def __init__(self, name: str, width: float, height: float) -> None:
        with style.context(STYLE):
            super().__init__(figsize=(width, height))
        self.name = name
        self.alt = ""
        self.links: dict[str, str] = {}
        """The label of each address that marks of the chart link to."""
        self._drawn = ""

    def svg(self) -> str:
        """The chart as an SVG document; equal charts give equal bytes."""
        if self.stale or not self._drawn:
            self._drawn = self._draw()
            self.stale = False
        return _accessible(self._drawn, self.name, self.alt, self.links)

    def _draw(self) -> str:
        buffer = StringIO()
        with style.context(STYLE), warnings.catch_warnings():
            # A viewer has glyphs that matplotlib's own font lacks: the SVG holds text, not outlines.
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            self.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return buffer.getvalue()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the chart to `path`; `.svg` as `svg()` gives it, else any format of matplotlib's."""
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".svg":
            path.write_text(self.svg(), encoding="utf-8", newline="\n")
        else:
            with style.context(STYLE):
                self.savefig(path, dpi=144)
        return path

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg(), "text/plain": self.alt}


@dataclass(frozen=True)
class Layout:
    """Lengths in inches, words in columns; `beside`: words stand beside the plot, else above and below each mark."""

    name: str
    width: float
    left: float
    right: float
    row: float
    title: int
    title_size: float
    legend: int
    beside: bool


_TOP, _LINE, _SMALL_LINE, _BELOW = 0.3, 0.22, 0.16, 0.25
"""Inches above the first line of a title, of a line of it, of a line of a legend, and below both."""


def head_height(title: list[str], legend: list[str]) -> float:
    """The height in inches of a title and a legend, each in lines, with the room below them."""
    return _TOP + len(title) * _LINE + len(legend) * _SMALL_LINE + _BELOW


def write_head(chart: Chart, title: list[str], legend: list[str], size: float) -> None:
    """Write a title of `size` points, and the legend below it, at the top of a chart."""
    height = chart.get_figheight()
    at = height - _TOP
    for line in title:
        chart.text(0.02, at / height, line, fontsize=size, weight="bold", color=INK, va="center")
        at -= _LINE
    at -= 0.05
    for line in legend:
        chart.text(0.02, at / height, line, fontsize=8.5, color=MUTED, va="center")
        at -= _SMALL_LINE


def add_panel(chart: Chart, left: float, right: float, bottom: float, height: float) -> Axes:
    """Add axes of `height` inches, with `left`, `right` and `bottom` inches of room beside and below them."""
    width, total = chart.get_size_inches()
    return chart.add_axes((left / width, bottom / total, (width - left - right) / width, height / total))


def label(text: str, width: int) -> str:
    """`text` in one line of at most `width` columns, without characters that steer or break a rendering."""
    text = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())
    columns = 0
    for position, character in enumerate(text):
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if columns > width:
            cut = text[: position - 1]
            return (cut.rsplit(" ", 1)[0] if " " in cut[len(cut) // 2 :] else cut).rstrip(",;: ") + "…"
    return text


def tick(value: float) -> str:
    """A number beside an axis: `1.2bn`."""
    return wording.number(value).replace(" million", "m").replace(" billion", "bn").replace(" trillion", "tn")


def _accessible(svg: str, name: str, alt: str, links: dict[str, str]) -> str:
    """`svg` with a role, a title that says `alt`, and ids that begin with `name`, so that many share one page.

    Of the links to one address the first has a label and is reached by keyboard; the others are there for the pointer.
    """
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(svg)
    reached = set()
    for element in root.iter():
        if element.tag == f"{{{_SVG}}}a":
            address = element.attrib[_HREF]
            reach = {"tabindex": "-1", "aria-hidden": "true"} if address in reached else {"aria-label": links[address]}
            # A plain address, as of SVG 2: to screen readers, the older one is no link.
            element.attrib.clear()
            element.attrib.update({"href": address, **reach})
            reached.add(address)
        for attribute, value in element.attrib.items():
            if attribute == "id":
                element.set(attribute, f"{name}-{value}")
            elif attribute == _HREF and value.startswith("#"):
                element.set(attribute, f"#{name}-{value[1:]}")
            elif "url(#" in value:
                element.set(attribute, value.replace("url(#", f"url(#{name}-"))
            elif attribute == "style":
                element.set(attribute, value.replace(_FONT, _FONTS))
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)
    # Without a fixed size the chart is as wide as the room allows, up to the size that it was drawn for.
    width = float(root.attrib.pop("width").removesuffix("pt"))
    del root.attrib["height"]
    root.set("style", f"max-width: {width:g}pt")
    # Screen readers skip the content of an image, but must find links.
    root.set("role", "group" if links else "img")
    root.set("aria-label", alt)
    title = ElementTree.Element(f"{{{_SVG}}}title")
    title.text = alt
    root.insert(0, title)
    return ElementTree.tostring(root, encoding="unicode") + "\n"
