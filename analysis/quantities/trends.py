"""Whether a figure is the size of a change: "fell by 2 percent", "up 3 points", "a 5 percent rise".

"Rose to 5 percent" is a level.
"""

from __future__ import annotations

import re

from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_TABLE = table("trends")
_DIRECTION = {word: trend for trend in ("up", "down") for word in _TABLE[trend]}
_AFTER = {word: trend for trend in ("up", "down") for word in _TABLE["after"][trend]}
_BETWEEN = frozenset((*_TABLE["between"], *table("modifiers")["transparent"]))
_TRANSITIVE = frozenset(_TABLE["transitive"])
_FOLLOWING = re.compile(
    r"\s(?:(?:year-on-year|annual|sharp|overall|further|daily|monthly|pay|price|tax|wage|in)\s)?([a-z]+)\b"
)
_OR = re.compile(r",?\s(?:or|and)\s(?:about\s|nearly\s|some\s)?|\s?\((?:or\s)?")
_LEVEL = re.compile(r"(?:above|below|past|beyond|beneath)\b")
"""Modifiers that make the figure a level that was passed: "rose above 50 percent"."""
_REACH = 5
_PHRASAL = frozenset(_TABLE["phrasal"])
_COLLECTING = frozenset(("raise", "raises", "raised", "raising"))


def find_trend(sentence: Sentence, draft: Draft, previous: Draft | None) -> str | None:
    """Tell "up" or "down" where the figure is the size of a change, else None."""
    if _LEVEL.match(sentence.text, draft.start):
        return None
    if draft.unit is not None and draft.unit.kind in ("age", "duration", "fraction", "multiple"):
        return None
    if previous is not None and previous.trend and _OR.fullmatch(sentence.text, previous.end, draft.start):
        return previous.trend
    return from_before(sentence, draft) or _from_after(sentence, draft)


def from_before(sentence: Sentence, draft: Draft) -> str | None:
    """The direction that a word before the figure gives it."""
    joined = False
    words = sentence.words_before(draft.start)
    for position, (word, _) in enumerate(words[:_REACH]):
        if trend := _DIRECTION.get(word):
            if word in ("up", "down") and position + 1 < len(words) and words[position + 1][0] in _PHRASAL:
                return None
            if word in _COLLECTING and not joined:
                return None
            if word in _TRANSITIVE and not joined and (draft.unit is None or draft.unit.kind == "count"):
                return None
            return trend
        joined = joined or word in ("by", "of")
        if word not in _BETWEEN and not word.endswith("ly"):
            return None
    return None


def _from_after(sentence: Sentence, draft: Draft) -> str | None:
    if draft.unit is None or draft.unit.kind not in ("percent", "money", "measure", "score"):
        return None
    following = _FOLLOWING.match(sentence.text, draft.end, sentence.end)
    if following is None:
        return None
    trend = _AFTER.get(following[1])
    if following[1] in ("more", "less", "off", "higher", "lower", "fewer") and draft.unit.kind != "percent":
        return trend if following[1] in ("higher", "lower") else None
    return trend
