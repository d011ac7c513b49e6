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
    taken = sorted({span for one in attributions for span in (*one.source, *one.cue)})
    taken = _apart(taken)
    sentences = range(len(article.sentences))
    article.tag(sentences)
    named = [Candidate(span, None) for span in noun_phrases(article, sentences) if not overlaps_any(span, taken)]
    return sorted([*voices, *named], key=lambda one: (one.mention, -1 if one.attribution is None else one.attribution))


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Sorted spans, overlapping ones merged."""
    apart: list[Span] = []
    for span in spans:
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart
