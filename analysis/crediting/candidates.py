"""Who may be credited with a figure: the sources of attributions, and whoever else is named around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.article import Article, Span, covering, overlaps_any
from analysis.article.phrases import noun_phrases
from analysis.attributions import Attribution


class Candidate(NamedTuple):
    """One who may be credited: a mention, and the index of the attribution whose source it is, if there is one."""

    mention: Span
    attribution: int | None


def candidates(article: Article, attributions: Sequence[Attribution]) -> list[Candidate]:
    """The candidates of an article in text order: sources of attributions, and noun phrases apart from them."""
    voices = [Candidate(covering(one.source), number) for number, one in enumerate(attributions) if one.source]
    occupied = _merged(sorted({span for one in attributions for span in (*one.source, *one.cue)}))
    sentences = range(len(article.sentences))
    article.tag(sentences)
    nouns = [Candidate(span, None) for span in noun_phrases(article, sentences) if not overlaps_any(span, occupied)]
    return sorted([*voices, *nouns], key=lambda who: (who.mention, -1 if who.attribution is None else who.attribution))


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Sorted spans, overlapping ones merged."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
