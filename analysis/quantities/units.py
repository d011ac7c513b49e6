"""The unit beside a number: money, percent, measures, durations and ages."""

from __future__ import annotations

import re

from analysis.quantities import money
from analysis.quantities.atoms import WORDS, Number
from analysis.quantities.countries import SHARED_NAME, currency_of_text, dollar_of_outlet
from analysis.quantities.dictionary import ATTACHED, NAMES, SIGNS, SYMBOLS, unit_at, unit_of_phrase
from analysis.quantities.millions import DIMENSION, is_scale
from analysis.quantities.nouns import singular
from analysis.quantities.points import in_percentage_points
from analysis.quantities.quantity import AGE, Draft, Measured, Unit
from analysis.quantities.rates import with_rate
from analysis.quantities.scales import part_added, scaled_by_suffix
from analysis.quantities.sentence import Sentence

_HYPHENS = ("-", "‑")
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
    r"""
    (?: [-‑\s]?(?P<digits>1[01]|[0-9])(?P<part>½|\.[0-9]+)?
      | [-‑\s](?P<word>one|two|three|four|five|six|seven|eight|nine|ten|eleven) )
    (?: (?P<named>[-‑\s]?(?:inch(?:es)?|ins?|["”″])(?!\w))
      | (?![\w½]|[.,][0-9])(?=[-‑.,;:)”"]|\s(?:tall|high|long|wide|and|in|he|she|who)\b|\s\(|\s?\Z)
      | (?=\s)(?:(?<=-\d)|(?<=-\d\d)|(?<=-[a-z]{3})|(?<=-[a-z]{4})|(?<=-[a-z]{5})) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Inches after feet ("5 feet *10*", "six-foot-*four*")."""
_MARKED_FEET = re.compile(
    r"""\s?['’′]\s?(?P<digits>1[01]|[0-9])(?P<part>½|\.[0-9]+)?(?:\s?(?:["”″]|['’′]{2}|in\b)|(?![\w'’.,]))"""
)
"""The marks and inches after feet ("6*'2*", 5*′ 11″*")."""
_MINUS = re.compile(r"(?<!plus or )(?<!plus-or-)\b(?:minus|negative)[\s-]\Z", re.IGNORECASE)
_OLD = re.compile(r"[\s-]olds?\b|\sof\sage\b", re.IGNORECASE)
_BELOW_ZERO = re.compile(r"\sbelow\szero\b(?:\s(?:celsius|fahrenheit|centigrade)\b)?|\sof\sfrost\b", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged?|ages)\s(?:of\s)?(?:(?:between|about|over|under|above|below|from|around)\s)?\Z", re.IGNORECASE
)
_SUM_BEFORE = re.compile(r"[$£€¥]\s?[0-9.,]+\s?(?:[-–]|to\s|or\s|and\s)\Z")
"""A sum before another, whose letter is the scale of both ("*£40-*50m")."""
_METRES = re.compile(rf"\sm(?={DIMENSION.pattern})")
"""A metre's symbol apart from its number ("30 m deep")."""
_CODE_LENGTH = 3
"""Letters of a currency's code."""
_AFTER_SCALES = frozenset(("t", "W"))
"""Symbols of one letter that also follow scale words ("3m t of wheat")."""
_DOLLAR = ("dollar", "dollars")
_ORDINAL_OR_NOUN = frozenset(("second", "quarter", "quarters", "generation", "night"))


def measure(sentence: Sentence, number: Number, floor: int) -> Measured:
    """`number` with the currency or unit before or after it; nothing before `floor` is read."""
    text = sentence.text
    start, currency, number = money.sign_before(text, number, floor)
    scaled = scaled_by_suffix(text, number, spaced=currency is not None)
    if scaled and (currency or is_scale(sentence, scaled) or _SUM_BEFORE.search(sentence.before(start, 24))):
        number = scaled
    start, number = _with_minus(text, start, floor, number)
    draft = Draft(start, start, number.end, number.end, number, number.value, number.value, currency)
    if currency is None:
        draft = _decade(sentence, draft) or _with_unit(sentence, draft)
    elif currency.name == "USD" and (country := money.country_after(sentence, number.end)):
        unit, end = country
        draft = draft._replace(unit=unit, end=end)
    elif text[start] == "$" and text[start + 1].isdigit() and (dollar := dollar_of_outlet(sentence.article)):
        draft = draft._replace(unit=dollar)
    if draft.unit is not None:
        draft = in_percentage_points(sentence, with_rate(sentence, draft))
    return Measured(draft)


def _with_minus(text: str, start: int, floor: int, number: Number) -> tuple[int, Number]:
    """The start of a sign or "minus" before the number, and the number with its sign."""
    sign = start - 1
    signed = sign >= floor and text[sign] in "-−+" and (sign == 0 or text[sign - 1].isspace() or text[sign - 1] == "(")
    if signed and text[sign] == "+":
        return sign, number
    if not signed:
        before = text[max(start - 17, floor) : start]
        word = _MINUS.search(before)
        if word is None:
            return start, number
        sign = start - len(before) + word.start()
    return sign, number._replace(value=-abs(number.value))


def _with_unit(sentence: Sentence, draft: Draft) -> Draft:
    """`draft` with the unit that follows its number."""
    text, number = sentence.text, draft.number
    if number.noun:
        return draft._replace(unit=unit_of_phrase(number.noun) or Unit(singular(number.noun), "count"))
    digits = text[number.end - 1].isdigit()
    if digits and number.value < 100 and draft.is_whole and (inches := _MARKED_FEET.match(text, number.end)):
        return _with_inches(draft._replace(unit=NAMES["foot"]), inches)
    joint = sentence.match(_JOINT, number.end)
    assert joint is not None  # what joins may be nothing
    offset = joint.end()
    if number.form == "fraction" and (of_a := _HALF_A.match(text, number.end)):
        offset = of_a.end()
    if nation := sentence.match(_NATION, offset):
        offset = nation.end()
    measured = _unit_beside(sentence, number, offset, digits)
    if measured is None or not _is_certain(sentence, number, offset, measured[1]):
        return draft
    unit, end = measured
    surface = text[offset:end]
    inside = unit.name == "percent" or (unit.kind == "money" and (offset == number.end or surface in SIGNS))
    if unit.name == "pound" and surface.lower().startswith("pound"):
        unit = money.pounds(sentence, number)
    attributive = "-" in joint.group() or "‑" in joint.group()
    draft = draft._replace(unit=unit, end=end, number_end=end if inside else number.end, attributive=attributive)
    if unit.name == "foot" and draft.is_whole and (inches := sentence.match(_INCHES, end)):
        hyphened = text[end] in _HYPHENS
        if hyphened == attributive or not inches.group()[0].isspace():
            draft = _with_inches(draft, inches)
            return draft._replace(attributive=attributive and text[draft.end : draft.end + 1] in _HYPHENS)
    return _aged(sentence, _with_words_after(sentence, draft))


def _unit_beside(sentence: Sentence, number: Number, offset: int, digits: bool) -> tuple[Unit, int] | None:
    """The unit that is named at `offset`, and where its name ends."""
    attached = offset == number.end
    symbols = digits or (number.form in ("digits", "words") and not attached)
    measured = unit_at(sentence, offset, symbols) if digits or not attached else None
    if measured is None and attached and digits:
        measured = _attached(sentence.text, number)
    if measured is None and digits and (metres := sentence.match(_METRES, number.end)):
        measured = NAMES["metre"], metres.end()
    if (measured is None or measured[0].kind == "money") and (shared := sentence.match(SHARED_NAME, offset)):
        currency = currency_of_text(sentence.text, shared[1])
        several = measured is not None or shared.group().endswith("s")  # not "three crown jewels"
        if currency and several and number.value != 1:
            return currency, shared.end()
    if measured and measured[0].name == "USD" and sentence.text[offset : measured[1]].lower().strip(" -") in _DOLLAR:
        return dollar_of_outlet(sentence.article) or measured[0], measured[1]
    return measured


def _with_words_after(sentence: Sentence, draft: Draft) -> Draft:
    """`draft` with "and a half" or "below zero" after its unit in the value."""
    if not draft.attributive and draft.is_whole and (added := part_added(sentence.text, draft.end)):
        part, end = added
        draft = _ending_at(draft, end, draft.value + part)
    if draft.unit and draft.unit.name.startswith("degree") and (below := sentence.match(_BELOW_ZERO, draft.end)):
        draft = draft.with_value(-abs(draft.value), number_end=below.end(), end=below.end())
    return draft


def _ending_at(draft: Draft, end: int, value: float) -> Draft:
    """`draft` with a number that ends at `end` and is `value`."""
    return draft._replace(number=draft.number._replace(end=end)).with_value(value, number_end=end, end=end)


def _with_inches(draft: Draft, inches: re.Match[str]) -> Draft:
    """The feet of `draft` with inches added."""
    groups = inches.groupdict()
    value = float(groups["digits"]) if groups["digits"] else WORDS[groups["word"].lower()][1]
    value += 0.5 if groups["part"] == "½" else float(groups["part"] or 0)
    end = max(inches.end(group) for group in groups if group != "named")
    return _ending_at(draft, end, draft.value + value / 12)._replace(end=inches.end())


def _decade(sentence: Sentence, draft: Draft) -> Draft | None:
    """Tens in the plural as a range ("the low 90s", "20s to 30s") or an age ("in his 20s"); not years ("the 60s")."""
    number = draft.number
    if number.form != "digits" or number.value % 10 or not 10 <= number.value <= 90:
        return None
    plural = sentence.match(_TENS, number.end)
    before = _TENS_BEFORE.search(sentence.before(number.start, 24))
    if plural is None or (before is None and not plural[1]):
        return None
    unit = AGE if before and before[1] else draft.unit
    return _ending_at(draft, number.end + 1, number.value)._replace(high=number.value + 9, modifier="range", unit=unit)


def _attached(text: str, number: Number) -> tuple[Unit, int] | None:
    """The unit whose symbol is attached to the digits ("20C"); "1990s" is no time in seconds."""
    letters = _ATTACHED_LETTERS.match(text, number.end)
    unit = ATTACHED.get(letters.group()) if letters else None
    if letters is None or unit is None or (unit.name == "second" and number.value % 1 == 0):
        return None
    return unit, letters.end()


def _is_certain(sentence: Sentence, number: Number, start: int, end: int) -> bool:
    """Whether a word that may be a unit is one here ("one second chance", "the 12 won", "12 Euro zone countries")."""
    surface = sentence.text[start:end]
    word = surface.lower()
    code = surface.isupper() and surface.isalpha()
    if surface in SYMBOLS and not sentence.text[number.end - 1].isdigit() and word not in NAMES:
        # "2.8bn km", "ten kg"; not "two A" or "Seven US"
        return surface in _AFTER_SCALES if len(surface) == 1 else number.form == "digits" or surface[0].islower()
    if surface in SIGNS and surface[0].isalpha() and number.form == "words":
        return code and len(surface) == _CODE_LENGTH
    if word in _ORDINAL_OR_NOUN:
        if sentence.text[start - 1] == " " and sentence.text[end : end + 1] == "-":
            return False  # "three second-half goals"
        return number.value != 1 or number.form == "digits" or sentence.text[start - 1] == "-"
    if word in ("won", "dong"):
        return number.scale >= 1000 or number.value >= 1000
    if word in ("min", "sec") or code:
        return number.form == "digits" or surface in SIGNS
    capitalised = surface.istitle() and surface not in SYMBOLS and len(word) > 2 and not word.endswith(("s", "percent"))
    return not capitalised or number.value == 1 or sentence.is_headline


def _aged(sentence: Sentence, draft: Draft) -> Draft:
    """`draft` with a duration as an age where it is one: "44 years old", "44-year-old", "aged 44 years"."""
    if draft.unit is None or draft.unit.name not in ("year", "month", "week", "day"):
        return draft
    if old := sentence.match(_OLD, draft.end):
        return draft._replace(unit=Unit(draft.unit.name, "age"), end=old.end())
    return draft._replace(unit=Unit(draft.unit.name, "age")) if follows_age(sentence, draft.number_start) else draft


def follows_age(sentence: Sentence, offset: int) -> bool:
    """Whether the words before `offset` introduce an age ("aged", "at the age of")."""
    return _AGED.search(sentence.before(offset, 24)) is not None
