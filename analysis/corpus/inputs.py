"""The inputs of a corpus: files, folders and archives, on this machine or at any address that fsspec knows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from analysis.article import CorrectionsFile, InputError
from analysis.article.loading import LARGEST_ARTICLE, LARGEST_CORRECTIONS, SUFFIXES, amount, replaced
from analysis.corpus import formats, parquet
from analysis.corpus.columns import MOST_COLUMNS, columns_of
from analysis.corpus.listing import File, PassedOver, files, suffixes
from analysis.corpus.opening import UnreadableError, opened
from analysis.corpus.records import Fields, Record, Rejected, unique
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import files_of

_Reader = Callable[[BinaryIO, str, int, Fields], Iterator[Record | Rejected]]


def _pages(file: BinaryIO, name: str, largest: int, _fields: Fields) -> Iterator[Record | Rejected]:
    from analysis.corpus import webarchives

    return webarchives.pages(file, name, largest)


_READERS: dict[str, _Reader] = {
    ".jsonl": formats.json_lines,
    ".csv": formats.csv_rows,
    ".parquet": parquet.parquet_rows,
    ".warc": _pages,
}
_LONGEST_REASON = 300


class Inputs:
    """The articles of files, folders of files and archives, as records; what cannot become an article, as rejected.

    Iterating yields them in the order of the files' names, whatever the order of the arguments. An article of a folder
    is named by its path in it; records of archives have an id and a text, in `fields`, and optionally `title`,
    `publisher`, `published`, `url`; `columns` are their other fields. `largest_article` is in bytes. `size` is the size
    of all files in bytes, `position` how much of it has been read, `last` the name of the last article, `number` how
    many there were, rejected ones included, and `undated` how many state a date that cannot be read, such as
    `undated_example`. `passed_over` are the files of other kinds in the folders. Raises `InputError` where an input is
    missing, is of no known kind, or cannot be reached.
    """

    def __init__(
        self,
        locations: Iterable[str | os.PathLike[str]],
        largest_article: int = LARGEST_ARTICLE,
        fields: Fields = Fields(),  # noqa: B008
    ) -> None:
        listed = [file for location in locations for file in files(os.fspath(location))]
        self.files = sorted(
            (file for file in listed if not isinstance(file, PassedOver)), key=lambda file: file.name.split("/")
        )
        self.passed_over = sorted(file.name for file in listed if isinstance(file, PassedOver))
        self.size = sum(file.size for file in self.files if isinstance(file, File))
        self.position = self.number = self.undated = 0
        self.undated_example = ""
        self.last: str | None = None
        self.largest_article, self.fields = largest_article, fields

    @property
    def name(self) -> str:
        """Their name in an error: the first file, and how many others."""
        first, *others = [file.name for file in self.files] or ["the input"]
        return f"{first} (and {len(others):,} more)" if others else first

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The archives' further columns, as found in their first rows."""
        names = (columns_of(file, self.fields) for file in self.files if isinstance(file, File))
        return tuple(dict.fromkeys(chain.from_iterable(names)))[:MOST_COLUMNS]

    @property
    def settings(self) -> dict[str, Any]:
        """The settings that determine, beside the files, what is read of them."""
        return {
            "largest_article": self.largest_article,
            "id_column": self.fields.id,
            "text_column": self.fields.text,
            "columns": list(self.columns),
        }

    def __iter__(self) -> Iterator[Record | Rejected]:
        self.number = self.undated = 0
        for item in unique(self._all()):
            self.last = item.name
            self.number += 1
            if isinstance(item, Record) and item.undated:
                self.undated += 1
                self.undated_example = self.undated_example or item.undated
            yield item

    def keep_from(self, folder: str | os.PathLike[str]) -> None:
        """Raise `InputError` where a table in `folder` would replace one of the inputs."""
        tables = [Path(folder, f"{name}.{form}") for name, form in files_of((*COLUMNS, "rejected"))]
        for file in self.files:
            if isinstance(file, File) and file.is_local and (table := replaced(file.path, tables)):
                raise InputError(f"{file.name}: would be replaced by the output {table}; give another output folder")

    def _all(self) -> Iterator[Record | Rejected]:
        size_before = 0
        for file in self.files:
            if isinstance(file, Rejected):
                yield file
                continue
            try:
                with opened(file) as (stream, raw):
                    for item in self._items(file, stream):
                        self.position = size_before + min(raw.tell(), file.size)
                        yield item
            except EOFError:
                yield Rejected(file.name, "cut off; what comes before its end is read", article_id=file.article_id)
            except Exception as error:
                # Each package that reads a file raises errors of its own; they cost this file alone.
                yield Rejected(file.name, _reason(error, file), article_id=file.article_id)
            size_before += file.size

    def _items(self, file: File, stream: BinaryIO) -> Iterator[Record | Rejected]:
        suffix, _ = suffixes(file.name)
        if suffix in SUFFIXES:
            yield self._text(file, stream, suffix)
        else:
            yield from _READERS[suffix](stream, file.name, self.largest_article, self.fields)

    def _text(self, file: File, stream: BinaryIO, suffix: str) -> Record | Rejected:
        assert file.article_id is not None  # one article
        content, corrections = stream.read(self.largest_article + 1), None
        if len(content) > self.largest_article:
            split = "split it into its articles (one file each, or lines of a .jsonl)"
            return Rejected(
                file.name, f"over {amount(self.largest_article)} in one article; {split}", None, file.article_id
            )
        if file.corrections:
            name = str(PurePosixPath(file.name).with_suffix(".corrections.toml"))
            try:
                corrections = CorrectionsFile(name, _corrections(file, name).decode("utf-8-sig"))
            except UnicodeDecodeError:
                return Rejected(name, "not UTF-8; save it as UTF-8, as TOML must be", article_id=file.article_id)
        return Record(file.name, file.article_id, suffix, content, corrections=corrections)


def _corrections(file: File, name: str) -> bytes:
    assert file.corrections is not None
    with opened(File(file.system, file.corrections, name, 0)) as (stream, _):
        content = stream.read(LARGEST_CORRECTIONS + 1)
    if len(content) > LARGEST_CORRECTIONS:
        raise InputError(f"{name}: over {amount(LARGEST_CORRECTIONS)}; keep in it what corrects this article")
    return content


def _reason(error: Exception, file: File) -> str:
    """Return the reason why a file could not be read, in one line."""
    problem = " ".join(str(getattr(error, "strerror", None) or error).split())[:_LONGEST_REASON]
    if isinstance(error, InputError | UnreadableError):
        return problem.removeprefix(f"{file.name}: ").removeprefix(f"{file.path}: ")
    problem = problem or type(error).__name__
    remedy = "check its permissions" if file.is_local else "ask again, or download it"
    return f"cannot be read ({problem}); {remedy}"
