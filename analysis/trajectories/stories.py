"""Which articles are about one event: the stories of a corpus."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from analysis.trajectories.grouping import group
from analysis.trajectories.scorer import Measures, Weights, probability, weights
from analysis.trajectories.words import bag, rarity, split, stem

MEASURES = (
    "names", "words", "title", "shared names", "rarest name", "title alike", "shared bounds", "days apart", "no days",
)  # fmt: skip
_TOGETHER = 0.4
"""The mean probability from which articles are about one event."""
_BEFORE = 20
"""So many before an article that share a telling word with it are looked at."""
_CLOSEST = 40
"""An article is compared with so many before it: pairs stay linear in a corpus."""
_NAMES = 3
"""Names that a story is called by."""
_WHOLE = 200
"""Articles that hang together are all compared with each other where there are no more than this."""
_TELLING = 0.5
"""How much a word must tell for articles that share it to be compared."""
_SUREST, _SURE = 8, 0.6
"""Two stories are one where so many of the pairs that join them are so sure in the mean."""
_UNSEEN = 30_000
"""Articles of other events that are thought beside those of the corpus when the rarity of a word is told."""
_ARTICLES = """
    WITH told AS (
        SELECT article_id, string_agg(DISTINCT concat_ws(' . ', concept, event), ' . ') AS told,
            string_agg(DISTINCT place, ' . ') AS places,
            list(DISTINCT concat_ws(' ', kind, coalesce(low, high))) FILTER (coalesce(low, high) >= 10)
                AS bounds
        FROM quantities GROUP BY article_id),
    said AS (
        SELECT article_id, string_agg(concat_ws(' . ', source_text, content_text), ' . ') AS said
        FROM attributions GROUP BY article_id),
    named AS (SELECT article_id, string_agg(name, ' . ') AS sources FROM sources GROUP BY article_id)
    SELECT article_id, title, published, told, places, bounds, said, sources
    FROM articles LEFT JOIN told USING (article_id) LEFT JOIN said USING (article_id) LEFT JOIN named USING (article_id)
    ORDER BY published NULLS LAST, article_id"""


class Article(NamedTuple):
    """What articles are compared by: words with what each tells, and the day of publication (None: not known)."""

    names: dict[str, float]
    words: dict[str, float]
    title: dict[str, float]
    vector: np.ndarray
    bounds: dict[str, float]
    day: float | None


def stories(articles: Sequence[Article], by: Weights | None = None) -> list[int]:
    """For each article the index of the first of its story, by average linkage; `by`: other weights than the trained.

    Two stories become one as well where their surest pairs are sure: an event that goes on for weeks changes its words.
    """
    by = by or weights()["articles"]
    first = pairs(articles)
    compared = _hanging(len(articles), first[probability(measures(articles, first), by) >= _TOGETHER], first)
    sure = probability(measures(articles, compared), by)
    found = group(len(articles), compared, sure, _TOGETHER, [False] * len(compared))
    links: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for (one, other), how_sure in zip(compared.tolist(), sure.tolist(), strict=True):
        if found[one] != found[other]:
            links[min(found[one], found[other]), max(found[one], found[other])].append(how_sure)
    surest = {
        between: sum(sorted(some)[-_SUREST:]) / _SUREST for between, some in links.items() if len(some) >= _SUREST
    }
    joined, means = np.array([*surest], dtype=np.int64).reshape(-1, 2), np.array([*surest.values()])
    merged = group(len(articles), joined, means, _SURE, [False] * len(joined))
    return [merged[story] for story in found]


def find_stories(tables: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The name of the story of each article, by its identifier; articles of one event have the same one."""
    articles = read_articles(tables)
    return dict(zip(articles, _named([*articles.values()], stories([*articles.values()])), strict=True))


def overview(tables: duckdb.DuckDBPyConnection, found: dict[str, str]) -> pd.DataFrame:
    """One row for each story of two articles or more, those of the most first: `articles`, `publishers`, days.

    `found` is what `find_stories` tells. `first` and `last` are the days of publication, null where none is known.
    """
    articles = tables.sql("SELECT article_id, publisher, published FROM articles").df()
    articles["story"] = articles["article_id"].map(found)
    articles["day"] = articles["published"].str[:10]
    told = articles.groupby("story").agg(
        articles=("article_id", "size"), publishers=("publisher", "nunique"), first=("day", "min"), last=("day", "max")
    )
    told = told[told["articles"] > 1].reset_index()
    return told.sort_values(["articles", "story"], ascending=[False, True], ignore_index=True)


def _named(articles: Sequence[Article], found: Sequence[int]) -> list[str]:
    """For each article the names that tell the most in the most articles of its story, with a number where taken."""
    told: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for article, story in zip(articles, found, strict=True):
        told[story].update(article.names)
    taken: Counter[str] = Counter()
    names: dict[int, str] = {}
    for story, counted in told.items():
        best = sorted(counted, key=lambda name: (-counted[name], name))[:_NAMES]
        name = ", ".join(word.capitalize() for word in best) or "no names"
        taken[name] += 1
        names[story] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return [names[story] for story in found]


def read_articles(tables: duckdb.DuckDBPyConnection) -> dict[str, Article]:
    """What the articles are compared by, in order of publication, by their identifiers."""
    found = tables.sql(_ARTICLES).df()
    times = pd.to_datetime(found["published"], utc=True, errors="coerce", format="ISO8601")
    found["day"] = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    rows = [{name: "" if _missing(value) else value for name, value in row.items()} for row in found.to_dict("records")]
    words = [_stems(" . ".join((row["title"], row["told"], row["said"]))) for row in rows]
    names = [_names(" . ".join(row[name] for name in ("title", "places", "told", "said", "sources"))) for row in rows]
    bounds = [dict.fromkeys(row["bounds"], 1.0) for row in rows]
    titles = [_stems(row["title"]) for row in rows]
    weigh_names, weigh_words, weigh_bounds = _weigher(names), _weigher(words), _weigher(bounds)
    return {
        row["article_id"]: Article(
            weigh_names(names[number]),
            weigh_words(words[number]),
            weigh_words(titles[number]),
            bag(row["title"]).vector,
            weigh_bounds(bounds[number]),
            None if row["day"] == "" else row["day"],
        )
        for number, row in enumerate(rows)
    }


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _names(text: str) -> dict[str, float]:
    """The capitalised words, in lower case, with how rare each is."""
    return {word.lower(): rarity(word.lower()) for word in split(text) if word[0].isupper() and len(word) > 2}


def _stems(text: str) -> dict[str, float]:
    """The stems of words with how rare the words are."""
    return {stem(word): rarity(word) for word in map(str.lower, split(text)) if len(word) > 2}


def _weigher(texts: Sequence[dict[str, float]]) -> Callable[[dict[str, float]], dict[str, float]]:
    """A function that tells how much each word of a text tells, by how rare it is in English and in the corpus."""
    frequency = Counter(word for text in texts for word in text)
    thought = len(texts) + _UNSEEN
    return lambda text: {
        word: rare * math.log(thought / max(frequency[word], 1)) / math.log(thought) for word, rare in text.items()
    }


def pairs(articles: Sequence[Article]) -> np.ndarray:
    """Which articles are compared first: those that share telling words, each with the few before it that share most.

    An article meets the last `_BEFORE` with each of its words, and is compared with `_CLOSEST` of these.
    """
    holding: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_BEFORE))
    found: list[np.ndarray] = [np.zeros((0, 2), dtype=np.int64)]
    for number, article in enumerate(articles):
        told = {word: tells for words in (article.names, article.title) for word, tells in words.items()}
        shared: defaultdict[int, float] = defaultdict(float)
        for word in sorted(word for word, tells in told.items() if tells > _TELLING):
            for other in holding[word]:
                shared[other] += told[word]
            holding[word].append(number)
        closest = sorted(sorted(shared, key=lambda other: (-shared[other], other))[:_CLOSEST])
        found.append(np.array([(other, number) for other in closest], dtype=np.int64).reshape(-1, 2))
    return np.concatenate(found)


def _hanging(amount: int, likely: np.ndarray, compared: np.ndarray) -> np.ndarray:
    """The pairs compared in the end: also all pairs of articles that hang together, where these are not too many."""
    above = list(range(amount))

    def root(number: int) -> int:
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    for one, other in likely.tolist():
        above[root(other)] = root(one)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(amount):
        members[root(number)].append(number)
    found = {pair for some in members.values() if len(some) <= _WHOLE for pair in combinations(some, 2)}
    found.update(map(tuple, compared.tolist()))
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def measures(articles: Sequence[Article], compared: np.ndarray) -> Measures:
    """The measures of each pair of articles, by name."""
    told = np.zeros((len(compared), len(MEASURES)), dtype=np.float32)
    for row, (one, other) in zip(told, compared.tolist(), strict=True):
        row[:] = _measures(articles[one], articles[other])
    return dict(zip(MEASURES, told.T, strict=True))


def _measures(one: Article, other: Article) -> list[float]:
    names, bounds = one.names.keys() & other.names.keys(), one.bounds.keys() & other.bounds.keys()
    shared = [one.names[name] for name in names]
    days = None if one.day is None or other.day is None else abs(one.day - other.day)
    return [
        _cosine(one.names, other.names),
        _cosine(one.words, other.words),
        _cosine(one.title, other.title),
        math.log1p(sum(tells for tells in shared if tells > _TELLING)),
        max(shared, default=0.0),
        float(one.vector @ other.vector),
        math.log1p(sum(one.bounds[bound] for bound in bounds)),
        0.0 if days is None else math.log1p(days),
        float(days is None),
    ]


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    shared = sum(one[word] ** 2 for word in one.keys() & other.keys())
    lengths = sum(tells**2 for tells in one.values()) * sum(tells**2 for tells in other.values())
    return shared / math.sqrt(lengths) if lengths else 0.0
