"""How sure the networks are of what the tables say of each figure: who is credited, and what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from analysis.agreement.scorer import score
from analysis.crediting import weigh
from analysis.crediting.crediting import Weighed
from analysis.findings.findings import Findings
from analysis.frames import look


class Sureness(NamedTuple):
    """Probabilities of decisions about figures, which are numbered in text order; what a person corrected is sure.

    `credited`: for each figure, that whoever is credited with it, or nobody, is the right one. `together`: for two
    figures, the earlier first, that they are about the same thing, seen by themselves; pairs that were not compared
    are missing.
    """

    credited: Sequence[float]
    together: Mapping[tuple[int, int], float]


def sureness(findings: Findings) -> Sureness:
    """How sure the networks are of the claims of an article."""
    article, quantities, credits = findings.article, findings.quantities, findings.credits
    views = look(article, quantities)
    if views is None or credits is None:
        return Sureness([1.0] * len(quantities), {})
    weighed = weigh(article, quantities, findings.attributions, credits.sources, credits.source_of)
    credited = [1.0 if weighed is None else _credited(weighed, figure) for figure in range(len(quantities))]
    for row in findings.corrections:
        if row["field"] in ("source_name", "source_type") and row["quantity_id"]:
            credited[int(row["quantity_id"][1:]) - 1] = 1.0
    scores = score(article, quantities, credits.voices, views)
    pairs = zip(scores.pairs.tolist(), scores.together.tolist(), strict=True)
    return Sureness(credited, {(one, other): together for (one, other), together in pairs})


def _credited(weighed: Weighed, figure: int) -> float:
    """The probability of the most probable source of a figure, over all its mentions, or of nobody."""
    of_figure, powers, nobody = weighed.powers(figure)
    sums = np.bincount(weighed.pairs.entity[of_figure], powers, minlength=1)
    return max(float(sums.max()), nobody) / (float(powers.sum()) + nobody)
