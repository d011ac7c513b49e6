"""Which articles are about one event: the stories of a corpus."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd

from analysis.agreement.grouping import group
from analysis.trajectories.network import networks
from analysis.trajectories.words import bag, rarity, split, stem

MEASURES = 9
TOGETHER = 0.5
"""The mean probability from which articles are about one event."""
_BEFORE = 20
"""An article is compared with so many before it that share a telling word: pairs stay linear in a corpus."""
_WHOLE = 200
"""Articles that hang together are all compared with each other where there are no more than this."""
_TELLING = 0.55
"""How much a word must tell for articles that share it to be compared."""
_UNSEEN = 300
"""Articles of other events that are thought beside those of the corpus when the rarity of a word is told."""
_SMALL = 10
_ARTICLES = """
    WITH told AS (
        SELECT article_id, string_agg(DISTINCT concat_ws(' . ', concept, event), ' . ') AS told,
            string_agg(DISTINCT place, ' . ') AS places, list(DISTINCT low) || list(DISTINCT high) AS bounds
        FROM quantities GROUP BY article_id),
    said AS (
        SELECT article_id, string_agg(concat_ws(' . ', source_text, content_text), ' . ') AS said
        FROM attributions GROUP BY article_id),
    named AS (SELECT article_id, string_agg(name, ' . ') AS sources FROM sources GROUP BY article_id)
    SELECT article_id, title, published, told, places, bounds, said, sources
    FROM articles LEFT JOIN told USING (article_id) LEFT JOIN said USING (article_id) LEFT JOIN named USING (article_id)
    ORDER BY published NULLS LAST, article_id"""


class _Article(NamedTuple):
    """What articles are compared by: words with what each tells, and the day of publication (None: not known)."""

    names: dict[str, float]
    words: dict[str, float]
    title: dict[str, float]
    vector: np.ndarray
    bounds: frozenset[float]
    day: float | None


def find_stories(tables: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of the story of each article; articles of one event have the same number."""
    identifiers, articles = _articles(tables)
    compared = pairs(articles)
    probability = networks()["articles"].probability(measures(articles, compared))
    whole = _whole(len(articles), compared, probability)
    probability = networks()["articles"].probability(measures(articles, whole))
    found = group(len(articles), whole, probability, TOGETHER, [False] * len(whole))
    return dict(zip(identifiers, found, strict=True))


def _articles(tables: duckdb.DuckDBPyConnection) -> tuple[list[str], list[_Article]]:
    found = tables.sql(_ARTICLES).df()
    days = pd.to_datetime(found["published"], utc=True, errors="coerce", format="ISO8601")
    days = (days - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    told = [{name: value if isinstance(value, str) else "" for name, value in row.items()} for row in found.to_dict("records")]
    names = [_names(" . ".join((row["title"], row["places"], row["told"], row["said"], row["sources"]))) for row in told]
    words = [_stems(" . ".join((row["title"], row["told"], row["said"]))) for row in told]
    titles = [_stems(row["title"]) for row in told]
    weigh_names, weigh_words = _weigher(names), _weigher(words)
    articles = [
        _Article(
            names=weigh_names(some),
            words=weigh_words(others),
            title=weigh_words(title),
            vector=bag(row["title"]).vector,
            bounds=frozenset(float(f"{bound:.9g}") for bound in bounds if bound is not None and bound >= _SMALL)
            if isinstance(bounds, (list, np.ndarray)) else frozenset(),
            day=None if math.isnan(day) else day,
        )
        for some, others, title, row, bounds, day in zip(names, words, titles, told, found["bounds"], days, strict=True)
    ]
    return found["article_id"].tolist(), articles


def _names(text: str) -> frozenset[str]:
    """The capitalised words that follow a word, in lower case."""
    words = split(text)
    return frozenset(word.lower() for word in words if word[0].isupper() and len(word) > 2)


def _stems(text: str) -> dict[str, float]:
    """The stems of words with how rare the words are."""
    return {stem(word): rarity(word) for word in map(str.lower, split(text)) if len(word) > 2}


def _weigher(texts: Sequence[frozenset[str] | dict[str, float]]) -> Callable[..., dict[str, float]]:
    """A function that tells how much each word of a text tells, by how rare it is in English and in the corpus."""
    frequency = Counter(word for text in texts for word in text)
    most = math.log(len(texts) + _UNSEEN)

    def weigh(text: frozenset[str] | dict[str, float]) -> dict[str, float]:
        rare = text if isinstance(text, dict) else {word: rarity(word) for word in text}
        return {word: rare[word] * math.log((len(texts) + _UNSEEN) / max(frequency[word], 1)) / most for word in rare}

    return weigh


def pairs(articles: Sequence[_Article]) -> np.ndarray:
    """Which articles are compared first: those that share a telling word, each with the last few before it."""
    holding: defaultdict[str, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for number, article in enumerate(articles):
        told = {word for words in (article.names, article.title) for word, tells in words.items() if tells > _TELLING}
        for word in told:
            found.update((other, number) for other in holding[word][-_BEFORE:])
            holding[word].append(number)
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def _whole(amount: int, compared: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """The pairs compared in the end: all pairs of articles that hang together, where these are not too many."""
    hanging = list(range(amount))

    def root(number: int) -> int:
        while hanging[number] != number:
            hanging[number] = number = hanging[hanging[number]]
        return number

    likely = compared[probability >= TOGETHER]
    for one, other in likely.tolist():
        hanging[root(other)] = root(one)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(amount):
        members[root(number)].append(number)
    found = {pair for some in members.values() if len(some) <= _WHOLE for pair in combinations(some, 2)}
    found.update(map(tuple, compared.tolist()))
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def measures(articles: Sequence[_Article], compared: np.ndarray) -> np.ndarray:
    """The measures of each pair of articles: pairs x measures."""
    told = [_measures(articles[one], articles[other]) for one, other in compared.tolist()]
    return np.array(told, dtype=np.float32).reshape(len(compared), MEASURES)


def _measures(one: _Article, other: _Article) -> list[float]:
    shared = [one.names[name] for name in one.names.keys() & other.names.keys()]
    days = None if one.day is None or other.day is None else abs(one.day - other.day)
    return [
        _cosine(one.names, other.names),
        _cosine(one.words, other.words),
        _cosine(one.title, other.title),
        math.log1p(sum(tells for tells in shared if tells > _TELLING)),
        max(shared, default=0.0),
        float(one.vector @ other.vector),
        math.log1p(len(one.bounds & other.bounds)),
        0.0 if days is None else math.log1p(days),
        float(days is None),
    ]


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    shared = sum(one[word] ** 2 for word in one.keys() & other.keys())
    lengths = sum(tells**2 for tells in one.values()) * sum(tells**2 for tells in other.values())
    return shared / math.sqrt(lengths) if lengths else 0.0
