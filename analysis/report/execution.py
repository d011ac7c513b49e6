"""Execute notebooks by papermill, and normalise them to the same bytes every time."""

from __future__ import annotations

import logging
import shutil
import textwrap
import time
import warnings
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers
from tqdm import tqdm

from analysis.report import parameters as parameter
from analysis.report.engine import ENGINE
from analysis.report.kernel import Kernel
from analysis.report.notebooks import NotebookError

_LONGEST_START = 600
"""Seconds that a kernel may take to start, which includes reading the article ahead."""

# Their exceptions say what these packages would log on standard error.
for _name in ("asyncio", "papermill", "tornado", "traitlets"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def execute(
    notebooks: Sequence[Path],
    parameters: dict[str, Any],
    folder: Path,
    *,
    kernel: Kernel | None = None,
    timeout: float | None = None,
    progress: tqdm | None = None,
) -> list[nbformat.NotebookNode]:
    """Execute `notebooks` with `parameters`, one after another, write them to `folder` and return them.

    They share `kernel`, or one of their own. `timeout` is in seconds for each notebook; `progress` is a tqdm bar, or
    None. Raises `InputError` for parameters that a notebook does not take, before a kernel starts, and `NotebookError`
    where a cell fails, the kernel dies, the time is up or the disk is full. Any error, an interrupt too, stops the
    kernel.
    """
    for notebook in notebooks:
        parameter.check(notebook, parameters)
    if progress is not None:
        progress.reset(total=len(notebooks))
    executed = []
    # Papermill and its event loop warn of what users cannot change.
    with warnings.catch_warnings(action="ignore"), nullcontext(kernel) if kernel else Kernel() as kernel:
        try:
            for notebook in notebooks:
                executed.append(kernel.run(_execute, notebook, parameters, folder, kernel, timeout))
                if progress is not None:
                    progress.update()
        except BaseException:
            kernel.stop()
            raise
    return executed


def _execute(
    notebook: Path, parameters: dict[str, Any], folder: Path, kernel: Kernel, timeout: float | None
) -> nbformat.NotebookNode:
    executed = folder / notebook.name
    began = time.monotonic()
    cell_number = 0

    def begin(cell: nbformat.NotebookNode, cell_index: int) -> None:
        nonlocal cell_number
        cell_number = cell_index + 1

    # nbclient limits the time of each cell; a second is the least that it distinguishes from no limit.
    remaining = None if timeout is None else lambda cell: max(1.0, began + timeout - time.monotonic())
    try:
        papermill.execute_notebook(
            _verbatim(notebook),
            _verbatim(executed),
            parameters=parameters,
            kernel_name="python3",
            language="python",
            engine_name=ENGINE,
            progress_bar=False,
            start_timeout=_LONGEST_START,
            km=kernel.start(),
            on_cell_start=begin,
            timeout_func=remaining,
            iopub_timeout=60,  # the default of 4 seconds is too short for a machine under load
        )
        return nbformat.read(executed, as_version=4)
    # The exception alone tells: papermill marks every cell as completed when a kernel dies.
    except PapermillExecutionError as error:
        problem = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        problem = f"not done after {time.monotonic() - began:.0f} seconds (--timeout SECONDS allows more)"
    except OSError as error:
        problem = f"{error.strerror or error}"
    except RuntimeError as error:
        problem = f"its kernel {'died' if cell_number else 'did not start'}{kernel.ending(error)}"
    place = f"{notebook.name}, cell {cell_number}" if cell_number else notebook.name
    message = textwrap.shorten(f"{place}: {problem}", width=400, placeholder=" …")
    raise NotebookError(message, notebook, _executed_so_far(executed, cell_number, problem))


def _verbatim(path: Path) -> str:
    """A path for papermill, which fills parameters into braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _executed_so_far(executed: Path, number: int, problem: str) -> nbformat.NotebookNode | None:
    """The notebook as papermill left it, with the problem shown below cell `number`."""
    try:
        notebook = remove_error_markers(nbformat.read(executed, as_version=4))
    except (OSError, ValueError):
        return None
    outputs = notebook.cells[number - 1].get("outputs", []) if number else []
    if not any(output.output_type == "error" for output in outputs):
        outputs.append(nbformat.v4.new_output("error", ename="Stopped", evalue=problem, traceback=[problem]))
    return notebook


def keep(error: NotebookError, folder: Path, parameters: dict[str, Any]) -> NotebookError:
    """Save the partly executed notebook as the only file of `folder`, and return `error` with its place added."""
    shutil.rmtree(folder, ignore_errors=True)
    if error.notebook is None:
        return error
    kept = folder / error.path.name
    try:
        folder.mkdir(parents=True)
        nbformat.write(normalised(error.path.stem, error.notebook, parameters), kept)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return error
    return NotebookError(f"{error} (executed so far: {kept})", error.path, error.notebook)


def normalised(name: str, notebook: nbformat.NotebookNode, parameters: dict[str, Any]) -> nbformat.NotebookNode:
    """Return `notebook` without what differs from run to run: times, paths, random ids, the Python version.

    `name` begins every cell's id. `parameters` replaces the injected ones, which may name a folder that is used only
    while executing.
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
            kept["source"] = "# Parameters\n" + "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
        kept["metadata"] = {"tags": list(tags)} if tags else {}
        clean.cells.append(nbformat.from_dict({**kept, "id": f"{name}-cell-{number}"}))
    return clean
