"""Attacks on the promises of README, METHODOLOGY and SECURITY: `make chaos` runs all of them, `make test` the fast ones.

An attack is a function of an empty folder and a case. It passes when the promise holds and raises AssertionError, with what
broke, when it does not. Attacks use the folder and the loopback only, and are bounded in time and memory.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Before numpy is loaded: its threads, as many as there are cores, wait for each other where the cores are busy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).parents[2]
LINUX = sys.platform == "linux"
TEXT = "Officials said that over 1,000 soldiers had been killed since the spring. The ministry did not comment."

# What is promised.
SENDS_NOTHING = "nothing is sent out, nothing is left outside the output folder"
RUNS_NOTHING = "nothing that is read or typed is run"
TOLD = "every failure is told in one line, and earlier outputs stay"
WHOLE = "outputs are whole, or those from before as they were"
RESUMED = "the same command goes on after any interruption"
COUNTED = "nothing is lost: every article is read, or listed as rejected"
ALONE = "one bad item costs itself alone"
KEPT = "no input is replaced"
SAME = "the same bytes on any machine, on any day"
BOUNDED = "memory has limits"
LINEAR = "time grows with an article's length, and has a limit"
ENDS = "no process outlives its run"


@dataclass(frozen=True)
class Attack:
    """One attack of a kind: `run(folder)` holds or raises AssertionError."""

    promise: str
    kind: str
    name: str
    function: Callable[[Path, Any], None]
    case: Any
    slow: bool

    def run(self, folder: Path) -> None:
        """Attack, in an empty folder."""
        self.function(folder, self.case)


ATTACKS: list[Attack] = []


def attack(promise: str, kind: str, cases: Iterable[Any] = (None,), slow: bool = False) -> Callable:
    """Register a function of (folder, case) as one attack for each case."""

    def register(function: Callable[[Path, Any], None]) -> Callable[[Path, Any], None]:
        for number, case in enumerate(cases):
            label = repr(case) if len(repr(case)) < 40 else str(number)
            ATTACKS.append(Attack(promise, kind, f"{function.__name__}[{label}]", function, case, slow))
        return function

    return register


def can_mount() -> bool:
    """Whether a user may mount a file system of their own here."""
    tool = shutil.which("unshare")
    return tool is not None and subprocess.run([tool, "-rm", "true"], capture_output=True, check=False).returncode == 0
