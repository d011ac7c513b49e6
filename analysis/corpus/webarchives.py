"""Web archives (WARC, ISO 28500): the pages in them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from analysis.article.loading import LARGEST_ARTICLE
from analysis.corpus.records import Record, Rejected

_GZIP = b"\x1f\x8b\x08"
_LARGEST_MEMBER = 4 * LARGEST_ARTICLE
_CHUNK = 1 << 16


def pages(file: BinaryIO, name: str) -> Iterator[Record | Rejected]:
    """The HTML pages that were fetched well, each with its address and date; packed record by record, or not packed.

    Where a packed record is damaged, the reading goes on at the next that is whole.
    """
    if file.peek(3)[:3] != _GZIP:
        yield from _pages(file, name, "")
        return
    for start, member in _members(file):
        place = f"byte {start}"
        if member is None:
            yield Rejected(name, "damaged; this record cannot be unpacked", place)
        elif len(member) >= _LARGEST_MEMBER:
            yield Rejected(name, "too large for an article, or not packed by record: warcio recompress", place)
        else:
            yield from _pages(BytesIO(member), name, place)


def _pages(file: BinaryIO, name: str, place: str) -> Iterator[Record | Rejected]:
    last = place
    try:
        for record in ArchiveIterator(file):
            last = record.rec_headers.get_header("WARC-Record-ID", place)
            if _is_page(record):
                yield _page(record, name)
    except (ArchiveLoadFailed, EOFError, ValueError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())[:100] or "it ends early"
        yield Rejected(name, f"not a sound WARC file ({told}); what comes after is not read", last or None)


def _is_page(record) -> bool:
    headers = record.http_headers
    return (
        record.rec_type == "response"
        and headers is not None
        and headers.get_statuscode() == "200"
        and "html" in headers.get_header("Content-Type", "").lower()
    )


def _page(record, name: str) -> Record | Rejected:
    headers = record.rec_headers
    identity = headers.get_header("WARC-Record-ID", "").strip("<>").removeprefix("urn:uuid:")
    page = record.content_stream().read(LARGEST_ARTICLE + 1)
    if len(page) > LARGEST_ARTICLE:
        return Rejected(name, f"over {LARGEST_ARTICLE / 1e6:.0f} MB in one page", f"record {identity}")
    told = {"url": headers.get_header("WARC-Target-URI"), "published": headers.get_header("WARC-Date", "")[:10]}
    told = {key: value for key, value in told.items() if value}
    return Record(name, identity or told.get("url", ""), ".warc", page, f"record {identity}", told)


def _members(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The offset and the content of each member of a gzip file, at most `_LARGEST_MEMBER` of it; null: damaged.

    After a damage, the next member is the next that begins as one and holds a WARC record.
    """
    start, sound = 0, True
    while file.seek(start) is not None and file.peek(1):
        begin = _next_mark(file)
        member, length = (None, 0) if begin is None else _unpacked(file, begin)
        if member is not None and ((sound and begin == start) or member.startswith(b"WARC/")):
            start, sound = begin + length, True
            yield begin, member
            continue
        if sound:
            yield start, None
        if begin is None:
            return
        start, sound = begin + 1, False


def _next_mark(file: BinaryIO) -> int | None:
    """The offset of the next mark of a gzip member."""
    data, start = b"", file.tell()
    while more := file.read(_CHUNK):
        data += more
        found = data.find(_GZIP)
        if found >= 0:
            return start + found
        start += len(data) - 2
        data = data[-2:]
    return None


def _unpacked(file: BinaryIO, start: int) -> tuple[bytes | None, int]:
    """The member that begins at `start`, null where it is damaged, and its packed length."""
    file.seek(start)
    member, length, stream = bytearray(), 0, zlib.decompressobj(wbits=31)
    while not stream.eof:
        data = file.read(_CHUNK)
        length += len(data)
        try:
            member += stream.decompress(data)
        except zlib.error:
            return None, 0
        if not data:
            return None, 0
        del member[_LARGEST_MEMBER:]
    return bytes(member), length - len(stream.unused_data)
