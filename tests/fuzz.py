"""Reads and tabulates texts and files that nobody would write, more of them than the tests have time for.

python tests/fuzz.py [EXAMPLES]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_reading import NEWS, assert_contract

from analysis import Article, read
from analysis.article import InputError
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


def fuzz(examples: int) -> dict[str, int]:
    """How many texts were read, and how many files were read or refused; raises where a promise is broken."""
    counts = {"texts read": 0, "files read": 0, "files refused": 0}
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

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts()
        files()
    return counts


if __name__ == "__main__":
    print(fuzz(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
