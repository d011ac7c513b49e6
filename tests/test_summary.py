"""The sentences that sum an article up."""

import pytest

from analysis import Article, read, summary

SAID = "{} said it rains. {} said it pours."


@pytest.mark.parametrize(
    ("speakers", "told"),
    [
        (
            ["Ana Petrov", "Maria Lopez"],
            "Ana Petrov (named person) and Maria Lopez (named person) are cited most: 2 times each.",
        ),
        (
            ["Ana Petrov", "Maria Lopez", "Peter Smith", "John Miller"],
            "4 sources are cited equally often: 2 times each.",
        ),
        (["Ana Petrov"], "Its only source is Ana Petrov (named person), cited 2 times."),
    ],
)
def test_all_sources_that_are_cited_equally_often_are_cited_most(speakers, told):
    text = "\n\n".join(SAID.format(name, name) for name in speakers)
    (sentence,) = [one for one in summary.findings(read(Article(text))) if "cited" in one]
    assert sentence.endswith(told)


@pytest.mark.parametrize(
    ("low", "high", "modifier", "told"),
    [
        (1000, None, "more_than", "more than 1,000"),
        (1000, None, "at_least", "1,000 or more"),
        (None, 500, "less_than", "less than 500"),
        (None, 1.2e9, "at_most", "1.2 billion or less"),
        (10, 12, "range", "10 to 12"),
        (200, 200, "approximate", "about 200"),
        (24, None, "vague", "24 or more"),
        (None, None, "exact", "unknown"),
    ],
)
def test_an_interval_in_words_says_whether_its_bound_is_in_it(low, high, modifier, told):
    assert summary.interval(low, high, modifier) == told


def test_the_indicators_divide_the_figures_by_what_stands_behind_them():
    reading = read(
        Article("Ana Petrov said that 40 people may have died. Officials said that 12 were hurt. It cost $5.")
    )
    assert summary.indicators(reading) == [
        (3, "figures"), (1, "with a named source"), (1, "with another source"), (1, "without a source"), (1, "hedged"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "attribution", "told"),
    [
        ("Ana Petrov", "a1", "Ana Petrov"),
        ("Ana Petrov", None, "Ana Petrov"),  # by a correction
        (None, "a1", "nobody named"),
        (float("nan"), float("nan"), "the article’s own voice"),
    ],
)
def test_whoever_is_credited_is_told_in_the_same_words_everywhere(source, attribution, told):
    assert summary.credited({"source_name": source, "attribution_id": attribution}) == told
