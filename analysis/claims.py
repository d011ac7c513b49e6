"""Claims: each quantity with whoever is credited with it, and where claims about the same thing differ."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.article import Article, Span, overlaps
from analysis.attributions import Attribution
from analysis.crediting import credit
from analysis.hedges import Hedge
from analysis.quantities import Quantity
from analysis.sources import Source

UNCERTAIN = ("hedge", "conditional")
"""The kinds of hedge that make a claim a hedged one; an approximator bounds the number, a booster firms it up."""


_ADVERBS_LENGTH = 40
"""Characters between source and cue in which an adverb stands; what is longer is another phrase."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What stands behind one quantity; numbers are indices into the lists that the claim was joined from."""

    attribution: int | None
    source: int | None
    hedges: tuple[int, ...]
    hedged: bool
    topic: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The claims on one topic, by index, with the span of what they state."""

    topic: str
    unit: str | None
    claims: tuple[int, ...]
    lowest: float | None
    highest: float | None
    ratio: float | None
    compatible: bool


def join_claims(
    article: Article,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    sources: Sequence[Source],
    source_of: Sequence[int | None],
    hedges: Sequence[Hedge],
) -> list[Claim]:
    """One claim per quantity, in the same order.

    Who is credited with a quantity is told in `analysis.crediting`.
    """
    topics = name_topics(article, quantities)
    credits = credit(article, quantities, attributions, sources, source_of)
    claims = []
    for quantity, topic, attribution in zip(quantities, topics, credits, strict=True):
        where = _bearing(article, quantity, None if attribution is None else attributions[attribution])
        bearing = tuple(
            number
            for number, hedge in enumerate(hedges)
            if any(overlaps(Span(hedge.start, hedge.end), span) for span in where)
        )
        claims.append(
            Claim(
                attribution=attribution,
                source=None if attribution is None else source_of[attribution],
                hedges=bearing,
                hedged=any(hedges[number].kind in UNCERTAIN for number in bearing),
                topic=topic,
            )
        )
    return claims


def is_hedged(attribution: Attribution, hedges: Iterable[Hedge]) -> bool:
    """Whether a hedge or a condition stands in the attribution's source, cue or content, or between the first two."""
    spans = (*_speaking(attribution), *attribution.content)
    return any(
        hedge.kind in UNCERTAIN and overlaps(Span(hedge.start, hedge.end), span)
        for hedge in hedges
        for span in spans
    )


def _speaking(attribution: Attribution) -> list[Span]:
    """Source and cue, with the few words that may stand between them ("footage *purportedly* shows")."""
    spans = sorted((*attribution.source, *attribution.cue))
    between = [
        Span(one.end, other.start)
        for one, other in pairwise(spans)
        if 0 < other.start - one.end <= _ADVERBS_LENGTH
    ]
    return [*spans, *between]


def disagreements(quantities: Sequence[Quantity], claims: Sequence[Claim]) -> list[Disagreement]:
    """One for each topic that several claims are about, in order of the first of them."""
    by_topic: dict[str, list[int]] = {}
    for number, claim in enumerate(claims):
        by_topic.setdefault(claim.topic, []).append(number)
    return [
        _disagreement(topic, numbers, quantities) for topic, numbers in by_topic.items() if len(numbers) > 1
    ]


def _disagreement(topic: str, numbers: list[int], quantities: Sequence[Quantity]) -> Disagreement:
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
    )


def _bearing(article: Article, quantity: Quantity, attribution: Attribution | None) -> list[Span]:
    """The stretches of text in which a hedge bears on the quantity.

    With an attribution: its source, its cue, and as much of its content as shares the quantity's sentence; where
    it does not hold the quantity, and where there is none, the whole sentence.
    """
    sentence = article.sentences[article.sentence_at(quantity.number_start)]
    own = Span(quantity.start, quantity.end)
    if attribution is None:
        return [own, sentence]
    content = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for span in attribution.content
        if overlaps(span, sentence)
    ]
    held = any(overlaps(span, own) for span in content)
    return [own, *_speaking(attribution), *(content if held else [sentence])]


# Topics ---------------------------------------------------------------------------------------------------------

_TELLING_NUMBER = 10
"""From here on a count that comes back, of the same thing, is the same count; "two men" and "two men" need not be."""
_COMPARABLE_KINDS = ("count", "money", "percent", "measure", "duration")
_IDLE_WORDS = frozenset(
    "a an the of in on at to for from by with and or that this these those their his her its our who which as is "
    "are was were be been being have has had it they he she".split()
)


def name_topics(article: Article, quantities: Sequence[Quantity]) -> list[str]:
    """The topic of each quantity; the same string says that they are about the same thing.

    A quantity that revises another ("a figure later raised to …") shares its topic. Two others share one where
    unit, kind and trend are the same and their concepts consist of the same words, at least two of them, or one
    where both state the same interval ("thousands of shootings", twice); precision goes before recall.
    A topic is named by the first concept, or by the expression itself where it has none.
    """
    keys = [_key(number, quantity) for number, quantity in enumerate(quantities)]
    for number, quantity in enumerate(quantities):
        if quantity.antecedent is not None:
            keys[number] = keys[quantity.antecedent]
    names: dict[object, str] = {}
    taken: Counter[str] = Counter()
    for key, quantity in zip(keys, quantities, strict=True):
        if key not in names:
            name = quantity.concept or " ".join(article.text[quantity.start : quantity.end].split())
            taken[name] += 1
            names[key] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return [names[key] for key in keys]


def _key(number: int, quantity: Quantity) -> object:
    """What equal quantities must share to be comparable; unique where nothing is comparable with them."""
    words = frozenset(
        _stem(word)
        for word in re.findall(r"\w+", (quantity.concept or "").lower())
        if word not in _IDLE_WORDS
    )
    enough = 3 if quantity.kind == "percent" else 2
    about = (quantity.unit, quantity.kind, quantity.trend, words)
    if quantity.kind == "count" and len(words) == 1 and (quantity.low or 0) >= _TELLING_NUMBER:
        return (*about, quantity.low, quantity.high)
    return about if quantity.kind in _COMPARABLE_KINDS and len(words) >= enough else number


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
