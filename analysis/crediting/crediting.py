"""From quantities and attributions to who is credited with each quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

import numpy as np

from analysis.article import Article, Span
from analysis.attributions import Attribution, stance_on_another
from analysis.crediting.candidates import Candidate, candidates
from analysis.crediting.measures import Pairs, pair
from analysis.crediting.scorer import score
from analysis.crediting.setting import setting
from analysis.encoder import encode
from analysis.quantities import Quantity
from analysis.sources import Source, is_made, resolve_sources


class Credits(NamedTuple):
    """The sources of an article and what is theirs, as indices.

    `source_of`: the source of each attribution, None where it names none. `attributions` and `voices`: for each
    quantity the attribution by which somebody is credited with it, and the source that is; both None: the article's
    own voice. A source without an attribution is named where no attribution is found ("police: 55,000"). `mentions`:
    where that source is named. `stances`: that of each attribution, which disputes or confirms where its content holds
    a figure that another is credited with.
    """

    sources: list[Source]
    source_of: list[int | None]
    attributions: list[int | None]
    voices: list[int | None]
    mentions: list[tuple[Span, ...]]
    stances: list[str]


def credit(article: Article, quantities: Sequence[Quantity], attributions: Sequence[Attribution]) -> Credits:
    """Who is credited with each quantity: the most probable candidate, all mentions of one together.

    Where nobody is, the attribution without a source that holds the quantity counts ("it is feared that 40 …").
    """
    sources, source_of = resolve_sources(article, attributions)
    chosen = _chosen(article, quantities, attributions, sources, source_of)
    spans = sorted({candidate.mention for candidate in chosen if candidate and candidate.attribution is None})
    if spans:
        sources, resolved = resolve_sources(article, [*attributions, *(_Named((span,)) for span in spans)])
        source_of, extra = resolved[: len(attributions)], dict(zip(spans, resolved[len(attributions) :], strict=True))
    credits = Credits(sources, source_of, [], [], [], [])
    for quantity, candidate in zip(quantities, chosen, strict=True):
        if candidate is None:
            attribution, voice, mention = _without_source(quantity, attributions), None, ()
        elif candidate.attribution is None:
            attribution, voice, mention = None, extra[candidate.mention], (candidate.mention,)
        else:
            attribution, voice = candidate.attribution, source_of[candidate.attribution]
            mention = attributions[candidate.attribution].source
        credits.attributions.append(attribution)
        credits.voices.append(voice)
        credits.mentions.append(mention)
    credits.stances.extend(_stances(article, quantities, attributions, credits))
    return credits


def _stances(
    article: Article, quantities: Sequence[Quantity], attributions: Sequence[Attribution], credits: Credits
) -> Iterator[str]:
    for attribution, source in zip(attributions, credits.source_of, strict=True):
        others = {
            voice
            for quantity, voice in zip(quantities, credits.voices, strict=True)
            if any(span.start <= quantity.number_start < span.end for span in attribution.content)
        }
        cue = " ".join(span.of(article.text) for span in attribution.cue)
        another = source is not None and not others <= {None, source}
        yield stance_on_another(cue, attribution.stance) if another else attribution.stance


class _Named(NamedTuple):
    """One who is credited without an attribution."""

    source: tuple[Span, ...]


class Weighed(NamedTuple):
    """The candidates of an article, the names of their sources, and their scores for its figures.

    `scores` are those of the pairs, `nobody` those of the figures themselves.
    """

    candidates: list[Candidate]
    names: list[str]
    pairs: Pairs
    scores: np.ndarray
    nobody: np.ndarray

    def powers(self, figure: int) -> tuple[slice, np.ndarray, float]:
        """The pairs of a figure, and the exponentials of their scores and of nobody's, up to a common factor."""
        of_figure = slice(*np.searchsorted(self.pairs.figure, [figure, figure + 1]))
        scores = np.where(self.pairs.taken_back[of_figure], -np.inf, self.scores[of_figure])
        own = self.nobody.item(figure)
        highest = scores.max(initial=own)
        return of_figure, np.exp(scores - highest), float(np.exp(own - highest))


def weigh(
    article: Article,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    sources: Sequence[Source],
    source_of: Sequence[int | None],
) -> Weighed | None:
    """The candidates for each quantity with their scores; None where there is nobody, or nothing to credit."""
    choices = candidates(article, attributions)
    encoding = encode(article)
    if not quantities or not choices or not len(encoding.pieces):
        return None
    names = [
        choice.mention.of(article.text)
        if choice.attribution is None
        else sources[cast(int, source_of[choice.attribution])].name  # a candidate's attribution has a source
        for choice in choices
    ]
    pairs = pair(setting(article, encoding, quantities, attributions, choices, names))
    return Weighed(choices, names, pairs, *score(encoding, pairs))


def probabilities(weighed: Weighed, figure: int) -> dict[str | None, float]:
    """How probably each source is credited with a figure, by name, the most probable first; None: nobody."""
    pairs = weighed.pairs
    of_figure, powers, nobody = weighed.powers(figure)
    total = powers.sum() + nobody
    sums: dict[str | None, float] = {None: float(1 - powers.sum() / total)}
    first = {entity: weighed.names[at] for at, entity in reversed([*zip(pairs.candidate, pairs.entity, strict=True)])}
    for entity, power in zip(pairs.entity[of_figure].tolist(), powers.tolist(), strict=True):
        sums[first[entity]] = sums.get(first[entity], 0.0) + power / total
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _chosen(
    article: Article,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    sources: Sequence[Source],
    source_of: Sequence[int | None],
) -> list[Candidate | None]:
    """The candidate that is credited with each quantity, None: nobody."""
    weighed = weigh(article, quantities, attributions, sources, source_of)
    if weighed is None:
        return [None] * len(quantities)
    best = (_best_candidate(weighed, figure) for figure in range(len(quantities)))
    return [None if at is None else _whole(article, weighed.candidates[at], weighed.candidates) for at in best]


def _whole(article: Article, candidate: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """The candidate or, where it has no attribution, the document that it is the maker of: "*FIL's own count*"."""
    if candidate.attribution is not None:
        return candidate
    return next((other for other in candidates if is_made(article.text, candidate.mention, other.mention)), candidate)


def _best_candidate(weighed: Weighed, figure: int) -> int | None:
    """The most probable mention of the source that is most probable by all of its mentions; None: nobody."""
    of_figure, powers, nobody = weighed.powers(figure)
    entities = weighed.pairs.entity[of_figure]
    sums = np.bincount(entities, powers, minlength=1)
    if nobody >= sums.max():
        return None
    best = np.where(entities == sums.argmax(), powers, -1).argmax()
    return int(weighed.pairs.candidate[of_figure][best])


def _without_source(quantity: Quantity, attributions: Sequence[Attribution]) -> int | None:
    """The innermost attribution without a source whose content holds the quantity."""
    holders = [
        (span.end - span.start, number)
        for number, attribution in enumerate(attributions)
        if not attribution.source and attribution.stance == "asserts"
        for span in attribution.content
        if span.start <= quantity.number_start and quantity.number_end <= span.end
    ]
    return min(holders)[1] if holders else None
