"""Files of many articles: JSON lines, CSV and Parquet, read record by record."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from analysis.article import InputError
from analysis.article.loading import LARGEST_ARTICLE, decode
from analysis.corpus.records import Record, Rejected

OPTIONAL = ("title", "publisher", "published", "url")
"""What a record may say of its article beside `id` and `text`."""

_LONGEST_LINE = 2 * LARGEST_ARTICLE
_LONGEST_ID = 1000
_LONGEST_CELL = 200_000_000
_ROWS = 100
_DELIMITERS = ",;\t"  # a spreadsheet where the comma is a decimal mark writes semicolons


def json_lines(file: BinaryIO, name: str) -> Iterator[Record | Rejected]:
    """One article of each line, a JSON object; blank lines are passed over."""
    for number, (line, length) in enumerate(_lines(file), start=1):
        place = f"line {number}"
        if length > _LONGEST_LINE:
            yield Rejected(name, f"{length / 1e6:.0f} MB in one article; split it", place)
        elif line.strip():
            try:
                yield _record(json.loads(decode(line, name)), name, place)
            except InputError as error:
                yield Rejected(name, str(error).removeprefix(f"{name}: "), place)
            except (ValueError, RecursionError):
                yield Rejected(name, "not JSON; each line must be one object with id and text", place)


def csv_rows(file: BinaryIO, name: str) -> Iterator[Record | Rejected]:
    """One article of each row of a CSV file, whose first row names the columns; an empty cell is no value."""
    csv.field_size_limit(_LONGEST_CELL)
    # Bytes that are not UTF-8 travel as lone surrogates, so that they cost their own row alone.
    lines = (line.decode("utf-8-sig" if first else "utf-8", "surrogateescape") for first, line in _numbered(file))
    first = next(lines, "")
    rows = csv.DictReader(chain([first], lines), delimiter=max(_DELIMITERS, key=first.count))
    missing = {"id", "text"} - set(rows.fieldnames or ())
    if missing:
        yield Rejected(name, f"no column {' and '.join(sorted(missing))}; name the columns in the first row")
        return
    number = 0
    try:
        for number, row in enumerate(rows, start=1):
            place = f"row {number}"
            told = {column: row[column] for column in ("id", "text", *OPTIONAL) if row.get(column)}
            if any(not _is_sound(cell) for cell in told.values()):
                yield Rejected(name, "not UTF-8; convert the file with iconv", place)
            else:
                yield _record(told, name, place)
    except csv.Error as error:
        yield Rejected(name, f"{error}: a quotation mark is not closed; the rest is not read", f"row {number + 1}")


def parquet_rows(file: BinaryIO, name: str) -> Iterator[Record | Rejected]:
    """One article of each row of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        table = pq.ParquetFile(file)
        columns = [column for column in ("id", "text", *OPTIONAL) if column in table.schema_arrow.names]
        for batch in table.iter_batches(batch_size=_ROWS, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield _record(row, name, f"row {number}")
    except (pa.ArrowException, OSError):
        if number:
            yield Rejected(name, "damaged; the rest is not read", f"row {number + 1}")
        else:
            yield Rejected(name, "not a Parquet file; write it with pandas' to_parquet")


def sound(text: str) -> str:
    """`text` with a question mark for each half of a surrogate pair: JSON may hold them, UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _lines(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Each line, cut where it is too long for an article, and its whole length in bytes."""
    while line := file.readline(_LONGEST_LINE + 1):
        length, last = len(line), line
        while not last.endswith(b"\n") and (last := file.readline(_LONGEST_LINE)):
            length += len(last)
        yield line, length


def _numbered(file: BinaryIO) -> Iterator[tuple[bool, bytes]]:
    """Whether it is the first, and each line, in pieces where it is too long for the memory."""
    first = True
    while line := file.readline(_LONGEST_LINE):
        yield first, line
        first = False


def _record(found: Any, name: str, place: str) -> Record | Rejected:
    if not isinstance(found, dict):
        return Rejected(name, "not a JSON object; each line must be one with id and text", place)
    identity = found.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int) or not str(identity).strip():
        return Rejected(name, "lacks an id; each record needs id and text", place)
    if len(str(identity)) > _LONGEST_ID:
        return Rejected(name, f"an id of over {_LONGEST_ID} characters; shorten it", place)
    text = found.get("text")
    if text is not None and not isinstance(text, str):
        return Rejected(name, f"its text is of type {type(text).__name__}; put it in quotation marks", place)
    if text and len(text) > LARGEST_ARTICLE:
        return Rejected(name, f"{len(text) / 1e6:.0f} million characters in one article; split it", place)
    return Record(name, sound(str(identity)), ".json", json.dumps(_said(found)).encode(), place)


def _said(found: Mapping[str, Any]) -> dict[str, str | None]:
    """Text and metadata of a record, as text."""
    told = {column: str(found[column]) for column in OPTIONAL if found.get(column) is not None}
    return {"text": found.get("text"), **told}


def _is_sound(text: str) -> bool:
    return text.isascii() or sound(text) == text
