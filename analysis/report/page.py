"""The report's page: one HTML file that needs no network."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence, Set
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

from analysis import marks, summary
from analysis.measured import measured
from analysis.project import release
from analysis.reading import Reading
from analysis.report.notes import notes

# Claims first: they are what a reader with two minutes came for.
_CHAPTERS = ("4-claims", "1-article", "3-sources")
_TABLES = ("4-claims", "2-figures", "3-sources", "1-article")
_NOTEBOOK_ONLY, _TABLE, _ARTICLE = "notebook-only", "table", "article"
"""Tags of cells that make sense in the notebook alone; that stand among the page's tables; that show the article, which
gets notes in its margin here."""
_CHARTS = {"claims-chart": "claims", "matrix-chart": "matrix"}
"""Tags of cells that show a chart which is drawn for a telephone too, with the chart's name."""
_MATRIX = "matrix"
"""The tag of cells about who says what of what, which are left out where there is nothing to show."""
_HEADING = re.compile(r"^#+ ", re.MULTILINE)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def page(
    reading: Reading,
    chapters: dict[str, nbformat.NotebookNode],
    narrow: dict[str, str],
    parameters: dict[str, Any],
) -> str:
    """The page: a summary in computed words, the executed notebooks, their tables, how it was made and how well.

    `chapters` are the executed notebooks by name, `parameters` are what they were executed with. `narrow` are charts by
    name, as SVG that fits a telephone; without one of who says what of what, the page says nothing of it.
    """
    told = {_ARTICLE: _render("article.html.j2", paragraphs=_paragraphs(reading), notes=notes(reading))}
    for tag, name in _CHARTS.items():
        if name in narrow:
            wide = _body(_tagged(chapters["4-claims"], tag))
            told[tag] = f'<div class="wide">{wide}</div><div class="chart narrow">{narrow[name]}</div>'
    left_out = {_NOTEBOOK_ONLY, _TABLE} | ({_MATRIX} - narrow.keys())
    script = _resource("page.js")
    return _render(
        "page.html.j2",
        article=reading.article,
        title=reading.article.title or reading.article.article_id,
        indicators=summary.indicators(reading),
        sentences=summary.findings(reading) if len(reading.claims) else summary.sentences(reading),
        chapters=[_chapter(name, chapters[name], told, left_out) for name in _CHAPTERS],
        tables=Markup("\n".join(_body(_tagged(chapters[name], _TABLE), "### ") for name in _TABLES)),
        code=[{"title": _title(notebook), "cells": _code(notebook)} for notebook in chapters.values()],
        # On texts that nothing was tuned on, and on PolNeAR's.
        measured=[row for row in measured() if row["texts"] == "blind" or row["measure"].startswith("PolNeAR")],
        parameters=parameters,
        version=release(),
        styles=[Markup(style) for style in (_tables_library()["style"], marks.STYLE, _resource("page.css"))],
        script=Markup(script),
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        tables_library=Markup(_tables_library()["script"]),
    )


def prepare() -> None:
    """Load what a page needs whatever stands in it; optional, for whoever has to wait anyway."""
    _body([nbformat.v4.new_markdown_cell("&amp;")])
    _environment().get_template("page.html.j2")
    _tables_library()


def _paragraphs(reading: Reading) -> list[Markup]:
    marked = marks.marks_of(reading.tables, link="#note-{}")
    article = reading.article
    return [Markup(marks.marked(article.text, marked, paragraph, anchors=True)) for paragraph in article.paragraphs]


def _chapter(name: str, notebook: nbformat.NotebookNode, told: dict[str, str], left_out: Set[str]) -> dict[str, Any]:
    """A notebook as a section of the page, without cells whose tags are `left_out`; some tags are `told` otherwise."""
    pieces = []
    for cell in notebook.cells:
        tags = _tags(cell)
        if not tags & left_out:
            pieces += [told[tag] for tag in tags & told.keys()] or [_body([cell])]
    return {"name": name, "title": _title(notebook), "body": Markup("\n".join(pieces))}


def _tags(cell: nbformat.NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def _tagged(notebook: nbformat.NotebookNode, tag: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if tag in _tags(cell)]


def _title(notebook: nbformat.NotebookNode) -> str:
    found = _TITLE.search(notebook.cells[0].source)
    return found[1] if found else "Chapter"


def _code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def _body(cells: Sequence[nbformat.NotebookNode], heading: str = r"#\g<0>") -> str:
    """Cells as HTML, with `heading` instead of the marks of their headings: one level lower, below the page's title."""
    lowered = [
        nbformat.from_dict({**cell, "source": _HEADING.sub(heading, cell.source)})
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
        default_preprocessors=[],  # none has anything to do here, and after each the cells would be checked anew
    )


@cache
def _tables_library() -> dict[str, str]:
    """The script and the style by which tables are sorted and searched (DataTables, as itables packs it)."""
    # Found, not imported: itables reads whatever pyproject.toml lies in the working directory.
    folder = Path(find_spec("itables").origin).parent / "html"
    script = (folder / "dt_bundle.js").read_text("utf-8")
    # Whatever looks like the end of a script, or the beginning of a comment, would be taken for one.
    script = script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    return {"script": script, "style": (folder / "dt_bundle.css").read_text("utf-8")}


def _resource(name: str) -> str:
    return (files("analysis.report") / "templates" / name).read_text("utf-8")


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    # Autoescaping: whatever comes from an article is text here too.
    return Environment(
        loader=PackageLoader("analysis.report", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
