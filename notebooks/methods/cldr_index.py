"""What CLDR calls units and currencies in English, by Babel, as an index that `analysis.quantities` reads quickly.

Babel's own data take longer to load than a short article takes to be read. After an update of Babel run, from the
project's root: python notebooks/methods/cldr_index.py
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from babel.localedata import load

INDEX = Path(__file__).parents[2] / "analysis" / "quantities" / "cldr.json"
_REFUSED = {
    name: frozenset(words)
    for name, words in tomllib.loads(Path(__file__).with_name("cldr.toml").read_text("utf-8")).items()
}
_ENGLISH = load("en")
_COUNTABLE = ("one", "other")
_NUMBER = re.compile(r"\{0\}[\s\u202f]?")
_LETTERS = re.compile(r"[A-Za-z]{1,2}")
"""A symbol that is as often a word or initials."""
_HISTORIC = re.compile(r"[0-9(]")


def index() -> dict[str, Any]:
    """The units (kind, canonical name, names, symbols), prefixes with their signs, and currencies by ISO 4217 code."""
    return {"units": _units(), "prefixes": _prefixes(), "currencies": _currencies()}


def _units() -> list[dict[str, Any]]:
    """The units that CLDR names, but for those that are ordinary words; names in lower case, both numbers."""
    found = []
    for key, patterns in _ENGLISH["unit_patterns"].items():
        category, _, unit = key.partition("-")
        if unit in _REFUSED["units"] or "long" not in patterns:
            continue
        told = {length: _forms(patterns.get(length, {})) for length in ("long", "short", "narrow")}
        shown = _ENGLISH["unit_display_names"].get(key, {})
        names = dict.fromkeys(spelling for form in told["long"] for spelling in (_british(form), form))
        symbols = dict.fromkeys((*told["short"], *told["narrow"], shown.get("short", ""), shown.get("narrow", "")))
        found.append(
            {
                "kind": "duration" if category == "duration" else "measure",
                "canonical": next(iter(names)),
                "names": list(dict.fromkeys(name.lower() for name in names)),
                "symbols": [symbol for symbol in symbols if _is_symbol(symbol)],
            }
        )
    return found


def _forms(patterns: Any) -> list[str]:
    return [_NUMBER.sub("", patterns[number]) for number in _COUNTABLE if number in patterns]


def _british(name: str) -> str:
    return name.replace("meter", "metre").replace("liter", "litre")


def _is_symbol(symbol: str) -> bool:
    return len(symbol) > 1 and not _LETTERS.fullmatch(symbol) and symbol not in _REFUSED["symbols"]


def _prefixes() -> dict[str, str]:
    patterns = [one for one in _ENGLISH["compound_unit_patterns"].values() if "prefix" in one["long"]]
    return {one["long"]["prefix"].removesuffix("{0}"): one["short"]["prefix"].removesuffix("{0}") for one in patterns}


def _currencies() -> dict[str, dict[str, Any]]:
    """The currencies that have one name in CLDR; what one alone is called ("zloty") names it without its country."""
    named = {
        code: name
        for code, name in _ENGLISH["currency_names"].items()
        if not _HISTORIC.search(name) and code not in _REFUSED["codes"] and _issued(code)
    }
    bare = Counter(name.lower().rpartition(" ")[2] for name in named.values())
    return {code: _currency(code, name, bare) for code, name in named.items()}


def _currency(code: str, name: str, bare: Counter[str]) -> dict[str, Any]:
    plurals = _ENGLISH["currency_names_plural"].get(code, {}).values()
    forms = dict.fromkeys(form.lower() for form in (name, *plurals))
    last = [form.rpartition(" ")[2] for form in forms]
    alone = last if bare[last[0]] == 1 and last[0] not in _REFUSED["names"] else []
    return {
        "names": list(dict.fromkeys((*forms, *alone))),
        "adjective": name.rpartition(" ")[0],
        "sign": _ENGLISH["currency_symbols"].get(code, code),
        "issuer": _ENGLISH["territories"][code[:2]],
    }


def _issued(code: str) -> bool:
    """Whether a country or the European Union issues a currency, which its code begins with."""
    return code[:2] in _ENGLISH["territories"] and code[0] != "X"


def write() -> None:
    """Writes the index, one unit and one currency a line."""
    found = index()
    lines = [json.dumps(one, ensure_ascii=False) for one in found["units"]]
    currencies = [
        f"{json.dumps(code)}: {json.dumps(one, ensure_ascii=False)}" for code, one in found["currencies"].items()
    ]
    INDEX.write_text(
        '{"units": [\n'
        + ",\n".join(lines)
        + '\n], "prefixes": '
        + json.dumps(found["prefixes"], ensure_ascii=False)
        + ', "currencies": {\n'
        + ",\n".join(currencies)
        + "\n}}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    write()
