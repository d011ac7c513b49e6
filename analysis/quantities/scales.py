"""Scale words and letters after a number: "4 hundred million", "1.2bn", "35m", "two and a half"."""

from __future__ import annotations

import re

from analysis.quantities.atoms import WORDS, Cursor, Number, product
from analysis.quantities.tables import table

OF_A = re.compile(r"\s(?:of\s)?an?\s|-a-|[\s-]")
"""What joins a fraction to a scale word: "half a million", "a quarter of a million", "half-million"."""

_LEAST_PARTS = 10
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
_LETTERS = re.compile(r"([A-Za-z]{1,2})\b")
_SPACED_LETTER = re.compile(r"[\s-]([mMB])\b(?![-’'.]\w)")
_GRAND = re.compile(
    r"\sgrand\b(?=\s?[.,;:)!?”\"]|\s(?:an?|in|on|to|for|from|per|and|each|that|or|by|with|at|of|is|was)\b|\Z)"
)
"""Thousands of dollars or pounds ("eleven *grand*"), not "two grand pianos"."""
_NUMERATORS = {"a": 1, "an": 1, **{word: int(WORDS[word][1]) for word in "one two three four five seven".split()}}
_DENOMINATORS = {word: value for word, (kind, value) in WORDS.items() if kind == "fraction" and value <= _LEAST_PARTS}
_AND_A_PART = re.compile(
    rf"(?:\sand\s|-and-)({'|'.join(_NUMERATORS)})[\s-]({'|'.join(sorted(_DENOMINATORS, key=len, reverse=True))})\b"
    r"(?!\sof\b)",
    re.IGNORECASE,
)
"""What is added to a number: "two *and a half*", "one *and three-quarters*"; not "ten and a third of them"."""
_DOZEN = 12


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


def part_added(text: str, offset: int) -> tuple[float, int] | None:
    """The part that "and a half", "and three-quarters" at `offset` adds, and where it ends."""
    more = _AND_A_PART.match(text, offset)
    if more is None:
        return None
    above, word = _NUMERATORS[more[1].lower()], more[2].lower()
    part = above / _DENOMINATORS[word]
    return (part, more.end()) if part < 1 and (above == 1) != word.endswith("s") else None


def add_a_half(cursor: Cursor, number: Number) -> None:
    """Takes "and a half" after `number` into it; half of the scale behind its word ("a million and a half")."""
    if number.form == "fraction" or number.value % number.scale or not (number.scale == 1 or number.scale >= _DOZEN):
        return
    if more := part_added(cursor.text, number.end):
        number.value, number.end = number.value + more[0] * number.scale, more[1]
        cursor.skip_to(number.end)


def count_grand(cursor: Cursor, number: Number) -> None:
    """Takes "grand" after `number` into it as thousands."""
    if number.scale == 1 and (grand := _GRAND.match(cursor.text, number.end)):
        number.value, number.scale, number.end = product(number.value, 1000), 1000.0, grand.end()


def abbreviate(cursor: Cursor, number: Number) -> None:
    """Takes an abbreviated or a glued scale word after digits into `number` ("1.2bn", "3 mln", "3million")."""
    if short := _ABBREVIATION.match(cursor.text, number.end):
        number.scale = _ABBREVIATED[short[1].lower()]
        number.value = product(number.value, number.scale)
        number.end = short.end(1)


def scaled_by_suffix(text: str, number: Number, spaced: bool) -> Number | None:
    """`number` with the letter after it read as a scale ("35m", "$4.2b", if `spaced` "$35 m"), else None."""
    letters = _LETTERS.match(text, number.end) or (_SPACED_LETTER.match(text, number.end) if spaced else None)
    factor = letters and number.form == "digits" and _SUFFIX.get(letters[1].lower())
    if not factor or number.scale != 1:
        return None
    return Number(number.start, letters.end(), product(number.value, factor), "digits", factor)
