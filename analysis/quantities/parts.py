"""Fractions in words: "half", "two-thirds", "a quarter of", and fractions of a scale word: "half a million"."""

from __future__ import annotations

import re

from analysis.quantities.atoms import WORDS, Cursor, Number
from analysis.quantities.dictionary import unit_of_phrase
from analysis.quantities.scales import OF_A, scaled_up

_NOT_HALF_BEFORE = re.compile(
    r"\b(?:first|second|other|better|top|bottom|latter|early|late|opening|worse|front|back|northern|southern|eastern"
    r"|western|upper|lower|final|last|closing|half|fiscal|in)\W\Z"
)
_HALF_AFTER = re.compile(
    r"\s(?:of|the|a|an|all|his|her|its|their|our|my|your|that|those|these|are|were|was|is|have|had|said|say|as|again"
    r"|this)\b|-(?:hour|day|mile|century|point|inch|percent|acre|cent|decade|marathon)"
)
_MEASURED_BEFORE = re.compile(
    r"\b(?:about|nearly|almost|over|more than|less than|at least|around|roughly|approximately|only|by|under|just|up to"
    r"|fully|well over|than|close to|closer to|of which|of whom|of them|down|loses?|lost|another)\s(?:an?\s)?\Z"
)
_ARTICLE = re.compile(r"(?:(?<=[\s(])|\A)an?[ -]\Z")
_OF_OR_MORE_THAN = re.compile(r"\sof\s|\s(?:more|less|fewer|higher|lower|larger|smaller|bigger|cheaper|dearer)\sthan\b")
"""What makes a part of an ordinal: "an eighth *of* output", "a third *more than* in May"; not "a third man"."""
_TO_ANOTHER = re.compile(r"\s(?:(to|or)|and)\san?\s(?:half|third|quarter|fifth|tenth)\b")
"""The upper end of a range that begins with the fraction before it: "between a quarter *and a third*"."""
_AFTER_A_UNIT = re.compile(
    r"\b(?:an?|one)\s((?:square\s|cubic\s)?[a-z]+)\sand\s(?:an?|two|three)[\s-]\Z", re.IGNORECASE
)
"""One of a unit, to which the fraction is added: "*an hour and a* half"."""
_OF_A_SCALE = re.compile(r"\sof\san?\s")
_LARGEST_NUMERATOR = 100


def as_fraction(cursor: Cursor, numerator: Number) -> Number:
    """The fraction that a cardinal makes with a denominator after it ("two-thirds"); else the cardinal itself."""
    atom = cursor.atom
    if atom is None or atom.kind != "fraction" or numerator.value > _LARGEST_NUMERATOR:
        return numerator
    word = cursor.text[atom.start : atom.end].lower()
    if cursor.gap_after(numerator.end) not in (" ", "-") or (numerator.value == 1) == word.endswith("s"):
        return numerator
    if word == "quarters" and numerator.value != 3:
        return numerator
    unit = _unit_before(cursor.text, atom.start, atom.end) if numerator.value > 1 else None
    cursor.take()
    value = numerator.value / atom.value
    if unit:
        return Number(unit.start(), atom.end, 1 + value, "words", numerator.scale, unit[1].lower())
    return scaled_up(cursor, numerator._replace(value=value, end=atom.end, form="fraction"), OF_A)


def fraction(cursor: Cursor) -> Number | None:
    """The number that begins with a denominator: "half", "half a million", "a third of"; else an ordinal or a noun."""
    atom = cursor.take()
    text = cursor.text
    if unit := _unit_before(text, atom.start, atom.end):
        return Number(unit.start(), atom.end, 1 + 1 / atom.value, "words", noun=unit[1].lower())
    before = text[max(atom.start - 24, 0) : atom.start].lower()
    article = _ARTICLE.search(before)
    start = atom.start - len(article.group()) if article else atom.start
    number = Number(start, atom.end, 1 / atom.value, "fraction")
    # "half a million", "a fifth of a million", but "the fifth million"
    number = scaled_up(cursor, number, OF_A if atom.value in (2, 4) else _OF_A_SCALE)
    if number.end > atom.end:
        return number
    measured = _MEASURED_BEFORE.search(before) is not None
    if text[atom.start : atom.end].lower() == "half":
        after = text[atom.end : atom.end + 12].lower()
        stated = _HALF_AFTER.match(after) is not None and not _NOT_HALF_BEFORE.search(before)
        return number if stated or (measured and not after.startswith("-")) else None
    compared = _OF_OR_MORE_THAN.match(text, atom.end)
    return number if article and (measured or compared or _opens_range(text, number)) else None


def _unit_before(text: str, start: int, end: int) -> re.Match[str] | None:
    """The unit that the half, third or quarter at `start` is added to ("*an hour* and a half")."""
    match = _AFTER_A_UNIT.search(text, max(start - 40, 0), start)
    if match is None or text.startswith(("-", " of "), end) or WORDS.get(match[1].lower()):
        return None
    return match if unit_of_phrase(match[1]) or text[start:end].lower() == "half" else None


def _opens_range(text: str, number: Number) -> bool:
    """Whether a fraction is the lower end of a range."""
    other = _TO_ANOTHER.match(text, number.end)
    return other is not None and (
        other[1] is not None or text[max(number.start - len("between "), 0) : number.start].lower() == "between "
    )
