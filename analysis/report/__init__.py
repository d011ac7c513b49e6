"""The report of an article: its notebooks executed by papermill, its tables, its charts, and one page."""

import analysis.report.quick_jsonschema  # noqa: F401
from analysis.report.execution import NotebookError
from analysis.report.report import make_report

__all__ = ["NotebookError", "make_report"]
