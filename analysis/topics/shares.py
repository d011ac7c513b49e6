"""Whose share a percentage in a poll is: "Ada leads Bo 45 percent to 40", "41 percent back Bo"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from analysis.article import Article
from analysis.article.calendar import DAYS_AND_MONTHS
from analysis.quantities import Quantity

_POLL = re.compile(r"\b(?:polls?|polling|surveys?)\b", re.IGNORECASE)
_LEADS = re.compile(
    r"\b([A-Z]\w+)(?:\s[a-z]+){0,3}?\s(?:lead(?:s|ing)?|led|ahead\sof|beat(?:s|ing)?|top(?:s|ping|ped)|edg(?:es|ing|ed)(?:\sout)?"
    r"|defeat(?:s|ing|ed)?|over)\s(?:[A-Z][\w.]+\s){0,2}?([A-Z]\w+),?\s(?:by\s)?(?:[a-z]+\s){0,3}?\Z"
)
_TO = re.compile(r"\s?(?:to|-|–|versus|vs\.?)\s?")
_HAS = re.compile(
    r"\b([A-Z]\w+)(?:\s(?:has|had|with|at|gets?|got|receiv\w+|wins?|won|draws?|drew|polls|took|garner\w+|is\sat|was\sat),?|,)?"
    r"\s(?:[a-z]+\s){0,2}?\Z"
)
_BACK = re.compile(
    r"(?:\sof\s[a-z ]{3,40}?)?\s(?:back(?:s|ed|ing)?|support(?:s|ed|ing)?|favou?r(?:s|ed|ing)?|prefer(?:red|s)?"
    r"|choos(?:e|es)|chose|pick(?:ed|s)?|for|to)\s(?:[A-Z][\w.]+\s){0,2}([A-Z]\w+)"
)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]cross|[Ff]rom)\s(?:the\s)?([A-Z]\w+)|([A-Z]\w+)\s(?:voters|residents|adults|Republicans|Democrats|poll|survey)\b"
)
_BEFORE, _AFTER = 90, 80


class Share(NamedTuple):
    """Whose share it is, against whom, and of which place's voters."""

    owner: str
    rivals: frozenset[str]
    places: frozenset[str]


def find_shares(article: Article, quantities: Sequence[Quantity]) -> list[Share | None]:
    """The share that each quantity is, if it is one: a percentage in an article on a poll, with a rival's beside it."""
    shares: list[Share | None] = [None] * len(quantities)
    if not _POLL.search(article.text):
        return shares
    percentages = [number for number, quantity in enumerate(quantities) if quantity.unit == "percent"]
    by_sentence = groupby(percentages, lambda number: article.sentence_at(quantities[number].number_start))
    for sentence, numbers in by_sentence:
        owners = _owners(article, sentence, quantities, list(numbers))
        rivals = frozenset(owners.values())
        if len(rivals) > 1:
            places = _places(article.sentences[sentence].of(article.text)) - rivals
            for number, owner in owners.items():
                shares[number] = Share(owner, rivals, places)
    return shares


def _places(sentence: str) -> frozenset[str]:
    """Of which places a sentence speaks ("in Ohio", "Florida voters")."""
    named = {name for pair in _PLACE.findall(sentence) for name in pair}
    return frozenset(name for name in named if name and name.lower() not in DAYS_AND_MONTHS)


def _owners(article: Article, sentence: int, quantities: Sequence[Quantity], numbers: list[int]) -> dict[int, str]:
    """Whose share each of the percentages of a sentence is, where it can be told."""
    text, (start, end) = article.text, article.sentences[sentence]
    owners: dict[int, str] = {}
    for number in numbers:
        if number in owners:
            continue
        quantity = quantities[number]
        before = text[max(start, quantity.start - _BEFORE) : quantity.start]
        limit = min(end, quantity.end + _AFTER)
        if number + 1 in numbers:
            limit = min(limit, quantities[number + 1].start)
            leads = _LEADS.search(before)
            if leads and _TO.fullmatch(text, quantity.end, quantities[number + 1].start):
                owners[number], owners[number + 1] = leads.groups()
                continue
        if named := _BACK.match(text, quantity.end, limit) or _HAS.search(before):
            owners[number] = named[1]
    return owners
