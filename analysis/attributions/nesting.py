"""Reports inside reports: "A said that *B had counted 40*".

PolNeAR marks no attribution inside another's content, so the tagger labels such words as content. Its scores for the
other labels alone show where the inner reports are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.article import Article, Span, overlaps_any
from analysis.article.phrases import noun_phrases
from analysis.attributions.tagger import LABELS
from analysis.encoder import Encoding, encode

_OTHERS = [at for at, label in enumerate(LABELS) if not label.endswith("content")]
_CUES = [at for at, other in enumerate(_OTHERS) if LABELS[other].endswith("cue")]
"""Indices of the labels other than content among the tagger's, and of the labels of cues among those."""
_SURE, _LIKELY, _SURE_OF_ACT = 0.75, 0.5, 0.95
"""The probability, among the other labels, from which a word of a content is a cue, from which one beside it is, and
from which a participle is that of a report and no other act. In generated reports inside reports, verbs of
counting have 0.76 and more, other acts 0.4 and less; participles of reporting 0.97, others 0.83."""
_BETWEEN = frozenset(["ADV", "AUX"])
"""Parts of speech that may stand between a source and its cue: "police *have now* counted"."""
_PASSIVE = re.compile(r"(?:be|been|being|is|are|was|were)\s")
_PASSIVE_BEFORE = re.compile(r"\b(?:be|been|being|is|are|was|were)\s(?:\w+ly\s)?\Z")
_PARTICIPLES = ("ed", "en", "told", "said", "held", "thought", "found")
_OF_A_BODY = frozenset(["for", "of", "from", "at", "in"])
_BEFORE_SOURCE = frozenset(["to", "by", "from"])
"""Last words of cues that are followed by their source: "according *to* the union"."""
_NEXT = re.compile(r"[\s,]*(?:(?:and|but|while|whereas|although|though)\s+)?(?:that\s+)?\Z")
"""What leads from one report to the next inside a content."""
_ENDS = re.compile(r"[,;]?\s(?:and|but)\sthat\s|;\s|,\s(?:while|whereas|although|though)\s")
"""Where the content of an inner report ends, and that of the outer one goes on."""
_FARTHEST = 9
"""Words between a cue and a content in which somebody else may be shown reporting it."""
ADDRESSEE = r"(?:her|him|it|me|them|us|you|journalists|reporters)"
"""A regular expression for the person addressed, who is no part of the content: "told *reporters* that …"."""
_ADDRESSED = re.compile(rf"\s{ADDRESSEE}\s(?=that\s)")
_FIGURE = re.compile(r"\d")
_EDGES = " \t\n,;:.\"“”'‘’"


def cue_odds(encoding: Encoding) -> np.ndarray:
    """The probability that each word is part of a cue, given that it is part of no content."""
    scores = encoding.scores[:, _OTHERS]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers[:, _CUES].sum(axis=1) / powers.sum(axis=1)


class Report(NamedTuple):
    """A source, its cue and its content."""

    source: Span
    cue: Span
    content: Span


class Reports:
    """The reports inside parts of an article; `taken`: the sources and cues known already, in text order."""

    def __init__(self, article: Article, taken: Sequence[Span]) -> None:
        self.article, self.taken = article, taken
        article.tag(range(len(article.sentences)))
        encoding = encode(article)
        self._pieces, self._odds = encoding.pieces, cue_odds(encoding)

    def of_figures(self, content: Span) -> Iterator[Report]:
        """The reports inside a content that hold a figure; those without one give nothing to compare."""
        for sentence in range(self.article.sentence_at(content.start), self.article.sentence_at(content.end - 1) + 1):
            span = self.article.sentences[sentence]
            within = Span(max(span.start, content.start), min(span.end, content.end))
            for report in self._within(sentence, within):
                if _holds_figure(self.article, sentence, report.content):
                    yield report

    def shown(self, cue: Span, content: Span) -> Report | None:
        """The report of somebody who is shown reporting, right behind the cue: "the footage shows *a man saying* …"."""
        sentence = self.article.sentence_at(cue.start)
        near = len(self.article.text[cue.end : content.start].split()) <= _FARTHEST
        if not near or self.article.sentence_at(content.end - 1) != sentence:
            return None
        first = next(self._within(sentence, Span(cue.end, content.end)), None)
        surely = first and first.cue.of(self.article.text).endswith("ing") and self._sureness(first.cue) >= _SURE_OF_ACT
        return first if surely and first.source.start == cue.end + 1 else None

    def _sureness(self, cue: Span) -> float:
        first, end = np.searchsorted(self._pieces.starts, cue)
        return float(self._odds[first:end].max())

    def _within(self, sentence: int, within: Span) -> Iterator[Report]:
        """The reports inside a part of a sentence, in text order."""
        possible = ((_source(self.article, sentence, cue, within), cue) for cue in self._cues(within))
        sourced = [(source, cue) for source, cue in possible if source]
        starts = [min(source.start, cue.start) for source, cue in sourced] + [within.end]
        for (source, cue), following in zip(sourced, starts[1:], strict=True):
            content = _content(self.article.text, source, cue, within, following)
            if content and not overlaps_any(cue, self.taken) and not overlaps_any(source, self.taken):
                yield Report(source, cue, content)

    def _cues(self, within: Span) -> Iterator[Span]:
        """Stretches of likely cues that hold a sure one."""
        pieces, odds = self._pieces, self._odds
        first, limit = np.searchsorted(pieces.starts, within).tolist()
        end = first
        for sure in (first + np.flatnonzero(odds[first:limit] >= _SURE)).tolist():
            if sure < end:
                continue
            begin, end = sure, sure + 1
            while begin > first and odds[begin - 1] >= _LIKELY:
                begin -= 1
            while end < limit and odds[end] >= _LIKELY:
                end += 1
            yield Span(int(pieces.starts[begin]), int(pieces.ends[end - 1]))


def _source(article: Article, sentence: int, cue: Span, within: Span) -> Span | None:
    """The noun phrase before a cue, or behind one such as "according to"; None where there is none."""
    phrases = [
        span for span in noun_phrases(article, [sentence]) if within.start <= span.start and span.end <= within.end
    ]
    words = cue.of(article.text).split()
    if words[-1] in _BEFORE_SOURCE and not _has_subject(words):
        return max((span for span in phrases if 0 <= span.start - cue.end <= 1), default=None)
    tokens, tags = article.tokens_in(article.sentences[sentence]), article.tags_in(sentence)
    at = bisect_left(tokens, (cue.start,))
    is_act = words[-1].endswith(_PARTICIPLES) and _is_passive(article.text, cue)
    if "VERB" not in tags[at : at + len(article.tokens_in(cue))] or is_act:
        return None
    while at and tags[at - 1] in _BETWEEN and tokens[at - 1].start >= within.start:
        at -= 1
    if not at or tokens[at - 1].start < within.start:
        return None
    source = _whole_phrase(article, tokens, phrases, tokens[at - 1].end)
    return None if source is None or _FIGURE.search(article.text, *source) else source


def _has_subject(words: Sequence[str]) -> bool:
    """Whether a cue like "admits to" is a finite verb, whose source is its subject; "according to" is none."""
    return words[-1] == "to" and not any(word.endswith(("ing", *_PARTICIPLES)) for word in words[:-1])


def _whole_phrase(article: Article, tokens: Sequence[Span], phrases: Sequence[Span], end: int) -> Span | None:
    """The noun phrase that ends there, with those that it belongs to: "*a spokesman for the ministry*"."""
    phrase = min((span for span in phrases if span.end == end), default=None)
    while phrase:
        before = bisect_left(tokens, (phrase.start,)) - 1
        wholes = [span for span in phrases if before > 0 and span.end == tokens[before - 1].end]
        if not wholes or tokens[before].of(article.text) not in _OF_A_BODY:
            break
        phrase = Span(min(wholes).start, phrase.end)
    return phrase


def _is_passive(text: str, cue: Span) -> bool:
    """Whether a cue is passive: a form of "to be" stands right before it, or at its beginning."""
    return bool(_PASSIVE_BEFORE.search(text, max(cue.start - 20, 0), cue.start) or _PASSIVE.match(text, *cue))


def _holds_figure(article: Article, sentence: int, span: Span) -> bool:
    return any(
        tag == "NUM" and span.start <= token.start < span.end
        for token, tag in zip(article.tokens_in(article.sentences[sentence]), article.tags_in(sentence), strict=True)
    )


def _content(text: str, source: Span, cue: Span, within: Span, following: int) -> Span | None:
    """What a report says: the words up to the next report, or clause of the outer one, else those before it."""
    begin = max(source.end, cue.end)
    addressed = _ADDRESSED.match(text, begin, following)
    begin = addressed.end() if addressed else begin
    chained = re.fullmatch(r"\s+(?:that\s+)?", text[begin:following])
    end = within.end if chained else following
    clause = _ENDS.search(text, begin, end)
    end = clause.start() if clause else end
    reported = _NEXT.sub("", text[begin:end])
    content = _stripped(text, begin, begin + len(reported))
    if content is None and source.start > cue.start:
        content = _stripped(text, within.start, cue.start)
    return content


def _stripped(text: str, start: int, end: int) -> Span | None:
    """A stretch without white space and punctuation at its ends; None where nothing is left."""
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end) if start < end else None
