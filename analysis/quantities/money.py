"""Sums of money: the sign, code or name of a currency beside a number."""

from __future__ import annotations

import re

from analysis.article import Article
from analysis.quantities.atoms import Number, product
from analysis.quantities.countries import dollar_of_outlet
from analysis.quantities.currencies import CURRENCIES
from analysis.quantities.dictionary import NAMES, SIGNS
from analysis.quantities.nouns import counted_noun
from analysis.quantities.quantity import Draft, Measured, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import stands_in, table

_COINS = table("units")["money"]
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
"""Currencies whose coin is a thousandth (ISO 4217, three decimals)."""
_WITH_SPOKEN_HUNDREDTHS = {code for coin in _COINS.values() if "parts" not in coin for code in coin["currencies"]}
_WITH_SPOKEN_HUNDREDTHS -= _THOUSANDTHS
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
_SUM = r"[0-9]+(?:,[0-9]{3}|(?:\.[0-9]+)?\s?(?:[mbt]rillion|[mb]illion|[mb]n?)\b)"
_SUMS: dict[str, re.Pattern[str]] = {sign: re.compile(rf"(?<![\w$/-]){re.escape(sign)}{_SUM}") for sign in _WEAK_SIGNS}
"""Sums of money after a weak sign: "R14 million", "P1,200", "Sh84.2bn"."""
_WEIGHT = re.compile(r"\b(?:weigh\w*|lost|lose|losing|gain\w*|lift\w*|heavy|weight)\b", re.IGNORECASE)
_PAYMENT = re.compile(
    r"\b(?:pay\w*|paid|costs?|worth|prices?d?|fees?|earn\w*|sp[ae]n[dt]\w*|bill|fined?|charg\w+|sold|wages?)\b",
    re.IGNORECASE,
)
_STERLING = re.compile(
    r"£|\bpence\b|\bpounds? sterling\b|\b(?:[mb]illions?(?: of)?|[mb]n) pounds\b"
    r"|\bpounds? (?:an?|per|for each) share\b|\bpounds? \([$€¥]",
    re.IGNORECASE,
)
"""What stands in articles whose pounds are money."""
_NEAR = 40
"""Quantities on either side whose currency a coin may have."""


def sign_before(text: str, number: Number, floor: int) -> tuple[int, Unit | None, Number]:
    """The start of the currency sign before `number`, the currency, and the number, negative in "$-5".

    Nothing before `floor` is read; without a sign, the start is the number's.
    """
    end = number.start
    if end > floor and text[end - 1] in "-−–" and text[end - 2 : end - 1] in ("$", "£", "€", "¥"):
        end -= 1
        number = number._replace(value=-number.value)
    stop = end - 1 if end > floor and text[end - 1] in " \xa0" else end
    for length in range(min(_LONGEST_SIGN, stop - floor), 0, -1):
        sign = text[stop - length : stop]
        if sign in SIGNS and _is_sign(text, stop - length, floor, sign, number, spaced=stop != end):
            return stop - length, SIGNS[sign], number
    return number.start, None, number


def _is_sign(text: str, start: int, floor: int, sign: str, number: Number, spaced: bool) -> bool:
    """Whether the characters before a number are a currency sign, and not the end of a word."""
    before = text[start - 1 : start] if start > floor else ""
    if sign[0].isalpha() and (before.isalnum() or before in ("-", "$", "/")):
        return False
    if sign[-1].isalpha() and number.form != "digits":
        return False
    return sign not in _WEAK_SIGNS or (not spaced and (_is_like_money(text, number) or stands_in(text, _SUMS[sign])))


def _is_like_money(text: str, number: Number) -> bool:
    scaled = number.scale > 1 or text[number.end : number.end + 1] in tuple("mbkMBK")
    return scaled or abs(number.value) >= 1000 or number.value % 1 != 0


def coin(unit: Unit | None) -> str | None:
    """The name of the coin in a unit ("cent" in "AUD cent per share"); None if it has none."""
    if unit is None or unit.kind != "money":
        return None
    name = unit.numerator.rpartition(" ")[2]
    return name if name in _COINS else None


def _coins_in(currency: str, coin_name: str) -> int:
    """How many of the coins make one unit of the currency."""
    return _COINS[coin_name].get("parts", 1000 if currency in _THOUSANDTHS else 100)


def with_coins(left: Measured, right: Measured) -> Measured | None:
    """The sum "13 dollars and 45 cents"; None if the two are not one."""
    coin_name = coin(right.unit)
    if coin_name is None or left.unit is None or not (left.is_whole and right.is_whole) or left.number.scale > 1:
        return None
    assert right.unit is not None  # it has a coin
    currencies = _COINS[coin_name]["currencies"]
    currency = currencies[0] if left.unit.name == "pound" else left.unit.name
    coins = _coins_in(currency, coin_name)
    if currency not in currencies or not 0 < right.value < coins:
        return None
    unit = Unit(currency + right.unit.name.removeprefix(right.unit.numerator), "money")
    value = left.value + product(right.value, 1 / coins)
    return left.with_value(value, unit=unit, number_end=right.number_end, end=right.end)


def with_spoken_hundredths(sentence: Sentence, left: Measured, right: Measured) -> Measured | None:
    """The sum "two pounds fifty"; None if the two are not one."""
    spoken = left.number.form == right.number.form == "words" and left.number.scale == right.number.scale == 1
    whole = left.is_whole and right.is_whole and 0 < right.value < 100
    if not (spoken and whole and right.unit is None) or left.unit is None or left.end == left.number.end:
        return None
    currency = "GBP" if left.unit.name == "pound" else left.unit.name
    if currency not in _WITH_SPOKEN_HUNDREDTHS or counted_noun(sentence, right.end, plural=True):
        return None
    value = left.value + right.value / 100
    return left.with_value(value, unit=Unit(currency, "money"), number_end=right.number_end, end=right.end)


def in_full_units(article: Article, drafts: list[Draft]) -> list[Draft]:
    """`drafts` with coins ("75 cents") in units of their currency."""
    drafts = list(drafts)
    for position, draft in enumerate(drafts):
        if draft.unit is not None and (coin_name := coin(draft.unit)):
            currency = _currency_of_coin(article, drafts, position, coin_name)
            unit = Unit(currency + draft.unit.name.removeprefix(draft.unit.numerator), "money")
            factor = 1 / _coins_in(currency, coin_name)
            low, high = (bound if bound is None else product(bound, factor) for bound in (draft.low, draft.high))
            drafts[position] = draft._replace(unit=unit, low=low, high=high)
    return drafts


def _currency_of_coin(article: Article, drafts: list[Draft], position: int, coin_name: str) -> str:
    """The currency of a coin: its own ("Australian cents"), the nearest that has it, the outlet's or the usual one."""
    nearest = sorted(
        (abs(other - position), unit.numerator)
        for other in range(max(position - _NEAR, 0), min(position + _NEAR, len(drafts)))
        if (unit := drafts[other].unit) is not None and unit.kind == "money"
    )
    own = (drafts[position].unit_name or "").partition(" ")[0]
    currencies = _COINS[coin_name]["currencies"]
    dollar = dollar_of_outlet(article)
    possible = (own, *(code for _, code in nearest), dollar.name if dollar else "")
    return next((code for code in possible if code in currencies), currencies[0])


def country_after(sentence: Sentence, offset: int) -> tuple[Unit, int] | None:
    """The dollar of the country named at `offset` ("$500 US", "$5 million (Canadian)"), and where the name ends."""
    match = sentence.match(_COUNTRY_AFTER, offset)
    return match and (Unit(_DOLLARS[(match[1] or match[2]).lower()], "money"), match.end())


def pounds(sentence: Sentence, number: Number) -> Unit:
    """Pounds of money or of weight, by the number's size, the words before it, or sterling anywhere in the article."""
    before = sentence.before(number.start)
    if _WEIGHT.search(before):
        return NAMES["pound"]
    money = number.value >= 1e6 or _PAYMENT.search(before) or stands_in(sentence.text, _STERLING)
    return SIGNS["£"] if money else NAMES["pound"]
