"""The notebooks of a report, and the error of one that fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.project import FILES

if TYPE_CHECKING:
    import nbformat

NOTEBOOKS = FILES / "notebooks"
CHAPTERS = ("1-article", "2-figures", "3-sources", "4-claims")


class NotebookError(RuntimeError):
    """A notebook that fails.

    The message names the notebook and the cell, counted from 1 with the Markdown cells. `notebook` holds what was
    executed until then, or is None where that could not be written.
    """

    def __init__(self, message: str, path: Path, notebook: nbformat.NotebookNode | None) -> None:
        super().__init__(message)
        self.path, self.notebook = path, notebook
