"""A process that reads articles, so that one which hangs or crashes it costs that article alone.

What it finds goes back to its parent, pickled, and is kept there until the part is read: a process that ends takes
nothing with it. The parent never unpickles it, but has it packed into the files of the part by such a process again:
it has the work of many of them to hand out.
"""

from __future__ import annotations

import faulthandler
import math
import os
import pickle
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from socket import gethostname
from typing import Any, BinaryIO

from analysis.article import InputError, patience
from analysis.corpus.articles import article_of
from analysis.corpus.columns import PREFIX
from analysis.corpus.parts import TABLES, packed, software
from analysis.corpus.records import Record, Rejected
from analysis.reading.rows import Rows, rows

COMMAND = [sys.executable, "-P", "-m", "analysis.corpus.reader"]
"""What starts such a process; Python files in the working directory are not for it."""

ROOM = 1_000_000_000
"""Bytes of memory that an article may take beside what the models do, and as many again for every 2.5 million bytes."""

# Read before any other, because models are loaded with the first article.
_FIRST = Record("", "", ".txt", b"Officials said on Monday that about 40 people had died.")

_ATTEMPTS = 3
_WAITS = 10
"""How many times as long as it may work, a process may take to answer: others may have the processor meanwhile."""
_LONGEST_REASON = 300
_TOO_MUCH = "needs more memory than an article may take"


class _EndedError(Exception):
    """The process ended: with which exit code, and how long after it was asked."""

    def __init__(self, code: int | None, seconds: float):
        super().__init__(code, seconds)
        self.code, self.seconds = code, seconds


class Reader:
    """A process of its own that turns records into rows and these into files, for one caller at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._ready = self._ended = False

    def read(self, record: Record, language: str) -> bytes | Rejected:
        """The rows of each table of a record's article, pickled, or why it has none.

        A process that an article ends is tried again twice: someone else may have ended it.
        """
        for _ in range(_ATTEMPTS):
            try:
                found = self._ask((record, language))
            except _EndedError as error:
                # 1 is how the watchdog ends it; the clocks of two processes may differ a little.
                late = error.code == 1 and error.seconds > 0.9 * _WAITS * _limit(record)
                if late or error.code == -signal.SIGXCPU:
                    return record.rejected(f"takes longer than {_limit(record):.0f} s; leave it out")
                code = error.code
            else:
                return found
        return record.rejected(f"ends the process that reads it (exit code {code})")

    def pack(
        self, found: list[bytes], rejected: list[Rejected], digest: str, columns: tuple[str, ...]
    ) -> dict[str, bytes]:
        """The Parquet files of a part, of the rows `found` in its articles."""
        for _ in range(_ATTEMPTS):
            try:
                return self._ask((found, rejected, digest, columns))
            except _EndedError as error:
                code = error.code
        raise InputError(f"{' '.join(COMMAND)}: ends when it packs a part (exit code {code}); is there enough memory?")

    def begin(self) -> None:
        """Start the process, without waiting until it can read."""
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent, which ends its readers itself
        )

    def end(self) -> None:
        """Stop the process for good."""
        self._ended = True
        if process := self._process:
            process.kill()  # whoever waits for its answer learns so; an idle one has nothing to lose
        if self not in _busy:
            self._stop()

    def _ask(self, question: tuple) -> Any:
        if not self._ready:
            self._await()
        start = time.monotonic()
        try:
            if self._process is None:
                raise EOFError
            pickle.dump(question, self._process.stdin)
            self._process.stdin.flush()
            return pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._stop()
            if self._ended:
                raise InterruptedError("the reading was stopped") from None
            raise _EndedError(code, time.monotonic() - start) from None

    def _await(self) -> None:
        for _ in range(_ATTEMPTS):
            if self._ended:
                raise InterruptedError("the reading was stopped")
            if self._process is None:
                self.begin()
            with suppress(EOFError, pickle.UnpicklingError):
                pickle.load(self._process.stdout)
                self._ready = True
                return
            code = self._stop()
        raise InputError(f"{' '.join(COMMAND)}: does not start (exit code {code}); is the installation whole?")

    def _stop(self) -> int | None:
        """Make sure that the process is gone; returns its exit code."""
        if self._process is None:
            return None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            code = self._process.wait(timeout=1)  # where it ends by itself, its exit code tells how
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._process.stdout.close()
        self._process, self._ready = None, False
        return code


_idle: list[Reader] = []
_busy: set[Reader] = set()


def read_part(
    items: list[Record | Rejected], language: str, columns: tuple[str, ...], digest: str, expected: str
) -> dict[str, bytes]:
    """The Parquet files of a part, with further `columns` of its articles, by a worker of the version `expected`.

    Raises `InputError` where it is of another.
    """
    if software() != expected:
        raise InputError(f"worker {gethostname()}: has version {software()}, not {expected}; install the same on both")
    with borrowed_reader() as reader:
        told = [item if isinstance(item, Rejected) else reader.read(item, language) for item in items]
        rejected = [found for found in told if isinstance(found, Rejected)]
        return reader.pack([found for found in told if isinstance(found, bytes)], rejected, digest, columns)


def begin_readers(number: int) -> None:
    """Start so many reading processes of this worker, which are ready by the time that it has parts."""
    for _ in range(number):
        _idle.append(Reader())
        _idle[-1].begin()


def end_readers(*, busy: bool = False) -> None:
    """Stop the idle reading processes of this worker, and with `busy` those at work too."""
    while _idle:
        _idle.pop().end()
    if busy:
        for reader in tuple(_busy):
            reader.end()


@contextmanager
def borrowed_reader() -> Iterator[Reader]:
    """A reader of this process, kept from part to part: starting one takes longer than reading an article."""
    reader = _idle.pop() if _idle else Reader()
    _busy.add(reader)
    try:
        yield reader
    finally:
        _busy.discard(reader)
    _idle.append(reader)


def _limit(record: Record) -> float:
    """Seconds of the processor that the reading of a record may take."""
    return patience.limit(len(record.content))


def main() -> None:
    """Answer what comes on standard input until it ends: a record with its rows or a reason, rows with their files."""
    with os.fdopen(os.dup(1), "wb") as answers, open(os.devnull, "w") as nowhere:
        os.dup2(2, 1)  # what a library prints must not stand among the answers
        _found(_FIRST, "en")
        _answer(answers, "ready")
        with suppress(EOFError):
            while True:
                match pickle.load(sys.stdin.buffer):
                    case Record() as record, language:
                        # A watchdog in C: it ends the process even while something else than Python waits.
                        faulthandler.dump_traceback_later(_WAITS * _limit(record), exit=True, file=nowhere)
                        with _bounded(ROOM * (1 + len(record.content) / 2_500_000)), _timed(2 * _limit(record) + 1):
                            answer = _found(record, language)
                        faulthandler.cancel_dump_traceback_later()
                    case found, rejected, digest, columns:
                        answer = _packed(found, rejected, digest, columns)
                _answer(answers, answer)
                if isinstance(answer, Rejected) and answer.reason == _TOO_MUCH:
                    return  # the next one has all the room again, in another process


@contextmanager
def _bounded(room: float) -> Iterator[None]:
    """Let the process take so many bytes of memory more, where the system can tell it how many it has."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = pages * resource.getpagesize() + int(room)
    resource.setrlimit(resource.RLIMIT_AS, (limit if before == resource.RLIM_INFINITY else min(limit, before), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, most))


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    """Let the system end the process when the block works longer, whatever holds the interpreter.

    The article and its rows have their own limits, which end it more gently.
    """
    before, most = resource.getrlimit(resource.RLIMIT_CPU)
    limit = math.ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit if before == resource.RLIM_INFINITY else min(limit, before), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (before, most))


def read_record(record: Record, language: str) -> dict[str, Rows]:
    """The rows of each table of a record's article; an `InputError` where there is none."""
    found = rows(article_of(record, language))
    found["articles"][0] |= {f"{PREFIX}{name}": value for name, value in record.others.items()}
    return found


def rows_of(record: Record, language: str) -> dict[str, Rows] | Rejected:
    """The rows of each table of a record's article, or why it has none."""
    try:
        return read_record(record, language)
    except InputError as error:
        return record.rejected(str(error))
    except MemoryError:
        return record.rejected(_TOO_MUCH)
    except Exception as error:  # whatever an article does to a library, the next article is read
        return record.rejected(" ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON])


def _found(record: Record, language: str) -> bytes | Rejected:
    found = rows_of(record, language)
    return found if isinstance(found, Rejected) else pickle.dumps(found)


def _packed(found: list[bytes], rejected: list[Rejected], digest: str, columns: tuple[str, ...]) -> dict[str, bytes]:
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    tables["rejected"] += map(asdict, rejected)
    for article in found:
        for name, rows_found in pickle.loads(article).items():
            tables[name] += rows_found
    return packed(tables, digest, columns)


def _answer(answers: BinaryIO, found: Any) -> None:
    pickle.dump(found, answers)
    answers.flush()


if __name__ == "__main__":
    main()
