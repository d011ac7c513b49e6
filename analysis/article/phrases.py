"""The noun phrases of an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.article import Article, Span

_WITHIN = frozenset(["ADJ", "NOUN", "NUM", "PROPN"])
_HEADS = frozenset(["NOUN", "PROPN"])
_DETERMINERS = frozenset(["DET", "PRON"])
_POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
_JOINED = frozenset(["-", "&", "."])


def noun_phrases(article: Article, sentences: Iterable[int]) -> Iterator[Span]:
    """The noun phrases of some sentences; one behind a possessive goes on from it ("the army", "the army's tally")."""
    for sentence in sentences:
        tokens, tags = article.tokens_in(article.sentences[sentence]), article.tags_in(sentence)
        words = [token.of(article.text) for token in tokens]
        at = 0
        while at < len(words):
            begin = at
            if tags[at] in _DETERMINERS:
                at += 1
            head = None
            while at < len(words):
                if tags[at] in _WITHIN:
                    head = at if tags[at] in _HEADS else head
                elif words[at] in _POSSESSIVES and head == at - 1 and at + 1 < len(words) and tags[at + 1] in _WITHIN:
                    yield Span(tokens[begin].start, tokens[head].end)
                elif not (words[at] in _JOINED and head == at - 1 and at + 1 < len(words) and tags[at + 1] in _HEADS):
                    break
                at += 1
            if head is not None:
                yield Span(tokens[begin].start, tokens[head].end)
            at = max(at, begin + 1)
