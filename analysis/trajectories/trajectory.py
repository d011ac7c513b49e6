"""How a figure travels: who states it first, who repeats or revises it, and what it loses on the way."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import pandas as pd

from analysis import vocabulary
from analysis.article import InputError
from analysis.trajectories.words import rarity, split

EVENTS = ("first", "revision", "repeat", "denial")

_KEPT = """time published publisher article_id quantity_id text low high modifier unit
    source_name source_type hedged""".split()
_OVERVIEW = "topic unit claims articles publishers lowest highest ratio compatible".split()
_COMMON = 0.3
"""The rarity up to which a word does not tell whether two names are of one source."""
_Interval = tuple[float | None, float | None]


def topics(linked: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each topic of `link_claims`, those of the most articles first.

    `claims`, `articles` and `publishers` are counts, `lowest` and `highest` the extreme bounds of all claims, `ratio`
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
    overview = pd.DataFrame(rows, columns=_OVERVIEW)
    return overview.sort_values(["articles", "topic"], ascending=[False, True], ignore_index=True)


def chosen(topics: pd.DataFrame, topic: str) -> str:
    """`topic`, or, where it is empty, the first of `topics`; an `InputError` where it is none of them."""
    names = topics["topic"].tolist()
    if topic and topic not in names:
        if not names:
            raise InputError(f"topic {topic!r}: several articles have no topic in common; leave it empty")
        (nearest,) = get_close_matches(topic, names, n=1, cutoff=0)
        raise InputError(f"topic {topic!r}: none of the {len(names)} topics is called so; the nearest is {nearest!r}")
    return topic or next(iter(names), "")


def trajectory(linked: pd.DataFrame, topic: str) -> pd.DataFrame:
    """Return the claims on one topic of `link_claims` in order of publication, a row for each interval of an article.

    Of several claims of an article with the same interval, the one with the best source is kept. Articles without a
    date are left out. Columns beside those of the claim:

    `event`: `first`, the first claim of all; `revision`, an interval that nobody has stated before; `repeat`, one that
    an earlier row states, or the bare bound of one that it states; `denial`, one that its source denies.
    `of`: index of the row that first states what is repeated or denied: for a row with a source, the first of the same
    source, for a row without one, the first with a source, if there is one.
    `loses_bound`: "up to 300" is repeated as "300". `loses_source`: the earlier row has a source, and this has none.
    """
    claims = linked[linked["topic"].eq(topic) & linked["time"].notna()]
    rows: list[dict[str, Any]] = []
    intervals: list[_Interval] = []
    stated: list[int] = []
    for record in _once_per_article(claims).to_dict("records"):
        row: dict[str, Any] = {name: record[name] for name in _KEPT}
        interval = _interval(row)
        repeated = _repeated(row, rows, [index for index in stated if _repeats_interval(interval, intervals[index])])
        event = "first" if not rows else "revision" if repeated is None else "repeat"
        row |= {"event": "denial" if record["denied"] else event, "of": repeated}
        repeats = repeated is not None and row["event"] == "repeat"
        row["loses_bound"] = repeats and intervals[repeated] != interval
        row["loses_source"] = repeats and _has_source(rows[repeated]) and not _has_source(row)
        if not record["denied"]:
            stated.append(len(rows))
        rows.append(row)
        intervals.append(interval)
    table = pd.DataFrame(rows, columns=[*_KEPT, "event", "of", "loses_bound", "loses_source"])
    return table.astype({"of": "Int64", "loses_bound": bool, "loses_source": bool})


def repeats(claims: pd.DataFrame) -> pd.DataFrame:
    """Return who repeats whom in a trajectory: `publisher`, `whom`, `times`, and how often bound or source is lost."""
    repeated = claims[claims["event"].eq("repeat")]
    repeated = repeated.assign(whom=claims.loc[repeated["of"], "publisher"].to_numpy())
    counted = repeated.groupby(["publisher", "whom"]).agg(
        times=("event", "size"), loses_bound=("loses_bound", "sum"), loses_source=("loses_source", "sum")
    )
    return counted.reset_index().sort_values(["times", "publisher", "whom"], ascending=[False, True, True])


def _once_per_article(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims in order, keeping the best sourced of an article's claims with the same interval."""
    rank = 2 - claims["source_type"].notna().astype(int) - claims["source_type"].isin(vocabulary.NAMED).astype(int)
    best = claims.assign(rank=rank).sort_values(["time", "article_id", "rank", "start"])
    places = claims.groupby(["article_id", "low", "high"], dropna=False)["start"].transform("min")
    best = best.assign(start=places).drop_duplicates(["article_id", "low", "high"])
    return best.sort_values(["time", "article_id", "start"])


def _interval(row: dict[str, Any]) -> _Interval:
    """Return both bounds with nine digits, which no figure of the news exceeds, so that equal figures are equal."""
    low, high = (None if pd.isna(row[side]) else float(f"{row[side]:.9g}") for side in ("low", "high"))
    return low, high


def _repeats_interval(interval: _Interval, earlier: _Interval) -> bool:
    """Tell whether an interval is the earlier one, or a single value that is a bound of it."""
    return interval == earlier or (interval[0] is not None and interval[0] == interval[1] and interval[0] in earlier)


def _repeated(row: dict[str, Any], rows: list[dict[str, Any]], candidates: list[int]) -> int | None:
    """Return the index of the earlier row that a row repeats, out of `candidates` with its value; None without any."""
    if not _has_source(row):
        return next((index for index in candidates if _has_source(rows[index])), candidates[0] if candidates else None)
    name = _telling(row["source_name"])
    same_interval = [index for index in candidates if _interval(rows[index]) == _interval(row)]
    same_source = [index for index in candidates if name & _telling(rows[index]["source_name"])]
    return next(iter([*same_source, *same_interval, *candidates]), None)


def _telling(name: str | None) -> set[str]:
    """Return the words of a source's name that are not common, in lower case; none of null."""
    words = map(str.lower, split(name)) if isinstance(name, str) else ()
    return {word for word in words if rarity(word) > _COMMON}


def _has_source(row: dict[str, Any]) -> bool:
    return isinstance(row["source_type"], str)
