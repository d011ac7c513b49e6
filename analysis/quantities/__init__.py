"""Quantities: the numbers that an article states, with bounds, units and what they count."""

from analysis.quantities.grammar import find_quantities
from analysis.quantities.quantity import Quantity

__all__ = ["Quantity", "find_quantities"]
