"""Sources: who stands behind the attributions, by name and type."""

from analysis.sources.issuers import is_made
from analysis.sources.resolving import Source, resolve_sources

__all__ = ["Source", "is_made", "resolve_sources"]
