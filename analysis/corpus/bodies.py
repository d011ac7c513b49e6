"""The bodies of web servers' answers, as archives keep them: in chunks, packed, in any encoding."""

from __future__ import annotations

import re
import zlib

import zstandard
from warcio.statusandheaders import StatusAndHeaders

from analysis.corpus.warc import GZIP, LENGTH

_WINDOW = 1 << 27
_END = b"end of page " * 8
_SIZE_OF_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_CHARSET_IN_PAGE = re.compile(r"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_WESTERN = frozenset(("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii"))


class DamagedError(ValueError):
    """A body that is not complete; the message is the reason."""


def unpacked(body: bytes, answer: StatusAndHeaders, largest: int) -> bytes:
    """Return a body joined and unpacked, at most a byte more than `largest`; raise `DamagedError` for part of one.

    Archives often hold it joined and unpacked already, under the headers that it was sent with.
    """
    if "chunked" in answer.get_header("Transfer-Encoding", "").lower():
        body = _joined(body)
    elif body.startswith(GZIP) or not answer.get_header("Content-Encoding"):
        length = LENGTH.fullmatch(answer.get_header("Content-Length", "").strip())
        if length and len(body) < int(length[0]):
            raise DamagedError("is cut off")
    encoding = answer.get_header("Content-Encoding", "").lower()
    try:
        if body.startswith(GZIP):
            return _unzipped(body, 31, largest)
        if body.startswith(zstandard.FRAME_HEADER):
            return _from_zstandard(body, largest)
        if body.lstrip().startswith(b"<"):
            return body
        if "deflate" in encoding:
            is_zlib = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
            return _unzipped(body, 15 if is_zlib else -15, largest)
        if "br" in re.split(r"[\s,]+", encoding):
            return _from_brotli(body, largest)
    except (zlib.error, zstandard.ZstdError):
        raise DamagedError("damaged") from None
    return body


def as_utf8(page: bytes, answer: StatusAndHeaders) -> bytes:
    """Return a page in UTF-8, from the charset of its server or its head; unchanged where that is missing or wrong."""
    charset = _CHARSET.search(answer.get_header("Content-Type", "")) or _CHARSET_IN_PAGE.search(
        page[:1024].decode("latin-1")
    )
    if charset is None or page.startswith(b"\xef\xbb\xbf"):
        return page
    # Browsers also read Latin-1 and ASCII as Windows-1252 (WHATWG, Encoding Standard).
    encoding = "cp1252" if charset[1].lower() in _WESTERN else charset[1]
    try:
        return page.decode(encoding).encode("utf-8")
    except (LookupError, UnicodeError):
        return page


def _joined(body: bytes) -> bytes:
    chunks, offset = [], 0
    while size_line := _SIZE_OF_CHUNK.match(body, offset):
        size, start = int(size_line[1], 16), size_line.end()
        chunks.append(body[start : start + size])
        offset = start + size + 2
        if not size:
            return b"".join(chunks)
        if body[offset - 2 : offset] != b"\r\n":
            break
    if chunks:
        raise DamagedError("is cut off in one of its chunks")
    return body


def _unzipped(body: bytes, bits: int, largest: int) -> bytes:
    stream = zlib.decompressobj(wbits=bits)
    page = stream.decompress(body, largest + 1)
    if not stream.eof and len(page) <= largest:
        raise DamagedError("is cut off")
    return page


def _from_zstandard(body: bytes, largest: int) -> bytes:
    # Zstandard does not tell a stream that ends from one that is cut off; a frame of known text after it does.
    source = body + zstandard.compress(_END)
    with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(source, read_across_frames=True) as stream:
        page = stream.read(largest + 1 + len(_END))
    if len(page) <= largest + len(_END) and not page.endswith(_END):
        raise DamagedError("is cut off")
    return page.removesuffix(_END)


def _from_brotli(body: bytes, largest: int) -> bytes:
    import brotli

    stream, page = brotli.Decompressor(), bytearray()
    try:
        page += stream.process(body, output_buffer_limit=largest + 1)
        while len(page) <= largest and not stream.can_accept_more_data():
            page += stream.process(b"", output_buffer_limit=largest + 1 - len(page))
    except brotli.error:
        raise DamagedError("damaged") from None
    if len(page) <= largest and not stream.is_finished():
        raise DamagedError("is cut off")
    return bytes(page)
