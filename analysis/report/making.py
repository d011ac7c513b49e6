"""The parts of a report, made in a scratch folder and published together."""

from __future__ import annotations

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from tqdm import tqdm

from analysis.reading import Reading, read
from analysis.reading.annotations import write_annotations
from analysis.reading.datapackage import write_datapackage
from analysis.reading.publishing import MAKING, publish, scratch
from analysis.reading.spreadsheets import WORKBOOK
from analysis.report.crate import write_crate
from analysis.report.execution import execute, keep, normalised
from analysis.report.kernel import Kernel
from analysis.report.notebooks import CHAPTERS, NOTEBOOKS, NotebookError
from analysis.report.page import page, prepare


def make(
    article: str | os.PathLike[str],
    output: str | os.PathLike[str],
    kernel: Kernel,
    *,
    language: str,
    timeout: float | None,
    progress: tqdm | None,
    address: str | None,
    excel: bool,
    xlsx: bool,
) -> Path:
    """Make the report of one article, its notebooks executed in `kernel`: see `make_report`."""
    notebooks = [NOTEBOOKS / f"{chapter}.ipynb" for chapter in CHAPTERS]
    reading = read(article, language=language)
    name = reading.article.article_id
    reports, figures = (Path(output) / place / name for place in ("reports", "figures"))
    with scratch(reports, MAKING) as folder:
        target, executing = folder / "made", folder / "executing"
        target.mkdir()
        executing.mkdir()
        parameters = {"article": os.fspath(article), "output": str(target), "language": language, "interactive": False}
        displayed = parameters | {"article": address or _relative(article), "output": f"reports/{name}"}
        # Jupyter's packages warn when they are imported, in either thread; users can do nothing about it.
        with warnings.catch_warnings(action="ignore"), ThreadPoolExecutor(1) as thread:
            meanwhile = thread.submit(_prepare_page, reading, target)
            try:
                executed = execute(notebooks, parameters, executing, kernel=kernel, timeout=timeout, progress=progress)
            except NotebookError as error:
                raise keep(error, reports / "failed", displayed) from error
            meanwhile.result()
        chapters = {}
        for path, notebook in zip(notebooks, executed, strict=True):
            chapters[path.stem] = normalised(path.stem, notebook, displayed)
            nbformat.write(chapters[path.stem], target / path.name)
        if excel or xlsx:
            reading.write(target / "tables", excel=excel, xlsx=xlsx)
        write_datapackage(target / "tables")
        narrow = {
            path.name.removesuffix("-narrow.svg"): path.read_text("utf-8")
            for path in sorted((target / "figures").glob("*-narrow.svg"))
        }
        (target / "report.html").write_text(page(reading, chapters, narrow, displayed), encoding="utf-8", newline="\n")
        write_crate(target, reading, displayed, article)
        charts = (target / "figures").rename(folder / "figures")
        publish((charts, figures), (target, reports), dropped=["failed", f"tables/{WORKBOOK}"])
    return reports / "report.html"


def _prepare_page(reading: Reading, target: Path) -> None:
    write_annotations(reading, target / "tables")  # computes the tables, which the page shows
    prepare()


def _relative(article: str | os.PathLike[str]) -> str:
    """Return the article's path as executed notebooks show it: from the working directory, or its name alone."""
    path = Path(article)
    if not path.is_absolute():
        return path.as_posix()
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.name
