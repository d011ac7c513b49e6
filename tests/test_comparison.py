"""How an article's sourcing compares with that of the reference articles."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import SEED
from hypothesis import given
from hypothesis import strategies as st

from analysis import Article, charts, comparison, read

TEXT = "Ana Petrov said that 40 people may have died. Officials said that about 12 were hurt. It cost $5."


def test_the_indicators_are_shares_of_the_figures_and_counts_per_100_words():
    reading = read(Article(TEXT))
    found = comparison.indicators(reading)
    assert found["figures"] == pytest.approx(3 / reading.article.words * 100)
    assert [round(found[name]) for name in ("named", "unsourced", "hedged", "inexact", "named_attributions")] == [
        33,
        33,
        33,
        33,
        50,
    ]


def test_what_cannot_be_counted_is_left_out():
    found = comparison.compared(read(Article("The garden was quiet. A cat slept on the wall.")))
    assert set(found["indicator"]) == {"figures", "attributions", "doubts"}
    assert comparison.compared(read(Article("…"))).empty


def test_the_reference_has_every_indicator_of_every_kind_of_publisher():
    table = comparison.reference()
    assert {*zip(table["kind"], table["indicator"], strict=True)} == {
        (k, i) for k in comparison.KINDS for i in comparison.INDICATORS
    }
    spread = table[[f"p{percentile}" for percentile in comparison.PERCENTILES]].to_numpy()
    assert (np.diff(spread) >= 0).all() and (table["articles"] > 300).all() and table["articles"].max() == 840


@given(st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.5, 7.0]), min_size=30, max_size=60), st.integers(-100, 900))
def test_the_rank_is_the_share_that_is_below(values, hundredths):
    value = hundredths / 100
    frame = pd.DataFrame({name: values for name in comparison.INDICATORS})
    table = comparison.distribution(frame, pd.Series(["daily newspaper", "online outlet"] * 30)[: len(values)])
    spread = table.loc[0, [f"p{percentile}" for percentile in comparison.PERCENTILES]].to_numpy(float)
    below, upto = (np.mean(np.less(values, value)), np.mean(np.less_equal(values, value)))
    assert 100 * below - 8 <= comparison.rank(value, spread) <= 100 * upto + 8


def test_the_chart_places_the_article_and_tells_its_values():
    found = comparison.compared(read(SEED))
    assert found["rank"].between(0, 100).all()
    chart = charts.comparison(read(SEED))
    assert chart.alt.startswith(f"Chart. {comparison.finding(found)}.")
    assert chart.svg() == charts.comparison(read(SEED)).svg()
