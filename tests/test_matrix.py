"""Who says what of what: when there is something to show, what comes first, and how it is drawn."""

from __future__ import annotations

from itertools import combinations
from types import SimpleNamespace
from xml.etree import ElementTree

import pandas as pd
import pytest
from test_charts import boxes

from analysis import charts
from analysis.matrix import COLUMNS, TOPICS, finding, matrix


def reading(*claims, confidence: float = 0.95, kind: str = "disagreement"):
    """A reading of claims, each (topic, source or None, low, high) and optionally hedged, stance, unit, kind."""
    rows = []
    for number, (topic, source, low, high, *more) in enumerate(claims, 1):
        hedged, stance, unit, counted = (*more, *(False, "asserts", "person", "count")[len(more) :])
        rows.append(
            {
                "quantity_id": f"q{number}", "attribution_id": source and f"a{number}", "source_id": source,
                "source_name": source, "low": low, "high": high, "modifier": "exact" if low == high else "range",
                "unit": unit, "hedged": hedged, "topic": topic, "stance": stance, "kind": counted,
            }
        )  # fmt: skip
    columns = ["quantity_id", "attribution_id", "source_id", "source_name", "low", "high", "modifier", "unit", "hedged"]
    found = pd.DataFrame(rows, columns=[*columns, "topic", "stance", "kind"])
    amounts = found["topic"].value_counts(sort=False)
    topics = amounts[amounts > 1].index
    return SimpleNamespace(
        claims=found.drop(columns=["stance", "kind"]),
        quantities=found[["quantity_id", "kind"]].assign(number_start=range(len(found))),
        attributions=found[["attribution_id", "stance", "source_id"]]
        .dropna()
        .assign(content_spans=[()] * len(found.dropna(subset=["attribution_id", "stance", "source_id"]))),
        sources=found[["source_id", "source_name"]].dropna().drop_duplicates().set_axis(["source_id", "name"], axis=1),
        disagreements=pd.DataFrame({"topic": topics, "kind": kind, "confidence": confidence}),
    )


BOTH_SIDES = (
    ("soldiers killed in the north", "the army", 40, 40),
    ("soldiers killed in the north", "the rebels", 300, 310),
    ("rebels killed in the north", "the army", 500, None),
    ("rebels killed in the north", "the rebels", 25, 25, True),
    ("rebels killed in the north", None, 25, 25),
)


def test_two_armies_and_both_sides_losses_are_a_matrix():
    found = matrix(reading(*BOTH_SIDES))
    assert {topic.name for topic in found.topics} == {"soldiers killed in the north", "rebels killed in the north"}
    assert [source.name for source in found.sources] == ["the army", "the rebels", "the article’s own voice"]
    stated = {(t.name, s.name): [told.words for told in found.cell(t, s)] for t in found.topics for s in found.sources}
    assert stated["soldiers killed in the north", "the rebels"] == ["300 to 310"]
    assert stated["rebels killed in the north", "the army"] == ["500 or more"]
    assert stated["soldiers killed in the north", "the article’s own voice"] == []
    assert all(topic.disputed and topic.sure for topic in found.topics)
    assert finding(found) == "Sources contradict each other on both topics that several speak of"


@pytest.mark.parametrize(
    "claims",
    [
        [],
        [("a", "x", 1, 1), ("a", "y", 2, 2)],  # one topic
        [("a", "x", 1, 1), ("b", "y", 2, 2), ("c", "y", 2, 2), ("d", "x", 2, 2)],  # none that two speak of
        [("a", "x", 1, 1), ("b", "x", 2, 2), ("a", None, 1, 1), ("b", None, 2, 2)],  # one source
        [("a", "x", 1, 1), ("a", "y", 2, 2), ("b", "x", 2, 2)],  # one of the two speaks of nothing else
    ],
)
def test_where_no_two_sources_speak_of_two_topics_a_sentence_says_so(claims):
    read = reading(*claims)
    assert not matrix(read).topics
    for narrow in (False, True):
        chart = charts.matrix(read, narrow=narrow)
        assert "There is nothing to draw" in chart.svg() and not chart.links


def test_two_sources_that_share_one_topic_and_each_speak_of_another_are_shown():
    found = matrix(reading(("a", "x", 1, 1), ("a", "y", 1, 1), ("b", "x", 2, 2), ("c", "y", 3, 3), ("d", "z", 4, 4)))
    assert [topic.name for topic in found.topics] == ["a", "b", "c"]
    assert [source.name for source in found.sources] == ["x", "y"]


def test_topics_of_several_sources_come_first_and_what_is_left_out_is_said():
    alone = [(f"topic {number}", "x", number, number) for number in range(TOPICS)]
    shared = [(topic, f"source {number}", number, number) for number in range(COLUMNS) for topic in ("late", "later")]
    read = reading(*alone, *shared, ("late", "x", 1, 1), ("late", None, 5, 5))
    found = matrix(read)
    assert [topic.name for topic in found.topics[:2]] == ["late", "later"]
    assert (len(found.topics), len(found.sources)) == (TOPICS, COLUMNS)
    assert (found.more_topics, found.more_sources) == (2, 2)
    assert "Left out: 2 more topics and 2 more sources." in charts.matrix(read).svg()


def test_what_is_not_surely_one_thing_is_no_contradiction():
    found = matrix(reading(*BOTH_SIDES, confidence=0.6))
    assert not any(topic.disputed or topic.sure for topic in found.topics)
    assert finding(found) == "2 topics may have figures from several sources"
    assert "possibly the same thing" in charts.matrix(reading(*BOTH_SIDES, confidence=0.6)).svg()


def test_intervals_that_can_all_be_true_are_no_contradiction():
    claims = [("a", "x", 100, None), ("a", "y", 300, None), ("b", "x", 5, 9), ("b", "y", 7, 7)]
    assert finding(matrix(reading(*claims))) == "2 topics have figures from several sources"


def test_a_denial_is_shown_as_one_and_makes_a_dispute():
    read = reading(("a", "x", 5, 5), ("a", "y", 5, 5, False, "denies"), ("b", "x", 1, 1), ("b", "y", 1, 1))
    found = matrix(read)
    assert {topic.name: topic.disputed for topic in found.topics} == {"a": True, "b": False}
    chart = charts.matrix(read)
    assert "denies it" in chart.svg() and "denies it" in chart.alt and "disputed" in chart.svg()


def test_an_amount_in_another_currency_names_it_and_has_no_place_on_the_scale():
    money = (False, "asserts", "EUR", "money")
    pounds = (False, "asserts", "GBP", "money")
    read = reading(("fee", "x", 5, 5, *money), ("fee", "y", 4, 4, *pounds), ("b", "x", 1, 1), ("b", "y", 1, 1))
    svg = charts.matrix(read).svg()
    assert "4 GBP" in svg and "5 EUR" not in svg
    assert svg.count('href="#q2"') < svg.count('href="#q1"')


LONG = "the Subcommittee on the Supervision of Locks, Weirs and Canals and the Reconstruction of Harbours"
MANY = [
    (f"{topic} swept away by the river in the {LONG.split()[number]} of the year before last", source, low, high, source is LONG)
    for number, topic in enumerate(["houses", "Donaudampfschifffahrtsgesellschaften", "cattle", "bridges", "mills"] * 2)
    for source, low, high in [
        (LONG, 12_345_678, 987_654_321), ("Ada Thorne", 3, None), ("a$b", None, 1e15), (None, 5, 5), ("Reports", 7, 7),
        ("Ada Thorne", 5, 5), ("Officials", -4, 2.5), ("Observers", 1, 1), ("Rettungsorganisationsvorsitzende", 9, 9),
    ]
]  # fmt: skip


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("claims", [BOTH_SIDES, MANY], ids=["both sides", "many"])
def test_nothing_is_cut_or_lies_on_another(claims, narrow):
    chart = charts.matrix(reading(*claims), narrow=narrow)
    found = boxes(chart)
    width, height = chart.get_size_inches() * chart.dpi
    for text, box in found.items():
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, text.get_text()
    for (one, first), (other, second) in combinations(found.items(), 2):
        beside = first.x1 <= second.x0 + 1 or second.x1 <= first.x0 + 1
        assert beside or first.y1 <= second.y0 + 2 or second.y1 <= first.y0 + 2, (one.get_text(), other.get_text())


def test_a_word_that_fits_a_column_is_not_broken():
    sources = ["International Parliamentary Union", "House of Representatives", "Pig-Farmers' Administration"]
    claims = [(topic, f"{source} {n}", 5 + n, 5 + n) for topic in "ab" for source in sources for n in (1, 2)]
    words = {line for text in boxes(charts.matrix(reading(*claims))) for line in text.get_text().split()}
    assert {"International", "Parliamentary", "Representatives", "Administration"} <= words


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_each_statement_leads_to_its_sentence_and_is_told_in_words(narrow):
    chart = charts.matrix(reading(*BOTH_SIDES), narrow=narrow)
    assert set(chart.links) == {f"#q{number}" for number in range(1, 6)}
    assert chart.links["#q4"] == "q4: rebels killed in the north (disputed): 25, hedged, the rebels."
    root = ElementTree.fromstring(chart.svg())
    told = [element.get("aria-label") for element in root.iter() if element.get("href", "").startswith("#q")]
    assert sorted(filter(None, told)) == sorted(chart.links.values())
    assert chart.alt.startswith("Chart. Sources contradict each other") and "500 or more, the army" in chart.alt
    assert chart.svg() == charts.matrix(reading(*BOTH_SIDES), narrow=narrow).svg()


def test_who_disputes_a_figure_stands_in_the_matrix():
    told = reading(*BOTH_SIDES)
    first = told.attributions.iloc[0]
    told.attributions = pd.concat(
        [
            told.attributions,
            pd.DataFrame([{**first, "attribution_id": "a99", "source_id": told.attributions["source_id"].iloc[1],
                           "stance": "disputes", "content_spans": ((0, 1),)}]),
        ]
    )  # fmt: skip
    found = matrix(told)
    assert any(one.stance == "disputes it" for t in found.topics for s in found.sources for one in found.cell(t, s))
