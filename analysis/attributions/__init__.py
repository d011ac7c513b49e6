"""Attributions: who says what in an article, as source, cue and content."""

from analysis.attributions.attribution import Attribution
from analysis.attributions.finding import find_attributions

__all__ = ["Attribution", "find_attributions"]
