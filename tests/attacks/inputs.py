"""Attacks by files and folders: what is no article costs itself alone, nothing is lost unsaid, no input is replaced."""

from __future__ import annotations

import gzip
import json
import os
import random
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import zstandard

from analysis.__main__ import cli
from analysis.article import InputError, load
from analysis.article.loading import sound
from analysis.corpus import Inputs
from analysis.corpus.records import Record, Rejected
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import files_of
from attacks import ALONE, COUNTED, KEPT, TEXT, attack
from attacks.inputs_addresses import parquet, web_archive


def read(*paths, **options) -> tuple[list[str], list[Rejected]]:
    """The ids of the articles in files, and what is rejected; each is told in one line."""
    items = list(Inputs(paths, **options))
    rejected = [item for item in items if isinstance(item, Rejected)]
    assert all("\n" not in item.reason for item in rejected), rejected
    return [item.article_id for item in items if isinstance(item, Record)], rejected


# One bad item costs itself alone --------------------------------------------------------------------------------------


def _a_dangling_link(path: Path) -> None:
    path.symlink_to(path.parent / "user@host.1234:5678")


def _a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


BAD_FILES = {
    "a dangling link": _a_dangling_link,
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to an endless device": lambda path: path.symlink_to("/dev/zero"),
    "a link to a terminal": lambda path: path.symlink_to("/dev/tty"),
    "a link to a folder": lambda path: path.symlink_to("/proc/self/fdinfo"),
    "a link to another folder's file": lambda path: path.symlink_to("/etc/hostname"),
    "a pipe": os.mkfifo,
    "a socket": _a_socket,
    "a file of another encoding's corrections": lambda path: (
        path.write_text(TEXT),
        path.with_suffix(".corrections.toml").write_bytes(b"\xff\xfe"),
    ),
    "a pipe of corrections": lambda path: (path.write_text(TEXT), os.mkfifo(path.with_suffix(".corrections.toml"))),
    "huge corrections": lambda path: (
        path.write_text(TEXT),
        path.with_suffix(".corrections.toml").write_text("#" * 2_000_000),
    ),
    "endless corrections": lambda path: (
        path.write_text(TEXT),
        path.with_suffix(".corrections.toml").symlink_to("/dev/zero"),
    ),
}


@attack(ALONE, "file", BAD_FILES)
def bad_file_of_a_folder_costs_itself_alone(folder: Path, case: str) -> None:
    for name in ("a", "z"):
        (folder / f"{name}.txt").write_text(TEXT)
    BAD_FILES[case](folder / ".#b.txt")
    ids, rejected = read(folder)
    assert ids == ["a", "z"], f"{case}: {ids}"
    assert len(rejected) == 1, f"{case}: {rejected}"


@attack(ALONE, "file", BAD_FILES)
def bad_file_costs_itself_alone(folder: Path, case: str) -> None:
    (folder / "z.txt").write_text(TEXT)
    bad = folder / "b.txt"
    BAD_FILES[case](bad)
    try:
        ids, rejected = read(bad, folder / "z.txt")
    except InputError as error:  # where the name alone tells that there is nothing
        assert str(bad) in str(error), f"{case}: {error}"
    else:
        assert len(ids) == 2 - len(rejected) and "z" in ids, f"{case}: {ids}, {rejected}"
    try:
        load(bad)
    except InputError as error:
        assert "\n" not in str(error), error
    else:
        assert "another" in case or "to a folder" in case, f"{case}: read as an article"


OTHER_KINDS = [
    ["a.jpg"],
    ["b.docx", "a.PDF", "noend", ".DS_Store", "archive.jsonl", "rows.csv", "x.txt.bak", "\x1b[31m.jpg", "a\nb.png"],
    [f"{number}.tif" for number in range(300)],
    [b"\xff.jpg"],
]


@attack(COUNTED, "file", range(len(OTHER_KINDS)))
def file_of_another_kind_in_a_folder_is_told(folder: Path, case: int) -> None:
    names = [os.fsdecode(name) for name in OTHER_KINDS[case]]
    (folder / "in" / "deep").mkdir(parents=True)
    for name in ("article.txt", "article.corrections.toml"):
        (folder / "in" / name).write_text(TEXT if name.endswith("txt") else "")
    for name in names:
        (folder / "in" / name).touch()
        (folder / "in" / "deep" / name).symlink_to(folder / "in" / name)
    found = Inputs([folder / "in"])
    told = sorted(sound(f"{place}{name}") for name in names for place in ("", "deep/"))
    assert found.passed_over == told, found.passed_over
    assert [item.article_id for item in found] == ["article"]
    with patch("analysis.__main__.click.echo") as echo, suppress(InputError):
        cli(["tables", str(folder / "in"), "--output", str(folder / "out")], standalone_mode=False)
    (line,) = [call.args[0] for call in echo.call_args_list if "passed over" in str(call)]
    assert line.startswith(f"passed over {len(told):,} files of other kinds: ") and line.isprintable(), line
    assert len(line) < 400, line


@attack(ALONE, "file", range(3))
def deep_folders_and_long_names_cost_nothing_else(folder: Path, case: int) -> None:
    (folder / "a.txt").write_text(TEXT)
    (folder / f"{'b' * (251 - case)}.txt").write_text(TEXT)  # no corrections fit beside it
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1200):  # deeper than a recursion or a path may go
        os.mkdir("dddddddd", dir_fd=here)
        below = os.open("dddddddd", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("c.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    ids, rejected = read(folder)
    assert ids == ["a", "b" * (251 - case)], ids
    assert rejected and all("File name too long" in item.reason for item in rejected), rejected
    subprocess.run(["rm", "-rf", folder / "dddddddd"], check=True)


def _parquet_cells(kind: str) -> list[bytes]:
    """Parquet files of three rows, the second of them bad."""
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    text, ids = pa.array([TEXT] * 3), pa.array(["a", "b", "c"])
    damaged = pa.array([f"{TEXT} 1".encode(), b"caf\xe9 \xff", f"{TEXT} 2".encode()]).view(pa.string())
    files = []
    match kind:
        case "invalid UTF-8":
            tables = [{"id": ids, "text": damaged}, {"id": ids, "text": text, "title": damaged}]
            tables += [{"id": damaged, "text": text}, {"id": ids, "text": damaged.dictionary_encode()}]
        case "timestamps out of range":
            tables = [
                {"id": ids, "text": text, "published": pa.array([None, far, None], pa.timestamp(unit))}
                for unit in ("s", "ms", "us")
                for far in (
                    2**62 // {"s": 1000, "ms": 1, "us": 1}[unit],
                    -(2**62) // {"s": 1000, "ms": 1, "us": 1}[unit],
                )
            ]
            tables += [{"id": ids, "text": text, "published": pa.array([None, 2**31 - 1, None], pa.date32())}]
        case "zones that are none":
            tables = [
                {"id": ids, "text": text, "published": pa.array([None, 1, None], pa.timestamp("us", zone))}
                for zone in ("+99:99", "Nowhere/Nothing", "../../etc/passwd", "%s", "UTC+25")
            ]
    for table in tables:
        file = io.BytesIO()
        pq.write_table(pa.table(table), file)
        files.append(file.getvalue())
    return files


@attack(ALONE, "Parquet", ["invalid UTF-8", "timestamps out of range", "zones that are none"])
def bad_cell_costs_its_row_alone(folder: Path, case: str) -> None:
    for number, content in enumerate(_parquet_cells(case)):
        path = folder / f"{number}.parquet"
        path.write_bytes(content)
        ids, rejected = read(path)
        assert len(ids) + len(rejected) == 3 and len(rejected) == 1, f"{case} {number}: {ids}, {rejected}"


PAGES = [{"id": name, "text": f"<p>{TEXT}</p>" * 3} for name in "abcd"]
HEADERS = [b"WARC-Target-URI", b"WARC-Record-ID", b"Content-Length", b"WARC-Type", b"Content-Type"]


@attack(ALONE, "WARC", [(name, form) for name in HEADERS for form in ("warc", "warc.gz")])
def record_without_a_header_costs_itself_alone(folder: Path, case: tuple[bytes, str]) -> None:
    name, form = case
    records = [web_archive([page]) for page in PAGES]
    head, end, rest = records[1].partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(name + b":")]
    records[1] = b"\r\n".join(lines) + end + rest
    path = folder / f"in.{form}"
    path.write_bytes(b"".join(map(gzip.compress if form == "warc.gz" else bytes, records)))
    ids, rejected = read(path)
    assert {"a", "c", "d"} <= set(ids), f"{case}: {ids}"
    assert len(ids) + len(rejected) == 4 or name == b"WARC-Type", f"{case}: {ids}, {rejected}"


PADDINGS = {
    "zeros behind it": (b"", b"\0" * 10_000),
    "zeros between": (b"\0" * 3, b""),
    "zeros everywhere": (b"\0" * 100_000, b"\0"),
    "letters behind it": (b"", b"x"),
    "zeros and a letter behind it": (b"", b"\0" * 500 + b"x"),
    "zeros, a letter and zeros": (b"", b"\0x\0"),
    "letters between": (b"x" * 5, b""),
    "line ends behind it": (b"", b"\r\n"),
}


@attack(COUNTED, "WARC", PADDINGS)
def zeros_alone_may_pad_a_packed_archive(folder: Path, case: str) -> None:
    between, behind = PADDINGS[case]
    path = folder / "in.warc.gz"
    path.write_bytes(between.join(gzip.compress(web_archive([page])) for page in PAGES) + behind)
    ids, rejected = read(path)
    assert ids == list("abcd"), f"{case}: {ids}"
    wrong = {"letters between": len(PAGES) - 1, "letters behind it": 1, "line ends behind it": 1}
    assert len(rejected) == (wrong.get(case, 1) if case in wrong or "letter" in case else 0), f"{case}: {rejected}"


# Nothing is lost unsaid -----------------------------------------------------------------------------------------------


@attack(COUNTED, "WARC", [-(10**6), -500, -3, -1, 5, 17, 200, 500, 10**4, 10**6, 10**12, "x", "", "1e3", "0x10"])  # fmt: skip
def record_of_a_wrong_length_costs_itself_alone(folder: Path, wrong: int | str) -> None:
    records = [web_archive([page]) for page in PAGES]
    told = int(records[1].partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    length = told + wrong if isinstance(wrong, int) else wrong
    records[1] = records[1].replace(b"Content-Length: %d" % told, f"Content-Length: {length}".encode())
    for name, pack in (("in.warc", bytes), ("in.warc.gz", gzip.compress)):
        (folder / name).write_bytes(b"".join(map(pack, records)))
        ids, rejected = read(folder / name)
        assert ids == ["a", "c", "d"] and len(rejected) == 1, f"{name}, {wrong}: {ids}, {rejected}"
    (folder / "in.warc.zst").write_bytes(zstandard.compress(b"".join(records)))
    ids, rejected = read(folder / "in.warc.zst")
    assert ids == ["a", "c", "d"] and len(rejected) == 1, f"in.warc.zst, {wrong}: {ids}, {rejected}"


def _archived(body: bytes, *headers: str, head: str = "") -> bytes:
    answer = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""]).encode() + body
    told = f"WARC-Record-ID: <urn:uuid:b>\r\nWARC-Target-URI: https://daily.example/b\r\n{head}"
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\n{told}Content-Length: {len(answer)}\r\n\r\n".encode()
        + answer
        + b"\r\n\r\n"
    )


PAGE = f"<html><body><article>{f'<p>{TEXT}</p>' * 30}</article></body></html>".encode()
ZIPPED = gzip.compress(PAGE)
IN_CHUNKS = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (100, PAGE[:100], len(PAGE) - 100, PAGE[100:])
CUT_BODIES = {
    "gzip, cut": _archived(ZIPPED[:-20], "Content-Encoding: gzip"),
    "gzip, no checksum": _archived(ZIPPED[:-8], "Content-Encoding: gzip"),
    "gzip, wrong checksum": _archived(ZIPPED[:-8] + b"\0" * 8, "Content-Encoding: gzip"),
    "gzip, damaged": _archived(ZIPPED[:60] + b"\xff" * 20 + ZIPPED[80:], "Content-Encoding: gzip"),
    "chunks, cut": _archived(IN_CHUNKS[:1000], "Transfer-Encoding: chunked"),
    "chunks, no last": _archived(IN_CHUNKS[:-5], "Transfer-Encoding: chunked"),
    "chunks, wrong size": _archived(IN_CHUNKS.replace(b"64\r\n", b"65\r\n", 1), "Transfer-Encoding: chunked"),
    "shorter than told": _archived(PAGE[:-500], f"Content-Length: {len(PAGE)}"),
    "told to be truncated": _archived(PAGE[:-500], head="WARC-Truncated: length\r\n"),
    "a segment": _archived(PAGE[:-500], head="WARC-Segment-Number: 1\r\n"),
}
WHOLE_BODIES = {
    "gzip": _archived(ZIPPED, "Content-Encoding: gzip"),
    "gzip by its first bytes": _archived(ZIPPED),
    "unpacked already": _archived(PAGE, "Content-Encoding: gzip", f"Content-Length: {len(ZIPPED)}"),
    "chunks": _archived(IN_CHUNKS, "Transfer-Encoding: chunked"),
    "put together already": _archived(PAGE, "Transfer-Encoding: chunked"),
    "longer than told": _archived(PAGE, f"Content-Length: {len(PAGE) - 100}"),
    "no last line ends": _archived(PAGE)[:-4],
}


@attack(COUNTED, "WARC", [*CUT_BODIES, *WHOLE_BODIES])
def body_in_an_archive_is_whole_or_rejected(folder: Path, case: str) -> None:
    (folder / "in.warc").write_bytes((CUT_BODIES | WHOLE_BODIES)[case])
    (item,) = Inputs([folder / "in.warc"])
    if case in CUT_BODIES:
        assert isinstance(item, Rejected), f"{case}: part of a page is read as one"
    else:
        assert isinstance(item, Record) and item.content == PAGE, f"{case}: {item}"[:300]


LINE_ENDS = {"LF": "\n", "CR LF": "\r\n", "CR": "\r"}
BROKEN_ROWS = {
    "a quotation mark that is not closed": '"{0}',
    "a closing quotation mark alone": '{0}"',
    "words after a closing quotation mark": '"{0}" he said',
    "too many cells": "{0},,,,{0}",
    "too many cells by a comma": "{0}, {0}, {0}, {0}",
    "a quotation mark within": 'a 5" pipe. {0}',
}


@attack(COUNTED, "CSV", [(row, end, many) for row in BROKEN_ROWS for end in LINE_ENDS for many in (1, 2)])
def broken_row_is_told(folder: Path, case: tuple[str, str, int]) -> None:
    row, end, many = case
    rows = ["id,text,title", *(f"{name},{TEXT.replace(',', '')},title" for name in "abcdef")]
    for number in range(many):
        rows[2 + 2 * number] = f"{'bd'[number]},{BROKEN_ROWS[row].format('text')}"
    (folder / "in.csv").write_text(LINE_ENDS[end].join(rows) + LINE_ENDS[end], newline="")
    items = list(Inputs([folder / "in.csv"]))
    ids = [item.article_id for item in items if isinstance(item, Record)]
    told = [item.reason for item in items if isinstance(item, Rejected)]
    for item in items:
        assert isinstance(item, Rejected) or len(item.content) < 250, f"{case}: {item.article_id} swallows other rows"
    missing = set("abcdef") - set(ids)
    assert not missing or told, f"{case}: {missing} are lost unsaid"
    if "quotation" not in row:
        assert len(ids) + len(told) == 6, f"{case}: {ids}, {told}"
    assert "not closed" in row or not missing - {"b", "c", "d"}, f"{case}: {ids}, {told}"


ENCODINGS = [f"utf-{bits}-{order}" for bits in (16, 32) for order in ("le", "be")]
# Characters in whose bytes line ends, separators and quotation marks stand.
CELLS = ["plain", "é \U0001f600 中", "\u0a0a\u0a0d\u0d0a\u0d0d", "\u2c2c\u2222\u0a2c", "a, b; c\td", 'he "said"', "two\nlines\r\nin it", "\u0a00\u0d00\u2200"]  # fmt: skip


@attack(
    COUNTED, "CSV", [(encoding, mark, end) for encoding in ENCODINGS for mark in (True, False) for end in LINE_ENDS]
)
def wide_characters_are_read_or_told(folder: Path, case: tuple[str, bool, str]) -> None:
    encoding, mark, end = case
    rows = [["id", "text"], *([f"n{number}", cell] for number, cell in enumerate(CELLS))]
    lines = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    content = (("\ufeff" if mark else "") + LINE_ENDS[end].join([*lines, ""])).encode(encoding)
    path = folder / "in.csv"
    for written in (path, folder / "in.csv.gz"):
        written.write_bytes(content if written == path else gzip.compress(content))
        texts = [json.loads(item.content)["text"] for item in Inputs([written]) if isinstance(item, Record)]
        assert texts == CELLS, f"{case}: {texts}"
    width = int(encoding[4:6]) // 8
    for cut in range(1, 10 * width):  # which leaves something of the last row
        path.write_bytes(content[:-cut])
        texts = [json.loads(item.content)["text"] for item in Inputs([path]) if isinstance(item, Record)]
        _, rejected = read(path)
        told = len(rejected) + texts.count(None)  # a cell that is missing is an article without text
        texts = [text for text in texts if text]
        assert texts == CELLS[: len(texts)] and (told or len(texts) == len(CELLS)), f"{case}, {cut}: {texts}"
        assert cut % width == 0 or rejected, f"{case}: half a character at the end is passed over"
    # One half of a character is missing, or the mark is that of the other order: told, never other words.
    path.write_bytes(content[:30] + content[31:])
    ids, rejected = read(path)
    assert rejected and not ids, f"{case}: {ids}"
    if mark:
        path.write_bytes(content[:width][::-1] + content[width:])
        ids, rejected = read(path)
        assert rejected and not ids, f"{case}: {ids}"


@attack(COUNTED, "CSV", range(60))
def any_cells_come_back_as_they_were_written(folder: Path, seed: int) -> None:
    import csv

    draw = random.Random(seed)
    delimiter, end = draw.choice(",;\t"), draw.choice(["\n", "\r\n", "\r"])
    alphabet = [
        "a",
        "é",
        "\U0001f600",
        '"',
        '""',
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        " ",
        "=",
        "\\",
        "\x1c",
        "\u2028",
        "'",
    ]
    rows = [
        {
            "id": f"n{number}",
            "text": "x" + "".join(draw.choices(alphabet, k=draw.randrange(1, 4000 if number == 2 else 60))),
        }
        for number in range(6)
    ]
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as file:
        quoting = draw.choice([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_MINIMAL])
        writer = csv.DictWriter(file, ["id", "text"], delimiter=delimiter, lineterminator=end, quoting=quoting)
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
    bare = quoting == csv.QUOTE_MINIMAL and sys.version_info < (3, 13)  # which leaves carriage returns bare
    if bare and any("\r" in row["text"] for row in rows):
        return
    # A limit that some rows exceed, so that they are passed over in pieces, cut wherever it falls.
    items = list(Inputs([folder / "in.csv"], largest_article=500))
    for row, item in zip(rows, items, strict=True):
        if len(row["text"].encode()) > 500:
            assert isinstance(item, Rejected), f"{seed}: {row['id']} is over the limit"
        else:
            assert isinstance(item, Record) and json.loads(item.content)["text"] == row["text"], f"{seed}: {item}"


@attack(COUNTED, "CSV", range(40))
def cell_too_long_is_passed_over_to_its_end(folder: Path, seed: int) -> None:
    draw = random.Random(seed)
    content = "".join(draw.choices(['""', "\nfake,fake\n", ",", "x", '""""', "\r\n"], k=draw.randrange(9_000, 60_000)))
    (folder / "in.csv").write_text(f'id,text\na,x\nb,"{content}"\nc,y\n', newline="")
    ids, rejected = read(folder / "in.csv", largest_article=draw.randrange(100, 3000))
    assert ids == ["a", "c"] and len(rejected) == 1, f"{seed}: {ids}, {len(rejected)} rejected"


PACKS = {".gz": gzip.compress, ".zst": zstandard.compress}
SUMMED = {".gz": gzip.compress, ".zst": zstandard.ZstdCompressor(write_checksum=True).compress}
LINES = "".join(
    json.dumps({"id": f"n{number}", "text": f"{TEXT} {random.Random(number).getrandbits(400):x}"}) + "\n"
    for number in range(200)
).encode()
ARCHIVE = web_archive([{"id": f"n{number}", "text": f"{TEXT} {number}"} for number in range(20)])
ROWS = b"id,text\n" + b"".join(
    b"n%d,%d soldiers\n" % (number, random.Random(number).getrandbits(60)) for number in range(200)
)
CONTENTS = {".jsonl": LINES, ".csv": ROWS, ".warc": ARCHIVE}


@attack(COUNTED, "packed", [(suffix, pack, share) for suffix in CONTENTS for pack in PACKS for share in (0.01, 0.3, 0.77, 0.99)])  # fmt: skip
def packed_input_that_is_cut_off_is_told(folder: Path, case: tuple[str, str, float]) -> None:
    suffix, pack, share = case
    packed = PACKS[pack](CONTENTS[suffix])
    path = folder / f"in{suffix}{pack}"
    path.write_bytes(packed[: int(share * len(packed))])
    ids, rejected = read(path)
    assert len(rejected) == 1, f"{case}: {len(ids)} articles, {rejected}"
    path.write_bytes(b"")
    assert len(read(path)[1]) == 1 or path.name.endswith("warc.gz"), (
        f"{case}: nothing at all is taken for a packed input"
    )


@attack(COUNTED, "packed", [(suffix, pack, seed) for suffix in (".jsonl", ".csv") for pack in SUMMED for seed in range(10)])  # fmt: skip
def packed_input_with_a_changed_byte_is_rejected(folder: Path, case: tuple[str, str, int]) -> None:
    suffix, pack, seed = case
    packed = bytearray(SUMMED[pack](CONTENTS[suffix]))
    packed[random.Random(seed).randrange(20, len(packed))] ^= 1 << seed % 8
    (folder / f"in{suffix}{pack}").write_bytes(packed)
    _ids, rejected = read(folder / f"in{suffix}{pack}")
    assert rejected, f"{case}: accepted"
    whole = {item.article_id: item.content for item in Inputs([_written(folder / f"whole{suffix}", CONTENTS[suffix])])}
    for item in Inputs([folder / f"in{suffix}{pack}"]):
        assert isinstance(item, Rejected) or item.content == whole[item.article_id], f"{case}: a changed text is read"


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# No input is replaced -------------------------------------------------------------------------------------------------

OUTPUTS = [f"{name}.{form}" for name, form in files_of((*COLUMNS, "rejected"))]


@attack(KEPT, "output", [(name, way) for name in OUTPUTS for way in ("itself", "a link", "through a link", "a hard link", "a part")])  # fmt: skip
def input_is_not_replaced(folder: Path, case: tuple[str, str]) -> None:
    name, way = case
    output = folder / "out"
    output.mkdir()
    content = parquet([{"id": "a", "text": TEXT}]) if name.endswith("parquet") else f"id,text\na,{TEXT}\n".encode()
    given = place = output / name
    if way == "a part":
        place.mkdir()
        given = place = place / f"part-00000{given.suffix}"
    place.write_bytes(content)
    if way == "a link":
        given = folder / f"linked{given.suffix}"
        given.symlink_to(place)
    elif way == "a hard link":
        given = folder / f"linked{given.suffix}"
        os.link(place, given)
    elif way == "through a link":
        (folder / "other").symlink_to(output)
        output = folder / "other"
    try:
        Inputs([given]).keep_from(output)
    except InputError as error:
        assert "\n" not in str(error) and str(given) in str(error), error
    else:
        raise AssertionError(f"{case}: not refused")
    Inputs([given]).keep_from(folder / "elsewhere")


@attack(KEPT, "output", ["tables", "tables --workers 1", "report"], slow=True)
def command_leaves_its_input(folder: Path, case: str) -> None:
    path = folder / "reports" / "report" / "report.html" if case == "report" else folder / "articles.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"id,text\na,{TEXT}\n" if path.suffix == ".csv" else f"<html><p>{TEXT}</p></html>")
    before = path.read_bytes()
    command, *options = case.split()
    done = subprocess.run(
        [sys.executable, "-m", "analysis", command, str(path), "--output", str(folder), *options],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert path.read_bytes() == before, f"{case}: the input is replaced"
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr
