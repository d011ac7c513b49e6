"""All attributions of an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from analysis.article import Article, Span, covering, overlaps_any
from analysis.article.quotations import quotations
from analysis.attributions.attribution import Attribution
from analysis.attributions.linking import link
from analysis.attributions.nesting import ADDRESSEE, Report, Reports
from analysis.attributions.stances import stance
from analysis.attributions.tagger import Part, find_parts

_WORD = re.compile(r"\w+")
_BELIEVED = re.compile(r"believed|feared|known|presumed|reported|said|suspected|thought", re.IGNORECASE)
"""Verbs whose participle may belong to the noun before it: "hundreds *feared* dead"."""
_PASSIVE = re.compile(
    r"(?:(?:had|has|have)\s)?(?:are|be|been|is|was|were)\s(?:\w+ly\s)?(?:called|classed|considered|declared|deemed|named)"
)
_TO_BE = re.compile(r"to\s(?:be|have)\b", re.IGNORECASE)
_AUXILIARIES = frozenset(["has", "is", "was"])
_PARTICIPLES = ("ed", "en", "held", "lost")
_AMOUNTS = frozenset(["few", "many", "more", "most", "much", "several"])
_THAT = re.compile(rf"[\s,:]*(?:{ADDRESSEE}[\s,]*)?(?:that[\s,]*)?[\"“]?")
"""What stands between a cue and the report that is its content."""
_NOMINAL = ("ADJ", "DET", "NOUN", "NUM", "PRON", "PROPN")


def find_attributions(article: Article) -> list[Attribution]:
    """The attributions of an article that have a content, ordered by the first character of content or cue.

    The tagger finds sources, cues and contents, and the linker puts them together. The extents follow PolNeAR
    (Newell et al. 2018), from which both learned; `nesting` adds reports of figures inside other reports, which that
    does not mark. Acts without a source ("*emphasizing* the cost", "The rate *underscores* the cost") are left out.
    """
    quoted = quotations(article)
    linked = [_without_patient(article, parts) for parts in link(article, find_parts(article))]
    attributions = [_attribution(article, quoted, parts) for parts in _with_reported(article, linked)]
    complete = [one for one in attributions if one.content and (one.source or not _is_act(article, one))]
    return sorted(_with_nested(article, complete), key=lambda attribution: (attribution.start, attribution.cue))


def _with_reported(article: Article, linked: Sequence[Sequence[Part]]) -> Iterator[Sequence[Part]]:
    """The parts of each attribution; one without a content gets the report right behind it as its content.

    "A *said* that, *according to B*, 40 were hurt", "the video *shows B telling* of it".
    """
    for parts, following in zip_longest(linked, linked[1:], fillvalue=()):
        kept = [part for part in parts if part.role != "content" or not _THAT.fullmatch(article.text, *part.span)]
        if not following or [part.role for part in kept] != ["source", "cue"]:
            yield parts
            continue
        cue, report = kept[-1].span, covering(part.span for part in following)
        joined = article.sentence_at(report.start) == article.sentence_at(cue.start)
        joined = joined and _THAT.fullmatch(article.text, cue.end, report.start)
        yield [*kept, Part("content", report)] if joined else parts


def _with_nested(article: Article, attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """The attributions, and the reports inside them."""
    reports = Reports(article, sorted(span for one in attributions for span in (*one.source, *one.cue)))
    for attribution in attributions:
        first = attribution.content[0]
        witness = reports.shown(attribution.cue[-1], first) if attribution.cue[-1].end < first.start else None
        if witness:
            attribution = replace(
                attribution, content=(Span(min(witness.source.start, first.start), first.end), *attribution.content[1:])
            )
            yield _inner(article, witness)
        yield attribution
        for report in (report for span in attribution.content for report in reports.of_figures(span)):
            if report != witness:
                yield _inner(article, report)


def _inner(article: Article, report: Report) -> Attribution:
    words = [span.of(article.text) for span in (report.cue, report.content)]
    return Attribution((report.source,), (report.cue,), (report.content,), stance(*words), "indirect")


def _attribution(article: Article, quoted: Sequence[Span], parts: Sequence[Part]) -> Attribution:
    source, cue, content = (
        tuple(part.span for part in parts if part.role == role) for role in ("source", "cue", "content")
    )
    words = [" ".join(span.of(article.text) for span in spans) for spans in (cue, content)]
    return Attribution(source, cue, content, stance(*words), _quotation(article.text, quoted, content))


def _without_patient(article: Article, parts: Sequence[Part]) -> Sequence[Part]:
    """The parts, with the subject of a passive moved from the source to the content ("*Hundreds* feared dead")."""
    at_cue = next(at for at, part in enumerate(parts) if part.role == "cue")
    if [part.role for part in parts[max(at_cue - 1, 0) : at_cue + 2]] != ["source", "cue", "content"]:
        return parts
    cue, content = parts[at_cue].span, parts[at_cue + 1].span
    stated = article.text[cue.end : content.start] == " " and _BELIEVED.fullmatch(article.text, *cue)
    if not (stated and _is_state(article, cue, content)) and not _PASSIVE.fullmatch(article.text, *cue):
        return parts
    return [*parts[: at_cue - 1], Part("content", parts[at_cue - 1].span), *parts[at_cue:]]


def _is_state(article: Article, cue: Span, content: Span) -> bool:
    """Whether a content begins with a state that something is in: "dead in …", "to be trapped"; not "dead men"."""
    if _TO_BE.match(article.text, *content):
        return True
    sentence = article.sentence_at(content.start)
    tokens, tags = article.tokens_in(article.sentences[sentence]), article.tags_in(sentence)
    first = bisect_left(tokens, (content.start,))
    word, following = tokens[first].of(article.text), tags[first + 1 : first + 2]
    state = tags[first] == "ADJ" or (tags[first] == "VERB" and word.endswith(_PARTICIPLES))
    return state and cue.of(article.text) != "said" and word not in _AMOUNTS and {*following}.isdisjoint(_NOMINAL)


def _is_act(article: Article, one: Attribution) -> bool:
    """Whether a cue without a source is a participle, or a verb in the present whose subject is labelled content."""
    words = one.cue[0].of(article.text).split()
    if words[0].endswith("ing"):
        return True
    verb = next((word for word in words if not word.endswith("ly")), words[0])
    present = verb.endswith("s") and verb not in _AUXILIARIES
    return present and one.content[0].end <= one.cue[0].start and one.cue[-1].end <= one.content[-1].start


def _quotation(text: str, quoted: Sequence[Span], content: Sequence[Span]) -> str:
    """Whether all, some or no words of the content stand in quotation marks: direct, mixed or indirect."""
    words = (word for span in content for word in _WORD.finditer(text, span.start, span.end))
    inside = [overlaps_any(Span(word.start(), word.start() + 1), quoted) for word in words]
    return "direct" if inside and all(inside) else "mixed" if any(inside) else "indirect"
