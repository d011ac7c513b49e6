"""Reports inside reports: who says that somebody else has said, counted or estimated a figure."""

from __future__ import annotations

from itertools import product

import pytest

from analysis.article import Article
from analysis.attributions import find_attributions, reported_within

OUTER = ("Maria Lopez", "the mayor", "The newspaper Delta", "a spokesman for the ministry", "The Ward Union")
INNER = ("police", "the army", "the United Nations", "the Harbour Agency", "doctors")
NUMBERS = ("40", "1,200", "thirty")
CHAINS = (
    "{outer} said that {inner} had counted {number} bodies.",
    "{outer} said {inner} reported {number} dead after the clash.",
    "{outer} said on Monday that {inner} had estimated that {number} people would go.",
    "{outer} told reporters that, according to {inner}, {number} people had fled.",
    "{outer} wrote that {inner} had confirmed {number} deaths.",
)
ALONE = (
    "{outer} said the storm destroyed {number} homes.",
    "{outer} said that troops had captured {number} soldiers and left.",
    "{outer} said that {number} people had been killed by police.",
)


def chain(text: str) -> list[tuple[str, str | None]]:
    """The source of each attribution, and that of the one it is reported within, in lower case."""
    found = find_attributions(Article(text))
    sources = [" ".join(span.of(text) for span in one.source).lower() for one in found]
    return [
        (source, None if within is None else sources[within])
        for source, within in zip(sources, reported_within(found), strict=True)
    ]


def worded(wordings):
    """Each wording with all sources and a number."""
    for at, (wording, outer, inner) in enumerate(product(wordings, OUTER, INNER)):
        text = wording.format(outer=outer, inner=inner, number=NUMBERS[at % len(NUMBERS)])
        yield text[0].upper() + text[1:], outer.lower(), inner.lower()


def test_who_reports_whose_figure():
    told = list(worded(CHAINS))
    missed = [
        text for text, outer, inner in told if (inner, outer) not in chain(text) or (outer, None) not in chain(text)
    ]
    assert len(missed) <= 0.15 * len(told), missed


def test_what_happens_in_a_report_is_none():
    told = list(worded(ALONE))
    wrong = [text for text, _, _ in told if any(within for _, within in chain(text))]
    assert len(wrong) <= 0.03 * len(told), wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said police had counted 40 bodies and that the river was rising.", "40 bodies"),
        ("The paper wrote that a spokesman told it that 15 men were held.", "that 15 men were held"),
        ("The paper quoted a diplomat as saying that 30 soldiers had died.", "that 30 soldiers had died"),
    ],
)
def test_how_far_the_inner_report_goes(text, expected):
    found = find_attributions(Article(text))
    (inner,) = (one for one, within in zip(found, reported_within(found), strict=True) if within is not None)
    assert [span.of(text) for span in inner.content] == [expected]


@pytest.mark.parametrize("shows", ["captures", "even captures", "shows"])
@pytest.mark.parametrize("telling", ["recounting", "describing", "denying"])
def test_one_who_is_shown_telling_something(shows, telling):
    text = f"One video {shows} a wounded soldier {telling} his experience of being hunted by drones."
    assert ("a wounded soldier", "one video") in chain(text)


@pytest.mark.parametrize("doing", ["burning", "firing on", "repairing"])
def test_one_who_is_shown_doing_something_else(doing):
    assert chain(f"One video shows a wounded soldier {doing} a house.") == [("one video", None)]


@pytest.mark.parametrize("who", ["He", "Maria Lopez", "The army"])
def test_what_one_believes_without_a_figure_is_no_report_of_its_own(who):
    assert chain(f"{who} said that doctors think that it rains.") == [(who.lower(), None)]
