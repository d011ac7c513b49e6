"""Digit strings and number words: the atoms of number expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


class Number(NamedTuple):
    """One number expression, `text[start:end]`."""

    start: int
    end: int
    value: float
    form: str
    """how it is written: digits, words, fraction, multiple or vague ("dozens")"""
    scale: float = 1.0
    """the product of its scale words"""
    noun: str = ""
    """the counted noun inside the expression ("an *hour* and a half")"""


_WIDEST_GAP = 8
"""Characters between two atoms of one number."""

WORDS: dict[str, tuple[str, float]] = {
    word: (kind, float(value))
    for kind, words in table("numbers").items()
    if kind in ("small", "tens", "scale", "plural", "fraction", "factor", "twenty", "multiple", "character")
    for word, value in words.items()
}
_CHARACTERS = "".join(table("numbers")["character"])
_SPELLED = sorted((word for word in WORDS if word not in _CHARACTERS), key=len, reverse=True)
_BY_INITIAL = "|".join(
    f"[{initial}{initial.upper()}](?i:{'|'.join(word[1:] for word in _SPELLED if word[0] == initial)})"
    for initial in sorted({word[0] for word in _SPELLED})
)

_THIN = "[\u00a0\u2005-\u200a\u202f]"
"""No-break and thin spaces, which between digits only separate thousands."""
_GROUPED = (
    rf"[1-9][0-9]{{0,2}}(?:(?:{_THIN}|\s)[0-9]{{3}}){{2,8}}(?![0-9])"
    rf"|[1-9][0-9]{{0,2}}(?:{_THIN}[0-9]{{3}}|\s000)(?![0-9])"
    r"|[1-9][0-9]{0,2}(?:['’][0-9]{3}){1,8}(?![0-9])"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?![0-9])"
)
# 12 500; but not "12 747 jets"
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

_ATOM = re.compile(rf"[0-9]|(?<![\w.])\.[0-9]+|[{_CHARACTERS}]|\b(?:{_BY_INITIAL})\b")
"""The beginning of an atom: the first digit of a digit string, or a whole number word."""
_COMMA_THOUSANDS = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
"""In a text that writes thousands with commas, "12 500" is two numbers."""
_POINT_THOUSANDS = re.compile(r"[0-9]\.[0-9]{3}(?:,[0-9]{1,2}|\.[0-9]{3})(?![0-9.])")
"""A text that writes thousands with points writes decimals with commas."""
_TAKES_ONE_NUMBER = re.compile(
    rf"\b(?:{'|'.join((*MONTHS, *SHORT_MONTHS))}|aged?|under|over|no|channel|flight|route|highway|section|chapter"
    r"|article|windows|room|age)\.?\s\Z",
    re.IGNORECASE,
)
"""A word before two numbers to which the first belongs ("on *May* 12 500 people came")."""
_SEPARATORS = re.compile(r"[,\s'’\u00ad]")
_CONTINENTAL_SEPARATORS = re.compile(r"[.\s'’]")
_WHITE_SPACE = re.compile(r"\s+")


def product(value: float, factor: float) -> float:
    """The product in decimal arithmetic: 8.2 times a billion is exactly 8,200,000,000."""
    return float(Decimal(str(value)) * Decimal(str(factor)))


@cache
def _digit_strings(points: bool, commas: bool) -> re.Pattern[str]:
    """The digit strings of a text that writes thousands with `points`, with `commas`, or shows neither."""
    return re.compile(
        rf"(?P<continental>{_CONTINENTAL + _IN_CONTINENTAL_TEXT * points})"
        rf"|(?:{_GROUPED}|(?P<spaced>{_AFTER_A_SIGN if commas else _SPACED})|[0-9]+(?:\u00ad+[0-9]+)*)(?:\.[0-9]+)?"
    )


def atoms(text: str) -> Iterator[Atom]:
    """The digit strings and number words of `text`, in order; the text itself shows how it separates thousands."""
    digit_strings = _digit_strings(_POINT_THOUSANDS.search(text) is not None, _COMMA_THOUSANDS.search(text) is not None)
    end = 0
    while match := _ATOM.search(text, end):
        start, end = match.span()
        surface = match.group()
        if "0" <= surface <= "9":
            digits = digit_strings.match(text, start)
            assert digits is not None  # it begins with a digit
            end = digits.end()
            yield from _from_digits(text, digits)
        elif surface[0] == ".":
            yield Atom(start, end, "digits", float(surface))
        elif word := WORDS.get(surface.lower()):
            yield Atom(start, end, *word)


def _from_digits(text: str, match: re.Match[str]) -> Iterator[Atom]:
    """The number of a digit string; two numbers where a space splits it after a word that takes only one."""
    digits, start = match.group(), match.start()
    if match.lastgroup == "spaced" and _TAKES_ONE_NUMBER.search(text, max(start - 12, 0), start):
        first, second = digits.split()
        yield Atom(start, start + len(first), "digits", float(first))
        yield Atom(match.end() - len(second), match.end(), "digits", float(second))
    elif match.lastgroup == "continental":
        yield Atom(start, match.end(), "digits", float(_CONTINENTAL_SEPARATORS.sub("", digits).replace(",", ".")))
    else:
        yield Atom(start, match.end(), "digits", float(_SEPARATORS.sub("", digits)))


class Cursor:
    """A position among the atoms of one sentence."""

    def __init__(self, text: str, sequence: list[Atom]) -> None:
        self.text = text
        self.sequence = sequence
        self.position = 0

    @property
    def atom(self) -> Atom | None:
        """The atom at the cursor; None at the end."""
        return self.sequence[self.position] if self.position < len(self.sequence) else None

    def take(self) -> Atom:
        """The atom at the cursor, which moves on."""
        self.position += 1
        return self.sequence[self.position - 1]

    def gap_after(self, end: int) -> str | None:
        """The text between `end` and the atom at the cursor, with plain white space; None where it is too long."""
        if self.atom is None or self.atom.start - end > _WIDEST_GAP:
            return None
        gap = self.text[end : self.atom.start]
        return gap if gap == " " else _WHITE_SPACE.sub(" ", gap).replace("‑", "-")

    def skip_to(self, end: int) -> None:
        """Move past the atoms that begin before `end`."""
        while self.atom is not None and self.atom.start < end:
            self.position += 1
