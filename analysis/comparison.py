"""How an article's sourcing compares with that of others.

The others are the 840 training texts of PolNeAR (Newell, Margolin & Ruths, LREC 2018): United States news on the
election, September and October 2016, 120 of each of seven publishers. `comparison.csv` beside this module holds the
distributions of their indicators, by the same extraction; `notebooks/methods/comparison.ipynb` writes it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.standing import types_behind
from analysis.vocabulary import NAMED

if TYPE_CHECKING:
    from analysis.reading import Reading

INDICATORS = {
    "figures": "figures per 100 words",
    "named": "figures with a named source, %",
    "unsourced": "figures without a source, %",
    "hedged": "figures that are hedged, %",
    "inexact": "figures that are no exact number, %",
    "attributions": "attributions per 100 words",
    "named_attributions": "attributions with a named source, %",
    "doubts": "markers of doubt per 100 words",
}
"""What is compared, in words."""

PERCENTILES = tuple(range(0, 101, 5))
_DIGITS = 2
_ALL = 99.0
"""A larger share is stated as over this one: the percentiles resolve no more."""
KINDS = ("all", "daily newspaper", "online outlet")
"""The kinds of publishers: all; The New York Times, USA Today, The Washington Post; Breitbart, HuffPost, Politico,
Western Journalism."""


def indicators(reading: Reading) -> dict[str, float]:
    """The indicators of one article, by name; NaN where there is nothing to count."""
    claims, hundreds = reading.claims, reading.article.words / 100
    types = types_behind(reading, reading.attributions)
    return {
        "figures": _ratio(len(claims), hundreds),
        "named": 100 * _share(types_behind(reading, claims).isin(NAMED)),
        "unsourced": 100 * _share(claims["source_id"].isna()),
        "hedged": 100 * _share(claims["hedged"]),
        "inexact": 100 * _share(claims["modifier"] != "exact"),
        "attributions": _ratio(len(types), hundreds),
        "named_attributions": 100 * _share(types.isin(NAMED)),
        "doubts": _ratio(int((reading.hedges["kind"] != "booster").sum()), hundreds),
    }


def compared(reading: Reading, kind: str = "all") -> pd.DataFrame:
    """One row per indicator that the article has: `value`, `rank`, and `low`, `lower`, `median`, `upper`, `high`.

    `rank` is the percentage of the others that are below, those that are equal counted half; the last five are the
    5th, 25th, 50th, 75th and 95th percentile of the others.
    """
    others = reference()
    others = others[others["kind"] == kind].set_index("indicator")
    rows = []
    for name, value in indicators(reading).items():
        if np.isnan(value):
            continue
        spread = others.loc[name, [f"p{percentile}" for percentile in PERCENTILES]].to_numpy(float)
        marks = dict(zip(("low", "lower", "median", "upper", "high"), spread[[1, 5, 10, 15, 19]], strict=True))
        rows.append({"indicator": name, "value": value, "rank": rank(value, spread)} | marks)
    return pd.DataFrame(rows, columns=["indicator", "value", "rank", "low", "lower", "median", "upper", "high"])


def finding(ranks: pd.DataFrame) -> str:
    """How an article differs most from the reference articles; `ranks` is the result of `compared`."""
    if ranks.empty:
        return "The article has nothing that could be compared"
    ranked = ranks.assign(distance=(ranks["rank"] - 50).abs()).sort_values("distance", ascending=False, kind="stable")
    first = ranked.iloc[0]
    if first["distance"] < 25:
        return "The article’s sourcing is within the middle half of the reference articles"
    less = first["rank"] < 50
    share = 100 - first["rank"] if less else first["rank"]
    part = f"{share:.0f}" if share < _ALL else f"Over {_ALL:.0f}"
    noun, is_share, _ = INDICATORS[first["indicator"]].partition(", %")
    if is_share:
        return f"{part}% of the reference articles have a {'larger' if less else 'smaller'} share of {noun}"
    return f"{part}% of the reference articles have {'more' if less else 'fewer'} {noun}"


@cache
def reference() -> pd.DataFrame:
    """The others: one row per kind of publisher and indicator, with `articles` and the percentiles `p0` to `p100`."""
    with files("analysis").joinpath("comparison.csv").open("rb") as file:
        return pd.read_csv(file)


def distribution(articles: pd.DataFrame, kinds: pd.Series) -> pd.DataFrame:
    """The table of `reference` for `articles`, whose columns are their indicators, by the `kinds` of publishers."""
    rows = []
    for kind in KINDS:
        selected = articles if kind == "all" else articles[kinds == kind]
        for name in INDICATORS:
            values = selected[name].dropna()
            spread = np.percentile(values, PERCENTILES).round(_DIGITS)
            marks = {f"p{percentile}": mark for percentile, mark in zip(PERCENTILES, spread, strict=True)}
            rows.append({"kind": kind, "indicator": name, "articles": len(values)} | marks)
    return pd.DataFrame(rows)


def _ratio(amount: float, of: float) -> float:
    return amount / of if of else float("nan")


def _share(mask: pd.Series) -> float:
    return float(mask.mean()) if len(mask) else float("nan")


def rank(value: float, spread: np.ndarray) -> float:
    """The percentage that is below `value`, those that are equal counted half; `spread` are the `PERCENTILES`."""
    percentiles, value = np.array(PERCENTILES, dtype=float), round(value, _DIGITS)
    equal = percentiles[spread == value]
    return float(equal.mean() if len(equal) > 1 else np.interp(value, spread, percentiles))
