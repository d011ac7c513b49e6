"""The noun phrases of an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.article import Article, Span

_WITHIN = frozenset(["ADJ", "NOUN", "NUM", "PROPN"])
_HEADS = frozenset(["NOUN", "PROPN"])
_DETERMINERS = frozenset(["DET", "PRON"])
_POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
_JOINED = frozenset(["-", "&", "."])


def noun_phrases(article: Article, sentences: Iterable[int]) -> Iterator[Span]:
    """Yield the noun phrases of some sentences; a possessive ends one and is inside another ("the army's tally")."""
    for sentence in sentences:
        tokens, tags = article.tokens_in(article.sentences[sentence]), article.tags_in(sentence)
        for begin, head in _phrases([token.of(article.text) for token in tokens], tags):
            yield Span(tokens[begin].start, tokens[head].end)


def _phrases(words: Sequence[str], tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the indices of the first word and the head of each noun phrase of a sentence."""
    index = 0
    while index < len(words):
        begin, head = index, None
        if tags[index] in _DETERMINERS:
            index += 1
        while index < len(words):
            following, is_after_head = tags[index + 1] if index + 1 < len(tags) else None, head == index - 1
            if tags[index] in _WITHIN:
                head = index if tags[index] in _HEADS else head
            elif head is not None and is_after_head and words[index] in _POSSESSIVES and following in _WITHIN:
                yield begin, head
            elif not (words[index] in _JOINED and is_after_head and following in _HEADS):
                break
            index += 1
        if head is not None:
            yield begin, head
        index = max(index, begin + 1)
