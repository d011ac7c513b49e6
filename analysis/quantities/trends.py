"""The direction of a change whose size a figure is: "fell by 2 percent", "up 3 points", "a 5 percent rise".

"Rose to 5 percent" is a level and has none.
"""

from __future__ import annotations

import re

from analysis.quantities.nouns import OWNERS, is_plural
from analysis.quantities.quantity import Draft, Measured
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table, whole_words

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
_CHANGE = whole_words(_TABLE["change"]["stems"])
_SPREAD = re.compile(rf"\b(?:{'|'.join(_TABLE['change']['spread'])})\b[^;:–—-]{{0,30}}\Z", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.,;:!?–—]")
_IN_OBJECT = frozenset(("ADJ", "DET", "NOUN", "NUM", "PART", "PRON", "PROPN"))


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


def is_said_to_change(sentence: Sentence, left: Measured, right: Measured, start: int) -> bool:
    """Whether "from" at `start` tells of a change: after a verb of change in its clause, or set off from a singular.

    In marked news nine in ten such pairs are changes ("*lifted* the toll on Monday from 8 to 13", "The fee: from $2 to
    $3"); the others are ages and times, or come after words such as "ranging" or plurals ("tickets, from $5 to $9").
    One definite object has one level at a time ("sweetened *its bid* from $2 to $3"), whatever the verb.
    """
    near = sentence.before(start, 60)
    if _SPREAD.search(near):
        return False
    clause = _CLAUSE_END.split(sentence.before(start, 120))[-1]
    if _CHANGE.search(near) or _CHANGE.search(clause):
        return True
    position = sentence.token_from(start) - 1
    if {"age", "duration"} & {left.kind, right.kind}:
        return False
    apart = sentence.word_at(position) in (",", ":", "–", "—") and position > 0
    word = sentence.word_at(position - 1)
    return _is_of_one_object(sentence, position) or (apart and not (word.isalpha() and is_plural(word)))


def _is_of_one_object(sentence: Sentence, position: int) -> bool:
    """Whether somebody's singular object ends at `position`: "sweetened *its bid*", not "sells *its bags*".

    With "the" instead, the verb is in no present tense ("cut *the dose*", not "sells *the bag* from $5 to $9").
    """
    head, owned, definite = sentence.word_at(position), False, False
    # A tagger takes some nouns for verbs ("the age *limit*").
    if is_plural(head) or head.endswith(("ed", "ing")) or sentence.tag_at(position) not in ("NOUN", "VERB"):
        return False
    position -= 1
    while sentence.tag_at(position) in _IN_OBJECT:
        owned = owned or sentence.words[position].lower() in OWNERS
        definite = definite or sentence.words[position].lower() == "the"
        position -= 1
    present = sentence.word_at(position).endswith("s")
    return sentence.tag_at(position) == "VERB" and (owned or (definite and not present))
