"""The dictionary of units and currencies: from a word or sign of the text to the unit that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.quantities.currencies import CURRENCIES
from analysis.quantities.quantity import Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import cldr, table

PIECE = re.compile(r"[^\s\-–—‑/]+")
"""One word of a unit's name, or a symbol."""
TRAILING = ".,;:!?)]}'\"”’“‘»…"
"""Punctuation that may follow a unit's name."""
_LONGEST_NAME = 4
_BARE_SIGNS = frozenset("%‰°º¢€£$¥")
_NO_MEASURE = frozenset(("point", "second", "bar", "stone", "cup", "quarter", "generation", "bit"))
"""Units whose names also end phrases that measure nothing ("talking points", "world cups")."""
_PREFIX_SYMBOLS: dict[str, str] = cldr()["prefixes"]
_OTHER_PREFIX_SYMBOLS = {"micro": ("µ", "u"), "kilo": ("K",)}
"""Symbols that news texts write beside CLDR's."""
_POWERS = {"square": ("square", "sq", "sq."), "cubic": ("cubic", "cu", "cu.")}


def plurals(name: str) -> tuple[str, ...]:
    """A unit's name in the singular and the plural; abbreviations have one form."""
    if name.startswith("degree "):
        return name, f"degrees{name[6:]}"
    if name.endswith((".", "s", "z", "ch")):
        return (name,)
    if name.endswith("y") and name[-2:-1] not in tuple("aeiou"):
        return name, f"{name[:-1]}ies"
    head, joint, rest = name.partition(" per ")
    return name, f"{name}s", *((f"{head}s{joint}{rest}",) if joint else ())


def _rows() -> list[tuple[Unit, dict[str, Any]]]:
    """Each unit with its forms: those of `units.toml`, and under "cldr" the names and symbols that CLDR adds."""
    rows = {name: (Unit(name, kind), forms) for kind, units in table("units").items() for name, forms in units.items()}
    canonical_names = {
        name: canonical
        for canonical, (_, forms) in rows.items()
        for name in (canonical.lower(), *forms.get("names", ()))
    }
    for entry in cldr()["units"]:
        kind, canonical, names, symbols = entry.values()
        written = (*names, *map(str.lower, symbols))
        canonical = next((canonical_names[name] for name in written if name in canonical_names), canonical)
        unit, forms = rows.get(canonical, (Unit(canonical, kind), {}))
        rows[canonical] = unit, forms | {"cldr": (names, symbols)}
    return list(rows.values())


def _units() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    """The units by name, by symbol, and by the symbols that count only directly after digits.

    Forms of `units.toml` come before CLDR's, and those before forms derived from either.
    """
    names: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    attached: dict[str, Unit] = {}
    rows = _rows()
    for unit, forms in rows:
        names.update((form, unit) for name in forms.get("names", ()) for form in plurals(name))
        symbols.update(dict.fromkeys(forms.get("symbols", ()), unit))
        attached.update(dict.fromkeys(forms.get("attached", ()), unit))
    for unit, forms in rows:
        cldr_names, cldr_symbols = forms.get("cldr", ((), ()))
        for name in cldr_names:
            names.setdefault(name, unit)
        for symbol in cldr_symbols:
            if symbol not in attached and symbol.lower() not in names:
                symbols.setdefault(symbol, unit)
    for unit, forms in rows:
        for name, derived in _derived_names(unit, forms):
            names.setdefault(name, derived)
        for symbol, derived in _prefixed_symbols(unit, forms):
            symbols.setdefault(symbol, derived)
    return names, symbols, attached


def _prefixed_symbols(unit: Unit, forms: dict[str, Any]) -> Iterator[tuple[str, Unit]]:
    """The symbols of a unit's multiples: in any case from three letters on, "cm" in the plural too."""
    for prefix in forms.get("prefixes", ()):
        multiple = Unit(prefix + unit.name, unit.kind)
        for prefix_symbol in (_PREFIX_SYMBOLS[prefix], *_OTHER_PREFIX_SYMBOLS.get(prefix, ())):
            symbol = prefix_symbol + forms["si"]
            yield symbol, multiple
            if len(symbol) > 2 or (symbol.endswith("W") and prefix == "kilo"):
                yield from ((symbol.lower(), multiple), (symbol.upper(), multiple))
            if symbol == "cm":
                yield "cms", multiple


def _derived_names(unit: Unit, forms: dict[str, Any]) -> Iterator[tuple[str, Unit]]:
    """The names derived from those of a unit: multiples, areas and volumes, and the coins of several currencies."""
    names = [*forms.get("names", ()), *forms.get("cldr", ((), ()))[0]]
    full_names = [name for name in names if len(name) > 2]
    for prefix in forms.get("prefixes", ()):
        multiple = Unit(prefix + unit.name, unit.kind)
        prefixed = [prefix + name for name in full_names]
        yield from ((form, multiple) for name in prefixed for form in plurals(name))
        if forms.get("powers"):
            yield from _powers(multiple, prefixed)
    if forms.get("powers"):
        yield from _powers(unit, [*names, *forms.get("symbols", ())])
    for code in forms.get("currencies", ()):
        coin = Unit(f"{code} {unit.name}", unit.kind)
        for adjective in CURRENCIES[code].adjectives:
            yield from ((f"{adjective.lower()} {form}", coin) for name in forms["names"] for form in plurals(name))


def _powers(unit: Unit, names: list[str]) -> Iterator[tuple[str, Unit]]:
    """The names of the areas and volumes of a unit of length."""
    for power, words in _POWERS.items():
        powered = Unit(f"{power} {unit.name}", unit.kind)
        for name in names:
            yield from ((f"{word} {form.lower()}", powered) for word in words for form in plurals(name))


def _currencies() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """The currencies by name, and by sign or code."""
    names: dict[str, Unit] = {}
    signs: dict[str, Unit] = {}
    for code, currency in CURRENCIES.items():
        unit = Unit(code, "money")
        for sign in currency.signs:
            signs.setdefault(sign, unit)
            if len(sign) > 2 and sign[0].isalpha() and sign[-1] == "$":
                signs.setdefault(f"{sign[:-1]} $", unit)
        noun = (*currency.names, *currency.forms)[0].rpartition(" ")[2]
        qualified = (f"{adjective.lower()} {noun}" for adjective in currency.adjectives)
        for name in (*currency.names, *qualified, *currency.forms):
            for form in plurals(name):
                names.setdefault(form, unit)
    return names, signs


NAMES, SYMBOLS, ATTACHED = _units()
CURRENCY_NAMES, SIGNS = _currencies()


def unit_at(sentence: Sentence, offset: int, digits: bool) -> tuple[Unit, int] | None:
    """The unit with the longest name, or (only after `digits`) symbol, that begins at `offset`, and where it ends."""
    text = sentence.text
    longest, end = None, offset
    for count, piece in enumerate(PIECE.finditer(text, offset, min(sentence.end, offset + 64))):
        if count == _LONGEST_NAME or (count and piece.start() - end > 1):
            break
        end = piece.end()
        longest = _unit_named(text[offset:end], offset, digits, sentence.end) or longest
    sign = text[offset : offset + 1]
    if longest is None and sign in _BARE_SIGNS and not (sign in SIGNS and text[offset + 1 : offset + 2].isdigit()):
        return SYMBOLS.get(sign) or SIGNS[sign], offset + 1
    return longest


def _unit_named(surface: str, offset: int, digits: bool, sentence_end: int) -> tuple[Unit, int] | None:
    """The unit that `surface` names, with or without punctuation at its end, and where the name ends."""
    while surface:
        if unit := _look_up(surface, digits):
            # A full stop that also ends the sentence belongs to the sentence.
            return unit, offset + len(surface) - (surface[-1] == "." and offset + len(surface) >= sentence_end)
        if surface[-1] not in TRAILING:
            return None
        surface = surface[:-1]
    return None


def _look_up(surface: str, digits: bool) -> Unit | None:
    if digits and (unit := SYMBOLS.get(surface) or SIGNS.get(surface)):
        return unit
    lower = surface.lower()
    plain = lower.replace("-", " ").replace("‑", " ")
    return NAMES.get(lower) or NAMES.get(plain) or CURRENCY_NAMES.get(plain)


def unit_of_phrase(phrase: str) -> Unit | None:
    """The unit of measurement that a noun phrase ends with ("rushing yards", "straight days")."""
    words = phrase.lower().split()[-2:]
    unit = NAMES.get(" ".join(words)) or (NAMES.get(words[-1]) if words else None)
    return None if unit is None or unit.name in _NO_MEASURE else unit
