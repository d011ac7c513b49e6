"""The stories of a corpus: articles about one event."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from itertools import chain, combinations
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd

from analysis.article.stems import stem
from analysis.trajectories.grouping import group
from analysis.trajectories.scorer import Measures, Weights, probability, weights
from analysis.trajectories.words import bag, rarity, split

MEASURES = (
    "names", "words", "title", "shared names", "rarest name", "title alike", "shared bounds", "days apart", "no days",
)  # fmt: skip
_TOGETHER = 0.4
"""The mean probability from which two groups of articles are about one event."""
_BEFORE = 20
"""The earlier articles that are looked up for each telling word of an article."""
_CLOSEST = 40
"""The earlier articles that an article is compared with: pairs stay linear in a corpus."""
_NAMES = 3
"""The names in the name of a story."""
_WHOLE = 200
"""The size up to which all articles of a connected set are compared with each other."""
_TELLING = 0.5
"""The weight from which a word makes the articles that share it be compared."""
_SUREST, _SURE = 8, 0.6
"""The number of most probable pairs between two stories, and the mean from which they are one story."""
_UNSEEN = 30_000
"""Articles of other events that are assumed beside those of the corpus when the rarity of a word is computed."""
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
    SELECT article_id, coalesce(title, '') AS title, published, coalesce(told, '') AS told,
        coalesce(places, '') AS places, coalesce(bounds, []) AS bounds, coalesce(said, '') AS said,
        coalesce(sources, '') AS sources
    FROM articles LEFT JOIN told USING (article_id) LEFT JOIN said USING (article_id) LEFT JOIN named USING (article_id)
    ORDER BY published NULLS LAST, article_id"""


class Article(NamedTuple):
    """The content of an article, for comparison: words with their weights, and the day of publication, if known."""

    names: dict[str, float]
    words: dict[str, float]
    title: dict[str, float]
    vector: np.ndarray
    bounds: dict[str, float]
    day: float | None


def stories(articles: Sequence[Article], trained: Weights | None = None) -> list[int]:
    """Return, for each article, the index of the first of its story, by average linkage with `trained` or our weights.

    Two stories also become one where their most probable pairs are probable enough: the words of an event that goes on
    for weeks change.
    """
    trained = trained or weights()["articles"]
    first_pairs = pairs(articles)
    likely = first_pairs[probability(measures(articles, first_pairs), trained) >= _TOGETHER]
    compared = _with_connected(len(articles), likely, first_pairs)
    certainty = probability(measures(articles, compared), trained)
    groups = group(len(articles), compared, certainty, _TOGETHER, [False] * len(compared))
    first_of_story = np.array(groups, dtype=np.int64)
    links: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for pair, certain in zip(first_of_story[compared].tolist(), certainty.tolist(), strict=True):
        if pair[0] != pair[1]:
            links[min(pair), max(pair)].append(certain)
    surest = {
        between: sum(sorted(probabilities)[-_SUREST:]) / _SUREST
        for between, probabilities in links.items()
        if len(probabilities) >= _SUREST
    }
    joined, means = np.array([*surest], dtype=np.int64).reshape(-1, 2), np.array([*surest.values()])
    merged = group(len(articles), joined, means, _SURE, [False] * len(joined))
    return [merged[story] for story in first_of_story.tolist()]


def find_stories(tables: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the name of the story of each article by its id; articles about one event have the same one."""
    articles = read_articles(tables)
    return dict(zip(articles, _story_names([*articles.values()], stories([*articles.values()])), strict=True))


def overview(tables: duckdb.DuckDBPyConnection, names: dict[str, str]) -> pd.DataFrame:
    """Return a row for each story of two articles or more, the largest first: `articles`, `publishers` and days.

    `names` is the result of `find_stories`. `first` and `last` are days of publication, null where none is known.
    """
    articles = tables.sql("SELECT article_id, publisher, published FROM articles").df()
    articles["story"] = articles["article_id"].map(names)
    articles["day"] = articles["published"].str[:10]
    spans = articles.groupby("story").agg(
        articles=("article_id", "size"), publishers=("publisher", "nunique"), first=("day", "min"), last=("day", "max")
    )
    spans = spans[spans["articles"] > 1].reset_index()
    return spans.sort_values(["articles", "story"], ascending=[False, True], ignore_index=True)


def _story_names(articles: Sequence[Article], first_of_story: Sequence[int]) -> list[str]:
    """Return, for each article, the names of the most weight in its story, numbered where stories have the same."""
    weights_of_names: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for article, story in zip(articles, first_of_story, strict=True):
        weights_of_names[story].update(article.names)
    uses: Counter[str] = Counter()
    names: dict[int, str] = {}
    for story, counted in weights_of_names.items():
        best = sorted(counted, key=lambda name: (-counted[name], name))[:_NAMES]
        name = ", ".join(word.capitalize() for word in best) or "no names"
        uses[name] += 1
        names[story] = name if uses[name] == 1 else f"{name} ({uses[name]})"
    return [names[story] for story in first_of_story]


def read_articles(tables: duckdb.DuckDBPyConnection) -> dict[str, Article]:
    """Return the articles by their ids, in order of publication."""
    table = tables.sql(_ARTICLES).df()
    times = pd.to_datetime(table["published"], utc=True, errors="coerce", format="ISO8601")
    table["day"] = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    rows = table.to_dict("records")
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
            None if math.isnan(row["day"]) else row["day"],
        )
        for number, row in enumerate(rows)
    }


def _names(text: str) -> dict[str, float]:
    """Return the capitalised words, in lower case, with their rarity."""
    return {word.lower(): rarity(word.lower()) for word in split(text) if word[0].isupper() and len(word) > 2}


def _stems(text: str) -> dict[str, float]:
    """Return the stems of words with the rarity of the words."""
    return {stem(word): rarity(word) for word in map(str.lower, split(text)) if len(word) > 2}


def _weigher(texts: Sequence[dict[str, float]]) -> Callable[[dict[str, float]], dict[str, float]]:
    """Return a function that weighs the words of a text by their rarity in English and in the corpus."""
    frequency = Counter(word for text in texts for word in text)
    total = len(texts) + _UNSEEN
    return lambda text: {
        word: rare * math.log(total / max(frequency[word], 1)) / math.log(total) for word, rare in text.items()
    }


def pairs(articles: Sequence[Article]) -> np.ndarray:
    """Return the pairs of articles that are compared first: each article with the earlier ones closest to it.

    For each telling word of an article the last `_BEFORE` articles with it are looked up; of all these, the `_CLOSEST`
    that share the most weight are compared.
    """
    holding: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_BEFORE))
    compared: list[np.ndarray] = [np.zeros((0, 2), dtype=np.int64)]
    for number, article in enumerate(articles):
        telling = {word: weight for words in (article.names, article.title) for word, weight in words.items()}
        shared: defaultdict[int, float] = defaultdict(float)
        for word in sorted(word for word, weight in telling.items() if weight > _TELLING):
            for earlier in holding[word]:
                shared[earlier] += telling[word]
            holding[word].append(number)
        closest = sorted(sorted(shared, key=lambda earlier: (-shared[earlier], earlier))[:_CLOSEST])
        compared.append(np.array([(earlier, number) for earlier in closest], dtype=np.int64).reshape(-1, 2))
    return np.concatenate(compared)


def _with_connected(amount: int, likely: np.ndarray, compared: np.ndarray) -> np.ndarray:
    """Return the pairs to compare: those of `compared`, and all pairs of articles that `likely` pairs connect."""
    parents = list(range(amount))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    for first, second in likely.tolist():
        parents[root(second)] = root(first)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(amount):
        members[root(number)].append(number)
    within = (combinations(connected, 2) for connected in members.values() if len(connected) <= _WHOLE)
    together = {*chain.from_iterable(within), *map(tuple, compared.tolist())}
    return np.array(sorted(together), dtype=np.int64).reshape(-1, 2)


def measures(articles: Sequence[Article], compared: np.ndarray) -> Measures:
    """Return the measures of each pair of articles by name."""
    measured = np.zeros((len(compared), len(MEASURES)), dtype=np.float32)
    for row, (first, second) in zip(measured, compared.tolist(), strict=True):
        row[:] = _measures(articles[first], articles[second])
    return dict(zip(MEASURES, measured.T, strict=True))


def _measures(first: Article, second: Article) -> list[float]:
    names, bounds = first.names.keys() & second.names.keys(), first.bounds.keys() & second.bounds.keys()
    shared = [first.names[name] for name in names]
    days = None if first.day is None or second.day is None else abs(first.day - second.day)
    return [
        _cosine(first.names, second.names),
        _cosine(first.words, second.words),
        _cosine(first.title, second.title),
        math.log1p(sum(weight for weight in shared if weight > _TELLING)),
        max(shared, default=0.0),
        float(first.vector @ second.vector),
        math.log1p(sum(first.bounds[bound] for bound in bounds)),
        0.0 if days is None else math.log1p(days),
        float(days is None),
    ]


def _cosine(first: dict[str, float], second: dict[str, float]) -> float:
    shared = sum(first[word] ** 2 for word in first.keys() & second.keys())
    lengths = sum(weight**2 for weight in first.values()) * sum(weight**2 for weight in second.values())
    return shared / math.sqrt(lengths) if lengths else 0.0
