"""Our quantities in the vocabulary of NewsQuant (Almasian et al., EMNLP 2023), for scoring against its gold.

NewsQuant writes a value, or a pair for a range; a `change` (=, ~, <, >, up, down); and a `normalized_unit` spelled
out, which for a counted thing is its whole noun phrase in the singular ("residential burglary"). Only what is a
convention is translated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from analysis.article import Article
from analysis.quantities import Quantity, find_quantities
from analysis.quantities.nouns import singular
from analysis.quantities.tables import table

CHANGES = {
    "exact": "=",
    "range": "=",
    "vague": "=",
    "approximate": "~",
    "more_than": ">",
    "at_least": ">",
    "less_than": "<",
    "at_most": "<",
}
UNITS = {
    "percent": "percentage",
    "USD": "dollar",
    "EUR": "euro",
    "GBP": "pound sterling",
    "JPY": "japanese yen",
    "CNY": "chinese yuan",
    "AUD": "australian dollar",
    "CAD": "canadian dollar",
    "NZD": "new zealand dollar",
    "HKD": "hong kong dollar",
    "SGD": "singapore dollar",
    "CHF": "swiss franc",
    "DKK": "danish krone",
    "SEK": "swedish krona",
    "NOK": "norwegian krone",
    "ILS": "shekel",
    "INR": "indian rupee",
    "MYR": "malaysian ringgit",
    "ZAR": "south african rand",
    "KRW": "south korean won",
    "RUB": "russian ruble",
    "BRL": "brazilian real",
    "MXN": "mexican peso",
    "TRY": "turkish lira",
    "THB": "thai baht",
    "PHP": "philippine peso",
    "IDR": "indonesian rupiah",
    "degree Celsius": "celsius",
    "degree Fahrenheit": "fahrenheit",
    "pound": "pound-mass",
    "pound-foot": "foot pound-force",
    "kilowatt-hour": "kilowatt hour",
    "megawatt-hour": "megawatt hour",
    "gigawatt-hour": "gigawatt hour",
    "part per billion": "parts-per-billion",
    "million british thermal units": "mega british thermal unit",
    "tonne": "metric ton",
    "time": "count",
    "times": "count",
    "fraction": "-",
}
PERSONS = "people"
"""NewsQuant's unit for people, whom we count by the person."""
LEFT_OUT = frozenset(
    "more other additional new of the a an such different separate further total extra his her their its".split()
)


def predictions(texts: Iterable[str]) -> list[dict[str, object]]:
    """What we find in each text, as the scorer's prediction lines."""
    return [{"text": text, "quantities": _joined(text, find_quantities(Article(text)))} for text in texts]


def write_predictions(gold: Path, target: Path) -> None:
    """Scorer's prediction lines for all texts of a NewsQuant file."""
    texts = [row["text"] for row in json.loads(gold.read_text(encoding="utf-8"))]
    target.write_text("".join(json.dumps(line) + "\n" for line in predictions(texts)), encoding="utf-8")


def _joined(text: str, quantities: list[Quantity]) -> list[dict[str, object]]:
    """The translated quantities; "from A to B", of which we make two levels, is one pair in NewsQuant."""
    found: list[dict[str, object]] = []
    previous, in_coins = None, None
    for quantity in quantities:
        if (
            previous is not None
            and previous.modifier == quantity.modifier == "exact"
            and text[previous.end : quantity.start] == " to "
            and _FROM.search(text[: previous.start])
        ):
            found[-1] = _translated(text, quantity) | {"value": [previous.low, quantity.high], "change": "="}
        else:
            found.append(_translated(text, quantity))
            in_coins = _in_coins(text, quantity, in_coins)
            if in_coins:
                found[-1] |= {"value": round(100 * quantity.low, 9), "normalized_unit": in_coins}
        previous = quantity
    return found


_FROM = re.compile(r"\bfrom\s\Z")
_COINS = {
    form: {"¢": "cent", "c": "cent", "p": "penny"}.get(form, coin)
    for coin, forms in table("units")["money"].items()
    for form in (*forms["names"], *forms.get("attached", ()), "¢")
}
_COIN = re.compile(rf"[\w.,]\s?({'|'.join(sorted(_COINS, key=len, reverse=True))})s?\b")


def _in_coins(text: str, quantity: Quantity, before: str | None) -> str | None:
    """The small coin in which a sum is told, which NewsQuant keeps; `before`: the one of the sum before it."""
    if quantity.kind != "money" or quantity.low is None or quantity.modifier == "range":
        return None
    coin = _COIN.search(text, quantity.number_start, quantity.end)
    if coin is None and text[quantity.number_start].isdigit() and quantity.number_end == quantity.end:
        return before
    return coin and _COINS[coin[1]]


def _translated(text: str, quantity: Quantity) -> dict[str, object]:
    return {
        "value": _value(text, quantity),
        "change": _change(text, quantity),
        "normalized_unit": _unit(text, quantity),
    }


def _value(text: str, quantity: Quantity) -> float | list[float]:
    if quantity.modifier == "range":
        return [quantity.low, quantity.high]
    if quantity.modifier == "vague" and quantity.low == 24:
        return [12, 120]
    word = text[quantity.number_start : quantity.number_end].lower()
    if (scale := table("numbers")["plural"].get(word, 0)) >= 100:
        return [scale, 10 * scale]
    if quantity.modifier == "vague" and quantity.low in (100.0, 1e3, 1e4, 1e5, 1e6, 1e9):
        return [quantity.low, 10 * quantity.low]
    return quantity.low if quantity.low is not None else quantity.high


def _change(text: str, quantity: Quantity) -> str:
    if quantity.trend and not _NOUN_OF_CHANGE.match(text, quantity.end) and not text[: quantity.start].endswith("of "):
        return quantity.trend
    modifier = text[quantity.start : quantity.number_start].lower()
    if modifier.startswith(("nearly", "almost")):
        return "~"
    if quantity.modifier == "range" and modifier.strip() in (
        "about",
        "around",
        "~",
        "some",
        "roughly",
        "approximately",
    ):
        return "~"
    return CHANGES[quantity.modifier]


_NOUNS = "|".join(word for words in table("trends")["after"].values() for word in words)
_NOUN_OF_CHANGE = re.compile(rf"\s(?:\w+\s)?(?:{_NOUNS})\b")
"""NewsQuant gives a direction to verbs only, not to "a 5 percent drop"."""


def _unit(text: str, quantity: Quantity) -> str:
    if quantity.unit is None:
        return "-"
    if quantity.kind == "age":
        return "year of age"
    if quantity.kind == "count" and quantity.unit not in UNITS:
        return _noun_phrase(text, quantity)
    unit, per, rest = quantity.unit.partition(" per ")
    unit = UNITS.get(quantity.unit) or UNITS.get(unit, unit)
    return unit if quantity.unit in UNITS else f"{unit}{per}{UNITS.get(rest, rest)}"


def _noun_phrase(text: str, quantity: Quantity) -> str:
    unit, _, rate = quantity.unit.partition(" per ")
    words = [word for word in text[quantity.number_end : quantity.end].replace("-", " - ").split() if word != "-"]
    heads = [position for position, word in enumerate(words) if singular(word.strip(".,")).lower() == unit.lower()]
    if unit == "person" and not (heads and words[heads[-1]].lower().startswith("person")):
        unit = PERSONS
    if not heads:
        return unit + (f" per {rate}" if rate else "")
    phrase = [word for word in words[: heads[-1]] if word.lower() not in LEFT_OUT] + [unit]
    return " ".join(phrase) + (f" per {rate}" if rate else "")
