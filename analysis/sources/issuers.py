"""Who made a document that is a source: "a report by *the audit office*"."""

from __future__ import annotations

from analysis.article import Article, Span
from analysis.article.phrases import noun_phrases
from analysis.sources import lexicon
from analysis.sources.mentions import MADE_BY, POSSESSIVES, PRONOUNS
from analysis.sources.names import Name, within

_CLITICS = frozenset(["'s", "’s", "'", "’"])


def issuer(article: Article, document: Span, names: list[Name]) -> Span | None:
    """The mention of whoever made the document mentioned at `document`; None where the mention does not say."""
    tokens = article.tokens_in(document)
    words = [token.of(article.text) for token in tokens]
    if words and words[0].lower() in POSSESSIVES:
        return tokens[0]
    for at, word in enumerate(words[:-1]):
        if word in _CLITICS and at > 0:
            return Span(tokens[0].start, tokens[at - 1].end)
        if word.lower() in MADE_BY:
            return _phrase_at(article, tokens[at + 1].start, document.end)
    return _name_before_head(article, document, names)


def _name_before_head(article: Article, document: Span, names: list[Name]) -> Span | None:
    """A name right before what the document is called, not the whole of it: "a *Quinnipiac* poll"."""
    for name in within(names, document):
        following = article.text[name.span.end : document.end].split()
        if following and following[0][:1].islower() and following[0] not in PRONOUNS and name.span.end < document.end:
            return name.span if article.text[name.span.end].isspace() and len(following) <= 2 else None
    return None


def is_made(text: str, maker: Span, whole: Span) -> bool:
    """Whether `whole` is a document made by the `maker` that it begins with: "*the army*'s own tally"."""
    head = text[: whole.end].rpartition(" ")[2].lower()
    owned = maker.start == whole.start and text[maker.end : whole.end].startswith(("'s ", "’s ", "' ", "’ "))
    return owned and (head in lexicon.nouns("common", "documents") or head in lexicon.words("common", "vague"))


def _phrase_at(article: Article, start: int, end: int) -> Span | None:
    """The longest noun phrase that begins at `start`."""
    sentence = article.sentence_at(start)
    phrases = [span for span in noun_phrases(article, [sentence]) if span.start == start and span.end <= end]
    return max(phrases, default=None)
