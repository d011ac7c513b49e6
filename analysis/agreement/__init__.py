"""Agreement: which figures are about the same thing, and whether they disagree, revise, change or restate it."""

from analysis.agreement.agreement import About, Comparison, compare, relate, with_units
from analysis.agreement.scorer import KINDS

__all__ = ["KINDS", "About", "Comparison", "compare", "relate", "with_units"]
