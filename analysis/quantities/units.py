"""The unit beside a number: money, percent, measures, durations and ages."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.quantities import money
from analysis.quantities.atoms import WORDS, Number
from analysis.quantities.dictionary import ATTACHED, NAMES, SIGNS, SYMBOLS, unit_at, unit_of_phrase
from analysis.quantities.nouns import counted_noun, singular
from analysis.quantities.points import take_points
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.rates import take_rate
from analysis.quantities.scales import part_added, scaled_by_suffix
from analysis.quantities.sentence import Sentence

_JOINT = re.compile(r"(?:\s|[-‑–]|\s?[-‑]\s)?")
_HALF_A = re.compile(r"\s(?:of\s)?an?\s", re.IGNORECASE)
_NATION = re.compile(
    r"(?:US|U\.S\.|UK|imperial|metric)\s(?=(?:fluid|gallon|pint|quart|ton|ounce|barrel|bushel|mile)s?\b)"
)
_ATTACHED_LETTERS = re.compile(r"[A-Za-z]{1,2}\b")
_TENS = re.compile(r"s\b(\s?(?:[-–]|to|or|and)\s?[1-9]0s\b)?")
_TENS_BEFORE = re.compile(
    r"\b(?:(his|her|their|my|our|your)\s(?:(?:early|mid|late)[\s-])?|the\s(?:low|mid|upper|high)[\s-]"
    r"|[1-9]0s(?:\sto\s|-|\sor\s))\Z"
)
_INCHES = re.compile(
    r"""(?:[-‑\s]?(?P<digits>1[01]|[0-9])(?P<part>½|\.[0-9]+)?|[-‑\s](?P<word>one|two|three|four|five|six|seven|eight|nine|ten|eleven))
    (?:(?P<named>[-‑\s]?(?:inch(?:es)?|ins?|["”″])(?!\w))|(?![\w½]|[.,][0-9])(?=[-‑.,;:)”"]|\s(?:tall|high|long|wide|and|in|he|she|who)\b|\s\(|\s?\Z)|(?<=-\d)(?=\s)|(?<=-\d\d)(?=\s)|(?<=-[a-z]{3})(?=\s)|(?<=-[a-z]{4})(?=\s)|(?<=-[a-z]{5})(?=\s))""",
    re.IGNORECASE | re.VERBOSE,
)
"""Inches behind feet ("5 feet *10*", "six-foot-*four*")."""
_MARKED_FEET = re.compile(
    r"""\s?['’′]\s?(?P<digits>1[01]|[0-9])(?P<part>½|\.[0-9]+)?(?:\s?(?:["”″]|['’′]{2}|in\b)|(?![\w'’.,]))"""
)
"""What makes a whole number feet and inches ("6'2", 5′ 11″")."""
_MINUS = re.compile(r"(?<!plus or )(?<!plus-or-)\b(?:minus|negative)[\s-]\Z", re.IGNORECASE)
_OLD = re.compile(r"(?:[\s-]olds?\b|\sof\sage\b)", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged?|ages)\s(?:of\s)?(?:(?:between|about|over|under|above|below|from|around)\s)?\Z", re.IGNORECASE
)
_COUNTED_AFTER = re.compile(
    r"\s(?:of\b|(?:(?!long|wide|high|tall|deep|away|from|above|below|apart|across|in|to|x|and|or|for|at|the|race|sprint"
    r"|final|hurdles|freestyle)[\w-]+\s){0,2}?"
    r"(?!(?:across|metres|meters|hurdles|finals|races|champions|titles|heats|runners|events|relays|records"
    r"|as|is|was|has|this|always|less|ss)\b)(?:\w+s|\w*(?:people|men|women|children))\b)",
    re.IGNORECASE,
)
"""What follows "35m" where it means millions rather than metres."""
_DIMENSION = re.compile(
    r"\s(?:across|long|wide|high|tall|deep|away|from|above|below|apart|thick|down|up|off|inside|outside|offshore|x)\b"
)
_RACED = re.compile(
    r"\s(?:\w+\s)?(?:metres|meters|hurdles|finals?|races?|champions?|titles?|heats?|runners?|events?|relays?|records?|freestyle|sprint"
    r"|butterfly|backstroke|breaststroke|medley)\b",
    re.IGNORECASE,
)
"""What "200m" before it is a distance in."""
_MILLIONS = re.compile(
    r"[$£€][0-9.,]+m\b|\b[0-9.]+m\s(?:people|viewers|users|customers|homes|households|jobs|voters|tonnes|barrels|children|euros|dollars"
    r"|pounds|passengers|visitors|votes|workers|shares|subscribers)\b"
)
_LENGTHS = re.compile(
    r"\b(?:met(?:re|er)s?|tall|high|deep|long|wide|km|kilomet\w+|distance|sprint|races?|sw[aiu]m\w*|jump\w*|thr[eo]w\w*|freestyle|hurdles|relay"
    r"|height|depth|width|length|feet|ft|sea\slevel|radius|putt|yards?)\b",
    re.IGNORECASE,
)
_WORDS_TOO = frozenset(("KRW", "ZAR"))
"""Currencies whose names are more than that: "the 400m *won* by Ohuruogu", "a 40m *rand*"."""
_ORDINAL_OR_NOUN = frozenset(("second", "quarter", "quarters", "generation", "night"))


def measure(sentence: Sentence, number: Number, floor: int) -> Draft:
    """`number` with the currency or unit before or after it; what stands before `floor` is taken already."""
    text = sentence.text
    start, currency = money.sign_before(text, number, floor)
    scaled = scaled_by_suffix(text, number, spaced=currency is not None)
    if scaled and (currency or _is_scale(sentence, scaled)):
        number = scaled
    start = _with_minus(text, start, floor, number)
    draft = Draft(start, start, number.end, number.end, number, number.value, number.value, currency)
    if currency is None and not _decade(sentence, draft):
        _unit_after(sentence, draft)
    elif currency and currency.name == "USD" and (named := money.country_after(sentence, number.end)):
        draft.unit, draft.end = named
    if draft.unit is not None:
        take_rate(sentence, draft)
        take_points(sentence, draft)
    return draft


def _with_minus(text: str, start: int, floor: int, number: Number) -> int:
    """Where the number begins with a minus sign or word before it, which turns its value."""
    sign = start - 1
    if sign >= floor and text[sign] in "-−" and (sign == 0 or text[sign - 1].isspace() or text[sign - 1] == "("):
        number.value = -abs(number.value)
        return sign
    before = text[max(start - 17, floor) : start]
    if word := _MINUS.search(before):
        number.value = -abs(number.value)
        return start - len(before) + word.start()
    return start


def _is_scale(sentence: Sentence, scaled: Number) -> bool:
    """Whether the letter after a number without currency means thousand or million ("35m of its devices")."""
    text = sentence.text
    letter, before = text[scaled.end - 1], text[scaled.end - 2]
    if letter in "kK":
        return before.isdigit() and not text.startswith(("-", "/"), scaled.end)
    if letter in "Mb":
        return before not in "mM"
    if letter != "m" or before in "mM":
        return False
    return _counts_millions(sentence, scaled.end)


def _counts_millions(sentence: Sentence, end: int) -> bool:
    """Whether "m" before `end` means millions: where something is counted after it, or done, or the text writes so."""
    text = sentence.text
    if text.startswith("-", end):
        return text.startswith("-strong", end)
    if _DIMENSION.match(text, end, sentence.end):
        return False
    paid = unit_at(sentence, end + 1, digits=False) if text[end : end + 1] == " " else None
    money = paid is not None and paid[0].kind == "money" and paid[0].name not in _WORDS_TOO
    if money or _COUNTED_AFTER.match(text, end, sentence.end):
        return True
    if _RACED.match(text, end, sentence.end):
        return False
    if counted_noun(sentence, end, plural=True):
        return True
    following = sentence.token_from(end)
    if sentence.tags[following : following + 1] == ("VERB",) and sentence.words[following] != "won":
        return True
    return _writes_millions(text) and not _LENGTHS.search(text, sentence.start, sentence.end)


@lru_cache(maxsize=2)  # asked again and again of one text
def _writes_millions(text: str) -> bool:
    return _MILLIONS.search(text) is not None


def _unit_after(sentence: Sentence, draft: Draft) -> None:
    """Finds the unit that follows the number of `draft`."""
    text, number = sentence.text, draft.number
    if number.noun:
        draft.unit = unit_of_phrase(number.noun) or Unit(singular(number.noun), "count")
        return
    digits = text[number.end - 1].isdigit()
    if digits and number.value < 100 and number.value % 1 == 0 and (feet := _MARKED_FEET.match(text, number.end)):
        draft.unit = NAMES["foot"]
        _add_inches(draft, feet)
        return
    joint = _JOINT.match(text, number.end, sentence.end)
    offset = joint.end()
    if number.form == "fraction" and (of := _HALF_A.match(text, number.end)):
        offset = of.end()
    if nation := _NATION.match(text, offset, sentence.end):
        offset = nation.end()
    attached = offset == number.end
    found = unit_at(sentence, offset, digits) if digits or not attached else None
    if found is None and attached and digits:
        found = _attached(text, number)
    if found is None or not _certain(sentence, number, offset, found[1]):
        return
    draft.unit, draft.end = found
    draft.attributive = "-" in joint.group() or "‑" in joint.group()
    surface = text[offset : draft.end]
    if draft.unit.name == "foot" and number.value % 1 == 0 and (inches := _INCHES.match(text, draft.end, sentence.end)):
        hyphened = text[draft.end] in "-‑"
        if hyphened == draft.attributive or not inches.group()[0].isspace():
            _add_inches(draft, inches)
            draft.attributive = draft.attributive and text[draft.end : draft.end + 1] in ("-", "‑")
            return
    if draft.unit.name == "percent" or (draft.unit.kind == "money" and (attached or surface in SIGNS)):
        draft.number_end = draft.end
    if draft.unit.name == "pound" and surface.lower().startswith("pound"):
        draft.unit = money.pounds(sentence, number)
    if not draft.attributive and number.value % 1 == 0 and (part := part_added(text, draft.end)):
        draft.low = draft.high = number.value = number.value + part[0]
        draft.number_end = draft.end = number.end = part[1]
    _age(sentence, draft)


def _add_inches(draft: Draft, inches: re.Match[str]) -> None:
    """Adds inches to the feet of `draft`."""
    found = inches.groupdict()
    value = float(found["digits"]) if found["digits"] else WORDS[found["word"].lower()][1]
    value += 0.5 if found["part"] == "½" else float(found["part"] or 0)
    draft.low = draft.high = draft.number.value = draft.number.value + value / 12
    draft.number_end = draft.number.end = max(inches.end(group) for group in found if group != "named")
    draft.end = inches.end()


def _decade(sentence: Sentence, draft: Draft) -> bool:
    """Reads tens in the plural: ages ("in his 20s"), others ("the low 90s", "20s to 30s"); not years ("the 60s")."""
    number = draft.number
    if number.form != "digits" or number.value % 10 or not 10 <= number.value <= 90:
        return False
    plural = _TENS.match(sentence.text, number.end, sentence.end)
    before = _TENS_BEFORE.search(sentence.before(number.start, 24))
    if plural is None or (before is None and not plural[1]):
        return False
    draft.high, draft.modifier = number.value + 9, "range"
    draft.number_end = draft.end = number.end = number.end + 1
    if before and before[1]:
        draft.unit = Unit("year", "age")
    return True


def _attached(text: str, number: Number) -> tuple[Unit, int] | None:
    letters = _ATTACHED_LETTERS.match(text, number.end)
    unit = letters and ATTACHED.get(letters.group())
    if unit is None or (unit.name == "second" and number.value % 1 == 0):
        return None
    return unit, letters.end()


def _certain(sentence: Sentence, number: Number, start: int, end: int) -> bool:
    """Whether a word that may be a unit is one here ("one second chance", "the 12 won", "12 Euro zone countries")."""
    surface = sentence.text[start:end]
    word = surface.lower()
    if word in _ORDINAL_OR_NOUN:
        if sentence.text[start - 1] == " " and sentence.text[end : end + 1] == "-":
            return False  # "three second-half goals"
        return number.value != 1 or number.form == "digits" or sentence.text[start - 1] == "-"
    if word in ("won", "dong"):
        return number.scale >= 1000 or number.value >= 1000
    if word in ("min", "sec") or (surface.isupper() and surface.isalpha()):
        return number.form == "digits" or surface in SIGNS
    capitalised = surface.istitle() and surface not in SYMBOLS and len(word) > 3 and not word.endswith(("s", "percent"))
    return not capitalised or number.value == 1 or sentence.is_headline


def _age(sentence: Sentence, draft: Draft) -> None:
    """Makes a duration an age: "44 years old", "44-year-old", "aged 44 years"."""
    if draft.unit.name not in ("year", "month", "week", "day"):
        return
    if old := _OLD.match(sentence.text, draft.end, sentence.end):
        draft.unit, draft.end = Unit(draft.unit.name, "age"), old.end()
    elif follows_age(sentence, draft.number_start):
        draft.unit = Unit(draft.unit.name, "age")


def follows_age(sentence: Sentence, offset: int) -> bool:
    """Whether what stands before `offset` says that the number there is an age ("aged", "at the age of")."""
    return _AGED.search(sentence.before(offset, 24)) is not None
