"""Execute a notebook other than a report's, normalised so that it can be committed.

Those of this folder go into reports/methods/, the corpus's into reports/demonstration/ and figures/demonstration/.

python notebooks/methods/run.py accuracy shared=../shared
python notebooks/methods/run.py 5-corpus
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import nbformat

from analysis.article import InputError
from analysis.report.execution import execute, keep, normalised
from analysis.report.notebooks import NOTEBOOKS, NotebookError
from analysis.report.parameters import from_words

PROJECT = NOTEBOOKS.parent


def main(name: str, *settings: str) -> None:
    """Execute `<name>.ipynb` with `settings` (each `parameter=value`)."""
    found = {path.stem: path for path in (*NOTEBOOKS.glob("5-*.ipynb"), *NOTEBOOKS.glob("methods/*.ipynb"))}
    if name not in found:
        raise InputError(f"{name}.ipynb: no such notebook; there are {', '.join(sorted(found))}")
    notebook = found[name]
    report = "methods" if notebook.parent.name == "methods" else "demonstration"
    place = PROJECT / "reports" / report
    place.mkdir(parents=True, exist_ok=True)
    words = {parameter: word for parameter, _, word in (setting.partition("=") for setting in settings)}
    if report == "demonstration":
        words = {"interactive": "False"} | words
    parameters = from_words(notebook, words | {"output": f"reports/{report}"})
    with tempfile.TemporaryDirectory() as scratch:
        try:
            (executed,) = execute([notebook], parameters, Path(scratch))
        except NotebookError as error:
            raise keep(error, place / "failed", parameters) from error
    nbformat.write(normalised(name, executed, parameters), place / f"{name}.ipynb")
    if (place / "figures").exists():
        shutil.copytree(place / "figures", PROJECT / "figures" / report, dirs_exist_ok=True)
        shutil.rmtree(place / "figures")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except InputError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
    except NotebookError as error:
        sys.exit(f"Error: {error}")
