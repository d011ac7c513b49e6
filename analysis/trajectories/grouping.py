"""From how probably two articles or figures belong together to groups of them, by average linkage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def group(amount: int, pairs: np.ndarray, together: np.ndarray, least: float, apart: Sequence[bool]) -> list[int]:
    """For each of `amount` items the index of its group's first item.

    `pairs` (pairs x 2) are compared, `together` is how probably each belongs together, `apart` tells which must not be
    in one group. The surest pairs come first; two groups become one where the mean over the pairs that join them is at
    least `least` and none of them is apart (average linkage; Sokal & Michener 1958). The time taken grows as sorting
    the pairs does.
    """
    groups = list(range(amount))
    members = {number: [number] for number in groups}
    links: dict[int, dict[int, _Link]] = {number: {} for number in groups}
    for (one, other), probability, never in zip(pairs.tolist(), together.tolist(), apart, strict=True):
        links[one][other] = links[other][one] = _Link(probability, 1, never)
    for at in np.argsort(-together, kind="stable").tolist():
        if together[at] < least:
            break
        one, other = (groups[figure] for figure in pairs[at].tolist())
        if one == other or not links[one][other].joins(least):
            continue
        if len(links[one]) < len(links[other]):
            one, other = other, one
        for figure in members.pop(other):
            groups[figure] = one
            members[one].append(figure)
        for third, link in links.pop(other).items():
            del links[third][other]
            if third != one:
                links[one][third] = links[third][one] = link.with_other(links[one].get(third))
    first = {name: min(figures) for name, figures in members.items()}
    return [first[name] for name in groups]


class _Link:
    """What joins two groups: the sum of probabilities, over how many pairs, and whether any pair is apart."""

    __slots__ = ("amount", "never", "total")

    def __init__(self, total: float, amount: int, never: bool) -> None:
        self.total, self.amount, self.never = total, amount, never

    def joins(self, least: float) -> bool:
        return not self.never and self.total >= least * self.amount

    def with_other(self, other: _Link | None) -> _Link:
        if other is None:
            return self
        return _Link(self.total + other.total, self.amount + other.amount, self.never or other.never)
