"""Claims: each quantity with its source, and the disagreements of claims about the same thing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from analysis.agreement import About, relate
from analysis.article import Article, Span, overlaps
from analysis.attributions import Attribution
from analysis.findings.findings import Findings
from analysis.hedges import Hedge, touching
from analysis.quantities import Quantity
from analysis.vocabulary import UNCERTAIN

_ADVERBS_LENGTH = 40
"""The most characters of an adverb between source and cue; what is longer is another phrase."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The source of one quantity, its hedges, and what it is about; numbers are indices into the findings.

    `mention`: where the source is named. `topic` is what `about` says, unless a correction says otherwise.
    """

    attribution: int | None
    source: int | None
    mention: tuple[Span, ...]
    hedges: tuple[int, ...]
    hedged: bool
    topic: str
    about: About


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The claims on one topic, by index, with the span of what they state.

    `disagreements` explains `kind` and `confidence`.
    """

    topic: str
    unit: str | None
    claims: tuple[int, ...]
    lowest: float | None
    highest: float | None
    ratio: float | None
    compatible: bool
    kind: str
    confidence: float | None


def join_claims(findings: Findings) -> Findings:
    """The findings with their claims.

    `analysis.crediting` tells who is credited with a quantity, `analysis.agreement` what it is about.
    """
    article, attributions, credits = findings.article, findings.attributions, findings.credits
    assert credits is not None  # set by the stage before
    abouts = relate(article, findings.quantities, findings.comparison)
    touching_sentence = _by_sentence(article, attributions)
    claims = []
    for quantity, about, attribution, voice, mention in zip(
        findings.quantities, abouts, credits.attributions, credits.voices, credits.mentions, strict=True
    ):
        beside = touching_sentence.get(article.sentence_at(quantity.number_start), [])
        credited = None if attribution is None else attributions[attribution]
        stretches = _bearing(article, quantity, credited, beside)
        bearing = tuple(sorted({number for span in stretches for number in touching(findings.hedges, span)}))
        claims.append(
            Claim(
                attribution=attribution,
                source=voice,
                mention=mention,
                hedges=bearing,
                hedged=any(findings.hedges[number].kind in UNCERTAIN for number in bearing),
                topic=about.topic,
                about=about,
            )
        )
    return replace(findings, claims=claims)


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

    Where a correction put claims together that were apart, there is no confidence, and the kind follows from their
    intervals: a restatement where all are the same, else a disagreement.
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
    unit, intervals = _in_one_unit([quantities[number] for number in numbers])
    stated = [bound for interval in intervals for bound in interval if bound is not None]
    lowest, highest = min(stated, default=None), max(stated, default=None)
    floor = max(-math.inf if low is None else low for low, _ in intervals)
    ceiling = min(math.inf if high is None else high for _, high in intervals)
    kind, confidence = _relation(numbers, quantities, claims)
    return Disagreement(
        topic=topic,
        unit=unit,
        claims=tuple(numbers),
        lowest=lowest,
        highest=highest,
        ratio=highest / lowest if highest is not None and lowest is not None and lowest > 0 else None,
        compatible=floor <= ceiling,
        kind=kind,
        confidence=confidence,
    )


def _in_one_unit(members: Sequence[Quantity]) -> tuple[str | None, list[tuple[float | None, float | None]]]:
    """The unit in which most members are stated, and the intervals of those that are, fractions as percentages.

    Counts are comparable whatever is counted ("31 people", "31 soldiers"); amounts in two currencies are not.
    """
    measured = [_scale(member) for member in members]
    scale, _ = Counter(measured).most_common(1)[0]
    alike = [member for member, own in zip(members, measured, strict=True) if own == scale]
    in_percent = {member.kind for member in alike} == {"fraction", "percent"}
    units = [member.unit for member in alike if not in_percent or member.kind == "percent"]
    factors = [100 if in_percent and member.kind == "fraction" else 1 for member in alike]
    return units[0], [
        (_times(member.low, factor), _times(member.high, factor)) for member, factor in zip(alike, factors, strict=True)
    ]


def _times(bound: float | None, factor: int) -> float | None:
    return None if bound is None else bound * factor


def _scale(quantity: Quantity) -> str | None:
    """The scale of a quantity: bounds on the same scale can be compared."""
    if quantity.kind in ("percent", "fraction"):
        return "share"
    return "count" if quantity.kind == "count" else quantity.unit


def _relation(
    numbers: Sequence[int], quantities: Sequence[Quantity], claims: Sequence[Claim]
) -> tuple[str, float | None]:
    """The kind and the confidence of the claims on a topic."""
    first = claims[numbers[0]]
    read = {(about.topic, about.kind, about.confidence) for about in (claims[number].about for number in numbers)}
    if len(read) == 1 and first.about.kind is not None:
        return first.about.kind, first.about.confidence if first.topic == first.about.topic else None
    stated = {(quantities[number].low, quantities[number].high) for number in numbers}
    return "restatement" if len(stated) == 1 else "disagreement", None


def _by_sentence(article: Article, attributions: Sequence[Attribution]) -> dict[int, list[Attribution]]:
    """The attributions that touch each sentence."""
    touching_sentence: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        reached = {
            sentence
            for span in spans
            for sentence in range(article.sentence_at(span.start), article.sentence_at(span.end - 1) + 1)
        }
        for sentence in reached:
            touching_sentence.setdefault(sentence, []).append(attribution)
    return touching_sentence


def _bearing(
    article: Article, quantity: Quantity, attribution: Attribution | None, others: Iterable[Attribution]
) -> list[Span]:
    """The stretches of text in which a hedge bears on the quantity.

    With an attribution: its source, its cue, and its content in the quantity's sentence. Without one, or where its
    content does not hold the quantity: the sentence without what `others` say of other things.
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
    inside = any(overlaps(span, own) for span in content)
    rest = content if inside else _without(sentence, own, (other for other in others if other is not attribution))
    return [own, *_speaking(attribution), *rest]


def _without(sentence: Span, own: Span, others: Iterable[Attribution]) -> list[Span]:
    """A sentence without the attributions whose content does not hold the quantity at `own`."""
    apart = (other for other in others if not any(overlaps(span, own) for span in other.content))
    rest, start = [], sentence.start
    for span in sorted(span for other in apart for span in (*other.source, *other.cue, *other.content)):
        if span.start > start:
            rest.append(Span(start, min(span.start, sentence.end)))
        start = max(start, span.end)
    return [*rest, Span(start, sentence.end)] if start < sentence.end else rest
