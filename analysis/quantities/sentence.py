"""One sentence under reading, with its words and their parts of speech at hand."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from analysis.article import Article, Span

_OPENING = "\"'`“‘«([—–"
_FARTHEST = 8
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
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def is_headline(self) -> bool:
        """Whether most longer words begin with a capital, so that capitals tell nothing."""
        words = [word for word in self.after(self.start, 400).split() if len(word) > 3 and word[0].isalpha()]
        capitals = sum(word[0].isupper() for word in words)
        return len(words) >= _HEADLINE_WORDS and capitals > _HEADLINE_SHARE * len(words)

    def token_from(self, offset: int) -> int:
        """Index of the first token that begins at `offset` or later."""
        return bisect_left(self._starts, offset)

    def before(self, offset: int, reach: int = 48) -> str:
        """Up to `reach` characters of the sentence that end at `offset`."""
        return self.text[max(self.start, offset - reach) : offset]

    def after(self, offset: int, reach: int = 48) -> str:
        """Up to `reach` characters of the sentence from `offset` on."""
        return self.text[offset : min(self.end, offset + reach)]

    def words_before(self, offset: int, reach: int = 48) -> list[tuple[str, int]]:
        """Lower-case words that end before `offset`, nearest first, with where each begins.

        Opening quotation marks and brackets are taken off; a word cut by the reach is left out.
        """
        window = self.before(offset, reach)
        base = offset - len(window)
        pieces = window.rsplit(None, _FARTHEST)
        if len(pieces) > _FARTHEST or (base > self.start and not self.text[base - 1].isspace()):
            del pieces[0]
        found = []
        end = len(window)
        for piece in reversed(pieces):
            at = window.rindex(piece, 0, end)
            end = at
            if word := piece.lstrip(_OPENING):
                found.append((word.lower(), base + at + len(piece) - len(word)))
        return found
