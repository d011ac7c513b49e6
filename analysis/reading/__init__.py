"""A reading: one article with all its tables."""

from analysis.reading.reading import Reading, Tables, read

__all__ = ["Reading", "Tables", "read"]
