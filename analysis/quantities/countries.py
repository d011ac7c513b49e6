"""Whose currency a name that several countries share means: "crowns", "pesos", "francs"."""

from __future__ import annotations

import re
from collections import defaultdict
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


@lru_cache(maxsize=64)  # asked again and again of one text
def currency_of_text(text: str, name: str) -> Unit | None:
    """The currency of the country named most often in `text` of those whose currency has this name; None: of none."""
    told = {
        code: sum(len(re.findall(rf"\b{re.escape(word)}\b", text)) for word in words)
        for code, words in _countries()[_NAMES[name.lower()]].items()
    }
    code = max(told, key=told.get, default=None)
    return Unit(code, "money") if code and told[code] else None


@cache
def _countries() -> dict[str, dict[str, set[str]]]:
    """By a currency's name the currencies that have it, with the words for whose it is."""
    found: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for code, forms in CURRENCIES.items():
        for name in (*forms.names, *forms.forms):
            of, _, last = name.rpartition(" ")
            last = _NAMES.get(last)
            if last and of and forms.issuer:
                found[last].setdefault(code, {forms.issuer}).update((of.title(), *forms.adjectives))
    return found
