"""The time that reading an article may take."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from threading import current_thread, main_thread

from analysis.article.article import InputError

PATIENCE = 60.0
"""Seconds of processor time that an article may take, and as many again for every 250,000 characters; by the clock, a
busy machine would read fewer articles."""


class _LateError(BaseException):
    """Time is up; not an `Exception`, which a library might catch."""


def limit(characters: int) -> float:
    """Return the seconds of processor time that an article of so many characters may take."""
    return PATIENCE * (1 + characters / 250_000)


@contextmanager
def limited(characters: int, name: str) -> Generator[None]:
    """End the block with an `InputError` about `name` when it takes longer than `limit`.

    This interrupts regular expressions too. Only the main thread receives signals: another one has no limit.
    """
    if current_thread() is not main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _LateError

    handler = signal.signal(signal.SIGPROF, stop)
    timer = signal.setitimer(signal.ITIMER_PROF, limit(characters), 1)  # and each second after, in case one is lost
    try:
        yield
    except _LateError:
        raise InputError(f"{name}: takes longer than {limit(characters):.0f} s; leave it out") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, handler)
