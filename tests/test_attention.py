"""Attention of figures to each other: who sees whom, whatever the weights; and several networks at once."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.agreement import attention, scorer
from analysis.agreement.attention import HEADS, NEVER, Among
from analysis.article import Article
from analysis.encoder import encode
from analysis.frames import figures
from analysis.quantities import find_quantities

UNITS, HIDDEN, FIGURES, REACH = 8, 16, 30, 5


@pytest.fixture
def random():
    return np.random.default_rng(0)


@pytest.fixture
def layer(random):
    shapes = {
        "attend": (UNITS, 3 * UNITS), "attend_bias": (3 * UNITS,), "merge": (UNITS, UNITS), "wide": (UNITS, HIDDEN),
        "wide_bias": (HIDDEN,), "back": (HIDDEN, UNITS),
    }  # fmt: skip
    return Among(*(random.normal(size=shapes.get(name, (UNITS,))) for name in Among._fields))


def test_a_figure_is_seen_by_its_neighbours_alone(random, layer, monkeypatch):
    figures, bias = random.normal(size=(FIGURES, UNITS)), random.normal(size=(FIGURES, 2 * REACH + 1, HEADS))
    neighbours = np.arange(FIGURES)[:, None] + np.arange(-REACH, REACH + 1)
    bias[(neighbours < 0) | (neighbours >= FIGURES)] = NEVER
    before = layer(figures, bias)
    figures[0] = random.normal(size=UNITS)
    after = layer(figures, bias)
    assert np.flatnonzero(~np.isclose(before, after).all(axis=1)).tolist() == [0, 1, 2, 3, 4, 5]
    monkeypatch.setattr(attention, "_AT_ONCE", 7)
    np.testing.assert_allclose(layer(figures, bias), after)


def test_a_figure_that_may_see_none_is_as_if_it_were_alone(random, layer):
    figures, bias = random.normal(size=(4, UNITS)), np.full((4, 2 * REACH + 1, HEADS), NEVER)
    bias[:, REACH] = 0
    alone = [layer(figures[one : one + 1], bias[:1])[0] for one in range(4)]
    np.testing.assert_allclose(layer(figures, bias), alone)


def test_networks_tell_their_mean():
    article = Article("Police said 40 people died in the fire. Doctors put the dead at 46, and 12 houses burnt down.")
    encoding = encode(article)
    at = figures.places(encoding, [(one.number_start, one.start, one.end) for one in find_quantities(article)])
    first, second = figures.networks()[:2]
    views = [figures.look([network], encoding, at) for network in (first, second)]
    both = figures.look([first, second], encoding, at)
    np.testing.assert_allclose(both.views, np.concatenate([one.views for one in views]), rtol=1e-4)
    np.testing.assert_allclose(both.status, np.mean([one.status for one in views], axis=0), rtol=1e-4)
    assert figures.look([first, first], encoding, at).roles == views[0].roles
    assert len(scorer.trained().networks) == len(figures.networks())
