"""Number expressions and their values: "1,200", "two hundred and fifty thousand", "half a million", "dozens"."""

from __future__ import annotations

import math
import re

from analysis.quantities.atoms import Atom, Cursor, Number
from analysis.quantities.cardinals import cardinal, scaled
from analysis.quantities.parts import fraction
from analysis.quantities.scales import abbreviated, in_grand, scaled_up, with_part
from analysis.quantities.tables import table

_POWER = re.compile(r"\s?[×x]\s?10\s?\^?([-−–]?[0-9]{1,2})\b")
"""A power of ten ("6.02 × 10^23")."""
_MINUS_SIGNS = str.maketrans("−–", "--")
_DENOMINATOR = re.compile(r"[/⁄]([0-9]{1,3})(?![0-9/⁄])")
_MIXED = re.compile(r"(?:[ -]|\sand\s)([0-9]{1,2})[/⁄]([0-9]{1,2})(?![0-9/⁄])")
"""The fraction of a mixed number ("3 *1/2*")."""
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 8, 10, 16, 20, 32, 64, 100, 128))
_LONGEST_UNGROUPED = 12
"""Digits; longer strings without separators are identifiers."""
_HARMED = re.compile(
    rf"\s(?:(?:are|were|have\sbeen|had\sbeen)\s)?(?:still\s)?(?:{'|'.join(table('nouns')['people'])}|feared|presumed|believed"
    r"|buried|detained|evacuated|rescued|die[ds]?|drown(?:ed)?|perish(?:ed)?|fle[ed])\b"
)
"""What happens to people after "scores" that stand by themselves ("*scores* were killed")."""
HARM = re.compile(r"\b(?:kill|injur|wound|hurt|arrest|detain)(?:s|es|ed|ing)?\s\Z", re.IGNORECASE)
"""A verb whose object are people, and which a tagger may take for a noun before "scores"."""
_A = re.compile(r"\ban?\s\Z", re.IGNORECASE)
_COMPARED = re.compile(r"\s(?:what|the|that|this|those|its|their|his|her|our|my|your|last|as)\b", re.IGNORECASE)
"""What may be multiplied ("double *the* price")."""
_NOUN_BEFORE = re.compile(
    r"(?P<set_off>[,(—–;:]\s?)|\bcloser?\sto\s\Z"
    r"|\b(?:is|are|was|were|be|been|being|has|have|had|at|for|by|of|with|paid|costs?|(?!helped)[a-z]+ed)\s",
    re.IGNORECASE,
)
_BOUNDS = re.compile(
    r"(?P<bounded>(?:(?:well|far|just|only|nearly|almost|about|around|roughly|some|approximately|over|(?:more|less)\sthan"
    r"|close\sto|at\sleast|not\squite)\s)*)\Z",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\b(?:to|will|would|can|could|may|might|must|shall|should)\s[a-z][^.!?]*\Z")
"""A verb with which "double" may be coordinated ("to build homes, *double* the fee and leave")."""


def numbers(text: str, sequence: list[Atom]) -> list[Number]:
    """The number expressions that the atoms of one sentence of `text` form."""
    cursor = Cursor(text, sequence)
    result = []
    while cursor.atom is not None:
        number = _READERS[cursor.atom.kind](cursor)
        if number is not None and math.isfinite(number.value):
            result.append(in_grand(text, number))
    return result


def _digits(cursor: Cursor) -> Number | None:
    atom = cursor.take()
    if atom.end - atom.start > _LONGEST_UNGROUPED and cursor.text[atom.start : atom.end].isdigit():
        return None
    number = _with_fraction(cursor.text, Number(atom.start, atom.end, atom.value, "digits"))
    if power := _POWER.match(cursor.text, number.end):
        exponent = int(power[1].translate(_MINUS_SIGNS))
        number = number._replace(value=number.value * 10.0**exponent, end=power.end())
    cursor.skip_to(number.end)
    if cursor.atom is not None and cursor.atom.kind == "character" and cursor.gap_after(number.end) in ("", " "):
        character = cursor.take()
        number = number._replace(value=number.value + character.value, end=character.end)
    number = scaled_up(cursor, with_part(cursor, number))
    if number.scale == 1:
        number = abbreviated(cursor.text, number)
    return with_part(cursor, number) if number.scale > 1 else number


def _with_fraction(text: str, number: Number) -> Number:
    """`number` with the fraction after its digits: "3 1/2", "2/3"; not a date such as 9/11."""
    if mixed := _MIXED.match(text, number.end):
        numerator, denominator = int(mixed[1]), int(mixed[2])
        if denominator in _DENOMINATORS and 0 < numerator < denominator:
            return number._replace(value=number.value + numerator / denominator, end=mixed.end())
    elif bar := _DENOMINATOR.match(text, number.end):
        denominator = int(bar[1])
        follows_a_bar = text.endswith(("/", "⁄"), 0, number.start)
        if denominator in _DENOMINATORS and number.value < denominator and not follows_a_bar:
            return number._replace(value=number.value / denominator, end=bar.end(), form="fraction")
    return number


def _plural(cursor: Cursor) -> Number | None:
    """An amount in plural scale words: "dozens", "tens of thousands", "hundreds or thousands"."""
    atom = cursor.take()
    text, value, end = cursor.text, atom.value, atom.end
    while cursor.atom is not None and cursor.atom.kind == "plural" and cursor.atom.value >= 100:
        gap = cursor.gap_after(end)
        if gap not in (" of ", " or "):
            break
        larger = cursor.take()
        value, end = value * (larger.value if gap == " of " else 1), larger.end
    if end == atom.end and atom.value >= 100:
        # Two at least, as dozens are 24: "thousands" is 2,000 or more; "tens of thousands" begins at 10,000.
        value *= 2
    word = text[atom.start : atom.end].lower()
    alone = end == atom.end and not text.startswith(" of ", end)
    if word == "tens" and alone:
        return None
    if word == "scores" and not (_are_people(text, atom) if alone else _counts(cursor, end)):
        return None
    return Number(atom.start, end, value, "vague")


def _are_people(text: str, atom: Atom) -> bool:
    """Whether "scores" by themselves are people to whom something happens ("kills scores", "scores drowned")."""
    return bool(_HARMED.match(text, atom.end) or HARM.search(text, max(atom.start - 12, 0), atom.start))


def _counts(cursor: Cursor, end: int) -> bool:
    """Whether "of" after a score counts something, rather than to say how high it is ("a score of 40")."""
    return cursor.text.startswith(" of ", end) and cursor.gap_after(end) != " of "


def _twenty(cursor: Cursor) -> Number | None:
    """The number "a score" in "a score of rebels"; whether it counts something shows later, by its noun."""
    atom = cursor.take()
    article = _A.search(cursor.text, max(atom.start - 4, 0), atom.start)
    if article is None or not _counts(cursor, atom.end):
        return None
    return Number(article.start(), atom.end, atom.value, "words", atom.value)


def _multiple(cursor: Cursor) -> Number:
    atom = cursor.take()
    return Number(atom.start, atom.end, atom.value, "multiple")


def _factor(cursor: Cursor) -> Number | None:
    """The factor "double" in "paid double the price"; None for a verb or an adjective ("will double the price")."""
    atom = cursor.take()
    text, floor = cursor.text, max(atom.start - 100, 0)
    if not _COMPARED.match(text, atom.end):
        return None
    bounds = _BOUNDS.search(text, floor, atom.start)
    assert bounds is not None  # there may be none
    ends = (bounds.start(), atom.start)
    openings = [opening for opening in _NOUN_BEFORE.finditer(text, floor, atom.start) if opening.end() in ends]
    if not openings:
        return None
    listed = openings[-1]["set_off"] and not bounds["bounded"] and _INFINITIVE.search(text, floor, atom.start)
    return None if listed else Number(atom.start, atom.end, atom.value, "multiple")


def _character(cursor: Cursor) -> Number:
    atom = cursor.take()
    return scaled_up(cursor, Number(atom.start, atom.end, atom.value, "fraction"))


_READERS = {
    "digits": _digits,
    "small": cardinal,
    "tens": cardinal,
    "scale": scaled,
    "plural": _plural,
    "fraction": fraction,
    "factor": _factor,
    "twenty": _twenty,
    "multiple": _multiple,
    "character": _character,
}
