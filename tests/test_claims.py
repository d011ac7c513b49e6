"""Who is credited with a figure, what bears on it, and which figures are about the same thing."""

from __future__ import annotations

import pytest

from analysis.article import Article, Span
from analysis.attributions import Attribution
from analysis.claims import disagreements, is_hedged, join_claims
from analysis.hedges import Hedge
from analysis.quantities import Quantity
from analysis.sources import Source

TEXT = "Police said doctors told them that about 40 people may have died. The mayor denied that 60 died."


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def quantity(words: str, low=None, high=None, text: str = TEXT, **fields) -> Quantity:
    place = span(words, text)
    default = {"modifier": "exact", "unit": "person", "kind": "count", "trend": None, "concept": None}
    return Quantity(*place, *place, low, high, **(default | fields))


def attribution(source: str, cue: str, content: str, stance: str = "asserts") -> Attribution:
    return Attribution((span(source),), (span(cue),), (span(content),), stance, "indirect")


OUTER = attribution("Police", "said", "doctors told them that about 40 people may have died")
INNER = attribution("doctors", "told", "about 40 people may have died")
DENIAL = attribution("The mayor", "denied", "60 died", stance="denies")
MAY = Hedge(*span("may"), "hedge")
ABOUT = Hedge(*span("about"), "approximator")


def claim(quantities, attributions, hedges=()):
    sources = [Source(str(number), "unnamed_group", ()) for number in range(len(attributions))]
    return join_claims(Article(TEXT), quantities, attributions, sources, list(range(len(attributions))), hedges)


def test_the_innermost_attribution_is_credited():
    (found,) = claim([quantity("40")], [OUTER, INNER])
    assert (found.attribution, found.source) == (1, 1)


def test_whoever_denies_a_figure_is_not_credited_with_it():
    (found,) = claim([quantity("60")], [DENIAL])
    assert (found.attribution, found.source) == (None, None)


def test_a_figure_outside_all_content_is_the_articles_own():
    (found,) = claim([quantity("60")], [INNER])
    assert found.source is None


def test_a_hedge_in_the_content_bears_on_the_figure_and_one_elsewhere_does_not():
    first, second = claim([quantity("40"), quantity("60")], [INNER], [MAY])
    assert (first.hedged, first.hedges) == (True, (0,))
    assert (second.hedged, second.hedges) == (False, ())


def test_an_approximator_bears_on_a_figure_without_hedging_it():
    (found,) = claim([quantity("40")], [INNER], [ABOUT])
    assert (found.hedged, found.hedges) == (False, (0,))


def test_an_attribution_is_hedged_by_a_hedge_in_any_part():
    assert is_hedged(INNER, [MAY])
    assert not is_hedged(DENIAL, [MAY])
    assert not is_hedged(INNER, [ABOUT])


def test_a_hedge_between_source_and_cue_hedges_the_attribution():
    text = "Footage purportedly shows 40 dead."
    shown = Attribution((span("Footage", text),), (span("shows", text),), (span("40 dead", text),), "asserts", "indirect")
    assert is_hedged(shown, [Hedge(*span("purportedly", text), "hedge")])


DEAD = {"concept": "people killed in the flood"}


@pytest.mark.parametrize(
    ("second", "same"),
    [
        (DEAD, True),
        ({"concept": "the person killed in the floods"}, False),  # person is not people: precision first
        ({"concept": "People killed in the floods"}, True),
        ({"concept": "people injured in the flood"}, False),
        ({"concept": "people"}, False),
        (DEAD | {"unit": "child"}, False),
        (DEAD | {"trend": "up"}, False),
        ({"concept": None, "antecedent": 0}, True),
        ({"concept": None}, False),
        ({"concept": "dead"}, False),
    ],
)
def test_claims_share_a_topic_only_where_they_are_comparable(second, same):
    one, other = claim([quantity("40", **DEAD), quantity("60", **second)], [])
    assert (one.topic == other.topic) is same


@pytest.mark.parametrize(
    ("second", "same"), [((40, 40), True), ((60, 60), False), ((40, None), False)]
)
def test_one_word_is_enough_for_a_count_that_comes_back(second, same):
    quantities = [quantity("40", 40, 40, concept="dead"), quantity("60", *second, concept="the dead")]
    one, other = claim(quantities, [])
    assert (one.topic == other.topic) is same


def test_small_counts_that_come_back_need_not_be_the_same():
    one, other = claim([quantity("40", 2, 2, concept="men"), quantity("60", 2, 2, concept="men")], [])
    assert one.topic != other.topic


@pytest.mark.parametrize(
    ("intervals", "lowest", "highest", "ratio", "compatible"),
    [
        (((1000, None), (3000, None)), 1000, 3000, 3, True),
        (((40, 40), (60, 60)), 40, 60, 1.5, False),
        (((10, 20), (15, 30)), 10, 30, 3, True),
        (((None, 500), (600, None)), 500, 600, 1.2, False),
        (((0, 0), (5, 5)), 0, 5, None, False),
    ],
)
def test_a_disagreement_tells_how_far_apart_and_whether_compatible(intervals, lowest, highest, ratio, compatible):
    (first, second) = intervals
    quantities = [quantity("40", *first, **DEAD), quantity("60", *second, **DEAD)]
    (found,) = disagreements(quantities, claim(quantities, []))
    assert (found.claims, found.lowest, found.highest) == ((0, 1), lowest, highest)
    assert found.ratio == (None if ratio is None else pytest.approx(ratio))
    assert found.compatible is compatible


def test_a_topic_with_one_claim_is_no_disagreement():
    quantities = [quantity("40", 40, 40, **DEAD), quantity("60", 60, 60, concept="people hurt badly")]
    assert disagreements(quantities, claim(quantities, [])) == []
