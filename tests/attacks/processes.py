"""What the processes do beside their work: whom they tell, what they leave, how they fail, whether they end."""

from __future__ import annotations

import json
import os
import random
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

import prepared
import psutil

from attacks import ENDS, LINUX, ROOT, RUNS_NOTHING, SENDS_NOTHING, TEXT, TOLD, WHOLE, attack, can_mount


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
    """Run a command in `folder`, for ten minutes at most: a busy machine is slow."""
    return subprocess.run(
        [os.fspath(word) if isinstance(word, Path) else word for word in command],
        cwd=folder, env=environment, timeout=600, check=False, **{"capture_output": True, **options},
    )  # fmt: skip


def analysis(*arguments) -> list:
    """The command line of the project."""
    return [sys.executable, "-m", "analysis", *arguments]


def article(folder: Path, name: str | bytes = "article.txt") -> Path:
    """An article in `folder`."""
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    with open(path, "w") as file:
        file.write(f"{TEXT}\n")
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


@attack(SENDS_NOTHING, "telemetry", product(("report", "tables"), ({},)))
@attack(SENDS_NOTHING, "telemetry", product(RUNS, ({"ORT_DISABLE_TELEMETRY": "0"},)), slow=True)
@attack(SENDS_NOTHING, "telemetry", [("tables with workers", {})], slow=True)
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


@attack(TOLD, "names", NAMES)
def a_name_that_is_not_there_is_told_in_one_line(folder, name):
    for command, output in (("report", []), ("tables", ["--output", "out"])):
        done = prepared.run([command, *output, "--", name], cwd=folder, env=environment(folder))
        assert done.returncode != 0
        one_line(done)
    assert files(folder) == {"home", "temporary"}, files(folder)


@attack(TOLD, "names", product(("tables",), NAMES), slow=True)
@attack(TOLD, "names", product(("report",), NAMES[::4]), slow=True)
def a_name_is_read_or_refused_in_one_line(folder, case):
    command, name = case
    with suppress(OSError):  # what no file can be called
        path = article(folder, name)
        done = prepared.run([command, "--output", "made", "--", path.name], cwd=folder, env=environment(folder))
        one_line(done)
        assert (folder / "made").exists() == (done.returncode == 0), "an empty folder is left, or nothing written"


OUTPUTS = ["{}", "{article.__class__}", "{", "{{}}", "%s", "~", "a\nb", "\x1b[31m", "http:", "-"]


@attack(TOLD, "names", OUTPUTS, slow=True)
def any_output_folder_takes_a_report(folder, output):
    words = ["report", f"--output={output}", article(folder).name]
    done = prepared.run(words, cwd=folder, env=environment(folder))
    one_line(done)
    assert done.returncode == 0, done.stderr
    assert (folder / output / "reports" / "article" / "report.html").exists()


NUMBERS = ["inf", "nan", "-inf", "1e400", "-1", "0", "1" * 30, "1" * 5000, "0x10", "١٢", "", " ", "\x1b[31m", "1\n2"]


@attack(TOLD, "options", product(("--timeout", "--workers", "--part", "--scheduler", "--language"), NUMBERS))
def an_option_out_of_range_is_refused(folder, case):
    option, value = case
    if option == "--scheduler" or (option, value) == ("--workers", "١٢"):
        return
    command = ["report"] if option == "--timeout" else ["tables", "--output", "out"]
    done = prepared.run([*command, f"{option}={value}", "nowhere.txt"], cwd=folder, env=environment(folder))
    assert done.returncode == 2, done.stderr
    one_line(done)


SETTINGS = [
    {"pyproject.toml": "[", "itables.toml": "[", "matplotlibrc": "nonsense", "custom.toml": "["},
    {"pyproject.toml": "[tool.itables]\nx = 1", "matplotlibrc": "axes.facecolor: nothing"},
    {"pyproject.toml": "[tool.itables]\ndom = 5", "jupyter_config.py": "1 / 0", ".config/itables/itables.toml": "["},
    {"pyproject.toml": "\xff", "ipython_kernel_config.py": "1 / 0", "papermill.yaml": ": :"},
    {"pyproject.toml": "tool = 3", "ipython_config.py": "1 / 0"},
    {"pyproject.toml": "[tool]\nitables = 'x'", "itables.toml": "x = 1"},
]


@attack(TOLD, "settings", range(len(SETTINGS)), slow=True)
def settings_of_others_in_the_working_directory_and_the_home_do_not_matter(folder, case):
    made = environment(folder)
    for place, (name, text) in product((folder, folder / "home"), SETTINGS[case].items()):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(text.encode("latin-1"))
    done = run(folder, analysis("report", article(folder).name), made)
    assert done.returncode == 0, done.stderr
    one_line(done)


STREAMS = [(True, False, False), (False, True, False), (False, False, True), (True, True, True)]


@attack(TOLD, "streams", product(("report",), STREAMS), slow=True)
def closed_streams_do_not_matter(folder, case):
    name, closed = case
    article(folder)
    script = '"$@"' + "".join(f" {number}>&-" for number, gone in enumerate(closed) if gone)
    done = run(folder, ["sh", "-c", script, "sh", *analysis(*RUNS[name])], environment(folder))
    one_line(done)
    assert done.returncode == 0
    assert (folder / "out").exists()


@attack(TOLD, "streams", product(("tables",), (False,)))
@attack(TOLD, "streams", product(RUNS, (True,)), slow=True)
def a_full_disk_behind_standard_output_is_told(folder, case):
    name, new = case
    if not Path("/dev/full").exists():
        return
    article(folder)
    with open("/dev/full", "w") as full:
        done = prepared.run(RUNS[name], cwd=folder, env=environment(folder), new=new, stdout=full)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and b"standard output" in done.stderr, done.stderr
    assert (folder / "out").exists()


@attack(TOLD, "streams", product(("tables",), (False,)))
@attack(TOLD, "streams", product(RUNS, (True,)), slow=True)
def a_reader_of_standard_output_that_has_gone_is_no_traceback(folder, case):
    name, new = case
    article(folder)
    read, write = os.pipe()
    os.close(read)
    done = prepared.run(RUNS[name], cwd=folder, env=environment(folder), new=new, stdout=write)
    os.close(write)
    assert b"Traceback" not in done.stderr and done.stderr.count(b"\n") <= 1, done.stderr


LIMITS = [(resource.RLIMIT_AS, size * 2**20) for size in (100, 300, 800, 1500, 2600, 3100)] + [
    (resource.RLIMIT_NOFILE, number) for number in (4, 8, 16, 32, 64, 255)
]


@attack(TOLD, "limits", product(RUNS, LIMITS), slow=True)
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


@attack(TOLD, "full disk", product(RUNS, ("temporary", "out"), ("4k", "400k")), slow=True)
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


def spent(number: int) -> float:
    """Seconds that the processor has spent on a process and on what came of it."""
    total = 0.0
    with suppress(psutil.Error):
        process = psutil.Process(number)
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                total += sum(one.cpu_times()[:4])
    return total


def contents(folder: Path) -> dict[Path, bytes]:
    """The files below a folder, without those in scratch folders."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not any(part[0] == "." for part in name.parts)}


def left_behind(folder: Path) -> list[str]:
    """The scratch folders below a folder."""
    return [path for path in files(folder) if re.search(r"(^|/)\.(making|writing)-", path)]


class Stopped:
    """Runs of a command in a folder, each stopped by a signal at a moment that is drawn.

    Moments are counted in the time of the processor, so that a busy machine does not shift them; more of them are near
    the end, where outputs are put in their places.
    """

    MOMENTS = 5

    def __init__(self, folder: Path, name: str, which: str):
        self._folder, self._which = folder, which
        self._command, self._environment = analysis(*RUNS[name]), environment(folder, ATTACK=str(folder))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.whole()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        draw = random.Random(which)
        self.moments = [seconds * ((number + draw.random()) / self.MOMENTS) ** 0.5 for number in range(self.MOMENTS)]

    def whole(self) -> None:
        """Run it to its end."""
        done = run(self._folder, self._command, self._environment)
        assert done.returncode == 0, done.stderr
        assert left_behind(self._folder) == []

    def stopped(self, moment: float) -> str:
        """Run it, stop it, and return what it said; nothing of it goes on."""
        process = subprocess.Popen(
            self._command, cwd=self._folder, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        while process.poll() is None and spent(process.pid) < moment:
            time.sleep(0.02)
        process.send_signal(getattr(signal, self._which))
        said, told = (text.decode() for text in process.communicate(timeout=600))
        try:
            ended = eventually(lambda: not list(marked(str(self._folder))), 300)
            assert ended, f"after {moment:.1f} s: {[one.cmdline() for one in marked(str(self._folder))]} go on"
        finally:
            for left in marked(str(self._folder)):
                left.kill()
        assert "Traceback" not in told and told.count("\n") <= 1, told
        return said + told


SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"]


@attack(WHOLE, "a signal during a report", SIGNALS, slow=True)
def a_stopped_report_is_whole_or_that_from_before(folder, which):
    if not LINUX:
        return
    texts = [f"{TEXT}\n", "Police said that about 40 people may have left. The mayor denied that.\n"]
    path, out, there = article(folder), folder / "out", 0
    path.write_text(texts[there])
    runs = Stopped(folder, "report", which)
    known = {there: contents(out)}
    for moment in runs.moments:
        asked = 1 - there
        path.write_text(texts[asked])
        said, now = runs.stopped(moment), contents(out)
        if now != known[there]:
            assert known.setdefault(asked, now) == now, f"after {moment:.1f} s neither the old nor the new report"
            there = asked
        assert ("as it was" in said) <= (there != asked), f"after {moment:.1f} s: {said!r}, but the report is the new"
        new_is_told = "in its place already" in said or "report.html" in said
        assert new_is_told <= (there == asked), f"after {moment:.1f} s: {said!r}, but the report is the old"
        assert not said or left_behind(out) == [], left_behind(out)
    path.write_text(texts[1])
    runs.whole()
    assert contents(out) == known.get(1, contents(out)), "the report of a stopped run is not whole"


@attack(ENDS, "kills", ["SIGTERM", "SIGKILL"], slow=True)
def a_stopped_run_with_workers_leaves_no_process_and_is_gone_on_with(folder, which):
    if not LINUX:
        return
    article(folder).write_text(f"{TEXT}\n" * 100)
    runs = Stopped(folder, "tables with workers", which)
    calm = contents(folder / "out")
    for moment in runs.moments:
        shutil.rmtree(folder / "out")
        runs.stopped(moment)
        runs.whole()
        assert contents(folder / "out") == calm, f"stopped after {moment:.1f} s: not the same files"


def _ended(process: int) -> bool:
    return not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE


@attack(ENDS, "kills", ("preparing", "executing"))
def a_kernel_ends_with_its_parent(folder, when):
    if not LINUX:
        return
    (folder / "endless.py").write_text(
        "import os, re; print(os.getpid(), file=open('kernel', 'w'), flush=True); re.match('(a*)*b', 'a' * 99)"
    )
    call = {
        "preparing": "kernel.run(kernel.start, 'import endless')",
        "executing": "from analysis.report.execution import execute; execute([Path('endless.ipynb')], {}, Path('made'),"
        " kernel=kernel)",
    }
    cells = [
        {"cell_type": "code", "source": source, "metadata": {"tags": tags}, "outputs": [], "execution_count": None}
        for source, tags in (("none = None", ["parameters"]), ("import endless", []))
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (folder / "endless.ipynb").write_text(json.dumps(notebook))
    (folder / "made").mkdir()
    program = f"from pathlib import Path; from analysis.report import Kernel; kernel = Kernel(); {call[when]}; input()"
    made = environment(folder)
    made["PYTHONPATH"] += f"{os.pathsep}{folder}"
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=folder, env=made, stdin=subprocess.PIPE)
    with parent:
        begun = eventually((folder / "kernel").exists, 300)
        time.sleep(1)
        parent.kill()
    assert begun, "the kernel does not start"
    kernel = int((folder / "kernel").read_text())
    try:
        assert eventually(lambda: _ended(kernel), 300), f"process {kernel} goes on"
    finally:
        with suppress(ProcessLookupError):
            os.kill(kernel, signal.SIGKILL)
