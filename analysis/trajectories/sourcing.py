"""The share of a corpus's figures that have a named source, with the error of the reading."""

from __future__ import annotations

import math

import duckdb
import pandas as pd

from analysis import vocabulary, wording
from analysis.article import InputError
from analysis.measured import measured

_MEASURE = "Figures: right source or rightly none"
_NAMED_TYPES = ", ".join(f"'{kind}'" for kind in vocabulary.NAMED)
_Z = 1.959964
"""Standard normal quantile of a 95 percent interval."""
_GROUPS = {
    "publisher": "publisher",
    "day": "left(published, 10)",
    "month": "left(published, 7)",
    "all": "'all'",
}


def reading_error() -> float:
    """Return the share of figures that are credited wrongly, as measured on the blind texts of the accuracy notebook.

    Raises `InputError` where the measurements are not beside the package, as in an installation without the checkout.
    """
    for row in measured():
        if row["measure"] == _MEASURE and row["texts"] == "blind":
            return round(1 - row["score"] / 100, 4)
    raise InputError("the measured accuracy is not there; run from a checkout after `make accuracy`")


def sourcing_finding(of_all: pd.DataFrame) -> str:
    """Put the result of `named_sources` by "all" into words."""
    if of_all.empty:
        return "The articles state no figures."
    (row,) = of_all.to_dict("records")
    return (
        f"{wording.count(row['articles'], 'article')} with {wording.count(row['figures'], 'figure')}: "
        f"{row['share']:.0f} percent are credited to a named person or organisation. "
        "With what may be misread, that is anything "
        f"from {row['low']:.0f} to {row['high']:.0f} percent."
    )


def cited_sources(tables: duckdb.DuckDBPyConnection, most: int) -> pd.DataFrame:
    """Return the `most` named sources that the most articles cite, with articles, publishers, attributions and figures.

    Names without a capital letter are left out: "the government" is another one in each article.
    """
    return tables.sql(
        f"""SELECT min(name) AS name, mode(type) AS type, count(DISTINCT article_id) AS articles,
            count(DISTINCT publisher) AS publishers, sum(attributions)::BIGINT AS attributions,
            sum(quantities)::BIGINT AS figures
        FROM sources JOIN articles USING (article_id) WHERE type IN ({_NAMED_TYPES})
            AND regexp_matches(regexp_replace(name, '^(The|A|An|Its|Their|His|Her|Our) ', ''), '[[:upper:]]')
        GROUP BY lower(name) ORDER BY articles DESC, attributions DESC, lower(min(name)) LIMIT {int(most)}"""
    ).df()


def named_sources(tables: duckdb.DuckDBPyConnection, by: str, error: float) -> pd.DataFrame:
    """Return the share of figures that are credited to a named person or organisation.

    One row for each publisher, day or month, or for "all" articles. `named` of `figures` are so credited, `hedged` of
    them are hedged; `share` is in percent. `low` to `high` is the 95 percent interval of Wilson (1927), widened on
    either side by `error`, the share of figures that are credited wrongly, as if all errors went the same way.
    """
    shares = tables.sql(
        f"""SELECT {_GROUPS[by]} AS {by}, count(DISTINCT article_id) AS articles, count(*) AS figures,
            count(*) FILTER (hedged) AS hedged, count(*) FILTER (source_type IN ({_NAMED_TYPES})) AS named
        FROM claims JOIN articles USING (article_id) GROUP BY 1 ORDER BY 1 NULLS LAST"""
    ).df()
    intervals = [wilson(named, figures) for named, figures in zip(shares["named"], shares["figures"], strict=True)]
    return shares.assign(
        share=100 * shares["named"] / shares["figures"],
        low=[100 * max(low - error, 0) for low, _ in intervals],
        high=[100 * min(high + error, 1) for _, high in intervals],
    )


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Return the 95 percent interval of a share (Wilson 1927, "Probable Inference", equation 4)."""
    share, weight = hits / trials, _Z**2 / trials
    middle = (share + weight / 2) / (1 + weight)
    spread = _Z * math.sqrt(share * (1 - share) / trials + weight / (4 * trials)) / (1 + weight)
    return max(middle - spread, 0.0), min(middle + spread, 1.0)
