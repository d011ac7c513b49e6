"""Attacks on the promises of README, METHODOLOGY and SECURITY: `make chaos` runs all of them, `make test` the fast ones.

An attack is a function of an empty folder and a case. It passes when the promise holds and raises AssertionError, with what
broke, when it does not. Attacks use the folder and the loopback only, and are bounded in time and memory.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
