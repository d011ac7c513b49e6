"""The direction of a change whose size a figure is: "fell by 2 percent", "up 3 points", "a 5 percent rise".

"Rose to 5 percent" is a level and has none.
"""

from __future__ import annotations

import re

from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_TABLE = table("trends")
_BEFORE = {word: trend for trend in ("up", "down") for word in _TABLE[trend]}
_AFTER = {word: trend for trend in ("up", "down") for word in _TABLE["after"][trend]}
_BETWEEN = frozenset((*_TABLE["between"], *table("modifiers")["transparent"]))
_TRANSITIVE = frozenset(_TABLE["transitive"])
_PHRASAL = frozenset(_TABLE["phrasal"])
_COLLECTING = frozenset(("raise", "raises", "raised", "raising"))
"""Verbs that may collect a sum of money instead of changing one."""
_FOLLOWING = re.compile(
    r"\s(?:(?:year-on-year|annual|sharp|overall|further|daily|monthly|pay|price|tax|wage|in)\s)?([a-z]+)\b"
)
_OR = re.compile(r",?\s(?:or|and)\s(?:about\s|nearly\s|some\s)?|\s?\((?:or\s)?")
_LEVEL = re.compile(r"(?:above|below|past|beyond|beneath)\b")
"""Modifiers of a level that was passed ("rose *above* 50 percent")."""
_REACH = 5


def find_trend(sentence: Sentence, draft: Draft, previous: Draft | None) -> str | None:
    """The direction, "up" or "down", of the change whose size the figure is; None if it is no such size."""
    if _LEVEL.match(sentence.text, draft.start) or draft.kind in ("age", "duration", "fraction", "multiple"):
        return None
    if previous is not None and previous.trend and _OR.fullmatch(sentence.text, previous.end, draft.start):
        return previous.trend
    return trend_before(sentence, draft) or _trend_after(sentence, draft)


def trend_before(sentence: Sentence, draft: Draft) -> str | None:
    """The direction that a word before the figure gives it."""
    joined = False
    words = sentence.words_before(draft.start)
    for position, (word, _) in enumerate(words[:_REACH]):
        if trend := _BEFORE.get(word):
            phrasal = word in ("up", "down") and position + 1 < len(words) and words[position + 1][0] in _PHRASAL
            takes_object = word in _COLLECTING or (word in _TRANSITIVE and draft.kind in (None, "count"))
            return None if phrasal or (takes_object and not joined) else trend
        joined = joined or word in ("by", "of")
        if word not in _BETWEEN and not word.endswith("ly"):
            return None
    return None


def _trend_after(sentence: Sentence, draft: Draft) -> str | None:
    """The direction that a word after the figure gives it; "more" and "less" do only after a percentage."""
    changes = draft.kind in ("percent", "money", "measure", "score")
    following = sentence.match(_FOLLOWING, draft.end) if changes else None
    if following is None:
        return None
    if following[1] in ("more", "less", "off", "fewer") and draft.kind != "percent":
        return None
    return _AFTER.get(following[1])
