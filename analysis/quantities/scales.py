"""Scale words and letters after a number: "4 hundred million", "1.2bn", "35m", "two and a half"."""

from __future__ import annotations

import re

from analysis.quantities.atoms import WORDS, Cursor, Number, product
from analysis.quantities.tables import alternatives, table

OF_A = re.compile(r"\s(?:of\s)?an?\s|-a-|[\s-]")
"""The words between a fraction and a scale word: "half a million", "a quarter of a million", "half-million"."""

_SMALLEST_ATTACHED = 1000
"""Scale words from here on may follow digits without a space ("$1billion")."""
_ABBREVIATED = {
    word: float(value)
    for kind in ("abbreviated", "scale", "plural")
    for word, value in table("numbers")[kind].items()
    if value >= _SMALLEST_ATTACHED
}
_SUFFIX = {letter: float(value) for letter, value in table("numbers")["suffix"].items()}
_ABBREVIATION = re.compile(rf"\s?({alternatives(_ABBREVIATED)})\b\.?", re.IGNORECASE)
_LETTERS = re.compile(r"([A-Za-z]{1,2})\b")
_SPACED_LETTER = re.compile(r"[\s-]([mMB])\b(?![-’'.]\w)")
_GRAND = re.compile(
    r"\sgrand\b(?=\s?[.,;:)!?”\"]|\s(?:an?|in|on|to|for|from|per|and|each|that|or|by|with|at|of|is|was)\b|\Z)"
)
"""Thousands of dollars or pounds ("eleven *grand*"); not "two grand pianos"."""
_NUMERATORS = {"a": 1, "an": 1, **{word: int(WORDS[word][1]) for word in "one two three four five seven".split()}}
_DENOMINATORS = {word: value for word, (kind, value) in WORDS.items() if kind == "fraction" and value <= 10}
_AND_A_PART = re.compile(
    rf"(?:\sand\s|-and-)({'|'.join(_NUMERATORS)})[\s-]({alternatives(_DENOMINATORS)})\b(?!\sof\b)",
    re.IGNORECASE,
)
"""A part added to a number: "two *and a half*", "one *and three-quarters*"; not "ten and a third of them"."""
_DOZEN = 12


def scaled_up(cursor: Cursor, number: Number, joint: re.Pattern[str] | None = None) -> Number:
    """`number` multiplied by the scale words at the cursor; `joint` may stand before the first of them.

    A plural scales too ("2 dozens", "5 millions") unless it begins an amount of its own ("12 millions of").
    """
    while cursor.atom is not None and cursor.atom.kind in ("scale", "plural"):
        atom, gap = cursor.atom, cursor.gap_after(number.end)
        joined = gap is not None and (joint.fullmatch(gap) if joint else gap in (" ", "-"))
        plural = atom.kind == "plural"
        if not joined or (plural and (joint or cursor.text.startswith(" of", atom.end))):
            break
        factor = _DOZEN if atom.value == 2 * _DOZEN else atom.value
        value, form = product(number.value, factor), "words" if number.form == "fraction" else number.form
        number = number._replace(value=value, form=form, scale=number.scale * factor, end=atom.end)
        cursor.take()
        joint = None
    return number


def part_added(text: str, offset: int) -> tuple[float, int] | None:
    """The part that "and a half", "and three-quarters" at `offset` adds, and where it ends."""
    match = _AND_A_PART.match(text, offset)
    if match is None:
        return None
    numerator, word = _NUMERATORS[match[1].lower()], match[2].lower()
    part = numerator / _DENOMINATORS[word]
    # "two and three-quarter years" beside "two and three-quarters"
    agrees = (numerator == 1) != word.endswith("s") or (
        word == "quarter" and text[match.end() : match.end() + 1] in (" ", "-")
    )
    return (part, match.end()) if part < 1 and agrees else None


def with_part(cursor: Cursor, number: Number) -> Number:
    """`number` with "and a half" added: half of the scale after a scale word ("a million and a half")."""
    if number.form == "fraction" or number.value % number.scale or not (number.scale == 1 or number.scale >= _DOZEN):
        return number
    added = part_added(cursor.text, number.end)
    if added is None:
        return number
    part, end = added
    cursor.skip_to(end)
    return number._replace(value=number.value + part * number.scale, end=end)


def in_grand(text: str, number: Number) -> Number:
    """`number` in thousands where "grand" follows it."""
    grand = _GRAND.match(text, number.end) if number.scale == 1 else None
    return number._replace(value=product(number.value, 1000), scale=1000.0, end=grand.end()) if grand else number


def abbreviated(text: str, number: Number) -> Number:
    """`number` multiplied by the abbreviated or attached scale word after its digits ("1.2bn", "3 mln", "3million")."""
    match = _ABBREVIATION.match(text, number.end)
    if match is None:
        return number
    scale = _ABBREVIATED[match[1].lower()]
    return number._replace(value=product(number.value, scale), scale=scale, end=match.end(1))


def scaled_by_suffix(text: str, number: Number, spaced: bool) -> Number | None:
    """`number` multiplied by the letter after it ("35m", "$4.2b"); None without one.

    A space may stand before the letter if `spaced`.
    """
    letters = _LETTERS.match(text, number.end) or (_SPACED_LETTER.match(text, number.end) if spaced else None)
    factor = letters and number.form == "digits" and _SUFFIX.get(letters[1].lower())
    if not factor or number.scale != 1:
        return None
    return Number(number.start, letters.end(), product(number.value, factor), "digits", factor)
