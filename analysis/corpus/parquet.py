"""Parquet files of many articles, read row by row; the sizes that they state are checked first."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.article.loading import amount
from analysis.corpus.opening import LARGEST_RATIO, LARGEST_UNPACKED, UnreadableError
from analysis.corpus.records import Fields, Record, Rejected, problem_of, record_of

_ROWS = 20
_BUFFER = 1 << 20
_MOST_ROWS = 1_000_000
"""The rows that any file may have, or `LARGEST_RATIO` for each of its bytes, if that is more."""
_TOO_MUCH = f"unpacks to over {LARGEST_RATIO} times its size; these rows are not read"
_DAMAGED = "damaged; these rows are not read"

# Fields of a page's header (parquet.thrift, PageHeader), and the types of values in Thrift's compact protocol.
_UNPACKED, _PACKED, _DATA, _DICTIONARY, _DATA_2 = 2, 3, 5, 7, 8
_BINARY, _LISTS, _STRUCT = 8, (9, 10), 12
_LONGEST_HEADER = 1 << 24
_MISCOUNTED = 100
"""Bytes of a dictionary's header that early versions of parquet-mr do not count in a column's size (PARQUET-816)."""
_DEEPEST = 8


def parquet_rows(file: BinaryIO, name: str, largest: int, fields: Fields) -> Iterator[Record | Rejected]:
    """Yield one article for each row of a Parquet file."""
    try:
        # Texts in a dictionary stay there until their row is read.
        table = pq.ParquetFile(
            file, buffer_size=_BUFFER, page_checksum_verification=True, read_dictionary=[fields.text]
        )
        schema = table.schema_arrow
    except (pa.ArrowException, OSError, ValueError):
        yield Rejected(name, "not a Parquet file; write it with pandas' to_parquet")
        return
    if problem := problem_of(schema.names, fields) or _nested(schema, fields):
        yield Rejected(name, problem)
        return
    columns = [column for column in fields.known if column in schema.names] + other_columns(schema, fields)
    size = file.seek(0, io.SEEK_END)
    rows_before, bytes_read, most = 0, 0, max(LARGEST_UNPACKED, LARGEST_RATIO * size)
    for group in range(table.num_row_groups):
        rows, number = table.metadata.row_group(group).num_rows, rows_before
        try:
            if number + rows > max(_MOST_ROWS, LARGEST_RATIO * size):
                raise UnreadableError(_TOO_MUCH)
            _check_sizes(file, size, table.metadata.row_group(group), columns)
            for batch in table.iter_batches(_ROWS, [group], columns, use_threads=False):
                for index in range(batch.num_rows):
                    cells = {column: batch.column(column)[index] for column in columns}
                    record = _row(cells, name, number + 1, largest, fields)
                    bytes_read += len(record.content) if isinstance(record, Record) else 0
                    if bytes_read > most:  # many rows refer to one text
                        raise UnreadableError(_TOO_MUCH)
                    number += 1
                    yield record
            if number < rows_before + rows:
                raise UnreadableError("missing, though the file tells of them")
        except UnreadableError as error:
            yield Rejected(name, str(error), f"rows {number + 1} to {rows_before + rows}")
        except (pa.ArrowException, OSError, ValueError, OverflowError, IndexError):
            yield Rejected(name, _DAMAGED, f"rows {number + 1} to {rows_before + rows}")
        rows_before += rows


def other_columns(schema: pa.Schema, fields: Fields) -> list[str]:
    """The further columns of a file that are kept: those that occur once and are flat."""
    return [
        field.name
        for field in schema
        if field.name not in fields.known
        and schema.names.count(field.name) == 1
        and not (
            pa.types.is_nested(field.type) or pa.types.is_binary(field.type) or pa.types.is_large_binary(field.type)
        )
    ]


def _nested(schema: pa.Schema, fields: Fields) -> str | None:
    column = next(
        (field.name for field in schema if field.name in fields.known and pa.types.is_nested(field.type)), None
    )
    return f"its {column} is of type {schema.field(column).type}; make it a text" if column else None


def _row(cells: Mapping[str, pa.Scalar], name: str, number: int, largest: int, fields: Fields) -> Record | Rejected:
    """Return the record of a row of Arrow scalars."""
    place, values = f"row {number}", {}
    for column, cell in cells.items():
        is_other = column not in fields.known
        value = cell.value if hasattr(cell, "dictionary") else cell
        if value.is_valid and hasattr(value, "as_buffer") and value.as_buffer().size > largest:
            if is_other:
                continue
            return Rejected(name, f"{amount(value.as_buffer().size)} in one article; split it", place)
        try:
            values[column] = value.as_py()
        except UnicodeDecodeError:
            if is_other:
                continue
            return Rejected(name, f"its {column} is not UTF-8; write it anew", place)
        except Exception as error:  # for dates and zones that Python lacks, libraries raise errors of many types
            if is_other:
                continue
            problem = " ".join(str(error).split())[:100]
            return Rejected(name, f"its {column} cannot be read ({problem}); write it as text", place)
    return record_of(values, name, place, largest, fields)


# Sizes ----------------------------------------------------------------------------------------------------------------


def _check_sizes(file: BinaryIO, size: int, group: pq.RowGroupMetaData, columns: list[str]) -> None:
    """Refuse a group of rows that unpacks to too much, by the sizes that it and the headers of its pages state.

    Arrow allocates the memory for a page by its header, before unpacking it.
    """
    for number in range(group.num_columns):
        chunk = group.column(number)
        if chunk.path_in_schema not in columns:
            continue
        most = max(LARGEST_UNPACKED, LARGEST_RATIO * min(size, chunk.total_compressed_size))
        if chunk.total_uncompressed_size > most:
            raise UnreadableError(_TOO_MUCH)
        values = 0
        for unpacked, values_in_page, in_dictionary in _pages(file, chunk):
            most, values = most - unpacked, values + values_in_page
            if most < 0 or in_dictionary > unpacked:  # a value takes a byte at least
                raise UnreadableError(_TOO_MUCH)
            if unpacked > LARGEST_UNPACKED:  # Arrow reads pages whole
                raise UnreadableError(f"{amount(unpacked)} in one page of the file; write it with smaller ones")
        if values != group.num_rows:
            raise UnreadableError(f"damaged: {values:,} of {group.num_rows:,} that the file tells of; not read")


def _pages(file: BinaryIO, chunk: pq.ColumnChunkMetaData) -> Iterator[tuple[int, int, int]]:
    """Yield, for each page of a column, its unpacked size, its values in rows, and its values in a dictionary."""
    offset = min(filter(None, (chunk.dictionary_page_offset, chunk.data_page_offset)), default=0)
    end = offset + chunk.total_compressed_size
    while offset < end:
        header, length = _header(file, offset)
        offset += length + header[_PACKED]
        if min(header[_UNPACKED], header[_PACKED]) < 0 or offset > end + _MISCOUNTED:
            raise UnreadableError(_DAMAGED)
        values = [(header.get(kind) or {}).get(1, 0) for kind in (_DATA, _DATA_2, _DICTIONARY)]
        if min(values) < 0:
            raise UnreadableError(_DAMAGED)
        yield header[_UNPACKED], values[0] + values[1], values[2]


def _header(file: BinaryIO, offset: int) -> tuple[dict[int, Any], int]:
    """Return the header of the page at an offset, and the header's length."""
    size = 1 << 12
    while True:
        file.seek(offset)
        data = file.read(size)
        try:
            header, length = _struct(data, 0, _DEEPEST)
            return {_UNPACKED: -1, _PACKED: -1, **header}, length
        except IndexError:
            if size > _LONGEST_HEADER or len(data) < size:
                raise UnreadableError(_DAMAGED) from None
            size <<= 4


def _struct(data: bytes, offset: int, deepest: int) -> tuple[dict[int, Any], int]:
    """Return the integers and structures, by field, of a structure in Thrift's compact protocol, and its end."""
    fields: dict[int, Any] = {}
    field = 0
    while kind := data[offset] & 15:
        step = data[offset] >> 4
        field, offset = (field + step, offset + 1) if step else _number(data, offset + 1)
        fields[field], offset = (None, offset) if kind in (1, 2) else _value(data, offset, kind, deepest)
    return fields, offset + 1


def _value(data: bytes, offset: int, kind: int, deepest: int) -> tuple[int | dict[int, Any] | None, int]:
    """Return a value of a kind, None where it is neither integer nor structure, and its end."""
    if not deepest:
        raise UnreadableError(_DAMAGED)
    if kind == _STRUCT:
        return _struct(data, offset, deepest - 1)
    if kind in (4, 5, 6):
        return _number(data, offset)
    if kind == _BINARY:
        length, offset = _varint(data, offset)
        offset += length
    elif kind in _LISTS:
        length, inner, offset = data[offset] >> 4, data[offset] & 15, offset + 1
        if length == 15:
            length, offset = _varint(data, offset)
        for _ in range(length):
            _, offset = _value(data, offset, inner, deepest - 1)
    elif kind == 7:
        offset += 8
    elif kind in (1, 2, 3):
        offset += 1
    else:  # a map, which page headers do not hold
        raise UnreadableError(_DAMAGED)
    if offset > len(data):
        raise IndexError
    return None, offset


def _number(data: bytes, offset: int) -> tuple[int, int]:
    number, offset = _varint(data, offset)
    return number >> 1 ^ -(number & 1), offset


def _varint(data: bytes, offset: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        number |= (data[offset] & 127) << shift
        offset, shift = offset + 1, shift + 7
        if data[offset - 1] < 128:
            return number, offset
        if shift > 63:
            raise UnreadableError(_DAMAGED)
