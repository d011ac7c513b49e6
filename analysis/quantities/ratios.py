"""Two numbers that form a fraction or a multiple: "one in five", "$4 of every $5", "a 3 to 1 margin"."""

from __future__ import annotations

import re

from analysis.quantities.atoms import Number
from analysis.quantities.nouns import counted_noun
from analysis.quantities.quantity import FRACTION, TIMES, Measured, Unit
from analysis.quantities.sentence import Sentence

_PART = re.compile(
    r"\s+(?:times\s+)?(?:(?:(?:out\s+)?of|in)\s+(?P<every>every|each)|(?P<out>out\s+of)|(?P<word>in|of))\s+",
    re.IGNORECASE,
)
_ROUND = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000))
"""Wholes after "in" ("one in 20")."""
_TENS_AND_HUNDREDS = (10, 100)
"""Wholes after a bare "of": "eight of 10 voters", but not "three of nine jurors"."""
_OF_A_WHOLE = re.compile(
    r"\s+(?:(?:out\s+)?(?:of|from)\s+(?:every|each)|(?:of|on|in)\s+(?:the|every|each))\s+(?:dollar|euro|pound)\b",
    re.IGNORECASE,
)
_LARGEST_PART = 100
"""The most of a whole that is a share of it rather than a count: not "412 out of 1,000 patients"."""
_SMALLEST_RATE = 1000
"""From this denominator on, "12 in every 100,000" is a rate."""
_HUNDREDTHS = ("cent", "penny")
_TO = re.compile(r"\s+to\s+|[-‑]to[-‑]", re.IGNORECASE)
_RATIO_AFTER = re.compile(r"[\s-](?:[a-z]+\s)?(?:margin|ratio|odds|advantage|edge|majority)\b")
_RATIO_BEFORE = re.compile(
    r"\b(?:(?:ratio|odds|margin|advantage|edge)(?: of| is| was|:)|by(?: an?)?"
    r"|out(?:number|spen[dt]|sold|sell|vot)\w*\b[^.;:!?]{0,48})"
    r"(?: (?:about|nearly|almost|roughly|around|over|some|more than|at least|better than))?\s\Z",
    re.IGNORECASE,
)


def part(sentence: Sentence, left: Measured, right: Measured) -> Measured | None:
    """The fraction that two whole numbers form ("nine out of 10", "$4 of every $5"), if they form one."""
    if not 0 < left.value < right.value or not (left.is_whole and right.is_whole):
        return None
    joint = _PART.fullmatch(sentence.text, left.end, right.start)
    return _quotient(left, right, FRACTION) if joint and _is_part(sentence, left, right, joint) else None


def _is_part(sentence: Sentence, left: Measured, right: Measured, joint: re.Match[str]) -> bool:
    if joint["every"]:
        return right.value < _SMALLEST_RATE and (left.unit is None or left.unit == right.unit)
    if left.unit is not None or right.unit is not None:
        return False
    if joint["out"] and counted_noun(sentence, right.end, plural=True) is None:
        return True
    if joint["out"] and left.value > _LARGEST_PART:
        return False
    if joint["word"] and joint["word"].lower() == "of":
        return right.value in _TENS_AND_HUNDREDS
    return left.number.form == right.number.form == "words" or right.value in _ROUND


def part_of_one(sentence: Sentence, draft: Measured) -> Measured:
    """`draft` as a fraction where it is hundredths of one: "37 cents out of each dollar", "20p in the pound"."""
    if draft.unit_name not in _HUNDREDTHS or not 0 < draft.value < 100:
        return draft
    whole = sentence.match(_OF_A_WHOLE, draft.end)
    if whole is None:
        return draft
    value = draft.value / 100
    return draft._replace(low=value, high=value, unit=FRACTION, end=whole.end(), number_end=whole.end())


def multiple(sentence: Sentence, left: Measured, right: Measured) -> Measured | None:
    """The multiple that a ratio states ("a 3 to 1 margin", "outnumbered two to one"), if two numbers form one."""
    joint = _TO.fullmatch(sentence.text, left.end, right.number_start)
    if joint is None or left.unit or right.unit or not 0 < right.value != left.value > 0:
        return None
    after = sentence.match(_RATIO_AFTER, right.end)
    if not after and right.value != 1:
        return None
    hyphened = not joint.group()[0].isspace()
    if not (after or hyphened or _RATIO_BEFORE.search(sentence.before(left.number_start, 72))):
        return None
    return _quotient(left, right, TIMES)


def _quotient(left: Measured, right: Measured, unit: Unit) -> Measured:
    """The quotient of two numbers; it ends with the second."""
    end = right.number_end
    number = Number(left.number_start, end, left.value / right.value, unit.kind)
    return left._replace(number=number, low=number.value, high=number.value, unit=unit, end=end, number_end=end)
