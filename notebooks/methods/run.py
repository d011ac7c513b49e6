"""Execute a notebook of this folder into reports/methods/, normalised so that it can be committed.

python notebooks/methods/run.py accuracy shared=../shared
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat

from analysis.report.execution import NOTEBOOKS, execute, normalised


def main(name: str, *settings: str) -> None:
    """Execute `<name>.ipynb` with `settings` (each `parameter=value`)."""
    place = NOTEBOOKS.parent / "reports" / "methods"
    place.mkdir(parents=True, exist_ok=True)
    parameters = dict(setting.split("=", 1) for setting in settings) | {"output": "reports/methods"}
    with tempfile.TemporaryDirectory() as scratch:
        executed = execute(NOTEBOOKS / "methods" / f"{name}.ipynb", parameters, Path(scratch))
    nbformat.write(normalised(name, executed, parameters), place / f"{name}.ipynb")


if __name__ == "__main__":
    main(*sys.argv[1:])
