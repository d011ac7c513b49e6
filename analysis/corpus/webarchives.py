"""Web archives (WARC, ISO 28500): the pages in them."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from typing import BinaryIO, NamedTuple

import zstandard
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from analysis.article.dating import iso_date
from analysis.article.loading import amount
from analysis.corpus.opening import LARGEST_RATIO, LARGEST_UNPACKED
from analysis.corpus.records import Record, Rejected

_GZIP = b"\x1f\x8b\x08"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_WINDOW = 1 << 27
_END = b"end of page " * 8
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_CHARSET_IN_PAGE = re.compile(r"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_WESTERN = frozenset(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii"))
_MARK = b"\nWARC/"
_CHUNK = 1 << 16
_SEARCHED = 1_000_000_000
"""Bytes in which the next record is searched for; some archives hold films."""
_LONGEST_HEADERS = 1 << 16
_LENGTH = re.compile(r"\d{1,15}")
_SIZE_OF_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_PARSER = StatusAndHeadersParser([], verify=False)

_WRONG_LENGTH = "its length is wrong or missing; what comes before the next record is not read"
_WASTE = 20
"""How many times the largest record may be unpacked in vain in search of the next that is whole."""


class _Found(NamedTuple):
    """A record: its headers, and where its block stands in the file."""

    headers: StatusAndHeaders
    start: int
    length: int


def pages(file: BinaryIO, name: str, largest: int) -> Iterator[Record | Rejected]:
    """The HTML pages that were fetched well, each with its address and date; packed record by record, or not packed.

    Where a record is damaged, the reading goes on at the next that is whole.
    """
    start = file.read(len(_GZIP))
    file.seek(0)
    if start != _GZIP:
        yield from _pages(file, name, 0, largest)
        return
    most = 4 * largest + _LONGEST_HEADERS
    for start, member in _members(file, most):
        if member is None:
            yield Rejected(name, "damaged; this record cannot be unpacked", f"byte {start}")
        elif len(member) > most:
            yield from _large(BytesIO(member), name, start, largest)
        else:
            yield from _pages(BytesIO(member), name, start, largest)


def _pages(file: BinaryIO, name: str, offset: int, largest: int) -> Iterator[Record | Rejected]:
    """The pages in a stretch of an archive that begins at `offset`."""
    for place, record in _records(file):
        if record is None:
            file.seek(place)
            reason = _WRONG_LENGTH if place or file.read(5) == b"WARC/" else "not a sound WARC file"
            yield Rejected(name, reason, f"byte {offset + place}")
            continue
        try:
            page = _page(file, record, name, largest)
        except (ValueError, zlib.error) as error:
            page = Rejected(name, str(error) if type(error) is ValueError else "damaged", _called(record))
        if page is not None:
            yield page


def _large(file: BinaryIO, name: str, offset: int, largest: int) -> Iterator[Rejected]:
    """Why a packed record that is only begun in `file` gives no page, if it is one."""
    record, end = _record(file, 0, sys.maxsize)
    if record is None or end <= file.seek(0, SEEK_END):
        yield Rejected(name, "not packed record by record; pack it anew: warcio recompress", f"byte {offset}")
        return
    try:
        _page(file, record, name, largest)
    except ValueError as error:
        yield Rejected(name, str(error), _called(record))


# Records --------------------------------------------------------------------------------------------------------------


def _records(file: BinaryIO) -> Iterator[tuple[int, _Found | None]]:
    """The offset of each record, and the record, null where it does not end where it says that it does.

    After such a one, the next is the next that begins as a record and ends as one.
    """
    size, start, sound = file.seek(0, SEEK_END), 0, True
    while start is not None and start < size:
        record, end = _record(file, start, size)
        if record is not None:
            sound = True
            yield start, record
            start = end
            continue
        if sound:
            yield start, None
        sound = False
        start = _next(file, start + 1, _MARK, 1)


def _record(file: BinaryIO, start: int, size: int) -> tuple[_Found | None, int]:
    """The record that begins at an offset, and the offset where the next does."""
    file.seek(start)
    head, length_of_head = _head(file)
    if not head.startswith(b"WARC/"):
        return None, start
    headers = _PARSER.parse(BytesIO(head))
    length = headers.get_header("Content-Length", "").strip()
    if not _LENGTH.fullmatch(length):
        return None, start
    begin = start + length_of_head
    end = begin + int(length)
    if end > size:
        return None, start
    file.seek(end)
    after = file.read(12)
    blank = len(after) - len(after.lstrip(b"\r\n"))
    if after[blank:] and not after.startswith(b"WARC/", blank):
        return None, start
    return _Found(headers, begin, int(length)), end + blank


def _head(file: BinaryIO) -> tuple[bytes, int]:
    """The lines up to the first that is blank, and their length with it; nothing where there is no such line."""
    lines, length = [], 0
    while length < _LONGEST_HEADERS and (line := file.readline(_LONGEST_HEADERS)):
        length += len(line)
        if not line.strip():
            return b"".join(lines), length
        if lines and line.startswith(_MARK[1:]):
            break
        lines.append(line)
    return b"", length


def _next(file: BinaryIO, start: int, mark: bytes, skip: int = 0) -> int | None:
    """The offset of the next mark, and so many bytes more; null: there is none, as far as is searched."""
    file.seek(start)
    data, last, size = b"", start + _SEARCHED, _CHUNK >> 6  # often, the next is near
    while start < last and (more := file.read(size)):
        data += more
        found = data.find(mark)
        if found >= 0:
            return start + found + skip
        keep = len(mark) - 1
        start += len(data) - keep
        data, size = data[-keep:], _CHUNK
    return None


# Pages ----------------------------------------------------------------------------------------------------------------


def _called(record: _Found) -> str:
    return f"record {_identity(record)}"


def _identity(record: _Found) -> str:
    identity = record.headers.get_header("WARC-Record-ID", "").strip("<> ").removeprefix("urn:uuid:")
    return identity or _address(record)


def _address(record: _Found) -> str:
    return record.headers.get_header("WARC-Target-URI", "").strip("<> ")


def _page(file: BinaryIO, record: _Found, name: str, largest: int) -> Record | Rejected | None:
    """The page that a record holds; null where it holds none. A `ValueError` tells why it cannot be had."""
    headers = record.headers
    if headers.get_header("WARC-Type", "").strip().lower() != "response":
        return None
    file.seek(record.start)
    head, length = _head(file)
    answer = _PARSER.parse(BytesIO(head)) if head else None
    if answer is None or not head.startswith(b"HTTP/") or not _is_page(answer):
        return None
    if not _address(record):
        raise ValueError("has no address (WARC-Target-URI)")
    if headers.get_header("WARC-Truncated") or headers.get_header("WARC-Segment-Number"):
        raise ValueError("was cut off when it was archived")
    length = record.length - length
    if length > 2 * largest:
        raise ValueError(f"over {amount(largest)} in one page")
    page = _body(file.read(length), answer, largest)
    if len(page) > largest:
        raise ValueError(f"over {amount(largest)} in one page")
    page = _as_utf8(page, answer)
    day = iso_date(headers.get_header("WARC-Date", "")[:10])
    told = {"url": _address(record)} | ({"published": day} if day else {})
    return Record(name, _identity(record), ".warc", page, _called(record), told)


def _is_page(answer: StatusAndHeaders) -> bool:
    return answer.get_statuscode() == "200" and "html" in answer.get_header("Content-Type", "").lower()


def _body(body: bytes, answer: StatusAndHeaders, largest: int) -> bytes:
    """The body of an answer, put together and unpacked; a `ValueError` where that is not all of it.

    Archives often keep it put together and unpacked already, under the headers that it was sent with.
    """
    if "chunked" in answer.get_header("Transfer-Encoding", "").lower():
        body = _unchunked(body)
    elif body.startswith(_GZIP) or not answer.get_header("Content-Encoding"):
        told = _LENGTH.fullmatch(answer.get_header("Content-Length", "").strip())
        if told and len(body) < int(told[0]):
            raise ValueError("is cut off")
    encoding = answer.get_header("Content-Encoding", "").lower()
    if body.startswith(_GZIP):
        body = _unzipped(body, 31, largest)
    elif body.startswith(_ZSTANDARD):
        body = _unpacked_zstandard(body, largest)
    elif body.lstrip().startswith(b"<"):
        return body
    elif "deflate" in encoding:
        is_zlib = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
        body = _unzipped(body, 15 if is_zlib else -15, largest)
    elif "br" in re.split(r"[\s,]+", encoding):
        body = _unpacked_brotli(body, largest)
    return body


def _as_utf8(page: bytes, answer: StatusAndHeaders) -> bytes:
    """A page in the encoding that the server told, in UTF-8; as it is where the server told none or a wrong one."""
    told = _CHARSET.search(answer.get_header("Content-Type", "")) or _CHARSET_IN_PAGE.search(
        page[:1024].decode("latin-1")
    )
    if told is None or page.startswith(b"\xef\xbb\xbf"):
        return page
    # Browsers, too, read Latin-1 and ASCII as Windows-1252 (WHATWG, Encoding Standard).
    encoding = "cp1252" if told[1].lower() in _WESTERN else told[1]
    try:
        return page.decode(encoding).encode("utf-8")
    except (LookupError, UnicodeError):
        return page


def _unchunked(body: bytes) -> bytes:
    chunks, at = [], 0
    while found := _SIZE_OF_CHUNK.match(body, at):
        size, start = int(found[1], 16), found.end()
        chunks.append(body[start : start + size])
        at = start + size + 2
        if not size:
            return b"".join(chunks)
        if body[at - 2 : at] != b"\r\n":
            break
    if chunks:
        raise ValueError("is cut off in one of its chunks")
    return body


def _unzipped(body: bytes, bits: int, largest: int) -> bytes:
    stream = zlib.decompressobj(wbits=bits)
    page = stream.decompress(body, largest + 1)
    if not stream.eof and len(page) <= largest:
        raise ValueError("is cut off")
    return page


def _unpacked_zstandard(body: bytes, largest: int) -> bytes:
    # An empty frame's worth of known text behind it tells a stream that ends from one that is cut off.
    with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
        body + zstandard.compress(_END), read_across_frames=True
    ) as stream:
        try:
            page = stream.read(largest + 1 + len(_END))
        except zstandard.ZstdError:
            raise ValueError("damaged") from None
    if len(page) <= largest + len(_END) and not page.endswith(_END):
        raise ValueError("is cut off")
    return page.removesuffix(_END)


def _unpacked_brotli(body: bytes, largest: int) -> bytes:
    import brotli

    stream, page = brotli.Decompressor(), bytearray()
    try:
        page += stream.process(body, output_buffer_limit=largest + 1)
        while len(page) <= largest and not stream.can_accept_more_data():
            page += stream.process(b"", output_buffer_limit=largest + 1 - len(page))
    except brotli.error:
        raise ValueError("damaged") from None
    if len(page) <= largest and not stream.is_finished():
        raise ValueError("is cut off")
    return bytes(page)


# Packed record by record ----------------------------------------------------------------------------------------------


def _members(file: BinaryIO, most: int) -> Iterator[tuple[int, bytes | None]]:
    """The offset and the content of each member of a gzip file, at most `most` of it and a byte; null: damaged.

    Zeros may pad it, as gzip takes them. After a damage, the next member is the next that begins as one and holds a
    WARC record.
    """
    size, start, sound, waste = file.seek(0, SEEK_END), 0, True, 0
    while (start := _past_zeros(file, start)) < size:
        begin = _next(file, start, _GZIP)
        member, length = (None, 0) if begin is None else _unpacked(file, begin, most)
        is_next = sound and begin == start and member is not None
        if sound and not is_next:
            yield start, None
        if is_next or (member is not None and member.startswith(b"WARC/")):
            start, sound = begin + length, True
            yield begin, member
            continue
        waste += length
        if begin is None or waste > _WASTE * most:
            return
        start, sound = begin + 1, False


def _past_zeros(file: BinaryIO, start: int) -> int:
    """The offset, from `start` on, of the first byte that is not zero, as far as is searched."""
    file.seek(start)
    last, size = start + _SEARCHED, 1
    while start < last and (data := file.read(size)):
        rest = data.lstrip(b"\0")
        start += len(data) - len(rest)
        if rest:
            break
        size = _CHUNK
    return start


def _unpacked(file: BinaryIO, start: int, most: int) -> tuple[bytes | None, int]:
    """The member that begins at `start`, null where it is damaged, and its packed length, or how much was tried."""
    file.seek(start)
    member, length, unpacked, stream = bytearray(), 0, 0, zlib.decompressobj(wbits=31)
    while not stream.eof:
        data = stream.unconsumed_tail
        if not data:
            data = file.read(_CHUNK)
            length += len(data)
        try:
            piece = stream.decompress(data, 1 << 20)
        except zlib.error:
            return None, length
        if not data and not piece:
            return None, length
        unpacked += len(piece)
        if unpacked > max(LARGEST_UNPACKED, LARGEST_RATIO * length):
            return None, length
        member += piece[: max(0, most + 1 - len(member))]
    return bytes(member), length - len(stream.unused_data)
