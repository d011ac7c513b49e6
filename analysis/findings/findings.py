"""What one stage of the pipeline hands to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.article import Article

if TYPE_CHECKING:
    from analysis.agreement import Comparison
    from analysis.attributions import Attribution
    from analysis.checks import Check
    from analysis.crediting import Credits
    from analysis.findings.claims import Claim
    from analysis.hedges import Hedge
    from analysis.quantities import Quantity


@dataclass(frozen=True)
class Findings:
    """An article and what is found in it; indices count in these sequences.

    `credits`: the sources, and who is credited with each quantity. `comparison`: the quantities compared, None where
    there is nothing to compare. `claims`: one for each quantity, in the same order.
    `corrections`: the rows of the table of corrections. `checks`: the relations between quantities that could be
    checked. What no stage has found yet is empty, `credits` None.
    """

    article: Article
    hedges: Sequence[Hedge] = ()
    attributions: Sequence[Attribution] = ()
    quantities: Sequence[Quantity] = ()
    credits: Credits | None = None
    comparison: Comparison | None = None
    claims: Sequence[Claim] = ()
    corrections: Sequence[dict[str, Any]] = ()
    checks: Sequence[Check] = ()
