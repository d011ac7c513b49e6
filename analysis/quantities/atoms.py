"""Digit strings and number words: what number expressions are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

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

_ATOM = re.compile(
    r"(?:[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3}){2,8}(?![0-9])"
    r"|[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3}|\s000)(?![0-9])"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,8}(?![0-9])|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
    r"|(?<![\w.])\.[0-9]+"
    rf"|[{_CHARACTERS}]"
    rf"|\b(?:{_BY_INITIAL})\b",
)
_GROUPING = re.compile(r"[,\s]")


def product(value: float, factor: float) -> float:
    """The product as a reader makes it, in decimals: 8.2 times a billion is 8,200,000,000, to the last digit."""
    return float(Decimal(str(value)) * Decimal(str(factor)))


def atoms(text: str) -> Iterator[Atom]:
    """The digit strings and number words of `text`, in order."""
    for match in _ATOM.finditer(text):
        found = match.group()
        if (found[0].isdigit() and found not in _CHARACTERS) or found[0] == ".":
            yield Atom(match.start(), match.end(), "digits", float(_GROUPING.sub("", found)))
        elif known := WORDS.get(found.lower()):
            yield Atom(match.start(), match.end(), *known)


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
