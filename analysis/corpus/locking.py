"""A lock file that names its holder, so that one run at a time writes to a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from socket import gethostname

from analysis.article import InputError
from analysis.reading.publishing import try_lock


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold the lock file `path`, which names this process until the block ends.

    The system releases it when the process ends, for whatever reason: a file that is left behind locks nothing.
    Raises `InputError` where another process holds it.
    """
    number = _acquired(path)
    try:
        holder = {
            "process": os.getpid(),
            "host": gethostname(),
            "since": f"{datetime.now().astimezone():%Y-%m-%d %H:%M}",
        }
        os.ftruncate(number, 0)
        os.write(number, json.dumps(holder).encode())
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(number)


def _acquired(path: Path) -> int:
    while True:
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        is_ours = _try_lock(number)
        if is_ours and path.exists() and os.path.samestat(os.fstat(number), path.stat()):
            return number
        os.close(number)
        if not is_ours:
            raise InputError(f"{path.parent}: {_holder(path)} writes there; wait for it, or stop it")
        # The former holder has removed it meanwhile.


def _try_lock(number: int) -> bool:
    with suppress(OSError):  # a file system without locks
        return try_lock(number)
    return True


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f"process {holder['process']} on {holder['host']} (since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):  # the holder has not written it yet
        return "another process"
