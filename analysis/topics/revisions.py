"""Figures that go back to the one before: "down from 40", "a figure later raised to 60", "that lead was 7 points"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.article import Article
from analysis.quantities import Quantity
from analysis.topics.scopes import Scope

_FIGURE = (
    "figures?|numbers?|tolls?|totals?|counts?|tally|estimates?|sum|amount|lead|share|rate|margin|advantage|percentage"
    "|average|proportion"
)
_A_FEW_WORDS = r"(?:\w+\s){0,3}?\Z"
_EARLIER = re.compile(
    rf"(?!.*\b(?:and|but|while)\b).*\b(?:up|down)\sfrom\s{_A_FEW_WORDS}",
    re.IGNORECASE,
)
_KEPT_UP = re.compile(
    r"\b(?:tolls?|counts?|counted|tally|tallies|estimates?|estimated|forecasts?|predictions?|projections?|dead|deaths|died|killed|missing|injured"
    r"|reported|revis\w+|correct\w+|initial\w*)\b",
    re.IGNORECASE,
)
"""What tells that one thing is counted or estimated anew, not that it was another one at another time."""
# "Rose from 40 to 60" is no revision: the thing was another one at another time.
_CHANGED = r"\b(?:revis\w*|correct\w*|amend\w*|restat\w*|(?:up|down)grad\w*)\b[^.;:]{0,60}"
_CHANGED_FROM, _CHANGED_TO = (
    re.compile(rf"{_CHANGED}\b{word}\s(?:\w+\s){{0,2}}?\Z", re.IGNORECASE) for word in ("from", "to")
)
_FROM = re.compile(r",?\sfrom\s(?:\w+\s){0,2}", re.IGNORECASE)
_TO = re.compile(r"[^.;:,]{0,60}\bto\s(?:\w+\s){0,2}?\Z", re.IGNORECASE)
_THAT_WAS = re.compile(
    rf"\b(?:that|the|this|its|their)\s(?:{_FIGURE})\s(?:now\s|then\s|had\s|has\s|later\s)*"
    rf"(?:was|is|were|been|stands\sat|stood\sat|rose\sto|fell\sto|climbed\sto|reached|hit|grew\sto)\s{_A_FEW_WORDS}",
    re.IGNORECASE,
)
_TOOK_OVER = re.compile(
    rf"\b(?:an?|the|that|this|his|her|its|their)\s(?:\w+\s)?(?:{_FIGURE}|attendance|crowd|turnout)\b"
    r"|\b(?:it|that|which|this)\s(?:\w+\s){0,2}(?:later|since|now|then|revised|raised|lowered|updated|corrected|inflated)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:\spoints)?,\s(?:and\s)?(?:[A-Z]\w+\s){1,3}\Z")
_PUTS_IT_AT = re.compile(
    r"\b[A-Z][\w.]+\s(?:show(?:s|ed|ing)|put(?:s|ting)?|find(?:s|ing)|found|estimat(?:es|ed|ing)|sees|saw"
    r"|predict(?:s|ed|ing)|forecasts?|project(?:s|ed|ing)|expect(?:s|ed|ing))\b[^A-Z,;:]{0,60}\Z"
)
_WIDEST = 90
"""Characters between a figure and the one that it revises, in one sentence."""
_BEFORE = 110
"""Characters before a figure in which it is told what it revises."""


def took_over(article: Article, quantity: Quantity) -> bool:
    """Whether a quantity that was read as revising its antecedent is worded so ("a figure later raised to 60")."""
    return _TOOK_OVER.search(_before(article, quantity)) is not None


def is_revised(article: Article, scopes: Sequence[Scope], quantities: Sequence[Quantity], number: int) -> bool:
    """Whether the quantity of that number tells another value of what the one before it tells.

    It is what that one is up or down from, what it was revised to, or what "that figure" is.
    """
    one, other = quantities[number - 1], quantities[number]
    described = one.kind == "age" and number > 1 and one.start - quantities[number - 2].end <= 1
    if described or not _same_measure(one, other):  # "640,000 children *under five*, up from 410,000"
        return False
    text = article.text
    apart = article.sentence_at(other.number_start) - article.sentence_at(one.number_start)
    if apart == 0 and other.start - one.end <= _WIDEST:
        between = text[one.end : other.start]
        if _EARLIER.match(between):
            return True
        before = _before(article, one)
        if _TO.match(between) and _CHANGED_FROM.search(before):
            return True
        if _FROM.fullmatch(between) and _CHANGED_TO.search(before):
            return True
    groups = scopes[number].groups
    same = not groups or groups == scopes[number - 1].groups
    return apart <= 1 and same and _THAT_WAS.search(_before(article, other)) is not None


def is_change(article: Article, quantities: Sequence[Quantity], number: int) -> bool:
    """Whether a quantity that is told to be another value of the one before is that of another time.

    "Unemployment was 4.3 percent, up from 4.1 percent in April", where "a toll of 40, up from 30" is counted anew.
    """
    one, other = quantities[number - 1], quantities[number]
    sentence = article.sentences[article.sentence_at(other.number_start)]
    earlier = one.end <= other.start and _EARLIER.match(article.text, one.end, other.start)
    return bool(earlier) and not _KEPT_UP.search(article.text, *sentence)


def is_listed(article: Article, quantities: Sequence[Quantity], number: int, listed: bool) -> bool:
    """Whether the quantity is another's word on what the one before tells.

    "Ada sees growth of 3 percent, Bo 2 percent, and Cy 1 percent"; `listed`: whether the one before is such a word.
    """
    one, other = quantities[number - 1], quantities[number]
    if not _same_measure(one, other) or not _LISTED.match(article.text[one.end : other.start]):
        return False
    return listed or _PUTS_IT_AT.search(_before(article, one)) is not None


def _same_measure(one: Quantity, other: Quantity) -> bool:
    return other.unit in (one.unit, None) and (other.kind == one.kind or other.unit is None)


def _before(article: Article, quantity: Quantity) -> str:
    """The words of the sentence before the quantity."""
    start = article.sentences[article.sentence_at(quantity.number_start)].start
    return article.text[max(start, quantity.start - _BEFORE) : quantity.start]
