"""Do they add up? Whether the figures that an article relates fit each other."""

from analysis.checks.checks import Check, find_checks

__all__ = ["Check", "find_checks"]
