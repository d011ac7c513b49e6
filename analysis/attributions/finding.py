"""All attributions of an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from analysis.article import Article, Span, overlaps_any
from analysis.article.quotations import quotations
from analysis.attributions.attribution import Attribution
from analysis.attributions.linking import link
from analysis.attributions.stances import stance
from analysis.attributions.tagger import Part, find_parts

_WORD = re.compile(r"\w+")
_HELD = re.compile(r"believed|feared|known|presumed|reported|said|suspected|thought", re.IGNORECASE)
"""What is done to a thing as often as by one."""
_PASSIVE = re.compile(
    r"(?:(?:had|has|have)\s)?(?:are|be|been|is|was|were)\s(?:\w+ly\s)?(?:called|classed|considered|declared|deemed|named)"
)
_TO_BE = re.compile(r"to\s(?:be|have)\b", re.IGNORECASE)
_PARTICIPLES = ("ed", "en", "held", "lost")
_AMOUNTS = frozenset(["few", "many", "more", "most", "much", "several"])
_NOMINAL = ("ADJ", "DET", "NOUN", "NUM", "PRON", "PROPN")


def find_attributions(article: Article) -> list[Attribution]:
    """The attributions of an article that have a content, ordered by the first character of content or cue.

    The tagger finds sources, cues and contents, and the linker puts them together. The extents follow PolNeAR
    (Newell et al. 2018), from which both learned: no attribution stands inside another's content. A participle without
    a source ("*emphasizing* the cost") tells nothing of whoever does it, and is left out.
    """
    quoted = quotations(article)
    linked = (_without_patient(article, parts) for parts in link(article, find_parts(article)))
    found = [_attribution(article, quoted, parts) for parts in linked]
    complete = (one for one in found if one.content and (one.source or not _is_participle(article, one.cue)))
    return sorted(complete, key=lambda one: (one.start, one.cue))


def _attribution(article: Article, quoted: Sequence[Span], parts: Sequence[Part]) -> Attribution:
    source, cue, content = (
        tuple(part.span for part in parts if part.role == role) for role in ("source", "cue", "content")
    )
    words = [" ".join(span.of(article.text) for span in spans) for spans in (cue, content)]
    return Attribution(source, cue, content, stance(*words), _quotation(article.text, quoted, content))


def _without_patient(article: Article, parts: Sequence[Part]) -> Sequence[Part]:
    """The parts; of a passive those of whom it is said stand in the content ("*Hundreds* feared dead")."""
    cue = next(at for at, part in enumerate(parts) if part.role == "cue")
    if [part.role for part in parts[max(cue - 1, 0) : cue + 2]] != ["source", "cue", "content"]:
        return parts
    held, content = parts[cue].span, parts[cue + 1].span
    stated = article.text[held.end : content.start] == " " and _HELD.fullmatch(article.text, *held)
    if not (stated and _is_state(article, held, content)) and not _PASSIVE.fullmatch(article.text, *held):
        return parts
    return [*parts[: cue - 1], Part("content", parts[cue - 1].span), *parts[cue:]]


def _is_state(article: Article, held: Span, content: Span) -> bool:
    """Whether a content begins with a state that something is in: "dead in …", "to be trapped"; not "dead men"."""
    if _TO_BE.match(article.text, *content):
        return True
    sentence = article.sentence_at(content.start)
    tokens, tags = article.tokens_in(article.sentences[sentence]), article.tags_in(sentence)
    first = bisect_left(tokens, (content.start,))
    word, following = tokens[first].of(article.text), tags[first + 1 : first + 2]
    told = tags[first] == "ADJ" or (tags[first] == "VERB" and word.endswith(_PARTICIPLES))
    return told and held.of(article.text) != "said" and word not in _AMOUNTS and {*following}.isdisjoint(_NOMINAL)


def _is_participle(article: Article, cue: Sequence[Span]) -> bool:
    return cue[0].of(article.text).split()[0].endswith("ing")


def _quotation(text: str, quoted: Sequence[Span], content: Sequence[Span]) -> str:
    """Whether all, some or no words of the content stand in quotation marks: direct, mixed or indirect."""
    words = (word for span in content for word in _WORD.finditer(text, span.start, span.end))
    inside = [overlaps_any(Span(word.start(), word.start() + 1), quoted) for word in words]
    return "direct" if inside and all(inside) else "mixed" if any(inside) else "indirect"
