"""What a report consists of, made in a scratch folder and published whole."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import nbformat

from analysis.article import InputError
from analysis.reading import Reading, read
from analysis.reading.annotations import write_annotations
from analysis.reading.datapackage import write_datapackage
from analysis.report.crate import write_crate
from analysis.report.execution import execute, keep, normalised
from analysis.report.notebooks import NotebookError
from analysis.report.nursery import Nursery
from analysis.report.page import page, prepare

_SCRATCH = ".making-"


def make(
    article: str | os.PathLike[str],
    output: str | os.PathLike[str],
    notebooks: list[Path],
    nursery: Nursery | None,
    *,
    language: str,
    timeout: float | None,
    progress,
) -> Path:
    """Make the report of one article with `notebooks`: see `make_report`."""
    reading = read(article, language=language)
    name = reading.article.article_id
    reports, figures = (Path(output) / place / name for place in ("reports", "figures"))
    with _scratch(reports.parent) as folder:
        scratch, kernels = Path(folder, "made"), Path(folder, "kernels")
        scratch.mkdir()
        kernels.mkdir()
        parameters = {"article": os.fspath(article), "output": str(scratch), "language": language, "interactive": False}
        shown = parameters | {"article": _relative(article), "output": f"reports/{name}"}
        # What Jupyter's packages warn of as they are loaded, in either thread, is not ours.
        with warnings.catch_warnings(action="ignore"), ThreadPoolExecutor(1) as thread:
            meanwhile = thread.submit(_what_needs_no_notebook, reading, scratch)
            try:
                executed = execute(notebooks, parameters, kernels, nursery=nursery, timeout=timeout, progress=progress)
            except NotebookError as error:
                raise keep(error, reports / "failed", shown) from error
            meanwhile.result()
        chapters = {}
        for path, notebook in zip(notebooks, executed, strict=True):
            chapters[path.stem] = normalised(path.stem, notebook, shown)
            nbformat.write(chapters[path.stem], scratch / path.name)
        write_datapackage(scratch / "tables")
        narrow = (scratch / "figures" / "claims-narrow.svg").read_text("utf-8")
        (scratch / "report.html").write_text(page(reading, chapters, narrow, shown), encoding="utf-8", newline="\n")
        write_crate(scratch, reading, shown, article)
        # In a thread, because an interrupt reaches the main one alone: what has been made is moved whole.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(_publish, scratch, reports, figures).result()
    return reports / "report.html"


def _what_needs_no_notebook(reading: Reading, scratch: Path) -> None:
    write_annotations(reading, scratch / "tables")  # computes the tables, which the page wants too
    prepare()


@contextmanager
def _scratch(beside: Path) -> Iterator[str]:
    """A scratch folder on the file system of the outputs, so that moving them is one step.

    Folders made for it that stay empty are removed, and scratch folders whose makers were killed.
    """
    new = [folder for folder in (beside, *beside.parents) if not folder.exists()]
    with ExitStack() as stack:
        stack.callback(_remove_empty, new)
        try:
            beside.mkdir(parents=True, exist_ok=True)
            with _locked(beside, fcntl.LOCK_EX):  # none removes what another has made and not yet locked
                _remove_abandoned(beside)
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=beside))
                stack.enter_context(_locked(folder, fcntl.LOCK_EX))
        except OSError as error:
            raise InputError(f"{beside}: cannot be written ({error.strerror}); choose another output folder") from None
        yield folder


def _remove_empty(folders: list[Path]) -> None:
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _remove_abandoned(beside: Path) -> None:
    for folder in beside.glob(f"{_SCRATCH}*"):
        with suppress(OSError), _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):  # of one that is alive it is locked
            shutil.rmtree(folder)


@contextmanager
def _locked(folder: str | os.PathLike[str], how: int) -> Iterator[None]:
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, how)
        yield
    finally:
        os.close(opened)


def _publish(scratch: Path, reports: Path, figures: Path) -> None:
    """Put what was made in its places, and remove what an earlier failure left there."""
    _move(scratch / "figures", figures)
    _move(scratch, reports)
    shutil.rmtree(reports / "failed", ignore_errors=True)


def _move(made: Path, place: Path) -> None:
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
