"""The demonstration corpus: articles as the command line takes them, and a truth that fits them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from conftest import ROOT

from analysis.vocabulary import MODIFIERS, SOURCE_TYPES

FOLDER = ROOT / "seeds" / "demonstration"


def corpus(folder: Path) -> tuple[list[dict], dict]:
    lines = (folder / "articles.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines], json.loads((folder / "truth.json").read_text("utf-8"))


CORPORA = {"flood": corpus(FOLDER), "strike": corpus(FOLDER / "strike")}
TOPICS = [(name, topic) for name, (_, truth) in CORPORA.items() for topic in truth["topics"]]


def test_there_are_about_sixty_short_articles_of_several_outlets_over_three_weeks():
    articles, _ = CORPORA["flood"]
    assert 55 <= len(articles) == len({article["id"] for article in articles}) <= 65
    assert all(70 <= len(article["text"].split()) <= 200 for article in articles)
    assert len({article["publisher"] for article in articles}) == 8
    days = [datetime.fromisoformat(article["published"]) for article in articles]
    assert days == sorted(days) and 20 <= (days[-1] - days[0]).days <= 22


@pytest.mark.parametrize("name", CORPORA)
def test_an_article_has_the_fields_of_the_contract_and_points_nowhere(name):
    for article in CORPORA[name][0]:
        assert set(article) == {"id", "title", "publisher", "published", "url", "text"}
        assert article["text"].startswith(article["title"] + "\n\n")
        assert ".example.org/" in article["url"]


@pytest.mark.parametrize("name", CORPORA)
def test_a_figure_of_the_truth_stands_where_it_says(name):
    articles, truth = CORPORA[name]
    texts = {article["id"]: article["text"] for article in articles}
    for figure in truth["figures"]:
        start = figure["start"]
        assert texts[figure["article"]][start : start + len(figure["quote"])] == figure["quote"]
        assert figure["modifier"] in MODIFIERS and figure["topic"] in truth["topics"]
        assert (figure["source"] is None) == (figure["source_type"] is None)
        assert figure["source_type"] in (None, *SOURCE_TYPES)


def in_percent(figure: dict) -> tuple:
    return tuple(
        bound and bound * (100 if figure.get("unit") == "fraction" else 1) for bound in (figure["low"], figure["high"])
    )


@pytest.mark.parametrize(("name", "topic"), TOPICS)
def test_a_trajectory_holds_every_interval_of_every_article_once(name, topic):
    articles, truth = CORPORA[name]
    rows = truth["topics"][topic]["trajectory"]
    stated = [(row["article"], in_percent(row)) for row in rows]
    assert len(stated) == len(set(stated))
    assert set(stated) == {
        (figure["article"], in_percent(figure)) for figure in truth["figures"] if figure["topic"] == topic
    }
    names = [article["id"] for article in articles]
    order = [names.index(row["article"]) for row in rows]
    assert order == sorted(order)


@pytest.mark.parametrize(("name", "topic"), TOPICS)
def test_a_trajectory_has_one_first_use_and_repeats_only_what_was_stated(name, topic):
    first, *later = CORPORA[name][1]["topics"][topic]["trajectory"]
    assert first["event"] == "first" and {row["event"] for row in later} <= {"revision", "repeat", "denial"}
    seen = [first]
    for row in later:
        if row["event"] == "repeat":
            stated = [one for one in seen if one["article"] == row["of"] and bounds(one) & bounds(row)]
            earlier = next((one for one in stated if in_percent(one) == in_percent(row)), stated[0])
            assert ("bound" in row["loses"]) == (in_percent(earlier) != in_percent(row))
            assert ("source" in row["loses"]) == (earlier["source"] is not None and row["source"] is None)
        else:
            assert row["loses"] == []
        seen.append(row)


def bounds(row: dict) -> set[float]:
    return {row["low"], row["high"]} - {None}
