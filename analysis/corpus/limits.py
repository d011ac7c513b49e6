"""Limits on the memory and the processor time of this process during a block."""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def bounded(room: float) -> Generator[None]:
    """Limit the memory of the process to `room` bytes more than now, where the system reports how many these are."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        yield
        return
    former, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = pages * resource.getpagesize() + int(room)
    resource.setrlimit(resource.RLIMIT_AS, (limit if former == resource.RLIM_INFINITY else min(limit, former), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (former, most))


@contextmanager
def timed(seconds: float) -> Generator[None]:
    """Limit the processor time of the block; beyond it, the system ends the process, whatever code is running.

    Articles and their rows have shorter limits, which raise errors.
    """
    former, most = resource.getrlimit(resource.RLIMIT_CPU)
    limit = math.ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit if former == resource.RLIM_INFINITY else min(limit, former), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (former, most))
