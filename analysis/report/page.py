"""The report's page: one HTML file that needs no network."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import nbformat
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

from analysis import folding, marks, summary
from analysis.adding_up import adding_up
from analysis.measured import measured
from analysis.project import release
from analysis.quoting import words
from analysis.reading import Reading
from analysis.report.citing import citations
from analysis.report.notes import choices, notes
from analysis.story import story

_FOLDS = (
    ("4-claims", "corrections"),
    ("4-claims", "compared"),
    ("3-sources", "sources"),
    ("1-article", "where"),
)
"""The folds: the cells of a notebook that have a tag, under the heading of the first of them."""
_CHARTS, _ALSO = ("claims", "matrix"), "also"
"""Charts that are not folded away, and the one that is: the tags of the cells of `4-claims` that show them."""
_MOST = 60
"""The most figures in the chart of those folded away: more would make the page too large to be mailed."""
_TABLES = ("claims", "quantities", "attributions", "sources", "disagreements", "checks", "hedges", "articles")
"""What a reader is offered of `tables/`, the most telling first."""
_HEADING = re.compile(r"^#+ ", re.MULTILINE)
_TITLE = re.compile(r"^#+ (.+)$", re.MULTILINE)


def page(
    reading: Reading,
    chapters: dict[str, nbformat.NotebookNode],
    narrow: dict[str, str],
    parameters: dict[str, Any],
) -> str:
    """The page: a summary in computed words, the chart, the article with notes, its figures as one table, and folds.

    `chapters` are the executed notebooks by name, `parameters` are what they were executed with. `narrow` are charts by
    name, as SVG that fits a telephone; without one of the matrix or of what is folded away, the page has none.
    """
    script = resource("page.js")
    entries, sentences, drawn = notes(reading), story(reading), folding.shown(reading)
    charted = _ALSO in narrow and len(entries) - len(drawn) <= _MOST
    return render(
        "page.html.j2",
        article=reading.article,
        title=reading.article.title or reading.article.article_id,
        indicators=summary.indicators(reading),
        sentences=sentences,
        sums=adding_up(reading),
        description=" ".join(map(words, sentences)),
        charts=[_chart(chapters["4-claims"], name, narrow[name]) for name in _CHARTS if name in narrow],
        also=_chart(chapters["4-claims"], _ALSO, narrow[_ALSO]) if charted else None,
        drawn=drawn,
        paragraphs=_paragraphs(reading),
        notes=entries,
        choices=choices(entries),
        corrected=not reading.corrections.empty,
        folds=[
            _fold(chapters[name], tag, narrow)
            for name, tag in _FOLDS
            if tag != "corrections" or len(reading.corrections)
        ],
        code=[{"title": _title(notebook.cells), "cells": _code(notebook)} for notebook in chapters.values()],
        # On texts that nothing was tuned on, and on PolNeAR's.
        measured=[row for row in measured() if row["texts"] == "blind" or row["measure"].startswith("PolNeAR")],
        parameters=parameters,
        tables=_TABLES,
        saved=[*narrow],
        citations=citations(reading.article),
        version=release(),
        styles=[Markup(style) for style in (marks.STYLE, resource("page.css"))],
        script=Markup(script),
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


def prepare() -> None:
    """Load what every page needs; optional, for a caller that waits anyway."""
    _body([nbformat.v4.new_markdown_cell("&amp;")])
    _environment().get_template("page.html.j2")


def _paragraphs(reading: Reading) -> list[Markup]:
    marked = marks.marks_of(reading.tables, link="#note-{}")
    article = reading.article
    return [Markup(marks.marked(article.text, marked, paragraph, anchors=True)) for paragraph in article.paragraphs]


def _chart(notebook: nbformat.NotebookNode, name: str, narrow: str) -> dict[str, str]:
    """A chart for wide screens and for telephones, and the words above it."""
    cells = _tagged(notebook, name)
    parts = {kind: [cell for cell in cells if cell.cell_type == kind] for kind in ("markdown", "code")}
    return {
        "title": _title(cells),
        "words": Markup(_body([_untitled(cell) for cell in parts["markdown"]])) if parts["markdown"] else "",
        "wide": Markup(_body(parts["code"])),
        "narrow": Markup(narrow),
    }


def _fold(notebook: nbformat.NotebookNode, tag: str, narrow: dict[str, str]) -> dict[str, Any]:
    """The cells with a tag, under the heading of the first; with the narrow chart too for a cell `<name>-chart`."""
    cells = _tagged(notebook, tag)
    pieces = []
    for cell in [_untitled(cells[0]), *cells[1:]]:
        drawn = [narrow[name] for name in narrow if f"{name}-chart" in cell.metadata.tags]
        body = _body([cell])
        pieces.append(f'<div class="wide">{body}</div><div class="chart narrow">{drawn[0]}</div>' if drawn else body)
    return {"name": tag, "title": _title(cells), "body": Markup("\n".join(pieces))}


def _untitled(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return nbformat.from_dict({**cell, "source": _TITLE.sub("", cell.source, count=1)})


def _tagged(notebook: nbformat.NotebookNode, tag: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def _title(cells: Sequence[nbformat.NotebookNode]) -> str:
    match = _TITLE.search(cells[0].source)
    return match[1] if match else "Chapter"


def _code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def _body(cells: Sequence[nbformat.NotebookNode]) -> str:
    """Cells as HTML, their headings below those of the page's sections."""
    lowered = [
        nbformat.from_dict({**cell, "source": _HEADING.sub("### ", cell.source)})
        if cell.cell_type == "markdown"
        else cell
        for cell in cells
    ]
    html, _ = _exporter().from_notebook_node(nbformat.v4.new_notebook(cells=lowered))
    return html


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(
        template_name="chapter",
        extra_template_basedirs=[str(files("analysis.report") / "templates")],
        exclude_anchor_links=True,
        exclude_input=True,
        exclude_output_prompt=True,
        default_preprocessors=[],  # none has work here, and after each the cells would be checked again
    )


def resource(name: str) -> str:
    """The text of a file among the templates."""
    return (files("analysis.report") / "templates" / name).read_text("utf-8")


def render(template: str, **values: Any) -> str:
    """A template with its values, each of which is escaped unless it is markup."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    # Autoescaping: the text of an article stays text.
    return Environment(
        loader=PackageLoader("analysis.report", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
