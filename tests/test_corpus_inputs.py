"""What a corpus is read from: kinds of files, packed or not, here or elsewhere; what is no article is told, not lost."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import zlib
from datetime import UTC, date, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import fsspec
import pandas as pd
import pytest
import zstandard
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import known_implementations

from analysis.article import InputError
from analysis.corpus import Inputs, read_articles
from analysis.corpus.articles import article_of
from analysis.corpus.records import Record, Rejected

TEXT = "Officials said that over 1,000 soldiers had been killed since the spring. The ministry did not comment."
RECORDS = [
    {"id": "a", "text": TEXT, "title": "Losses", "publisher": "The Daily", "published": "2025-01-31", "url": "https://daily.example/a"},
    {"id": "b", "text": f"“{TEXT}”,\nthey said."},
]  # fmt: skip


def json_lines(records) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def csv_rows(records, delimiter: str = ",") -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, ["id", "text", "title", "publisher", "published", "url"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return file.getvalue().encode()


def archived(number: int, content: bytes, status: str = "200 OK", kind: str = "text/html", *headers: str) -> bytes:
    """A record of a web archive: what a server answered."""
    answer = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]).encode() + content
    head = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Target-URI": f"https://daily.example/{number}",
        "WARC-Date": "2025-01-31T10:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(answer)),
    }
    return (
        ("WARC/1.0\r\n" + "".join(f"{key}: {value}\r\n" for key, value in head.items()) + "\r\n").encode()
        + answer
        + b"\r\n\r\n"
    )


def page(text: str = TEXT, encoding: str = "utf-8") -> bytes:
    paragraphs = f"<p>{text}</p>" * 3
    return f"<html><head><title>Losses</title></head><body><article>{paragraphs}</article></body></html>".encode(
        encoding
    )


def refused(*paths) -> list[tuple[str | None, str]]:
    """Place and reason of what is no article."""
    return [(item.place, item.reason) for item in Inputs(paths) if isinstance(item, Rejected)]


def ids(*paths) -> list[str]:
    return [item.article_id for item in Inputs(paths) if isinstance(item, Record)]


def frames(data: bytes) -> bytes:
    """Packed by Zstandard in two frames, as archives that were appended to are."""
    half = len(data) // 2
    return zstandard.compress(data[:half]) + zstandard.compress(data[half:])


FORMS = {
    "corpus.jsonl": json_lines(RECORDS),
    "corpus.jsonl.gz": gzip.compress(json_lines(RECORDS)),
    "corpus.jsonl.zst": frames(json_lines(RECORDS)),
    "corpus.csv": csv_rows(RECORDS),
    "semicolons.csv": csv_rows(RECORDS, ";"),
    "tabs.csv": csv_rows(RECORDS, "\t"),
    "pipes.csv": csv_rows(RECORDS, "|"),
    "utf-16.csv": csv_rows(RECORDS, "\t").decode().encode("utf-16"),
    "utf-16-big-endian.csv": b"\xfe\xff" + csv_rows(RECORDS).decode().encode("utf-16-be"),
    "with-mark.csv": b"\xef\xbb\xbf" + csv_rows(RECORDS),
    "corpus.csv.gz": gzip.compress(csv_rows(RECORDS)),
    "CORPUS.JSONL.GZ": gzip.compress(json_lines(RECORDS)),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_articles(name, article_file):
    articles = list(read_articles([article_file(FORMS[name], name)]))
    assert [article.text for article in articles] == [record["text"] for record in RECORDS]
    told = {name: getattr(articles[0], name) for name in ("title", "publisher", "published", "url")}
    assert told == {name: RECORDS[0][name] for name in told}
    assert articles[1].title is None


def test_dates_of_a_parquet_file_are_told_in_words(tmp_path):
    pd.DataFrame([{"id": 7, "text": TEXT, "published": date(2025, 1, 31)}]).to_parquet(tmp_path / "in.parquet")
    (article,) = read_articles([tmp_path / "in.parquet"])
    assert (article.article_id, article.published) == ("7", "2025-01-31")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-01-31", "2025-01-31"),
        ("2025-01-31 06:40:00+01:00", "2025-01-31 06:40:00+01:00"),
        ("20250131", "2025-01-31"),
        ("2025/02/01", "2025-02-01"),
        ("Fri, 31 Jan 2025 06:40:00 GMT", "2025-01-31T06:40:00+00:00"),
        ("Fri Jan 31 2025 23:40:00 GMT-0500 (EST)", "2025-01-31T23:40:00-05:00"),
        ("31 Jan 2025 06:40 UTC+1", "2025-01-31T06:40:00+01:00"),
        ("January 31, 2025", "2025-01-31"),
        ("31/01/2025", "2025-01-31"),
        ("01/02/2025", None),  # January or February
        ("January 2025", None),
        ("Friday", None),
        ("2025-02-30", None),
        (1738305600, None),
        ("soon", None),
        (" ", None),
        (None, None),
    ],
)
def test_dates_of_publication_become_iso_dates_where_they_can_mean_one_day(written, read, article_file):
    inputs = Inputs([article_file(json_lines([{"id": 1, "text": TEXT, "published": written}]), "in.jsonl")])
    (article,) = read_articles(inputs)
    assert article.published == read
    assert inputs.undated == (read is None and bool(str(written or "").strip())), "what is left out is counted"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (datetime(2025, 1, 31), "2025-01-31"),  # a day, as pandas holds it
        (datetime(2025, 1, 31, 6, 40), "2025-01-31 06:40:00"),
        (datetime(2025, 1, 31, tzinfo=UTC), "2025-01-31 00:00:00+00:00"),
        (date(2025, 1, 31), "2025-01-31"),
    ],
)
def test_a_moment_in_parquet_is_a_date_of_publication(written, read, tmp_path):
    pd.DataFrame([{"id": 7, "text": TEXT, "published": written}]).to_parquet(tmp_path / "in.parquet")
    (article,) = read_articles([tmp_path / "in.parquet"])
    assert article.published == read


@pytest.mark.parametrize(("name", "pack"), [("news.warc.gz", gzip.compress), ("news.warc", bytes)])
def test_pages_of_a_web_archive_bring_address_and_date(name, pack, article_file):
    pages = (page(), page(TEXT.replace("ministry", "café"), "cp1252"))
    archive = b"".join(pack(archived(number, content)) for number, content in enumerate(pages))
    first, second = read_articles([article_file(archive, name)])
    assert (first.article_id, first.url, first.published) == ("0", "https://daily.example/0", "2025-01-31")
    assert first.title == "Losses" and "over 1,000 soldiers" in first.text
    assert "The café did not comment." in second.text


def packed_by_brotli(content: bytes) -> bytes:
    return pytest.importorskip("brotli").compress(content)


PACKED = {"gzip": gzip.compress, "deflate": zlib.compress, "br": packed_by_brotli, "zstd": zstandard.compress}


@pytest.mark.parametrize("encoding", PACKED)
def test_pages_of_a_web_archive_are_unpacked_or_rejected(encoding, article_file):
    packed = PACKED[encoding](page())
    told = ("200 OK", "text/html; charset=utf-8", f"Content-Encoding: {encoding}")
    pages = {1: packed, 2: packed[:-20], 3: page()}  # some archives hold pages unpacked
    path = article_file(b"".join(archived(number, content, *told) for number, content in pages.items()), "in.warc")
    assert ids(path) == ["1", "3"]
    ((place, reason),) = refused(path)
    assert place == "record 2" and reason in ("is cut off", "damaged")
    assert all("over 1,000 soldiers" in article.text for article in map(read_record, Inputs([path])) if article)


def read_record(record):
    return article_of(record, "en") if isinstance(record, Record) else None


@pytest.mark.parametrize(
    "told", ["text/html; charset=cp1251", 'text/html;charset="windows-1251"', "text/html; charset=CP1251"]
)
def test_a_page_is_in_the_encoding_that_its_server_told(told, article_file):
    content = page(f"Влади́мир Жуков said so. {TEXT}".replace("\u0301", ""), "cp1251")
    (article,) = read_articles([article_file(archived(1, content, "200 OK", told), "in.warc")])
    assert "Владимир Жуков said so." in article.text


@pytest.mark.parametrize("told", ["iso-8859-1", "ascii", "windows-1252"])
def test_latin_1_is_read_as_browsers_read_it(told, article_file):
    content = page(f"“Café” – {TEXT}", "cp1252")
    (article,) = read_articles([article_file(archived(1, content, "200 OK", f"text/html; charset={told}"), "in.warc")])
    assert "“Café” – Officials" in article.text


def test_a_page_may_tell_its_encoding_itself(article_file):
    content = page(TEXT.replace("ministry", "Żabka"), "iso-8859-2").replace(
        b"<head>", b'<head><meta charset="iso-8859-2">'
    )
    (article,) = read_articles([article_file(archived(1, content), "in.warc")])
    assert "The Żabka did not comment." in article.text


def test_a_record_that_is_cut_off_is_rejected(article_file):
    archive = archived(1, page()) + archived(2, page())
    path = article_file(archive[:-200], "in.warc")
    assert ids(path) == ["1"]
    ((place, reason),) = refused(path)
    assert place == f"byte {len(archived(1, page()))}" and "length is wrong" in reason


ODD_ROWS = {
    "a lone carriage return": ("a,x\ry\n", "x y"),
    "a lone carriage return in quotation marks": ('a,"x\ry"\n', "x\ry"),
    "escaped quotation marks": ('a,"He said \\"no\\", and left"\n', 'He said "no", and left'),
    "an escaped quotation mark at the end": ('a,"He said \\"no\\""\n', 'He said "no"'),
    "escaped quotation marks in several lines": ('a,"He said\n\\"no\n\\" twice"\n', 'He said\n"no\n" twice'),
    "a folder": ('a,"C:\\"\n', "C:\\"),
    "more cells than columns": ("a,x,y\n", None),
    "more cells than columns, the last in quotation marks": ('a,x,"y"\n', None),
    "a quotation mark inside": ('a,"x"y"\n', None),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("case", ODD_ROWS)
def test_an_odd_row_is_read_or_rejected_and_never_cut(case, ends, article_file):
    row, text = ODD_ROWS[case]
    content = f"id,text\n{row}b,plain\n".replace("\n", ends)
    items = list(Inputs([article_file(content, "in.csv")]))
    assert [item.place for item in items] == ["row 1", "row 2"]
    assert json.loads(items[1].content)["text"] == "plain"
    if text is None:
        assert isinstance(items[0], Rejected)
    else:
        assert json.loads(items[0].content)["text"] == text.replace("\n", ends)


def test_damaged_utf_16_is_told(article_file):
    path = article_file("id,text\na,x\nb,y\n".encode("utf-16")[:-1], "in.csv")
    assert ids(path) == ["a"] and "damaged UTF-16" in refused(path)[0][1]


@pytest.mark.parametrize(
    ("written", "identity"), [("7", "7"), ("7.0", "7"), ("1.5", "1.5"), ("NaN", None), ("true", None)]
)
def test_a_number_is_an_id_and_nan_is_nothing(written, identity, article_file):
    line = f'{{"id": {written}, "text": "Text.", "title": NaN, "url": null, "publisher": Infinity}}'
    items = list(Inputs([article_file(line, "in.jsonl")]))
    if identity is None:
        needs = "lacks an id; each record needs id and text (--id-column and --text-column name others)"
        assert [item.reason for item in items] == [needs]
    else:
        assert [(item.article_id, json.loads(item.content)) for item in items] == [(identity, {"text": "Text."})]


def test_what_is_no_page_in_a_web_archive_is_passed_over(article_file):
    missing, image = archived(1, page(), "404 Not Found"), archived(2, page(), kind="image/png")
    information = (
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:0>\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    assert list(Inputs([article_file(information + missing + image, "news.warc")])) == []


def test_a_damaged_record_of_a_web_archive_costs_itself_alone(article_file):
    records = [gzip.compress(archived(number, page())) for number in range(4)]
    damaged = records[1][:40] + b"\0" * (len(records[1]) - 80) + records[1][-40:]
    path = article_file(b"".join([records[0], damaged, *records[2:]]), "news.warc.gz")
    assert ids(path) == ["0", "2", "3"]
    assert refused(path) == [(f"byte {len(records[0])}", "damaged; this record cannot be unpacked")]


def test_a_web_archive_that_is_cut_off_gives_what_is_whole(article_file):
    path = article_file(b"".join(gzip.compress(archived(number, page())) for number in range(3))[:-20], "news.warc.gz")
    assert ids(path) == ["0", "1"] and len(refused(path)) == 1


def test_any_address_that_fsspec_knows_is_read():
    files = fsspec.filesystem("memory")
    files.pipe({"/corpus/deep/one.txt": TEXT.encode(), "/corpus/two.md": TEXT.encode(), "/corpus/notes.pdf": b""})
    files.pipe({"/more/1.jsonl": json_lines(RECORDS[:1]), "/more/2.jsonl.gz": gzip.compress(json_lines(RECORDS[1:]))})
    assert ids("memory://corpus") == ["deep/one", "two"]
    assert ids("memory://corpus/two.md") == ["two"]
    assert ids("memory://more/*.jsonl*", "memory://corpus/deep") == ["one", "a", "b"]
    inputs = Inputs(["memory://corpus"])
    assert inputs.size == 2 * len(TEXT) and list(inputs) and inputs.position == inputs.size
    with pytest.raises(InputError, match="memory://nowhere: no articles in this folder"):
        Inputs(["memory://nowhere"])
    with pytest.raises(InputError, match="nosuch://x: cannot be reached"):
        Inputs(["nosuch://x"])


@pytest.fixture
def website(tmp_path):
    """A web server of this machine: the folder that it shows, and its address."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever).start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("name", FORMS)
def test_a_web_address_is_read(name, website):
    folder, address = website
    (folder / name).write_bytes(FORMS[name])
    assert ids(f"{address}/{name}") == ["a", "b"]
    with pytest.raises(InputError, match=r"missing\.jsonl: no such file, or it cannot be reached"):
        Inputs([f"{address}/missing.jsonl"])


def test_a_web_archive_at_an_address_is_read(website):
    folder, address = website
    (folder / "news.warc.gz").write_bytes(b"".join(gzip.compress(archived(number, page())) for number in range(2)))
    (folder / "corpus.parquet").write_bytes(pd.DataFrame(RECORDS).to_parquet())
    assert ids(f"{address}/news.warc.gz", f"{address}/corpus.parquet") == ["a", "b", "0", "1"]


def test_an_address_tells_which_package_it_needs(monkeypatch):
    monkeypatch.setitem(known_implementations, "far", {"class": "farfs.Far", "err": "Install it"})
    with pytest.raises(InputError, match=r"far://a\.jsonl: needs farfs, which is not installed; pip install farfs"):
        Inputs(["far://a.jsonl"])


def test_what_fails_at_an_address_is_told_in_one_line(monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("403\nForbidden")

    fsspec.filesystem("memory").pipe("/far/in.jsonl", json_lines(RECORDS))
    monkeypatch.setattr(MemoryFileSystem, "_open", fail)
    assert refused("memory://far/in.jsonl") == [(None, "cannot be read (403 Forbidden); ask again, or download it")]
    monkeypatch.setattr(MemoryFileSystem, "isfile", fail)
    with pytest.raises(InputError, match=r"memory://far/in\.jsonl: cannot be reached \(403 Forbidden\)"):
        Inputs(["memory://far/in.jsonl"])


def test_the_order_of_the_inputs_does_not_matter(tmp_path):
    paths = [tmp_path / name for name in ("c.jsonl", "a.jsonl", "b.txt")]
    for path in paths[:2]:
        path.write_bytes(json_lines([{"id": path.stem, "text": TEXT}]))
    paths[2].write_text(TEXT)
    assert ids(*paths) == ids(*reversed(paths)) == ["a", "b", "c"]


def test_a_name_that_is_not_utf8_is_told_with_question_marks(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    (record,) = Inputs([tmp_path])
    assert (record.article_id, record.name) == ("caf?", f"{tmp_path}/caf?.txt")


def test_stars_stand_for_files(tmp_path):
    for name in ("1.jsonl", "2.jsonl"):
        (tmp_path / name).write_bytes(json_lines([{"id": name, "text": TEXT}]))
    assert ids(f"{tmp_path}/*.jsonl") == ["1.jsonl", "2.jsonl"]


GOOD = json_lines(RECORDS[:1])
BAD = {
    "an endless line": ("in.jsonl", GOOD + b"x" * 50_000_000 + b"\n" + json_lines(RECORDS[1:]), "line 2", "50 MB in one article"),
    "another encoding": ("in.jsonl", GOOD + '{"id": "é"}\n'.encode("cp1252") + json_lines(RECORDS[1:]), "line 2", "not UTF-8"),
    "a number too long": ("in.jsonl", GOOD + b'{"id": ' + b"9" * 5000 + b"}\n" + json_lines(RECORDS[1:]), "line 2", "not JSON"),
    "another id": ("in.jsonl", GOOD + GOOD + json_lines(RECORDS[1:]), "line 2", "two articles have this id, 'a'"),
    "a text that is a number": ("in.jsonl", GOOD + b'{"id": "c", "text": 7}\n' + json_lines(RECORDS[1:]), "line 2", "its text is of type int"),
    "a row in another encoding": ("in.csv", b"id,text\na,x\nc,caf\xe9\nb,y\n", "row 2", "not UTF-8"),
    "a row without id": ("in.csv", b"id,text\na,x\n,y\nb,z\n", "row 2", "lacks an id"),
    "a huge cell": ("in.csv", b'id,text\na,x\n"' + b"c" * 50_000_000 + b'"\nb,y\n', "row 2", "50 MB in one article"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_article_costs_itself_alone(case, article_file):
    name, content, place, reason = BAD[case]
    path = article_file(content, name)
    assert ids(path) == ["a", "b"]
    ((at, why),) = refused(path)
    assert at == place and reason in why
    with pytest.raises(InputError, match=f"{name}, {place}: "):
        list(read_articles([path], language="any"))


DAMAGED = {
    "gzip cut off": (
        "in.jsonl.gz",
        gzip.compress(json_lines([{"id": number, "text": TEXT} for number in range(999)]))[:-9],
        "cut off; what comes before its end is read",
    ),
    "gzip in name only": ("in.jsonl.gz", b"plain", "damaged"),
    "Zstandard in name only": ("in.jsonl.zst", b"plain", "damaged"),
    "Parquet in name only": ("in.parquet", b"plain", "not a Parquet file"),
    "WARC in name only": ("in.warc", b"plain", "not a sound WARC file"),
    "packed WARC in name only": ("in.warc.gz", b"plain", "not a sound WARC file"),
    "CSV without names": ("in.csv", b"1,some text\n", "no column id and text"),
    "a page without article": ("page.html", b"<html></html>", "no article"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_file_is_told_and_the_next_is_read(case, tmp_path, article_file):
    name, content, reason = DAMAGED[case]
    inputs = Inputs([article_file(content, name), article_file(TEXT, "next.txt")])
    assert "next" in [item.article_id for item in inputs if isinstance(item, Record)]
    with pytest.raises(InputError, match=reason):
        list(read_articles([tmp_path / name]))
