"""Texts of many articles: JSON lines and CSV, read record by record."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TextIO, cast

from analysis.article import InputError
from analysis.article.loading import amount, decode, is_sound
from analysis.corpus.opening import UnreadableError
from analysis.corpus.records import Fields, Record, Rejected, problem_of, record_of

_LONE_RETURN = re.compile(r"\r(?!\n|\Z)")
_ESCAPED = re.compile(r'\\"[^"\r\n,;\t|]')
"""A quotation mark behind a backslash, where well-formed CSV would have a delimiter or an end."""

_PASSED_OVER = 20
"""How many times the length of the longest record is searched for the end of one."""

_UNMARKED = {
    (True, False, True, False): "utf-16-le",
    (False, True, False, True): "utf-16-be",
    (True, False, False, False): "utf-32-le",
    (False, False, False, True): "utf-32-be",
}
"""Encodings of files that begin with ASCII letters and no byte order mark, by which of the first bytes are not zero."""

_DELIMITERS = ",;\t|"  # a spreadsheet where the comma is a decimal mark writes semicolons


def json_lines(file: BinaryIO, name: str, largest: int, fields: Fields) -> Iterator[Record | Rejected]:
    """Yield one article for each line, a JSON object; blank lines are skipped."""
    for number, (line, length) in enumerate(_lines(file, _longest(largest)), start=1):
        place = f"line {number}"
        if length > _longest(largest):
            yield Rejected(name, f"{amount(length)} in one article; split it", place)
        elif line.strip():
            try:
                content = json.loads(decode(line, name), parse_constant=lambda _: None)  # NaN and Infinity
                yield record_of(content, name, place, largest, fields)
            except InputError as error:
                yield Rejected(name, str(error).removeprefix(f"{name}: "), place)
            except (ValueError, RecursionError):
                yield Rejected(name, f"not JSON; each line must be one object with {fields.wording}", place)


def _longest(largest: int) -> int:
    """Return the bytes that the record of an article of `largest` bytes may have, with other fields and escapes."""
    return 3 * largest + 10_000


def _lines(file: BinaryIO, longest: int) -> Iterator[tuple[bytes, int]]:
    """Yield each line, cut where it is too long for an article, with its full length in bytes."""
    while line := file.readline(longest + 1):
        length, last = len(line), line
        while not last.endswith(b"\n") and (last := file.readline(longest)):
            length += len(last)
            if length > _PASSED_OVER * longest:
                raise UnreadableError(f"no line ends within {amount(length)}; the rest is not read")
        yield line, length


# CSV ------------------------------------------------------------------------------------------------------------------


def csv_rows(file: BinaryIO, name: str, largest: int, fields: Fields) -> Iterator[Record | Rejected]:
    """Yield one article for each row of a CSV file, whose first row names the columns; an empty cell is no value."""
    # Bytes that are not UTF-8 become lone surrogates, so that they cost their own row alone. Line ends stay as they
    # are: where the first row ends with a lone carriage return, such a one ends the other rows too.
    encoding = encoding_of(cast(io.BufferedReader, file).peek(4)[:4])
    lone = "surrogateescape" if encoding == "utf-8-sig" else "surrogatepass"
    text = io.TextIOWrapper(file, encoding, lone, newline="")
    try:
        yield from _csv_rows(text, name, largest, fields)
    except UnicodeDecodeError:
        raise UnreadableError(f"damaged {encoding[:6].upper()}; the rest is not read") from None
    finally:
        text.detach()  # the caller closes the file


def encoding_of(start: bytes) -> str:
    """Return the encoding of a file that begins with these four bytes: a byte order mark, or a letter and zeros."""
    if start in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        return "utf-32"
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    return _UNMARKED.get(tuple(map(bool, start)), "utf-8-sig")


def delimiter_of(first: str) -> str:
    """Return the delimiter of a table with this first row."""
    return max(_DELIMITERS, key=first.count)


def _csv_rows(text: TextIO, name: str, largest: int, fields: Fields) -> Iterator[Record | Rejected]:
    longest = _longest(largest)
    first = text.readline(longest)
    rows = _rows(text, first, longest, delimiter_of(first))
    columns = next(rows, [])
    if problem := problem_of(columns, fields):
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
        cells = zip(columns, row, strict=False)  # the last cells may be missing
        content = {column: cell for column, cell in cells if cell}
        if all(is_sound(content.get(column, "")) for column in fields.known):
            yield record_of(content, name, place, largest, fields)
        else:
            yield Rejected(name, "not UTF-8; convert the file with iconv", place)


def _rows(text: TextIO, first: str, longest: int, delimiter: str) -> Iterator[list[str] | str]:
    """Yield the cells of each row, or the reason why it has none."""
    csv.field_size_limit(longest)
    for lines, problem in _lines_of_rows(text, first, longest, delimiter):
        yield problem or _cells("".join(lines), delimiter)


def _cells(row: str, delimiter: str) -> list[str] | str:
    """Return the cells of a row, or the reason why it has none.

    A row that is not well-formed is tried with quotation marks escaped by backslashes, then without lone carriage
    returns.
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
    where = f"{problem}, in {lines} lines" if lines > 1 else problem
    return f"{where}; close quotation marks, and double those inside a cell"


def _lines_of_rows(text: TextIO, line: str, longest: int, delimiter: str) -> Iterator[tuple[list[str], str | None]]:
    """Yield the lines of each row, or the reason why it is skipped: its length, or an open quotation mark.

    `line` is the first line. A row that is too long is skipped in pieces, which bounds the memory.
    """
    ends_open, escaped_open = _open_ends(delimiter, r'[^"]++|""'), _open_ends(delimiter, r'[^"\\]++|\\.|""')
    ends = ("\n",) if line.endswith("\n") else ("\n", "\r")
    lines: list[str] = []
    length, state_before, is_open = 0, "", False
    while line:
        length += len(line)
        if length <= longest:
            lines.append(line)
        elif length > _PASSED_OVER * longest:
            raise UnreadableError(f"no row ends within {amount(length)}; the rest is not read")
        piece = state_before + line
        is_open = bool((escaped_open if _ESCAPED.search(piece) else ends_open)(piece))
        if not is_open and line.endswith(ends):
            yield lines, _too_long(length, longest)
            lines, length, state_before = [], 0, ""
        else:
            state_before = _state(piece, ends_open, delimiter)
        line = text.readline(longest)
    if is_open:
        yield [], "a quotation mark is not closed; the rest is not read"
    elif lines:
        yield lines, _too_long(length, longest)


def _open_ends(delimiter: str, inside: str) -> Callable[[str], Any]:
    """Return a matcher of pieces of a row that end in an open quotation; `inside` matches what quotations hold."""
    delimiter = re.escape(delimiter)
    cell = rf'(?:"(?:{inside})*+"(?!")|(?!"))[^{delimiter}]*+'
    return re.compile(rf'(?:{cell}{delimiter})*+"(?:{inside})*+', re.DOTALL).fullmatch


def _state(piece: str, ends_open: Callable[[str], Any], delimiter: str) -> str:
    """Return a short text that stands for a piece of a row before the next: an open cell, a bare one, or a new one.

    Quotation marks at the end of the piece count together with those that may follow.
    """
    inner = piece.rstrip('"')
    state = '"x' if ends_open(inner) else "" if not inner or inner.endswith(delimiter) else "x"
    return state + '"' * ((len(piece) - len(inner)) % 2)


def _too_long(length: int, longest: int) -> str | None:
    return f"{amount(length)} in one article; split it" if length > longest else None
