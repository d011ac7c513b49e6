"""Who is credited with a figure, what bears on it, and where claims on the same thing differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.agreement import About, compare
from analysis.article import Article, Span
from analysis.attributions import Attribution
from analysis.crediting import Credits, credit
from analysis.findings import Claim, Findings, disagreements, is_hedged
from analysis.findings.claims import join_claims
from analysis.frames import Frame
from analysis.hedges import Hedge
from analysis.quantities import Quantity
from analysis.sources import Source
from analysis.vocabulary import DISAGREEMENT_KINDS

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


def claims_of(quantities, attributions, credits, hedges=(), text: str = TEXT):
    article = Article(text)
    comparison = compare(article, quantities, credits.voices)
    return join_claims(Findings(article, hedges, attributions, quantities, credits, comparison)).claims


def claim(quantities, attributions, hedges=()):
    return claims_of(quantities, attributions, credit(Article(TEXT), quantities, attributions), hedges)


def test_a_claim_is_joined_from_what_is_credited():
    source = Source("Ana", "named_person", (span("The mayor"),))
    credits = Credits([source], [0], [0], [0], [(span("The mayor"),)], ["asserts"])
    (found,) = claims_of([quantity("60")], [DENIAL], credits)
    assert (found.attribution, found.source, found.mention) == (0, 0, (span("The mayor"),))


def test_the_innermost_attribution_is_credited():
    (found,) = claim([quantity("40")], [OUTER, INNER])
    assert (found.attribution, found.source) == (1, 1)


def test_whoever_denies_a_figure_is_not_credited_with_it():
    (found,) = claim([quantity("60")], [DENIAL])
    assert found.attribution is None


def test_a_hedge_in_the_content_bears_on_the_figure_and_one_elsewhere_does_not():
    first, second = claim([quantity("40"), quantity("60")], [INNER], [MAY])
    assert (first.hedged, first.hedges) == (True, (0,))
    assert (second.hedged, second.hedges) == (False, ())


def test_a_hedge_in_what_somebody_says_of_other_things_does_not_bear_on_the_articles_own_figure():
    text = "“It may rain,” said Ana, mayor of a town where perhaps 300 houses fell."
    said = Attribution((span("Ana", text),), (span("said", text),), (span("It may rain", text),), "asserts", "direct")
    hedges = [Hedge(*span(words, text), "hedge") for words in ("may", "perhaps")]
    quantities = [quantity("300", text=text)]
    credits = Credits([Source("Ana", "named_person", ())], [0], [None], [None], [()], ["asserts"])
    (found,) = claims_of(quantities, [said], credits, hedges, text)
    assert (found.source, found.hedges) == (None, (1,))


def test_an_approximator_bears_on_a_figure_without_hedging_it():
    (found,) = claim([quantity("40")], [INNER], [ABOUT])
    assert (found.hedged, found.hedges) == (False, (0,))


def test_an_attribution_is_hedged_by_a_hedge_in_any_part():
    assert is_hedged(INNER, [MAY])
    assert not is_hedged(DENIAL, [MAY])
    assert not is_hedged(INNER, [ABOUT])


def test_a_hedge_between_source_and_cue_hedges_the_attribution():
    text = "Footage purportedly shows 40 dead."
    shown = Attribution(
        (span("Footage", text),), (span("shows", text),), (span("40 dead", text),), "asserts", "indirect"
    )
    assert is_hedged(shown, [Hedge(*span("purportedly", text), "hedge")])


def test_claims_on_the_same_thing_share_a_topic_whoever_makes_them():
    text = "Police said 40 people were killed in the fire. Doctors said 46 people were killed in the fire."
    said = [
        Attribution((span(source, text),), (span("said", text),), (span(content, text),), "asserts", "indirect")
        for source, content in (("Police", "40 people were killed"), ("Doctors", "46 people were killed"))
    ]
    quantities = [
        replace(quantity(number, value, value, text, concept="people killed"), end=span(f"{number} people", text).end)
        for number, value in (("40", 40), ("46", 46))
    ]
    sources = [Source("Police", "named_organization", ()), Source("Doctors", "unnamed_group", ())]
    credits = Credits(sources, [0, 1], [0, 1], [0, 1], [(), ()], ["asserts", "asserts"])
    first, second = claims_of(quantities, said, credits, text=text)
    assert first.topic == second.topic
    assert first.about.kind == "disagreement"
    assert (first.source, second.source) == (0, 1)


# Disagreements ------------------------------------------------------------------------------------------------------


def disagreeing(*stated, about: str = "aaaaa", topics: str = "aaaaa", kind: str | None = "disagreement"):
    """The disagreements of claims, each given by low and high; `topics` differ from `about` by a correction."""
    quantities = [quantity("40", low, high) for low, high in stated]
    nothing = Frame(None, None, None, None)
    claims = [
        Claim(None, None, (), (), False, topic, About(nothing, None, found, kind, kind and 0.9))
        for _, found, topic in zip(stated, about, topics, strict=False)
    ]
    return disagreements(quantities, claims)


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
    (found,) = disagreeing(*intervals)
    assert (found.claims, found.lowest, found.highest) == ((0, 1), lowest, highest)
    assert found.ratio == (None if ratio is None else pytest.approx(ratio))
    assert found.compatible is compatible


@pytest.mark.parametrize(
    ("members", "unit", "lowest", "highest"),
    [
        ([("fraction", "fraction", 0.4), ("percent", "percent", 41)], "percent", 40, 41),
        ([("fraction", "fraction", 0.25), ("fraction", "fraction", 0.5)], "fraction", 0.25, 0.5),
        ([("money", "USD", 1.4e9), ("money", "CLP", 1.26e12), ("money", "USD", 3.1e9)], "USD", 1.4e9, 3.1e9),
        ([("count", "soldier", 27), ("count", "person", 60)], "soldier", 27, 60),
    ],
)
def test_a_disagreement_compares_what_is_stated_in_one_unit(members, unit, lowest, highest):
    quantities = [
        replace(quantity("40", value, value), kind=kind, unit=of, number_start=at, start=at)
        for at, (kind, of, value) in enumerate(members)
    ]
    about = About(Frame(None, None, None, None), None, "a", "disagreement", 0.9)
    claims = [Claim(None, None, (), (), False, "a", about) for _ in members]
    (found,) = disagreements(quantities, claims)
    assert (found.unit, found.lowest, found.highest) == (unit, lowest, highest)
    assert found.claims == tuple(range(len(members)))


@pytest.mark.parametrize("kind", DISAGREEMENT_KINDS)
def test_a_topic_that_the_model_found_has_the_models_kind_and_confidence(kind):
    (found,) = disagreeing((40, 40), (46, 46), kind=kind)
    assert (found.kind, found.confidence) == (kind, 0.9)


@pytest.mark.parametrize(("other", "kind"), [(40, "restatement"), (46, "disagreement")])
def test_a_topic_that_a_correction_made_is_sure_and_of_the_kind_that_its_intervals_tell(other, kind):
    (found,) = disagreeing((40, 40), (other, other), about="ab", kind=None)
    assert (found.kind, found.confidence) == (kind, None)


def test_a_topic_with_one_claim_is_no_disagreement():
    assert disagreeing((40, 40), (60, 60), about="ab", topics="ab") == []
