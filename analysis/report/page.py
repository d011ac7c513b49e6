"""The report's page: one HTML file that needs no network."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import nbformat
from jinja2 import Environment
from markupsafe import Markup

import analysis
from analysis import marks, summary
from analysis.reading import Reading

# Claims first: they are what a reader with two minutes came for.
_ORDER = ("4-claims", "1-article", "2-figures", "3-sources")
# Cells that make sense in the notebook alone: its parameters, its imports, what it writes.
_NOTEBOOK_ONLY = "notebook-only"
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)


def page(reading: Reading, chapters: dict[str, nbformat.NotebookNode]) -> str:
    """The page: a summary in computed words, then each executed notebook as a chapter with its code folded."""
    article = reading.article
    told = [
        {"name": name, "title": _title(chapters[name]), "body": Markup(_body(chapters[name]))} for name in _ORDER
    ]
    return _template().render(
        article=article,
        title=article.title or article.article_id,
        sentences=summary.sentences(reading),
        chapters=told,
        version=analysis.__version__,
        style=Markup(marks.STYLE),
    )


def _title(notebook: nbformat.NotebookNode) -> str:
    found = _HEADING.search(notebook.cells[0].source)
    return found[1] if found else "Chapter"


def _body(notebook: nbformat.NotebookNode) -> str:
    html, _ = _exporter().from_notebook_node(notebook)
    return html


@cache
def _exporter():
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    folder = files("analysis.report") / "templates"
    return HTMLExporter(
        config=Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": [_NOTEBOOK_ONLY]}}),
        template_name="chapter",
        extra_template_basedirs=[str(folder)],
        anchor_link_text="",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )


@cache
def _template():
    # Autoescaping: whatever comes from an article is text here too.
    source = (files("analysis.report") / "templates" / "page.html.j2").read_text("utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
