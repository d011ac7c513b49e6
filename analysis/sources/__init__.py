"""Sources: who stands behind the attributions, by name and type."""

from analysis.sources.resolving import Source, resolve_sources

__all__ = ["Source", "resolve_sources"]
