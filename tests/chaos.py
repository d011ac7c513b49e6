"""Attacks on what SECURITY.md promises, counted by promise: `python tests/chaos.py [--kind KIND] [--fast]`.

Each attack runs in a process and a folder of its own, with limits of time and memory, and the last lines are a table
in Markdown. The exit code is 1 where an attack broke something. `make test` runs the fast ones (test_chaos.py). The
tests of articles that mean harm (test_hostile.py) are counted as attacks of the kind `text`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import sys
import tempfile
from collections import Counter
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import attacks
import pytest
from attacks import ATTACKS, Attack
from attacks.processes import RUNS_NOTHING

SECONDS, BYTES = 900, 8 * 2**30
"""What one attack may take, of time and of memory, which each of its processes may have."""


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
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (BYTES if most == resource.RLIM_INFINITY else min(BYTES, most), most))
    try:
        attack.run(folder)
    except BaseException as error:
        tell.send(f"{type(error).__name__}: {error}")
    else:
        tell.send(None)


class Text:
    """Counts the tests of articles that mean harm."""

    def __init__(self) -> None:
        self.tried = self.held = 0
        arguments = ["-p", "no:terminal", "-n", "0", str(Path(__file__).with_name("test_hostile.py"))]
        pytest.main(arguments, plugins=[self])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test when it is done, or its preparation has failed."""
        if report.when == "call" or report.failed:
            self.tried += 1
            self.held += not report.failed
            if report.failed:
                print(f"broke: text, {report.nodeid.partition('::')[2]}: {report.longreprtext.splitlines()[-1]}")


def table(tried: Counter, held: Counter) -> str:
    """The attacks by promise, in Markdown, with today's date."""
    rows = [(promise, tried[promise], held[promise]) for promise in sorted(tried)]
    rows.append((f"all, on {date.today():%d %B %Y}".replace("on 0", "on "), sum(tried.values()), sum(held.values())))
    lines = ["| promise | tried | held | broke |", "|---|---|---|---|"]
    return "\n".join(lines + [f"| {name} | {many:,} | {well:,} | {many - well:,} |" for name, many, well in rows])


def main() -> int:
    """Run the attacks, tell which broke something, and print the table."""
    attacks = registered()
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument(
        "--kind", choices=sorted({"text", *(attack.kind for attack in attacks)}), help="attacks of this kind alone"
    )
    parser.add_argument("--fast", action="store_true", help="only those that `make test` runs")
    options = parser.parse_args()
    tried: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for attack in attacks:
        if options.kind in (None, attack.kind) and not (options.fast and attack.slow):
            problem = broke(attack)
            tried[attack.promise] += 1
            held[attack.promise] += problem is None
            if problem is not None:
                print(f"broke: {attack.kind}, {attack.name}: {problem}"[:1000], flush=True)
    if options.kind in (None, "text"):
        found = Text()
        tried[RUNS_NOTHING] += found.tried
        held[RUNS_NOTHING] += found.held
    print(table(tried, held))
    return int(tried != held)


if __name__ == "__main__":
    sys.exit(main())
