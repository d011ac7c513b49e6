"""Files of many articles: JSON lines, CSV and Parquet, read record by record."""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from analysis.article import InputError
from analysis.article.loading import amount, decode
from analysis.corpus.opening import LARGEST_RATIO, LARGEST_UNPACKED, UnreadableError
from analysis.corpus.records import Record, Rejected, sound

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

OPTIONAL = ("title", "publisher", "published", "url")
"""What a record may say of its article beside `id` and `text`."""

_LONE_RETURN = re.compile(r"\r(?!\n|\Z)")
_ESCAPED = re.compile(r'\\"(?:[^"\r\n,;\t|]|"\r?\n)')
"""A quotation mark behind a backslash where, without it, no sound CSV would go on so."""

_COLUMNS = ("id", "text", *OPTIONAL)
_LONGEST_ID = 1000
_PASSED_OVER = 20
"""How many times the longest record is passed over in search of its end."""

_ROWS = 20
_BUFFER = 1 << 20
_TOO_MUCH = f"unpacks to over {LARGEST_RATIO} times its size; these rows are not read"
_DELIMITERS = ",;\t|"  # a spreadsheet where the comma is a decimal mark writes semicolons


def json_lines(file: BinaryIO, name: str, largest: int) -> Iterator[Record | Rejected]:
    """One article of each line, a JSON object; blank lines are passed over."""
    for number, (line, length) in enumerate(_lines(file, _longest(largest)), start=1):
        place = f"line {number}"
        if length > _longest(largest):
            yield Rejected(name, f"{amount(length)} in one article; split it", place)
        elif line.strip():
            try:
                found = json.loads(decode(line, name), parse_constant=lambda _: None)  # NaN and Infinity
                yield _record(found, name, place, largest)
            except InputError as error:
                yield Rejected(name, str(error).removeprefix(f"{name}: "), place)
            except (ValueError, RecursionError):
                yield Rejected(name, "not JSON; each line must be one object with id and text", place)


def _longest(largest: int) -> int:
    """Bytes that the record of an article of `largest` bytes may have: there are other fields, and escapes."""
    return 3 * largest + 10_000


def _lines(file: BinaryIO, longest: int) -> Iterator[tuple[bytes, int]]:
    """Each line, cut where it is too long for an article, and its whole length in bytes."""
    while line := file.readline(longest + 1):
        length, last = len(line), line
        while not last.endswith(b"\n") and (last := file.readline(longest)):
            length += len(last)
            if length > _PASSED_OVER * longest:
                raise UnreadableError(f"no line ends within {amount(length)}; the rest is not read")
        yield line, length


# CSV ------------------------------------------------------------------------------------------------------------------


def csv_rows(file: BinaryIO, name: str, largest: int) -> Iterator[Record | Rejected]:
    """One article of each row of a CSV file, whose first row names the columns; an empty cell is no value."""
    # Bytes that are not UTF-8 travel as lone surrogates, so that they cost their own row alone. Line ends stay as they
    # are: a carriage return alone ends a row, too, where the first row ends with one.
    if file.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = io.TextIOWrapper(file, "utf-16", "surrogatepass", newline="")
    else:
        text = io.TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="")
    try:
        yield from _csv_rows(text, name, largest)
    except UnicodeDecodeError:
        raise UnreadableError("damaged UTF-16; the rest is not read") from None
    finally:
        text.detach()  # whoever opened the file closes it


def _csv_rows(text: TextIO, name: str, largest: int) -> Iterator[Record | Rejected]:
    longest = _longest(largest)
    first = text.readline(longest)
    rows = _rows(text, first, longest, max(_DELIMITERS, key=first.count))
    columns = next(rows, [])
    if problem := _problem_of(columns):
        yield Rejected(name, problem)
        return
    number = 0
    for row in rows:
        if row == []:
            continue
        number += 1
        place = f"row {number}"
        if isinstance(row, str):
            yield Rejected(name, row, place)
            continue
        if len(row) > len(columns):
            problem = f"{len(row)} cells, but {len(columns)} columns; put cells with a separator in quotation marks"
            yield Rejected(name, problem, place)
            continue
        cells = zip(columns, row, strict=False)  # the last may be left out
        told = {column: cell for column, cell in cells if column in _COLUMNS and cell}
        if all(map(_is_sound, told.values())):
            yield _record(told, name, place, largest)
        else:
            yield Rejected(name, "not UTF-8; convert the file with iconv", place)


def _problem_of(columns: list[str] | str) -> str | None:
    """Why a file whose columns have these names cannot be read."""
    if isinstance(columns, str):
        return columns
    if missing := {"id", "text"} - set(columns):
        return f"no column {' and '.join(sorted(missing))}; name the columns in the first row"
    twice = next((column for column in _COLUMNS if columns.count(column) > 1), None)
    return f"two columns are called {twice}; rename one" if twice else None


def _rows(text: TextIO, first: str, longest: int, delimiter: str) -> Iterator[list[str] | str]:
    """The cells of each row, or why it has none."""
    csv.field_size_limit(longest)
    for lines, problem in _lines_of_rows(text, first, longest, delimiter):
        yield problem or _cells("".join(lines), delimiter)


def _cells(row: str, delimiter: str) -> list[str] | str:
    """The cells of a row, or why it has none.

    What is not sound CSV is read with quotation marks escaped by backslashes, and without lone carriage returns.
    """
    problem = None
    for written, escape in ((row, None), (row, "\\"), (_LONE_RETURN.sub(" ", row), None)):
        if escape and '\\"' not in row:
            continue
        try:
            rows = [*csv.reader([written], delimiter=delimiter, escapechar=escape, strict=True)]
        except csv.Error as error:
            problem = problem or error
        else:
            return rows[0] if rows else []
    lines = row.rstrip("\r\n").count("\n") + 1
    told = f"{problem}, in {lines} lines" if lines > 1 else problem
    return f"{told}; close quotation marks, and double those inside a cell"


def _lines_of_rows(text: TextIO, line: str, longest: int, delimiter: str) -> Iterator[tuple[list[str], str | None]]:
    """The lines of each row, or why it is passed over: it is too long, or a quotation mark is not closed.

    `line` is the first. What is too long for the memory is passed over in pieces.
    """
    ends_open, escaped_open = _open_ends(delimiter, r'[^"]++|""'), _open_ends(delimiter, r'[^"\\]++|\\.|""')
    ends = ("\n",) if line.endswith("\n") else ("\n", "\r")
    lines: list[str] = []
    length, before, is_open = 0, "", False
    while line:
        length += len(line)
        if length <= longest:
            lines.append(line)
        elif length > _PASSED_OVER * longest:
            raise UnreadableError(f"no row ends within {amount(length)}; the rest is not read")
        piece = before + line
        is_open = bool((escaped_open if _ESCAPED.search(piece) else ends_open)(piece))
        if not is_open and line.endswith(ends):
            yield lines, _too_long(length, longest)
            lines, length, before = [], 0, ""
        else:
            before = _state(piece, ends_open, delimiter)
        line = text.readline(longest)
    if is_open:
        yield [], "a quotation mark is not closed; the rest is not read"
    elif lines:
        yield lines, _too_long(length, longest)


def _open_ends(delimiter: str, inside: str) -> Callable[[str], Any]:
    """Whether a piece of a row ends in a cell whose quotation mark is open; `inside`: what stands between two."""
    delimiter = re.escape(delimiter)
    cell = rf'(?:"(?:{inside})*+"(?!")|(?!"))[^{delimiter}]*+'
    return re.compile(rf'(?:{cell}{delimiter})*+"(?:{inside})*+', re.DOTALL).fullmatch


def _state(piece: str, ends_open: Callable[[str], Any], delimiter: str) -> str:
    """What stands for a piece of a row before the next: an open cell, one without quotation marks, or a new one.

    Quotation marks at its end count together with those that may follow.
    """
    inner = piece.rstrip('"')
    state = '"x' if ends_open(inner) else "" if not inner or inner.endswith(delimiter) else "x"
    return state + '"' * ((len(piece) - len(inner)) % 2)


def _too_long(length: int, longest: int) -> str | None:
    return f"{amount(length)} in one article; split it" if length > longest else None


# Parquet --------------------------------------------------------------------------------------------------------------


def parquet_rows(file: BinaryIO, name: str, largest: int) -> Iterator[Record | Rejected]:
    """One article of each row of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Texts that stand in a dictionary stay there until their row is read.
        table = pq.ParquetFile(file, buffer_size=_BUFFER, page_checksum_verification=True, read_dictionary=["text"])
        told = table.schema_arrow
    except (pa.ArrowException, OSError, ValueError):
        yield Rejected(name, "not a Parquet file; write it with pandas' to_parquet")
        return
    if problem := _problem_of(told.names) or _nested(told):
        yield Rejected(name, problem)
        return
    columns = [column for column in _COLUMNS if column in told.names]
    before, given, most = 0, 0, max(LARGEST_UNPACKED, LARGEST_RATIO * file.seek(0, io.SEEK_END))
    for group in range(table.num_row_groups):
        rows, number = table.metadata.row_group(group).num_rows, before
        try:
            _check_size(table.metadata.row_group(group), columns)
            for batch in table.iter_batches(_ROWS, [group], columns, use_threads=False):
                for at in range(batch.num_rows):
                    record = _row({column: batch.column(column)[at] for column in columns}, name, number + 1, largest)
                    given += len(record.content) if isinstance(record, Record) else 0
                    if given > most:  # one text that many rows refer to
                        raise UnreadableError(_TOO_MUCH)
                    number += 1
                    yield record
        except UnreadableError as error:
            yield Rejected(name, str(error), f"rows {number + 1} to {before + rows}")
        except (pa.ArrowException, OSError, ValueError, OverflowError):
            yield Rejected(name, "damaged; these rows are not read", f"rows {number + 1} to {before + rows}")
        before += rows


def _nested(schema: pa.Schema) -> str | None:
    import pyarrow as pa

    column = next((field.name for field in schema if field.name in _COLUMNS and pa.types.is_nested(field.type)), None)
    return f"its {column} is of type {schema.field(column).type}; make it a text" if column else None


def _check_size(group: pq.RowGroupMetaData, columns: list[str]) -> None:
    """Refuse a group of rows that unpacks to too much."""
    for number in range(group.num_columns):
        chunk = group.column(number)
        most = max(LARGEST_UNPACKED, LARGEST_RATIO * chunk.total_compressed_size)
        if chunk.path_in_schema in columns and chunk.total_uncompressed_size > most:
            raise UnreadableError(_TOO_MUCH)


def _row(cells: Mapping[str, pa.Scalar], name: str, number: int, largest: int) -> Record | Rejected:
    """The record of a row whose cells are still Arrow's."""
    place, found = f"row {number}", {}
    for column, cell in cells.items():
        value = cell.value if hasattr(cell, "dictionary") else cell
        if value.is_valid and hasattr(value, "as_buffer") and value.as_buffer().size > largest:
            return Rejected(name, f"{amount(value.as_buffer().size)} in one article; split it", place)
        try:
            found[column] = value.as_py()
        except UnicodeDecodeError:
            return Rejected(name, f"its {column} is not UTF-8; write it anew", place)
        except Exception as error:  # days and zones that Python does not have raise whatever its libraries raise
            told = " ".join(str(error).split())[:100]
            return Rejected(name, f"its {column} cannot be read ({told}); write it as text", place)
    return _record(found, name, place, largest)


# Records --------------------------------------------------------------------------------------------------------------


def _record(found: Any, name: str, place: str, largest: int) -> Record | Rejected:
    if not isinstance(found, dict):
        return Rejected(name, "not a JSON object; each line must be one with id and text", place)
    identity = found.get("id")
    if isinstance(identity, float):  # of a column of numbers with gaps
        identity = int(identity) if identity.is_integer() else identity if math.isfinite(identity) else None
    if isinstance(identity, bool) or not isinstance(identity, str | int | float) or not str(identity).strip():
        return Rejected(name, "lacks an id; each record needs id and text", place)
    if len(str(identity)) > _LONGEST_ID:
        return Rejected(name, f"an id of over {_LONGEST_ID} characters; shorten it", place)
    found = {name: None if value != value else value for name, value in found.items()}  # a gap is NaN in a data frame
    text = found.get("text")
    if text is not None and not isinstance(text, str):
        return Rejected(name, f"its text is of type {type(text).__name__}; put it in quotation marks", place)
    if text and 4 * len(text) > largest and (length := len(text.encode("utf-8", "replace"))) > largest:
        return Rejected(name, f"{amount(length)} in one article; split it", place)
    return Record(name, sound(str(identity)), ".json", json.dumps(_said(found)).encode(), place)


def _said(found: Mapping[str, Any]) -> dict[str, str | None]:
    """Text and metadata of a record, as text."""
    told = {column: str(found[column]) for column in OPTIONAL if found.get(column) is not None}
    return {"text": found.get("text"), **told}


def _is_sound(text: str) -> bool:
    return text.isascii() or sound(text) == text
