"""Attention of figures to each other: who sees whom, whatever the weights."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.agreement import attention
from analysis.agreement.attention import HEADS, NEVER, Among

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
