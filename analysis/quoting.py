"""The clause of a figure that a summary quotes: what its source says, as long as a reader of summaries reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.article import Span

if TYPE_CHECKING:
    from analysis.reading import Reading

_LONGEST = 26
"""Words of a quotation. A longer clause is cut at its commas, and where that is not enough, between words."""
_BREAK = re.compile(r"[,;:)–—](?=\s)|\s[(–—-](?=\s|\w)")
_JOINED = re.compile(r"[,;:)–—]?\s(?=(?:and|but|while|or|against)\s)|[,;:)–—](?=\s)")
"""Where a clause may end before somebody else's figure."""


def clause(reading: Reading, record: dict[str, Any], records: Sequence[dict[str, Any]]) -> Span:
    """What is quoted of a figure: what its source is reported to say, else its sentence, cut where it is long."""
    text = reading.article.text
    sentence = reading.article.sentences[record["sentence"]]
    within = sentence
    told = reading.attributions[reading.attributions["attribution_id"] == record["attribution_id"]]
    for spans in told["content_spans"]:
        for start, end in spans:
            if start <= record["start"] and record["end"] <= end:
                within = Span(max(start, sentence.start), min(end, sentence.end))
    within = _stripped(text, _of_one_source(reading, record, records, within))
    return within if _length(text, within) <= _LONGEST else _cut(text, within, Span(record["start"], record["end"]))


def _of_one_source(reading: Reading, record: dict[str, Any], records: Sequence[dict[str, Any]], within: Span) -> Span:
    """A clause without what other sources are credited with in it."""
    text, (start, end) = reading.article.text, within
    for other in records:
        if other["source_id"] in (None, record["source_id"]) or not start <= other["start"] < end:
            continue
        if other["start"] > record["start"]:
            named = [first for first, _ in other["source_spans"] if first >= record["end"]]
            until = min([other["start"], *named])
            breaks = [found.start() for found in _JOINED.finditer(text, record["end"], until)]
            end = breaks[-1] if breaks else until
        elif other["end"] <= record["start"]:
            breaks = [found.end() for found in _JOINED.finditer(text, other["end"], record["start"])]
            start = breaks[0] if breaks else other["end"]
    return Span(start, end)


def _stripped(text: str, span: Span) -> Span:
    """A span without the conjunction and the quotation mark that it begins with, and what ends it."""
    opening = _OPENING.match(text, *span)
    start, end = opening.end() if opening else span.start, span.end
    while end > start and text[end - 1] in ' \n\t.,;:”"“':
        end -= 1
    return Span(start, end)


_OPENING = re.compile(
    r"(?:[A-Z][A-Z .,'’-]+(?:\([^)]*\) ?)?(?:, [\w. ]{1,12})? ?(?:\([^)]*\) ?)?(?:-+|–|—)\s)?"  # a dateline
    r"[\s“”\"‘]*(?:that\s+)?[\s“\"‘]*"
)


def _length(text: str, span: Span) -> int:
    return len(span.of(text).split())


def _cut(text: str, whole: Span, figure: Span) -> Span:
    """As many of the pieces between commas around a figure as are not too long; words of the piece, if that is."""
    breaks = [whole.start, *(found.end() for found in _BREAK.finditer(text, *whole)), whole.end]
    breaks = [at for at in breaks if not figure.start < at < figure.end]
    start = max(at for at in breaks if at <= figure.start)
    end = min(at for at in breaks if at >= figure.end)
    for at in (at for at in breaks if at > end):
        if _length(text, Span(start, at)) <= _LONGEST:
            end = at
    for at in reversed([at for at in breaks if at < start]):
        if _length(text, Span(at, end)) <= _LONGEST:
            start = at
    while _length(text, Span(start, end)) > _LONGEST:
        if len(text[figure.end : end].split()) > len(text[start : figure.start].split()):
            end = max(figure.end, start + len(text[start:end].rsplit(None, 1)[0]))
        else:
            word = re.compile(r"\s*\S+\s*").match(text[start:end])
            start = min(figure.start, start + word.end()) if word else figure.start
        if (start, end) == tuple(figure):
            break
    return _stripped(text, Span(start, end))
