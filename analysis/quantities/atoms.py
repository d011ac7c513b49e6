"""Digit strings and number words: what number expressions are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from analysis.article.calendar import MONTHS, SHORT_MONTHS
from analysis.quantities.tables import table


class Atom(NamedTuple):
    """A digit string or a number word."""

    start: int
    end: int
    kind: str
    value: float


@dataclass(slots=True)
class Number:
    """One number expression, `text[start:end]`."""

    start: int
    end: int
    value: float
    form: str
    """how it is written: digits, words, fraction, multiple or vague ("dozens")"""
    scale: float = 1.0
    """the scale words in it, multiplied"""
    noun: str = ""
    """what it counts, where that stands inside of it ("an *hour* and a half")"""


_WIDEST_GAP = 8

WORDS: dict[str, tuple[str, float]] = {
    word: (kind, float(value))
    for kind, words in table("numbers").items()
    if kind in ("small", "tens", "scale", "plural", "fraction", "multiple", "character")
    for word, value in words.items()
}
_CHARACTERS = "".join(table("numbers")["character"])
_SPELLED = sorted((word for word in WORDS if word not in _CHARACTERS), key=len, reverse=True)
_BY_INITIAL = "|".join(
    f"[{initial}{initial.upper()}](?i:{'|'.join(word[1:] for word in _SPELLED if word[0] == initial)})"
    for initial in sorted({word[0] for word in _SPELLED})
)

_THIN = "[\u00a0\u2005-\u200a\u202f]"
"""Spaces that part nothing but thousands where they stand between digits."""
_GROUPED = (
    rf"[1-9][0-9]{{0,2}}(?:(?:{_THIN}|\s)[0-9]{{3}}){{2,8}}(?![0-9])"
    rf"|[1-9][0-9]{{0,2}}(?:{_THIN}[0-9]{{3}}|\s000)(?![0-9])"
    r"|[1-9][0-9]{0,2}(?:['’][0-9]{3}){1,8}(?![0-9])"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?![0-9])"
)
_SPACED = r"[1-9][0-9]{0,2}\s(?!7[0-8]7\s(?:[A-Z]|jets?\b|planes?\b))[0-9]{3}(?![0-9]|,[0-9]{3}|[-‑][A-Za-z])"
_AFTER_A_SIGN = rf"(?<=[$£€¥]){_SPACED}"
_CONTINENTAL = (
    # 2.500,00   1.500.000   1 234,56
    rf"[1-9][0-9]{{0,2}}(?:(?:\.|\s|{_THIN}|['’])[0-9]{{3}})+,[0-9]{{1,2}}(?![0-9])"
    r"|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,8}(?![0-9]|\.[0-9])"
    # 10.000   3,5 percent   €2,50
    r"|(?:[1-9][0-9]{1,2}|[2-9])\.000(?![0-9.])"
    r"|[0-9]{1,6},[0-9]{1,2}(?=\s?(?:%|(?:percent|per\scent|pct|[mbtr]+illions?|[bm]n|euros?|kilomet\w+|km|kg)\b))"
    r"|(?<=€)[0-9]{1,6},[0-9]{2}(?![0-9,])"
)
_IN_CONTINENTAL_TEXT = r"|[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9])|[0-9]{1,6},[0-9]{1,2}(?![0-9,])"


@cache
def _pattern(points: bool, commas: bool) -> re.Pattern[str]:
    """Numbers as a text writes them that parts thousands by points, or by commas, or shows neither."""
    return re.compile(
        rf"(?P<continental>{_CONTINENTAL + _IN_CONTINENTAL_TEXT * points})"
        rf"|(?:{_GROUPED}|(?P<spaced>{_AFTER_A_SIGN if commas else _SPACED})|[0-9]+(?:\u00ad+[0-9]+)*)(?:\.[0-9]+)?"
        r"|(?<![\w.])\.[0-9]+"
        rf"|[{_CHARACTERS}]"
        rf"|\b(?:{_BY_INITIAL})\b",
    )


_SHOWS_COMMAS = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
"""What tells that the text parts thousands by commas, so that "12 500" is two numbers."""
_SHOWS_POINTS = re.compile(r"[0-9]\.[0-9]{3}(?:,[0-9]{1,2}|\.[0-9]{3})(?![0-9.])")
"""What tells that the text parts thousands by points and decimals by commas."""
_NO_THOUSANDS = re.compile(
    rf"\b(?:{'|'.join((*MONTHS, *SHORT_MONTHS))}|aged?|under|over|no|channel|flight|route|highway|section|chapter"
    r"|article|windows)\.?\s\Z",
    re.IGNORECASE,
)
"""What takes the first of two numbers for itself: "on May 12 500 people came"."""
_GROUPING = re.compile(r"[,\s'’\u00ad]")
_POINTS = re.compile(r"[.\s'’]")


def product(value: float, factor: float) -> float:
    """The product as a reader makes it, in decimals: 8.2 times a billion is 8,200,000,000, to the last digit."""
    return float(Decimal(str(value)) * Decimal(str(factor)))


def atoms(text: str) -> Iterator[Atom]:
    """The digit strings and number words of `text`, in order; how it parts thousands is told by the text itself."""
    pattern = _pattern(_SHOWS_POINTS.search(text) is not None, _SHOWS_COMMAS.search(text) is not None)
    for match in pattern.finditer(text):
        found = match.group()
        if not ((found[0].isdigit() and found not in _CHARACTERS) or found[0] == "."):
            if known := WORDS.get(found.lower()):
                yield Atom(match.start(), match.end(), *known)
        elif match.lastgroup == "spaced" and _NO_THOUSANDS.search(text, max(match.start() - 12, 0), match.start()):
            first = found.split()[0]
            yield Atom(match.start(), match.start() + len(first), "digits", float(first))
            yield Atom(match.start() + len(first) + 1, match.end(), "digits", float(found[len(first) + 1 :]))
        else:
            yield Atom(match.start(), match.end(), "digits", _value(found, match.lastgroup == "continental"))


def _value(digits: str, continental: bool) -> float:
    """The value of a digit string without what parts its thousands; `continental`: its comma is a decimal one."""
    return float(_POINTS.sub("", digits).replace(",", ".") if continental else _GROUPING.sub("", digits))


class Cursor:
    """A place among the atoms of one sentence."""

    def __init__(self, text: str, found: list[Atom]) -> None:
        self.text = text
        self.found = found
        self.position = 0

    @property
    def atom(self) -> Atom | None:
        """The atom here; None past the last."""
        return self.found[self.position] if self.position < len(self.found) else None

    def take(self) -> Atom:
        """The atom here, stepping over it."""
        self.position += 1
        return self.found[self.position - 1]

    def gap_after(self, end: int) -> str | None:
        """What stands between `end` and the atom here, white space made plain; None where that is too much."""
        if self.atom is None or self.atom.start - end > _WIDEST_GAP:
            return None
        gap = self.text[end : self.atom.start]
        return gap if gap == " " else re.sub(r"\s+", " ", gap).replace("‑", "-")

    def skip_to(self, end: int) -> None:
        """Steps over the atoms that begin before `end`."""
        while self.atom is not None and self.atom.start < end:
            self.position += 1
