"""Spelled cardinals: "two hundred and fifty thousand", "a million", "several hundred".

They are composed group by group, as in the grammar of Hurford (1975, The Linguistic Theory of Numerals): a scale
word multiplies the group before it, and the next group is added.
"""

from __future__ import annotations

import re

from analysis.quantities.atoms import WORDS, Atom, Cursor, Number
from analysis.quantities.parts import as_fraction
from analysis.quantities.scales import scaled_up, with_part
from analysis.quantities.tables import alternatives, table

_ARTICLE = re.compile(
    r"\b(?:(?P<indefinite>an?)"
    r"|(?:an?|the|another)(?:\s(?:good|full|further|mere|solid|whole|additional|extra))?)[ -]\Z",
    re.IGNORECASE,
)
"""The word before a scale word; `indefinite` where the number begins with it ("*a* million")."""
_SEVERAL = re.compile(rf"\b(?:{alternatives(table('modifiers')['multiplied']['words'])})[\s-]\Z", re.IGNORECASE)
_POINT = re.compile(
    r"[\s-]point((?:[\s-](?:zero|nought|one|two|three|four|five|six|seven|eight|nine))+)\b", re.IGNORECASE
)
_BOUNDED = re.compile(
    r"\b(?:about|almost|around|at\sleast|approximately|nearly|over|roughly|some|than|under|up\sto)\s\Z", re.IGNORECASE
)
"""A bound, which makes a scale word without article a number ("nearly hundred people")."""
_NUMERAL = ("small", "tens")


def cardinal(cursor: Cursor) -> Number:
    """The number that begins with a spelled numeral."""
    number = _composed(cursor)
    if number.scale == 1:
        number = as_fraction(cursor, number)
        if point := _POINT.match(cursor.text, number.end):
            digits = "".join(str(int(WORDS[word][1])) for word in point[1].lower().replace("-", " ").split())
            number = number._replace(value=number.value + float(f"0.{digits}"), end=point.end())
            cursor.skip_to(number.end)
        else:
            number = with_part(cursor, number)
        number = scaled_up(cursor, number)
    return with_part(cursor, number) if number.scale > 1 else number


def scaled(cursor: Cursor) -> Number | None:
    """The number that begins with a scale word: after "a", "the", "several" or a bound, or before more number words.

    A bare scale word is no number ("the million-dollar question").
    """
    first = cursor.atom
    assert first is not None  # a scale word
    before = cursor.text[max(first.start - 20, 0) : first.start]
    if before.lower().endswith("by the "):
        cursor.take()
        return None
    number = with_part(cursor, _composed(cursor))
    base = first.start - len(before)
    if several := _SEVERAL.search(before):
        return number._replace(start=base + several.start(), value=2 * number.value, form="vague")
    article = _ARTICLE.search(before)
    if article is None:
        return number if number.end > first.end or _BOUNDED.search(before) else None
    if article["indefinite"]:
        return number._replace(start=base + article.start())
    return None if cursor.text.startswith("-", number.end) else number


def _composed(cursor: Cursor) -> Number:
    """The cardinal that the atoms from the cursor on form."""
    first = last = cursor.take()
    scale = first.value if first.kind == "scale" else 1.0
    total, group = (first.value, 0.0) if _is_large(first) else (0.0, first.value)
    while _continues(cursor, last, group, total):
        last = cursor.take()
        if last.kind in _NUMERAL:
            group += last.value
            scale = 1.0 if total == 0 else scale
            continue
        scale *= last.value if total == 0 or group == 0 else 1
        if not _is_large(last):
            group *= last.value
        else:
            total, group = (total + group * last.value, 0.0) if group else (total * last.value, 0.0)
    return Number(first.start, last.end, total + group, "words", scale)


def _continues(cursor: Cursor, last: Atom, group: float, total: float) -> bool:
    """Whether the atom at the cursor continues the cardinal whose last atom so far is `last`."""
    atom, gap = cursor.atom, cursor.gap_after(last.end)
    if atom is None or gap is None or (last.kind == "scale" and last.value == 12):
        return False
    if atom.kind == "scale":
        return gap in (" ", "-") and _multiplies(atom, last, group, total)
    if atom.kind not in _NUMERAL:
        return False
    if last.kind == "tens":
        return atom.kind == "small" and 0 < atom.value < 10 and gap in (" ", "-")
    if last.kind != "scale":
        return False
    if gap == ", ":
        following = cursor.sequence[cursor.position + 1 : cursor.position + 2]
        return _is_large(last) and bool(following) and following[0].value == 100
    return gap in (" ", "-") or (gap == " and " and last.value <= 1000)


def _multiplies(atom: Atom, last: Atom, group: float, total: float) -> bool:
    """Whether a scale word may follow `last`: "two hundred", "hundred thousand", "a thousand billion"."""
    if not _is_large(atom):
        return last.kind != "scale" and 0 < group < 100
    if group == 0:
        return last.kind == "scale"
    return total == 0 or atom.value < total


def _is_large(atom: Atom) -> bool:
    """Whether a scale word closes its group: "thousand" and above."""
    return atom.kind == "scale" and atom.value >= 1000
