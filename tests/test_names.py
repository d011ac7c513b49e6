"""People of forty languages are led back to their names: no list of given names tells who is who."""

from __future__ import annotations

import pytest
from generated_names import SYLLABLES, in_full, names

from analysis.article import Article, Span
from analysis.sources import resolve_sources

COUNT = 6
PEOPLE = list(names(COUNT))
TEXTS = (
    "{full} said 40 people had died. {short} later said 50 people had died.",
    "The owner, {full}, said 40 guests had fallen ill. {title} {short} had seen 12 of them.",
    "Forty homes burned down, {full} told reporters. It had rained for days, {short} added.",
)


class _Named:
    def __init__(self, text: str, words: str, begin: int = 0) -> None:
        start = text.index(words, begin)
        self.source = (Span(start, start + len(words)),)


def is_one(text: str, full: str, short: str) -> bool:
    """Whether both mentions are of one named person."""
    first = _Named(text, full)
    second = _Named(text, short, first.source[0].end)
    sources, index = resolve_sources(Article(text), [first, second])
    return index[0] == index[1] and sources[index[0]].type == "named_person"


def test_there_are_names_of_forty_languages():
    assert len(SYLLABLES) >= 40 and len({(given, family) for _, given, family in PEOPLE}) >= 200


@pytest.mark.parametrize("text", TEXTS, ids=("surname", "role and title", "behind the figure"))
def test_a_surname_is_led_back_to_its_name(text):
    missed = []
    for number, (language, given, family) in enumerate(PEOPLE):
        full, title = in_full(language, given, family), ("Mr", "Ms")[number % 2]
        told = text.format(full=full, short=family, title=title)
        if not is_one(told, full, f"{title} {family}" if "{title}" in text else family):
            missed.append(f"{full} ({language})")
    assert len(missed) <= len(PEOPLE) * 0.05, missed


@pytest.mark.parametrize("word", ["May", "March", "Bill", "Price", "Park", "Banks", "Young", "Church", "Major", "Law"])
@pytest.mark.parametrize("title", ["Mrs", "Mr", "Dr", "Prime Minister", "Senator"])
def test_a_surname_that_is_a_word_is_a_person_behind_a_title(title, word):
    text = f"{title} {word} told lawmakers that 300 jobs were at risk."
    sources, _ = resolve_sources(Article(text), [_Named(text, f"{title} {word}")])
    assert sources[0].type == "named_person" and word in sources[0].name


@pytest.mark.parametrize("apostrophes", ["'’", "’'", "''", "’’"])
def test_an_apostrophe_is_an_apostrophe(apostrophes):
    one, other = apostrophes
    text = f"Niall O{one}Dowd said 40 people had died. O{other}Dowd later said 50 people had died."
    assert is_one(text, f"Niall O{one}Dowd", f"O{other}Dowd")


@pytest.mark.parametrize("called", ["The firm", "The agency", "The company", "The group"])
@pytest.mark.parametrize("before", ["The union", "The ministry", "The police", "The council"])
def test_no_other_body_is_a_firm_or_an_agency(before, called):
    text = f"{before} said 300 jobs were lost. {called} said 250 jobs were lost."
    _, index = resolve_sources(Article(text), [_Named(text, before), _Named(text, called)])
    assert index[0] != index[1]


@pytest.mark.parametrize("called", ["The firm", "The company"])
def test_a_firm_is_the_one_named_before(called):
    text = f"Halden Foods Ltd said 300 jobs were lost. {called} said 250 jobs were kept."
    _, index = resolve_sources(Article(text), [_Named(text, "Halden Foods Ltd"), _Named(text, called)])
    assert index[0] == index[1]


@pytest.mark.parametrize("when", ["Friday", "Monday", "May", "March", "Tonight"])
@pytest.mark.parametrize("name", ["Black{}", "Club-{}", "USA{}", "{}Co", "The{}"])
@pytest.mark.parametrize("text", ["The retailer {} said 40 shops opened.", "A spokesman for {} said 40 shops opened."])
def test_a_name_may_end_in_a_day_or_a_month(text, name, when):
    (source,), (first,) = resolve_sources(
        Article(text.format(name.format(when))), [_Named(text.format(name.format(when)), name.format(when))]
    )
    assert first == 0 and source.name == name.format(when)
