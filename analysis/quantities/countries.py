"""Currency names that several countries share: "crowns", "pesos", "francs"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from analysis.quantities.currencies import CURRENCIES
from analysis.quantities.quantity import Unit

_NAMES = {
    **{word: word for word in "crown krone krona peso franc dinar rupee shilling rial riyal lira ruble".split()},
    "rouble": "ruble",
    "kroner": "krone",
    "kronor": "krona",
}
SHARED_NAME = re.compile(rf"\b({'|'.join(_NAMES)})s?\b", re.IGNORECASE)


@lru_cache(maxsize=64)  # the figures of one text ask for the same names
def currency_of_text(text: str, name: str) -> Unit | None:
    """The currency called `name` of the country that `text` names most often; None if it names no such country."""
    mentions = {
        code: sum(len(pattern.findall(text)) for pattern in patterns)
        for code, patterns in _countries(_NAMES[name.lower()]).items()
    }
    code = max(mentions, key=mentions.__getitem__, default=None)
    return Unit(code, "money") if code and mentions[code] else None


@cache
def _countries(shared_name: str) -> dict[str, list[re.Pattern[str]]]:
    """By currency with this name, patterns of its country's names and adjectives."""
    words: dict[str, set[str]] = {}
    for code, currency in CURRENCIES.items():
        for name in (*currency.names, *currency.forms):
            owner, _, noun = name.rpartition(" ")
            if owner and currency.issuer and _NAMES.get(noun) == shared_name:
                words.setdefault(code, {currency.issuer}).update((owner.title(), *currency.adjectives))
    return {code: [re.compile(rf"\b{re.escape(word)}\b") for word in own] for code, own in words.items()}
