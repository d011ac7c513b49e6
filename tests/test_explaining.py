"""Why a row is as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import read
from analysis.article import Article, CorrectionsFile
from analysis.quoting import words
from analysis.story import story

TEXT = (
    "Fire at Brenta market\n"
    "Police said at least 40 people were killed in the fire on Monday. Doctors at the hospital said 46 had died.\n"
    "The market reportedly had 300 stalls."
)


def reasons(quantity_id: str, text: str = TEXT) -> dict[str, list[tuple]]:
    """The reasons of a row by column: value, because and probability of each."""
    found: dict[str, list[tuple]] = {}
    for column, *reason in read(Article(text)).explain(quantity_id).itertuples(index=False):
        found.setdefault(column, []).append(tuple(reason))
    return found


def test_an_interval_is_explained_by_the_words_beside_the_number():
    explained = reasons("q1")
    assert explained["low, high"][0][:2] == ("40, open", "the number “40” with its modifier")
    assert explained["modifier"][0][0] == "at_least" and "“at least”" in explained["modifier"][0][1]


def test_a_unit_that_is_taken_over_names_the_figure_that_has_it():
    ((unit, because, probability),) = reasons("q2")["unit"]
    assert unit == "person" and "at least 40 people" in because and 0.5 < probability <= 1


def test_the_sources_are_weighed_against_each_other():
    sources = reasons("q1")["source"]
    assert sources[0][0] == "Police"
    probabilities = [probability for *_, probability in sources]
    assert probabilities == sorted(probabilities, reverse=True) and sum(probabilities) <= 1.01


def test_figures_about_the_same_thing_are_told_with_their_probability():
    topics = reasons("q1")["topic"]
    assert topics[0][0] == "q2" and "in its topic" in topics[0][1] and topics[0][2] > 0.5


def test_it_is_known_how_sure_each_source_and_each_pair_is():
    sure, explained = read(Article(TEXT)).sureness, [reasons(f"q{number}") for number in (1, 2, 3)]
    assert [round(one, 2) for one in sure.credited] == [one["source"][0][2] for one in explained]
    assert round(sure.together[0, 1], 2) == explained[0]["topic"][0][2]


def test_a_source_that_a_person_corrected_is_sure():
    source = 'source = { name = "Nurses", type = "unnamed_group" }'
    record = f'[[change]]\nquote = "46"\n{source}\nreason = "so"\nauthor = "A."\ndate = 2025-02-01\n'
    corrected = read(Article(TEXT, corrections=CorrectionsFile("x.toml", record)))
    assert corrected.sureness.credited[1] == 1
    assert any("(Nurses)" in words(one) or "Nurses: " in words(one) for one in story(corrected))


def test_a_hedge_is_told_with_its_words():
    assert ("hedge", "“reportedly” in what bears on the figure") in [row[:2] for row in reasons("q3")["hedges"]]


def test_an_unknown_figure_is_named():
    with pytest.raises(KeyError, match="no quantity 'q9'; there are 3"):
        read(Article(TEXT)).explain("q9")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["Police said ", "40 people", "about $3 million", " died", ". ", "\n", "of whom 12", "“"]))
)
def test_every_row_has_reasons_whatever_the_text(parts):
    reading = read(Article("".join(parts)))
    for quantity in reading.quantities.itertuples():
        explained = reading.explain(quantity.quantity_id)
        assert {"low, high", "modifier", "unit", "source"} <= set(explained["column"])
        assert explained["probability"].dropna().between(0, 1).all()
