"""The pages of web archives (WARC)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders

from analysis.article.dating import iso_date
from analysis.article.loading import amount
from analysis.corpus import warc
from analysis.corpus.bodies import DamagedError, as_utf8, unpacked
from analysis.corpus.records import Record, Rejected

_WRONG_LENGTH = "its length is wrong or missing; what comes before the next record is not read"


def pages(file: BinaryIO, name: str, largest: int) -> Iterator[Record | Rejected]:
    """Yield the HTML pages of successful answers, with address and date; the file is packed record by record, or not.

    Where a record is damaged, the reading goes on at the next complete one.
    """
    start = file.read(len(warc.GZIP))
    file.seek(0)
    if start != warc.GZIP:
        yield from _pages(file, name, 0, largest)
        return
    most = 4 * largest + warc.LONGEST_HEADERS
    for offset, member in warc.members(file, most):
        if member is None:
            yield Rejected(name, "damaged; this record cannot be unpacked", f"byte {offset}")
        elif len(member) > most:
            yield from _rejected_as_large(BytesIO(member), name, offset, largest)
        else:
            yield from _pages(BytesIO(member), name, offset, largest)


def _pages(file: BinaryIO, name: str, offset: int, largest: int) -> Iterator[Record | Rejected]:
    """Yield the pages in a stretch of an archive that begins at `offset`."""
    for start, record in warc.records(file):
        if record is None:
            file.seek(start)
            reason = _WRONG_LENGTH if start or file.read(len(warc.VERSION)) == warc.VERSION else "not a sound WARC file"
            yield Rejected(name, reason, f"byte {offset + start}")
            continue
        try:
            page = _page(file, record, name, largest)
        except ValueError as error:
            page = Rejected(name, str(error) if isinstance(error, DamagedError) else "damaged", _place(record))
        if page is not None:
            yield page


def _rejected_as_large(file: BinaryIO, name: str, offset: int, largest: int) -> Iterator[Rejected]:
    """Yield the reason why a packed record, whose beginning is in `file`, gives no page, if it holds one."""
    record, end = warc.record_at(file, 0, sys.maxsize)
    if record is None or end <= file.seek(0, SEEK_END):
        yield Rejected(name, "not packed record by record; pack it anew: warcio recompress", f"byte {offset}")
        return
    try:
        _page(file, record, name, largest)
    except DamagedError as error:
        yield Rejected(name, str(error), _place(record))


def _place(record: warc.WarcRecord) -> str:
    return f"record {record.identity}"


def _page(file: BinaryIO, record: warc.WarcRecord, name: str, largest: int) -> Record | None:
    """Return the page in a record, None where it holds none; raise `DamagedError` where it cannot be read."""
    headers = record.headers
    if headers.get_header("WARC-Type", "").strip().lower() != "response":
        return None
    file.seek(record.start)
    head, length_of_head = warc.read_head(file)
    answer = warc.parsed(head) if head.startswith(b"HTTP/") else None
    if answer is None or not _is_page(answer):
        return None
    if not record.address:
        raise DamagedError("has no address (WARC-Target-URI)")
    if headers.get_header("WARC-Truncated") or headers.get_header("WARC-Segment-Number"):
        raise DamagedError("was cut off when it was archived")
    length = record.length - length_of_head
    page = unpacked(file.read(length), answer, largest) if length <= 2 * largest else None
    if page is None or len(page) > largest:
        raise DamagedError(f"over {amount(largest)} in one page")
    day = iso_date(headers.get_header("WARC-Date", "")[:10])
    metadata = {"url": record.address} | ({"published": day} if day else {})
    return Record(name, record.identity, ".warc", as_utf8(page, answer), _place(record), metadata)


def _is_page(answer: StatusAndHeaders) -> bool:
    return answer.get_statuscode() == "200" and "html" in answer.get_header("Content-Type", "").lower()
