"""One sentence, with its words, their parts of speech, and the text around an offset."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from analysis.article import Article, Span

_OPENING = "\"'`“‘«([—–"
"""Quotation marks, brackets and dashes before a word."""
_MOST_WORDS = 8
_HEADLINE_WORDS = 5
_HEADLINE_SHARE = 0.7


class Sentence:
    """A sentence of an article; offsets are the article's."""

    def __init__(self, article: Article, index: int) -> None:
        self.article = article
        self.index = index
        self.text = article.text
        self.start, self.end = article.sentences[index]

    @cached_property
    def tokens(self) -> tuple[Span, ...]:
        """The words, numbers and marks of the sentence."""
        return self.article.tokens_in(Span(self.start, self.end))

    @cached_property
    def words(self) -> list[str]:
        """The tokens' text."""
        return [self.text[start:end] for start, end in self.tokens]

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tokens' universal parts of speech."""
        return self.article.tags_in(self.index)

    @cached_property
    def is_headline(self) -> bool:
        """Whether most longer words begin with a capital, so that a capital does not mark a name."""
        words = [word for word in self.after(self.start, 400).split() if len(word) > 3 and word[0].isalpha()]
        capitals = sum(word[0].isupper() for word in words)
        return len(words) >= _HEADLINE_WORDS and capitals > _HEADLINE_SHARE * len(words)

    def word_at(self, position: int) -> str:
        """The text of a token; empty before the first and after the last."""
        return self.words[position] if 0 <= position < len(self.words) else ""

    def tag_at(self, position: int) -> str:
        """The part of speech of a token; empty before the first and after the last."""
        return self.tags[position] if 0 <= position < len(self.tags) else ""

    def match(self, pattern: re.Pattern[str], offset: int) -> re.Match[str] | None:
        """The match of `pattern` at `offset`, within the sentence."""
        return pattern.match(self.text, offset, self.end)

    def token_from(self, offset: int) -> int:
        """Index of the first token that begins at `offset` or later."""
        return bisect_left(self.tokens, (offset,))

    def before(self, offset: int, reach: int = 48) -> str:
        """Up to `reach` characters of the sentence that end at `offset`."""
        return self.text[max(self.start, offset - reach) : offset]

    def after(self, offset: int, reach: int = 48) -> str:
        """Up to `reach` characters of the sentence from `offset` on."""
        return self.text[offset : min(self.end, offset + reach)]

    def words_before(self, offset: int, reach: int = 48) -> list[tuple[str, int]]:
        """Up to eight lower-case words that end before `offset`, nearest first, each with its start.

        Words come without opening quotation marks and brackets; a word that the reach cuts is left out.
        """
        window = self.before(offset, reach)
        base = offset - len(window)
        pieces = window.rsplit(None, _MOST_WORDS)
        if len(pieces) > _MOST_WORDS or (base > self.start and not self.text[base - 1].isspace()):
            del pieces[0]
        words = []
        start = len(window)
        for piece in reversed(pieces):
            start = window.rindex(piece, 0, start)
            if word := piece.lstrip(_OPENING):
                words.append((word.lower(), base + start + len(piece) - len(word)))
        return words
