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
"""Punctuation that may close a unit's name without being part of it."""
_LONGEST_NAME = 4
_BARE_SIGNS = frozenset("%‰°º¢€£$¥")
_NO_MEASURE = frozenset(("point", "second", "bar", "stone", "cup", "quarter", "generation", "bit"))
"""Units whose names also head phrases that measure nothing ("talking points", "world cups")."""


_SIGNS: dict[str, str] = cldr()["prefixes"]
_OTHER_SIGNS = {"micro": ("µ", "u"), "kilo": ("K",)}
"""How news texts write two of the SI's prefixes, beside the sign that CLDR has."""
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


def _rows() -> dict[str, tuple[str, dict[str, Any]]]:
    """Each unit's kind and forms by its canonical name: the table's, with CLDR's where they share a name."""
    rows = {canonical: (kind, forms) for kind, units in table("units").items() for canonical, forms in units.items()}
    named = {
        name: canonical
        for canonical, (_, forms) in rows.items()
        for name in (canonical.lower(), *forms.get("names", ()))
    }
    for kind, canonical, names, symbols in (one.values() for one in cldr()["units"]):
        ours = next((named[name] for name in (*names, *map(str.lower, symbols)) if name in named), canonical)
        kind, forms = rows.get(ours, (kind, {}))
        rows[ours] = kind, forms | {"cldr": (names, symbols)}
    return rows


def _units() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    names: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    attached: dict[str, Unit] = {}
    rows = _rows()
    for canonical, (kind, forms) in rows.items():
        unit = Unit(canonical, kind)
        names.update((form, unit) for name in forms.get("names", ()) for form in plurals(name))
        symbols.update(dict.fromkeys(forms.get("symbols", ()), unit))
        attached.update(dict.fromkeys(forms.get("attached", ()), unit))
    for canonical, (kind, forms) in rows.items():
        for name in forms.get("cldr", ((), ()))[0]:
            names.setdefault(name, Unit(canonical, kind))
        for symbol in forms.get("cldr", ((), ()))[1]:
            if symbol not in attached and symbol.lower() not in names:
                symbols.setdefault(symbol, Unit(canonical, kind))
    for canonical, (kind, forms) in rows.items():
        for name, unit in _derived(canonical, kind, forms):
            names.setdefault(name, unit)
        for prefix in forms.get("prefixes", ()):
            for sign in (_SIGNS[prefix], *_OTHER_SIGNS.get(prefix, ())):
                for form in _spellings(sign + forms["si"], prefix):
                    symbols.setdefault(form, Unit(prefix + canonical, kind))
    return names, symbols, attached


def _spellings(symbol: str, prefix: str) -> Iterator[str]:
    """A symbol as news texts write it: in any case where it has three letters or more, cm in the plural too."""
    yield symbol
    if len(symbol) > 2 or (symbol.endswith("W") and prefix == "kilo"):
        yield from (symbol.lower(), symbol.upper())
    if symbol == "cm":
        yield "cms"


def _derived(canonical: str, kind: str, forms: dict[str, Any]) -> Iterator[tuple[str, Unit]]:
    """The names made from those of one unit: multiples, areas and volumes, and the coins of several currencies."""
    told = [*forms.get("names", ()), *forms.get("cldr", ((), ()))[0]]
    spelled = [name for name in told if len(name) > 2]
    for prefix in forms.get("prefixes", ()):
        unit = Unit(prefix + canonical, kind)
        yield from ((form, unit) for name in spelled for form in plurals(prefix + name))
        if forms.get("powers"):
            yield from _powers(prefix + canonical, kind, [prefix + name for name in spelled])
    if forms.get("powers"):
        yield from _powers(canonical, kind, [*told, *forms.get("symbols", ())])
    for code in forms.get("currencies", ()):
        coin = Unit(f"{code} {canonical}", kind)
        for adjective in CURRENCIES[code].adjectives:
            yield from ((f"{adjective.lower()} {form}", coin) for name in forms["names"] for form in plurals(name))


def _powers(canonical: str, kind: str, lengths: list[str]) -> Iterator[tuple[str, Unit]]:
    for power, written in _POWERS.items():
        unit = Unit(f"{power} {canonical}", kind)
        for length in lengths:
            yield from ((f"{word} {form.lower()}", unit) for word in written for form in plurals(length))


def _currencies() -> tuple[dict[str, Unit], dict[str, Unit]]:
    names: dict[str, Unit] = {}
    signs: dict[str, Unit] = {}
    for code, forms in CURRENCIES.items():
        unit = Unit(code, "money")
        for sign in forms.signs:
            signs.setdefault(sign, unit)
            if len(sign) > 2 and sign[0].isalpha() and sign[-1] == "$":
                signs.setdefault(f"{sign[:-1]} $", unit)
        first = (*forms.names, *forms.forms)[0].rpartition(" ")[2]
        qualified = (f"{adjective.lower()} {first}" for adjective in forms.adjectives)
        for form in (form for name in (*forms.names, *qualified, *forms.forms) for form in plurals(name)):
            names.setdefault(form, unit)
    return names, signs


NAMES, SYMBOLS, ATTACHED = _units()
CURRENCY_NAMES, SIGNS = _currencies()


def unit_at(sentence: Sentence, offset: int, digits: bool) -> tuple[Unit, int] | None:
    """The longest unit name, or symbol (only after digits), that begins at `offset`, and where it ends."""
    text = sentence.text
    best, last = None, offset
    for count, piece in enumerate(PIECE.finditer(text, offset, min(sentence.end, offset + 64))):
        if count == _LONGEST_NAME or (count and piece.start() - last > 1):
            break
        last = piece.end()
        best = _without_trailing(text[offset:last], offset, digits, sentence.end) or best
    sign = text[offset : offset + 1]
    if best is None and sign in _BARE_SIGNS and not (sign in SIGNS and text[offset + 1 : offset + 2].isdigit()):
        return SYMBOLS.get(text[offset]) or SIGNS[text[offset]], offset + 1
    return best


def _without_trailing(surface: str, offset: int, digits: bool, end: int) -> tuple[Unit, int] | None:
    """The unit that `surface` names, closing punctuation taken off it one by one; `end` is that of the sentence."""
    while surface:
        if unit := _look_up(surface, digits):
            # A full stop that ends the sentence too is the sentence's.
            return unit, offset + len(surface) - (surface[-1] == "." and offset + len(surface) >= end)
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
