"""Sums of money: the sign, code or name of a currency beside a number."""

from __future__ import annotations

import re

from analysis.quantities.atoms import Number
from analysis.quantities.dictionary import NAMES, SIGNS
from analysis.quantities.quantity import Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_LONGEST_SIGN = max(map(len, SIGNS))
_WEAK_SIGNS = frozenset("R PS LE TL SR Sh Re kr Fr. Bs Ps Dh Dhs DM SOS TRY".split())
"""Signs that are also initials or words: they need a number written like a sum of money."""
_DOLLARS = {
    word.lower(): code
    for code, forms in table("currencies").items()
    if forms["names"][0].endswith("dollar")
    for word in (*forms.get("adjectives", ()), *forms.get("after", ()))
}
_COUNTRY = "|".join(map(re.escape, _DOLLARS))
_COUNTRY_AFTER = re.compile(
    rf"\s(?:\(({_COUNTRY})\)"
    rf"|({_COUNTRY})(?=\s*[.,;)]|\s(?:per|an?|in|on|for|each|from|at|to|and|of|bail)\b|\Z))",
    re.IGNORECASE,
)
_WEIGHT = re.compile(r"\b(?:weigh\w*|lost|lose|losing|gain\w*|lift\w*|heavy|weight)\b", re.IGNORECASE)
_PAYMENT = re.compile(
    r"\b(?:pay\w*|paid|costs?|worth|prices?d?|fees?|earn\w*|sp[ae]n[dt]\w*|bill|fined?|charg\w+|sold|wages?)\b",
    re.IGNORECASE,
)


def sign_before(text: str, number: Number, floor: int) -> tuple[int, Unit | None]:
    """Where a currency sign before the number begins, and the currency; nothing before `floor` is looked at."""
    end = number.start
    if end > floor and text[end - 1] in "-−–" and text[end - 2 : end - 1] in ("$", "£", "€", "¥"):
        end -= 1
        number.value = -number.value
    stop = end - 1 if end > floor and text[end - 1] in " \xa0" else end
    for length in range(min(_LONGEST_SIGN, stop - floor), 0, -1):
        sign = text[stop - length : stop]
        if sign in SIGNS and _stands(text, stop - length, floor, sign, number, spaced=stop != end):
            return stop - length, SIGNS[sign]
    return number.start, None


def _stands(text: str, start: int, floor: int, sign: str, number: Number, spaced: bool) -> bool:
    """Whether a sign before a number is one, and no end of a word."""
    before = text[start - 1 : start] if start > floor else ""
    if sign[0].isalpha() and (before.isalnum() or before in ("-", "$", "/")):
        return False
    if sign[-1].isalpha() and number.form != "digits":
        return False
    return sign not in _WEAK_SIGNS or (not spaced and _like_money(text, number))


def _like_money(text: str, number: Number) -> bool:
    scaled = number.scale > 1 or text[number.end : number.end + 1] in ("m", "b")
    return scaled or abs(number.value) >= 1000 or number.value % 1 != 0


def country_after(sentence: Sentence, offset: int) -> tuple[Unit, int] | None:
    """The dollar of the country that is named at `offset` ("$500 US", "$5 million (Canadian)"), and where that ends."""
    named = _COUNTRY_AFTER.match(sentence.text, offset, sentence.end)
    return named and (Unit(_DOLLARS[(named[1] or named[2]).lower()], "money"), named.end())


def pounds(sentence: Sentence, number: Number) -> Unit:
    """Pounds of money or of weight, told apart by scale, by context, or by the sign elsewhere in the article."""
    before = sentence.before(number.start)
    if _WEIGHT.search(before):
        return NAMES["pound"]
    money = number.value >= 1e6 or _PAYMENT.search(before) or "£" in sentence.text
    return SIGNS["£"] if money else NAMES["pound"]
