"""Attributions: who says what in an article, as source, cue and content."""

from analysis.attributions.attribution import Attribution, innermost_holders, reported_within
from analysis.attributions.finding import find_attributions
from analysis.attributions.stances import is_attitude, stance_on_another

__all__ = [
    "Attribution",
    "find_attributions",
    "innermost_holders",
    "is_attitude",
    "reported_within",
    "stance_on_another",
]
