"""How a figure travels: who states it first, who repeats it, who revises it, and what it loses on the way."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import summary

EVENTS = ("first", "revision", "repeat", "denial")

_KEPT = """time published publisher article_id quantity_id text low high modifier unit
    source_name source_type hedged""".split()
_OVERVIEW = "topic unit claims articles publishers lowest highest ratio compatible".split()
_Interval = tuple[float | None, float | None]


def topics(linked: pd.DataFrame) -> pd.DataFrame:
    """One row for each topic of `link_claims`, those that the most articles have first.

    `claims`, `articles` and `publishers` are counts, `lowest` and `highest` the bounds that any claim states, `ratio`
    is highest / lowest, and `compatible` tells whether all intervals intersect.
    """
    rows = []
    for topic, claims in linked.dropna(subset="topic").groupby("topic", sort=False):
        bounds = pd.concat([claims["low"], claims["high"]]).dropna()
        lowest, highest = bounds.min(), bounds.max()
        rows.append(
            {
                "topic": topic,
                "unit": claims["unit"].mode().get(0),
                "claims": len(claims),
                "articles": claims["article_id"].nunique(),
                "publishers": claims["publisher"].nunique(),
                "lowest": lowest,
                "highest": highest,
                "ratio": highest / lowest if lowest > 0 else None,
                "compatible": not claims["low"].max() > claims["high"].min(),
            }
        )
    found = pd.DataFrame(rows, columns=_OVERVIEW)
    return found.sort_values(["articles", "topic"], ascending=[False, True], ignore_index=True)


def trajectory(linked: pd.DataFrame, topic: str) -> pd.DataFrame:
    """The claims on one topic of `link_claims` in order of publication: a row for each interval that an article states.

    Of several claims of an article with the same interval the one with the best source stands. Articles without a date
    are left out. Columns beside those of the claim:

    `event`: `first`, the first claim of all; `revision`, an interval that nobody has stated before; `repeat`, one that
    an earlier row states, or the bare bound of one that it states; `denial`, one that its source denies.
    `of`: index of the row that first stated what is repeated or denied.
    `loses_bound`: "up to 300" is repeated as "300". `loses_source`: the earlier row has a source, and this has none.
    """
    claims = linked[linked["topic"].eq(topic) & linked["time"].notna()]
    rows: list[dict[str, Any]] = []
    stated: dict[_Interval, int] = {}
    for record in _once_per_article(claims).to_dict("records"):
        row = {name: record[name] for name in _KEPT}
        interval = _interval(row)
        known = stated.get(interval)
        of = _bound_of(interval, stated) if known is None else known
        event = "first" if not rows else "revision" if of is None else "repeat"
        row |= {"event": "denial" if record["denied"] else event, "of": of}
        repeats = row["event"] == "repeat"
        row["loses_bound"] = repeats and known is None
        row["loses_source"] = repeats and _has_source(rows[of]) and not _has_source(row)
        if not record["denied"]:
            stated.setdefault(interval, len(rows))
        rows.append(row)
    found = pd.DataFrame(rows, columns=[*_KEPT, "event", "of", "loses_bound", "loses_source"])
    return found.astype({"of": "Int64", "loses_bound": bool, "loses_source": bool})


def repeats(found: pd.DataFrame) -> pd.DataFrame:
    """Who repeats whom in a trajectory: `publisher`, `whom`, how many `times`, how often bound or source is lost."""
    repeated = found[found["event"].eq("repeat")]
    repeated = repeated.assign(whom=found.loc[repeated["of"], "publisher"].to_numpy())
    counted = repeated.groupby(["publisher", "whom"]).agg(
        times=("event", "size"), loses_bound=("loses_bound", "sum"), loses_source=("loses_source", "sum")
    )
    return counted.reset_index().sort_values(["times", "publisher", "whom"], ascending=[False, True, True])


def _once_per_article(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims in order, of those of an article with the same interval the best sourced."""
    rank = 2 - claims["source_type"].notna().astype(int) - claims["source_type"].isin(summary.NAMED).astype(int)
    best = claims.assign(rank=rank).sort_values(["time", "article_id", "rank", "start"])
    places = claims.groupby(["article_id", "low", "high"], dropna=False)["start"].transform("min")
    best = best.assign(start=places).drop_duplicates(["article_id", "low", "high"])
    return best.sort_values(["time", "article_id", "start"])


def _interval(row: dict[str, Any]) -> _Interval:
    """Both bounds with as many digits as a figure is ever told with, so that equal ones are equal."""
    return tuple(None if pd.isna(row[side]) else float(f"{row[side]:.9g}") for side in ("low", "high"))


def _bound_of(interval: _Interval, stated: dict[_Interval, int]) -> int | None:
    """The first row with an interval, not one value, of which the value is a bound."""
    low, high = interval
    if low != high or low is None:
        return None
    return next((row for (start, end), row in stated.items() if start != end and low in (start, end)), None)


def _has_source(row: dict[str, Any]) -> bool:
    return isinstance(row["source_type"], str)
