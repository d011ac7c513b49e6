"""Rates: "50 miles per hour", "$45 a barrel", "200 mg/day", "12 deaths per 100,000 people"."""

from __future__ import annotations

import re
from itertools import zip_longest
from math import prod

from analysis.quantities.atoms import WORDS
from analysis.quantities.dictionary import NAMES, PIECE, SYMBOLS, TRAILING, plurals, unit_at
from analysis.quantities.nouns import STOP, counted_noun
from analysis.quantities.quantity import Counted, Draft, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_PER = {form: name for name in table("rates")["per"] for form in plurals(name)}
_SYMBOLS: dict[str, str] = table("rates")["symbols"]
_JOINT = re.compile(
    r"(?:\s(per|an?|each|every|(?:for|in|out\sof|to)\s(?:every|each)|to\sthe)\s|[-‑](per|an?)[-‑]|\s?(/)\s?)",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    r"(?:an?\s|one\s)?(?:(?P<digits>[0-9]{1,3}(?:[,\s\u2009\u202f][0-9]{3})+|[0-9]{1,9})(?![0-9]|[.,][0-9])(?:\s?(?P<scale>thousand|million|billion)\b)?"
    r"|(?P<words>(?:(?:ten|a?\s?hundred|one\shundred)\s)?(?:hundred|thousand|million|billion))\b)",
    re.IGNORECASE,
)
"""The number in a denominator: "per *100,000* people", "for every *thousand* births"."""
_OPENS_DENOMINATOR = re.compile(r"(?:\b(?:per|every|each)|/)\s?\Z", re.IGNORECASE)
_GAPS = (" ", "\xa0", "-")
_SMALLEST = 1000
"""Denominators of a rate after "in every"; smaller ones are of fractions ("one in every five")."""
_LAPSE = re.compile(r"\s(?:after|before|earlier|later|ago|since)\b", re.IGNORECASE)
"""What makes "a year" an adverbial of time ("won $500 *a year ago*")."""
_NOUN = re.compile(r"[A-Za-z]+")
_EVERY = re.compile(r"\b(?:for|in|of|out\sof|among)\s(?:every|each)\s\Z", re.IGNORECASE)
_INVERTED = re.compile(r",?\s(?:there\s(?:are|is|were|was)\s)?(?:(?:only|just|about|some|around)\s)?")
"""The words between denominator and numerator ("for every 100 men, *there are* 90 women")."""
_PRICED = re.compile(
    r"\s(?:an?|each)\s(?!(?:time|piece|lot|bit|while|year|month|day|week|deal|spokes\w+)\b)([a-z]{3,})"
    r"(?=\s?[.;:)”\"]|,|\s(?:and|or|in|to|from|by|on|at|after|this|last|when|while|but|because)\b|\Z)"
)
_LATIN = {"annum": "year", "diem": "day"}
_NOT_PER = STOP | {"cent", "se", "capita"}
_RATED = frozenset(("money", "measure", "duration", "percent", "score"))
_LONGEST = 3


def with_rate(sentence: Sentence, draft: Draft) -> Draft:
    """`draft` with "per day", "a barrel", "an hour", "/day" after its unit made part of the unit."""
    if draft.unit is None or draft.kind not in _RATED:
        return draft
    rate = rate_at(sentence, draft.end) or (draft.kind == "money" and _price_of(sentence, draft.end))
    if not rate:
        return draft
    denominator, end = rate
    unit = Unit(draft.unit.name, "measure") if draft.kind == "duration" else draft.unit
    return draft._replace(unit=unit.per(denominator), end=end)


def rate_at(sentence: Sentence, offset: int) -> tuple[str, int] | None:
    """The denominator of a rate that begins at `offset` ("*per day*"), and where it ends."""
    joint = sentence.match(_JOINT, offset)
    if joint is None:
        return None
    word = joint[joint.lastindex or 0].lower()
    if denominator := _so_many(sentence, joint.end(), word):
        return denominator
    if " " in word:
        word = {"for": "per", "to ": "an"}.get(word[:3], "every")
    denominator = _listed_denominator(sentence, joint.end(), word)
    if word == "per":
        return denominator or _any_noun(sentence, joint.end())
    if denominator is None or word == "/":
        return denominator
    if sentence.match(_LAPSE, denominator[1]):
        return None
    unit = NAMES.get(denominator[0])
    return denominator if word in ("a", "an") or (unit and unit.kind == "duration") else None


def _price_of(sentence: Sentence, offset: int) -> tuple[str, int] | None:
    """The noun that a sum of money ending at `offset` is the price of ("80 cents a *loaf*."), and where it ends."""
    match = sentence.match(_PRICED, offset)
    if match is None or sentence.tags[sentence.token_from(match.start(1))] != "NOUN":
        return None
    return match[1].lower(), match.end(1)


def invert(sentence: Sentence, drafts: list[Counted]) -> list[Counted]:
    """`drafts` with "for every 100,000 women, 12 die" read as one quantity, 12 per 100,000 women."""
    kept = []
    denominator = None
    for draft, following in zip_longest(drafts, drafts[1:]):
        if denominator:
            unit = draft.unit.per(denominator) if draft.unit else Unit(f"per {denominator}", "count")
            draft = draft._replace(unit=unit)
        denominator = following and _denominator_before(sentence, draft, following)
        if not denominator:
            kept.append(draft)
    return kept


def _denominator_before(sentence: Sentence, draft: Draft, following: Draft) -> str | None:
    """The denominator "100,000 women" where `draft` is one ("for every 100,000 women, 12 die")."""
    opens = _EVERY.search(sentence.before(draft.number_start, 14))
    denominator = opens and _so_many(sentence, draft.number_start, "for")
    if not denominator or following.kind not in (None, "count"):
        return None
    name, end = denominator
    return name if _INVERTED.fullmatch(sentence.text, max(draft.end, end), following.start) else None


def bare_rate(sentence: Sentence, offset: int) -> tuple[Unit, int] | None:
    """The unit of a number without noun ("9 *per 100,000*"), and where it ends."""
    joint = sentence.match(_JOINT, offset)
    denominator = joint and _so_many(sentence, joint.end(), joint[joint.lastindex or 0].lower())
    return denominator and (Unit(f"per {denominator[0]}", "count"), denominator[1])


def is_denominator(sentence: Sentence, draft: Draft, previous: Draft | None) -> bool:
    """Whether a number is only the denominator of a rate."""
    before = sentence.before(draft.number_start, 8)
    if not _OPENS_DENOMINATOR.search(before) or draft.kind == "money":
        return False
    return before.lower().endswith("per ") or (previous is not None and draft.number_start < previous.end)


def _so_many(sentence: Sentence, offset: int, word: str) -> tuple[str, int] | None:
    """The denominator with a number ("100,000 people") at `offset`, after `word`, and where it ends."""
    match = sentence.match(_SO_MANY, offset) if word not in ("a", "an", "to the") else None
    if match is None:
        return None
    if match["words"]:
        value = prod(WORDS[word][1] for word in match["words"].lower().split() if word in WORDS)
    else:
        scale = WORDS[match["scale"].lower()][1] if match["scale"] else 1
        value = float(re.sub(r"\D", "", match["digits"])) * scale
    if value <= 1 or (word[:3] in ("in ", "out") and value < _SMALLEST):
        return None
    name, end = f"{value:,.0f}", match.end()
    if measured := unit_at(sentence, end + (sentence.text[end : end + 1] in _GAPS), digits=True):
        return f"{name} {plurals(measured[0].name)[-1]}", measured[1]
    if noun := counted_noun(sentence, end, plural=True):
        return f"{name} {noun.word.lower() if noun.unit != 'person' else 'persons'}", noun.end
    return name, end


def _listed_denominator(sentence: Sentence, offset: int, word: str) -> tuple[str, int] | None:
    """The longest listed denominator that begins at `offset`, after `word`, and where it ends."""
    text, longest = sentence.text, None
    for count, piece in enumerate(PIECE.finditer(text, offset, min(sentence.end, offset + 48))):
        if count == _LONGEST or (count and text[piece.start() - 1] not in " -"):
            break
        surface = text[offset : piece.end()].rstrip(TRAILING)
        if name := _denominator(surface, word):
            longest = name, offset + len(surface)
    return longest


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
    noun = sentence.match(_NOUN, offset)
    name = noun.group().lower() if noun else ""
    return (_LATIN.get(name, name), noun.end()) if noun and name not in _NOT_PER else None
