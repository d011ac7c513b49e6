"""What the networks of `analysis.crediting` and `analysis.sources.kinds` learn from: marked texts as they are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from passages import Passage
from polnear import load_articles
from scoring import load_scorer
from training import met

from analysis.article import Article, Span, covering, overlaps
from analysis.attributions import Attribution, find_attributions
from analysis.crediting.candidates import Candidate, candidates
from analysis.crediting.measures import Pairs, pair
from analysis.crediting.setting import setting
from analysis.encoder import encode
from analysis.quantities import Quantity, find_quantities
from analysis.sources import resolve_sources
from analysis.sources.mentions import mention
from analysis.sources.names import Name, names
from analysis.sources.types import source_type

_POLNEAR, _FIGURES, _LONGEST = 200, 4, 8000
"""Texts of PolNeAR that are learned from, of at least so many figures and at most so many characters."""
_OF_POLNEAR = 0.5
"""What a figure of PolNeAR counts for beside one of a passage."""
_WORD = re.compile(r"[a-z0-9]+")


class MarkedMention(NamedTuple):
    """A mention whose type is marked, or whose given name is listed.

    `words`: the first and the last one; `rule`: its type by `analysis.sources.types`; `classes`: the types, or place,
    that it may be of; `male`: whether it is a man's name, None: not told.
    """

    words: tuple[int, int]
    rule: str | None
    classes: list[str]
    male: bool | None


@dataclass(frozen=True)
class Example:
    """The figures of a text beside those who may be credited with them, and who is.

    `right`: of each pair, whether it is the one credited; `own`: of each figure, whether nobody is; `told`: whether
    the marks tell. `weight`: what a figure counts for.
    """

    name: str
    states: torch.Tensor
    sentences: np.ndarray
    pairs: Pairs
    right: np.ndarray
    own: np.ndarray
    told: np.ndarray
    mentions: list[MarkedMention]
    weight: float


class _Read(NamedTuple):
    """A text as it is read: its figures, and who may be credited with them, by the names that they have."""

    article: Article
    quantities: list[Quantity]
    attributions: list[Attribution]
    candidates: list[Candidate]
    names: list[str]
    pairs: Pairs


def of_passage(passage: Passage, weight: float = 1.0) -> Example | None:
    """A passage as it is read, with its marks; None where nothing is compared."""
    read = _read(passage.article)
    if read is None:
        return None
    marks = met(read.quantities, passage.figures)
    told = np.array([mark is not None and mark["source"] != ["?"] for mark in marks])
    own = np.array([sure and mark["source"] is None for mark, sure in zip(marks, told, strict=True)])
    right = np.zeros(len(read.pairs.figure), dtype=bool)
    types: dict[int, set[str]] = {}
    for at, (figure, candidate) in enumerate(zip(read.pairs.figure, read.pairs.candidate, strict=True)):
        mark = marks[figure]
        if told[figure] and mark["source"] and fits(read.names[candidate], mark["source"]):
            right[at] = True
            marked = mark["type"] if isinstance(mark["type"], list) else [mark["type"]]
            types.setdefault(int(candidate), set()).update(filter(None, marked))
    places = {mark["place"] for mark in passage.figures if mark.get("place")}
    mentions = [*_of_candidates(read, types, places), *_people(passage.article)]
    return _example(read, right, own, told, mentions, weight)


def of_polnear(shared: Path) -> Iterator[Example]:
    """Texts of PolNeAR's training part; a figure that no attribution holds or touches is the text's own.

    Not so a share in percent: PolNeAR marks a poll's results where the poll is named, not where they run on.
    """
    part = shared / "corpora" / "polnear" / "train"
    reader = load_scorer(shared, "score_attribution")
    annotators = reader.annotators(part / "attributions")
    articles = (
        one for one in load_articles(part / "text") if one.article_id in annotators and len(one.text) <= _LONGEST
    )
    examples = (
        _of_text(article, reader.read_ann(sorted(annotators[article.article_id])[0][1])) for article in articles
    )
    return islice(filter(None, examples), _POLNEAR)


def _read(article: Article, least: int = 1) -> _Read | None:
    """A text with at least so many figures as it is read; None where it has fewer, or nobody is named."""
    quantities = find_quantities(article)
    attributions = find_attributions(article)
    named = candidates(article, attributions)
    if len(quantities) < least or not named:
        return None
    sources, source_of = resolve_sources(article, attributions)
    names = [
        one.mention.of(article.text) if one.attribution is None else sources[source_of[one.attribution]].name
        for one in named
    ]
    compared = setting(article, encode(article), quantities, attributions, named, names)
    return _Read(article, quantities, attributions, named, names, pair(compared))


def _of_text(article: Article, marked: Sequence[dict[str, list]]) -> Example | None:
    read = _read(article, _FIGURES)
    if read is None:
        return None
    own, told = (np.zeros(len(read.quantities), dtype=bool) for _ in range(2))
    right = np.zeros(len(read.pairs.figure), dtype=bool)
    for number, quantity in enumerate(read.quantities):
        figure = Span(quantity.number_start, quantity.number_end)
        holders = [one for one in marked if any(s <= figure.start and figure.end <= e for s, e in one["content"])]
        sourced = [one["source"] for one in holders if one["source"]]
        touched = any(overlaps(figure, Span(*span)) for one in marked for spans in one.values() for span in spans)
        own[number] = not sourced and (bool(holders) or not touched)
        told[number] = bool(sourced) or (own[number] and quantity.kind != "percent")
        for at in np.flatnonzero(read.pairs.figure == number) if sourced else ():
            mention = read.candidates[read.pairs.candidate[at]].mention
            right[at] = any(overlaps(mention, Span(*span)) for span in sourced[-1])
    known = names(article)
    mentions = [
        MarkedMention(_words_of(article, span), rule, [rule], None)
        for span in sorted({covering(one.source) for one in read.attributions if one.source})
        if (rule := _ruled(article, span, known))
    ]
    return _example(read, right, own, told, [*mentions, *_people(article)], _OF_POLNEAR)


def fits(name: str, accepted: Iterable[str]) -> bool:
    """Whether a name's words, articles aside, are among those of an accepted one, or the other way round."""
    mine = _words(name)
    return any(some and (some <= mine or mine <= some) for some in map(_words, accepted)) and bool(mine)


def _words(name: str) -> set[str]:
    return {*_WORD.findall(name.lower())} - {"a", "an", "the"}


def _of_candidates(read: _Read, types: dict[int, set[str]], places: set[str]) -> Iterator[MarkedMention]:
    """Candidates whose type is marked, and those who are the place of a figure."""
    known = names(read.article)
    for number, (one, words) in enumerate(zip(read.candidates, read.pairs.words.tolist(), strict=True)):
        is_place = one.mention.of(read.article.text) in places
        classes = sorted(types.get(number, ())) or (["place"] if is_place else [])
        if classes:
            yield MarkedMention(tuple(words), _ruled(read.article, one.mention, known), classes, None)


def _ruled(article: Article, span: Span, known: list[Name]) -> str | None:
    one = mention(article, span, known)
    return None if one.pronoun else source_type(one)


def _people(article: Article) -> Iterator[MarkedMention]:
    """The names of people whose given names are listed."""
    listed = _given_names()
    for one in names(article):
        if len(one.words) > 1 and (male := listed.get(one.words[0].lower())) is not None:
            yield MarkedMention(_words_of(article, one.span), None, [], male)


def _words_of(article: Article, span: Span) -> tuple[int, int]:
    """The first and the last word of a span."""
    starts = encode(article).pieces.starts
    return tuple((np.searchsorted(starts, [span.start, span.end - 1], "right") - 1).tolist())


@cache
def _given_names() -> dict[str, bool]:
    """The given names of one gender alone, and whether that is a man's."""
    listed = tomllib.loads(Path(__file__).with_name("given-names.toml").read_text("utf-8"))
    female, male = ({*listed[name].split()} for name in ("female", "male"))
    return {name: name in male for name in female ^ male}


def _example(read: _Read, right: Any, own: Any, told: Any, mentions: list[MarkedMention], weight: float) -> Example:
    encoding = encode(read.article)
    states = torch.from_numpy(encoding.states.astype(np.float16))
    return Example(
        read.article.article_id, states, encoding.pieces.sentences, read.pairs, right, own, told, mentions, weight
    )
