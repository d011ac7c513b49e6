"""How long programs take, and how much memory: each in processes of its own."""

from __future__ import annotations

import gzip
import json
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import NamedTuple

import psutil

KERNELS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from jupyter_client.manager import start_new_kernel

def run(_):
    manager, client = start_new_kernel()
    client.execute_interactive("import pandas, matplotlib")
    client.stop_channels()
    manager.shutdown_kernel(now=True)

kernels = int(sys.argv[1])
with ThreadPoolExecutor(kernels) as pool:
    list(pool.map(run, range(kernels)))
"""
"""A program that starts so many kernels side by side, which import pandas and matplotlib and end."""

FROM_NOTHING = {
    "make report, from nothing": "make report PYTHON={python}",
    "bare install of the lock": (
        "{python} -m venv bare && bare/bin/python -m pip install --require-hashes -r requirements.lock"
    ),
}
"""Shell commands for a fresh clone; `{python}` is the interpreter that the environment of this one was made with."""

_OF_THIS_ENVIRONMENT = ("IPYTHON", "JPY", "MPL", "PIP_CACHE", "PYTHON", "UV_CACHE", "VIRTUAL", "XDG")
_PAUSE = 1.0
_SEED = 7
_FEWEST_WORDS = 60


class Run(NamedTuple):
    """What programs took: seconds by the clock, and the most memory of all their processes together, in megabytes."""

    seconds: float
    megabytes: float


class Tables(NamedTuple):
    """What the tables of articles took, and how many bytes of Parquet they fill."""

    seconds: float
    megabytes: float
    parquet: int


def run(*programs: Sequence[str]) -> Run:
    """Run Python with the arguments of each of `programs`, all at once; raises RuntimeError where one fails.

    Memory is resident memory, looked at every second.
    """
    start, most = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+") as said:
        commands = [[sys.executable, *arguments] for arguments in programs]
        running = [psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=said) for command in commands]
        for process in running:
            while process.poll() is None:
                most = max(most, sum(map(_resident, running)))
                with suppress(psutil.TimeoutExpired):
                    process.wait(_PAUSE)
        seconds = time.perf_counter() - start
        if any(process.returncode for process in running):
            said.seek(0)
            raise RuntimeError(said.read()[-500:])
    return Run(seconds, most / 1e6)


def _resident(process: psutil.Process) -> int:
    """Bytes of a process and all below it, none where it has ended."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        for found in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                total += found.memory_info().rss
    return total


def report(article: Path) -> Run:
    """The report of one article, as `make report` makes it, environment and caches being there."""
    with tempfile.TemporaryDirectory() as folder:
        return run(["-m", "analysis", "report", str(article), "--output", folder])


def bare_kernels(kernels: int) -> Run:
    """So many kernels, side by side, that do nothing but import pandas and matplotlib."""
    return run(["-c", KERNELS, str(kernels)])


def from_nothing(project: Path, command: str) -> float:
    """Seconds of one of `FROM_NOTHING` in a fresh clone of the project, with an empty home and without caches."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_THIS_ENVIRONMENT)}
    python = Path(sys.base_prefix, "bin", "python3")
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        subprocess.run(["git", "clone", "--quiet", project, clone], check=True)
        start = time.perf_counter()
        subprocess.run(
            ["sh", "-c", command.format(python=shlex.quote(str(python)))],
            cwd=clone,
            env=kept | {"HOME": folder},
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - start


def tables(articles: Path, *options: str) -> Tables:
    """The tables of a file of articles."""
    with tempfile.TemporaryDirectory() as folder:
        taken = run(_making_tables(articles, folder, *options))
        return Tables(*taken, sum(path.stat().st_size for path in Path(folder).rglob("*.parquet") if path.is_file()))


def side_by_side(*files: Path) -> Run:
    """The tables of several files, each by a process that knows nothing of the others."""
    with tempfile.TemporaryDirectory() as folder:
        return run(*(_making_tables(path, f"{folder}/{number}") for number, path in enumerate(files)))


def _making_tables(articles: Path, folder: str, *options: str) -> list[str]:
    return ["-m", "analysis", "tables", str(articles), "--output", str(Path(folder, "tables")), *options]


def workers(whole: Path, half: Path) -> dict[str, float]:
    """Seconds for the articles of `whole`: with one worker and two, and the least that two processes need for it."""
    return {
        "1 worker": tables(whole, "--workers", "1", "--part", "50").seconds,
        "2 workers": tables(whole, "--workers", "2", "--part", "50").seconds,
        "one process": tables(whole).seconds,
        "two processes, each with half": side_by_side(half, half).seconds,
    }


def drawn(texts: Iterable[str], amount: int, folder: str) -> Path:
    """A file of `amount` articles, JSON lines, of `_FEWEST_WORDS` words or some more, drawn by chance.

    Each is some paragraphs in a row of one of `texts`, after whose last comes its first again.
    """
    texts, chance = [text.splitlines() for text in texts], random.Random(_SEED)
    path = Path(folder, f"{amount}.jsonl")
    with path.open("w", encoding="utf-8") as file:
        for number in range(amount):
            paragraphs = chance.choice(texts)
            first, last = chance.randrange(len(paragraphs)), 1
            turned = paragraphs[first:] + paragraphs[:first]
            while last < len(turned) and len(" ".join(turned[:last]).split()) < _FEWEST_WORDS:
                last += 1
            file.write(json.dumps({"id": f"a{number:07d}", "text": "\n".join(turned[:last])}) + "\n")
    return path


_FRAME = '<nav><ul><li><a href="/{0}">Section {0}</a></li></ul></nav><script>var place{0} = {0};</script>'
_PAGE = """<html><head><title>{0}</title></head><body>{1}<article><h1>{0}</h1>{2}</article></body></html>"""
_RECORD = """WARC/1.0\r
WARC-Type: response\r
WARC-Record-ID: <urn:uuid:{0}>\r
WARC-Target-URI: https://daily.example/{0}\r
WARC-Date: 2025-01-31T10:00:00Z\r
Content-Type: application/http; msgtype=response\r
Content-Length: {1}\r
\r
"""


def archive(articles: Path, folder: str) -> Path:
    """A web archive of the articles in a file of JSON lines, each a page with 500 links and scripts beside it."""
    path, beside = Path(folder, "pages.warc.gz"), "".join(map(_FRAME.format, range(500)))
    with path.open("wb") as file:
        for number, line in enumerate(articles.read_text("utf-8").splitlines()):
            paragraphs = "".join(f"<p>{escape(told)}</p>" for told in json.loads(line)["text"].splitlines())
            page = _PAGE.format(f"Article {number}", beside, paragraphs)
            answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
            record = _RECORD.format(number, len(answer)).encode() + answer + b"\r\n\r\n"
            file.write(gzip.compress(record))
    return path
