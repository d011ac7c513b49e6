"""Two numbers that are one part of a whole or one multiple: "one in five", "$4 of every $5", "a 3 to 1 margin"."""

from __future__ import annotations

import re

from analysis.quantities.atoms import Number
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.sentence import Sentence

_PART = re.compile(
    r"\s+(?:times\s+)?(?:(?:out\s+)?of\s+(?P<each>every|each)|in\s+(?P<one>every|each)|(?P<out>out\s+of)|(?P<word>in|of))\s+",
    re.IGNORECASE,
)
_ROUND = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000))
"""What "in" may give a part of."""
_TENS_AND_HUNDREDS = (10, 100)
"""What a bare "of" may give a part of: "eight of 10 voters", but not "three of nine jurors"."""
_OF_A_WHOLE = re.compile(
    r"\s+(?:(?:out\s+)?(?:of|from)\s+(?:every|each)|(?:of|on|in)\s+(?:the|every|each))\s+(?:dollar|euro|pound)\b",
    re.IGNORECASE,
)
_LEAST_RATE = 1000
"""From here on "12 in every 100,000" is a rate."""
_HUNDREDTHS = ("cent", "penny")
_TO = re.compile(r"\s+to\s+|[-‑]to[-‑]", re.IGNORECASE)
_RATIO_AFTER = re.compile(r"[\s-](?:[a-z]+\s)?(?:margin|ratio|odds|advantage|edge|majority)\b")
_RATIO_BEFORE = re.compile(
    r"\b(?:(?:ratio|odds|margin|advantage|edge)(?: of| is| was|:)|by(?: an?)?"
    r"|out(?:number|spen[dt]|sold|sell|vot)\w*\b[^.;:!?]{0,48})"
    r"(?: (?:about|nearly|almost|roughly|around|over|some|more than|at least|better than))?\s\Z",
    re.IGNORECASE,
)


def part(sentence: Sentence, left: Draft, right: Draft) -> Draft | None:
    """The fraction that two whole numbers make ("nine out of 10", "$4 of every $5"); None where they make none."""
    if not 0 < left.number.value < right.number.value or left.number.value % 1 or right.number.value % 1:
        return None
    joint = _PART.fullmatch(sentence.text, left.end, right.start)
    if joint is None or not _is_part(left, right, joint):
        return None
    return _united(left, right, Unit("fraction", "fraction"))


def _is_part(left: Draft, right: Draft, joint: re.Match[str]) -> bool:
    if joint["each"] or joint["one"]:
        if right.number.value >= _LEAST_RATE:
            return False
        return left.unit is None or left.unit == right.unit
    if left.unit is not None or right.unit is not None:
        return False
    if joint["out"]:
        return True
    if joint["word"].lower() == "of":
        return right.number.value in _TENS_AND_HUNDREDS
    return left.number.form == right.number.form == "words" or right.number.value in _ROUND


def part_of_one(sentence: Sentence, draft: Draft) -> None:
    """Makes a fraction of hundredths of a currency's unit: "37 cents out of each dollar", "20p in the pound"."""
    if draft.unit is None or draft.unit.name not in _HUNDREDTHS or not 0 < draft.number.value < 100:
        return
    if whole := _OF_A_WHOLE.match(sentence.text, draft.end, sentence.end):
        draft.low = draft.high = draft.number.value / 100
        draft.unit = Unit("fraction", "fraction")
        draft.end = draft.number_end = whole.end()


def multiple(sentence: Sentence, left: Draft, right: Draft) -> Draft | None:
    """The multiple that a ratio states ("a 3 to 1 margin", "outnumbered two to one"); None where there is none."""
    joint = _TO.fullmatch(sentence.text, left.end, right.number_start)
    if joint is None or left.unit or right.unit or not 0 < right.number.value != left.number.value > 0:
        return None
    after = _RATIO_AFTER.match(sentence.text, right.end, sentence.end)
    if not after and right.number.value != 1:
        return None
    hyphened = not joint.group()[0].isspace()
    if not (after or hyphened or _RATIO_BEFORE.search(sentence.before(left.number_start, 72))):
        return None
    return _united(left, right, Unit("times", "multiple"))


def _united(left: Draft, right: Draft, unit: Unit) -> Draft:
    """`left` as the quotient of the two, its number reaching to the end of the second."""
    value = left.number.value / right.number.value
    left.number = Number(left.number_start, right.number_end, value, unit.kind)
    left.low = left.high = value
    left.unit, left.end, left.number_end = unit, right.number_end, right.number_end
    return left
