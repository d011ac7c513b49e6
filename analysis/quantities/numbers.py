"""Number expressions and their values: "1,200", "two hundred and fifty thousand", "half a million", "dozens"."""

from __future__ import annotations

import math
import re

from analysis.quantities.atoms import Atom, Cursor, Number
from analysis.quantities.cardinals import cardinal, scaled
from analysis.quantities.parts import fraction
from analysis.quantities.scales import abbreviate, add_a_half, count_grand, scale_up

_POWER = re.compile(r"\s?[×x]\s?10\s?\^?([-−–]?[0-9]{1,2})\b")
_DENOMINATOR = re.compile(r"[/⁄]([0-9]{1,3})(?![0-9/⁄])")
_MIXED = re.compile(r"(?:[ -]|\sand\s)([0-9]{1,2})[/⁄]([0-9]{1,2})(?![0-9/⁄])")
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 8, 10, 16, 20, 32, 64, 100, 128))
_LONGEST_UNGROUPED = 12
_SCORED = re.compile(r"\b(?!with|and|by|of|for|in|on|to|as|kill|left|wound)\w+\s\Z", re.IGNORECASE)
"""A word before "scores" that makes them results rather than twenties."""


def numbers(text: str, found: list[Atom]) -> list[Number]:
    """The number expressions that the atoms of one sentence of `text` make up."""
    cursor = Cursor(text, found)
    result = []
    while cursor.atom is not None:
        number = _READERS[cursor.atom.kind](cursor)
        if number is not None and math.isfinite(number.value):
            count_grand(cursor, number)
            result.append(number)
    return result


def _digits(cursor: Cursor) -> Number | None:
    atom = cursor.take()
    number = Number(atom.start, atom.end, atom.value, "digits")
    if atom.end - atom.start > _LONGEST_UNGROUPED and cursor.text[atom.start : atom.end].isdigit():
        return None
    _divide(cursor, number)
    if power := _POWER.match(cursor.text, number.end):
        number.value *= 10.0 ** int(re.sub("[−–]", "-", power[1]))
        number.end = power.end()
    cursor.skip_to(number.end)
    if cursor.atom is not None and cursor.atom.kind == "character" and cursor.gap_after(number.end) in ("", " "):
        character = cursor.take()
        number.value, number.end = number.value + character.value, character.end
    add_a_half(cursor, number)
    scale_up(cursor, number)
    if number.scale == 1:
        abbreviate(cursor, number)
    if number.scale > 1:
        add_a_half(cursor, number)
    return number


def _divide(cursor: Cursor, number: Number) -> None:
    """Takes a fraction bar after digits into the number: "3 1/2", "2/3"; not a date such as 9/11."""
    if mixed := _MIXED.match(cursor.text, number.end):
        above, below = int(mixed[1]), int(mixed[2])
        if below in _DENOMINATORS and 0 < above < below:
            number.value, number.end = number.value + above / below, mixed.end()
    elif bar := _DENOMINATOR.match(cursor.text, number.end):
        below = int(bar[1])
        if below in _DENOMINATORS and number.value < below and cursor.text[number.start - 1] not in "/⁄":
            number.value, number.end, number.form = number.value / below, bar.end(), "fraction"


def _plural(cursor: Cursor) -> Number | None:
    """An amount told by plural scale words: "dozens", "tens of thousands", "hundreds or thousands"."""
    atom = cursor.take()
    text = cursor.text
    number = Number(atom.start, atom.end, atom.value, "vague")
    while cursor.atom is not None and cursor.atom.kind == "plural" and cursor.atom.value >= 100:
        gap = cursor.gap_after(number.end)
        if gap not in (" of ", " or "):
            break
        larger = cursor.take()
        number.value, number.end = number.value * (larger.value if gap == " of " else 1), larger.end
    if number.end == atom.end and atom.value >= 100:
        # Two at least, as dozens are 24: "thousands" is 2,000 or more; "tens of thousands" begins at 10,000.
        number.value *= 2
    word = text[atom.start : atom.end].lower()
    alone = number.end == atom.end and not text.startswith(" of ", atom.end)
    if word in ("tens", "scores") and alone:
        return None
    if word == "scores" and _SCORED.search(text, max(atom.start - 20, 0), atom.start):
        return None
    return number


def _multiple(cursor: Cursor) -> Number:
    atom = cursor.take()
    return Number(atom.start, atom.end, atom.value, "multiple")


def _character(cursor: Cursor) -> Number:
    atom = cursor.take()
    number = Number(atom.start, atom.end, atom.value, "fraction")
    scale_up(cursor, number)
    return number


_READERS = {
    "digits": _digits,
    "small": cardinal,
    "tens": cardinal,
    "scale": scaled,
    "plural": _plural,
    "fraction": fraction,
    "multiple": _multiple,
    "character": _character,
}
