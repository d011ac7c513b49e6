"""A reading: one article with all its tables."""

from analysis.reading.reading import Reading, read

__all__ = ["Reading", "read"]
