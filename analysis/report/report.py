"""From an article's path to its report."""

from __future__ import annotations

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat

from analysis.article import InputError, load
from analysis.reading import read
from analysis.report import execution
from analysis.report.execution import CHAPTERS, execute, normalised
from analysis.report.page import page

_KERNELS = 2
"""Notebooks executed side by side; more would need as many cores."""


def make_report(
    article: str | os.PathLike[str],
    output: str | os.PathLike[str] = ".",
    *,
    language: str = "en",
    progress=None,
) -> Path:
    """Make the report of one article and return the path of its page.

    Writes `reports/<article>/` (executed notebooks, `tables/`, `report.html`) and `figures/<article>/` (charts)
    under `output`. Everything is made in a scratch folder and moved when it is whole: a failure leaves earlier
    outputs as they were. `progress` is a tqdm bar, or None. Raises `InputError` for an article that cannot be
    read or a folder that cannot be written, `NotebookError` where a notebook fails.
    """
    found = load(article, language=language)
    reports, figures = (Path(output) / place / found.article_id for place in ("reports", "figures"))
    with _scratch(reports.parent) as name:
        scratch = Path(name)
        parameters = {"article": os.fspath(article), "output": str(scratch), "language": language}
        shown = parameters | {"article": _relative(article), "output": f"reports/{found.article_id}"}
        executed = _execute_all(parameters, scratch, progress)
        chapters = {}
        for chapter in CHAPTERS:
            chapters[chapter] = normalised(chapter, executed[chapter], shown)
            nbformat.write(chapters[chapter], scratch / f"{chapter}.ipynb")
        (scratch / "report.html").write_text(page(read(found), chapters), encoding="utf-8", newline="\n")
        _publish(scratch / "figures", figures)
        _publish(scratch, reports)
    return reports / "report.html"


def _execute_all(parameters: dict, scratch: Path, progress) -> dict[str, nbformat.NotebookNode]:
    executed = {}
    if progress is not None:
        progress.reset(total=len(CHAPTERS))
    with ThreadPoolExecutor(_KERNELS) as kernels:
        waiting = {
            kernels.submit(execute, execution.NOTEBOOKS / f"{chapter}.ipynb", parameters, scratch): chapter
            for chapter in CHAPTERS
        }
        try:
            for done in as_completed(waiting):
                executed[waiting[done]] = done.result()
                if progress is not None:
                    progress.update()
        except BaseException:
            kernels.shutdown(cancel_futures=True)
            raise
    return executed


def _scratch(beside: Path) -> tempfile.TemporaryDirectory:
    """A scratch folder on the file system of the outputs, so that moving them is one step."""
    try:
        beside.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(prefix=".making-", dir=beside)
    except OSError as error:
        raise InputError(f"{beside}: cannot be written ({error.strerror}); choose another output folder") from None


def _publish(made: Path, place: Path) -> None:
    """Move every file of `made` to the same name under `place`; files of other names there stay."""
    for path in sorted(made.rglob("*")):
        if path.is_file():
            target = place / path.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
    shutil.rmtree(made)


def _relative(article: str | os.PathLike[str]) -> str:
    """The article's path as the executed notebooks show it: from the working directory, or its name alone."""
    path = Path(article)
    if not path.is_absolute():
        return path.as_posix()
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.name
