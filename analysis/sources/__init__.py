"""Sources: who stands behind the attributions, by name and type."""

from analysis.sources.entities import Source
from analysis.sources.issuers import is_made
from analysis.sources.resolving import resolve_sources

__all__ = ["Source", "is_made", "resolve_sources"]
