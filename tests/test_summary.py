"""What titles, tiles and tables say of an article in computed words."""

import pytest

from analysis import Article, charts, read, summary, wording
from analysis.report.notes import notes


def test_figures_that_lie_close_together_are_told_from_where_to_where_they_run(monkeypatch):
    monkeypatch.setattr(summary, "SURE", 0)  # how sure the model is of them is another matter
    reading = read(Article("Police said 40 people had died. Doctors said that 46 people had died."))
    assert summary.claims_finding(reading) == "The figures for “people died” run from 40 to 46"
    far = read(Article("Police said 40 people had died. Doctors said that 460 people had died."))
    assert summary.claims_finding(far) == "The figures for “people died” lie 12 times apart"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("the damage came to £40 million", "the damage came to £46 million", "from 40 million to 46 million GBP"),
        ("turnout was 40 percent", "turnout was 46 percent", "from 40 to 46 percent"),
        ("the dam was 40 metres high", "the dam was 46 metres high", "from 40 to 46"),
        ("40 barns had burned", "46 barns had burned", "from 40 to 46"),
    ],
)
def test_a_range_of_money_or_percent_names_its_unit(one, other, told, monkeypatch):
    monkeypatch.setattr(summary, "SURE", 0)
    reading = read(Article(f"Police said that {one}. The insurers said that {other}."))
    assert summary.claims_finding(reading).endswith(f" run {told}")


def test_only_what_is_surely_the_same_thing_is_a_title(monkeypatch):
    reading = read(Article("Police said 40 people had died. Doctors said that 46 people had died."))
    (confidence,) = reading.disagreements["confidence"]
    monkeypatch.setattr(summary, "SURE", confidence + 0.01)
    (told,) = summary.sureness(reading.disagreements)
    assert told.startswith("possibly the same thing (0.")
    assert summary.claims_finding(reading) == "1 of 2 figures has a named source"
    monkeypatch.setattr(summary, "SURE", confidence)
    (told,) = summary.sureness(reading.disagreements)
    assert told.startswith("the same thing (0.")
    assert summary.claims_finding(reading).startswith("The figures for")


def test_how_much_is_told_of_the_figures_is_counted():
    alone = read(Article("At least 52 people were killed in Marnek on Tuesday when a market burned down."))
    assert summary.frames_finding(alone).startswith("Of 1 figure, the article tells what happens for 1, where for 1,")
    assert summary.comparison_finding(alone).startswith("No two figures were matched;")
    both = read(Article("Police said 40 people had died. Doctors said that 46 people had died."))
    assert summary.comparison_finding(both) == "1 group of figures is about the same thing"
    assert summary.frames_finding(read(Article("It rained."))) == "The article states no figures"


def test_what_changed_over_time_is_no_title():
    reading = read(Article("Unemployment was 4.3 percent in May, up from 4.1 percent in April."))
    assert reading.disagreements["kind"].tolist() == ["change"]
    assert summary.claims_finding(reading) == "None of 2 figures has a named source"


@pytest.mark.parametrize(("ratio", "told"), [(1.0488, "1.05"), (2.94, "2.9"), (33.4, "33"), (183.2, "183")])
def test_a_ratio_has_as_many_digits_as_tell(ratio, told):
    assert wording.times(ratio) == told


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
    assert wording.interval(low, high, modifier) == told


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
    assert wording.credited({"source_name": source, "attribution_id": attribution}) == told


POLLED = (
    "A poll by Gallup found that 45 percent back it. The Gallup survey says 51 shops closed. Gallup said 9 boats left."
)


def test_a_document_counts_as_whoever_issued_it():
    """A poll by a named pollster has a named source in tiles, titles, the chart of sources and the notes."""
    reading = read(Article(POLLED))
    assert (3, "with a named source") in summary.indicators(reading)
    assert summary.claims_finding(reading) == "All 3 figures have a named source"
    assert summary.sources_finding(reading) == "All 3 attributions name a person or an organisation"
    assert "named organisation: 3 firm" in charts.sources(reading).alt
    assert notes(reading)[0].source_type == "document"
    assert {*summary.kinds_of_sources(reading).values()} == {"document", "named organisation"}


def test_the_issuer_of_a_document_is_told_where_its_name_leaves_it_out():
    reading = read(Article("Gallup asked 900 adults. Its poll found that 45 percent back it."))
    assert summary.kinds_of_sources(reading) == {"s1": "named organisation", "s2": "document by Gallup"}


def test_a_document_that_nobody_is_known_to_have_issued_counts_as_itself():
    reading = read(Article("A poll found that 45 percent back it. The mayor said 9 percent left."))
    assert (0, "with a named source") in summary.indicators(reading)
