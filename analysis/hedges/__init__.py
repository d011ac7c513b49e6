"""Hedges: the words with which a text marks how certain its statements are."""

from analysis.hedges.finding import Hedge, find_hedges, touching

__all__ = ["Hedge", "find_hedges", "touching"]
