"""Rates: "50 miles per hour", "$45 a barrel", "200 mg/day", "12 deaths per 100,000 people"."""

from __future__ import annotations

import re
from math import prod

from analysis.quantities.dictionary import NAMES, PIECE, SYMBOLS, TRAILING, plurals, unit_at
from analysis.quantities.nouns import counted_noun
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_PER = {form: name for name in table("rates")["per"] for form in plurals(name)}
_SYMBOLS: dict[str, str] = table("rates")["symbols"]
_JOINT = re.compile(
    r"(?:\s(per|an?|each|every|(?:for|in|out\sof|to)\s(?:every|each))\s|[-‑](per|an?)[-‑]|\s?(/)\s?)", re.IGNORECASE
)
_SO_MANY = re.compile(
    r"(?:an?\s|one\s)?(?:(?P<digits>[0-9]{1,3}(?:[,\s\u2009\u202f][0-9]{3})+|[0-9]{1,9})(?![0-9]|[.,][0-9])(?:\s?(?P<scale>thousand|million|billion)\b)?"
    r"|(?P<words>(?:(?:ten|a?\s?hundred|one\shundred)\s)?(?:hundred|thousand|million|billion))\b)",
    re.IGNORECASE,
)
"""So many of what a rate is given by: "per *100,000* people", "for every *thousand* births"."""
_OF_ITS_OWN = re.compile(r"(?:\b(?:per|every|each)|/)\s?\Z", re.IGNORECASE)
_SCALES = {"ten": 10.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_GAPS = (" ", "\xa0", "-")
_LEAST = 1000
"""From here on "in every" gives a rate; "one in every five" is a part."""
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
    if many := _so_many(sentence, joint.end(), word):
        return many
    if " " in word:
        word = "per" if word[:3] == "for" else "every"
    known = _known(sentence, joint.end(), word)
    if word == "per":
        return known or _any_noun(sentence, joint.end())
    if known is None or word == "/":
        return known
    if _LAPSE.match(sentence.text, known[1], sentence.end):
        return None
    name = NAMES.get(known[0])
    return known if word in ("a", "an") or (name and name.kind == "duration") else None


def bare_rate(sentence: Sentence, offset: int) -> tuple[Unit, int] | None:
    """The unit of a number without noun ("9 *per 100,000*"), and where it ends."""
    joint = _JOINT.match(sentence.text, offset, sentence.end)
    many = joint and _so_many(sentence, joint.end(), (joint[1] or joint[2] or joint[3]).lower())
    return many and (Unit(f"per {many[0]}", "count"), many[1])


def is_denominator(sentence: Sentence, draft: Draft, previous: Draft | None) -> bool:
    """Whether a number is what a rate is given by, and no figure of its own."""
    before = sentence.before(draft.number_start, 8)
    if not _OF_ITS_OWN.search(before) or (draft.unit and draft.unit.kind == "money"):
        return False
    return before.lower().endswith("per ") or (previous is not None and draft.number_start < previous.end)


def _so_many(sentence: Sentence, offset: int, word: str) -> tuple[str, int] | None:
    """The number and the noun that a rate is given by, and where they end."""
    many = _SO_MANY.match(sentence.text, offset, sentence.end) if word != "a" and word != "an" else None
    if many is None:
        return None
    if many["words"]:
        value = prod(_SCALES[scale] for scale in many["words"].lower().split() if scale in _SCALES)
    else:
        value = float(re.sub(r"\D", "", many["digits"])) * _SCALES.get((many["scale"] or "").lower(), 1)
    if value <= 1 or (word[:3] in ("in ", "out") and value < _LEAST):
        return None
    name, end = f"{value:,.0f}", many.end()
    after = end + (sentence.text[end : end + 1] in _GAPS)
    if measured := unit_at(sentence, after, digits=True):
        return f"{name} {plurals(measured[0].name)[-1]}", measured[1]
    if noun := counted_noun(sentence, end, plural=True):
        return f"{name} {noun.word.lower() if noun.unit != 'person' else 'persons'}", noun.end
    return name, end


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
