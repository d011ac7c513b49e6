"""Two numbers that are the outcome of a vote or a game: "a 5-4 ruling", "voted 52 to 48", "won 3-1"."""

from __future__ import annotations

import re

from analysis.quantities.quantity import VOTE, Measured
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table, whole_words

_SCORE, VOTE_WORDS = (whole_words(table("trends")[name]["stems"]) for name in ("score", "vote"))
_APPROXIMATE = re.compile(
    r"\b(?:about|almost|around|roughly|between|some|over|of|under|nearly|than|up\sto|at\s(?:least|most)|as\smany\sas)\s\Z",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:decision|ruling|opinion|verdict|vote|tie|draw|split|deadlock|win|loss|lead|victory"
    r"|defeat|record|score)\b"
)
"""What a pair of numbers is the outcome of ("a 5-4 *decision*")."""
_VOTED = re.compile(r"\s(?:[\w-]+\s){0,2}?votes?\b")
_LOST = re.compile(r"\b(?:reject\w*|vot\w+\sdown|vote\w*\sagainst|defeat\w*|fail\w*|lost)\b", re.IGNORECASE)
"""A defeat, after which the smaller side of a vote stands first ("rejected it 48-52")."""
_ENDED = re.compile(r"\s?[.,;]|\s?\Z")


def result(sentence: Sentence, left: Measured, right: Measured, gap: str) -> list[Measured] | None:
    """The two sides of a vote, or nothing, where a noun after two numbers names their result; else None."""
    if not _is_result(sentence, left, right, gap):
        return None
    return _votes(sentence, left, right) if sentence.match(_VOTED, right.end) else []


def pair(sentence: Sentence, left: Measured, right: Measured, gap: str) -> list[Measured] | None:
    """The two sides of a vote, or nothing, where the words around two numbers are about a contest; else None."""
    if gap.strip(" -‑").isalpha():
        voted = gap.strip().lower() == "to" and left.unit is right.unit is None and _is_vote(sentence, left, right)
        return _votes(sentence, left, right) if voted else None
    return _votes(sentence, left, right) if _is_pair(sentence, left, right) else None


def _is_result(sentence: Sentence, left: Measured, right: Measured, gap: str) -> bool:
    """Whether two whole numbers are a result with a noun ("a 5-4 decision"), or a pairing ("one-to-one")."""
    if left.unit or right.unit or not (left.is_whole and right.is_whole):
        return False
    if gap.lower() in ("-to-", "‑to‑") and left.value == right.value:
        return True
    joint = gap.strip().lower()
    if joint not in ("-", "–", "‑", "-to-", "to") or max(left.value, right.value) >= 1000:
        return False
    if joint == "to" and left.value < right.value:
        return False
    return sentence.match(_RESULT, right.end) is not None


def _is_pair(sentence: Sentence, left: Measured, right: Measured) -> bool:
    """Whether two numbers with a hyphen between them are a score or a vote rather than a range."""
    if left.unit or right.unit or not left.number.form == right.number.form == "digits":
        return False
    if not left.number.scale == right.number.scale == 1:
        return False
    if right.value <= left.value:
        return True
    before = sentence.before(left.number_start, 40)
    around = f"{before} | {sentence.after(right.end, 24)}"
    contest = _SCORE.search(around) or VOTE_WORDS.search(around)
    return right.value < 1000 and bool(contest) and not _APPROXIMATE.search(before)


def _is_vote(sentence: Sentence, left: Measured, right: Measured) -> bool:
    """Whether "52 to 48" is the outcome of a vote."""
    before = sentence.before(left.number_start, 30)
    lost = _LOST.search(before) and _ENDED.match(sentence.text, right.end)
    return (left.value > right.value or bool(lost)) and VOTE_WORDS.search(before) is not None


def _votes(sentence: Sentence, left: Measured, right: Measured) -> list[Measured]:
    """The two sides of a vote ("voted 6-1"); nothing of a game's score."""
    around = f"{sentence.before(left.number_start, 60)} | {sentence.after(right.end, 30)}"
    ordered = left.value >= right.value >= 0 or _LOST.search(around)
    if not left.is_whole or not ordered or not VOTE_WORDS.search(around):
        return []
    return [left._replace(unit=VOTE), right._replace(unit=VOTE)]
