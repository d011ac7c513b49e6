"""Notebooks executed by papermill, and made the same bytes every time."""

from __future__ import annotations

import logging
import shutil
import textwrap
import time
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat

from analysis.report import parameters as parameter
from analysis.report.notebooks import NotebookError
from analysis.report.nursery import Nursery, temporary_folder

KERNELS = 4
"""Notebooks executed side by side; while one waits for messages to come and go, others use the cores."""

_NEEDED = (
    "IPython.paths",
    "analysis.report.engine",
    "analysis.report.kernels",
    "ipykernel.kernelspec",
    "jupyter_client.provisioning",
    "papermill",
    "psutil",
)

# What these would log on standard error is told by their exceptions.
for _name in ("asyncio", "papermill", "tornado", "traitlets"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def load() -> None:
    """Import what executing needs, before there are threads: of several that import IPython at once, some may fail."""
    for module in _NEEDED:
        import_module(module)


def execute(
    notebooks: Sequence[Path],
    parameters: dict[str, Any],
    folder: Path,
    *,
    nursery: Nursery | None = None,
    timeout: float | None = None,
    progress=None,
) -> list[nbformat.NotebookNode]:
    """Execute `notebooks` with `parameters`, some side by side, write what came of them to `folder` and return it.

    Their kernels are forked from `nursery`, or each starts from nothing. `timeout` is in seconds for each notebook;
    `progress` is a tqdm bar, or None. Raises `InputError` for parameters that a notebook does not take, before a kernel
    starts, and `NotebookError` where a cell fails, a kernel dies, the time is up or the disk is full. Whatever ends it,
    an interrupt too, no kernel is left running.
    """
    for notebook in notebooks:
        parameter.check(notebook, parameters)
    if progress is not None:
        progress.reset(total=len(notebooks))
    with warnings.catch_warnings():
        # papermill's own imports and its event loop warn of things that are not ours.
        warnings.simplefilter("ignore")
        load()
        from analysis.report.kernels import Kernels

        with temporary_folder() as sockets, ThreadPoolExecutor(KERNELS) as threads:
            kernels = Kernels(folder, Path(sockets), nursery)
            waiting = [
                threads.submit(_execute, notebook, parameters, folder, kernels, timeout) for notebook in notebooks
            ]
            try:
                for done in as_completed(waiting):
                    done.result()
                    if progress is not None:
                        progress.update()
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                kernels.stop()
                raise
    return [done.result() for done in waiting]


def _execute(
    notebook: Path, parameters: dict[str, Any], folder: Path, kernels, timeout: float | None
) -> nbformat.NotebookNode:
    import papermill
    from jupyter_core.utils import ensure_event_loop
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    from analysis.report.engine import ENGINE

    executed = folder / notebook.name
    began = time.monotonic()
    cell_number = 0

    def begin(cell: nbformat.NotebookNode, cell_index: int) -> None:
        nonlocal cell_number
        cell_number = cell_index + 1

    # nbclient counts the time of each cell; a second is the least that it can tell from none.
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
            kernel_manager_class=kernels.manager(notebook.stem),
            on_cell_start=begin,
            timeout_func=remaining,
            iopub_timeout=60,  # of its 4 seconds a machine under load may need more
            shutdown_kernel="immediate",
        )
        return nbformat.read(executed, as_version=4)
    # Judged by the exception alone: of a kernel that died papermill notes that every cell was completed.
    except PapermillExecutionError as error:
        problem = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        problem = f"not done after {time.monotonic() - began:.0f} seconds (--timeout SECONDS allows more)"
    except OSError as error:
        problem = f"{error.strerror or error}"
    except RuntimeError as error:
        why = kernels.ending(notebook.stem, error)
        problem = f"its kernel {'died' if cell_number else 'did not start'}{why}"
    finally:
        ensure_event_loop().close()  # nbclient leaves it open
    place = f"{notebook.name}, cell {cell_number}" if cell_number else notebook.name
    message = textwrap.shorten(f"{place}: {problem}", width=400, placeholder=" …")
    raise NotebookError(message, notebook, _executed_so_far(executed, cell_number, problem))


def _verbatim(path: Path) -> str:
    """A path as papermill has to be given it, which fills parameters into braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _executed_so_far(executed: Path, number: int, problem: str) -> nbformat.NotebookNode | None:
    """The notebook as papermill left it, with the problem shown below cell `number`."""
    from papermill.execute import remove_error_markers

    try:
        notebook = remove_error_markers(nbformat.read(executed, as_version=4))
    except (OSError, ValueError):
        return None
    outputs = notebook.cells[number - 1].get("outputs", []) if number else []
    if not any(output.output_type == "error" for output in outputs):
        outputs.append(nbformat.v4.new_output("error", ename="Stopped", evalue=problem, traceback=[problem]))
    return notebook


def keep(error: NotebookError, folder: Path, parameters: dict[str, Any]) -> NotebookError:
    """Save the partly executed notebook in `folder`, alone, and return `error` with word of where it lies."""
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
            kept["source"] = "# Parameters\n" + "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
        kept["metadata"] = {"tags": list(tags)} if tags else {}
        clean.cells.append(nbformat.from_dict({**kept, "id": f"{name}-cell-{number}"}))
    return clean
