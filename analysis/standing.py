"""The sources of a reading, where the issuer of a document stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analysis.reading import Reading


def answerable(reading: Reading) -> pd.DataFrame:
    """Who answers for each source, by `source_id`: its own `source_id`, `name` and `type`, or those of its issuer."""
    sources = reading.sources.set_index("source_id")
    behind = sources["issuer"].where(sources["issuer"].notna(), sources.index.to_series())
    return sources.loc[behind, ["name", "type"]].reset_index().set_axis(sources.index)


def types_behind(reading: Reading, table: pd.DataFrame) -> pd.Series:
    """The type of the source of each row of a table with `source_id`, a document's issuer's; null without a source."""
    return table["source_id"].map(answerable(reading)["type"])


def speaking(reading: Reading) -> pd.DataFrame:
    """The sources with an attribution or a quantity, a document as its issuer: `source_id`, `name`, `type`, and counts.

    `attributions` and `quantities` are those of the source and of the documents that it issued.
    """
    sources = reading.sources.set_index("source_id")
    behind = answerable(reading)
    counted = sources[["attributions", "quantities"]].groupby(behind["source_id"], sort=False).sum()
    counted = counted[counted.gt(0).any(axis="columns")]
    order = [source for source in sources.index if source in counted.index]
    return sources.loc[order, ["name", "type"]].join(counted).reset_index()
