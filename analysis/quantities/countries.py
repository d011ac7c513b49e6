"""Currency names and signs that several countries share: "crowns", "pesos", "francs", "$"."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import urlsplit

from analysis.article import Article
from analysis.quantities.currencies import CURRENCIES, Currency
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


@lru_cache(maxsize=64)  # the figures of one article ask for the same
def dollar_of_outlet(article: Article) -> Unit | None:
    """The dollar that "$" stands for in an outlet of a country with a dollar of its own, by the end of its address.

    None elsewhere, and where the article has another sign for that dollar or names the United States more often than
    that country.
    """
    domain = (urlsplit(article.url).hostname or "").rpartition(".")[2] if article.url else ""
    code = f"{domain.upper()}D"
    currency = CURRENCIES.get(code)
    if len(domain) != 2 or currency is None or code == "USD" or not currency.forms[0].endswith("ollar"):
        return None
    told_apart = any(sign in article.text for sign in currency.signs if "$" in sign and sign != "$")
    abroad = _mentions(article.text, CURRENCIES["USD"]) > _mentions(article.text, currency)
    return None if told_apart or abroad else Unit(code, "money")


def _mentions(text: str, currency: Currency) -> int:
    """How often a text names the country of a currency."""
    names = "|".join(map(re.escape, filter(None, {currency.issuer, *currency.adjectives})))
    return len(re.findall(rf"(?<!\w)(?:{names})(?![\w$])", text))
