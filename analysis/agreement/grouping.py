"""From how probably two figures are about the same thing to groups of figures."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

_ROUNDS = 5
"""How often each figure may move to a better group."""
_NEVER = -1e6
"""The gain of two figures that must not be in one group: no sum of others outweighs it."""

Links = list[dict[int, float]]


def group(amount: int, pairs: np.ndarray, gains: np.ndarray, apart: Sequence[bool]) -> list[int]:
    """For each of `amount` figures the index of its group's first figure.

    `pairs` (pairs x 2) are compared; `gains` are positive for two figures that go together by themselves, negative for
    two that do not; `apart`: which must not be in one group. The groups are those within which the gains add up to
    most (correlation clustering; Bansal, Blum & Chawla 2004), found by merging the two groups that gain most until none
    do, then by moving single figures (Elsner & Schudy 2009). The time taken grows as sorting the pairs does.
    """
    links: Links = [{} for _ in range(amount)]
    for (one, other), value, never in zip(pairs.tolist(), gains.tolist(), apart, strict=True):
        links[one][other] = links[other][one] = _NEVER if never else value
    groups = _moved(_merged(links), links)
    first: dict[int, int] = {}
    return [first.setdefault(name, figure) for figure, name in enumerate(groups)]


def _merged(links: Links) -> list[int]:
    """The group of each figure once no two groups gain by becoming one."""
    groups = list(range(len(links)))
    members = {name: [name] for name in groups}
    between = [dict(of_figure) for of_figure in links]
    gaining = [(-gain, one, other) for one, of_one in enumerate(between) for other, gain in of_one.items() if gain > 0]
    heapq.heapify(gaining)
    while gaining:
        negative, one, other = heapq.heappop(gaining)
        if between[one].get(other) != -negative:
            continue  # one of the two has become a part of another group since
        if len(between[one]) < len(between[other]):
            one, other = other, one
        for figure in members.pop(other):
            groups[figure] = one
            members[one].append(figure)
        for third, gain in between[other].items():
            del between[third][other]
            if third != one:
                total = between[one].get(third, 0.0) + gain
                between[one][third] = between[third][one] = total
                if total > 0:
                    heapq.heappush(gaining, (-total, min(one, third), max(one, third)))
        between[other] = {}
    return groups


def _moved(groups: list[int], links: Links) -> list[int]:
    """The groups after each figure has moved to where it gains most, by itself where it would lose."""
    names = iter(range(len(links), len(links) * (_ROUNDS + 1)))
    for _ in range(_ROUNDS):
        before = list(groups)
        for figure, of_figure in enumerate(links):
            sums: defaultdict[int, float] = defaultdict(float)
            for other, value in of_figure.items():
                sums[groups[other]] += value
            own = sums.pop(groups[figure], 0.0)
            best = max(sums, key=sums.__getitem__, default=None)
            if best is not None and sums[best] > max(own, 0.0):
                groups[figure] = best
            elif own < 0:
                groups[figure] = next(names)
        if groups == before:
            break
    return groups
