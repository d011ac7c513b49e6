"""Limits on the memory and the processor time of this process during a block."""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path


def bounded(room: float) -> AbstractContextManager[None]:
    """Limit the memory of the process to `room` bytes more than now, where the system reports how many these are."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return nullcontext()
    return _limited(resource.RLIMIT_AS, pages * resource.getpagesize() + int(room))


def timed(seconds: float) -> AbstractContextManager[None]:
    """Limit the processor time of the block; beyond it, the system ends the process, whatever code is running.

    Articles and their rows have shorter limits, which raise errors.
    """
    return _limited(resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds))


@contextmanager
def _limited(what: int, limit: int) -> Generator[None]:
    former, most = resource.getrlimit(what)
    resource.setrlimit(what, (limit if former == resource.RLIM_INFINITY else min(limit, former), most))
    try:
        yield
    finally:
        resource.setrlimit(what, (former, most))
