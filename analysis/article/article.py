"""The article and its spans, on which everything else builds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from analysis.article import segments
from analysis.article.tagging import tag


class InputError(ValueError):
    """An input that cannot be used; the message names it, the problem and the remedy in one line."""

    def _render_traceback_(self) -> list[str]:
        """The one line that IPython shows of it."""
        return [f"{type(self).__name__}: {self}"]


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`, offsets in characters (Python `str` indices), end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that the span covers in `text`."""
        return text[self.start : self.end]


def overlaps(first: Span, second: Span) -> bool:
    """Tell whether two spans share a character."""
    return first.start < second.end and second.start < first.end


def overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span shares a character with one of `others`, which are in text order and do not overlap."""
    index = bisect_right(others, span.start, key=lambda other: other.end)
    return index < len(others) and overlaps(others[index], span)


def covering(spans: Iterable[Span]) -> Span:
    """Return the smallest span that covers all of `spans` (at least one)."""
    spans = list(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)


class CorrectionsFile(NamedTuple):
    """The corrections of an article: the file's name, and its content as TOML (see `analysis.reading`)."""

    name: str
    toml: str


@dataclass(frozen=True)
class Article:
    """One article.

    `text` is never altered: every offset of every table counts its characters. `published` is an ISO date, if known.
    `corrections` are a person's corrections of what is read from the text. `extracted`: the text comes out of a web
    page or Markdown, whose file does not hold it literally. Paragraphs, sentences and tokens are computed on
    first use.
    """

    text: str
    article_id: str = "article"
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    corrections: CorrectionsFile | None = None
    extracted: bool = False

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8 (a lone surrogate counts as `?`)."""
        return sha256(self.text.encode("utf-8", "replace")).hexdigest()

    @property
    def address(self) -> str | None:
        """The url, if it is a web address that a reader may be sent to, else None."""
        return self.url if self.url and _ADDRESS.fullmatch(self.url) else None

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs, without white space at their ends."""
        return tuple(Span(*pair) for pair in segments.paragraphs(self.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, none of which crosses a paragraph's end; a headline is a sentence too."""
        return tuple(Span(*pair) for paragraph in self.paragraphs for pair in segments.sentences(self.text, *paragraph))

    @cached_property
    def tokens(self) -> tuple[Span, ...]:
        """Words, numbers and single punctuation marks; a possessive `'s` is a token of its own."""
        return tuple(Span(*pair) for pair in segments.tokens(self.text))

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the paragraph at `offset`; between two, of the first."""
        return max(bisect_left(self.paragraphs, (offset + 1,)) - 1, 0)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence at `offset`; between two, of the first."""
        return max(bisect_left(self.sentences, (offset + 1,)) - 1, 0)

    def tags_in(self, sentence: int) -> tuple[str, ...]:
        """Return the parts of speech (universal tags such as NOUN, VERB) of the tokens of one sentence."""
        if sentence not in self._tags:
            self.tag([sentence])
        return self._tags[sentence]

    def tag(self, sentences: Iterable[int]) -> None:
        """Tag several sentences at once, which is faster than one by one, for `tags_in`."""
        untagged = sorted(set(sentences) - self._tags.keys())
        tokens = [self.tokens_in(self.sentences[sentence]) for sentence in untagged]
        tagged = tag([[token.of(self.text) for token in sentence_tokens] for sentence_tokens in tokens])
        self._tags.update(zip(untagged, map(tuple, tagged), strict=True))

    @cached_property
    def _tags(self) -> dict[int, tuple[str, ...]]:
        return {}

    def tokens_in(self, span: Span) -> tuple[Span, ...]:
        """Return the tokens that begin inside `span`."""
        first = bisect_left(self.tokens, (span.start,))
        return self.tokens[first : bisect_left(self.tokens, (span.end,))]

    @property
    def words(self) -> int:
        """Number of tokens that hold a letter or a digit."""
        return sum(self.text[token.start].isalnum() for token in self.tokens)
