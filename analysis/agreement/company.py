"""The company of a pair: whether other figures of the article go with both of its figures, or with one alone."""

from __future__ import annotations

import numpy as np

COMPANY = 14
"""Measures of a pair's company."""
_AT_ONCE = 4_000
"""Pairs that are measured at once; this bounds the memory."""
_MANY = 5
"""Figures that go with one count up to about so many."""


def company(pairs: np.ndarray, together: np.ndarray, parts: np.ndarray, reach: int) -> np.ndarray:
    """Measures of each pair's company: pairs x `COMPANY`, each 0 to about 1.

    `pairs` (pairs x 2) names two figures each, the earlier one first, at most `reach` figures apart; `together` is how
    probably they are about the same thing, `parts` how probably one is a part of the other, by a first look.
    Three figures of which only two pairs agree cannot all be right: the measures show that to a second look. The time
    taken grows with the number of pairs.
    """
    if not len(pairs):
        return np.zeros((0, COMPANY), dtype=np.float32)
    chunks = range(0, len(pairs), _AT_ONCE)
    tables = [_table(pairs, values, reach) for values in (together, parts, np.ones(len(pairs)))]
    return np.concatenate([_measured(pairs[at : at + _AT_ONCE], together[at : at + _AT_ONCE], tables) for at in chunks])


def _table(pairs: np.ndarray, values: np.ndarray, reach: int) -> np.ndarray:
    """A value for each figure and each of its `reach` neighbours on both sides (figures x neighbours), 0 where none is.

    As many empty columns on either side let the neighbours of one figure be read as those of another one (`_row`).
    """
    table = np.zeros((int(pairs.max()) + 1, 4 * reach + 1), dtype=np.float32)
    one, other = pairs.T
    table[one, 2 * reach + other - one] = values
    table[other, 2 * reach + one - other] = values
    return table


def _row(table: np.ndarray, figures: np.ndarray, around: np.ndarray) -> np.ndarray:
    """The values of `figures` for the neighbours of the figures `around`: figures x neighbours."""
    reach = table.shape[1] // 4
    neighbours = np.arange(-reach, reach + 1)
    return table[figures[:, None], 2 * reach + (around - figures)[:, None] + neighbours]


def _measured(pairs: np.ndarray, together: np.ndarray, tables: list[np.ndarray]) -> np.ndarray:
    one, other = pairs.T
    here, part_here, known_here = (_row(table, one, one) for table in tables)
    there, part_there, known_there = (_row(table, other, one) for table in tables)
    both = here * there
    elsewhere = np.array(here)  # without the pair itself
    elsewhere[np.arange(len(pairs)), tables[0].shape[1] // 4 + other - one] = 0
    others = _row(tables[0], other, other)
    others[np.arange(len(pairs)), tables[0].shape[1] // 4 + one - other] = 0
    best, best_other = elsewhere.max(axis=1), others.max(axis=1)
    bounded = together.clip(0.01, 0.99)
    columns = [
        together,
        np.log(bounded / (1 - bounded)) / _MANY,
        both.max(axis=1),
        both.sum(axis=1) / _MANY,
        (here * (known_there - there)).max(axis=1),
        ((known_here - here) * there).max(axis=1),
        best,
        best_other,
        together / np.maximum(np.maximum(best, together), 1e-3),
        together / np.maximum(np.maximum(best_other, together), 1e-3),
        elsewhere.sum(axis=1) / _MANY,
        others.sum(axis=1) / _MANY,
        (here * part_there).max(axis=1),
        (part_here * there).max(axis=1),
    ]
    return np.stack(columns, axis=1).astype(np.float32)
