"""The report of an article: its notebooks executed by papermill, its tables, its charts, and one page.

`report` makes it, from what `making` puts together: `execution` runs the `notebooks` with their `parameters` in a
`kernel`, by papermill's `engine`; `page` and `notes` write the HTML, `crate` the metadata. `reproduction` compares a
report with the committed one.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["Kernel", "NotebookError", "make_report"]

_HOMES = {
    "Kernel": "analysis.report.kernel",
    "NotebookError": "analysis.report.notebooks",
    "make_report": "analysis.report.report",
}


def __getattr__(name: str) -> Any:
    # A name imports its module alone, because most of them import Jupyter.
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis.report' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
