"""The report of an article: its notebooks executed by papermill, its tables, its charts, and one page."""

from __future__ import annotations

from importlib import import_module

__all__ = ["NotebookError", "make_report"]

_HOMES = {"NotebookError": "analysis.report.notebooks", "make_report": "analysis.report.report"}


def __getattr__(name: str):
    # The kernels' nursery, which begins here too, is to start without what only a report needs.
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis.report' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
