"""What a relative pronoun stands for: "Senator Ada Lopez of Vermont, *who* …"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from analysis.article import Article, Span
from analysis.sources import lexicon
from analysis.sources.names import Name
from analysis.sources.people import People

RELATIVE = frozenset("who which that".split())
_OF = frozenset("by from of".split())
_NOMINAL = frozenset(["NOUN", "PROPN", "ADJ", "DET", "NUM"])


def noun_before(article: Article, people: People, offset: int) -> Name | Span | None:
    """The noun phrase before the pronoun at `offset`, or the person whose name it is a part of or in apposition to."""
    sentence = article.sentence_at(offset)
    tokens, tags = article.tokens_in(article.sentences[sentence]), article.tags_in(sentence)
    words = [token.of(article.text).lower() for token in tokens]
    end = bisect_left(tokens, (offset,))
    while end and tags[end - 1] in ("PUNCT", "ADP"):
        end -= 1
    start = _phrase_start(words, tags, end)
    if start == end:
        return None
    name = people.ending_at(tokens[start - 2].end) if start > 1 and words[start - 1] == "of" else None
    if name:
        return name
    start = _whole_start(words, tags, start)
    apposed = start > 1 and tags[start] == "DET" and words[start - 1] == ","
    name = people.ending_at(tokens[start - 2].end) if apposed else None
    return name or Span(tokens[start].start, tokens[end - 1].end)


def _whole_start(words: Sequence[str], tags: Sequence[str], start: int) -> int:
    """The start of the phrase that the one at `start` is a part of: "*a report* by the office"."""
    if start > 1 and words[start - 1] in _OF and _goes_with(words[start - 2], tags[start - 2]):
        start -= 2
        while start and tags[start - 1] in _NOMINAL:
            start -= 1
    return start


def _phrase_start(words: Sequence[str], tags: Sequence[str], end: int) -> int:
    """The start of the noun phrase that ends before the word `end`."""
    start = end
    while start and (tags[start - 1] in _NOMINAL or words[start - 1] == "/") and words[start - 1] not in RELATIVE:
        start -= 1
        if tags[start] == "DET":
            break
    return start


def _goes_with(word: str, tag: str) -> bool:
    """Whether "of" and the like join what follows to a word: a name, or a document."""
    return tag == "PROPN" or word in lexicon.nouns("common", "documents")
