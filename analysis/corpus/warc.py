"""WARC files (ISO 28500): their records, and the members of packed ones, found again after damage."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from typing import BinaryIO, NamedTuple

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from analysis.corpus.opening import LARGEST_RATIO, LARGEST_UNPACKED

GZIP = b"\x1f\x8b\x08"
"""The first bytes of a gzip file, and of each of its members."""
LENGTH = re.compile(r"\d{1,15}")
LONGEST_HEADERS = 1 << 16
"""Bytes that the headers of a record, or of an answer in it, may have."""
VERSION = b"WARC/"
"""The first bytes of a record."""
_CHUNK = 1 << 16
_SEARCHED = 1_000_000_000
"""Bytes that are searched for the next record; some archives hold films."""
_WASTE = 20
"""How many times the largest record may be unpacked in vain in search of the next complete one."""
_PARSER = StatusAndHeadersParser([], verify=False)


class WarcRecord(NamedTuple):
    """A record: its headers, and the offset and the length of its block in the file."""

    headers: StatusAndHeaders
    start: int
    length: int

    @property
    def address(self) -> str:
        """The address that it is an answer from; empty where it states none."""
        return self.headers.get_header("WARC-Target-URI", "").strip("<> ")

    @property
    def identity(self) -> str:
        """Its id without the prefix of UUIDs, or else its address."""
        return self.headers.get_header("WARC-Record-ID", "").strip("<> ").removeprefix("urn:uuid:") or self.address


def records(file: BinaryIO) -> Iterator[tuple[int, WarcRecord | None]]:
    """Yield the offset of each record, and the record, None where it does not end where it says.

    After such a record, the next is the first that begins and ends as a record does.
    """
    size, start, is_sound = file.seek(0, SEEK_END), 0, True
    while start is not None and start < size:
        record, end = record_at(file, start, size)
        if record is not None:
            yield start, record
            start, is_sound = end, True
            continue
        if is_sound:
            yield start, None
        line_end = _find(file, start + 1, b"\n" + VERSION)
        start, is_sound = None if line_end is None else line_end + 1, False


def record_at(file: BinaryIO, start: int, size: int) -> tuple[WarcRecord | None, int]:
    """Return the record at an offset of a file of `size` bytes, None where it is damaged, and the offset after it."""
    file.seek(start)
    head, length_of_head = read_head(file)
    if not head.startswith(VERSION):
        return None, start
    headers = parsed(head)
    length = headers.get_header("Content-Length", "").strip()
    if not LENGTH.fullmatch(length):
        return None, start
    begin = start + length_of_head
    end = begin + int(length)
    if end > size:
        return None, start
    file.seek(end)
    following = file.read(12)
    blank = len(following) - len(following.lstrip(b"\r\n"))
    if following[blank:] and not following.startswith(VERSION, blank):
        return None, start
    return WarcRecord(headers, begin, int(length)), end + blank


def read_head(file: BinaryIO) -> tuple[bytes, int]:
    """Return the lines up to the first blank one, and their length with it; empty where there is no such line."""
    lines, length = [], 0
    while length < LONGEST_HEADERS and (line := file.readline(LONGEST_HEADERS)):
        length += len(line)
        if not line.strip():
            return b"".join(lines), length
        if lines and line.startswith(VERSION):
            break
        lines.append(line)
    return b"", length


def parsed(head: bytes) -> StatusAndHeaders:
    """Return the status line and the headers in some lines."""
    return _PARSER.parse(BytesIO(head))


def _find(file: BinaryIO, start: int, mark: bytes) -> int | None:
    """Return the offset of the next mark, None where there is none in the bytes that are searched."""
    file.seek(start)
    data, last, size = b"", start + _SEARCHED, _CHUNK >> 6  # the next is often near
    while start < last and (chunk := file.read(size)):
        data += chunk
        position = data.find(mark)
        if position >= 0:
            return start + position
        keep = len(mark) - 1
        start += len(data) - keep
        data, size = data[-keep:], _CHUNK
    return None


# Packed record by record ----------------------------------------------------------------------------------------------


def members(file: BinaryIO, most: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the offset and the content of each member of a gzip file, cut after `most` + 1 bytes, None where damaged.

    Zeros may pad the file, as gzip allows. After damage, the next member is the first that unpacks to a WARC record.
    """
    size, start, is_sound, waste = file.seek(0, SEEK_END), 0, True, 0
    while (start := _past_zeros(file, start)) < size:
        begin = _find(file, start, GZIP)
        member, length = (None, 0) if begin is None else _unpacked(file, begin, most)
        is_next = is_sound and begin == start and member is not None
        if is_sound and not is_next:
            yield start, None
        if begin is not None and member is not None and (is_next or member.startswith(VERSION)):
            start, is_sound = begin + length, True
            yield begin, member
            continue
        waste += length
        if begin is None or waste > _WASTE * most:
            return
        start, is_sound = begin + 1, False


def _past_zeros(file: BinaryIO, start: int) -> int:
    """Return the offset of the first byte from `start` on that is not zero, in the bytes that are searched."""
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
    """Return the member at an offset, None where it is damaged, and its packed length, or the bytes that were tried."""
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
