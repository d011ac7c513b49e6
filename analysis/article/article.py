"""The article and its spans: the ground floor on which everything else stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from analysis.article import segments
from analysis.article.tagging import tag


class InputError(ValueError):
    """What was given cannot be worked on; the message names it, the problem and the remedy in one line."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it: the line alone."""
        return [f"{type(self).__name__}: {self}"]


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`, offsets in characters (Python `str` indices), end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters that the span covers in `text`."""
        return text[self.start : self.end]


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span shares a character with one of others, which are in text order and apart from each other."""
    after = bisect_right(others, span.start, key=lambda one: one.end)
    return after < len(others) and overlaps(others[after], span)


def covering(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of `spans` (at least one)."""
    spans = list(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)


class CorrectionsFile(NamedTuple):
    """The corrections beside an article: the file's name, and its TOML as it stands (see `analysis.reading`)."""

    name: str
    toml: str


@dataclass(frozen=True)
class Article:
    """One article.

    `text` is never altered: every offset of every table counts its characters. `published` is an ISO date
    where one is known. `corrections` are what a person holds against what is read from the text. `extracted` tells
    that the text was taken out of a page or of Markdown, whose file does not hold it as it is. Paragraphs, sentences
    and tokens are computed when first asked for.
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
        """The url where it is an address on the web that a reader may be led to, else None."""
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

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [span.start for span in self.paragraphs]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [span.start for span in self.tokens]

    def paragraph_at(self, offset: int) -> int:
        """Index of the paragraph that holds the character at `offset` (the one before, between two)."""
        return max(bisect_right(self._paragraph_starts, offset) - 1, 0)

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds the character at `offset` (the one before, between two)."""
        return max(bisect_right(self._sentence_starts, offset) - 1, 0)

    def tags_in(self, sentence: int) -> tuple[str, ...]:
        """The parts of speech (universal tags such as NOUN, VERB) of the tokens of one sentence."""
        if sentence not in self._tags:
            self.tag([sentence])
        return self._tags[sentence]

    def tag(self, sentences: Iterable[int]) -> None:
        """Tag several sentences, which takes less time at once, so that `tags_in` has only to look them up."""
        new = sorted(set(sentences) - self._tags.keys())
        tokens = [self.tokens_in(self.sentences[sentence]) for sentence in new]
        tagged = tag([[token.of(self.text) for token in some] for some in tokens])
        self._tags.update(zip(new, map(tuple, tagged), strict=True))

    @cached_property
    def _tags(self) -> dict[int, tuple[str, ...]]:
        return {}

    def tokens_in(self, span: Span) -> tuple[Span, ...]:
        """The tokens that begin inside `span`."""
        first = bisect_right(self._token_starts, span.start - 1)
        return self.tokens[first : bisect_right(self._token_starts, span.end - 1)]

    @property
    def words(self) -> int:
        """Number of tokens that hold a letter or a digit."""
        return sum(self.text[token.start].isalnum() for token in self.tokens)
