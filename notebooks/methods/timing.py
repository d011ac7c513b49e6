"""How long things take, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

KERNELS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from jupyter_client.manager import start_new_kernel

def run(_):
    manager, client = start_new_kernel()
    client.execute_interactive("import pandas, matplotlib")
    client.stop_channels()
    manager.shutdown_kernel(now=True)

kernels, beside = map(int, sys.argv[1:])
with ThreadPoolExecutor(beside) as pool:
    list(pool.map(run, range(kernels)))
"""
"""A program that starts so many kernels, so many side by side, which import pandas and matplotlib and end."""

_MEASURED = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
taken, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([taken, used.ru_maxrss, done.returncode, done.stderr[-500:]]))
"""
_KILOBYTES = 1 if sys.platform.startswith("linux") else 1024


class Run(NamedTuple):
    """What one run of a program took: seconds by the clock, and the most memory of one process, in megabytes."""

    seconds: float
    megabytes: float


def run(*arguments: str) -> Run:
    """Run Python with `arguments`; raises RuntimeError where that fails."""
    command = [sys.executable, "-c", _MEASURED, sys.executable, *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seconds, memory, code, said = json.loads(told)
    if code:
        raise RuntimeError(said)
    return Run(seconds, memory / _KILOBYTES / 1024)


def report(article: Path) -> Run:
    """The report of one article, as `make report` makes it, environment and caches being there."""
    with tempfile.TemporaryDirectory() as folder:
        return run("-m", "analysis", "report", str(article), "--output", folder)


def bare_kernels(kernels: int, beside: int) -> Run:
    """As many kernels, as many of them side by side, that do nothing but import pandas and matplotlib."""
    return run("-c", KERNELS, str(kernels), str(beside))


def tables(articles: Path, *options: str) -> Run:
    """The tables of a file of articles."""
    with tempfile.TemporaryDirectory() as folder:
        return run("-m", "analysis", "tables", str(articles), "--output", str(Path(folder, "tables")), *options)


def copies(articles: Path, amount: int, folder: str) -> Path:
    """A file of `amount` articles under new ids, those of a file of JSON lines over and over."""
    rows = [json.loads(line) for line in articles.read_text("utf-8").splitlines()]
    path = Path(folder, f"{amount}.jsonl")
    with path.open("w", encoding="utf-8") as file:
        for number in range(amount):
            file.write(json.dumps(rows[number % len(rows)] | {"id": f"a{number:07d}"}) + "\n")
    return path

