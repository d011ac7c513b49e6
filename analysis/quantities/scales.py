"""Scale words and letters after a number: "4 hundred million", "1.2bn", "35m", "two and a half"."""

from __future__ import annotations

import re

from analysis.quantities.atoms import Cursor, Number, product
from analysis.quantities.tables import table

OF_A = re.compile(r"\s(?:of\s)?an?\s|-a-|[\s-]")
"""What joins a fraction to a scale word: "half a million", "a quarter of a million", "half-million"."""

_LEAST_GLUED = 1000
"""From here on scale words too may stand right after digits ("$1billion")."""
_ABBREVIATED = {word: float(value) for word, value in table("numbers")["abbreviated"].items()}
_ABBREVIATED |= {
    word: float(value)
    for kind in ("scale", "plural")
    for word, value in table("numbers")[kind].items()
    if value >= _LEAST_GLUED
}
_SUFFIX = {letter: float(value) for letter, value in table("numbers")["suffix"].items()}
_ABBREVIATION = re.compile(rf"\s?({'|'.join(sorted(_ABBREVIATED, key=len, reverse=True))})\b\.?", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]{1,2}\b")
_AND_A_HALF = re.compile(r"(?: and a |-and-a-)(half|quarter|third)\b", re.IGNORECASE)
_ADDED = {"half": 0.5, "quarter": 0.25, "third": 1 / 3}


def scale_up(cursor: Cursor, number: Number, joint: re.Pattern[str] | None = None) -> None:
    """Multiplies `number` by the scale words at the cursor; `joint` may join the first of them.

    A plural scales too ("2 dozens", "5 millions") unless it begins an amount of its own ("12 millions of").
    """
    while cursor.atom is not None and cursor.atom.kind in ("scale", "plural"):
        atom, gap = cursor.atom, cursor.gap_after(number.end)
        joined = gap is not None and (joint.fullmatch(gap) if joint else gap in (" ", "-"))
        plural = atom.kind == "plural"
        if not joined or (plural and (joint or cursor.text.startswith(" of", atom.end))):
            return
        factor = 12 if atom.value == 24 else atom.value
        number.value, number.scale = product(number.value, factor), number.scale * factor
        number.end = atom.end
        if number.form == "fraction":
            number.form = "words"
        cursor.take()
        joint = None


def add_a_half(cursor: Cursor, number: Number) -> None:
    """Takes "and a half" after `number` into it."""
    if more := _AND_A_HALF.match(cursor.text, number.end):
        number.value += _ADDED[more[1].lower()]
        number.end = more.end()
        cursor.skip_to(number.end)


def abbreviate(cursor: Cursor, number: Number) -> None:
    """Takes an abbreviated or a glued scale word after digits into `number` ("1.2bn", "3 mln", "3million")."""
    if short := _ABBREVIATION.match(cursor.text, number.end):
        number.scale = _ABBREVIATED[short[1].lower()]
        number.value = product(number.value, number.scale)
        number.end = short.end(1)


def scaled_by_suffix(text: str, number: Number) -> Number | None:
    """`number` with the letter after it read as a scale ("35m", "$4.2b"); None where there is none."""
    letters = _LETTERS.match(text, number.end)
    factor = letters and number.form == "digits" and _SUFFIX.get(letters.group().lower())
    if not factor or number.scale != 1:
        return None
    return Number(number.start, letters.end(), product(number.value, factor), "digits", factor)
