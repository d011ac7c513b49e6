"""What the processes do beside their work: whom they tell, what they leave, how they fail, whether they end."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import product
from pathlib import Path

import psutil

from attacks import attack

ROOT = Path(__file__).parents[2]
TEXT = "Officials said that over 1,000 soldiers had been killed since the spring. The ministry did not comment.\n"
SENDS_NOTHING = "nothing is sent out, nothing is left outside the output folder"
RUNS_NOTHING = "nothing that is read or typed is run"
FAILS_WELL = "every failure is one line, and earlier outputs stay"
ENDS = "no process outlives its run"
LINUX = sys.platform == "linux"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Of the user's environment no more than is needed; home and temporary files go to folders of the attack."""
    for name in ("home", "temporary"):
        (folder / name).mkdir(exist_ok=True)
    return {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "temporary"),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        **more,
    }


def run(folder: Path, command: list, environment: Mapping[str, str], **options) -> subprocess.CompletedProcess:
    """Run a command in `folder`, for five minutes at most."""
    return subprocess.run(
        [os.fspath(word) if isinstance(word, Path) else word for word in command],
        cwd=folder, env=environment, timeout=300, check=False, **{"capture_output": True, **options},
    )  # fmt: skip


def analysis(*arguments) -> list:
    """The command line of the project."""
    return [sys.executable, "-m", "analysis", *arguments]


def article(folder: Path, name: str | bytes = "article.txt") -> Path:
    """An article in `folder`."""
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    with open(path, "w") as file:
        file.write(TEXT)
    return Path(os.fsdecode(path))


def files(folder: Path) -> set[str]:
    """The files and the folders below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def one_line(done: subprocess.CompletedProcess) -> None:
    """Assert that a command ended as it should, or failed in one line that a terminal shows and does not obey."""
    shown = done.stderr.decode("utf-8", "backslashreplace")
    assert done.returncode in (0, 1, 2), f"exit code {done.returncode}: {shown[-300:]}"
    assert "Traceback" not in shown, shown[-600:]
    lines = shown.removesuffix("\n").split("\n") if shown else []
    assert len(lines) <= (done.returncode > 0) + 2 * ("Usage:" in shown) + shown.count("\n\n"), shown[:600]
    assert done.returncode == 0 or lines, "failed and said nothing"
    for text in (shown, done.stdout.decode("utf-8", "backslashreplace")):
        assert text.replace("\n", "").isprintable(), f"a terminal would obey {text!r}"


# Whom they tell, and what they leave

RUNS = {
    "report": ["report", "article.txt", "--output", "out"],
    "tables": ["tables", "article.txt", "--output", "out"],
    "tables with workers": ["tables", "article.txt", "--output", "out", "--workers", "1"],
}


@attack(SENDS_NOTHING, "telemetry", product(RUNS, ({}, {"ORT_DISABLE_TELEMETRY": "0"})))
def nothing_is_left_outside_the_output_folder(folder, case):
    name, more = case
    article(folder)
    done = run(folder, analysis(*RUNS[name]), environment(folder, **more))
    assert done.returncode == 0, done.stderr
    left = {path for path in files(folder) if path.split("/")[0] != "out"}
    assert left == {"article.txt", "home", "temporary"}, sorted(left)


def asked_for(folder: Path, command: list) -> list[str]:
    """The addresses beyond this machine that a command, or what it starts, asks for."""
    if shutil.which("strace") is None or run(folder, ["strace", "true"], os.environ).returncode:
        return []
    trace = folder / "trace"
    traced = ["strace", "--follow-forks", f"--output={trace}", "--trace=connect,sendto,sendmsg,sendmmsg", *command]
    done = run(folder, traced, environment(folder))
    assert done.returncode == 0, done.stderr
    calls = trace.read_text("utf-8", "replace").splitlines()
    here = re.compile(r'"127\.|"::1"|"0\.0\.0\.0"|"::"')
    return [call for call in calls if "sa_family=AF_INET" in call and not here.search(call)]


@attack(SENDS_NOTHING, "telemetry", RUNS, slow=True)
def no_address_is_asked_for(folder, name):
    article(folder)
    found = asked_for(folder, analysis(*RUNS[name]))
    assert found == [], found


@attack(SENDS_NOTHING, "telemetry", slow=True)
def no_address_is_asked_for_in_a_process_that_lives_on(folder, _):
    article(folder)
    program = "import analysis, time; analysis.read('article.txt').claims; time.sleep(25)"
    found = asked_for(folder, [sys.executable, "-c", program])
    assert found == [], found


# What is typed

TARGETS = {
    "ARTICLE": ("report", {}),
    "INPUT": ("tables", {"OUTPUT": "out"}),
    "OUTPUT": ("tables", {"INPUT": "article.txt"}),
    "SHARED": ("accuracy", {}),
    "EXAMPLES": ("fuzz", {}),
    "KIND": ("chaos", {}),
    "PYTHON": ("install", {}),
    "UPGRADE": ("lock", {}),
    "ANYTHING": ("report", {}),
}
TYPED = [
    "$(shell touch attacked)", "${shell touch attacked}", "$(file >attacked,x)", "$$(touch attacked)", "$(touch attacked)",
    "$(eval X:=$(shell touch attacked))", "$(call shell,touch attacked)", "$(foreach x,y,$(shell touch attacked))",
    "`touch attacked`", "; touch attacked", '"; touch attacked; "', "'; touch attacked; '", "&& touch attacked",
    "|touch attacked", "x\ntouch attacked", "x\n\ttouch attacked", "> attacked", "$(info x)", "--output=attacked", "-h",
    "{touch,attacked}", "~/attacked", "*", "#", "a  b", "\\", "$X", "$$", "%", "'", '"', "!!",
]  # fmt: skip
PYTHON = r"""#!/bin/sh
for word; do printf '%s\0' "$word"; done >> words
"""


@attack(RUNS_NOTHING, "make", product(TARGETS, TYPED, ("word",)))
@attack(RUNS_NOTHING, "make", product(TARGETS, TYPED, ("environment",)), slow=True)
def make_expands_nothing_that_a_user_gives(folder, case):
    name, value, place = case
    if shutil.which("make") is None:
        return
    target, others = TARGETS[name]
    shutil.copy(ROOT / "Makefile", folder)
    bin_folder = folder / ".venv" / "bin"
    if target != "install":
        bin_folder.mkdir(parents=True)
        for program in ("python", "uv"):
            (bin_folder / program).write_text(PYTHON)
            (bin_folder / program).chmod(0o755)
    values = others | {name: value}
    words = [f"{key}={one}" for key, one in values.items()] if place == "word" else []
    done = run(
        folder,
        ["make", "--assume-old=setup", target, *words],
        {"PATH": os.environ["PATH"], "HOME": str(folder)} | (values if place == "environment" else {}),
    )
    made = files(folder) - {"Makefile", ".venv", ".venv/bin", ".venv/bin/python", ".venv/bin/uv"}
    assert made <= {"words"}, f"{value!r} in {name} made {made}"
    if name in ("ARTICLE", "INPUT", "OUTPUT", "SHARED", "EXAMPLES", "KIND"):
        assert done.returncode == 0, done.stderr
        given = (folder / "words").read_text().split("\0")[:-1]
        expected = f"shared={value}" if name == "SHARED" else value
        assert given.count(expected) == 1, f"{value!r} in {name} came as {given}"
        assert name not in ("ARTICLE", "INPUT") or given[-2] == "--", "a path may be taken for an option"


# How they fail

NAMES = [
    b"not \xff UTF-8.txt", b"\xc3.txt", b"two\nlines.txt", b"two\r\nlines.txt", b"colour \x1b[31m.txt", b"title \x1b]0;x\x07.txt",
    b"back\x08\x08.txt", b"bell\x07.txt", b"tab\t.txt", "right \u202eto left.txt".encode(), "lines \u2028 \u2029 \x85.txt".encode(),
    "zero \u200b\ufeff width.txt".encode(), b"{braces}.txt", b"{.txt", b"%s %d.txt", b"$HOME.txt", b"quotes '\".txt", b"-x.txt",
    b"--help.txt", b" .txt", b"..txt", b"a.b.c.txt", b"\\.txt", b"*.txt", b"n" * 251 + b".txt", b"n" * 240 + b".txt",
    ("é" * 125).encode() + b".txt", b"con.txt", b"a" * 3000 + b".txt", b"a/" * 500 + b".txt", b"http:x.txt", b"s3:x.txt", b"file:x.txt",
]  # fmt: skip


@attack(FAILS_WELL, "names", NAMES)
def a_name_that_is_not_there_is_told_in_one_line(folder, name):
    for command, output in (("report", []), ("tables", ["--output", "out"])):
        done = run(folder, analysis(command, *output, "--", os.fsdecode(name)), environment(folder))
        assert done.returncode != 0
        one_line(done)
    assert files(folder) == {"home", "temporary"}, files(folder)


@attack(FAILS_WELL, "names", NAMES, slow=True)
def a_name_is_read_or_refused_in_one_line(folder, name):
    with suppress(OSError):  # what no file can be called
        path = article(folder, name)
        for command, output in (("report", "made"), ("tables", "tabulated")):
            done = run(folder, analysis(command, "--output", output, "--", path.name), environment(folder))
            one_line(done)
            assert (folder / output).exists() == (done.returncode == 0), "an empty folder is left, or nothing written"


OUTPUTS = [
    "{}",
    "{0}",
    "{x}",
    "{article}",
    "{article.__class__}",
    "{",
    "}",
    "{{}}",
    "%s",
    "$HOME",
    "~",
    "a\nb",
    "\x1b[31m",
    "http:",
    "-",
]


@attack(FAILS_WELL, "names", OUTPUTS, slow=True)
def any_output_folder_takes_a_report(folder, output):
    done = run(folder, analysis("report", f"--output={output}", article(folder).name), environment(folder))
    one_line(done)
    assert done.returncode == 0, done.stderr
    assert (folder / output / "reports" / "article" / "report.html").exists()


NUMBERS = ["inf", "nan", "-inf", "1e400", "-1", "0", "1" * 30, "1" * 5000, "0x10", "١٢", "", " ", "\x1b[31m", "1\n2"]


@attack(FAILS_WELL, "options", product(("--timeout", "--workers", "--part", "--scheduler", "--language"), NUMBERS))
def an_option_out_of_range_is_refused(folder, case):
    option, value = case
    if option == "--scheduler" or (option, value) == ("--workers", "١٢"):
        return
    command = ["report"] if option == "--timeout" else ["tables", "--output", "out"]
    done = run(folder, analysis(*command, f"{option}={value}", "nowhere.txt"), environment(folder))
    assert done.returncode == 2, done.stderr
    one_line(done)


SETTINGS = {
    "pyproject.toml": [
        "[",
        "[tool.itables]\nx = 1",
        "[tool.itables]\ndom = 5",
        "\xff",
        "tool = 3",
        "[tool]\nitables = 'x'",
    ],
    "itables.toml": ["[", "x = 1"],
    ".config/itables/itables.toml": ["["],
    "matplotlibrc": ["nonsense", "axes.facecolor: nothing"],
    "jupyter_config.py": ["1 / 0"],
    "ipython_kernel_config.py": ["1 / 0"],
    "ipython_config.py": ["1 / 0"],
    "papermill.yaml": [": :"],
    "custom.toml": ["["],
}


@attack(FAILS_WELL, "settings", [(name, text) for name, texts in SETTINGS.items() for text in texts], slow=True)
def settings_of_others_in_the_working_directory_and_the_home_do_not_matter(folder, case):
    name, text = case
    made = environment(folder)
    for place in (folder, folder / "home"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(text.encode("latin-1"))
    done = run(folder, analysis("report", article(folder).name), made)
    assert done.returncode == 0, done.stderr
    one_line(done)


STREAMS = [closed for closed in product((False, True), repeat=3) if any(closed)]


@attack(FAILS_WELL, "streams", product(RUNS, STREAMS), slow=True)
def closed_streams_do_not_matter(folder, case):
    name, closed = case
    article(folder)
    script = '"$@"' + "".join(f" {number}>&-" for number, gone in enumerate(closed) if gone)
    done = run(folder, ["sh", "-c", script, "sh", *analysis(*RUNS[name])], environment(folder))
    one_line(done)
    assert done.returncode == 0
    assert (folder / "out").exists()


@attack(FAILS_WELL, "streams", RUNS)
def a_full_disk_behind_standard_output_is_told(folder, name):
    if not Path("/dev/full").exists():
        return
    article(folder)
    with open("/dev/full", "w") as full:
        done = run(
            folder,
            analysis(*RUNS[name]),
            environment(folder),
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and b"standard output" in done.stderr, done.stderr
    assert (folder / "out").exists()


@attack(FAILS_WELL, "streams", RUNS)
def a_reader_of_standard_output_that_has_gone_is_no_traceback(folder, name):
    article(folder)
    read, write = os.pipe()
    os.close(read)
    done = run(
        folder, analysis(*RUNS[name]), environment(folder), capture_output=False, stdout=write, stderr=subprocess.PIPE
    )
    os.close(write)
    assert b"Traceback" not in done.stderr and done.stderr.count(b"\n") <= 1, done.stderr


LIMITS = [(resource.RLIMIT_AS, size * 2**20) for size in (100, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000)] + [
    (resource.RLIMIT_NOFILE, number) for number in (4, 6, 8, 12, 16, 24, 32, 48, 64, 100, 255, 256)
]


@attack(FAILS_WELL, "limits", product(RUNS, LIMITS), slow=True)
def a_limit_of_the_system_is_told_in_one_line(folder, case):
    name, (which, limit) = case
    article(folder)
    (folder / "out").mkdir()
    (folder / "out" / "kept").write_text("earlier")
    done = run(
        folder, analysis(*RUNS[name]), environment(folder), preexec_fn=lambda: resource.setrlimit(which, (limit, limit))
    )
    if b"Fatal Python error" in done.stderr or b"error while loading shared libraries" in done.stderr:
        return  # Python itself did not start
    one_line(done)
    assert (folder / "out" / "kept").read_text() == "earlier"


def can_mount() -> bool:
    """Whether a user may mount a file system of their own here."""
    tool = shutil.which("unshare")
    return tool is not None and subprocess.run([tool, "-rm", "true"], capture_output=True, check=False).returncode == 0


@attack(FAILS_WELL, "full disk", product(RUNS, ("temporary", "out"), ("4k", "40k", "400k")), slow=True)
def a_full_disk_is_told_in_one_line(folder, case):
    name, place, size = case
    if not can_mount():
        return
    article(folder)
    made = environment(folder)
    (folder / "out").mkdir()
    script = f'mount -t tmpfs -o size={size} tmpfs {place} && "$@"; code=$?; find out -type f >left; exit $code'
    done = run(folder, ["unshare", "-rm", "sh", "-c", script, "sh", *analysis(*RUNS[name])], made)
    one_line(done)
    left = (folder / "left").read_text().split()
    # What a notebook failed on is kept, where there is room.
    assert done.returncode == 0 or all("/failed/" in path for path in left), left


# Whether they end


def marked(mark: str) -> Iterator[psutil.Process]:
    """The processes that have a mark in their environment."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("ATTACK") == mark and process.status() != psutil.STATUS_ZOMBIE:
                yield process


def eventually(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether a condition comes to hold in so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@attack(
    ENDS,
    "kills",
    product(("report", "tables with workers"), (signal.SIGKILL, signal.SIGTERM), (0.3, 1, 1.5, 2, 2.5, 3, 4)),
    slow=True,
)
def a_killed_run_leaves_no_process(folder, case):
    name, which, seconds = case
    if not LINUX:
        return
    article(folder).write_text(TEXT * 300)
    made = environment(folder, ATTACK=str(folder))
    process = subprocess.Popen(
        analysis(*RUNS[name]), cwd=folder, env=made, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    process.send_signal(which)
    process.wait(60)
    try:
        assert eventually(lambda: not list(marked(str(folder))), 5), [one.cmdline() for one in marked(str(folder))]
    finally:
        for left in marked(str(folder)):
            left.kill()
    done = run(folder, analysis(*RUNS[name]), made)
    assert done.returncode == 0, done.stderr
    left = [path for path in files(folder / "out") if re.search(r"(^|/)\.(making|writing)-", path)]
    assert left == [], left


def _ended(process: int) -> bool:
    return not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE


@attack(ENDS, "kills", ("preparing", "forked"))
def what_kernels_are_copied_from_ends_with_its_parent(folder, when):
    if not LINUX:
        return
    notebook = folder / "endless.ipynb"
    cell = {"cell_type": "code", "source": "import endless", "metadata": {}, "outputs": [], "execution_count": None}
    notebook.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    (folder / "endless.py").write_text("import re; re.match('(a*)*b', 'a' * 99)" if when == "preparing" else "")
    program = (
        "import os, sys; from pathlib import Path; from analysis.report.nursery import Nursery\n"
        f"nursery = Nursery([Path({str(notebook)!r})], None, 'en'); print(nursery._process.pid, flush=True)\n"
        "if sys.argv[1] == 'forked': print(nursery.fork(['-m', 'timeit', '-n', '1', 'import time; time.sleep(99)'],"
        " os.environ, None, 'log').pid, flush=True)\n"
        "input()"
    )
    made = environment(folder)
    made["PYTHONPATH"] += f"{os.pathsep}{folder}"
    parent = subprocess.Popen(
        [sys.executable, "-c", program, when], cwd=folder, env=made, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with parent:
        found = [int(parent.stdout.readline()) for _ in range(1 + (when == "forked"))]
        time.sleep(1)
        parent.kill()
    try:
        for process in found:
            assert eventually(lambda: _ended(process), 5), f"process {process} goes on"  # noqa: B023
    finally:
        for process in found:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
