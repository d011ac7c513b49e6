"""Processes that read articles, so that an article which hangs or crashes one costs itself alone.

A process sends the rows of an article back to its parent, pickled. The parent keeps them until the part is read, so
that a process that ends takes nothing with it, but does not unpickle them: a reading process packs them into the files
of the part, because the parent serves many processes.

`pebble.ProcessPool` would give limits by the clock, exit codes and isolation, but not the limits of processor time and
memory, the retries and the processes that are ready ahead of the first part. It starts processes by `multiprocessing`,
which must spawn them beside Dask's threads and then imports the caller's main module in each: a script that calls
`write_corpus` without a guard would start itself again. It is also under the LGPL.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from socket import gethostname
from typing import Any, BinaryIO

from analysis.article import InputError, patience
from analysis.corpus.articles import article_of
from analysis.corpus.columns import PREFIX
from analysis.corpus.limits import bounded, timed
from analysis.corpus.parts import TABLES, packed, software
from analysis.corpus.records import Record, Rejected
from analysis.reading.rows import Rows, rows

COMMAND = [sys.executable, "-P", "-m", "analysis.corpus.reader"]
"""The command that starts a reading process, out of reach of Python files in the working directory."""

ROOM = 1_000_000_000
"""Bytes of memory that an article may take beside the models, and as many again for every 2.5 million bytes of it."""

# A process reads this article first, which loads the models.
_FIRST = Record("", "", ".txt", b"Officials said on Monday that about 40 people had died.")

_ATTEMPTS = 3
_WAITS = 10
"""How many times its limit of processor time a process may take by the clock: others may have the processor."""
_LONGEST_REASON = 300
_TOO_MUCH = "needs more memory than an article may take"


class _EndedError(Exception):
    """A process ended with an exit code, some `seconds` after a question."""

    def __init__(self, code: int | None, seconds: float) -> None:
        super().__init__(code, seconds)
        self.code, self.seconds = code, seconds


class Reader:
    """A process that turns records into rows, and rows into files, for one caller at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = self._ended = False

    def read(self, record: Record, language: str) -> bytes | Rejected:
        """Return the rows of each table of a record's article, pickled, or the reason why it has none.

        Tries an article again, twice, where the process ends: the cause may be another one.
        """
        for _ in range(_ATTEMPTS):
            try:
                return self._ask((record, language))
            except _EndedError as error:
                # The watchdog exits with 1; the clocks of two processes may differ a little.
                late = error.code == 1 and error.seconds > 0.9 * _WAITS * _limit(record)
                if late or error.code == -signal.SIGXCPU:
                    return record.rejected(f"takes longer than {_limit(record):.0f} s; leave it out")
                code = error.code
        return record.rejected(f"ends the process that reads it (exit code {code})")

    def pack(
        self, articles: list[bytes], rejected: list[Rejected], digest: str, columns: tuple[str, ...]
    ) -> dict[str, bytes]:
        """Return the Parquet files of a part, from the pickled rows of its articles."""
        for _ in range(_ATTEMPTS):
            try:
                return self._ask((articles, rejected, digest, columns))
            except _EndedError as error:
                code = error.code
        raise InputError(f"{' '.join(COMMAND)}: ends when it packs a part (exit code {code}); is there enough memory?")

    def begin(self) -> None:
        """Start the process without waiting until it is ready."""
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the parent alone, which ends its readers
        )

    def end(self) -> None:
        """Stop the process for good."""
        self._ended = True
        if process := self._process:
            process.kill()  # the thread that waits for its answer gets an error
        if self not in _busy:
            self._stop()

    def _ask(self, question: tuple[Any, ...]) -> Any:
        if not self._ready:
            self._await()
        start = time.monotonic()
        try:
            if self._process is None:
                raise EOFError
            assert self._process.stdin is not None and self._process.stdout is not None  # both are pipes
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
            assert self._process is not None and self._process.stdout is not None
            with suppress(EOFError, pickle.UnpicklingError):
                pickle.load(self._process.stdout)
                self._ready = True
                return
            code = self._stop()
        raise InputError(f"{' '.join(COMMAND)}: does not start (exit code {code}); is the installation whole?")

    def _stop(self) -> int | None:
        """Make sure that the process has ended, and return its exit code."""
        if self._process is None:
            return None
        assert self._process.stdin is not None and self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            code = self._process.wait(timeout=1)  # a process that ends by itself has a telling exit code
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
    """Return the Parquet files of a part, with further `columns` of its articles.

    Raises `InputError` in a worker of another version than `expected`.
    """
    if software() != expected:
        raise InputError(f"worker {gethostname()}: has version {software()}, not {expected}; install the same on both")
    with borrowed_reader() as reader:
        answers = [item if isinstance(item, Rejected) else reader.read(item, language) for item in items]
        rejected = [answer for answer in answers if isinstance(answer, Rejected)]
        return reader.pack([answer for answer in answers if isinstance(answer, bytes)], rejected, digest, columns)


def begin_readers(number: int) -> None:
    """Start `number` reading processes of this worker ahead of its first parts."""
    for _ in range(number):
        _idle.append(Reader())
        _idle[-1].begin()


def end_readers(*, busy: bool = False) -> None:
    """Stop the idle reading processes of this worker, with `busy` also those at work."""
    while _idle:
        _idle.pop().end()
    if busy:
        for reader in tuple(_busy):
            reader.end()


@contextmanager
def borrowed_reader() -> Generator[Reader]:
    """Give a reader of this process, which is kept, because starting one takes longer than reading an article."""
    reader = _idle.pop() if _idle else Reader()
    _busy.add(reader)
    try:
        yield reader
    finally:
        _busy.discard(reader)
    _idle.append(reader)


def _limit(record: Record) -> float:
    """Return the seconds of processor time that reading a record may take."""
    return patience.limit(len(record.content))


def main() -> None:
    """Answer questions on standard input until it ends: a record with rows or a reason, rows with files."""
    with os.fdopen(os.dup(1), "wb") as answers, open(os.devnull, "w") as nowhere:
        os.dup2(2, 1)  # keeps what a library prints out of the answers
        _pickled_rows(_FIRST, "en")
        _answer(answers, "ready")
        with suppress(EOFError):
            while True:
                match pickle.load(sys.stdin.buffer):
                    case Record() as record, language:
                        # A watchdog in C, which ends the process even while other code than Python waits.
                        faulthandler.dump_traceback_later(_WAITS * _limit(record), exit=True, file=nowhere)
                        with bounded(ROOM * (1 + len(record.content) / 2_500_000)), timed(2 * _limit(record) + 1):
                            answer = _pickled_rows(record, language)
                        faulthandler.cancel_dump_traceback_later()
                    case articles, rejected, digest, columns:
                        answer = _packed(articles, rejected, digest, columns)
                _answer(answers, answer)
                if isinstance(answer, Rejected) and answer.reason == _TOO_MUCH:
                    return  # another process gives the next article all its memory


def read_record(record: Record, language: str) -> dict[str, Rows]:
    """Return the rows of each table of a record's article; raise `InputError` where it holds none."""
    tables = rows(article_of(record, language))
    tables["articles"][0] |= {f"{PREFIX}{name}": value for name, value in record.others.items()}
    return tables


def rows_of(record: Record, language: str) -> dict[str, Rows] | Rejected:
    """Return the rows of each table of a record's article, or the reason why it has none."""
    try:
        return read_record(record, language)
    except InputError as error:
        return record.rejected(str(error))
    except MemoryError:
        return record.rejected(_TOO_MUCH)
    except Exception as error:  # a library may raise anything; the next article is read
        return record.rejected(" ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON])


def _pickled_rows(record: Record, language: str) -> bytes | Rejected:
    read = rows_of(record, language)
    return read if isinstance(read, Rejected) else pickle.dumps(read)


def _packed(articles: list[bytes], rejected: list[Rejected], digest: str, columns: tuple[str, ...]) -> dict[str, bytes]:
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    tables["rejected"] += map(asdict, rejected)
    for article in articles:
        for name, new_rows in pickle.loads(article).items():
            tables[name] += new_rows
    return packed(tables, digest, columns)


def _answer(answers: BinaryIO, answer: Any) -> None:
    pickle.dump(answer, answers)
    answers.flush()


if __name__ == "__main__":
    main()
