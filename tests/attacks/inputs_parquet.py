"""Attacks by Parquet files that lie about their sizes: no memory is taken for what they say, and they cost themselves alone."""

from __future__ import annotations

import io
import json
import random
from itertools import product
from pathlib import Path

from analysis.corpus import Inputs
from analysis.corpus.parquet import _DEEPEST, _struct
from analysis.corpus.records import Record
from attacks import BOUNDED, TEXT, attack
from attacks.inputs import read
from attacks.inputs_limits import measured

MANY = [f"{TEXT} {number} {random.Random(number).getrandbits(200)}" for number in range(40)]


def _varint(number: int, length: int = 0) -> bytes:
    """A number in zigzag, as Thrift writes it, in so many bytes at least."""
    number = number << 1 ^ number >> 63
    found = bytearray()
    while number > 127 or len(found) + 1 < length:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def _written(header: dict[int, int | dict], longer: int = 0) -> bytes:
    """A header of whole numbers and structures; `longer` than need be by so many bytes."""
    found, before = b"", 0
    for field, value in sorted(header.items()):
        if value is not None:
            inner = (
                _written(value) if isinstance(value, dict) else _varint(value, longer and len(_varint(value)) + longer)
            )
            longer = longer if isinstance(value, dict) else 0
            found += bytes([(field - before) << 4 | (12 if isinstance(value, dict) else 5)]) + inner
            before = field
    return found + b"\0"


def file_of(texts: list[str], **options) -> tuple[bytearray, list[int]]:
    """A Parquet file of some articles, and the offsets of the pages of their texts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    table = pa.table({"id": [f"n{number}" for number in range(len(texts))], "text": texts})
    pq.write_table(table, file, write_statistics=False, store_schema=False, **options)
    chunk = pq.ParquetFile(file).metadata.row_group(0).column(1)
    data = bytearray(file.getvalue())
    at, offsets = min(filter(None, (chunk.dictionary_page_offset, chunk.data_page_offset))), []
    end = at + chunk.total_compressed_size
    while at < end:
        offsets.append(at)
        header, behind = _struct(data, at, _DEEPEST)
        at = behind + header[3]
    return data, offsets


def lying(data: bytearray, at: int, change) -> bytearray:
    """The file with another header of the page at an offset; what it is longer by, its content is shorter."""
    header, behind = _struct(data, at, _DEEPEST)
    end = behind + header[3]
    changed = json.loads(
        json.dumps(header), object_hook=lambda found: {int(key): value for key, value in found.items()}
    )
    missing = behind - at - len(_written(changed))
    change(changed)
    new = _written(changed, max(0, missing + len(_written(header)) - len(_written(changed))))
    content = data[behind:end][: max(0, end - at - len(new))]
    return data[:at] + new + content + bytes(end - at - len(new) - len(content)) + data[end:]


SIZES = [-(2**31), -1, 0, 1, 10**9, 2**31 - 1]
FIELDS = {
    "its size": lambda header, size: header.update({2: size}),
    "its packed size": lambda header, size: header.update({3: size}),
    "its values": lambda header, size: next(header[field] for field in (5, 7, 8) if header.get(field)).update(
        {1: size}
    ),
    "its levels": lambda header, size: header.get(8, {}).update({5: size, 6: size}),
    "its encoding": lambda header, size: next(header[field] for field in (5, 7, 8) if header.get(field)).update(
        {2 if 8 not in header else 4: size}
    ),
    "its kind": lambda header, size: header.update({1: size}),
}
FORMS = {
    "plain": {"use_dictionary": False},
    "dictionary": {"use_dictionary": True},
    "version 2": {"use_dictionary": False, "data_page_version": "2.0"},
    "version 2, dictionary": {"use_dictionary": True, "data_page_version": "2.0"},
}


@attack(BOUNDED, "Parquet", product(FIELDS, SIZES, FORMS, ["snappy"]))
@attack(BOUNDED, "Parquet", product(FIELDS, SIZES, FORMS, ["none", "zstd", "gzip", "brotli", "lz4"]), slow=True)
def page_that_lies_costs_its_rows_alone(folder: Path, case: tuple[str, int, str, str]) -> None:
    field, size, form, compression = case
    data, offsets = file_of(MANY, compression=compression, **FORMS[form])
    for number, at in enumerate(offsets):
        path = folder / f"{number}.parquet"
        path.write_bytes(lying(data, at, lambda header: FIELDS[field](header, size)))
        good = folder / "z.txt"
        good.write_text(TEXT)
        items = list(Inputs([path, good]))
        read_whole = {
            item.article_id: json.loads(item.content)["text"] for item in items[:-1] if isinstance(item, Record)
        }
        assert isinstance(items[-1], Record), f"{case}: the next is lost"
        assert all(MANY[int(name[1:])] == text for name, text in read_whole.items()), f"{case}: another text is read"
        assert len(read_whole) == len(MANY) or len(items) > len(read_whole) + 1, f"{case}: lost unsaid"


def _footer_lies(data: bytes, honest: int, lie: int) -> bytes:
    """The file with another number in its footer, in as many bytes."""
    start = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    old = _varint(honest)
    assert data.count(old, start) >= 1
    return data[:start] + data[start:].replace(old, _varint(lie, len(old)))


@attack(BOUNDED, "Parquet", ["zstd", "gzip", "snappy", "none"], slow=True)
def footer_that_tells_of_little_is_not_believed(folder: Path, compression: str) -> None:
    import pyarrow.parquet as pq

    data, _ = file_of(["x" * 700_000_000], compression=compression, use_dictionary=False)
    chunk = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(0).column(1)
    (folder / "in.parquet").write_bytes(_footer_lies(bytes(data), chunk.total_uncompressed_size, 1000))
    (folder / "z.txt").write_text(TEXT)
    del data
    articles, rejected = measured(folder / "in.parquet", folder / "z.txt")
    assert (articles, rejected) == (1, 1), f"{articles} articles, {rejected} rejected"


@attack(BOUNDED, "Parquet", [1, 39, 41, 10**6, 10**12, 2**62, -1])
def number_of_rows_that_lies_is_told(folder: Path, rows: int) -> None:
    data, _ = file_of(MANY, compression="snappy", use_dictionary=False)
    start = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    new = bytes(data[start:-8]).replace(_varint(40), _varint(rows))
    (folder / "in.parquet").write_bytes(data[:start] + new + len(new).to_bytes(4, "little") + b"PAR1")
    ids, rejected = read(folder / "in.parquet")
    assert rejected or len(ids) == 40, f"{rows}: {len(ids)} articles, {rejected}"
    assert len(rejected) <= 1, rejected


@attack(BOUNDED, "Parquet", range(60))
def damaged_byte_is_told_or_changes_nothing_else(folder: Path, seed: int) -> None:
    draw = random.Random(seed)
    data, _ = file_of(MANY, compression=draw.choice(["none", "snappy", "zstd"]), write_page_checksum=True)
    for _ in range(draw.randrange(1, 4)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    (folder / "in.parquet").write_bytes(data)
    (folder / "z.txt").write_text(TEXT)
    ids, rejected = read(folder / "in.parquet", folder / "z.txt")
    assert ids[-1:] == ["z"] and (rejected or len(ids) == 41), f"{seed}: {len(ids)} articles, {rejected}"
