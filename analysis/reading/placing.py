"""Files and folders put in their places: all of them, or none. The standard library alone: it also runs by itself.

`python placing.py` takes steps as JSON on standard input, and takes them whatever becomes of the process that asked.
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

_HERE = -100  # AT_FDCWD: paths are meant as they are
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


class Step(NamedTuple):
    """What lies at `made` goes to `place`, and what lies there to `made`; `node` tells which file or folder it is."""

    made: str
    place: str
    node: tuple[int, int]


def steps(made: Path, place: Path, dropped: Collection[str] = ()) -> Iterator[Step]:
    """The fewest steps that put `made` at `place`: one, unless other files than `dropped` (paths in it) stand there.

    Raises OSError where a folder stands in a file's place, or a file in a folder's.
    """
    if not os.path.lexists(place) or _replaces(made, place, dropped):
        yield Step(str(made), str(place), _node(made))
    elif made.is_dir():
        if not place.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))
        for path in sorted(made.iterdir()):
            yield from steps(path, place / path.name, _below(dropped, path.name))
    else:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))


def take(taken: Sequence[Step]) -> None:
    """Take all steps, or, where one cannot be taken, none: what was done is undone, and the OSError raised."""
    try:
        for step in taken:
            _exchange(step.made, step.place)
    except BaseException:
        undo(taken)
        raise


def undo(taken: Iterable[Step]) -> None:
    """Undo whichever of the steps have been taken."""
    for step in reversed(list(taken)):
        with suppress(OSError):
            if _node(step.place) == step.node:
                _exchange(step.place, step.made)


def movable(place: Path) -> bool:
    """Whether the folder `place` can change names with another: nobody stands in it, and it is no mounted disk."""
    with suppress(OSError):
        if Path(os.path.realpath(os.getcwd())).is_relative_to(place):
            return False
    return not (place.is_symlink() or os.path.ismount(place)) and os.access(place.parent, os.W_OK | os.X_OK)


def _below(paths: Iterable[str], folder: str) -> list[str]:
    """Those of `paths` that lead into `folder`, from there on."""
    return [path.removeprefix(f"{folder}/") for path in paths if path.startswith(f"{folder}/")]


def _replaces(made: Path, place: Path, dropped: Collection[str] = ()) -> bool:
    """Whether nothing that stands at `place` would be missing if `made` stood there instead."""
    if not made.is_dir():
        return place.is_symlink() or not place.is_dir()
    if not place.is_dir() or not movable(place):
        return False
    return all(
        path.name in dropped
        or (os.path.lexists(made / path.name) and _replaces(made / path.name, path, _below(dropped, path.name)))
        for path in place.iterdir()
    )


def _node(path: str | Path) -> tuple[int, int]:
    found = os.lstat(path)
    return found.st_dev, found.st_ino


def _exchange(one: str, other: str) -> None:
    """Let two paths change names, in one step where the system can; where there is no `other`, rename."""
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
    """Whether the system could exchange two names in one step."""
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
    """Take the steps that come on standard input; what goes wrong is told as JSON."""
    try:
        take([Step(made, place, tuple(node)) for made, place, node in json.load(sys.stdin)])
    except OSError as error:
        print(json.dumps([error.errno, error.strerror, error.filename]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
