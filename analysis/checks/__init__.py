"""Do they add up? Whether the figures that an article relates fit each other."""

from analysis.checks.checks import Check, find_checks
from analysis.checks.telling import sentences

__all__ = ["Check", "find_checks", "sentences"]
