"""Spelled cardinals: "two hundred and fifty thousand", "a million", "several hundred".

They are composed group by group, as in the grammar of Hurford (1975, The Linguistic Theory of Numerals): a scale
word multiplies the group before it, what follows is added.
"""

from __future__ import annotations

import re

from analysis.quantities.atoms import WORDS, Atom, Cursor, Number
from analysis.quantities.parts import as_fraction
from analysis.quantities.scales import add_a_half, scale_up
from analysis.quantities.tables import table

_ARTICLE = re.compile(
    r"\b(?:an?|the|another)(?P<described>\s(?:good|full|further|mere|solid|whole|additional|extra))?[ -]\Z",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"\b(?:{'|'.join(sorted(table('modifiers')['multiplied']['words'], key=len, reverse=True))})[\s-]\Z",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"[\s-]point((?:[\s-](?:zero|nought|one|two|three|four|five|six|seven|eight|nine))+)\b", re.IGNORECASE
)
_BOUNDED = re.compile(
    r"\b(?:about|almost|around|at\sleast|approximately|nearly|over|roughly|some|than|under|up\sto)\s\Z", re.IGNORECASE
)
"""What makes a scale word without article a number ("nearly hundred people")."""
_NUMERAL = ("small", "tens")


def cardinal(cursor: Cursor) -> Number:
    """The number that begins with a spelled numeral."""
    number = _composed(cursor)
    if number.scale == 1:
        as_fraction(cursor, number)
        if point := _POINT.match(cursor.text, number.end):
            digits = "".join(str(int(WORDS[word.lower()][1])) for word in re.split(r"[\s-]", point[1])[1:])
            number.value, number.end = number.value + float(f"0.{digits}"), point.end()
            cursor.skip_to(number.end)
        else:
            add_a_half(cursor, number)
        scale_up(cursor, number)
    if number.scale > 1:
        add_a_half(cursor, number)
    return number


def scaled(cursor: Cursor) -> Number | None:
    """The number that begins with a scale word after "a", "the", "several" or a bound, or is made of more words.

    A bare one is none ("the million-dollar question").
    """
    start = cursor.atom.start
    before = cursor.text[max(start - 20, 0) : start]
    several, article = _SEVERAL.search(before), _ARTICLE.search(before)
    if before.lower().endswith("by the "):
        cursor.take()
        return None
    first = cursor.atom
    number = _composed(cursor)
    add_a_half(cursor, number)
    if not (several or article):
        return number if number.end > first.end or _BOUNDED.search(before) else None
    if several:
        number.start = start - len(before) + several.start()
        number.value, number.form = 2 * number.value, "vague"
    elif not article["described"] and article.group()[:1] in "aA" and not article.group().lower().startswith("another"):
        number.start = start - len(before) + article.start()
    elif cursor.text.startswith("-", number.end):
        return None
    return number


def _composed(cursor: Cursor) -> Number:
    """The cardinal that the atoms from the cursor on make up."""
    first = last = cursor.take()
    number = Number(last.start, last.end, 0.0, "words", first.value if first.kind == "scale" else 1.0)
    total, group = (last.value, 0.0) if _is_large(last) else (0.0, last.value)
    while _goes_on(cursor, last, group, total):
        last = cursor.take()
        if last.kind in _NUMERAL:
            group += last.value
            number.scale = 1.0 if total == 0 else number.scale
            continue
        number.scale *= last.value if total == 0 or group == 0 else 1
        if not _is_large(last):
            group *= last.value
        else:
            total, group = (total + group * last.value, 0.0) if group else (total * last.value, 0.0)
    number.value, number.end = total + group, last.end
    return number


def _goes_on(cursor: Cursor, last: Atom, group: float, total: float) -> bool:
    """Whether the atom at the cursor is part of the cardinal whose last atom so far is `last`."""
    atom, gap = cursor.atom, cursor.gap_after(last.end)
    if gap is None or _is_dozen(last):
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
        following = cursor.found[cursor.position + 1 : cursor.position + 2]
        return _is_large(last) and bool(following) and following[0].value == 100
    return gap in (" ", "-") or (gap == " and " and last.value <= 1000)


def _multiplies(atom: Atom, last: Atom, group: float, total: float) -> bool:
    """Whether a scale word fits after what was read: "two hundred", "hundred thousand", "a thousand billion"."""
    if not _is_large(atom):
        return last.kind != "scale" and 0 < group < 100
    if group == 0:
        return last.kind == "scale"
    return total == 0 or atom.value < total


def _is_large(atom: Atom) -> bool:
    """Whether a scale word closes its group: "thousand" and above."""
    return atom.kind == "scale" and atom.value >= 1000


def _is_dozen(atom: Atom) -> bool:
    return atom.kind == "scale" and atom.value == 12
