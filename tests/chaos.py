"""Attacks on what SECURITY.md promises, counted by promise: `python tests/chaos.py [--kind KIND] [--fast]`.

Each attack runs in a process and a folder of its own, with limits of time and memory, and the last lines are a table
in Markdown. The exit code is 1 where an attack broke something. `make test` runs the fast ones (test_chaos.py). The
tests of articles that mean harm (test_hostile.py) are counted as attacks of the kind `text`, and every test that is marked as slow runs too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import attacks
import prepared
import pytest
from attacks import ATTACKS, RUNS_NOTHING, Attack

from analysis.corpus import reader

SECONDS, BYTES = 1800, 8 * 2**30
"""What one attack may take, of time and of memory, which each of its processes may have."""
HERE = Path(__file__).parent
TESTS = {
    "text": (RUNS_NOTHING, str(HERE / "test_hostile.py")),
    "slow tests": (
        "what slow tests ask",
        *("-m", "slow"),
        *(str(path) for path in sorted(HERE.glob("test_*.py")) if "mark.slow" in path.read_text()),
    ),
}
"""By kind, the promise of tests that are counted as attacks, and how pytest finds them."""


def registered() -> list[Attack]:
    """Every attack of the modules beside this one."""
    for module in iter_modules(attacks.__path__):
        import_module(f"attacks.{module.name}")
    return ATTACKS


def broke(attack: Attack) -> str | None:
    """What an attack broke, or None where the promise held."""
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    told, tell = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_run, args=(attack, folder, tell))
    process.start()
    tell.close()
    try:
        if not told.poll(SECONDS):
            return f"not done after {SECONDS} seconds"
        return told.recv()
    except EOFError:
        process.join()
        return f"ended with exit code {process.exitcode}"
    finally:
        process.kill()
        process.join()
        shutil.rmtree(folder, ignore_errors=True)


def _run(attack: Attack, folder: Path, tell) -> None:
    prepared.heed_signals()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES if most == resource.RLIM_INFINITY else min(BYTES, most), most))
    try:
        attack.run(folder)
    except BaseException as error:
        tell.send(f"{type(error).__name__}: {error}")
    else:
        tell.send(None)


class Tests:
    """Counts tests of a kind, which pytest finds by some arguments."""

    def __init__(self, kind: str, *arguments: str) -> None:
        self.kind, self.tried, self.held = kind, 0, 0
        pytest.main(["-p", "no:terminal", "-n", "0", *arguments], plugins=[self])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test when it is done, or its preparation has failed."""
        if report.when == "call" or report.failed:
            self.tried += 1
            self.held += not report.failed
            if report.failed:
                print(f"broke: {self.kind}, {report.nodeid.partition('::')[2]}: {report.longreprtext.splitlines()[-1]}")


@dataclass
class Count:
    """How many attacks of a kind were tried, how many held, and the seconds that they took."""

    tried: int = 0
    held: int = 0
    seconds: float = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.tried + other.tried, self.held + other.held, self.seconds + other.seconds)


def tests(promise: str, kind: str, *arguments: str) -> Count:
    """Run the tests of a kind, which pytest finds by some arguments."""
    begin = time.monotonic()
    found = Tests(kind, *arguments)
    return Count(found.tried, found.held, time.monotonic() - begin)


def table(counts: dict[tuple[str, str], Count]) -> str:
    """The attacks by promise, with their kinds, in Markdown, with today's date."""
    lines = ["| promise | kinds: held of tried | tried | held | broke | minutes |", "|---|---|---|---|---|---|"]
    whole = Count()
    for promise in dict.fromkeys(promise for promise, _ in counts):
        of_it = {kind: count for (kept, kind), count in counts.items() if kept == promise}
        told = ", ".join(f"{kind} {count.held:,} of {count.tried:,}" for kind, count in of_it.items())
        lines.append(_row(promise, told, sum(of_it.values(), Count())))
    for count in counts.values():
        whole += count
    return "\n".join([*lines, _row(f"all, on {date.today():%d %B %Y}".replace("on 0", "on "), "", whole)])


def _row(promise: str, kinds: str, count: Count) -> str:
    numbers = (count.tried, count.held, count.tried - count.held, round(count.seconds / 60))
    return f"| {promise} | {kinds} | {' | '.join(f'{number:,}' for number in numbers)} |"


def main() -> int:
    """Run the attacks, tell which broke something, and print the table."""
    attacks = registered()
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument(
        "--kind",
        choices=sorted({*TESTS, *(attack.kind for attack in attacks)}),
        help="attacks of this kind alone",
    )
    parser.add_argument("--fast", action="store_true", help="only those that `make test` runs")
    options = parser.parse_args()
    counts: dict[tuple[str, str], Count] = {}
    prepared.address()  # one for all attacks
    reader.rows_of(reader._FIRST, "en")  # lists and models, which every attack would load anew
    chosen = [one for one in attacks if options.kind in (None, one.kind) and not (options.fast and one.slow)]
    for kind, promise in dict.fromkeys((attack.kind, attack.promise) for attack in chosen):
        begin = time.monotonic()
        found = [attack for attack in chosen if (attack.kind, attack.promise) == (kind, promise)]
        held = sum(_holds(attack) for attack in found)
        counts[promise, kind] = Count(len(found), held, time.monotonic() - begin)
        print(
            f"{kind}: {held} of {len(found)} held in {counts[promise, kind].seconds:.0f} s", file=sys.stderr, flush=True
        )
    for kind, (promise, *arguments) in TESTS.items():
        if options.kind in (None, kind) and not (options.fast and "slow" in arguments):
            counts[promise, kind] = tests(promise, kind, *arguments)
    print(table(counts))
    return int(any(count.tried != count.held for count in counts.values()))


def _holds(attack: Attack) -> bool:
    problem = broke(attack)
    if problem is not None:
        print(f"broke: {attack.kind}, {attack.name}: {problem}"[:1000], flush=True)
    return problem is None


if __name__ == "__main__":
    sys.exit(main())
