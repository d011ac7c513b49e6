"""Sources: who stands behind the attributions, by name and type."""

from analysis.sources.phrases import noun_phrases
from analysis.sources.resolving import Source, resolve_sources

__all__ = ["Source", "noun_phrases", "resolve_sources"]
