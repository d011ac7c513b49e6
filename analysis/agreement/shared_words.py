"""What the words around two figures share, and how the text joins them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from analysis.article import Article
from analysis.article.calendar import DAYS_AND_MONTHS
from analysis.article.stems import stem
from analysis.quantities import Quantity

_LINKS_BETWEEN = ("from", "to", "of", "and", "or", "while", "but", "with", "including")
_LINKS_BEFORE = ("from", "to", "of", "another", "than", "at", "by")
"""Function words between two figures, or before the second, that tell how the two relate."""
_CLAUSE = 240
_NEAR = 30
_BRACKET = 30
_MOST_LACKING = 6
"""The most words that count as lacking."""
_AT_ONCE = 2_000
"""Pairs whose words are compared at once; this bounds the memory."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w’'-]+")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_BREAK = re.compile(r"[,;:()—–]|\b(?:and|but|while|whereas)\b")
_OR = re.compile(r",?\s?\(?(?:or|equivalent to|which is)\s(?:\w+\s){0,2}")
_FUNCTION_WORDS = frozenset(
    "the a an of in on at to for by with from and or but as is was were are be been has had have that this it its their"
    " his her they he she who which said say says more than over at least nearly almost about some up not no after"
    " before when while also into out".split()
)
_ORDINALS = frozenset("first second third fourth fifth other another former latter last previous next".split())
"""Function words that tell one of several things of a kind from the others."""
_Words = frozenset[str]


class _Figure(NamedTuple):
    """The words around a figure, as sets of stems but for `names` and `times`, which are as written."""

    concept: _Words
    clause: _Words
    sentence: _Words
    expression: _Words
    before: _Words
    after: _Words
    unit: _Words
    names: _Words
    clause_names: _Words
    own_names: _Words
    times: _Words
    ordinals: _Words


_OVERLAPS = ("concept", "clause", "sentence", "names", "clause_names", "before", "after", "expression")
_CLASHES = ("names", "clause_names", "own_names", "times", "unit", "ordinals")
_COMMON = ("times", "own_names")
_WEIGHTED = ("clause", "sentence", "names")
"""Sets in which a word weighs more, the fewer figures of the article it stands beside."""
_LACKING = ("clause", "names")
_AMOUNTS = {*_WEIGHTED, *_LACKING}
_CROSSED = (("concept", "clause"), ("expression", "sentence"))


def _stems(text: str) -> _Words:
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(stem(word) for word in words if len(word) > 1 and word not in _FUNCTION_WORDS)


def _names(text: str) -> _Words:
    return frozenset(word.lower() for word in _NAME.findall(text))


def _figure(article: Article, quantity: Quantity) -> _Figure:
    text = article.text
    start, end = article.sentences[article.sentence_at(quantity.number_start)]
    before = text[max(start, quantity.start - _CLAUSE) : quantity.start]
    after = text[quantity.end : min(end, quantity.end + _CLAUSE)]
    before_clause = before[max((match.end() for match in _BREAK.finditer(before)), default=0) :]
    stop = _BREAK.search(after)
    after_clause = after[: stop.start() if stop else None]
    around = f"{text[start : quantity.number_start]} {text[quantity.number_end : end]}"
    own = f"{text[quantity.start : quantity.number_start]} {text[quantity.number_end : quantity.end]}"
    lower = around.lower()
    return _Figure(
        concept=_stems(quantity.concept or ""),
        clause=_stems(f"{before_clause} {text[quantity.number_end : quantity.end]} {after_clause}"),
        sentence=_stems(around),
        expression=_stems(own),
        before=_stems(text[max(start, quantity.number_start - _NEAR) : quantity.number_start]),
        after=_stems(text[quantity.number_end : min(end, quantity.number_end + _NEAR)]),
        unit=_stems(quantity.unit or ""),
        names=_names(around),
        clause_names=_names(f"{before_clause} {after_clause}"),
        own_names=_names(f" {own}"),
        times=frozenset(word for word in re.findall(r"[a-z]+", lower) if word in DAYS_AND_MONTHS)
        | frozenset(_YEAR.findall(around)),
        ordinals=frozenset(
            word for word in re.findall(r"[a-z]+", f"{before_clause} {after_clause}".lower()) if word in _ORDINALS
        ),
    )


def shared(article: Article, quantities: Sequence[Quantity], compared: np.ndarray) -> list[np.ndarray]:
    """How far the words around two figures overlap, how telling that is, and whether each lacks what the other has.

    One array over the pairs `compared` for each measure.
    """
    figures = [_figure(article, quantity) for quantity in quantities]
    amounts = {name: Counter(chain.from_iterable(getattr(figure, name) for figure in figures)) for name in _AMOUNTS}
    measured = []
    for start in range(0, len(compared), _AT_ONCE):
        block = compared[start : start + _AT_ONCE]
        least, most = block.min(), block.max() + 1
        measured.append(_words_shared(figures[least:most], block - least, amounts, len(figures)))
    columns = np.concatenate(measured, axis=1)
    overlaps = columns[: len(_WEIGHTED)]
    return [*columns, *chain.from_iterable(_ahead(overlap, compared, len(figures)) for overlap in overlaps)]


def _words_shared(
    figures: Sequence[_Figure], compared: np.ndarray, amounts: Mapping[str, Counter[str]], among: int
) -> np.ndarray:
    """The measures of `shared` that need no other pairs: measures x pairs, the overlaps of `_WEIGHTED` first.

    `amounts`: by set, how many of all `among` figures have each word.
    """
    matrices = {name: _incidence([getattr(figure, name) for figure in figures]) for name in _Figure._fields}
    weighted, columns = [], []
    for name, (words, matrix) in matrices.items():
        both, one, other = _weighed(matrix, compared)
        if name in _OVERLAPS:
            columns += _overlaps(both, one, other)
        if name in _CLASHES:
            columns.append((both == 0) & (one > 0) & (other > 0))
        if name in _COMMON:
            columns.append(both > 0)
        if name not in _AMOUNTS:
            continue
        amount = np.array([amounts[name][word] for word in words])
        if name in _WEIGHTED:
            by_smaller, by_both = _overlaps(*_weighed(matrix * np.sqrt(np.log((among + 1) / amount)), compared))
            weighted.append(by_both)
            columns.append(by_smaller)
        if name in _LACKING:
            both, one, other = _weighed(matrix[:, amount > 1], compared)
            lacking = np.minimum([one - both, other - both], _MOST_LACKING) / _MOST_LACKING
            columns += [lacking.min(axis=0), lacking.max(axis=0)]
    for left, right in _CROSSED:
        for one, other in (compared.T, compared.T[::-1]):
            first, second = (
                [getattr(figures[at], name) for at in which] for name, which in ((left, one), (right, other))
            )
            columns.append([not words.isdisjoint(more) for words, more in zip(first, second, strict=True)])
    return np.array([*weighted, *columns], dtype=np.float64)


def _incidence(sets: Sequence[_Words]) -> tuple[list[str], np.ndarray]:
    """The words of all sets, and which set has which: sets x words, 1 or 0."""
    words = sorted(frozenset().union(*sets))
    number = {word: at for at, word in enumerate(words)}
    matrix = np.zeros((len(sets), len(words)))
    for row, own in zip(matrix, sets, strict=True):
        row[[number[word] for word in own]] = 1
    return words, matrix


def _weighed(matrix: np.ndarray, compared: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The weight, in each pair, of the words that both have, of the first's, and of the second's."""
    common = matrix @ matrix.T
    one, other = compared.T
    alone = common.diagonal()
    return common[one, other], alone[one], alone[other]


def _overlaps(both: np.ndarray, one: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    """The overlap as a share of the smaller set and of the union; 0 where one set is empty."""
    comparable = (one > 0) & (other > 0)
    either, smaller = one + other - both, np.minimum(one, other)
    return [np.divide(both, whole, out=np.zeros(len(both)), where=comparable) for whole in (smaller, either)]


def _ahead(overlap: np.ndarray, compared: np.ndarray, amount: int) -> list[np.ndarray]:
    """The lead of a pair's overlap over the best other one of either figure: the lesser lead, and the greater."""
    best, second = np.zeros(amount), np.zeros(amount)
    for (one, other), value in zip(compared.tolist(), overlap.tolist(), strict=True):
        for figure in (one, other):
            if value > best[figure]:
                best[figure], second[figure] = value, best[figure]
            elif value > second[figure]:
                second[figure] = value
    ahead = overlap[:, None] - np.where(overlap[:, None] >= best[compared], second[compared], best[compared])
    return [ahead.min(axis=1), ahead.max(axis=1)]


def joined(article: Article, one: Quantity, other: Quantity) -> list[float]:
    """How the text joins two figures: by brackets, by "or", by a function word between them or before the second."""
    text = article.text
    same = article.sentence_at(one.number_start) == article.sentence_at(other.number_start)
    gap = text[one.end : other.start] if same else ""
    bracket = same and "(" in gap and ")" not in gap and len(gap) < _BRACKET
    bracket = bracket and ")" in text[other.number_end : other.number_end + _BRACKET]
    start = article.sentences[article.sentence_at(other.number_start)].start
    between, before = (
        set(re.findall(r"\w+", words.lower())) for words in (gap, text[max(start, other.start - _NEAR) : other.start])
    )
    return [
        bracket,
        bracket and one.kind == other.kind == "money" and one.unit != other.unit,
        same and _OR.fullmatch(gap) is not None,
        same and len(gap) < _NEAR,
        float(np.exp(-len(gap) / 40)) if same else 0,
        *(word in between for word in _LINKS_BETWEEN),
        *(word in before for word in _LINKS_BEFORE),
    ]
