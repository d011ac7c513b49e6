"""A text as HTML with its marks."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from analysis.article import Article, Span
from analysis.marks import Mark, article_html, passage_html

TEXT = "Officials said over 1,000 soldiers died."


def body(text: str, marks: list[Mark], **options) -> str:
    html = article_html(Article(text), marks, **options)
    return html.partition('lang="en">\n')[2].removesuffix("\n</div>")


def mark(words: str, kind: str, text: str = TEXT, anchor: str | None = None) -> Mark:
    start = text.index(words)
    return Mark(Span(start, start + len(words)), kind, kind, anchor)


class Nesting(HTMLParser):
    """Fails on an element that is closed out of order; collects classes in force for each character."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.marked = [], []

    def handle_starttag(self, tag, attrs):
        self.open.append((tag, dict(attrs).get("class")))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        kinds = frozenset(kind for tag, kind in self.open if tag == "mark")
        self.marked += [(character, kinds) for character in data]


def test_a_mark_surrounds_its_words():
    assert body(TEXT, [mark("over 1,000 soldiers", "quantity")]) == (
        '<p>Officials said <mark class="quantity" title="quantity">over 1,000 soldiers</mark> died.</p>'
    )


def test_a_mark_inside_another_is_nested():
    assert (
        '<mark class="quantity" title="quantity"><mark class="hedge" title="hedge">over</mark> 1,000</mark>'
    ) in body(TEXT, [mark("over 1,000", "quantity"), mark("over", "hedge")])


def test_marks_that_cross_are_both_kept():
    html = body(TEXT, [mark("said over", "source"), mark("over 1,000", "quantity")])
    assert (
        '<mark class="source" title="source">said <mark class="quantity" title="quantity">over</mark></mark>'
        '<mark class="quantity" title="quantity"> 1,000</mark>'
    ) in html


def test_each_anchor_is_written_once_and_only_on_demand():
    marks = [mark("said over", "source"), mark("over 1,000", "quantity", anchor="q1")]
    assert body(TEXT, marks, anchors=True).count('id="q1"') == 1
    assert 'id="q1"' not in body(TEXT, marks)


def test_article_text_is_shown_and_never_run():
    hostile = '<script>alert(1)</script> & <img src=x onerror="alert(2)"> said 3 "men"'
    html = body(hostile, [mark("<script>", "source", hostile), Mark(Span(0, 3), "hedge", '"><script>')])
    assert "<script" not in html and "<img" not in html
    assert unescape(re.sub("<[^>]+>", "", html)) == hostile


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(["quantity", "source", "hedge"])))


@given(text=st.text(min_size=1, max_size=80), spans=SPANS)
def test_every_character_gets_exactly_its_marks_for_any_text(text, spans):
    text = text.replace("\r", "\n")  # an HTML parser reads a carriage return as a line feed
    marks = [
        Mark(Span(start, min(start + length, len(text))), kind, "")
        for start, length, kind in spans
        if start < len(text)
    ]
    article = Article(text)
    for paragraph in article.paragraphs:
        parser = Nesting()
        parser.feed(passage_html(article, marks, paragraph).partition('lang="en">')[2].removesuffix("</div>"))
        parser.close()
        shown = parser.marked
        assert not parser.open
        assert "".join(character for character, _ in shown) == paragraph.of(text)
        for offset, (_, kinds) in enumerate(shown, start=paragraph.start):
            assert kinds == {found.kind for found in marks if found.span.start <= offset < found.span.end}
