"""Which figures an article is about, and which it mentions in passing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.article import Article
    from analysis.findings.claims import Claim
    from analysis.quantities import Quantity

LEAD = 3
"""The sentences of an article that say what it is about: a headline and two sentences, or three sentences."""
SMALL = 10
"""Newspapers write smaller counts as words (Associated Press Stylebook, "numerals"): few articles are about them."""
_PASSING = ("age", "duration")


def salience(article: Article, quantities: Sequence[Quantity], claims: Sequence[Claim]) -> list[str]:
    """`main` or `mentioned` for each quantity.

    A figure is a main one

    - where another one states another value of the same thing;
    - else, where it stands in the first sentences, unless it is an age or a duration;
    - else, where it is neither an age nor a duration, nor an exact count of fewer than ten.
    """
    stated: dict[str, set[tuple[float | None, float | None]]] = {}
    for quantity, claim in zip(quantities, claims, strict=True):
        stated.setdefault(claim.topic, set()).add((quantity.low, quantity.high))
    return [
        "main" if len(stated[claim.topic]) > 1 or not _is_passing(article, quantity) else "mentioned"
        for quantity, claim in zip(quantities, claims, strict=True)
    ]


def _is_passing(article: Article, quantity: Quantity) -> bool:
    if quantity.kind in _PASSING:
        return True
    high = quantity.high
    small = quantity.kind == "count" and quantity.modifier == "exact" and high is not None and high < SMALL
    return small and article.sentence_at(quantity.number_start) >= LEAD
