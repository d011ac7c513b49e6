"""Quotations: the stretches of an article between quotation marks."""

from __future__ import annotations

import re

from analysis.article.article import Article, Span

_MARK = re.compile(r"[“”„«»\"]|'{2,3}|``|’’|(?<![\w’])‘(?=\w)|(?<=[.,?!])’(?!\w)")
_CLOSING = frozenset(["”", "»", "’’", "’"])
_CLOSED_BY = {
    "‘": ("’",),
    '"': ('"', "”"),
    "``": ("''", "'''", "”", '"'),
    "''": ("''", "'''", "”"),
    "'''": ("''", "'''", "”"),
}
_CLOSED_BY_DEFAULT = ("”", "»", "’’", '"')


def quotations(article: Article) -> list[Span]:
    """Return the quotations of an article, marks included, none nested.

    A quotation that is left open at the end of a paragraph ends there; by typographic rule, the next paragraph opens it
    again. A closing mark without an opening one is ignored.
    """
    return [span for paragraph in article.paragraphs for span in _in_paragraph(article.text, paragraph)]


def _in_paragraph(text: str, paragraph: Span) -> list[Span]:
    spans: list[Span] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if opened is None:
            if mark.group() not in _CLOSING:
                opened = mark
        elif _opens_anew(text, mark):
            continue
        elif mark.group() in _CLOSED_BY.get(opened.group(), _CLOSED_BY_DEFAULT):
            spans.append(Span(opened.start(), mark.end()))
            opened = None
        elif opened.group() == "‘" and mark.group() in ("“", '"'):
            opened = mark
    if opened is not None and opened.group() != "‘":
        spans.append(Span(opened.start(), paragraph.end))
    return [span for span in spans if span.end - span.start > 2]


def _opens_anew(text: str, mark: re.Match[str]) -> bool:
    """Tell whether a straight mark opens a quotation again, at a paragraph whose line break was lost."""
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    return mark.group() == '"' and before.isspace() and after.isalnum()
