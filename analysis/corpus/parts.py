"""A corpus in parts: each a fixed number of articles, its tables one Parquet file each, whole or not there at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

import analysis
from analysis.article import InputError
from analysis.corpus.inputs import Inputs
from analysis.corpus.records import Record, Rejected
from analysis.reading.datapackage import write_datapackage_of_parts
from analysis.reading.schema import COLUMNS, schema
from analysis.reading.writers import write_whole

SETTINGS = "corpus.json"
"""The file beside the tables that says what they were made from, with what, and whether they are complete."""

REJECTED = pa.schema(
    [
        pa.field("article_id", pa.string(), metadata={"description": "the article's id; null where it has none"}),
        pa.field("input", pa.string(), metadata={"description": "the file or archive that it stands in"}),
        pa.field("place", pa.string(), metadata={"description": "line, row or record; null: the whole file"}),
        pa.field("reason", pa.string(), metadata={"description": "why it has no tables"}),
    ]
)

# `articles` comes last: where a part has it, the part is complete.
TABLES = {"rejected": REJECTED} | {name: schema(name) for name in reversed(COLUMNS)}
"""The columns of each table."""

_LARGEST_PART = 32_000_000
_DIGEST = b"input"
_TEMPORARY = ".writing"


class Part(NamedTuple):
    """A part of the input: its number, what is in it, the hash of that, and how far into the inputs it comes."""

    number: int
    items: list[Record | Rejected]
    digest: str
    position: int


def parts(inputs: Inputs, size: int) -> Iterator[Part]:
    """The input in parts of `size` articles (of fewer, where these are very long)."""
    items, number = iter(inputs), 0
    while batch := list(_batch(items, size)):
        yield Part(number, batch, _digest(batch), inputs.position)
        number += 1


def software() -> str:
    """What the tables depend on beside the input: the version of this package, and the tables' schema."""
    columns = "\n".join(map(str, TABLES.values()))
    return f"{analysis.__version__} (tables {sha256(columns.encode()).hexdigest()[:8]})"


def packed(rows: Mapping[str, list[dict[str, Any]]], digest: str) -> dict[str, bytes]:
    """The Parquet file of each table of a part, which tells the hash of its input."""
    files = {}
    for name, columns in TABLES.items():
        buffer = BytesIO()
        pq.write_table(pa.Table.from_pylist(rows[name], columns.with_metadata({_DIGEST: digest})), buffer)
        files[name] = buffer.getvalue()
    return files


class PartsFolder:
    """The output folder: `<table>.parquet/part-00000.parquet` and so on, and `corpus.json`.

    Making it checks that the folder is new, or holds parts made with the same `settings`, on which the work then goes
    on. Raises `InputError` where it holds anything else or cannot be written.
    """

    def __init__(self, folder: str | os.PathLike[str], settings: Mapping[str, Any]):
        self.folder = Path(folder)
        self._settings = {"software": software(), **settings}
        self._check()
        try:
            for name in TABLES:
                (self.folder / f"{name}.parquet").mkdir(parents=True, exist_ok=True)
                for partial in (self.folder / f"{name}.parquet").glob(f"*{_TEMPORARY}"):
                    partial.unlink()
        except OSError as error:
            raise InputError(f"{folder}: cannot be written ({error.strerror}); choose another output folder") from None
        self._tell(complete=False)

    def holds(self, part: Part) -> bool:
        """Whether the part is complete; an `InputError` where it was made from other input."""
        path = self._path("articles", part.number)
        try:
            told = pq.read_metadata(path).metadata
        except (OSError, pa.ArrowInvalid):  # missing, or damaged: it is made again
            return False
        if told.get(_DIGEST) != part.digest.encode():
            raise InputError(f"{path}: made from other input than is given now; give another output folder")
        return True

    def write(self, number: int, files: Mapping[str, bytes]) -> None:
        """Write the files of a part: each under a temporary name, and renamed when all are on the disk."""
        partial = {name: self._path(name, number).with_suffix(_TEMPORARY) for name in TABLES}
        try:
            for name, path in partial.items():
                with path.open("wb") as file:
                    file.write(files[name])
                    os.fsync(file.fileno())
            for name, path in partial.items():
                os.replace(path, self._path(name, number))
        except OSError as error:
            for path in partial.values():
                path.unlink(missing_ok=True)
            raise InputError(
                f"{self.folder}: cannot be written ({error.strerror}); make room, then give the same command again"
            ) from None

    def finish(self, number: int) -> dict[str, int]:
        """Close a corpus of so many parts; returns the number of rows of each table."""
        for path in self.folder.glob("*.parquet/part-*.parquet"):
            if int(path.stem.removeprefix("part-")) >= number:
                raise InputError(f"{path}: made from more input than is given now; give another output folder")
        totals = {
            name: sum(pq.read_metadata(self._path(name, part)).num_rows for part in range(number))
            for name in (*COLUMNS, "rejected")
        }
        names = [self._path("articles", part).name for part in range(number)]
        write_datapackage_of_parts(self.folder, {name: TABLES[name] for name in totals}, names)
        self._tell(complete=True, rows=totals)
        return totals

    def words(self, number: int) -> int:
        """Words of the articles of a part."""
        with self._path("articles", number).open("rb") as file:
            return sum(pq.read_table(file, columns=["words"])["words"].to_pylist())

    def _path(self, table: str, number: int) -> Path:
        return self.folder / f"{table}.parquet" / f"part-{number:05}.parquet"

    def _check(self) -> None:
        """Refuse a folder that holds anything but parts made with the same settings."""
        path = self.folder / SETTINGS
        if not path.exists():
            if self.folder.is_dir() and any(self.folder.iterdir()):
                raise InputError(f"{self.folder}: holds something else; give a new or empty folder")
            return
        try:
            told = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            told = {}
        for name, value in self._settings.items():
            if told.get(name) != value:
                raise InputError(
                    f"{self.folder}: begun with {name} {told.get(name)}, not {value}; "
                    "go on as it was begun, or give another output folder"
                )

    def _tell(self, **state: Any) -> None:
        write_whole(self.folder / SETTINGS, json.dumps({**self._settings, **state}, indent=1) + "\n")


def _batch(items: Iterable[Record | Rejected], size: int) -> Iterator[Record | Rejected]:
    room = _LARGEST_PART
    for item in islice(items, size):
        yield item
        room -= len(item.content) if isinstance(item, Record) else 0
        if room <= 0:
            return


def _digest(items: Iterable[Record | Rejected]) -> str:
    """The SHA-256 of what is in a part, wherever its files lie."""
    found = sha256()
    for item in items:
        if isinstance(item, Record):
            found.update(repr((item.place, item.article_id, item.suffix, item.told, item.corrections)).encode())
            found.update(sha256(item.content).digest())
        else:
            found.update(repr((item.place, item.article_id, item.reason)).encode())
    return found.hexdigest()
