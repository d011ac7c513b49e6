"""The currencies and how news texts write them: CLDR's names, and our own where it has none."""

from __future__ import annotations

from typing import NamedTuple

from analysis.quantities.tables import cldr, table

_OTHER_SPELLINGS = {"ruble": ("rouble",), "krone": ("crown",), "krona": ("crown",), "koruna": ("crown",)}


class Currency(NamedTuple):
    """How a currency is written."""

    signs: tuple[str, ...]
    """its code and symbols"""
    names: tuple[str, ...]
    """in the singular and in lower case"""
    forms: tuple[str, ...]
    """CLDR's names, in the singular and the plural"""
    adjectives: tuple[str, ...]
    """of its country ("Australian", "US")"""
    issuer: str
    """the country; empty where there are several"""


def _currency(code: str) -> Currency:
    """The currency with our own forms before CLDR's."""
    ours = table("currencies").get(code, {})
    theirs = cldr()["currencies"].get(code, {"names": (), "adjective": "", "sign": code, "issuer": ""})
    respelled = (
        f"{owner} {spelling}"
        for owner, _, noun in (name.rpartition(" ") for name in theirs["names"])
        for spelling in _OTHER_SPELLINGS.get(noun, ())
        if owner
    )
    return Currency(
        signs=(code, *ours.get("symbols", ()), theirs["sign"]),
        names=(*ours.get("names", ()), *respelled),
        forms=tuple(theirs["names"]),
        adjectives=tuple(filter(None, (*ours.get("adjectives", ()), theirs["adjective"]))),
        issuer=theirs["issuer"],
    )


CURRENCIES = {code: _currency(code) for code in dict.fromkeys((*table("currencies"), *cldr()["currencies"]))}
"""By ISO 4217 code; of currencies that share a name, the default stands first."""
