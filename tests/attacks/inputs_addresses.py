"""Attacks by web servers: bodies in pieces, cut off, packed, without end; an article is read whole or rejected."""

from __future__ import annotations

import gzip
import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import zstandard

from analysis.corpus import Inputs
from analysis.corpus.records import Record, Rejected
from attacks import ALONE, BOUNDED, COUNTED, attack

SENTENCE = "Officials said on day {0} that over 1,000 soldiers had been killed since the spring. "
TEXT = "".join(SENTENCE.format(number) for number in range(800))  # some 70,000 characters: several network chunks
RECORDS = [{"id": f"n{number}", "text": f"{number} {TEXT}"} for number in range(4)]


def parquet(records: list[dict]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), file)
    return file.getvalue()


def web_archive(records: list[dict], pack: Callable[[bytes], bytes] = bytes) -> bytes:
    found = b""
    for record in records:
        page = f"<html><body><p>{record['text']}</p></body></html>".encode()
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{record['id']}>\r\n"
            f"WARC-Target-URI: https://daily.example/{record['id']}\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        found += pack(head.encode() + answer + b"\r\n\r\n")
    return found


LINES = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()
ROWS = "id,text\n" + "".join(f'{record["id"]},"{record["text"]}"\n' for record in RECORDS)
FORMS = {
    "a.txt": TEXT.encode(),
    "a.md": TEXT.encode(),
    "a.html": f"<html><body><article><p>{TEXT}</p></article></body></html>".encode(),
    "in.jsonl": LINES,
    "in.csv": ROWS.encode(),
    "in.parquet": parquet(RECORDS),
    "in.warc": web_archive(RECORDS),
    "in.warc.gz": web_archive(RECORDS, gzip.compress),
    "in.jsonl.gz": gzip.compress(LINES, 0),
    "in.csv.zst": zstandard.compress(ROWS.encode()),
    "in.warc.zst": zstandard.compress(web_archive(RECORDS)),
}


def chunked(handler: BaseHTTPRequestHandler, body: bytes, size: int = 8192, end: bool = True) -> None:
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    if handler.command == "HEAD":
        return
    for start in range(0, len(body), size):
        piece = body[start : start + size]
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.flush()
    if end:
        handler.wfile.write(b"0\r\n\r\n")
    handler.close_connection = True


def plain(handler: BaseHTTPRequestHandler, body: bytes, length: int | None, pieces: int = 1) -> None:
    if length is not None:
        handler.send_header("Content-Length", str(length))
    handler.send_header("Connection", "close")
    handler.end_headers()
    if handler.command == "HEAD":
        return
    size = -(-len(body) // pieces) or 1
    for start in range(0, len(body), size):
        handler.wfile.write(body[start : start + size])
        handler.wfile.flush()
        if pieces > 1:
            time.sleep(0.01)
    handler.close_connection = True


def answer(handler: BaseHTTPRequestHandler, body: bytes, how: str) -> None:
    """Answer a request with a body in one of several ways, some of them dishonest."""
    half = body[: len(body) // 2]
    headers = {}
    is_head = handler.command == "HEAD"
    asked = handler.headers.get("Range")
    if "206" in how and (asked or "unasked" in how):
        handler.send_response(206)
        handler.send_header("Content-Range", f"bytes 0-{len(half) - 1}/{len(body)}")
        return plain(handler, half, len(half))
    if how == "no HEAD" and is_head:
        handler.send_response(405)
        return plain(handler, b"", 0)
    handler.send_response(200)
    if "gzip" in how:
        body = gzip.compress(body)
        headers["Content-Encoding"] = "gzip"
        if "damaged" in how:
            body = body[:-6] + bytes([body[-6] ^ 255]) + body[-5:]
        half = body[: len(body) // 2]
    for name, value in headers.items():
        handler.send_header(name, value)
    match how:
        case "chunked" | "chunked gzip" | "damaged gzip":
            chunked(handler, body)
        case "small chunks":
            chunked(handler, body, 997)
        case "chunked, dropped" | "chunked gzip, dropped":
            chunked(handler, half, end=False)
        case "length, dropped" | "gzip length, dropped":
            plain(handler, half, len(body))
        case "one byte missing":
            plain(handler, body[:-1], len(body))
        case "nothing":
            plain(handler, b"", len(body))
        case "slow pieces":
            plain(handler, body, len(body), pieces=20)
        case "no length" | "no length gzip":
            plain(handler, body, None)
        case "no length, dropped":
            plain(handler, half, None)
        case "length only of HEAD":
            plain(handler, body, len(body) if is_head else None)
        case "length only of HEAD, wrong":
            plain(handler, body, len(half) if is_head else None)
        case "length only of HEAD, dropped":
            plain(handler, body if is_head else half, len(body) if is_head else None)
        case "HEAD tells less" | "HEAD tells one" if is_head:
            plain(handler, body, 1 if "one" in how else len(half))
        case _:
            plain(handler, body, len(body))


@contextmanager
def server(respond: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            try:
                respond(self)
            except OSError:  # whoever asked has heard enough
                self.close_connection = True

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}"
        finally:
            running.shutdown()
            thread.join()


def asked(name: str, respond: Callable[[BaseHTTPRequestHandler], None]) -> tuple[list[Record], list[Rejected]]:
    def without_corrections(handler):
        if handler.path.endswith(".toml"):
            handler.send_response(404)
            plain(handler, b"", 0)
        else:
            respond(handler)

    with server(without_corrections) as address:
        items = list(Inputs([f"{address}/{name}"]))
    return [item for item in items if isinstance(item, Record)], [item for item in items if isinstance(item, Rejected)]


def text_of(record: Record) -> str:
    found = record.content.decode()
    return json.loads(found)["text"] if record.suffix == ".json" else found


WHOLE = ["chunked", "small chunks", "slow pieces", "length only of HEAD", "no HEAD", "HEAD tells less", "HEAD tells one", "chunked gzip"]  # fmt: skip
TELL_THEIR_END = ["a.html", "in.parquet", "in.jsonl.gz", "in.csv.zst"]
SHORT = [
    "chunked, dropped",
    "chunked gzip, dropped",
    "length, dropped",
    "gzip length, dropped",
    "damaged gzip",
    "one byte missing",
    "nothing",
    "length only of HEAD, dropped",
    "length only of HEAD, wrong",
    "no length, dropped",
    "206 unasked",
]


@attack(COUNTED, "address", [f"{name}: {how}" for name in FORMS for how in [*WHOLE, "206 for ranges"]])
def body_is_read_to_its_end(folder: Path, case: str) -> None:
    name, how = case.split(": ")
    records, rejected = asked(name, lambda handler: answer(handler, FORMS[name], how))
    if "gzip" in how and name.endswith((".gz", ".zst")):  # packed twice: refused, or read whole
        assert rejected or len(records) == len(RECORDS), f"{case}: silently lost"
        return
    assert not rejected, f"{case}: {rejected[0].reason}"
    wanted = 1 if name.startswith("a.") else len(RECORDS)
    assert len(records) == wanted, f"{case}: {len(records)} of {wanted} articles"
    for record in records:
        assert SENTENCE.format(799).strip() in text_of(record), f"{case}: the end of the text is missing"


@attack(COUNTED, "address", [f"{name}: {how}" for name in FORMS for how in SHORT if name not in TELL_THEIR_END or "wrong" not in how])  # fmt: skip
def short_body_is_refused(folder: Path, case: str) -> None:
    name, how = case.split(": ")
    records, rejected = asked(name, lambda handler: answer(handler, FORMS[name], how))
    assert rejected, f"{case}: accepted with {len(records)} articles"
    for record in records:
        assert SENTENCE.format(799).strip() in text_of(record), f"{case}: part of an article is read as one"


@attack(COUNTED, "address", [f"{name}: {how}" for name in FORMS for how in ("no length", "no length gzip")])
def body_of_unknown_length_is_read_where_it_tells_its_end(folder: Path, case: str) -> None:
    name, how = case.split(": ")
    records, rejected = asked(name, lambda handler: answer(handler, FORMS[name], how))
    if name in TELL_THEIR_END and "gzip" not in how:
        assert not rejected and all(SENTENCE.format(799).strip() in text_of(record) for record in records), rejected
    elif "gzip" not in how:
        assert not records and "does not tell how long" in rejected[0].reason, f"{case}: {rejected}"
    else:  # its checksum tells, unless it is packed twice
        assert records or rejected, f"{case}: silently lost"
        assert all(SENTENCE.format(799).strip() in text_of(record) for record in records), f"{case}: part of it"


@attack(ALONE, "address", [301, 403, 404, 429, 500, 503, 204, 304])
def status_costs_its_article_alone(folder: Path, status: int) -> None:
    asked_for: dict[str, int] = {}

    def respond(handler):
        asked_for[handler.path] = asked_for.get(handler.path, 0) + 1
        failing = handler.path == "/bad.txt" and handler.command == "GET" and asked_for[handler.path] > 1
        handler.send_response(404 if handler.path.endswith("toml") else status if failing else 200)
        plain(handler, b"" if failing or handler.path.endswith("toml") else TEXT.encode(), 0 if failing else len(TEXT))

    with server(respond) as address:
        items = list(Inputs([f"{address}/{name}.txt" for name in ("bad", "good")]))
    assert [type(item) for item in items] == [Rejected, Record], f"{status}: {items}"[:300]


STARRED = ["a*b.html", "*.html", "a.html?q=*", "2025/*/a.html", "a%2Ab.html", "a*b.jsonl", "a[1].html", "a.html?b=c*&d=[1]", "{a,b}.html", "~a.html", "a%20b.html"]  # fmt: skip


@attack(ALONE, "address", STARRED)
def address_with_a_sign_is_an_address(folder: Path, name: str) -> None:
    paths: list[str] = []

    def respond(handler):
        paths.append(handler.path)
        answer(handler, FORMS["in.jsonl" if ".jsonl" in name else "a.html"], "plain")

    records, rejected = asked(name, respond)
    assert not rejected and len(records) == (4 if ".jsonl" in name else 1), f"{name}: {records}, {rejected}"[:300]
    assert {unquote(path) for path in paths} == {unquote(f"/{name}")}, paths


def endless(handler: BaseHTTPRequestHandler, what: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    if handler.command == "GET":
        piece = what * (65536 // len(what))
        while True:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))


@attack(BOUNDED, "address", ["a.txt", "a.html", "in.jsonl", "in.csv"])
def body_without_end_is_refused(folder: Path, name: str) -> None:
    with server(lambda handler: endless(handler, b"x" if not handler.path.endswith("toml") else b"#")) as address:
        items = list(Inputs([f"{address}/{name}"], largest_article=100_000))
    assert items and all(isinstance(item, Rejected) for item in items), f"{name}: {items}"[:300]
