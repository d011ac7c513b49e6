"""The sentences that sum an article up."""

import pytest

from analysis import Article, read, summary

SAID = "{} said it rains. {} said it pours."


@pytest.mark.parametrize(
    ("speakers", "told"),
    [
        (["Ana Petrov"], "Ana Petrov (named person) is cited most: 2 times."),
        (
            ["Ana Petrov", "Maria Lopez"],
            "Ana Petrov (named person) and Maria Lopez (named person) are cited most: 2 times each.",
        ),
        (["Ana Petrov", "Maria Lopez", "Peter Smith", "John Miller"], "4 are cited most: 2 times each."),
    ],
)
def test_all_sources_that_are_cited_equally_often_are_cited_most(speakers, told):
    text = "\n\n".join(SAID.format(name, name) for name in speakers)
    (sentence,) = [one for one in summary.sentences(read(Article(text))) if "cited most" in one]
    assert sentence.endswith(told)
