"""Who made a document that is a source: "a report by *the audit office*"."""

from __future__ import annotations

import re

from analysis.article import Article, Span
from analysis.article.phrases import noun_phrases
from analysis.sources import lexicon
from analysis.sources.mentions import MADE_BY, POSSESSIVES, PRONOUNS, mention
from analysis.sources.names import Name, within

_PARTNER = re.compile(r"\b(?!(?:An?|The)\s)[A-Z][\w.&]*(?:\s[A-Z][\w.&]*)*/\Z")
"""Who made a document together with the one named behind it: "a *Daily Herald/*Gallup poll"."""
_ARTICLES = frozenset(["a", "an", "the"])
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
            return _phrase_at(article, document, tokens[at + 1].start, names)
    return _name_before_head(article, document, names)


def _name_before_head(article: Article, document: Span, names: list[Name]) -> Span | None:
    """A name right before what the document is called, not the whole of it: "a *Quinnipiac* poll of voters"."""
    tokens = article.tokens_in(document)
    head = Span(document.start, tokens[len(mention(article, document, names).words) - 1].end)
    for name in within(names, head):
        following = article.text[name.span.end : head.end].split()
        if following and following[0][:1].islower() and following[0] not in PRONOUNS:
            partner = _PARTNER.search(article.text, document.start, name.span.start)
            named = Span(partner.start() if partner else name.span.start, name.span.end)
            return named if article.text[name.span.end].isspace() and len(following) <= 2 else None
    return None


def is_made(text: str, maker: Span, whole: Span) -> bool:
    """Whether `whole` is a document made by the `maker` that it begins with: "*the army*'s own tally"."""
    head = text[: whole.end].rpartition(" ")[2].lower()
    owned = maker.start == whole.start and text[maker.end : whole.end].startswith(("'s ", "’s ", "' ", "’ "))
    return owned and (head in lexicon.nouns("common", "documents") or head in lexicon.words("common", "vague"))


def _phrase_at(article: Article, document: Span, start: int, names: list[Name]) -> Span | None:
    """The longest noun phrase that begins at `start`, or the name that does: "the Office *for Budgets*"."""
    sentence = article.sentence_at(start)
    phrases = [span for span in noun_phrases(article, [sentence]) if span.start == start and span.end <= document.end]
    if not phrases:
        return None
    tokens = article.tokens_in(Span(start, document.end))
    words = mention(article, Span(start, document.end), names).words
    another = next((at for at in range(1, len(words) - 1) if words[at] == "and" and words[at + 1] in _ARTICLES), None)
    return max(*phrases, Span(start, tokens[(another or len(words)) - 1].end))
