"""Kinds of figures that were missed or misread in texts that nobody had seen, each beside what only looks like it."""

from __future__ import annotations

import pytest

from analysis.article import Article
from analysis.quantities import find_quantities


def read(text: str) -> list[tuple[float | None, float | None, str, str | None]]:
    return [(one.low, one.high, one.modifier, one.unit) for one in find_quantities(Article(text))]


def modifiers(text: str) -> list[str]:
    return [one.modifier for one in find_quantities(Article(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Inflation picked up to 4.2 percent in May.",
        "The death toll on the coast moved up to 231.",
        "The prize money has been put up to £4,000.",
        "Late bills brought the estimate up to €3.1 billion.",
        "It took the rate up to 90 percent.",
        "Toll of harbour fire up to 12",
    ],
)
def test_a_figure_that_moves_up_to_a_level_is_there(text):
    assert modifiers(text) == ["exact"]


@pytest.mark.parametrize(
    "text",
    [
        "The blast injured up to 20.",
        "The hall holds up to 300.",
        "They put up to 30 tents there.",
        "The crowd moved up to 30 barriers.",
        "The bus picked up to 20 children from the school.",
        "On Monday up to 40 died.",
        "Trains speed up to 120 km per hour.",
        "Toll reached up to 12",
        "Fines up to $500 loom.",
    ],
)
def test_up_to_is_a_bound_where_nothing_moves(text):
    assert modifiers(text) == ["at_most"]


@pytest.mark.parametrize(
    "text",
    [
        "Over six months, it fell.",
        "Over six months it came to little.",
        "Over six months the dealer sold nothing.",
        "Claims kept coming in over six months.",
        "It was spread over six months.",
    ],
)
def test_what_happens_over_a_time_takes_that_time(text):
    assert read(text) == [(6, 6, "exact", "month")]


@pytest.mark.parametrize(
    "text",
    [
        "They waited for over six months.",
        "Those waiting over six months get a letter.",
        "It was the worst month in over six months.",
        "They were not seen in over six months.",
        "Over six months have passed.",
        "Over six months of talks failed.",
        "Over six months ago it closed.",
    ],
)
def test_what_lasts_over_a_time_takes_more(text):
    assert read(text) == [(6, None, "more_than", "month")]
