"""Runs that end well, badly or early: what is told, what is kept, what is left alone."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import prepared as processes
import pytest
from conftest import ROOT

from analysis.article import InputError
from analysis.report.execution import execute, keep
from analysis.report.kernel import Kernel
from analysis.report.notebooks import CHAPTERS, NotebookError
from analysis.report.parameters import from_words

PARAMETERS = """article = "a.txt"  # what to read
draws = 10
share = 0.5
quick = False
anything = None
"""

PATIENCE = 600
"""Seconds until whatever does not happen is given up: a machine that does other things too is slow."""

SLEEP = f"import os, time; print(os.getpid(), file=open(os.environ['PIDS'], 'a')); time.sleep({PATIENCE})"


IMPORTS = """
import sys, threading
from analysis.report.report import make_report

class Seen:
    found = []

    def find_spec(name, *_):
        Seen.found.append((threading.current_thread(), name))

sys.meta_path.insert(0, Seen)
make_report("quiet.txt", "made")
for thread, name in Seen.found:
    if thread is not threading.main_thread() and name in sys.modules:
        print(thread.name, name)
"""


def running(process: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def notebook(tmp_path):
    """Writes a notebook of these code cells, after a title and its parameters, and returns its path."""

    def write(*cells: str, parameters: str = PARAMETERS, name: str = "small"):
        code = [nbformat.v4.new_code_cell(source) for source in (parameters, *cells)]
        code[0].metadata["tags"] = ["parameters"]
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Small"), *code]), path)
        return path

    return write


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "executing").mkdir()
    return tmp_path / "executing"


REFUSED = {
    "misspelt": ({"artcle": "b.txt"}, "there is no parameter 'artcle'; did you mean 'article'?"),
    "unknown": ({"xyz": 1}, "there is no parameter 'xyz'; it has article, draws, share, quick, anything, language"),
    "missing": ({"article": "b.txt"}, "the parameter 'language' is missing; give it a value"),
    "number for text": ({"article": 7}, "the parameter 'article' is 7; give text"),
    "text for number": ({"draws": "many"}, "the parameter 'draws' is 'many'; give a whole number"),
    "fraction for whole": ({"draws": 2.5}, "the parameter 'draws' is 2.5; give a whole number"),
    "truth for number": ({"share": True}, "the parameter 'share' is True; give a number"),
    "number for truth": ({"quick": 1}, "the parameter 'quick' is 1; give True or False"),
    "none": ({"article": None}, "the parameter 'article' is None; give text"),
    "of the annotated type": ({"language": 5}, "the parameter 'language' is 5; give text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_parameters_are_refused_before_a_kernel_starts(case, notebook, folder):
    given, problem = REFUSED[case]
    good, strict = notebook("1"), notebook("1", parameters=f"{PARAMETERS}language: str", name="strict")
    with pytest.raises(InputError) as error:
        execute([good, strict], given, folder) if case == "missing" else execute([strict, good], given, folder)
    assert str(error.value) == f"strict.ipynb: {problem}"
    assert list(folder.iterdir()) == []


def test_typed_words_become_what_the_notebook_declares(notebook):
    words = {"article": "7", "draws": "20", "share": "1", "quick": "True", "anything": "it"}
    values = from_words(notebook(), words)
    assert values == {"article": "7", "draws": 20, "share": 1.0, "quick": True, "anything": "it"}
    assert type(values["share"]) is float


@pytest.mark.parametrize("word", ["draws=many", "draws=", "quick=1", "shar=1"])
def test_words_that_fit_no_parameter_are_refused(word, notebook):
    with pytest.raises(InputError, match=r"^small\.ipynb: th"):
        from_words(notebook(), dict([word.split("=")]))


def test_the_command_for_methods_refuses_in_one_line():
    program = "import runpy; runpy.run_path('notebooks/methods/run.py', run_name='__main__')"
    done = processes.run(["accuracy", "botstrap=10"], source=program)
    assert done.returncode == 2
    assert done.stderr == b"Error: accuracy.ipynb: there is no parameter 'botstrap'; did you mean 'bootstrap'?\n"


def test_notebooks_come_back_in_the_order_given(notebook, folder):
    paths = [notebook("draws", name=name) for name in ("second", "first")]
    executed = execute(paths, {"draws": 3, "share": 1}, folder)
    assert [each.cells[-1].outputs[0].data["text/plain"] for each in executed] == ["3", "3"]
    assert [each.metadata.papermill.output_path for each in executed] == [str(folder / path.name) for path in paths]


FAILING = {
    "error": ("1 / 0", r"ZeroDivisionError: division by zero"),
    "many lines": ("raise ValueError('one\\ntwo' + 500 * ' more')", r"ValueError: one two more.* …"),
    "death": (
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        r"its kernel died: killed, perhaps for want of memory",
    ),
    "fatal error": ("import ctypes; ctypes.string_at(0)", r"its kernel died: Segmentation fault.*"),
    "time-out": (
        f"import time; time.sleep({PATIENCE})",
        r"not done after \d+ seconds \(--timeout SECONDS allows more\)",
    ),
}


@pytest.mark.parametrize("case", FAILING)
def test_a_failure_names_notebook_and_cell_and_is_kept_for_inspection(case, notebook, folder, tmp_path, capfd):
    source, problem = FAILING[case]
    path = notebook("'before'", source, "'after'")
    for timeout in (1, 10, 100) if case == "time-out" else (PATIENCE,):
        with pytest.raises(NotebookError) as raised:
            execute([path], {"draws": 1}, folder, timeout=timeout)
        if "cell 5" in str(raised.value):
            break  # the machine may be so busy that a cell before takes longer
    assert re.fullmatch(rf"small\.ipynb, cell 5: {problem}", str(raised.value))
    (tmp_path / "failed").mkdir()
    (tmp_path / "failed" / "older.ipynb").touch()
    error = keep(raised.value, tmp_path / "failed", {"draws": 1})
    assert str(error).endswith(f" (executed so far: {tmp_path / 'failed' / 'small.ipynb'})")
    assert [kept.name for kept in (tmp_path / "failed").iterdir()] == ["small.ipynb"]
    cells = nbformat.read(tmp_path / "failed" / "small.ipynb", as_version=4).cells
    assert [output.output_type for cell in cells[1:] for output in cell.outputs] == ["execute_result", "error"]
    assert cells[4].source == source and cells[4].outputs[0].output_type == "error"
    assert str(tmp_path) not in (tmp_path / "failed" / "small.ipynb").read_text()
    assert capfd.readouterr() == ("", "")


def test_a_kernel_that_does_not_start_says_why(notebook, folder, tmp_path, monkeypatch, capfd):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "ipykernel_launcher.py").write_text("import nothing_of_that_name")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    with pytest.raises(NotebookError) as raised:
        execute([notebook("1")], {}, folder)
    assert str(raised.value) == (
        "small.ipynb: its kernel did not start: ModuleNotFoundError: No module named 'nothing_of_that_name'"
    )
    assert capfd.readouterr() == ("", "")


def test_a_temporary_folder_with_a_long_name_is_no_obstacle(notebook, folder, tmp_path, monkeypatch):
    long = tmp_path / ("temporary" * 20)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    assert execute([notebook("6 * 7")], {}, folder)[0].cells[-1].outputs[0].data["text/plain"] == "42"


def test_a_kernel_that_never_came_to_be_says_why():
    with Kernel() as kernel:
        assert kernel.ending(RuntimeError("no more processes")) == ": no more processes"


@pytest.mark.slow
def test_no_two_threads_of_a_report_import_anything(tmp_path):
    # Of two that import the same, one may fail: with IPython that happens now and then.
    (tmp_path / "quiet.txt").write_text("The garden was quiet. A cat slept on the wall in the warm evening light.")
    told = subprocess.run([sys.executable, "-c", IMPORTS], cwd=tmp_path, capture_output=True, text=True, check=True)
    threads = {line.split()[0] for line in told.stdout.splitlines()}
    assert len(threads) == 1, told.stdout


def test_what_the_user_has_set_up_for_jupyter_does_not_reach_the_kernel(notebook, folder, tmp_path, monkeypatch):
    startup = tmp_path / "home" / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("draws = 'of the user'")
    settings = tmp_path / "home" / ".config" / "matplotlib"
    settings.mkdir(parents=True)
    (settings / "matplotlibrc").write_text("axes.facecolor: red")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    cells = "'draws' in globals()", "import matplotlib; matplotlib.rcParams['axes.facecolor']"
    (executed,) = execute([notebook(*cells, parameters="none = None")], {}, folder)
    assert [cell.outputs[0].data["text/plain"] for cell in executed.cells[-2:]] == ["False", "'white'"]


def test_notebooks_share_a_kernel_and_what_it_has_imported_but_no_names(notebook, folder):
    first = notebook("import os, colorsys; os.getpid()", parameters="ours = 1", name="first")
    second = notebook(
        "import os, sys; os.getpid()",
        "'ours' in globals(), 'colorsys' in globals(), 'colorsys' in sys.modules",
        parameters="none = None", name="second",
    )  # fmt: skip
    with Kernel() as kernel:
        before, after = execute([first, second], {}, folder, kernel=kernel)
        (again,) = execute([first], {}, folder, kernel=kernel)
    processes = [made.cells[2].outputs[0].data["text/plain"] for made in (before, after, again)]
    assert len(set(processes)) == 1
    assert after.cells[-1].outputs[0].data["text/plain"] == "(False, False, True)"
    assert [cell.execution_count for cell in after.cells[1:]] == [1, 2, 3]


def test_after_a_failure_another_kernel_serves(notebook, folder, tmp_path):
    pids = tmp_path / "pids"
    tell = f"import os; print(os.getpid(), file=open({str(pids)!r}, 'a'))"
    with Kernel() as kernel:
        with pytest.raises(NotebookError):
            execute([notebook(tell, "1 / 0")], {}, folder, kernel=kernel)
        execute([notebook(tell)], {}, folder, kernel=kernel)
        failed, good = map(int, pids.read_text().split())
        assert failed != good and not running(failed)
    assert not running(good)


@pytest.fixture
def command(notebook, tmp_path, article_file):
    """`python -m analysis report` on notebooks of one cell each; an earlier report is in its place."""

    def build(new: bool = True, **cells: str) -> list[str]:
        for chapter in CHAPTERS:
            committed = nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", as_version=4).cells
            (parameters,) = [cell.source for cell in committed if "parameters" in cell.metadata.get("tags", [])]
            notebook(cells.get(chapter.split("-")[1], "1"), parameters=parameters, name=chapter)
        (tmp_path / "out" / "reports" / "article").mkdir(parents=True)
        (tmp_path / "out" / "reports" / "article" / "report.html").write_text("earlier")
        program = (
            "from pathlib import Path; from analysis.__main__ import main; "
            f"from analysis.report import notebooks; notebooks.NOTEBOOKS = Path({str(tmp_path)!r}); main()"
        )
        article = article_file("Officials said that over 1,000 soldiers had been killed since the spring.")
        return [*processes.command(program, new), "report", str(article), "--output", str(tmp_path / "out")]

    return build


def left(output) -> dict[str, str]:
    """The files under a folder, each with its beginning."""
    return {str(path.relative_to(output)): path.read_text()[:7] for path in output.rglob("*") if path.is_file()}


def test_a_notebook_that_fails_ends_in_one_line_and_leaves_earlier_outputs(command, tmp_path):
    done = subprocess.run(command(article="1 / 0", new=False), capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stdout == ""
    kept = tmp_path / "out" / "reports" / "article" / "failed" / "1-article.ipynb"
    assert done.stderr == (
        f"Error: {tmp_path / 'article.txt'}: 1-article.ipynb, cell 4: ZeroDivisionError: division by zero "
        f"(executed so far: {kept})\n"
    )
    assert left(tmp_path / "out").keys() == {"reports/article/report.html", "reports/article/failed/1-article.ipynb"}
    assert left(tmp_path / "out")["reports/article/report.html"] == "earlier"


@pytest.mark.parametrize(
    "which", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)], ids=lambda which: which.name
)
def test_an_interrupt_leaves_no_kernel_and_nothing_half_written(which, command, tmp_path):
    pids = tmp_path / "pids"
    process = subprocess.Popen(
        command(article=SLEEP), env=os.environ | {"PIDS": str(pids)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=processes.heed_signals,
    )  # fmt: skip
    try:
        while process.poll() is None and not (pids.exists() and pids.read_text().endswith("\n")):
            time.sleep(0.1)
        process.send_signal(which)
        said = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert said == ("", f"Error: stopped at {tmp_path / 'article.txt'}; its report is as it was\n")
    assert process.returncode == 1
    assert not any(running(int(pid)) for pid in pids.read_text().split())
    assert left(tmp_path / "out") == {"reports/article/report.html": "earlier"}
    assert [path.name for path in (tmp_path / "out" / "reports").iterdir()] == ["article"]


def can_mount() -> bool:
    """Whether a user may mount a file system of their own here."""
    tool = shutil.which("unshare")
    return tool is not None and subprocess.run([tool, "-rm", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="no user may mount a file system here")
def test_a_full_disk_names_the_cell_and_leaves_earlier_outputs(command, tmp_path):
    arguments = command(article="from pathlib import Path; Path(output, 'table').write_bytes(bytes(10**6))")
    script = (
        'set -e; out=$1; shift; mount -t tmpfs -o size=400k tmpfs "$out"; mkdir -p "$out/reports/article"; '
        'echo earlier > "$out/reports/article/report.html"; "$@" || code=$?; '
        'cd "$out"; ls -A reports reports/article; cat reports/article/report.html; exit $code'
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", str(tmp_path / "out"), *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert re.search(r": 1-article\.ipynb, cell 4: .*No space left on device.*\n\Z", done.stderr)
    assert done.stderr.count("\n") == 1
    assert done.stdout.startswith("reports:\narticle\n\nreports/article:\n")
    assert done.stdout.endswith("report.html\nearlier\n")
