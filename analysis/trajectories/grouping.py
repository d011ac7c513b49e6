"""Groups of articles or figures, by average linkage of the probabilities that two of them belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


def group(count: int, pairs: np.ndarray, together: np.ndarray, least: float, apart: Sequence[bool]) -> list[int]:
    """Return, for each of `count` items, the index of its group's first item.

    `pairs` (pairs x 2) are compared, `together` is the probability that each belongs together, `apart` tells which must
    not be in one group. Starting with the most probable pair, two groups become one where the mean over the pairs
    between them is at least `least` and none of these is apart (average linkage; Sokal & Michener 1958). Takes time as
    sorting the pairs does.
    """
    groups = list(range(count))
    members = {number: [number] for number in groups}
    links: dict[int, dict[int, _Link]] = {number: {} for number in groups}
    for (first, second), probability, never in zip(pairs.tolist(), together.tolist(), apart, strict=True):
        links[first][second] = links[second][first] = _Link(probability, 1, never)
    for pair in np.argsort(-together, kind="stable").tolist():
        if together[pair] < least:
            break
        first, second = (groups[item] for item in pairs[pair].tolist())
        if first == second or not links[first][second].joins(least):
            continue
        if len(links[first]) < len(links[second]):
            first, second = second, first
        for item in members.pop(second):
            groups[item] = first
            members[first].append(item)
        for third, link in links.pop(second).items():
            del links[third][second]
            if third != first:
                links[first][third] = links[third][first] = link.with_other(links[first].get(third))
    first_items = {number: min(items) for number, items in members.items()}
    return [first_items[number] for number in groups]


class _Link(NamedTuple):
    """The pairs between two groups: the sum of their probabilities, their number, and whether any is apart."""

    total: float
    amount: int
    never: bool

    def joins(self, least: float) -> bool:
        return not self.never and self.total >= least * self.amount

    def with_other(self, other: _Link | None) -> _Link:
        if other is None:
            return self
        return _Link(self.total + other.total, self.amount + other.amount, self.never or other.never)
