"""Make output in a scratch folder beside its place, and move it there in one step when it is whole.

A run that fails or is killed leaves earlier output as it was; the next run removes its scratch folder.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Generator, Iterable
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from analysis.article import InputError
from analysis.reading import placing

WRITING, MAKING = ".writing-", ".making-"
"""The prefixes of scratch folders: those of tables, and those of reports."""

_PATIENCE = 10.0
"""Seconds to wait for another run, which holds a folder's lock for milliseconds."""
_SCRATCH = re.compile(rf"(?:{re.escape(WRITING)}|{re.escape(MAKING)})\w{{8}}")
_REMEDIES = {
    errno.ENOSPC: "make room",
    errno.EDQUOT: "make room",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EMFILE: "allow more open files (ulimit -n)",
    errno.EISDIR: "a folder stands in the place of a file: move it away, or choose another output folder",
    errno.ENOTDIR: "a file stands in the place of a folder: choose another output folder",
    errno.EEXIST: "a file stands in the place of a folder: choose another output folder",
}
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class PublishedError(KeyboardInterrupt):
    """An interrupt while output was published: it is in its place, whole."""


def unwritable(path: str | os.PathLike[str], error: OSError) -> InputError:
    """The error that names the path, the problem and a remedy."""
    remedy = _REMEDIES.get(error.errno, "choose another output folder")
    problem = os.strerror(error.errno) if error.errno else error
    return InputError(f"{os.fspath(path)}: cannot be written ({problem}); {remedy}")


@contextmanager
def scratch(place: str | os.PathLike[str], beginning: str = WRITING) -> Generator[Path]:
    """Give an empty folder on the file system of `place`, the folder to be made; remove it when the block ends.

    Makes the folders above `place`, and removes them again if they stay empty. Removes what killed runs left there.
    Raises `InputError` where the folder cannot be written, also for an OSError of the block, and `PublishedError` for
    an interrupt after a block that succeeds: its last act is to `publish`.
    """
    target, stack = Path(os.path.realpath(place)), ExitStack()
    try:
        folder = _scratch_folder(place, target, beginning, stack)
        try:
            yield folder
        except OSError as error:
            if error.filename and not Path(os.fsdecode(error.filename)).is_relative_to(folder):
                raise
            raise unwritable(place, error) from None
    except BaseException:
        stack.close()
        raise
    with _uninterrupted():
        stack.close()


def _scratch_folder(place: str | os.PathLike[str], target: Path, beginning: str, stack: ExitStack) -> Path:
    """Make the scratch folder, which `stack` removes."""
    try:
        if os.path.lexists(target) and not target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        stack.callback(remove_empty, make_folders(target.parent))
        home = target if target.is_dir() and not placing.movable(target) else target.parent
        with _folder_lock(home):
            for folder in {home, target}:
                _remove_left_behind(folder)
            folder = Path(tempfile.mkdtemp(prefix=beginning, dir=home))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            stack.enter_context(_folder_lock(folder))
    except OSError as error:
        raise unwritable(place, error) from None
    return folder


def publish(*pairs: tuple[Path, Path], dropped: Collection[str] = ()) -> None:
    """Move each folder from a scratch folder to its place: all of them, or none.

    Other files in the place stay, except the paths in `dropped` that were not made anew. Without other files, one step
    of the file system suffices; several are taken by a process of their own, so that the result is whole even if this
    one ends. Raises `InputError` where that is impossible, and `PublishedError` when it is done, after an interrupt.
    """
    places = [(new, Path(os.path.realpath(place))) for new, place in pairs]
    with _uninterrupted(), ExitStack() as stack:
        try:
            for new, place in places:
                make_folders(place.parent)
                if place.is_dir():
                    shutil.copymode(place, new)
            # Other runs publish beside the places, and remove what is left behind beside the scratch folders. The
            # order of the locks is the same in all processes.
            parents = {place.parent for _, place in places} | {new.parent.parent for new, _ in places}
            locks = [stack.enter_context(_folder_lock(folder)) for folder in sorted(parents)]
            obsolete = [place / name for new, place in places for name in dropped if not os.path.lexists(new / name)]
            steps = [step for new, place in places for step in placing.steps(new, place, dropped)]
            if len(steps) == 1:
                placing.take(steps)
            else:
                _take_elsewhere(steps, [number for number in locks if number is not None])
            for new, _ in places:  # these now hold the former output
                shutil.rmtree(new, ignore_errors=True)
            for path in obsolete:
                shutil.rmtree(path, ignore_errors=True)
                with suppress(OSError):
                    path.unlink()
        except OSError as error:
            raise unwritable(error.filename or places[-1][1], error) from None


def check_places(folder: Path, names: Iterable[str]) -> None:
    """Raise `InputError` where a folder stands in the place of one of the files to be written to `folder`."""
    for name in names:
        if (folder / name).is_dir():
            raise unwritable(folder / name, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))


def _take_elsewhere(steps: list[placing.Step], locks: list[int]) -> None:
    """Take the steps in a process that outlives this one, out of reach of signals to its terminal."""
    command = [sys.executable, "-I", "-S", placing.__file__]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True, pass_fds=locks
        )
    except OSError:  # no room for another process
        placing.take(steps)
        return
    with process:
        answer, _ = process.communicate(json.dumps(steps).encode())
    if process.returncode:
        placing.undo(steps)  # as far as it came
        if answer:
            raise OSError(*json.loads(answer))
        placing.take(steps)


def make_folders(folder: Path) -> list[Path]:
    """Make `folder` and those above it; returns the ones that were missing, the innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def remove_empty(folders: list[Path]) -> None:
    """Remove `folders`, the innermost first, up to one that is not empty."""
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _remove_left_behind(home: Path) -> None:
    """Remove the scratch folders in `home` whose processes have ended."""
    with suppress(OSError):
        for path in home.iterdir():
            if _SCRATCH.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
                with _folder_lock(path, patience=0) as number:
                    if number is not None:
                        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _folder_lock(folder: Path, patience: float = _PATIENCE) -> Generator[int | None]:
    """Give the descriptor of a folder's lock, which ends with the process; None where it cannot be had."""
    with ExitStack() as stack:
        descriptor = None
        with suppress(OSError):
            number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            stack.callback(os.close, number)
            end = time.monotonic() + patience
            while not (locked := try_lock(number)) and time.monotonic() < end:
                time.sleep(0.01)
            descriptor = number if locked else None
        yield descriptor


def try_lock(number: int) -> bool:
    """Lock an open file or folder; return whether no other process holds its lock."""
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Defer signals that stop a run until the block ends, then raise `PublishedError`."""
    if threading.current_thread() is not threading.main_thread():  # signals interrupt no other thread
        yield
        return
    signals: list[int] = []
    before = {which: signal.signal(which, lambda number, _: signals.append(number)) for which in _STOPPING}
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)
    if signals:
        try:
            signal.raise_signal(signals[0])
        except KeyboardInterrupt:
            raise PublishedError from None
