"""Variants of marked passages to learn from: with numbers that coincide by chance, and a few sentences alone.

Real reports are full of coincidences, which rarely happen in texts that somebody makes up: a network that has not met
them takes two equal numbers for one thing told twice. A few sentences alone have little that goes with a figure, so
that what goes with it best need not go with it at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import numpy as np
from passages import Passage

from analysis.article import Article

_MOST = 3
"""Coincidences that a passage is given at most."""
_SENTENCES = (2, 5)
"""Sentences of an excerpt: from so many to fewer than so many."""
_DIGITS = re.compile(r"\d[\d,.]*")
Mark = dict[str, Any]


def varied(passage: Passage, seed: int) -> Iterator[Passage]:
    """Both variants of a passage, if it has them: the same ones, whatever other passages there are."""
    random = np.random.default_rng([seed, crc32(passage.article.text.encode())])
    yield from filter(None, (make(passage, random) for make in (renumbered, excerpt)))


def renumbered(passage: Passage, random: np.random.Generator) -> Passage | None:
    """The passage with up to three numbers replaced by the number of a figure of another thing.

    A number is replaced at all figures of its group that state it. None where no two numbers can coincide.
    """
    text = passage.article.text
    figures = [figure | {"number": text[figure["start"] : figure["end"]]} for figure in passage.figures]
    possible = list(_coincidences(figures))
    if not possible:
        return None
    replaced: set[int] = set()
    coincidences = 0
    for at in random.permutation(len(possible)).tolist():
        kept, changed = possible[at]
        alike = [figure for figure in figures if _same_statement(figure, changed)]
        touched = {figure["n"] for figure in (kept, *alike)}
        if replaced & touched:
            continue
        for figure in alike:
            _restate(figure, kept)
        replaced |= touched
        coincidences += 1
        if coincidences == _MOST:
            break
    return Passage(*_rewritten(passage.article, passage.figures, figures), passage.groups)


def _coincidences(figures: list[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """Pairs of figures of different things, written alike, of which the second may state the number of the first."""
    for kept in figures:
        for changed in figures:
            if (
                kept is not changed
                and _pattern(kept) == _pattern(changed)
                and _value(kept) is not None
                and _value(changed) not in (None, _value(kept))
                and (kept["group"] is None or kept["group"] != changed["group"])
                and kept["part_of"] != changed["n"]
                and changed["part_of"] != kept["n"]
            ):
                yield kept, changed


def _pattern(figure: Mark) -> str:
    """How a number is written, but for its digits: with which sign, unit and scale."""
    return _DIGITS.sub("0", figure["number"]) if _DIGITS.search(figure["number"]) else ""


def _value(figure: Mark) -> float | None:
    """The one number that a figure states; None where it is written in words, or states two."""
    bounds = {bound for bound in (figure["low"], figure["high"]) if bound is not None}
    return bounds.pop() if len(bounds) == 1 and _pattern(figure).count("0") == 1 else None


def _same_statement(figure: Mark, other: Mark) -> bool:
    if figure is other:
        return True
    together = figure["group"] is not None and figure["group"] == other["group"]
    return together and figure["number"] == other["number"]


def _restate(figure: Mark, kept: Mark) -> None:
    figure["number"] = kept["number"]
    for bound in ("low", "high"):
        if figure[bound] is not None:
            figure[bound] = _value(kept)


def _rewritten(article: Article, before: list[Mark], after: list[Mark]) -> tuple[Article, list[Mark]]:
    """The article with the numbers of `after` where those of `before` stand, and the marks where they stand then."""
    parts, end, moved = [], 0, 0
    for old, new in zip(before, after, strict=True):
        parts += [article.text[end : old["start"]], new["number"]]
        end = old["end"]
        new["start"] = old["start"] + moved
        moved += len(new["number"]) - (old["end"] - old["start"])
        new["end"] = old["end"] + moved
    return Article("".join([*parts, article.text[end:]]), article.article_id), after


def excerpt(passage: Passage, random: np.random.Generator) -> Passage | None:
    """Two to four sentences in a row, but not the whole passage, with two figures at least; None where none have."""
    article = passage.article
    length = int(random.integers(*_SENTENCES))
    stretches = [
        (first.start, last.end)
        for first, last in zip(article.sentences, article.sentences[length - 1 :], strict=False)
        if sum(first.start <= figure["start"] < last.end for figure in passage.figures) > 1
        and (first, last) != (article.sentences[0], article.sentences[-1])
    ]
    if not stretches:
        return None
    start, end = stretches[int(random.integers(len(stretches)))]
    figures = [
        figure | {"start": figure["start"] - start, "end": figure["end"] - start}
        for figure in passage.figures
        if start <= figure["start"] and figure["end"] <= end
    ]
    numbers, sizes = {figure["n"] for figure in figures}, Counter(figure["group"] for figure in figures)
    for figure in figures:
        if figure["part_of"] not in numbers:
            figure["part_of"] = None
        if sizes[figure["group"]] < 2:
            figure["group"] = None
    groups = [group for group in passage.groups if sizes[group["id"]] > 1]
    return Passage(Article(article.text[start:end], f"{article.article_id} excerpt"), figures, groups)
