"""Which figures of different articles are about the same thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

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
"""The mean probability from which figures are about the same thing."""
_CLASH = 5.0
"""How much more two figures count that exclude each other in one article, which does not tell them to be the same."""
_FEWEST_ARTICLES = 2
_AT_ONCE = 20_000
"""Pairs that are scored at once, which bounds the memory that they take."""
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
        q.number_start, q.number_end, coalesce(c.source_name, denier) AS source_name,
        coalesce(c.source_type, denier_type) AS source_type, denier IS NOT NULL AND c.source_id IS NULL AS denied,
        q.event, q.status, q.part_of, sure.confidence
    FROM claims c JOIN quantities q USING (article_id, quantity_id) JOIN articles a USING (article_id)
        LEFT JOIN attributions t USING (article_id, attribution_id)
        LEFT JOIN denials USING (article_id, quantity_id)
        LEFT JOIN sure USING (article_id, quantity_id)"""
_HELPERS = "content_spans content_text number_start number_end event status part_of confidence".split()


def link_claims(
    tables: duckdb.DuckDBPyConnection, about: str = "", stories: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The claims of a corpus in order of publication, with `story` and `topic`, which they share across articles.

    `tables` is a connection as `open_tables` gives, `stories` what `find_stories` tells of it, where it is at hand.
    With `about`, only articles whose title or story is named so, in any case. `time` is `published` in UTC, null where
    it is no date. Shares are in percent (`low` and `high` of "six in ten" are 60).

    A story is an event that articles are about, found by the names, words, values and days that they share, and named
    by the names that they share the most. Claims of one story have one topic where a scorer trained on marked corpora
    finds them to be about the same thing; a claim has none where no other article of its story has such a one.
    """
    found = _claims_of_stories(tables, stories)
    if about:
        named = found["title"].fillna("") + "\n" + found["story"].fillna("")
        found = found[named.str.contains(about, case=False, regex=False)].reset_index(drop=True)
    return _linked(found)


def follow(tables: duckdb.DuckDBPyConnection, stories: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The claims of one story, as `link_claims` gives them, that is worth following.

    It is the one of the most articles in which figures exclude each other or are handed on; the largest where there is
    no such one. Empty where no two articles with figures are of one story.
    """
    found = _claims_of_stories(tables, stories)
    articles = found.groupby("story", sort=False)["article_id"].nunique().sort_values(ascending=False, kind="stable")
    largest = None
    for story in articles.index[articles >= _FEWEST_ARTICLES]:
        linked = _linked(found[found["story"].eq(story)].reset_index(drop=True))
        told = topics(linked)
        if not told["compatible"].all() or any(not repeats(trajectory(linked, topic)).empty for topic in told["topic"]):
            return linked
        largest = linked if largest is None else largest
    return _linked(found.iloc[:0]) if largest is None else largest


def _claims_of_stories(tables: duckdb.DuckDBPyConnection, stories: Mapping[str, str] | None) -> pd.DataFrame:
    found = read_claims(tables)
    found["story"] = found["article_id"].map(find_stories(tables) if stories is None else stories)
    return found


def _linked(found: pd.DataFrame) -> pd.DataFrame:
    """The claims with topics; story by story, so that no more than one story's words are held at a time."""
    named: list[str | None] = [None] * len(found)
    taken: Counter[str] = Counter()
    for numbers in found.groupby("story", sort=False).indices.values():
        claims = found.iloc[numbers]
        if claims["article_id"].nunique() >= _FEWEST_ARTICLES:
            figures = [figure(record) for record in claims.to_dict("records")]
            names = _names(claims.reset_index(drop=True), figures, link(figures), taken)
            for number, name in zip(numbers.tolist(), names, strict=True):
                named[number] = name
    return found.assign(topic=pd.Series(named, found.index, dtype=object)).drop(columns=_HELPERS)


def read_claims(tables: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The claims in order of publication, with what tells what they are about."""
    found = tables.sql(_CLAIMS).df()
    found["time"] = pd.to_datetime(found["published"], utc=True, errors="coerce", format="ISO8601")
    found = found.sort_values(["time", "article_id", "start"], ignore_index=True)
    found.loc[found["unit"].eq("fraction").to_numpy(), ["low", "high"]] *= 100
    return found


def link(figures: Sequence[Figure], by: Weights | None = None) -> list[int]:
    """For each figure of a story the index of the first about the same thing; `by`: other weights than the trained."""
    compared, crowd = pairs(figures), crowds(figures)
    told = [np.zeros(0, dtype=np.float32)]
    for start in range(0, len(compared), _AT_ONCE):
        some = measures(figures, compared[start : start + _AT_ONCE], crowd)
        probable = probability(some, by or weights()["figures"])
        clash = (some["same article"] > 0) & (some["same topic"] == 0) & (some["compatible"] == 0)
        told.append(probable - _CLASH * clash * (1 - probable))
    groups = group(len(figures), compared, np.concatenate(told), _TOGETHER, apart(figures, compared))
    return _by_kind(figures, groups)


def _by_kind(figures: Sequence[Figure], groups: Sequence[int]) -> list[int]:
    """The groups, parted by kind; figures without a unit, which may have joined others, go with the most frequent."""
    kinds: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for one, first in zip(figures, groups, strict=True):
        kinds[first].update([one.kind] if one.kind else [])
    most = {first: max(sorted(counted), key=counted.__getitem__, default=None) for first, counted in kinds.items()}
    firsts: dict[tuple[int, str | None], int] = {}
    keys = [(first, one.kind or most[first]) for one, first in zip(figures, groups, strict=True)]
    return [firsts.setdefault(key, number) for number, key in enumerate(keys)]


def _names(
    claims: pd.DataFrame, figures: Sequence[Figure], groups: Sequence[int], taken: Counter[str]
) -> list[str | None]:
    """The name of each claim's topic; none for those that one article alone states. `taken` counts names given."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(groups):
        members[first].append(number)
    named: list[str | None] = [None] * len(groups)
    for numbers in members.values():
        if len({figures[number].article for number in numbers}) < _FEWEST_ARTICLES:
            continue
        name = _name(claims.loc[numbers, "concept"].dropna(), [figures[number] for number in numbers])
        name = name or claims.loc[numbers[0], "text"]
        taken[name] += 1
        for number in numbers:
            named[number] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return named


def _name(concepts: pd.Series, figures: Sequence[Figure]) -> str | None:
    """The concept that comes nearest to what all figures of a topic are about; of several words, where there is one."""
    mean = np.mean([figure.bags["about"].vector for figure in figures], axis=0)
    counted = Counter(" ".join(concept.split()).lower() for concept in concepts)
    nearness = {
        concept: (len(split(concept)) > 1, round(float(bag(concept).vector @ mean) + amount / len(figures), 4))
        for concept, amount in counted.items()
    }
    return max(nearness, key=lambda concept: (nearness[concept], concept), default=None)
