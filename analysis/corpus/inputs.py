"""The inputs of a corpus: files, folders and archives, on this machine or at any address that fsspec knows."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import urlsplit

import fsspec
import zstandard
from fsspec.implementations.local import LocalFileSystem

from analysis.article import CorrectionsFile, InputError
from analysis.article.loading import LARGEST_ARTICLE, SUFFIXES, article_name, find
from analysis.corpus import formats
from analysis.corpus.records import Record, Rejected, unique


def _pages(file: BinaryIO, name: str) -> Iterator[Record | Rejected]:
    from analysis.corpus import webarchives

    return webarchives.pages(file, name)


_ARCHIVES: dict[str, Callable[[BinaryIO, str], Iterator[Record | Rejected]]] = {
    ".jsonl": formats.json_lines,
    ".csv": formats.csv_rows,
    ".parquet": formats.parquet_rows,
    ".warc": _pages,
}
_PACKED = (".gz", ".zst")
_CAN_BE_PACKED = (".jsonl", ".csv", ".warc")
FORMS = f"{', '.join(SUFFIXES)}, a folder of them, {', '.join(_ARCHIVES)} ({', '.join(_PACKED)})"
"""What an input can be, in words."""

_DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError)


@dataclass(frozen=True, slots=True)
class File:
    """One file of the inputs; `article_id` where it is one article, `corrections` where a file holds them beside it."""

    system: fsspec.AbstractFileSystem
    path: str
    name: str
    size: int
    article_id: str | None = None
    corrections: str | None = None


class Inputs:
    """The articles of files, folders of files and archives, not yet read; what cannot become an article, rejected.

    They come in the order of the files' names, in whatever order these were given. An article of a folder is named by
    its path in it; records of archives have `id` and `text`, and optionally `title`, `publisher`, `published`, `url`.
    `size` is that of all files in bytes, `position` how far into it the last article came, `last` what that is called.
    Raises `InputError` where an input is missing, is of no known kind, or cannot be reached.
    """

    def __init__(self, given: Iterable[str | os.PathLike[str]]):
        self.files = sorted(
            (file for one in given for file in _files(os.fspath(one))), key=lambda file: file.name.split("/")
        )
        self.size = sum(file.size for file in self.files)
        self.position = 0
        self.last: str | None = None

    @property
    def name(self) -> str:
        """What they are called in an error: the first file, and how many others."""
        first, *others = [file.name for file in self.files] or ["the input"]
        return f"{first} (and {len(others):,} more)" if others else first

    def __iter__(self) -> Iterator[Record | Rejected]:
        for item in unique(self._all()):
            self.last = item.name
            yield item

    def _all(self) -> Iterator[Record | Rejected]:
        before = 0
        for file in self.files:
            try:
                with file.system.open(file.path, "rb") as raw:
                    for item in _items(file, raw):
                        self.position = before + min(raw.tell(), file.size)
                        yield item
            except _DAMAGE:
                yield Rejected(file.name, "damaged or cut off; what comes before the damage is read")
            except Exception as error:
                # What goes wrong at an address is told by errors of whichever package reaches it.
                if not isinstance(error, OSError) and isinstance(file.system, LocalFileSystem):
                    raise
                told = getattr(error, "strerror", None) or " ".join(str(error).split())
                raise InputError(f"{file.name}: cannot be read ({told}); check its permissions") from None
            before += file.size


def _items(file: File, raw: BinaryIO) -> Iterator[Record | Rejected]:
    suffix, packing = _suffixes(file.name)
    if suffix in SUFFIXES:
        yield from _text(file, raw, suffix)
        return
    if packing == ".gz" and suffix != ".warc":  # which is packed record by record
        raw = gzip.GzipFile(fileobj=raw)
    elif packing == ".zst":
        # Archives are often packed in several frames, and with windows larger than the default limit.
        unpack = zstandard.ZstdDecompressor(max_window_size=2**31)
        raw = unpack.stream_reader(raw, read_across_frames=True, closefd=False)
    with io.BufferedReader(raw) as stream:
        yield from _ARCHIVES[suffix](stream, file.name)


def _text(file: File, raw: BinaryIO, suffix: str) -> Iterator[Record | Rejected]:
    content, corrections = raw.read(LARGEST_ARTICLE + 1), None
    if len(content) > LARGEST_ARTICLE:
        reason = f"over {LARGEST_ARTICLE / 1e6:.0f} MB in one article"
        split = "split it into its articles (one file each, or lines of a .jsonl)"
        yield Rejected(file.name, f"{reason}; {split}", article_id=file.article_id)
        return
    if file.corrections:
        name = str(PurePosixPath(file.name).with_suffix(".corrections.toml"))
        try:
            corrections = CorrectionsFile(name, file.system.cat_file(file.corrections).decode("utf-8-sig"))
        except UnicodeDecodeError:
            yield Rejected(name, "not UTF-8; save it as UTF-8, as TOML must be", article_id=file.article_id)
            return
    yield Record(file.name, file.article_id, suffix, content, corrections=corrections)


def _files(given: str) -> list[File]:
    """The files that an input names: itself, those that its `*` stands for, or the articles of a folder."""
    try:
        if "://" not in given:
            path = Path(given) if Path(given).is_dir() or "*" in given else find(Path(given))
            return _listed(LocalFileSystem(), os.path.abspath(path), path.as_posix())
        system, address = fsspec.url_to_fs(given)
        return _listed(system, address.rstrip("/"), given.rstrip("/"))
    except InputError:
        raise
    except ImportError as error:
        missing = (error.__cause__ or error).name
        raise InputError(f"{given}: needs {missing}, which is not installed; pip install {missing}") from None
    except Exception as error:
        if "://" not in given and not isinstance(error, OSError | ValueError):
            raise
        raise InputError(f"{given}: cannot be reached ({' '.join(str(error).split())}); check the address") from None


def _listed(system: fsspec.AbstractFileSystem, path: str, name: str) -> list[File]:
    if system.isfile(path):
        return [_file(system, path, name, system.info(path)["size"], system.exists)]
    if "*" in path:
        found = {place: told for place, told in system.glob(path, detail=True).items() if told["type"] != "directory"}
        star, name_star = path.index("*"), name.index("*")
        return [
            _file(system, place, name[:name_star] + place[star:], told["size"], system.exists)
            for place, told in found.items()
        ]
    found = system.find(path, detail=True)
    inside = {
        place: formats.sound(place[len(path) :].lstrip("/")) for place in found if _suffixes(place)[0] in SUFFIXES
    }
    if not found and _suffixes(name)[0] in {*_ARCHIVES, *SUFFIXES}:
        raise InputError(f"{name}: no such file, or it cannot be reached; check the address")
    if not inside:
        raise InputError(f"{name}: no articles in this folder; it should hold {', '.join(SUFFIXES)} files")
    return [
        replace(
            _file(system, place, f"{name}/{within}", found[place]["size"], found.__contains__),
            article_id=PurePosixPath(within).with_suffix("").as_posix(),
        )
        for place, within in inside.items()
    ]


def _file(
    system: fsspec.AbstractFileSystem, path: str, name: str, size: int | None, exists: Callable[[str], bool]
) -> File:
    """One file of the inputs, with the corrections beside it, if it is a text and they are there."""
    name, (suffix, _) = formats.sound(name), _suffixes(name)
    if suffix in _ARCHIVES:
        return File(system, path, name, size or 0)
    if suffix not in SUFFIXES:
        raise InputError(f"{name}: not an article file; give {FORMS}")
    corrections = str(PurePosixPath(path).with_suffix(".corrections.toml"))
    identity = article_name(Path(urlsplit(name).path if "://" in name else name))
    return File(system, path, name, size or 0, identity, corrections if exists(corrections) else None)


def _suffixes(name: str) -> tuple[str, str]:
    """What kind of file a name says it is, and how it is packed: `.jsonl` and `.gz`, or nothing."""
    path = PurePosixPath((urlsplit(name).path if "://" in name else name).lower())
    inner = PurePosixPath(path.stem).suffix
    return (inner, path.suffix) if path.suffix in _PACKED and inner in _CAN_BE_PACKED else (path.suffix, "")
