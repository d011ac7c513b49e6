"""The columns of archives beside those that describe their articles; the table `articles` keeps them."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from analysis.corpus import formats, parquet
from analysis.corpus.listing import File, suffixes
from analysis.corpus.records import Fields

MOST_COLUMNS = 100
"""The number of further columns that are kept."""

PREFIX = "input_"
"""The prefix of their names in `articles`."""

_HEAD = 1_000_000
"""Bytes of an archive that are searched for columns: JSON lines may each have other fields."""


def columns_of(file: File, fields: Fields) -> list[str]:
    """Return the further columns of an archive; none of another file, or of one that cannot be read."""
    find = _FINDERS.get(suffixes(file.name)[0])
    if find:
        with suppress(Exception):  # an error comes again, and is reported, when the file is read
            return find(file, fields)
    return []


def article_fields(columns: Iterable[str]) -> list[pa.Field]:
    """Return the fields of the table `articles` that hold further columns."""
    return [
        pa.field(f"{PREFIX}{name}", pa.string(), metadata={"description": f"the input's column {name}, as text"})
        for name in columns
    ]


def _of_json_lines(file: File, fields: Fields) -> list[str]:
    lines = _head(file).split(b"\n")
    names: dict[str, None] = {}
    for line in lines[:-1] or lines:
        with suppress(ValueError):
            record = json.loads(line)
            names |= dict.fromkeys(record if isinstance(record, dict) else ())
    return [name for name in names if name not in fields.known]


def _of_csv(file: File, fields: Fields) -> list[str]:
    text = _head(file)
    first = text.decode(formats.encoding_of(text[:4]), "replace").splitlines()[0]
    (names,) = csv.reader([first], delimiter=formats.delimiter_of(first))
    return [name for name in dict.fromkeys(names) if name and name not in fields.known]


def _of_parquet(file: File, fields: Fields) -> list[str]:
    with file.system.open(file.path, "rb") as content:
        return parquet.other_columns(pq.read_schema(content), fields)


_FINDERS: dict[str, Callable[[File, Fields], list[str]]] = {
    ".jsonl": _of_json_lines,
    ".csv": _of_csv,
    ".parquet": _of_parquet,
}


def _head(file: File) -> bytes:
    """Return the beginning of a file's unpacked content."""
    head = b""
    with file.system.open(file.path, "rb", **({} if file.is_local else {"block_size": 0})) as packed:
        while len(head) < _HEAD and (piece := packed.read(_HEAD - len(head))):
            head += piece
    if head.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD)
    if head.startswith(zstandard.FRAME_HEADER):
        return zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(head).read(_HEAD)
    return head
