"""Claims: each quantity with whoever is credited with it, and where claims about the same thing differ."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.article import Article, Span, overlaps
from analysis.attributions import Attribution
from analysis.crediting import credit
from analysis.hedges import Hedge, touching
from analysis.quantities import Quantity
from analysis.sources import Source
from analysis.topics import find_topics

UNCERTAIN = ("hedge", "conditional")
"""The kinds of hedge that make a claim a hedged one; an approximator bounds the number, a booster firms it up."""


_ADVERBS_LENGTH = 40
"""Characters between source and cue in which an adverb stands; what is longer is another phrase."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What stands behind one quantity; numbers are indices into the lists that the claim was joined from.

    `revises`: the quantity of which it tells another value ("a figure later raised to 60", "down from 40"); `change`:
    whether that value is one of another time.
    """

    attribution: int | None
    source: int | None
    hedges: tuple[int, ...]
    hedged: bool
    topic: str
    revises: int | None = None
    change: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The claims on one topic, by index, with the span of what they state; `kind` is told in `disagreements`."""

    topic: str
    unit: str | None
    claims: tuple[int, ...]
    lowest: float | None
    highest: float | None
    ratio: float | None
    compatible: bool
    kind: str


def join_claims(
    article: Article,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    sources: Sequence[Source],
    source_of: Sequence[int | None],
    hedges: Sequence[Hedge],
) -> list[Claim]:
    """One claim per quantity, in the same order.

    Who is credited with a quantity is told in `analysis.crediting`, what it is about in `analysis.topics`.
    """
    credits = credit(article, quantities, attributions, sources, source_of)
    voices = [None if attribution is None else source_of[attribution] for attribution in credits]
    topics = find_topics(article, quantities, attributions, voices)
    others = _by_sentence(article, attributions)
    claims = []
    for quantity, topic, attribution, voice in zip(quantities, topics, credits, voices, strict=True):
        told = others.get(article.sentence_at(quantity.number_start), [])
        where = _bearing(article, quantity, None if attribution is None else attributions[attribution], told)
        bearing = tuple(sorted({number for span in where for number in touching(hedges, span)}))
        claims.append(
            Claim(
                attribution=attribution,
                source=voice,
                hedges=bearing,
                hedged=any(hedges[number].kind in UNCERTAIN for number in bearing),
                topic=topic.name,
                revises=topic.revises,
                change=topic.change,
            )
        )
    return claims


def is_hedged(attribution: Attribution, hedges: Sequence[Hedge]) -> bool:
    """Whether a hedge or a condition stands in the attribution's source, cue or content, or between the first two."""
    spans = (*_speaking(attribution), *attribution.content)
    return any(hedges[number].kind in UNCERTAIN for span in spans for number in touching(hedges, span))


def _speaking(attribution: Attribution) -> list[Span]:
    """Source and cue, with the few words that may stand between them ("footage *purportedly* shows")."""
    spans = sorted((*attribution.source, *attribution.cue))
    between = [
        Span(one.end, other.start) for one, other in pairwise(spans) if 0 < other.start - one.end <= _ADVERBS_LENGTH
    ]
    return [*spans, *between]


def disagreements(quantities: Sequence[Quantity], claims: Sequence[Claim]) -> list[Disagreement]:
    """One for each topic that several claims are about, in order of the first of them.

    Its `kind` is `restatement` where all state the same interval; `change` or `revision` where the interval changes but
    no two named sources differ, and either one claim tells another value, of another time or not, or one source states
    them all; else `disagreement`.
    """
    by_topic: dict[str, list[int]] = {}
    for number, claim in enumerate(claims):
        by_topic.setdefault(claim.topic, []).append(number)
    return [
        _disagreement(topic, numbers, quantities, claims) for topic, numbers in by_topic.items() if len(numbers) > 1
    ]


def _disagreement(
    topic: str, numbers: list[int], quantities: Sequence[Quantity], claims: Sequence[Claim]
) -> Disagreement:
    members = [quantities[number] for number in numbers]
    stated = [bound for member in members for bound in (member.low, member.high) if bound is not None]
    lowest, highest = min(stated, default=None), max(stated, default=None)
    floor = max(-math.inf if member.low is None else member.low for member in members)
    ceiling = min(math.inf if member.high is None else member.high for member in members)
    return Disagreement(
        topic=topic,
        unit=members[0].unit,
        claims=tuple(numbers),
        lowest=lowest,
        highest=highest,
        ratio=highest / lowest if lowest is not None and lowest > 0 else None,
        compatible=floor <= ceiling,
        kind=_kind(numbers, quantities, claims),
    )


def _kind(numbers: list[int], quantities: Sequence[Quantity], claims: Sequence[Claim]) -> str:
    """Which of restatement, change, revision and disagreement the claims on a topic are."""
    stated: dict[int | None, set[tuple[float | None, float | None]]] = {}
    for number in numbers:
        interval = (quantities[number].low, quantities[number].high)
        stated.setdefault(claims[number].source, set()).add(interval)
    if len(set.union(*stated.values())) == 1:
        return "restatement"
    named = [intervals for source, intervals in stated.items() if source is not None]
    if any(intervals != named[0] for intervals in named[1:]):
        return "disagreement"
    revising = [claims[number] for number in numbers if claims[number].revises is not None]
    if revising and all(claim.change for claim in revising):
        return "change"
    return "revision" if revising or (named and len(stated) == 1) else "disagreement"


def _by_sentence(article: Article, attributions: Sequence[Attribution]) -> dict[int, list[Attribution]]:
    """The attributions that touch each sentence."""
    found: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        reached = {
            sentence
            for span in spans
            for sentence in range(article.sentence_at(span.start), article.sentence_at(span.end - 1) + 1)
        }
        for sentence in reached:
            found.setdefault(sentence, []).append(attribution)
    return found


def _bearing(
    article: Article, quantity: Quantity, attribution: Attribution | None, others: Iterable[Attribution]
) -> list[Span]:
    """The stretches of text in which a hedge bears on the quantity.

    With an attribution: its source, its cue, and as much of its content as shares the quantity's sentence; where
    it does not hold the quantity, and where there is none, the sentence without what `others` in it say of other
    things.
    """
    sentence = article.sentences[article.sentence_at(quantity.number_start)]
    own = Span(quantity.start, quantity.end)
    if attribution is None:
        return [own, *_without(sentence, own, others)]
    content = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for span in attribution.content
        if overlaps(span, sentence)
    ]
    held = any(overlaps(span, own) for span in content)
    rest = content if held else _without(sentence, own, (one for one in others if one is not attribution))
    return [own, *_speaking(attribution), *rest]


def _without(sentence: Span, own: Span, others: Iterable[Attribution]) -> list[Span]:
    """What is left of a sentence without the attributions whose content does not hold the quantity at `own`."""
    apart = (one for one in others if not any(overlaps(span, own) for span in one.content))
    left, start = [], sentence.start
    for span in sorted(span for one in apart for span in (*one.source, *one.cue, *one.content)):
        if span.start > start:
            left.append(Span(start, min(span.start, sentence.end)))
        start = max(start, span.end)
    return [*left, Span(start, sentence.end)] if start < sentence.end else left
