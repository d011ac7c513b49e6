"""Reads and tabulates texts and files that nobody would write, more of them than the tests have time for.

python tests/fuzz.py [EXAMPLES]
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import zstandard
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_reading import NEWS, assert_contract

from analysis import Article, read
from analysis.article import InputError
from analysis.corpus import Inputs
from analysis.corpus.articles import article_of
from analysis.corpus.records import Rejected
from analysis.reading.annotations import annotated_spans, annotations

MARKUP = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<h1>",
        "<script>",
        "<!--",
        "-->",
        "]]>",
        "&amp;",
        "&#0;",
        "<table>",
        "# ",
        "**",
        "[x](y)",
        "```",
        "|",
        "---\n",
        "<del>",
        "</s>",
        "<sup>",
        "</sup>",
        "<q>",
        "<ul><li>",
        "<time datetime='2025'>",
        "<p hidden>",
        "&nbsp;",
        "~~",
        "[^1]",
    ]
)
WORDS = "Officials said that the river rose again on Friday and that over 1,000 people had left their homes. "
TEXTS = st.one_of(st.text(max_size=300), NEWS)
FILES = st.one_of(
    st.binary(max_size=400),
    st.lists(st.one_of(MARKUP, TEXTS, st.just(WORDS)), max_size=20).map(
        lambda pieces: "".join(pieces).encode("utf-8", "replace")
    ),
    st.lists(st.one_of(st.binary(max_size=20), st.just(WORDS.encode())), max_size=20).map(b"".join),
)
CELLS = st.sampled_from(
    ["id", "text", ",", ";", "\t", "|", '"', '\\"', '""', "\r", "\n", "\r\n", "7", "NaN", "\ufeff", WORDS]
)
ROWS = st.tuples(st.lists(CELLS, max_size=30), st.sampled_from(["utf-8", "utf-16", "cp1252"])).map(
    lambda made: ("id,text\n" + "".join(made[0])).encode(made[1], "replace")
)
HEADERS = st.sampled_from(["", "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n", "Content-Encoding: zstd\r\n"])
CHARSETS = st.sampled_from(["", "; charset=utf-8", "; charset=cp1251", "; charset=no-such", "; charset="])
ARCHIVES = st.tuples(
    FILES, HEADERS, CHARSETS, st.sampled_from([bytes, gzip.compress, zstandard.compress]), st.integers(0, 40)
).map(lambda made: archived(*made))


def archived(page: bytes, header: str, charset: str, pack: Callable[[bytes], bytes], cut: int) -> bytes:
    """A page in a web archive, packed as told or not, its end cut off."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html{charset}\r\n{header}\r\n".encode() + pack(page)
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: {len(answer)}\r\n\r\n"
    archive = head.encode() + answer + b"\r\n\r\n"
    return archive[: len(archive) - cut]


def fuzz(examples: int) -> dict[str, int]:
    """How many texts, files and records of files were read or refused; raises where a promise is broken."""
    counts = dict.fromkeys(("texts read", "files read", "files refused", "records read", "records rejected"), 0)
    options = settings(
        max_examples=examples, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    @options
    @given(TEXTS)
    def texts(text: str) -> None:
        article = Article(text)
        assert_contract(article)
        assert read(article)._repr_html_()
        assert annotated_spans(annotations(read(article)), text) is not None
        counts["texts read"] += 1

    @options
    @given(FILES, st.sampled_from([".txt", ".md", ".html"]))
    def files(content: bytes, suffix: str) -> None:
        path = folder / f"article{suffix}"
        path.write_bytes(content)
        try:
            reading = read(path, language="any")
        except InputError as error:
            assert "\n" not in str(error) and path.name in str(error)
            counts["files refused"] += 1
        else:
            assert_contract(reading.article)
            reading.write(folder / "tables")
            counts["files read"] += 1

    @options
    @given(st.one_of(ROWS.map(lambda data: (".csv", data)), ARCHIVES.map(lambda data: (".warc", data))))
    def inputs(made: tuple[str, bytes]) -> None:
        path = folder / f"input{made[0]}"
        path.write_bytes(made[1])
        for item in Inputs([path]):
            try:
                if isinstance(item, Rejected):
                    raise item.error
                article_of(item, "any")
                counts["records read"] += 1
            except InputError as error:
                assert "\n" not in str(error) and path.name in str(error)
                counts["records rejected"] += 1

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts()
        files()
        inputs()
    return counts


if __name__ == "__main__":
    print(fuzz(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
