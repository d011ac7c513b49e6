"""Opening the files of the inputs: regular ones, to their last byte, unpacked within a limit; others are refused."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import zstandard

from analysis.article.loading import amount, open_regular
from analysis.corpus.listing import File, suffixes

LARGEST_UNPACKED = 200_000_000
"""The bytes that any packed input may unpack to."""

LARGEST_RATIO = 200
"""How many times its size a packed input may unpack to, if that is more; text unpacks to some ten times its size."""

LARGEST_COPY = 4_000_000_000
"""The bytes that an input at an address may have, where it has to be copied to be read more than once."""

_BUFFER = 1 << 18
_SOUGHT_IN = (".parquet", ".warc")
_PAGES = (".html", ".htm")
_ENCODINGS = {"": "", "identity": "", "gzip": ".gz", "x-gzip": ".gz", "zstd": ".zst"}

_OF_NO_LENGTH = (
    "the server does not tell how long it is, so part of it could pass for all; download it, and give the file"
)

# Zstandard does not tell a stream that ends from one that is cut off; a known frame after it does.
_MARK = b"end of stream " * 8
_LAST_FRAME = zstandard.compress(_MARK)


class UnreadableError(Exception):
    """Content of an input that cannot be read; the message is the reason."""


@contextmanager
def opened(file: File) -> Generator[tuple[BinaryIO, BinaryIO]]:
    """Give the unpacked content of a file, and the packed file, whose position tells how much has been read.

    Raises `UnreadableError`, before or while reading, where the file is not regular, ends too early, is damaged, or
    unpacks to too much.
    """
    suffix, packing = suffixes(file.name)
    with ExitStack() as open_files:
        if file.is_local:
            raw = open_files.enter_context(open_regular(Path(file.path)))
        else:
            raw, packing = _at_address(file, suffix, packing, open_files)
            if packing or (suffix in _SOUGHT_IN and not raw.seekable()):
                raw = _copy(raw, open_files)
        if packing == ".gz" and suffix == ".warc":  # its records are packed one by one
            packing = ""
        stream = _unpacked(raw, packing) if packing else raw
        if packing and suffix in _SOUGHT_IN:
            stream = _copy(stream, open_files)
        yield stream, raw


def _at_address(file: File, suffix: str, packing: str, open_files: ExitStack) -> tuple[BinaryIO, str]:
    """Open a file at an address; return it, and its packing there.

    A web server may end its answer without having given a length. Then only the content shows whether it is complete:
    by a checksum, or by an end of its own.
    """
    is_web = "http" in str(file.system.protocol)
    # Asks a web server for the whole body: not every one serves ranges, and ranges cannot be checked.
    options = {"block_size": 0} if is_web else {}
    raw = open_files.enter_context(file.system.open(file.path, "rb", **options))
    if not is_web:
        return io.BufferedReader(_Whole(raw, getattr(raw, "size", None), seekable=raw.seekable()), _BUFFER), packing
    if raw.r.status != 200:
        raise UnreadableError(f"the server answers {raw.r.status}, not with the whole of it; ask again, or download it")
    encoding = raw.r.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise UnreadableError(f"the server sends it packed as {encoding!a}, which is not read; download it")
    packing = packing or _ENCODINGS[encoding]
    is_checked = "Content-Length" in raw.r.headers or "Transfer-Encoding" in raw.r.headers  # by aiohttp
    if is_checked or suffix == ".parquet" or (packing and suffix != ".warc"):
        body = _Whole(raw)
    elif file.size and not encoding:  # the length in the answer to an earlier request
        body = _Whole(raw, file.size)
    elif suffix in _PAGES:
        body = _Page(raw)
    else:
        raise UnreadableError(_OF_NO_LENGTH)
    return io.BufferedReader(body, _BUFFER), packing


def _copy(source: BinaryIO, open_files: ExitStack) -> BinaryIO:
    """Copy a file to the disk, where it can be read more than once."""
    copy = open_files.enter_context(TemporaryFile())  # noqa: SIM115
    while chunk := source.read(_BUFFER):
        copy.write(chunk)
        if copy.tell() > LARGEST_COPY:
            raise UnreadableError(f"over {amount(LARGEST_COPY)}; download it, and give the file")
    copy.seek(0)
    return copy


def _unpacked(packed: BinaryIO, packing: str) -> BinaryIO:
    """Return the unpacked content of a file, whose checksums are compared before any of it is read as an article."""
    cut = False
    try:
        if not packed.read(1):
            raise EOFError
        packed.seek(0)
        _read_through(packed, packing)
    except EOFError:
        cut = True
    except (gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
        raise UnreadableError(f"damaged ({' '.join(str(error).split())}); nothing of it is read") from None
    packed.seek(0)
    return io.BufferedReader(_Unpacked(packed, packing, cut), _BUFFER)


def _read_through(packed: BinaryIO, packing: str) -> None:
    """Unpack everything; raise `EOFError` where the end is missing."""
    end = b""
    with _Unpacked(packed, packing, last=_LAST_FRAME if packing == ".zst" else b"") as stream:
        while chunk := stream.read(_BUFFER):
            end = (end + chunk)[-len(_MARK) :]
    if packing == ".zst" and end != _MARK:
        raise EOFError


class _Whole(io.RawIOBase):
    """A file of `size` bytes that may be read in short pieces; `UnreadableError` where it ends before."""

    def __init__(self, file: BinaryIO, size: int | None = None, *, seekable: bool = False) -> None:
        self._file, self._size, self._seekable, self._position = file, size, seekable, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._seekable

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._position = self._file.seek(offset, whence)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        if not data and self._size is not None and self._position != self._size:
            raise UnreadableError(f"ends after {self._position:,} of {self._size:,} bytes; ask again, or download it")
        return len(data)


class _Page(_Whole):
    """An HTML page of unknown length; `UnreadableError` where it does not end with its last tag."""

    _last = b""

    def readinto(self, buffer: Any) -> int:
        length = super().readinto(buffer)
        if length:
            self._last = (self._last + bytes(buffer[:length]))[-1000:]
        elif not self._last.rstrip().lower().endswith(b"</html>"):
            raise UnreadableError(_OF_NO_LENGTH)
        return length


class _Unpacked(io.RawIOBase):
    """The unpacked content of a file, then of `last`; `UnreadableError` where it is too large for the packed file.

    Where the file is `cut` off, `EOFError` at its end.
    """

    def __init__(self, packed: BinaryIO, packing: str, cut: bool = False, last: bytes = b"") -> None:
        self._packed, self._cut, self._length = packed, cut, 0
        if packing == ".gz":
            self._stream = gzip.GzipFile(fileobj=packed)
        else:
            # Archives are often packed in several frames, and with windows larger than the default limit.
            unpack = zstandard.ZstdDecompressor(max_window_size=2**31)
            source = cast(BinaryIO, _Followed(packed, last)) if last else packed
            self._stream = unpack.stream_reader(source, read_across_frames=True, closefd=False)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._length += len(data)
        if self._length > max(LARGEST_UNPACKED, LARGEST_RATIO * self._packed.tell()):
            raise UnreadableError(
                f"unpacks to over {LARGEST_RATIO} times its size; unpack it, if it is what it should be"
            )
        if not data and self._cut:
            raise EOFError
        return len(data)


class _Followed:
    """A file followed by some bytes, for one reading."""

    def __init__(self, file: BinaryIO, last: bytes) -> None:
        self._file, self._last = file, io.BytesIO(last)

    def read(self, size: int) -> bytes:
        return self._file.read(size) or self._last.read(size)
