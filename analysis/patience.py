"""How long the reading of one article may take."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

from analysis.article import InputError

PATIENCE = 60.0
"""Seconds of the processor that an article may take, and as many again for every 250,000 characters: on a busy machine,
the same articles are read."""


class _LateError(BaseException):
    """Time is up; no `except Exception` of a library may take it for its own."""


def limit(characters: int) -> float:
    """Seconds of the processor that an article of so many characters may take."""
    return PATIENCE * (1 + characters / 250_000)


@contextmanager
def limited(characters: int, name: str) -> Iterator[None]:
    """End the block with an `InputError` about `name` when it takes longer than `limit`.

    Interrupts regular expressions too. Signals reach the main thread alone: in another there is no limit.
    """
    if current_thread() is not main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _LateError

    handler = signal.signal(signal.SIGPROF, stop)
    timer = signal.setitimer(signal.ITIMER_PROF, limit(characters), 1)  # and each second, should one go unheard
    try:
        yield
    except _LateError:
        raise InputError(f"{name}: takes longer than {limit(characters):.0f} s; leave it out") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, handler)
