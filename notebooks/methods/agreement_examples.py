"""Passages as the networks behind `analysis.frames` and `analysis.agreement` see them, with what they should say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from passages import Passage
from training import met

from analysis.agreement import scorer
from analysis.agreement.measures import measures, pairs
from analysis.article import Article
from analysis.attributions import find_attributions
from analysis.crediting import credit
from analysis.encoder import encode
from analysis.frames import figures
from analysis.frames.figures import ROLES, STATUSES
from analysis.quantities import Quantity, find_quantities

_PEOPLE = {"person", "people"}
_UNMARKED = 0.3
"""What a pair counts for of which a figure is not marked."""
ALIKE = ("event", "place", "time")
"""What two figures may have in common. The network tells it while it learns; nothing reads it later."""


@dataclass(frozen=True)
class Example:
    """The figures of a passage as the networks see them, and what they should say.

    `marked`: for each quantity the mark that it meets, or None.
    """

    name: str
    quantities: list[Quantity]
    marked: list[dict[str, Any] | None]
    groups: list[dict[str, Any]]
    gold: list[dict[str, Any]]
    inputs: dict[str, torch.Tensor]
    targets: dict[str, torch.Tensor]


def examples(passage: Passage) -> list[Example]:
    """A passage as it is read, and once more with the units that the marks give to figures without one."""
    article = passage.article
    quantities = find_quantities(article)
    marked = met(quantities, passage.figures)
    if not quantities:
        return []
    told = [_example(passage, quantities, marked)]
    united = [
        replace(quantity, unit=_units(mark)[0]) if quantity.unit is None and mark and _units(mark) else quantity
        for quantity, mark in zip(quantities, marked, strict=True)
    ]
    return told if united == quantities else [*told, _example(passage, united, marked)]


def _units(mark: dict[str, Any]) -> list[str]:
    units = mark.get("unit")
    return [unit for unit in (units if isinstance(units, list) else [units]) if unit]


def voices(article: Article, quantities: Sequence[Quantity]) -> list[int | None]:
    """Who is credited with each quantity, as the product tells it."""
    return credit(article, quantities, find_attributions(article)).voices


def _example(passage: Passage, quantities: list[Quantity], marked: list[dict[str, Any] | None]) -> Example:
    article = passage.article
    encoding = encode(article)
    at = figures.places(encoding, [(one.number_start, one.start, one.end) for one in quantities])
    seen = figures.attended(encoding, at)
    compared = pairs(quantities)
    words = np.arange(len(encoding.pieces))
    own = ((words >= at.first[:, None]) & (words <= at.last[:, None])).astype(np.float32)
    around = (encoding.pieces.sentences == at.sentence[:, None]).astype(np.float32)
    inputs = {
        "states": encoding.states.astype(np.float16),
        "number": at.number,
        "last": at.last,
        "own": own / own.sum(axis=1, keepdims=True),
        "around": around / around.sum(axis=1, keepdims=True),
        "words": seen.words,
        "inside": seen.inside,
        "relations": seen.relations,
        "pairs": compared,
        "measures": measures(article, quantities, voices(article, quantities), compared),
    }
    targets = _pair_targets(passage, marked, compared) | _figure_targets(article, quantities, marked, seen)
    return Example(
        article.article_id,
        quantities,
        marked,
        passage.groups,
        passage.figures,
        {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in inputs.items()},
        {name: torch.from_numpy(np.asarray(array)) for name, array in targets.items()},
    )


def _pair_targets(
    passage: Passage, marked: Sequence[dict[str, Any] | None], compared: np.ndarray
) -> dict[str, np.ndarray]:
    kinds = {group["id"]: scorer.KINDS.index(group["kind"]) for group in passage.groups}
    told, alike = [], []
    for one, other in compared.tolist():
        some, others = marked[one], marked[other]
        alike.append([_alike(some, others, name) for name in ALIKE])
        if some is None or others is None:
            told.append((0, 0, 0, 0, -1, _UNMARKED, 0))
            continue
        together = some["group"] is not None and some["group"] == others["group"]
        same = {unit.lower() for unit in _units(some)} & {unit.lower() for unit in _units(others)}
        part, whole = others["part_of"] == some["n"], some["part_of"] == others["n"]
        complete = "unit" in some and "unit" in others
        told.append((together, bool(same), part, whole, kinds[some["group"]] if together else -1, 1, complete))
    columns = np.array(told, dtype=np.float32).reshape(-1, 7)
    weight = columns[:, 5:6].repeat(len(scorer.RELATIONS), axis=1)
    weight[:, scorer.RELATIONS.index("same_unit")] *= columns[:, 6]
    return {
        "relations": columns[:, :4],
        "kind": columns[:, 4].astype(np.int64),
        "weight": weight,
        "alike": np.array(alike, dtype=np.float32).reshape(-1, len(ALIKE)),
    }


def _alike(some: dict[str, Any] | None, others: dict[str, Any] | None, name: str) -> float:
    """Whether the marks of two figures tell the same event, place or time; -1 where one of them tells none."""
    one, other = (mark.get(name) if mark else None for mark in (some, others))
    if not one or not other:
        return -1
    return float(one.lower() in other.lower() or other.lower() in one.lower())


def _figure_targets(
    article: Article,
    quantities: Sequence[Quantity],
    marked: Sequence[dict[str, Any] | None],
    seen: figures.Attended,
) -> dict[str, np.ndarray]:
    starts = encode(article).pieces.starts
    roles = np.zeros((len(quantities), len(ROLES), seen.words.shape[1] + 1), dtype=bool)
    for number, (quantity, mark) in enumerate(zip(quantities, marked, strict=True)):
        for role, name in enumerate(ROLES) if mark and "status" in mark else ():
            place = _nearest(article, quantity, mark[name])
            if place is None:
                roles[number, role, 0] = mark[name] is None
                continue
            first, last = np.searchsorted(starts, [place[0], place[1] - 1], side="right") - 1
            words = seen.words[number]
            roles[number, role, 1:] = seen.inside[number] & (words >= first) & (words <= last)
    people = [bool(mark and _PEOPLE & {*_units(mark)}) for mark in marked]
    complete = [mark is not None and "status" in mark for mark in marked]
    return {
        "roles": roles,
        "status": np.array(
            [STATUSES.index(mark["status"]) if told else -1 for mark, told in zip(marked, complete, strict=True)]
        ),
        "people": np.array(people, dtype=np.float32),
        "complete": np.array(complete),
    }


def _nearest(article: Article, quantity: Quantity, words: str | None) -> tuple[int, int] | None:
    """Where the words of a mark stand, nearest to the figure: in its sentence, else before it, else after it."""
    if words is None:
        return None
    sentence = article.sentences[article.sentence_at(quantity.number_start)]
    text, words = article.text.lower(), words.lower()
    found, at = [], text.find(words)
    while at >= 0:
        rank = 0 if sentence.start <= at < sentence.end else 1 if at < sentence.start else 2
        found.append((rank, abs(at - quantity.number_start), at))
        at = text.find(words, at + 1)
    if not found:
        return None
    at = min(found)[2]
    return at, at + len(words)
