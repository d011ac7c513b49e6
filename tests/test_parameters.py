"""What papermill puts into a notebook from outside is checked there, since papermill takes anything."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pandas as pd
import pytest
from conftest import ROOT
from IPython.core.interactiveshell import InteractiveShell
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from analysis import InputError
from analysis.trajectories import chosen

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ARTICLE, CORPUS = NOTEBOOKS[0], NOTEBOOKS[-1]


def before_the_check(notebook: nbformat.NotebookNode) -> list[str]:
    """The source of the code cells up to the one that checks."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    (check,) = [number for number, source in enumerate(sources) if "check_injected()" in source]
    return sources[: check + 1]


@pytest.fixture
def checked():
    """Runs a notebook until its parameters are checked; returns the error, if any, and how it is shown."""
    shell = InteractiveShell.instance()

    def run(path, **parameters) -> tuple[Exception | None, str]:
        notebook = parameterize_notebook(load_notebook_node(str(path)), parameters) if parameters else None
        for source in before_the_check(notebook or nbformat.read(path, as_version=4)):
            done = shell.run_cell(source, store_history=True, silent=False)
        error = done.error_in_exec
        return error, "\n".join(error._render_traceback_()) if error else ""

    yield run
    InteractiveShell.clear_instance()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_cell_after_the_parameters_checks_them(path):
    assert len(before_the_check(nbformat.read(path, as_version=4))) == 2


@pytest.mark.parametrize(
    ("path", "parameters", "told"),
    [
        (ARTICLE, {"articel": "x"}, "parameters: there is no parameter 'articel'; did you mean 'article'?"),
        (ARTICLE, {"article": 5}, "parameters: the parameter 'article' is 5; give text"),
        (ARTICLE, {"interactive": "maybe"}, "parameters: the parameter 'interactive' is 'maybe'; give True or False"),
        (CORPUS, {"tables": True}, "parameters: the parameter 'tables' is True; give text"),
    ],
)
def test_a_parameter_of_another_name_or_type_ends_in_one_line(path, parameters, told, checked):
    error, shown = checked(path, **parameters)
    assert isinstance(error, InputError) and str(error) == told
    assert shown == f"InputError: {told}"


@pytest.mark.parametrize("parameters", [{}, {"article": "my.txt", "interactive": False}])
def test_parameters_that_are_declared_are_taken(parameters, checked):
    assert checked(ARTICLE, **parameters) == (None, "")


def test_papermill_ends_in_that_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(ARTICLE), "out.ipynb", "-p", "articel", "x"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(
        "InputError: parameters: there is no parameter 'articel'; did you mean 'article'?"
    )


def test_a_topic_that_is_none_is_refused_with_the_nearest():
    topics = pd.DataFrame({"topic": ["people killed", "houses lost"]})
    assert chosen(topics, "") == "people killed" and chosen(topics, "houses lost") == "houses lost"
    with pytest.raises(
        InputError, match="topic 'people kiled': none of the 2 topics is called so; the nearest is 'people killed'"
    ):
        chosen(topics, "people kiled")
    assert chosen(topics.head(0), "") == ""
    with pytest.raises(InputError, match="topic 'zzz'"):
        chosen(topics.head(0), "zzz")
