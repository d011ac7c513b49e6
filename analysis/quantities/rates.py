"""Rates: "50 miles per hour", "$45 a barrel", "200 mg/day"."""

from __future__ import annotations

import re

from analysis.quantities.dictionary import NAMES, PIECE, SYMBOLS, TRAILING, plurals
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_PER = {form: name for name in table("rates")["per"] for form in plurals(name)}
_SYMBOLS: dict[str, str] = table("rates")["symbols"]
_JOINT = re.compile(r"(?:\s(per|an?|each|every)\s|[-‑](per|an?)[-‑]|\s?(/)\s?)", re.IGNORECASE)
_LAPSE = re.compile(r"\s(?:after|before|earlier|later|ago|since)\b", re.IGNORECASE)
_NOUN = re.compile(r"[A-Za-z]+")
_LATIN = {"annum": "year", "diem": "day"}
_NOT_PER = frozenset(("cent", "se", "capita"))
_RATED = frozenset(("money", "measure", "duration", "percent", "score"))
_LONGEST = 3


def take_rate(sentence: Sentence, draft: Draft) -> None:
    """Takes "per day", "a barrel", "an hour", "/day" after the unit of `draft` into it."""
    if draft.unit.kind in _RATED and (rate := rate_at(sentence, draft.end)):
        name, draft.end = rate
        kind = "measure" if draft.unit.kind == "duration" else draft.unit.kind
        draft.unit = Unit(f"{draft.unit.name} per {name}", kind)


def rate_at(sentence: Sentence, offset: int) -> tuple[str, int] | None:
    """What a rate that begins at `offset` is given by, and where it ends."""
    joint = _JOINT.match(sentence.text, offset, sentence.end)
    if joint is None:
        return None
    word = (joint[1] or joint[2] or joint[3]).lower()
    known = _known(sentence, joint.end(), word)
    if word == "per":
        return known or _any_noun(sentence, joint.end())
    if known is None or word == "/":
        return known
    if _LAPSE.match(sentence.text, known[1], sentence.end):
        return None
    name = NAMES.get(known[0])
    return known if word in ("a", "an") or (name and name.kind == "duration") else None


def _known(sentence: Sentence, offset: int, word: str) -> tuple[str, int] | None:
    """The longest known denominator that begins at `offset`."""
    text, best = sentence.text, None
    for count, piece in enumerate(PIECE.finditer(text, offset, min(sentence.end, offset + 48))):
        if count == _LONGEST or (count and text[piece.start() - 1] not in " -"):
            break
        surface = text[offset : piece.end()].rstrip(TRAILING)
        if name := _denominator(surface, word):
            best = name, offset + len(surface)
    return best


def _denominator(surface: str, word: str) -> str | None:
    plain = surface.lower().replace("-", " ")
    if word in ("/", "per"):
        if name := _SYMBOLS.get(surface):
            return name
        if unit := SYMBOLS.get(surface) or NAMES.get(plain):
            return unit.name
    unit = NAMES.get(plain)
    return unit.name if unit and unit.name in _PER else _PER.get(plain)


def _any_noun(sentence: Sentence, offset: int) -> tuple[str, int] | None:
    noun = _NOUN.match(sentence.text, offset, sentence.end)
    if noun is None or noun.group().lower() in _NOT_PER:
        return None
    name = noun.group().lower()
    return _LATIN.get(name, name), noun.end()
