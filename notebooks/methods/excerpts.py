"""A few sentences of a marked passage alone, to learn from: they have little that speaks for one source or another."""

from __future__ import annotations

from collections import Counter

import numpy as np
from passages import Passage

from analysis.article import Article

_SENTENCES = (2, 5)
"""Sentences of an excerpt: from so many to fewer than so many."""


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
