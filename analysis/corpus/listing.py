"""The files that an input names: itself, those that its `*` matches, or the articles of a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import fsspec
from fsspec.implementations.local import LocalFileSystem

from analysis.article import InputError
from analysis.article.loading import SUFFIXES, article_name, find, sound
from analysis.corpus.records import Rejected

ARCHIVES = (".jsonl", ".csv", ".parquet", ".warc")
_PACKED = (".gz", ".zst")
_CAN_BE_PACKED = (".jsonl", ".csv", ".warc")
FORMS = f"{', '.join(SUFFIXES)}, a folder of them, {', '.join(ARCHIVES)} ({', '.join(_PACKED)})"
"""The kinds of inputs, for messages."""

_CORRECTIONS = ".corrections.toml"
_NO_ARTICLES = f"no articles in this folder; it should hold {', '.join(SUFFIXES)} files"
_PATIENCE = 60
_PATIENCE_FOR_AN_ARTICLE = 300


@dataclass(frozen=True, slots=True)
class File:
    """A file of the inputs, with an `article_id` where it is one article, and the path of the corrections beside it."""

    system: fsspec.AbstractFileSystem
    path: str
    name: str
    size: int
    article_id: str | None = None
    corrections: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether the file lies on this machine."""
        return isinstance(self.system, LocalFileSystem)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file of another kind in a folder of articles."""

    name: str


Listed = File | Rejected | PassedOver


def files(location: str) -> list[Listed]:
    """List the files that an input names; other files in a folder are rejected or passed over.

    A folder stands for the regular files in it and below it; links are not followed. Raises `InputError` where the
    input is missing, is of no known kind, or cannot be reached.
    """
    try:
        if "://" not in location:
            path = Path(location) if Path(location).is_dir() or "*" in location else find(Path(location))
            return _local(os.path.abspath(path), path.as_posix())
        system, address = fsspec.url_to_fs(location, **_settings(location))
        if isinstance(system, LocalFileSystem):
            return _local(address, location.rstrip("/"))
        return _remote(system, address.rstrip("/"), location.rstrip("/"))
    except InputError:
        raise
    except ImportError as error:
        missing = (error.__cause__ if isinstance(error.__cause__, ImportError) else error).name
        raise InputError(f"{location}: needs {missing}, which is not installed; pip install {missing}") from None
    except Exception as error:
        if "://" not in location and not isinstance(error, OSError | ValueError):
            raise
        raise InputError(f"{location}: cannot be reached ({' '.join(str(error).split())}); check the address") from None


def suffixes(name: str) -> tuple[str, str]:
    """Return the suffixes that tell a file's kind and its packing, such as `.jsonl` and `.gz`; empty without one.

    A web address that does not show the kind (`https://…/news/2025-flood`, `…/article.php?id=7`) is that of a page.
    """
    path = PurePosixPath((urlsplit(name).path if "://" in name else name).lower())
    inner = PurePosixPath(path.stem).suffix
    if path.suffix in _PACKED and inner in _CAN_BE_PACKED:
        return inner, path.suffix
    known = path.suffix in {*SUFFIXES, *ARCHIVES, *_PACKED}
    is_page = not known and _is_web(name) and MimeTypes().guess_type(path.name)[0] is None
    return (".html" if is_page else path.suffix, "")


def _is_web(address: str) -> bool:
    return urlsplit(address).scheme.lower() in ("http", "https")


def _settings(address: str) -> dict[str, Any]:
    """Return fsspec's settings for a web address: bodies as they are sent, and how long to wait for them."""
    if not _is_web(address):
        return {}
    import aiohttp

    total = None if suffixes(address)[0] in ARCHIVES else _PATIENCE_FOR_AN_ARTICLE
    timeout = aiohttp.ClientTimeout(total=total, sock_connect=_PATIENCE, sock_read=_PATIENCE)
    headers = {"Accept-Encoding": "identity"}
    return {"client_kwargs": {"auto_decompress": False, "headers": headers, "timeout": timeout}}


def _local(path: str, name: str) -> list[Listed]:
    system = LocalFileSystem()
    if "*" in path and not os.path.exists(path):
        return _starred(system, path, name)
    if os.path.isdir(path):
        return _any_articles(list(_folder(system, path, name)), name)
    return [_file(system, path, name, os.path.getsize(path), os.path.exists)]


def _any_articles(listed: list[Listed], name: str) -> list[Listed]:
    """Return what a folder holds; raise `InputError` where nothing of it is, or should be, an article."""
    if all(isinstance(entry, PassedOver) for entry in listed):
        raise InputError(f"{name}: {_NO_ARTICLES}")
    return listed


def _folder(system: LocalFileSystem, path: str, name: str) -> Iterator[Listed]:
    """Yield the article files in a folder and below it, and what is left out."""
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                inside = list(entries)
        except OSError as error:
            yield _left_out(folder, path, name, f"cannot be read ({error.strerror}); check its permissions")
            continue
        for entry in inside:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif entry.is_symlink():
                if suffixes(entry.name)[0] in SUFFIXES or os.path.isdir(entry.path):
                    yield _left_out(entry.path, path, name, "a link, which a folder does not follow; give its target")
                else:
                    yield PassedOver(_within(entry.path, path))
            elif suffixes(entry.name)[0] in SUFFIXES:
                if entry.is_file():
                    yield _inside(system, entry.path, path, name, entry.stat().st_size, os.path.exists)
                else:
                    yield _left_out(entry.path, path, name, "not a regular file; copy what it gives to a file")
            elif not entry.name.endswith(_CORRECTIONS):
                yield PassedOver(_within(entry.path, path))


def _left_out(place: str, folder: str, name: str, reason: str) -> Rejected:
    inner_path = _within(place, folder)
    return Rejected(f"{sound(name)}/{inner_path}" if inner_path else sound(name), reason)


def _within(path: str, folder: str) -> str:
    """Return the path of a file within a folder."""
    return sound(path[len(folder) :].strip("/"))


def _remote(system: fsspec.AbstractFileSystem, path: str, name: str) -> list[Listed]:
    if system.isfile(path):
        return [_file(system, path, name, system.info(path)["size"], system.exists)]
    if "*" in path and not _is_web(name):  # in a web address, * is an ordinary character
        return _starred(system, path, name)
    details = system.find(path, detail=True)
    if not details and suffixes(name)[0] in {*ARCHIVES, *SUFFIXES}:
        raise InputError(f"{name}: no such file, or it cannot be reached; check the address")
    inside: list[Listed] = []
    for place, detail in details.items():
        if suffixes(place)[0] in SUFFIXES:
            inside.append(_inside(system, place, path, name, detail["size"], details.__contains__))
        elif not place.endswith(_CORRECTIONS):
            inside.append(PassedOver(_within(place, path)))
    return _any_articles(inside, name)


def _starred(system: fsspec.AbstractFileSystem, path: str, name: str) -> list[Listed]:
    star, name_star = path.index("*"), name.index("*")
    return [
        _file(system, place, name[:name_star] + place[star:], detail["size"], system.exists)
        for place, detail in system.glob(path, detail=True).items()
        if detail["type"] != "directory"
    ]


def _inside(
    system: fsspec.AbstractFileSystem,
    path: str,
    folder: str,
    name: str,
    size: int | None,
    exists: Callable[[str], bool],
) -> File:
    """Return an article file of a folder, identified by its path in it."""
    inner_path = _within(path, folder)
    identity = PurePosixPath(inner_path).with_suffix("").as_posix()
    return replace(_file(system, path, f"{name}/{inner_path}", size, exists), article_id=identity)


def _file(
    system: fsspec.AbstractFileSystem, path: str, name: str, size: int | None, exists: Callable[[str], bool]
) -> File:
    """Return a file of the inputs, for an article with the corrections beside it, if any."""
    name, (suffix, _) = sound(name), suffixes(name)
    if suffix in ARCHIVES:
        return File(system, path, name, size or 0)
    if suffix not in SUFFIXES:
        raise InputError(f"{name}: not an article file; give {FORMS}")
    corrections = str(PurePosixPath(path).with_suffix(_CORRECTIONS))
    identity = article_name(Path(urlsplit(name).path if "://" in name else name))
    # Many web servers have a page for any address, which would be taken for corrections.
    has_corrections = not _is_web(name) and exists(corrections)
    return File(system, path, name, size or 0, identity, corrections if has_corrections else None)
