"""From an article's path to its report."""

from __future__ import annotations

import os
import warnings
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.report.prelude import frozen_collector

if TYPE_CHECKING:
    from tqdm import tqdm

    from analysis.report.kernel import Kernel


def make_report(
    article: str | os.PathLike[str],
    output: str | os.PathLike[str] = ".",
    *,
    language: str = "en",
    timeout: float | None = None,
    progress: tqdm | None = None,
    kernel: Kernel | None = None,
    address: str | None = None,
    excel: bool = False,
    xlsx: bool = False,
) -> Path:
    """Make the report of one article and return the path of its page.

    Writes `reports/<article>/` (executed notebooks, `tables/`, `report.html`) and `figures/<article>/` (charts)
    under `output`. Everything is made in a scratch folder and moves into place when it is whole: a failure leaves
    earlier outputs as they were, and the notebook that failed, as far as it was executed, in
    `reports/<article>/failed/` until a report succeeds. `timeout` is in seconds for each notebook; `progress` is a tqdm
    bar, or None; `kernel` executes the notebooks of several reports, or the report has one of its own. It names
    the article by `address`, where it was fetched from there, else by its path. `excel` and `xlsx` are as for
    `Reading.write`. Raises `InputError` for an article that cannot be read or a folder that cannot be written,
    `NotebookError` where a notebook fails, `PublishedError` for an interrupt when the report is in its place.
    """
    page = None
    try:
        # The kernel starts first: it imports much the same as this process does after that. Jupyter's packages warn
        # when they are imported; users can do nothing about it.
        with warnings.catch_warnings(action="ignore"):
            from analysis.report.kernel import Kernel
        with nullcontext(kernel) if kernel else Kernel() as kernel:
            kernel.prepare(article, language)
            with warnings.catch_warnings(action="ignore"), frozen_collector():
                from analysis.report.making import make
            options = {"language": language, "timeout": timeout, "progress": progress, "address": address}
            page = make(article, output, kernel, excel=excel, xlsx=xlsx, **options)
    except KeyboardInterrupt:
        if page:  # while the kernel ended
            from analysis.reading.publishing import PublishedError

            raise PublishedError from None
        raise
    return page
