"""Many articles about one event: which of their figures are about the same thing, and how these travel.

`tables` opens a corpus in DuckDB. `stories` groups its articles by event and `linking` the claims of each story by
topic, both by a logistic regression (`scorer`) of `measures`, with `words` for their vocabulary. `trajectory` follows a
topic from article to article; `sourcing` counts whom the figures are credited to.
"""

from analysis.trajectories.linking import follow, link_claims
from analysis.trajectories.sourcing import cited_sources, named_sources, reading_error, sourcing_finding
from analysis.trajectories.stories import find_stories, overview
from analysis.trajectories.tables import open_tables
from analysis.trajectories.trajectory import chosen, repeats, topics, trajectory

__all__ = [
    "chosen",
    "cited_sources",
    "find_stories",
    "follow",
    "link_claims",
    "named_sources",
    "open_tables",
    "overview",
    "reading_error",
    "repeats",
    "sourcing_finding",
    "topics",
    "trajectory",
]
