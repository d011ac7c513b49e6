"""Hedges: sentence -> markers of (un)certainty."""

import json

import pytest
from attacks.time import assert_linear
from conftest import SEED, shared_folder
from hypothesis import given
from hypothesis import strategies as st

from analysis.article import Article, Span, overlaps
from analysis.hedges import find_hedges, touching

GOLD = shared_folder() / "gold" / "secret-deployment.json"


def marked(text):
    return [(text[hedge.start : hedge.end], hedge.kind) for hedge in find_hedges(Article(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # modals, and what only looks like them
        ("Talks may resume and rates could fall.", [("may", "hedge"), ("could", "hedge")]),
        ("Talks may not resume in May.", [("may", "hedge")]),
        ("On May 5 the talks ended.", []),
        ("It showed its military might.", []),
        # evidential verbs, adverbs, nouns
        ("They suspect fraud.", [("suspect", "hedge")]),
        ("Police said the suspect fled; two suspects stole it.", []),
        ("Surveys suggest a shift, and data indicate more.", [("suggest", "hedge"), ("indicate", "hedge")]),
        ("It appears to be over.", [("appears to", "hedge")]),
        ("She appeared in court.", []),
        ("The army reportedly withdrew.", [("reportedly", "hedge")]),
        ("The toll is purportedly high.", [("purportedly", "hedge")]),
        ("Estimates vary.", [("Estimates", "hedge")]),
        ("A win is likely among likely voters.", [("likely", "hedge")]),
        ("He is believed to be abroad.", [("is believed to", "hedge")]),
        # conditionals
        ("The toll, if confirmed, is high.", [("if confirmed", "conditional")]),
        ("If true, this is new.", [("If true", "conditional")]),
        ("If it rains, stay.", []),
        # approximators modify numbers, and nothing else
        ("Over 1,000 people came over the hill.", [("Over", "approximator")]),
        ("About 200 people talked about peace.", [("About", "approximator")]),
        ("They talked about two plans.", []),
        ("Some 300 guests and some friends came.", [("Some", "approximator")]),
        ("It spent $30 billion over 10 years.", []),
        ("He served for over 10 years.", [("over", "approximator")]),
        ("Come as soon as possible.", []),
        ("Upwards of 12,000 were sent.", [("Upwards of", "approximator")]),
        ("Nearly half left; almost all agreed.", [("Nearly", "approximator")]),
        ("It costs about $3 million.", [("about", "approximator")]),
        ("More than a dozen died.", [("More than", "approximator")]),
        ("He likes tea more than coffee.", []),
        ("Fifty or so remained.", [("or so", "approximator")]),
        # boosters, which negation turns into hedges
        ("This is undoubtedly so.", [("undoubtedly", "booster")]),
        ("The video corroborates the report.", [("corroborates", "booster")]),
        ("The ministry has not confirmed the toll.", [("confirmed", "hedge")]),
        (
            "The claim could not be independently verified.",
            [("could not be independently verified", "hedge")],
        ),
        # the longest phrase wins
        ("That is almost certainly wrong.", [("almost certainly", "hedge")]),
    ],
)
def test_hedges_of_a_sentence(text, expected):
    assert marked(text) == expected


def test_curly_apostrophes_and_capitals_make_no_difference():
    assert marked("PERHAPS it isn’t clear.") == [("PERHAPS", "hedge"), ("isn’t clear", "hedge")]
    assert marked("It isn't clear.") == [("isn't clear", "hedge")]


@given(st.text(max_size=400))
def test_hedges_lie_in_the_text_in_order_without_overlap(text):
    hedges = find_hedges(Article(text))
    edges = [edge for hedge in hedges for edge in (hedge.start, hedge.end)]
    assert edges == sorted(edges)
    assert all(0 <= hedge.start < hedge.end <= len(text) for hedge in hedges)
    assert {hedge.kind for hedge in hedges} <= {"hedge", "booster", "conditional", "approximator"}


def test_long_texts_take_linear_time():
    assert_linear("about over some may if confirmed ", find_hedges, shortest=10_000)


@pytest.mark.skipif(not GOLD.exists(), reason=f"{GOLD} is not here")
def test_the_seed_against_its_gold():
    gold = json.loads(GOLD.read_text("utf-8"))["hedges"]
    found = find_hedges(Article(SEED.read_text("utf-8")))

    def hits(hedge):
        return [mark for mark in gold if mark["start"] < hedge.end and hedge.start < mark["end"]]

    right = {mark["start"] for hedge in found for mark in hits(hedge) if mark["kind"] == hedge.kind}
    assert sum(mark["start"] in right for mark in gold if not mark["optional"]) >= 15
    assert sum(not hits(hedge) for hedge in found) <= 6


@given(st.lists(st.sampled_from("may rain , probably if so about 40".split())).map(" ".join), st.data())
def test_the_hedges_that_touch_a_span_are_those_that_share_a_character_with_it(text, data):
    hedges = find_hedges(Article(text))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    expected = [at for at, hedge in enumerate(hedges) if overlaps(Span(hedge.start, hedge.end), Span(start, end))]
    assert list(touching(hedges, Span(start, end))) == expected
