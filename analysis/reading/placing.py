"""Put files and folders in their places, all or none. Needs the standard library alone, as it also runs by itself.

`python placing.py` reads steps as JSON on standard input, and takes them even if the process that asked has ended.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_HERE = -100  # AT_FDCWD: relative paths start at the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


class Step(NamedTuple):
    """An exchange of what lies at `made` and at `place`; `node` is the device and the inode of the former."""

    made: str
    place: str
    node: tuple[int, int]


def steps(new: Path, place: Path, dropped: Collection[str] = ()) -> Iterator[Step]:
    """Yield the fewest steps that put `new` at `place`: one, unless files other than `dropped` (paths in it) are there.

    Raises OSError where a folder is in a file's place, or a file in a folder's.
    """
    if not os.path.lexists(place) or _replaces(new, place, dropped):
        yield Step(str(new), str(place), _node(new))
    elif new.is_dir():
        if not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))
        for path in sorted(new.iterdir()):
            yield from steps(path, place / path.name, _below(dropped, path.name))
    else:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))


def take(batch: Sequence[Step]) -> None:
    """Take all steps; where one fails, undo those before it and raise its OSError."""
    try:
        for step in batch:
            _exchange(step.made, step.place)
    except BaseException:
        undo(batch)
        raise


def undo(batch: Iterable[Step]) -> None:
    """Undo whichever of the steps have been taken."""
    for step in reversed(list(batch)):
        with suppress(OSError):
            if _node(step.place) == step.node:
                _exchange(step.place, step.made)


def movable(place: Path) -> bool:
    """Whether the folder `place` can be renamed: it does not hold the working directory and is no mount point."""
    with suppress(OSError):
        if Path(os.path.realpath(os.getcwd())).is_relative_to(place):
            return False
    return not (place.is_symlink() or os.path.ismount(place)) and os.access(place.parent, os.W_OK | os.X_OK)


def _below(paths: Iterable[str], folder: str) -> list[str]:
    """Those of `paths` that lead into `folder`, from there on."""
    return [path.removeprefix(f"{folder}/") for path in paths if path.startswith(f"{folder}/")]


def _replaces(new: Path, place: Path, dropped: Collection[str]) -> bool:
    """Whether `new` can take the place of `place` without losing a file that is not `dropped`."""
    if not new.is_dir():
        return place.is_symlink() or not place.is_dir()
    if not place.is_dir() or not movable(place):
        return False
    return all(
        path.name in dropped
        or (os.path.lexists(new / path.name) and _replaces(new / path.name, path, _below(dropped, path.name)))
        for path in place.iterdir()
    )


def _node(path: str | Path) -> tuple[int, int]:
    status = os.lstat(path)
    return status.st_dev, status.st_ino


def _exchange(one: str, other: str) -> None:
    """Swap two paths, in one step where the system can; rename where there is no `other`."""
    if not os.path.lexists(other):
        os.rename(one, other)
    elif not _exchanged(os.fsencode(one), os.fsencode(other)):
        aside = f"{one}.old"
        os.rename(other, aside)
        try:
            os.rename(one, other)
        except OSError:
            os.rename(aside, other)
            raise
        os.rename(aside, one)


def _exchanged(one: bytes, other: bytes) -> bool:
    """Swap two paths in one step; return whether the system can."""
    library = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(one, other, _EXCHANGE)
        else:
            failed = library.renameat2(_HERE, one, _HERE, other, _EXCHANGE)
    except AttributeError:  # another system, or an old library
        return False
    code = ctypes.get_errno()
    if failed and code not in _UNKNOWN:
        raise OSError(code, os.strerror(code), os.fsdecode(other))
    return not failed


def main() -> int:
    """Take the steps on standard input; print an error as JSON."""
    try:
        take([Step(new, place, tuple(node)) for new, place, node in json.load(sys.stdin)])
    except OSError as error:
        print(json.dumps([error.errno, error.strerror, error.filename]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
