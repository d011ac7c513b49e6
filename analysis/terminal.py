"""What the command line prints on the terminal, and the limits of this process that it needs."""

from __future__ import annotations

import codecs
import os
import resource
import signal
import sqlite3
import sys
import threading
import traceback
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.article import InputError

if TYPE_CHECKING:
    from tqdm import tqdm

_TRACEBACKS = "WHO_SAYS_TRACEBACK" in os.environ
_ONE = {"quantities": "quantity", "rejected": "rejected"}  # other tables are called by a plural in -s
_LONGEST_LINE = 4000  # characters of a message
_ADDRESSES = {"report": 3 * 2**30, "tables": 5 * 2**29}
"""Bytes of address space that a command needs at least: with less, libraries end the process."""
_OPEN_FILES = 256  # the fewest that a report needs: with too few, the messaging library ends the process
_TOO_LATE = "stopped when {} was in its place already, whole"
_SHOWN = 20
"""Rejected articles that are reported one by one."""
codecs.lookup("unicode_escape")  # messages need it, also when memory has run short


def one_line(text: str) -> str:
    """`text` as one line of bounded length that cannot steer a terminal.

    Unprintable characters (line breaks, escape sequences) are escaped as in Python.
    """
    line = "".join(
        character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode()
        for character in text
    )
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE // 2]} … {line[-_LONGEST_LINE // 2 :]}"


def say(line: str, done: str) -> None:
    """Print `line`; raise an `InputError` that says what is `done` where it cannot be written."""
    try:
        encoding = sys.stdout.encoding or "utf-8"
        click.echo(one_line(line).encode(encoding, "backslashreplace").decode(encoding))
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # discards what is left to be written
        raise InputError(f"standard output: cannot be written ({error.strerror}); {done}") from None


def warn(line: str) -> None:
    """Print `line` on standard error, if it can be written."""
    try:
        click.echo(one_line(line), err=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def amounts(totals: Mapping[str, int]) -> str:
    """How many rows each table has: "1 article, 12 quantities"."""
    return ", ".join(
        f"{amount:,} {_ONE.get(table, table[:-1]) if amount == 1 else table}" for table, amount in totals.items()
    )


class Rejections:
    """Reports rejected articles below a progress bar, the first ones by name and reason."""

    def __init__(self, progress: tqdm) -> None:
        self._progress = progress
        self._number = 0

    def tell(self, name: str, reason: str) -> None:
        """Print which article is rejected and why, for the first `_SHOWN`."""
        self._number += 1
        if self._number <= _SHOWN:
            self._progress.clear()
            warn(f"rejected: {name}: {reason}")

    def tell_of_others(self, output: str) -> None:
        """Print how many more there are, and where they are listed."""
        if (others := self._number - _SHOWN) > 0:
            warn(f"rejected: {others:,} more; {output}/rejected.csv lists all of them")


def refuse(problem: str, code: int = 2) -> None:
    """End this process with `problem` on standard error."""
    warn(f"Error: {problem}")
    sys.exit(code)


def open_standard_streams() -> None:
    """Open closed standard streams; the next file that is opened would take the place of one otherwise."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))


def check_addresses(command: str) -> None:
    """Raise `InputError` where the system allows this process less memory than a command needs."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if 0 <= allowed < (least := _ADDRESSES[command]):
        raise InputError(
            f"{command}: {allowed / 2**30:.1f} GB of memory are allowed, it needs {least / 2**30:.1f}; "
            "raise the limit (ulimit -v)"
        )


def allow_open_files() -> None:
    """Let this process open the files that a report needs; raise `InputError` where the system does not."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= most < _OPEN_FILES:
        raise InputError(f"report: {most} open files are allowed, it needs {_OPEN_FILES}; raise the limit (ulimit -n)")
    if 0 <= now < _OPEN_FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, most))


@contextmanager
def problems_told() -> Generator[None]:
    """End this process with one line on standard error and exit code 1 or 2 where the block fails."""
    if not _TRACEBACKS:  # for failures that nobody waits for, as when a file is closed after one
        sys.unraisablehook = threading.excepthook = lambda *_: None
    try:
        yield
    except click.ClickException as error:
        if not isinstance(error, click.exceptions.NoArgsIsHelpError):  # whose message is the help
            error.message = one_line(error.message)  # ty: ignore[invalid-assignment]  # the rest of the error stays
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        refuse("stopped; nothing was changed", 1)
    except InputError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        refuse("stopped before anything was changed", 1)
    except MemoryError:
        refuse("not enough memory; nothing was changed: allow more (ulimit -v), or give fewer articles at a time")
    except OSError as error:
        refuse(f"{error.filename or 'output'}: {error.strerror or error}; nothing was changed")
    except sqlite3.Error as error:
        place = os.environ.get("TMPDIR", "the folder for temporary files")
        refuse(f"{place}: cannot be written ({error}); make room there, or set TMPDIR to another folder")
    except Exception as error:
        if _TRACEBACKS:
            raise
        at = traceback.extract_tb(error.__traceback__)[-1]
        problem = f"{type(error).__name__}: {error} ({Path(at.filename).name}, line {at.lineno})"
        refuse(f"{problem}; please report it, with what WHO_SAYS_TRACEBACK=1 shows")


def end_as_ctrl_c_does() -> None:
    """End in order on SIGTERM and SIGHUP, as on Ctrl-C: end child processes, remove scratch folders."""
    for which in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(which) is not signal.SIG_IGN:  # nohup
            signal.signal(which, signal.default_int_handler)


def stopped(stop: KeyboardInterrupt, early: str, output: str) -> click.ClickException:
    """The error for an interrupt: `early`, unless the `output` was in its place already."""
    from analysis.reading.publishing import PublishedError

    return click.ClickException(_TOO_LATE.format(output) if isinstance(stop, PublishedError) else early)
