"""Attacks on what a run leaves: whole outputs or those from before, under signals, kills, full disks and other runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import prepared

from attacks import COUNTED, RESUMED, ROOT, TEXT, TOLD, WHOLE, attack, can_mount

OTHER = "Police said that about 40 people may have left. The mayor denied that."

# Kills the process, or interrupts it, at the call with this number of those that change a folder.
STRIKING = """
import os, shutil, signal, subprocess, sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
from analysis.reading import placing, publishing

def striking(number, which):
    made = [0]
    def struck(function):
        def call(*words, **options):
            made[0] += 1
            if made[0] == number: os.kill(os.getpid(), which)
            return function(*words, **options)
        return call
    for name in ("rename", "replace", "mkdir", "unlink", "rmdir", "fsync"):
        setattr(os, name, struck(getattr(os, name)))
    placing._exchange = struck(placing._exchange)
    subprocess.Popen.__init__ = struck(subprocess.Popen.__init__)
    return made

def state(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file() and not any(part[0] == "." for part in path.relative_to(folder).parts)
    }

def wait_for_helpers(folder):  # a process that puts files in their places outlives the one that was killed
    import fcntl
    around = Path(os.path.realpath(folder)).parent
    if around.is_dir():
        number = os.open(around, os.O_RDONLY)
        fcntl.flock(number, fcntl.LOCK_EX)
        os.close(number)

def strike_everywhere(prepare, work, check, which, step=1):
    number = 1
    while True:
        prepare()
        process = os.fork()
        if not process:
            made = striking(number, which)
            try: work()
            except BaseException: os._exit(3)
            os._exit(0 if made[0] >= number else 7)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        check(number, code)
        if code == 7: return number
        number += step
"""

TABULATING = """
from analysis.article import Article
from analysis.corpus import tabulating
from analysis.reading import reading
from analysis.reading.rows import rows
kind, which, step = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
found = {name: rows(Article(text, name)) for name, text in (("old", sys.argv[4]), ("new", sys.argv[5]))}
tabulating.rows = reading._rows_of = lambda article: found[article]
by_hand = kind.startswith("by hand")
write = (lambda name, out: reading.Reading(name).write(out)) if by_hand else (lambda name, out: tabulating.write_tables([name], out))
home = Path("home"); out = home / "out"

def prepare():
    os.chdir(start)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    if kind == "link":
        (home / "there").mkdir(); out.symlink_to("there")
    if kind != "nothing": write("old", out)
    if kind in ("letter", "working folder", "by hand, letter"): (out / "letter.txt").write_text("Dear Sir")
    if kind == "working folder": os.chdir(out)
def work():
    write("new", "." if kind == "working folder" else out)
def found_now():
    os.chdir(start); wait_for_helpers(out); return state(out)

start = os.getcwd()
prepare(); old = found_now(); prepare(); work(); new = found_now()
assert old != new
torn = []
def check(number, code):
    now = found_now()
    if now not in (old, new): torn.append((number, sorted(now)))
    work_again()
def work_again():
    if kind == "working folder": os.chdir(out)
    work(); left = found_now()
    os.chdir(start)
    hidden = [path.name for path in home.rglob(".*")]
    assert left == new, "another run does not mend it"
    assert not hidden, f"left behind: {hidden}"
number = strike_everywhere(prepare, work, check, which, step)
assert number > 10, number
assert not torn, f"torn at {torn[:3]}"
"""


def program(folder: Path, source: str, *words: object, timeout: float = 600) -> None:
    """Run a program in the folder; what it says last is what broke."""
    done = prepared.run(words, source=source, cwd=folder, env=environment(), timeout=timeout)
    assert done.returncode == 0, done.stderr.decode().strip().rpartition("\n")[2] or f"exit code {done.returncode}"


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def command(folder: Path, *words: object, **options) -> subprocess.CompletedProcess:
    """`python -m analysis` in the folder."""
    return prepared.run(words, cwd=folder, env=environment(), **options)


def told(done: subprocess.CompletedProcess, code: int = 2) -> str:
    """The one line with which a command ends."""
    text = done.stderr.decode("utf-8")
    assert done.returncode == code, f"exit code {done.returncode}: {text[-300:]}"
    assert "Traceback" not in text and text.count("\n") == 1, text[-500:]
    return text


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write_lines(path: Path, *records) -> Path:
    path.write_text("".join(record if isinstance(record, str) else json.dumps(record) + "\n" for record in records))
    return path


def earlier(folder: Path) -> dict[str, bytes]:
    """Tables of an earlier run, in `out`."""
    (folder / "old.txt").write_text(OTHER)
    assert command(folder, "tables", "old.txt", "--output", "out").returncode == 0
    return files(folder / "out")


# One step ------------------------------------------------------------------------------------------------------------


PLACES = ["nothing", "earlier tables", "letter", "working folder", "link", "by hand", "by hand, letter"]


@attack(WHOLE, "killed at some changes of a folder", ["letter", "by hand, letter"])
def killed_now_and_then_while_tables_are_published(folder: Path, case: str) -> None:
    program(folder, STRIKING + TABULATING, case, int(signal.SIGKILL), 5, OTHER, TEXT)


@attack(WHOLE, "killed at each change of a folder", PLACES, slow=True)
def killed_while_tables_are_published(folder: Path, case: str) -> None:
    program(folder, STRIKING + TABULATING, case, int(signal.SIGKILL), 1, OTHER, TEXT)


@attack(WHOLE, "interrupted at each change of a folder", PLACES, slow=True)
def interrupted_while_tables_are_published(folder: Path, case: str) -> None:
    program(folder, STRIKING + TABULATING, case, int(signal.SIGINT), 1, OTHER, TEXT)


REPORTS = """
kind, which, step = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
home = Path("home"); reports, figures = (home / place / "a" for place in ("reports", "figures"))
def work(name="new"):
    with publishing.scratch(reports, publishing.MAKING) as folder:
        for made, ending in (("made", "html"), ("figures", "svg")):
            (folder / made / "deep").mkdir(parents=True)
            for number in range(3):
                (folder / made / "deep" / f"{number}.{ending}").write_text(name)
                (folder / made / f"{number}.{ending}").write_text(name)
        publishing.publish((folder / "figures", figures), (folder / "made", reports), dropped="failed")
def prepare():
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    if kind != "nothing": work("old")
    if kind == "others": (figures / "mine.svg").write_text("mine"); (reports / "deep" / "mine").write_text("mine")
    if kind == "failed": (reports / "failed").mkdir(); (reports / "failed" / "1.ipynb").write_text("half")
prepare(); old = state(home); work(); new = state(home)
torn = []
def check(number, code):
    wait_for_helpers(reports)
    now = state(home)
    if now not in (old, new, new | {name: old[name] for name in old if "failed" in name}): torn.append((number, now))
    work()
    assert state(home) == new, "another run does not mend it"
    assert not list(home.rglob(".*")), "something is left behind"
number = strike_everywhere(prepare, work, check, which, step)
assert number > 10 and not torn, f"torn at {torn[:2]}"
"""


@attack(WHOLE, "killed at some changes of a folder", ["earlier", "others"])
def killed_now_and_then_while_a_report_is_published(folder: Path, case: str) -> None:
    program(folder, STRIKING + REPORTS, case, int(signal.SIGKILL), 5)


@attack(WHOLE, "killed at each change of a folder", ["nothing", "earlier", "others", "failed"], slow=True)
def killed_while_a_report_is_published(folder: Path, case: str) -> None:
    program(folder, STRIKING + REPORTS, case, int(signal.SIGKILL), 1)


@attack(WHOLE, "the system cannot exchange two names", ["earlier tables", "letter", "working folder"])
def published_without_an_exchange_of_names(folder: Path, case: str) -> None:
    never = "placing._exchanged = lambda *_: False\n"
    program(
        folder,
        STRIKING + never + TABULATING.partition("torn = []")[0] + "assert state(out) == new",
        case,
        9,
        1,
        OTHER,
        TEXT,
    )


@attack(WHOLE, "several runs into one folder at once", ["nothing", "earlier tables", "letter"], slow=True)
def several_runs_publish_at_once(folder: Path, case: str) -> None:
    racing = """
prepare()
processes = []
for _ in range(8):
    process = os.fork()
    if not process:
        try: [work() for _ in range(5)]
        except BaseException as error: print(error, file=sys.stderr); os._exit(3)
        os._exit(0)
    processes.append(process)
codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
assert codes == [0] * 8, codes
assert state(out) == new and not list(home.rglob(".*"))
"""
    program(folder, STRIKING + TABULATING.partition("torn = []")[0] + racing, case, 9, 1, OTHER, TEXT)


@attack(
    WHOLE, "a folder in the place of a file", ["articles.csv", "rejected.parquet", "datapackage.json", "corpus.json"]
)
def a_folder_stands_in_the_place_of_a_file(folder: Path, case: str) -> None:
    before = earlier(folder)
    (folder / "out" / case).unlink()
    (folder / "out" / case / "mine").mkdir(parents=True)
    (folder / "new.txt").write_text(TEXT)
    line = told(command(folder, "tables", "new.txt", "--output", "out"))
    assert case in line and "stands in the place" in line, line
    del before[case]
    assert files(folder / "out") == before


@attack(
    WHOLE, "an output that cannot be written", ["/dev/full", "/dev/null", "/proc/nothing", "old.txt", "old.txt/deep"]
)
def an_output_cannot_be_written(folder: Path, case: str) -> None:
    (folder / "old.txt").write_text(TEXT)
    for options in ([], ["--workers", "1"]):
        assert "cannot be written" in told(command(folder, "tables", "old.txt", "--output", case, *options))
    assert files(folder) == {"old.txt": TEXT.encode()}


@attack(WHOLE, "a full disk", [140, 200, 300] if can_mount() else [], slow=True)
def the_disk_is_full(folder: Path, case: int) -> None:
    write_lines(
        folder / "in.jsonl", *({"id": f"{number}", "text": f"{TEXT} {number} {OTHER * 20}"} for number in range(40))
    )
    before = earlier(folder)
    script = (
        'set -e; mkdir disk; mount -t tmpfs -o size="$1"k tmpfs disk; shift; cp -r out disk/out; code=0; '
        '"$@" || code=$?; cp -r disk/. left; exit $code'
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", str(case), sys.executable, "-m", "analysis", "tables", "in.jsonl",
         "--output", "disk/out"],
        cwd=folder, env=environment(), capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    assert "No space left on device); make room" in told(done)
    assert files(folder / "left" / "out") == before and os.listdir(folder / "left") == ["out"]


@attack(WHOLE, "nothing is left behind", ["deep"])
@attack(WHOLE, "nothing is left behind", ["workers", "one process", "strict", "report"], slow=True)
def a_run_that_fails_leaves_no_folder(folder: Path, case: str) -> None:
    write_lines(folder / "in.jsonl", "{oops\n" if case == "strict" else "\n")
    (folder / "empty.txt").write_text(" ")
    commands = {
        "workers": ["tables", "in.jsonl", "--output", "out", "--workers", "1"],
        "deep": ["tables", "in.jsonl", "--output", "out/deep/er"],
        "report": ["report", "empty.txt", "--output", "out"],
    }
    options = ["--strict"] if case == "strict" else []
    line = told(command(folder, *commands.get(case, ["tables", "in.jsonl", "--output", "out", *options])))
    assert ("empty.txt" if case == "report" else "in.jsonl") in line, line
    assert sorted(os.listdir(folder)) == ["empty.txt", "in.jsonl"], os.listdir(folder)


@attack(WHOLE, "left by a killed run")
def temporaries_of_dead_processes_are_removed_and_others_kept(folder: Path, _case: None) -> None:
    living = """
import time
from analysis.reading.publishing import scratch
with scratch("out") as folder:
    (folder / "kept").touch()
    print(folder.name, flush=True)
    time.sleep(600)
"""
    (folder / "a.txt").write_text(TEXT)
    for place in (folder, folder / "out"):
        for name in (".writing-abcd1234", ".making-abcd123_", ".writing-of-mine"):
            (place / name / "deep").mkdir(parents=True)
    process = subprocess.Popen(
        [sys.executable, "-c", living], cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        alive = process.stdout.readline().strip()
        done = command(folder, "tables", "a.txt", "--output", "out")
        assert done.returncode == 0, done.stderr
        hidden = {path.relative_to(folder).as_posix() for path in folder.rglob(".*")}
        assert hidden == {alive, ".writing-of-mine", "out/.writing-of-mine"}, hidden
        assert (folder / alive / "kept").exists(), "the folder of a living process"
    finally:
        process.kill()
        process.communicate()


# Going on ------------------------------------------------------------------------------------------------------------


PARTS = """
from analysis.corpus import Inputs
from analysis.corpus.batches import parts
from analysis.corpus.parts import PartsFolder, TABLES, packed
from analysis.corpus.reader import read_part, rows_of
from analysis.corpus.records import Rejected
from dataclasses import asdict
inputs = ["in.jsonl"]
read = {}
def work(out="home/out"):
    count = 0
    with PartsFolder(out, {"language": "en", "articles_per_part": 2}) as folder:
        for part in parts(Inputs(inputs), 2):
            count += part.count
            if not folder.holds(part):
                digest = folder.digest(part)
                if digest not in read:
                    tables = {name: [] for name in TABLES}
                    for item in part.items:
                        found = item if isinstance(item, Rejected) else rows_of(item, "en")
                        if isinstance(found, Rejected): tables["rejected"].append(asdict(found))
                        else: [tables[name].extend(rows) for name, rows in found.items()]
                    read[digest] = packed(tables, digest)
                folder.write(part, read[digest])
        return folder.finish(part.number + 1, count)
home = Path("home"); home.mkdir(); work(); calm = state(home); shutil.rmtree(home)
"""
RECORDS = [
    {"id": "a", "text": TEXT},
    {"id": "b", "text": OTHER},
    "{oops\n",
    {"id": "c", "text": OTHER},
    {"id": "d", "text": TEXT},
]


@attack(RESUMED, "killed at some changes of a folder", [11])
@attack(RESUMED, "killed at every other change of a folder", [2], slow=True)
def killed_while_parts_are_written(folder: Path, case: int) -> None:
    killing = """
def prepare():
    shutil.rmtree(home, ignore_errors=True); home.mkdir()
def check(number, code):
    wait_for_helpers(home / "out")
    work()
    assert state(home) == calm, f"killed at {number}: not the same files"
    assert not list(home.rglob(".*")), f"killed at {number}: {list(home.rglob('.*'))}"
number = strike_everywhere(prepare, work, check, 9, step=int(sys.argv[1]))
assert number > 50, number
"""
    write_lines(folder / "in.jsonl", *RECORDS)
    program(folder, STRIKING + PARTS + killing, case)


@attack(RESUMED, "a full disk at each change of a folder", slow=True)
def the_disk_is_full_while_parts_are_written(folder: Path, _case: None) -> None:
    filling = """
import errno
def full(number):
    made = [0]
    def failing(function):
        def call(*words, **options):
            made[0] += 1
            if made[0] == number: raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return function(*words, **options)
        return call
    return made, failing
number = 1
real = {name: getattr(os, name) for name in ("rename", "replace", "mkdir", "fsync", "open")}
from analysis.article import InputError
while True:
    shutil.rmtree(home, ignore_errors=True); home.mkdir()
    made, failing = full(number)
    for name, function in real.items(): setattr(os, name, failing(function))
    try: work()
    except InputError as error: assert "No space left" in str(error) and "make room" in str(error), error
    finally:
        for name, function in real.items(): setattr(os, name, function)
    work()
    assert state(home) == calm and not list(home.rglob(".*")), f"full at {number}"
    if made[0] < number: break
    number += 3
assert number > 50
"""
    write_lines(folder / "in.jsonl", *RECORDS)
    program(folder, STRIKING + PARTS + filling)


HARM = ["cut", "missing", "empty", "changed", "nonsense"]


@attack(RESUMED, "what a run wrote is damaged", [("cut", 7), ("missing", 9)])
@attack(RESUMED, "what a run wrote is damaged", [(harm, 1) for harm in HARM], slow=True)
def a_file_of_the_corpus_is_damaged(folder: Path, case: tuple[str, int]) -> None:
    damaging = """
def damaged(path):
    content = path.read_bytes(); middle = len(content) // 4
    if sys.argv[1] == "missing": path.unlink()
    else: path.write_bytes({
        "empty": b"", "cut": content[:-20], "nonsense": b"nonsense" * 100,
        "changed": content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1:],
    }[sys.argv[1]])
home.mkdir(); work()
for name in sorted(calm)[::int(sys.argv[2])]:
    path = home / name
    damaged(path)
    work()
    assert state(home) == calm, f"{name}: not made again"
"""
    write_lines(folder / "in.jsonl", *RECORDS)
    program(folder, STRIKING + PARTS + damaging, *case)


@attack(RESUMED, "a whole table of parts is missing", ["articles", "claims", "rejected"], slow=True)
def a_folder_of_parts_is_missing(folder: Path, case: str) -> None:
    source = "home.mkdir(); work(); shutil.rmtree(home / 'out' / f'{sys.argv[1]}.parquet'); work(); assert state(home) == calm"
    write_lines(folder / "in.jsonl", *RECORDS)
    program(folder, STRIKING + PARTS + source, case)


@attack(RESUMED, "two runs into one folder", slow=True)
def two_runs_write_parts_to_one_folder(folder: Path, _case: None) -> None:
    write_lines(folder / "in.jsonl", *({"id": f"{number}", "text": f"{TEXT} {number} {OTHER}"} for number in range(60)))
    words = [sys.executable, "-m", "analysis", "tables", "in.jsonl", "--output", "out", "--workers", "1", "--part", "2"]
    first = subprocess.Popen(words, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 300
        while not (folder / "out" / "corpus.json").exists() and time.monotonic() < end:
            time.sleep(0.01)
        line = told(command(folder, *words[3:]))
        assert f"process {first.pid} on " in line and "writes there" in line, line
        assert first.wait(timeout=600) == 0, first.stderr.read()
    finally:
        with suppress(ProcessLookupError):
            first.kill()
        first.communicate()
    alone = command(folder, *("calm" if word == "out" else word for word in words[3:]))
    assert alone.returncode == 0 and files(folder / "out") == files(folder / "calm")


# Counts --------------------------------------------------------------------------------------------------------------


@attack(COUNTED, "an item that gets lost", ["read", "rejected"], slow=True)
def an_item_that_gets_lost_ends_the_run(folder: Path, case: str) -> None:
    losing = """
from analysis import __main__
from analysis.corpus import tabulating
before = tabulating.TableFiles.add
def losing(files, rows):
    table = "articles" if sys.argv[1] == "read" else "rejected"
    before(files, rows | {table: rows[table][1:]})
tabulating.TableFiles.add = losing
sys.argv[1:] = [sys.argv[1], *sys.argv[2:]]
try:
    __main__.cli(["tables", "in.jsonl", "--output", "out"], standalone_mode=False)
except Exception as error:
    assert "5 articles given, but" in str(error), error
    assert not os.path.exists("out")
else:
    raise AssertionError("nobody noticed")
"""
    write_lines(folder / "in.jsonl", *RECORDS)
    program(folder, STRIKING + losing, case)


@attack(COUNTED, "an item that gets lost", ["articles", "rejected"])
def an_item_that_gets_lost_ends_a_run_in_parts(folder: Path, case: str) -> None:
    losing = """
from analysis.article import InputError
whole = packed
def packed(tables, digest): return whole(tables | {sys.argv[1]: tables[sys.argv[1]][1:]}, digest)
home.mkdir(); read.clear()
try: work()
except InputError as error: assert "articles given, but" in str(error), error
else: raise AssertionError("nobody noticed")
"""
    write_lines(folder / "in.jsonl", *RECORDS)
    program(folder, STRIKING + PARTS + losing, case)


@attack(COUNTED, "bad items among good ones", [[], ["--workers", "1"]])
def bad_items_are_listed_and_the_rest_is_read(folder: Path, case: list[str]) -> None:
    import pandas as pd

    bad = [
        "{oops\n",
        "[]\n",
        '"text"\n',
        {"text": TEXT},
        {"id": "x", "text": " "},
        {"id": "a", "text": TEXT},
        "\udcff\n",
    ]
    good = [{"id": name, "text": TEXT} for name in "abc"]
    source = folder / "in.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one) + "\n" for one in [*good[:2], *bad, good[2]]]
    source.write_bytes("".join(lines).encode("utf-8", "surrogateescape"))
    (folder / "x.txt").write_bytes(TEXT.encode("utf-16"))
    done = command(folder, "tables", "in.jsonl", "x.txt", "--output", "out", *case)
    assert done.returncode == 0, done.stderr
    assert ", 8 rejected; " in done.stdout.decode()
    assert [line.split(": ")[1] for line in done.stderr.decode().splitlines()] == [
        *(f"in.jsonl, line {number}" for number in range(3, 10)),
        "x.txt",
    ]
    assert list(pd.read_parquet(folder / "out" / "articles.parquet")["article_id"]) == ["a", "b", "c"]
    listed = pd.read_parquet(folder / "out" / "rejected.parquet")
    assert list(listed["place"])[:7] == [f"line {number}" for number in range(3, 10)] and listed["reason"].notna().all()
    assert len(pd.read_csv(folder / "out" / "rejected.csv")) == 8
    line = told(command(folder, "tables", "in.jsonl", "x.txt", "--output", "strict", "--strict", *case))
    assert "in.jsonl, line 3: not JSON" in line


# What is told --------------------------------------------------------------------------------------------------------


NAMES = {
    "line feed": "a\nerror: b", "carriage return": "a\rb", "colour": "a\x1b[31mb", "title": "a\x1b]0;b\x07", "C1": "a\x9b31mb",
    "line separator": "a\u2028b", "next line": "a\x85b", "override": "a\u202eb", "not UTF-8": "a\udcffb", "tab": "a\tb",
    "backspace": "a\b\bb", "tags": "a\U000e0041b",
}  # fmt: skip


@attack(TOLD, "names that are more than a line", ["line feed"])
@attack(TOLD, "names that are more than a line", list(NAMES)[1:], slow=True)
def a_name_is_told_as_one_safe_line(folder: Path, case: str) -> None:
    name = NAMES[case]
    (folder / f"{name}.txt").write_text(TEXT)
    (folder / f"{name}-bad.txt").write_text(" ")
    write_lines(folder / "in.jsonl", {"id": name, "text": "1 2"}, {"id": name, "text": TEXT})
    everything = command(folder, "tables", *sorted(map(os.fsencode, folder.iterdir())), "--output", os.fsencode(name))
    assert everything.returncode == 0, everything.stderr
    strict = command(folder, "tables", os.fsencode(f"{name}-bad.txt"), "--strict", "--output", "out")
    report = command(folder, "report", os.fsencode(f"{name}-bad.txt"), "--output", "out")
    missing = command(folder, "tables", os.fsencode(f"{name}-none.txt"), "--output", "out")
    for done in (strict, report, missing):
        told(done)
    for text in (everything.stdout, *(done.stderr for done in (everything, strict, report, missing))):
        lines = text.decode("utf-8").split("\n")
        assert all(line.isprintable() for line in lines), text
        assert len(lines) == 1 + text.count(b"\n") and all(line == "" or ": " in line for line in lines), text


STREAMS = ["closed output", "closed errors", "both closed", "all closed", "full output", "full errors", "broken pipe"]


@attack(TOLD, "standard streams that take nothing", STREAMS, slow=True)
def nobody_takes_what_is_told(folder: Path, case: str) -> None:
    (folder / "a.txt").write_text(TEXT)
    (folder / "bad.txt").write_text(" ")
    ends = {
        "closed output": ">&-", "closed errors": "2>&-", "both closed": ">&- 2>&-", "all closed": "<&- >&- 2>&-",
        "full output": ">/dev/full", "full errors": "2>/dev/full", "broken pipe": "| true",
    }[case]  # fmt: skip
    for number, options in enumerate(([], ["--workers", "1"])):
        words = ["-m", "analysis", "tables", "a.txt", "bad.txt", "--output", f"out{number}", *options]
        script = f'"$@" {ends}; echo $? > code'
        done = subprocess.run(
            ["sh", "-c", script, "sh", sys.executable, *words],
            cwd=folder, env=environment(), capture_output=True, timeout=600, check=False,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr, done.stderr
        code = int((folder / "code").read_text())
        assert code == 0 or (case == "full output" and code == 2), code
        if case == "full output":
            assert f"out{number} is complete" in done.stderr.decode().splitlines()[-1], done.stderr
        calm = command(folder, "tables", "a.txt", "bad.txt", "--output", f"calm{number}", *options)
        assert calm.returncode == 0 and files(folder / f"out{number}") == files(folder / f"calm{number}")


SAYING = """
from analysis import __main__
from analysis.corpus import tabulating, reader
from analysis.reading.rows import rows
from analysis.article import Article
found = rows(Article(sys.argv[1], "old")), rows(Article(sys.argv[2], "new"))
home = Path("home"); out = home / "out"; which = int(sys.argv[3])
def run(rows_found):
    reader.rows = lambda _: rows_found
    sys.argv[1:] = ["tables", "new.txt", "--output", str(out)]
    __main__.main()
def prepare():
    shutil.rmtree(home, ignore_errors=True); home.mkdir()
    try: run(found[0])
    except SystemExit: pass
def work():
    said = os.open("said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    os.dup2(said, 1); os.dup2(said, 2)
    try: run(found[1])
    except SystemExit as error: sys.stdout.flush(); print(f"code {error.code}")
    sys.stdout.flush()
prepare(); old = state(out); run_code = os.fork()
if not run_code: work(); os._exit(0)
os.waitpid(run_code, 0); new = state(out)
assert old != new
heard = set()
def check(number, code):
    wait_for_helpers(out)
    said, now = Path("said").read_text(), state(out)
    assert now in (old, new), f"torn at {number}"
    if "nothing was changed" in said or "before anything was changed" in said: assert now == old, f"{number}: {said!r}"; heard.add("old")
    elif "in its place already" in said or "words read" in said: assert now == new, f"{number}: {said!r}"; heard.add("new")
    else: raise AssertionError(f"{number}, {code}: {said!r}, {now == old}")
    assert "Traceback" not in said
strike_everywhere(prepare, work, check, which)
assert heard == {"old", "new"}, heard
"""


@attack(TOLD, "a signal at each change of a folder", ["SIGINT", "SIGTERM", "SIGHUP"], slow=True)
def what_a_stopped_run_says_has_happened(folder: Path, case: str) -> None:
    (folder / "new.txt").write_text(TEXT)
    program(folder, STRIKING + SAYING, OTHER, TEXT, int(getattr(signal, case)))


@attack(TOLD, "a signal as the program starts", [0.1, 0.5])
@attack(TOLD, "a signal as the program starts", [number / 10 for number in range(15)], slow=True)
def a_program_that_is_stopped_as_it_starts_says_no_more_than_a_line(folder: Path, seconds: float) -> None:
    (folder / "a.txt").write_text(TEXT)
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ITS_START, str(seconds), "tables", "a.txt", "--output", "out"],
        cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    _, said = process.communicate(timeout=600)
    assert b"Traceback" not in said and said.strip().count(b"\n") == 0, said
    assert process.returncode in (0, 1, -signal.SIGINT), process.returncode


AT_ITS_START = """
import os, runpy, signal, sys, threading, time
seconds = float(sys.argv.pop(1))
begin = os.times()
def stop():
    while sum(os.times()[:2]) - sum(begin[:2]) < seconds: time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGINT)
def import_hook(event, words):
    if event == "import" and words[0] == "click" and not started: started.append(threading.Thread(target=stop, daemon=True)) or started[0].start()
started = []
sys.addaudithook(import_hook)
sys.argv[0] = "analysis"
runpy.run_module("analysis", run_name="__main__", alter_sys=True)
"""


@attack(TOLD, "names near the file system's limit", ["a" * 251, "é" * 125, "報" * 83, "a" * 236], slow=True)
def a_name_is_as_long_as_the_system_allows(folder: Path, case: str) -> None:
    (folder / f"{case}.txt").write_text(TEXT)
    done = command(folder, "tables", f"{case}.txt", "--output", case + "out")
    assert done.returncode == 0, done.stderr
    done = command(folder, "tables", f"{case}.txt", "--output", case + "par", "--workers", "1")
    assert done.returncode == 0, done.stderr
    told(command(folder, "tables", f"{case}.txt", "--output", case + case))


@attack(TOLD, "names near the file system's limit", ["a" * 251, "報" * 83], slow=True)
def a_report_of_an_article_with_a_long_name(folder: Path, case: str) -> None:
    (folder / f"{case}.txt").write_text(TEXT)
    done = command(folder, "report", f"{case}.txt", "--output", "out")
    assert done.returncode == 0, done.stderr


@attack(TOLD, "a full folder for temporary files", ["tables", "workers", "report"] if can_mount() else [], slow=True)
def the_folder_for_temporary_files_is_full(folder: Path, case: str) -> None:
    (folder / "a.txt").write_text(TEXT)
    words = {"tables": ["tables"], "workers": ["tables", "--workers", "1"], "report": ["report"]}[case]
    script = (
        "set -e; mkdir disk; mount -t tmpfs -o size=64k tmpfs disk; cat /dev/zero > disk/full 2>&- || true; "
        'export TMPDIR="$PWD/disk"; "$@"'
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", sys.executable, "-m", "analysis", *words, "a.txt", "--output", "out"],
        cwd=folder, env=environment(), capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0 or told(done, done.returncode), done.stderr
