"""The currencies, with how news texts write them: CLDR's names for them, and what it has not."""

from __future__ import annotations

from typing import NamedTuple

from analysis.quantities.tables import cldr, table

_OTHER_SPELLINGS = {"ruble": ("rouble",), "krone": ("crown",), "krona": ("crown",), "koruna": ("crown",)}


class Currency(NamedTuple):
    """How a currency is written."""

    signs: tuple[str, ...]
    """and codes"""
    names: tuple[str, ...]
    """in the singular and in lower case"""
    forms: tuple[str, ...]
    """what else it is called, in the singular and the plural"""
    adjectives: tuple[str, ...]
    """whose it is ("Australian", "US")"""
    issuer: str
    """the country; empty where there are several"""


def _merged() -> dict[str, Currency]:
    known, ours = cldr()["currencies"], table("currencies")
    found = {}
    for code in dict.fromkeys((*ours, *known)):
        forms = ours.get(code, {})
        of = known.get(code, {"names": (), "adjective": "", "sign": code, "issuer": ""})
        adjectives = (*forms.get("adjectives", ()), of["adjective"])
        others = [name.rpartition(" ") for name in of["names"]]
        respelled = (
            f"{owner} {other}" for owner, _, last in others for other in _OTHER_SPELLINGS.get(last, ()) if owner
        )
        names = (*forms.get("names", ()), *respelled)
        found[code] = Currency(
            (code, *forms.get("symbols", ()), of["sign"]),
            names,
            tuple(of["names"]),
            tuple(filter(None, adjectives)),
            of["issuer"],
        )
    return found


CURRENCIES = _merged()
"""By ISO 4217 code, the defaults of shared names first."""
