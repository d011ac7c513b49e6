"""A lock file, which tells whose it is: of several runs into one folder, one works."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from socket import gethostname

from analysis.article import InputError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, which names this process until the block ends.

    The system frees it when the process ends, however it does: a file that is left behind locks nothing. Raises
    `InputError` where another process holds it.
    """
    number = _opened(path)
    try:
        told = {"process": os.getpid(), "host": gethostname(), "since": f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"}
        os.ftruncate(number, 0)
        os.write(number, json.dumps(told).encode())
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(number)


def _opened(path: Path) -> int:
    while True:
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        held = _held(number)
        if held and path.exists() and os.path.samestat(os.fstat(number), path.stat()):
            return number
        os.close(number)
        if not held:
            raise InputError(f"{path.parent}: {_holder(path)} writes there; wait for it, or stop it")
        # Whoever held it removed it meanwhile.


def _held(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _holder(path: Path) -> str:
    try:
        told = json.loads(path.read_text("utf-8"))
        return f"process {told['process']} on {told['host']} (since {told['since']})"
    except (OSError, ValueError, KeyError, TypeError):  # it is just beginning
        return "another process"
