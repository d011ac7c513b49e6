"""Sums of money: the sign, code or name of a currency beside a number."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.quantities.atoms import Number, product
from analysis.quantities.currencies import CURRENCIES
from analysis.quantities.dictionary import NAMES, SIGNS
from analysis.quantities.nouns import counted_noun
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_COINS = table("units")["money"]
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
"""Currencies whose small coin is a thousandth (ISO 4217, three decimals)."""
_SPOKEN = frozenset(code for forms in _COINS.values() if "parts" not in forms for code in forms["currencies"])
_SPOKEN -= _THOUSANDTHS
"""Currencies whose hundredths may be told by a bare number."""
_LONGEST_SIGN = max(map(len, SIGNS))
_WEAK_SIGNS = frozenset("R N P PS LE TL SR Sh Shs Re kr Fr. Bs Bt Ps Dh Dhs DM SOS TRY".split())
"""Signs that are also initials or words: they need a number written like a sum of money, here or elsewhere."""
_DOLLARS = {
    word.lower(): code
    for code, forms in CURRENCIES.items()
    if (*forms.names, *forms.forms)[0].endswith("dollar")
    for word in forms.adjectives
}
_COUNTRY = "|".join(map(re.escape, _DOLLARS))
_COUNTRY_AFTER = re.compile(
    rf"\s(?:\(({_COUNTRY})\)"
    rf"|({_COUNTRY})(?=\s*[.,;)]|\s(?:per|an?|in|on|for|each|from|at|to|and|of|bail)\b|\Z))",
    re.IGNORECASE,
)
_WEIGHT = re.compile(r"\b(?:weigh\w*|lost|lose|losing|gain\w*|lift\w*|heavy|weight)\b", re.IGNORECASE)
_NEAR = 40
"""Figures among which the currency of a small coin is looked for."""
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
    return sign not in _WEAK_SIGNS or (not spaced and (_like_money(text, number) or _is_sign(text, sign)))


def _like_money(text: str, number: Number) -> bool:
    scaled = number.scale > 1 or text[number.end : number.end + 1] in tuple("mbkMBK")
    return scaled or abs(number.value) >= 1000 or number.value % 1 != 0


@lru_cache(maxsize=4)  # asked again and again of one text
def _is_sign(text: str, sign: str) -> bool:
    """Whether the text has a sum of money behind a weak sign: "R14 million", "P1,200", "Sh84.2bn"."""
    sum_of_money = (
        rf"(?<![\w$/-]){re.escape(sign)}[0-9]+(?:,[0-9]{{3}}|(?:\.[0-9]+)?\s?(?:[mbt]rillion|[mb]illion|[mb]n?)\b)"
    )
    return re.search(sum_of_money, text) is not None


def coin(unit: Unit | None) -> str | None:
    """The name of the small coin that a unit is ("cent" of "AUD cent per share"); None where it is none."""
    if unit is None or unit.kind != "money":
        return None
    name = unit.name.partition(" per ")[0].rpartition(" ")[2]
    return name if name in _COINS else None


def _parts(name: str, currency: str) -> int:
    """How many of a small coin make one of its currency."""
    return _COINS[name].get("parts", 1000 if currency in _THOUSANDTHS else 100)


def add_coins(left: Draft, right: Draft) -> bool:
    """Makes "13 dollars and 45 cents" one sum, `left`; whether they are one."""
    name = coin(right.unit)
    if name is None or left.unit is None or left.number.value % 1 or right.number.value % 1 or left.number.scale > 1:
        return False
    currencies = _COINS[name]["currencies"]
    currency = currencies[0] if left.unit.name == "pound" else left.unit.name
    parts = _parts(name, currency)
    if currency not in currencies or not 0 < right.number.value < parts:
        return False
    per = right.unit.name.partition(" per ")
    left.low = left.high = left.number.value = left.number.value + product(right.number.value, 1 / parts)
    left.unit = Unit(currency + per[1] + per[2], "money")
    left.number_end, left.end = right.number_end, right.end
    return True


def add_hundredths(sentence: Sentence, left: Draft, right: Draft) -> bool:
    """Makes "two pounds fifty" one sum, `left`; whether they are one."""
    spoken = left.number.form == right.number.form == "words" and left.number.scale == right.number.scale == 1
    whole = left.number.value % 1 == 0 and right.number.value % 1 == 0 and 0 < right.number.value < 100
    if not (spoken and whole and right.unit is None) or left.unit is None or left.end == left.number.end:
        return False
    currency = "GBP" if left.unit.name == "pound" else left.unit.name
    if currency not in _SPOKEN or counted_noun(sentence, right.end, plural=True):
        return False
    left.low = left.high = left.number.value = left.number.value + right.number.value / 100
    left.unit, left.number_end, left.end = Unit(currency, "money"), right.number_end, right.end
    return True


def in_full_units(drafts: list[Draft]) -> None:
    """Gives sums in small coin in the unit of their currency: that of the nearest sum in one that has the coin."""
    for position, draft in enumerate(drafts):
        if not (name := coin(draft.unit)):
            continue
        near = sorted(
            (abs(other - position), drafts[other].unit.name.partition(" per ")[0])
            for other in range(max(position - _NEAR, 0), min(position + _NEAR, len(drafts)))
            if drafts[other].unit is not None and drafts[other].unit.kind == "money"
        )
        head, per, rest = draft.unit.name.partition(" per ")
        told = head.partition(" ")[0]
        known = [told, *(currency for _, currency in near)]
        currencies = _COINS[name]["currencies"]
        currency = next((code for code in known if code in currencies), currencies[0])
        parts = _parts(name, currency)
        draft.unit = Unit(f"{currency}{per}{rest}", "money")
        draft.low, draft.high = (side if side is None else product(side, 1 / parts) for side in (draft.low, draft.high))


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
