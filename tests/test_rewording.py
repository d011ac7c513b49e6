"""The measures of how rules generalise: re-worded sentences, and rules switched off."""

from __future__ import annotations

import json
import random
import sys

import pytest
from conftest import ROOT, needs_shared, shared_folder

sys.path.insert(0, str(ROOT / "notebooks" / "methods"))
import ablation
import ablation_words
import rewording

SENTENCES = [
    "The police said 12 soldiers and about 30 rebels died on Monday.",
    "Sales rose 5.5% to $2.5 billion in 2016.",
    "The fire burned 400 hectares and seven houses.",
    "The firm lost more than 300 jobs, or 4 per cent of them.",
    "He paid £20 for two tickets.",
]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sentence", SENTENCES)
def test_figures_change_as_their_words_do(sentence, seed):
    tests = rewording.cross_tests([sentence], seed)
    assert len(tests) and tests[~(tests["meant"] & tests["others"])].empty


def test_every_kind_of_rewording_is_made_and_differs():
    tests = rewording.cross_tests(SENTENCES)
    assert set(tests["kind"]) == set(rewording._WAYS)
    assert (tests["text"] != tests["was"]).mean() > 0.9


def test_a_reading_that_does_not_follow_the_words_is_found(monkeypatch):
    usual = rewording.find_quantities
    monkeypatch.setattr(
        rewording, "find_quantities", lambda article: usual(article) if article.text in SENTENCES else []
    )
    tests = rewording.cross_tests(SENTENCES)
    assert not tests["meant"].any() and rewording.shares(tests).iloc[-1].tolist() == ["all", 0.0, len(tests)]


@pytest.mark.parametrize(
    ("noun", "plural"), [("city", "cities"), ("bus", "buses"), ("church", "churches"), ("boy", "boys")]
)
def test_plurals_are_regular(noun, plural):
    assert rewording.plural(noun) == plural


def test_a_rule_that_is_needed_is_told_from_one_that_is_not():
    told = ablation.ablation(["The 6-foot-4 guard left.", "Nothing is told here."]).set_index("rule")
    assert told.loc["units._INCHES"].tolist() == [1, 1, 1]
    assert told.loc["exclusions._STANDARD"].tolist() == [0, 0, 0]
    assert "exclusions._STANDARD" in set(ablation.idle(told.reset_index())["rule"])


def test_rules_are_put_back_after_the_ablation():
    import re

    from analysis.quantities import units

    ablation.ablation(["It cost $5."])
    assert isinstance(units._INCHES, re.Pattern)


@needs_shared
def test_newsquant_reworded_is_read_as_it_must_be():
    gold = json.loads((shared_folder() / "corpora/newsquant/visible.json").read_text("utf-8"))
    sentences = random.Random(1).sample([one["text"] for one in gold], 80)
    shares = rewording.shares(rewording.cross_tests(sentences, 1)).set_index("kind")["right"]
    assert shares["all"] >= 97 and shares.min() >= 90


def test_entries_of_all_tables_are_listed():
    listed = {(entry.place, entry.word) for entry in ablation_words.entries()}
    assert ("stances.declines", r"\bno comment\b") in listed and ("hedges.hedge.adverbs", "allegedly") in listed
    assert ("sources.persons.titles", "president") in listed
    assert {("numbers.small", "seven"), ("units.duration.fortnight.names", "fortnight")} <= listed
    assert {("concepts.light", "have"), ("trends.change.stems", "increas\\w+"), ("nouns.plural", "geese")} <= listed


def test_a_word_that_is_needed_is_told_from_one_that_is_not():
    texts = ["It took a fortnight and 3 fortnights.", "Some 40 geese left their row."]
    told = ablation_words.ablation_of_words(texts, ["units", "nouns", "exclusions"])
    columns = ["list", "word", "stands in", "tried in", "changes"]
    told = {(lists, word): values for lists, word, *values in told[columns].itertuples(index=False)}
    assert told["units.duration.fortnight.names", "fortnight"] == [1, 1, True]
    assert told["nouns.plural", "geese"] == [1, 1, True]
    assert told["exclusions.labels", "row"] == [1, 1, False]
    assert told["nouns.plural", "lice"] == [0, 0, False]


def test_words_are_put_back_after_the_ablation():
    import sys

    from analysis.article import Article
    from analysis.quantities import find_quantities, grammar
    from analysis.quantities.tables import table

    before = str(table("units")) + str(table("concepts"))
    entry = ablation_words.Entry("units", ("duration", "fortnight", "names"), "fortnight")
    with ablation_words.left_out([entry, ablation_words.Entry("concepts", ("light",), "have")]) as find:
        assert find(Article("It took 3 fortnights."))[0].kind == "count"
    assert str(table("units")) + str(table("concepts")) == before
    assert sys.modules["analysis.quantities.grammar"] is grammar
    assert find_quantities(Article("It took 3 fortnights."))[0].kind == "duration"


@pytest.mark.parametrize(
    ("lexicon", "word", "text"),
    [
        ("hedges", "allegedly", "He allegedly left."),
        ("stances", r"\bno comment\b", "The firm had no comment on the 40 jobs."),
        ("sources", "police", "Police said 40 people had died."),
    ],
)
def test_words_of_other_lexicons_are_left_out_too(lexicon, word, text):
    told = ablation_words.ablation_of_words([text], [lexicon]).set_index("word")
    assert told.loc[word, "stands in"].max() == 1 and (lexicon == "sources" or told.loc[word, "changes"])
