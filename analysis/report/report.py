"""From an article's path to its report."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.report import notebooks
from analysis.report.nursery import nothing_collected, prepared

if TYPE_CHECKING:
    from tqdm import tqdm


def make_report(
    article: str | os.PathLike[str],
    output: str | os.PathLike[str] = ".",
    *,
    language: str = "en",
    timeout: float | None = None,
    progress: tqdm | None = None,
    address: str | None = None,
) -> Path:
    """Make the report of one article and return the path of its page.

    Writes `reports/<article>/` (executed notebooks, `tables/`, `report.html`) and `figures/<article>/` (charts)
    under `output`. Everything is made in a scratch folder and put in its place when it is whole: a failure leaves
    earlier outputs as they were, and the notebook that failed, as far as it came, in `reports/<article>/failed/` until
    a report succeeds. `timeout` is in seconds for each notebook; `progress` is a tqdm bar, or None. The report names
    the article by `address`, where it was fetched from there, else by its path. Raises `InputError` for an article that
    cannot be read or a folder that cannot be written, `NotebookError` where a notebook fails, `PublishedError` for an
    interrupt when the report is in its place.
    """
    chapters = [notebooks.NOTEBOOKS / f"{chapter}.ipynb" for chapter in notebooks.CHAPTERS]
    made = None
    try:
        with prepared(chapters, article, language) as nursery:
            # Imported only now, while the nursery imports much the same; the first spares the second half of its time.
            with nothing_collected(), warnings.catch_warnings(action="ignore"):
                import analysis.report.quick_jsonschema  # noqa: F401
                from analysis.report.execution import load
                from analysis.report.making import make

                load()  # before `make` has threads
            options = {"language": language, "timeout": timeout, "progress": progress, "address": address}
            made = make(article, output, chapters, nursery, **options)
    except KeyboardInterrupt:
        if made:  # while the nursery ended
            from analysis.reading.publishing import PublishedError  # not before the nursery begins

            raise PublishedError from None
        raise
    return made
