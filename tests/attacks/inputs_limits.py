"""Attacks by size: what unpacks, or is written out, to gigabytes is rejected while it is read; memory stays bounded."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from itertools import product
from pathlib import Path

import zstandard

from analysis.article import Article, CorrectionsFile, InputError
from analysis.findings.corrections import find_corrections
from attacks import BOUNDED, LINEAR, TEXT, attack

PROGRAM = """
import resource, sys
import pyarrow.parquet, analysis.corpus.webarchives
from analysis.corpus import Inputs
from analysis.corpus.records import Rejected
def peak():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) // 1000
resource.setrlimit(resource.RLIMIT_AS, (4 * 10**9, 4 * 10**9))
before = peak()
articles = rejected = 0
for item in Inputs(sys.argv[1:]):
    articles, rejected = articles + (not isinstance(item, Rejected)), rejected + isinstance(item, Rejected)
print(articles, rejected, peak() - before)
"""
MEGABYTES, SECONDS = 600, 600


def measured(*paths: Path) -> tuple[int, int]:
    """Articles and rejections of some inputs, read by a process whose memory is measured and limited."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, paths)], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-300:]
    articles, rejected, peak = map(int, done.stdout.split())
    assert peak < MEGABYTES, f"{peak} MB of memory"
    return articles, rejected


# Packed ---------------------------------------------------------------------------------------------------------------


PIECES = {
    "one line": (b'{"id": "b", "text": "', b"x"),
    "blank lines": (b"", b"\n"),
    "zeros": (b"", b"\0"),
    "nested arrays": (b"", b"["),
    "one cell": (b'id,text\nb,"', b"x"),
    "quotation marks": (b'id,text\nb,"', b'"'),
    "separators": (b"id,text\nb,", b","),
    "one page": (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example\r\nWARC-Record-ID: <urn:uuid:b>\r\n"
        b"Content-Length: 1000000019\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"x",
    ),
    "one header": (b"WARC/1.0\r\nWARC-Type: ", b"x"),
}
"""How what an input holds begins, and what it repeats for a gigabyte."""
KINDS = {
    "jsonl": ["one line", "blank lines", "zeros", "nested arrays"],
    "csv": ["one cell", "quotation marks", "separators", "blank lines"],
    "warc": ["one page", "one header", "zeros"],
}


@attack(BOUNDED, "packed", [f"{kind}.{form}.{pack}" for form, kinds in KINDS.items() for kind in kinds for pack in ("gz", "zst")], slow=True)  # fmt: skip
def packed_gigabytes_are_rejected(folder: Path, name: str) -> None:
    if name.endswith("gz"):
        packer = zlib.compressobj(1, wbits=31)
        pack, end = packer.compress, packer.flush
    else:
        packer = zstandard.ZstdCompressor().compressobj()
        pack, end = packer.compress, packer.flush
    with (folder / name).open("wb") as file:
        start, repeated = PIECES[name.partition(".")[0]]
        file.write(pack(start))
        for _ in range(1000):
            file.write(pack(repeated * 1_000_000))
        file.write(end())
    (folder / "z.txt").write_text(TEXT)
    articles, rejected = measured(folder / name, folder / "z.txt")
    assert articles == 1 and rejected == 1, f"{name}: {articles} articles, {rejected} rejected"


@attack(BOUNDED, "packed", ["gzip"])
@attack(BOUNDED, "packed", ["gzip twice", "deflate", "zstd"], slow=True)
def page_that_unpacks_to_gigabytes_is_rejected(folder: Path, case: str) -> None:
    packer = zlib.compressobj(9, wbits=-15 if case == "deflate" else 31)
    body = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    if case == "gzip twice":
        body = gzip.compress(body)
    elif case == "zstd":
        body = zstandard.compress(bytes(300_000_000))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {case.split()[0]}\r\n\r\n".encode()
    told = f"WARC-Target-URI: http://a.example\r\nContent-Length: {len(head + body)}\r\n\r\n"
    record = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:b>\r\n{told}".encode() + head + body
    (folder / "in.warc").write_bytes(record + b"\r\n\r\n")
    articles, rejected = measured(folder / "in.warc")
    assert articles + rejected == 1
    if articles:  # packed once more than its headers tell: it is a page without words
        from analysis.corpus import Inputs
        from analysis.corpus.articles import article_of

        try:
            article_of(next(iter(Inputs([folder / "in.warc"]))), "any")
        except InputError:
            return
        raise AssertionError(f"{case}: read as an article")


# Records --------------------------------------------------------------------------------------------------------------


def _dictionary_of_large_texts(folder: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    values = pa.array(["x" * 4_900_000])
    table = pa.table({
        "id": pa.array([str(number) for number in range(2000)]),
        "text": pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), values),
    })  # fmt: skip
    pq.write_table(table, folder / "in.parquet")
    return folder / "in.parquet"


def _one_text(length: int, compression: str, **options) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        import pyarrow as pa
        import pyarrow.parquet as pq

        text = pa.array(["x" * length], pa.large_string())
        pq.write_table(pa.table({"id": ["a"], "text": text}), folder / "in.parquet", compression=compression, **options)
        return folder / "in.parquet"

    return write


def _title_of_gigabytes(folder: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"id": ["a"], "text": [TEXT], "title": pa.array(["x" * 150_000_000])})
    pq.write_table(table, folder / "in.parquet", compression="none")
    return folder / "in.parquet"


def _nested_column(folder: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"id": ["a"], "text": [TEXT], "title": pa.array([[0] * 30_000_000], pa.list_(pa.int8()))})
    pq.write_table(table, folder / "in.parquet")
    return folder / "in.parquet"


def _large_cell(folder: Path) -> Path:
    with (folder / "in.csv").open("w") as file:
        file.write('id,text\na,"')
        for _ in range(190):
            file.write("x" * 1_000_000)
        file.write('"\n')
    return folder / "in.csv"


def _large_line(folder: Path) -> Path:
    with (folder / "in.jsonl").open("w") as file:
        for _ in range(190):
            file.write("[" * 1_000_000)
    return folder / "in.jsonl"


def _sparse(name: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        with (folder / name).open("wb") as file:
            file.truncate(10**12)
        return folder / name

    return write


RECORDS = {
    "a dictionary of large texts": (_dictionary_of_large_texts, 41),
    "one text of 400 MB, zstd": (_one_text(400_000_000, "zstd"), 1),
    "one text of 100 MB, not packed": (_one_text(100_000_000, "none", use_dictionary=False), 1),
    "one text of 100 MB, in a dictionary": (_one_text(100_000_000, "none"), 1),
    "a title of 150 MB": (_title_of_gigabytes, 1),
    "a title that is a list": (_nested_column, 1),
    "a cell of 190 MB": (_large_cell, 1),
    "a line of 190 MB": (_large_line, 1),
    **{f"a terabyte of nothing as {name}": (_sparse(name), 1) for name in ("in.txt", "in.html", "in.jsonl", "in.csv", "in.warc", "in.parquet", "in.jsonl.gz", "in.jsonl.zst", "in.warc.gz")},
}  # fmt: skip


@attack(BOUNDED, "record", RECORDS, slow=True)
def large_record_is_rejected_or_read_alone(folder: Path, case: str) -> None:
    write, number = RECORDS[case]
    articles, rejected = measured(write(folder))
    assert rejected == 1 and articles + rejected == number, f"{case}: {articles} articles, {rejected} rejected"


@attack(BOUNDED, "record", [100, 1_000, 50_000])
def limit_is_that_of_the_option(folder: Path, largest: int) -> None:
    from analysis.corpus import Inputs
    from analysis.corpus.records import Rejected

    fits, over = "é" * (largest // 2), "é" * (largest // 2 + 1)
    (folder / "a.txt").write_text(fits)
    (folder / "b.txt").write_text(over)
    records = [{"id": "fits", "text": fits}, {"id": "over", "text": over}]
    (folder / "in.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    (folder / "in.csv").write_text("id,text\n" + "".join(f"{row['id']},{row['text']}\n" for row in records))
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(records), folder / "in.parquet")
    for given in (folder, *(folder / f"in.{form}" for form in ("jsonl", "csv", "parquet"))):
        kinds = [isinstance(item, Rejected) for item in Inputs([given], largest)]
        assert kinds == [False, True], f"{given.name}: {kinds}"


# Time -----------------------------------------------------------------------------------------------------------------


def _in_time(what: str, seconds: float, function: Callable[[], object]) -> None:
    start = time.process_time()
    function()
    assert time.process_time() - start < seconds, f"{what}: {time.process_time() - start:.0f} s"


ARCHIVES = {
    "marks of records": (b"", b"WARC/1.0\r\n", 300_000),
    "marks with lengths": (b"", b"\nWARC/1.0\r\nContent-Length: 99999\r\n\r\n", 200_000),
    "marks with small lengths": (b"", b"\nWARC/1.0\r\nContent-Length: 1\r\n\r\nx", 200_000),
    "a header without end": (b"WARC/1.0\r\n", b"a", 10_000_000),
    "continued headers": (b"WARC/1.0\r\na: b\r\n", b" c\r\n", 2_000_000),
    "marks of gzip": (b"", b"\x1f\x8b\x08\0", 2_000_000),
    "members of gzip without end": (b"", gzip.compress(b"WARC/1.0\r\n")[:-8], 100_000),
    "stored blocks": (b"", b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\0\x05\0\xfa\xff" + b"WARC/", 200_000),
    "empty members": (b"", gzip.compress(b""), 50_000),
}


@attack(LINEAR, "WARC", product(ARCHIVES, (20,)))
@attack(LINEAR, "WARC", product(ARCHIVES, (1,)), slow=True)
def damaged_archive_is_read_in_time(folder: Path, case: tuple[str, int]) -> None:
    from analysis.corpus import Inputs

    name, share = case
    start, repeated, times = ARCHIVES[name]
    for file in (folder / "in.warc", folder / "in.warc.gz"):
        file.write_bytes(start + repeated * (times // share))
        _in_time(f"{name} in {file.name}", 20 / share, lambda file=file: list(Inputs([file])))


FRONT_MATTER = [
    f"---\n{start}{filling * 200_000}{end}\n---\nText."
    for start in ("title:", "title: a", "", "a")
    for filling in (" ", "\t", "a", ":", "\r", "-", "a:", "a: ", "\n", "\n---", "\n--- ", "a:\n")
    for end in ("", "x", " x ")
]


@attack(LINEAR, "Markdown", range(len(FRONT_MATTER)))
def front_matter_is_read_in_time(folder: Path, number: int) -> None:
    from analysis.article import markup

    source = FRONT_MATTER[number]
    _in_time(
        f"{source[:20]!a}",
        2,
        lambda: [markup._FIELD.findall(found[1]) for found in [markup._FRONT_MATTER.match(source)] if found],
    )


# Corrections ----------------------------------------------------------------------------------------------------------

KEYS = {
    "bare": ".".join("a" * 30_000),
    "spaced": " . ".join("a" * 20_000),
    "quoted": ".".join(['"a b"'] * 12_000),
    "in single quotation marks": ".".join(["'a'"] * 15_000),
    "empty": ".".join(['""'] * 20_000),
    "mixed": ".".join(["a", '"b"', "'c'", "1-2_3"] * 4_000),
}
FORMS = ["{0} = 1", "[{0}]", "[[{0}]]", "a = {{ {0} = 1 }}", "[[change]]\n{0} = 1", "[[change]]\nsource = {{ {0} = 1 }}", "# 'x\n{0} = 1"]  # fmt: skip


@attack(BOUNDED, "corrections", [(key, form) for key in KEYS for form in FORMS])
def long_key_is_refused(folder: Path, case: tuple[str, str]) -> None:
    key, form = case
    article = Article(TEXT, corrections=CorrectionsFile("a.corrections.toml", form.format(KEYS[key])))

    def refuse() -> None:
        try:
            find_corrections(article)
        except InputError as error:
            assert "\n" not in str(error) and len(str(error)) < 400, error
        else:
            raise AssertionError(f"{case}: accepted")

    _in_time(str(case), 2, refuse)


@attack(
    LINEAR,
    "corrections",
    ["a", "a.", ".", '"', '"a', "a ", "'", "'.", "[", "[[a]]\n", "a.b\n", "{a=", "-", '"a".\n'],
)
def any_corrections_are_read_in_time(folder: Path, filling: str) -> None:
    toml = (filling * 1_000_000)[:300_000]
    article = Article(TEXT, corrections=CorrectionsFile("a.corrections.toml", toml))

    def refuse() -> None:
        try:
            find_corrections(article)
        except InputError:
            return

    _in_time(f"{filling!a}", 10, refuse)
