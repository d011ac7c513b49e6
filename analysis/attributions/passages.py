"""Passages: the stretches in which a cue looks for its source and content."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from analysis.article import Article, Span
from analysis.attributions.repairs import repair

QUOTE = "QUOTE"
_SPEECH_WORDS = 5
_LONGEST = 500
"""Items of a passage."""
_CLOSERS = "\"'”’»"


class Item(NamedTuple):
    """A token, or a quotation folded into one: its span, word in lower case, tag, and whether it reads as speech."""

    span: Span
    word: str
    tag: str
    speech: bool


class Passage:
    """Sentences that no quotation ties to others, as items: tokens, with each quotation folded into one item.

    `spans`, `words` (lower case), `tags` (universal parts of speech, or QUOTE) and `speech` (whether a quotation
    reads as speech, rather than as a quoted word or title) run in parallel.
    `names` are the words that the article writes with a capital letter in mid-sentence.
    """

    def __init__(self, article: Article, items: list[Item], names: frozenset[str]) -> None:
        self.text = article.text
        self.paragraph = article.paragraph_at(items[0].span.start)
        self.spans = [item.span for item in items]
        self.words = [item.word for item in items]
        self.tags = [item.tag for item in items]
        self.speech = [item.speech for item in items]
        self.names = names
        repair(self.words, self.tags, QUOTE)

    def __len__(self) -> int:
        return len(self.spans)

    def span(self, start: int, end: int) -> Span:
        """The characters that items `start` to `end` (exclusive) cover."""
        return Span(self.spans[start].start, self.spans[end - 1].end)

    def word(self, at: int) -> str:
        """The item's word in lower case; empty beyond either end."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def tag(self, at: int) -> str:
        """The item's part of speech; empty beyond either end."""
        return self.tags[at] if 0 <= at < len(self.tags) else ""

    @property
    def last(self) -> int:
        """The number of items without the marks that end the last sentence."""
        end = len(self.spans)
        while (
            end
            and (self.tags[end - 1] == "PUNCT" or self.words[end - 1] == ".")
            and self.words[end - 1] in ".?!…:;,-–—"
        ):
            end -= 1
        return end


_CLASSES = {
    ",": "PUNCT",
    "and": "CCONJ",
    "but": "CCONJ",
    "or": "CCONJ",
    "he": "PRON",
    "she": "PRON",
    "they": "PRON",
    "it": "PRON",
    "we": "PRON",
    "i": "PRON",
    "you": "PRON",
    "who": "PRON",
    "both": "DET",
    "half": "NOUN",
    "despite": "ADP",
    "although": "SCONJ",
    "whether": "SCONJ",
    "according": "VERB",
    "said": "VERB",
    "says": "VERB",
}


def passages(article: Article, quotations: list[Span]) -> Iterator[Passage]:
    """The passages of an article in order: sentences, joined where a quotation runs on from one to the next."""
    starts = [quotation.start for quotation in quotations]
    names = _names(article)
    sentences = article.sentences
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and _inside(quotations, starts, sentences[last], sentences[last + 1]):
            last += 1
        begin = bisect_left(starts, sentences[first].start)
        end = bisect_left(starts, sentences[last].end)
        for items in _after_full_stops(article.text, _items(article, first, last, quotations[begin:end])):
            yield Passage(article, items, names)
        first = last + 1


def _names(article: Article) -> frozenset[str]:
    """The words that begin with a capital letter in mid-sentence, but for the first line: it may be a headline."""
    openings = {sentence.start for sentence in article.sentences}
    headline = article.paragraphs[0].end if len(article.paragraphs) > 1 else 0
    words = (
        token.of(article.text)
        for token in article.tokens
        if token.start >= headline and token.start not in openings
    )
    return frozenset(word for word in words if word[0].isupper())


def _items(article: Article, first: int, last: int, quotations: list[Span]) -> list[Item]:
    """The tokens of some sentences, each quotation folded into one item."""
    text, items = article.text, []
    waiting = iter(quotations)
    quotation = next(waiting, None)
    for sentence in range(first, last + 1):
        tokens = article.tokens_in(article.sentences[sentence])
        for token, tag in zip(tokens, article.tags_in(sentence), strict=True):
            while quotation and token.start >= quotation.end:
                quotation = next(waiting, None)
            if quotation and token.start >= quotation.start:
                if not items or items[-1].span != quotation:
                    items.append(Item(quotation, '"', QUOTE, _is_speech(quotation.of(text))))
                continue
            word = token.of(text).lower().replace("’", "'")
            abbreviated = word == "." and token != tokens[-1] and _abbreviates(items, token)
            items.append(Item(token, word, items[-1].tag if abbreviated else _CLASSES.get(word, tag), False))
    return items


def _abbreviates(items: list[Item], stop: Span) -> bool:
    return bool(items) and items[-1].tag in ("PROPN", "NOUN") and items[-1].span.end == stop.start


def _after_full_stops(text: str, items: list[Item]) -> Iterator[list[Item]]:
    """The items in groups, parted where a quotation that ends with a full stop is followed by a capital letter.

    No group is longer than any sentence that a person would write.
    """
    begin = 0
    for at in range(1, len(items)):
        before, here = items[at - 1], items[at]
        ends = (
            before.speech and text[here.span.start].isupper() and _ends_with_full_stop(before.span.of(text))
        )
        if ends or at - begin == _LONGEST:
            yield items[begin:at]
            begin = at
    if items[begin:]:
        yield items[begin:]


def _ends_with_full_stop(quotation: str) -> bool:
    return quotation.rstrip(_CLOSERS).endswith(".")


def _inside(quotations: list[Span], starts: list[int], sentence: Span, following: Span) -> bool:
    """Whether one quotation covers the boundary between two sentences."""
    at = bisect_left(starts, sentence.end) - 1
    return at >= 0 and quotations[at].end > following.start


def _is_speech(quotation: str) -> bool:
    """Whether a quotation reads as speech: it is long, or closes with a mark and is not a title."""
    inside = quotation.rstrip(_CLOSERS)
    words = inside.split()
    if len(words) >= _SPEECH_WORDS:
        return True
    title = (
        len(words) > 1
        and inside[-1:] in (",", ".")
        and all(word.strip(_CLOSERS)[:1].isupper() for word in words)
    )
    return not title and inside[-1:] in (",", ".", "?", "!", "-", "—", "…")
