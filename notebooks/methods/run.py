"""Execute a notebook of this folder into reports/methods/, normalised so that it can be committed.

python notebooks/methods/run.py accuracy shared=../shared
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat

from analysis.article import InputError
from analysis.report.execution import NOTEBOOKS, NotebookError, execute, keep, normalised
from analysis.report.parameters import from_words


def main(name: str, *settings: str) -> None:
    """Execute `<name>.ipynb` with `settings` (each `parameter=value`)."""
    place = NOTEBOOKS.parent / "reports" / "methods"
    place.mkdir(parents=True, exist_ok=True)
    notebook = NOTEBOOKS / "methods" / f"{name}.ipynb"
    if not notebook.exists():
        names = ", ".join(sorted(path.stem for path in notebook.parent.glob("*.ipynb")))
        raise InputError(f"{notebook.name}: no such notebook; there are {names}")
    words = {parameter: word for parameter, _, word in (setting.partition("=") for setting in settings)}
    parameters = from_words(notebook, words | {"output": "reports/methods"})
    with tempfile.TemporaryDirectory() as scratch:
        try:
            (executed,) = execute([notebook], parameters, Path(scratch))
        except NotebookError as error:
            raise keep(error, place / "failed", parameters) from error
    nbformat.write(normalised(name, executed, parameters), place / f"{name}.ipynb")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except NotebookError as error:
        sys.exit(f"Error: {error}")
