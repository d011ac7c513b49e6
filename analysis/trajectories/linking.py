"""Figures of different articles that are about the same thing: the topics of a story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

import duckdb
import numpy as np
import pandas as pd

from analysis.trajectories.grouping import group
from analysis.trajectories.measures import Figure, apart, crowds, figure, measures, pairs
from analysis.trajectories.scorer import Weights, probability, weights
from analysis.trajectories.stories import find_stories
from analysis.trajectories.trajectory import repeats, topics, trajectory
from analysis.trajectories.words import bag, split

_TOGETHER = 0.2
"""The mean probability from which two groups of figures are about the same thing."""
_CLASH = 5.0
"""The weight of two figures that exclude each other in an article that does not give them one topic."""
_FEWEST_ARTICLES = 2
_AT_ONCE = 20_000
"""The pairs that are scored at once, which bounds the memory."""
_CLAIMS = """
    WITH denials AS (
        SELECT article_id, quantity_id, min(name) AS denier, min(type) AS denier_type
        FROM (SELECT article_id, source_id, unnest(content_spans) AS span FROM attributions
                WHERE stance IN ('denies', 'disputes'))
            JOIN quantities USING (article_id) LEFT JOIN sources USING (article_id, source_id)
        WHERE span[1] <= number_start AND number_end <= span[2] GROUP BY article_id, quantity_id),
    sure AS (
        SELECT article_id, quantity_id, max(confidence) AS confidence
        FROM (SELECT article_id, unnest(claims) AS quantity_id, confidence FROM disagreements) GROUP BY ALL)
    SELECT a.published, a.publisher, a.title, c.article_id, c.quantity_id, q.start, q.text, q.low, q.high, q.modifier,
        q.unit, q.kind, q.trend, q.concept, c.topic AS article_topic, c.hedged, t.content_spans, t.content_text,
        q.number_start, q.number_end, coalesce(denier, c.source_name) AS source_name,
        coalesce(denier_type, c.source_type) AS source_type, denier IS NOT NULL AS denied,
        q.event, q.status, q.part_of, sure.confidence
    FROM claims c JOIN quantities q USING (article_id, quantity_id) JOIN articles a USING (article_id)
        LEFT JOIN attributions t USING (article_id, attribution_id)
        LEFT JOIN denials d ON (d.article_id, d.quantity_id) = (c.article_id, c.quantity_id)
            AND coalesce(c.source_type, 'unspecified') = 'unspecified'
        LEFT JOIN sure USING (article_id, quantity_id)"""
_HELPERS = "content_spans content_text number_start number_end event status part_of confidence".split()


def link_claims(
    tables: duckdb.DuckDBPyConnection, about: str = "", stories: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return the claims of a corpus in order of publication, with the `story` and `topic` that they share.

    `tables` is a connection from `open_tables`, `stories` the result of `find_stories`, if it is at hand. `about`
    selects the articles whose title or story contains it, in upper or lower case. `time` is `published` in UTC, null
    where it is no date. Shares are in percent (`low` and `high` of "six in ten" are 60).

    A story is the event that articles are about, inferred from the names, words, values and days that they share, and
    named by the names that most of them share. Claims of a story have the same topic where a scorer trained on marked
    corpora puts them together; the topic is null where no other article of the story has a claim on it.
    """
    claims = _claims_of_stories(tables, stories)
    if about:
        texts = claims["title"].fillna("") + "\n" + claims["story"].fillna("")
        claims = claims[texts.str.contains(about, case=False, regex=False)].reset_index(drop=True)
    return _linked(claims)


def follow(tables: duckdb.DuckDBPyConnection, stories: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the claims of the story that is most worth following, in the columns of `link_claims`.

    That is the largest story in which figures exclude each other or are repeated, or else the largest. Empty where no
    two articles with figures are about one event.
    """
    claims = _claims_of_stories(tables, stories)
    counted = cast(pd.Series, claims.groupby("story", sort=False)["article_id"].nunique())
    articles = counted.sort_values(ascending=False, kind="stable")
    largest = None
    for story in articles.index[articles >= _FEWEST_ARTICLES]:
        linked = _linked(claims[claims["story"].eq(story)].reset_index(drop=True))
        overview = topics(linked)
        if not overview["compatible"].all():
            return linked
        if any(not repeats(trajectory(linked, topic)).empty for topic in overview["topic"]):
            return linked
        largest = linked if largest is None else largest
    return _linked(claims.iloc[:0]) if largest is None else largest


def _claims_of_stories(tables: duckdb.DuckDBPyConnection, stories: Mapping[str, str] | None) -> pd.DataFrame:
    claims = read_claims(tables)
    claims["story"] = claims["article_id"].map(find_stories(tables) if stories is None else stories)
    return claims


def _linked(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with topics, linked story by story to bound the memory."""
    topic_names: list[str | None] = [None] * len(claims)
    uses: Counter[str] = Counter()
    for numbers in claims.groupby("story", sort=False).indices.values():
        of_story = claims.iloc[numbers]
        if of_story["article_id"].nunique() >= _FEWEST_ARTICLES:
            figures = [figure(record) for record in of_story.to_dict("records")]
            names = _names(of_story.reset_index(drop=True), figures, link(figures), uses)
            for number, name in zip(numbers.tolist(), names, strict=True):
                topic_names[number] = name
    return claims.assign(topic=pd.Series(topic_names, claims.index, dtype=object)).drop(columns=_HELPERS)


def read_claims(tables: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the claims in order of publication, with the columns that they are compared by."""
    claims = tables.sql(_CLAIMS).df()
    claims["time"] = pd.to_datetime(claims["published"], utc=True, errors="coerce", format="ISO8601")
    claims = claims.sort_values(["time", "article_id", "start"], ignore_index=True)
    claims.loc[claims["unit"].eq("fraction").to_numpy(), ["low", "high"]] *= 100
    return claims


def link(figures: Sequence[Figure], trained: Weights | None = None) -> list[int]:
    """Return, for each figure of a story, the index of the first about the same thing, by `trained` or our weights."""
    compared, crowd = pairs(figures), crowds(figures)
    probabilities = [np.zeros(0, dtype=np.float32)]
    for start in range(0, len(compared), _AT_ONCE):
        measured = measures(figures, compared[start : start + _AT_ONCE], crowd)
        probable = probability(measured, trained or weights()["figures"])
        clash = (measured["same article"] > 0) & (measured["same topic"] == 0) & (measured["compatible"] == 0)
        probabilities.append(probable - _CLASH * clash * (1 - probable))
    groups = group(len(figures), compared, np.concatenate(probabilities), _TOGETHER, apart(figures, compared))
    return _by_kind(figures, groups)


def _by_kind(figures: Sequence[Figure], groups: Sequence[int]) -> list[int]:
    """Split the groups by kind; figures without a unit join the most frequent kind of their group."""
    kinds: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for member, first in zip(figures, groups, strict=True):
        kinds[first].update([member.kind] if member.kind else [])
    most = {first: max(sorted(counted), key=counted.__getitem__, default=None) for first, counted in kinds.items()}
    firsts: dict[tuple[int, str | None], int] = {}
    keys = [(first, member.kind or most[first]) for member, first in zip(figures, groups, strict=True)]
    return [firsts.setdefault(key, number) for number, key in enumerate(keys)]


def _names(
    claims: pd.DataFrame, figures: Sequence[Figure], groups: Sequence[int], uses: Counter[str]
) -> list[str | None]:
    """Return the name of each claim's topic, None where one article alone has it; `uses` counts the names in use."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(groups):
        members[first].append(number)
    topic_names: list[str | None] = [None] * len(groups)
    for numbers in members.values():
        if len({figures[number].article for number in numbers}) < _FEWEST_ARTICLES:
            continue
        name = _name(claims.loc[numbers, "concept"].dropna(), [figures[number] for number in numbers])
        name = name or claims.loc[numbers[0], "text"]
        uses[name] += 1
        for number in numbers:
            topic_names[number] = name if uses[name] == 1 else f"{name} ({uses[name]})"
    return topic_names


def _name(concepts: pd.Series, figures: Sequence[Figure]) -> str | None:
    """Return the concept nearest to the mean of a topic's figures, one of several words if there is one."""
    mean = np.mean([figure.bags["about"].vector for figure in figures], axis=0)
    counted = Counter(" ".join(concept.split()).lower() for concept in concepts)
    nearness = {
        concept: (len(split(concept)) > 1, round(float(bag(concept).vector @ mean) + amount / len(figures), 4))
        for concept, amount in counted.items()
    }
    return max(nearness, key=lambda concept: (nearness[concept], concept), default=None)
