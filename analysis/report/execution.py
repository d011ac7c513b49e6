"""Notebooks executed by papermill, and made the same bytes every time."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import nbformat

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CHAPTERS = ("1-article", "2-figures", "3-sources", "4-claims")


class NotebookError(RuntimeError):
    """A notebook's cell failed; the message names notebook and cell."""


def execute(notebook: Path, parameters: dict[str, Any], folder: Path) -> nbformat.NotebookNode:
    """Execute `notebook` with `parameters`, write what came of it to `folder` and return it.

    Raises `NotebookError` where a cell fails.
    """
    with warnings.catch_warnings():
        # papermill's own imports and its event loop warn of things that are not ours.
        warnings.simplefilter("ignore")
        import papermill
        from papermill.exceptions import PapermillExecutionError

        executed = folder / notebook.name
        try:
            papermill.execute_notebook(
                str(notebook),
                str(executed),
                parameters=parameters,
                kernel_name="python3",
                progress_bar=False,
                # What a kernel logs (that it talks over TCP, that it was stopped) is no message to a reader.
                extra_arguments=["--log-level=CRITICAL"],
            )
        except PapermillExecutionError as error:
            raise NotebookError(
                f"{notebook.name}, cell {error.exec_count}: {error.ename}: {error.evalue}"
            ) from error
    return nbformat.read(executed, as_version=4)


def normalised(name: str, notebook: nbformat.NotebookNode, parameters: dict[str, Any]) -> nbformat.NotebookNode:
    """`notebook` without what differs from run to run: times, paths, random ids, the Python version.

    `name` begins every cell's id. `parameters` replaces the injected ones, so that a folder used only while
    executing is not named.
    """
    clean = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for number, cell in enumerate(notebook.cells, start=1):
        kept = {key: cell[key] for key in ("cell_type", "source", "outputs", "execution_count") if key in cell}
        tags = cell.metadata.get("tags", [])
        if "injected-parameters" in tags:
            tags = [*tags, "notebook-only"]
            kept["source"] = "# Parameters\n" + "\n".join(
                f"{name} = {value!r}" for name, value in parameters.items()
            )
        kept["metadata"] = {"tags": list(tags)} if tags else {}
        clean.cells.append(nbformat.from_dict({**kept, "id": f"{name}-cell-{number}"}))
    return clean
