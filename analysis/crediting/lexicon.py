"""The lexicon of crediting: words and patterns by which a source is followed through the sentences after it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_INTRODUCING = frozenset(["a", "an", "another", "other", "some", "recent"])
DETERMINERS = _INTRODUCING | frozenset(["the", "this", "that", "these", "its", "their", "his", "her"])
PARENTHESIS = re.compile(r"\s*,\s(?!an?\b|the\b|wh)[^;.]*\Z")
"""What stands between ", according to X," and a figure of its clause, rather than one of X itself."""
EXPECTED = re.compile(
    r"(?:anticipated|estimated|expected|forecast|forecasted|predicted|projected)(?:\sby)?", re.IGNORECASE
)
"""The cue of one who expects what stands before it."""
_WORD = re.compile(r"\w+")
_BEFORE_NOUN = 6
_SHARE = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)


def names_another(sentence: str, running: str) -> bool:
    """Whether a sentence introduces a poll, or names whoever made one that is not the one that runs on."""
    makers, others = (words("pollsters") & {*_WORD.findall(text.lower())} for text in (running, sentence))
    if makers and others - makers:
        return True
    return any(
        _is_another(sentence[: found.start()].split()[-_BEFORE_NOUN:]) for found in _poll_pattern().finditer(sentence)
    )


def _is_another(before: list[str]) -> bool:
    """Whether the words before a noun for a poll introduce it, rather than point back to it."""
    determiner = next((word.lower() for word in reversed(before) if word.lower() in DETERMINERS), None)
    if determiner is None:
        return bool(before) and before[-1][0].isupper()
    return determiner in _INTRODUCING


@cache
def going_on_pattern() -> re.Pattern[str]:
    """What stands between "X said" and what else X says."""
    joints = "|".join(_table()["goes_on"].split())
    return re.compile(rf"[^,;—–.]{{0,40}}(?:[,;—–]|--)\s*(?:{joints})\b")


@cache
def attitude_pattern() -> re.Pattern[str]:
    """An attitude at the head of a cue, behind auxiliaries and adverbs: not in "said in support of"."""
    before = r"(?:(?:am|are|be|been|being|had|has|have|is|to|was|were|will|would|also|\w+ly)\s+)*"
    return re.compile(rf"{before}(?:{'|'.join(_table()['attitudes'].split())})")


@cache
def report_pattern() -> re.Pattern[str]:
    """The cue of an account."""
    return re.compile(rf"\b(?:{'|'.join(_table()['reports'].split())})\b", re.IGNORECASE)


@cache
def result_pattern() -> re.Pattern[str]:
    """What a company tells of itself when it gives its results."""
    return re.compile(rf"\b(?:{'|'.join(_table()['results'].split())})\b", re.IGNORECASE)


@cache
def aside_pattern() -> re.Pattern[str]:
    """What opens a sentence that the article tells itself."""
    return re.compile(rf"(?:{_phrases('asides')})(?!\w)", re.IGNORECASE)


@cache
def turn_pattern() -> re.Pattern[str]:
    """What opens a sentence that has nothing to do with a poll before it."""
    return re.compile(rf"(?:{_phrases('turns')})(?!\w)", re.IGNORECASE)


@cache
def preference_pattern() -> re.Pattern[str]:
    """The cue of an answer."""
    return re.compile(rf"(?:{'|'.join(_table()['preferences'].split())})")


@cache
def _poll_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words('polls')))})\b")


def tells_method(sentence: str) -> bool:
    """Whether a sentence tells how a poll was made, rather than what those who were asked answered."""
    found = _method_pattern().search(sentence)
    return found is not None and (found["asked"] is None or not _SHARE.search(sentence))


@cache
def _method_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_phrases('method')}|(?P<asked>{'|'.join(sorted(words('asked')))}))\b", re.IGNORECASE)


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one list; of documents, the plurals too."""
    listed = frozenset(_table()[kind].split())
    return listed | {f"{word}s" for word in listed} if kind in ("findings", "polls") else listed


def _phrases(name: str) -> str:
    """The patterns of one list as alternatives."""
    return "|".join(" ".join(phrase.split()) for phrase in _table()[name].split(";"))


@cache
def _table() -> dict[str, str]:
    return tomllib.loads(files("analysis.crediting").joinpath("lexicon.toml").read_text("utf-8"))
