"""The units and currencies that CLDR names are read by its names."""

from __future__ import annotations

import json
import sys

import pytest
from conftest import ROOT

from analysis.article import Article
from analysis.quantities import find_quantities
from analysis.quantities.tables import cldr

sys.path.insert(0, str(ROOT / "notebooks" / "methods"))
import cldr_index


def units(text: str) -> list[str | None]:
    return [one.unit for one in find_quantities(Article(text))]


def test_the_index_is_what_babel_has():
    assert json.loads(cldr_index.INDEX.read_text("utf-8")) == cldr_index.index()


@pytest.mark.parametrize(
    "name", sorted({name for one in cldr()["units"] for name in one["names"] if " per 100 " not in name})
)
def test_every_unit_is_read_by_its_names(name):
    (found,) = units(f"It came to 12 {name}, they said.")
    assert found is not None and found != "person"
    assert units(f"It came to 12 {name} in all.") == [found]


@pytest.mark.parametrize("code", sorted(code for code, one in cldr()["currencies"].items() if " " in one["names"][0]))
def test_every_currency_is_read_by_its_names(code):
    for name in cldr()["currencies"][code]["names"]:
        if " " in name and not set(name) & set("-&"):
            owner, _, last = name.rpartition(" ")
            assert units(f"They paid 4,000 {owner.title()} {last} for it.") == [code]
            assert units(f"They paid 4 million {name} for it.") == [code]


@pytest.mark.parametrize("code", sorted(cldr()["currencies"].keys() - {"TRY", "SOS"}))
def test_every_currency_is_read_by_its_code(code):
    assert units(f"They paid {code} 4,000 for it.") == units(f"They paid 4,000 {code} for it.") == [code]


@pytest.mark.parametrize("word", ["gold medals", "real friends", "silver coins", "marks", "units", "points", "drops"])
def test_what_is_a_word_too_is_no_currency_and_no_measure(word):
    ((kind, unit),) = [(one.kind, one.unit) for one in find_quantities(Article(f"She has 12 {word} now."))]
    assert kind in ("count", "score") and unit == word.split()[-1].rstrip("s")


@pytest.mark.parametrize(
    ("sum_of_money", "value", "currency"),
    [
        ("2 Kuwaiti dinars and 450 fils", 2.45, "KWD"),
        ("12 Bahraini dinars and 5 fils", 12.005, "BHD"),
        ("three Omani rials and 200 baisa", 3.2, "OMR"),
        ("1 Tunisian dinar and 75 millimes", 1.075, "TND"),
        ("3 dirhams and 50 fils", 3.5, "AED"),
    ],
)
def test_small_coin_is_what_its_currency_is_divided_in(sum_of_money, value, currency):
    (quantity,) = find_quantities(Article(f"A kilo of rice costs {sum_of_money}, the ministry said."))
    assert (quantity.low, quantity.unit) == (pytest.approx(value), currency)
