"""Which figures of different articles are about the same thing."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import Stemmer

from analysis import summary

_WORD = re.compile(r"[^\W\d_][\w-]*")
_CLAUSE_BREAK = re.compile(r"[,;:()—–]|\b(?:and|but|while|whereas)\b")
_SHORTEST = 3
_FEWEST_ARTICLES = 3
"""A word that comes back in the concepts of figures of so many articles may be what a topic is about."""
_TELLING = 10
"""From here on a number that comes back is no small one that anything may have."""
_ADDED = re.compile(r"\b(?:another|additional|extra|further)\b|\bmore\s(?!than\b)", re.IGNORECASE)
_CLAIMS = """
    WITH denials AS (
        SELECT article_id, quantity_id, min(name) AS denier, min(type) AS denier_type
        FROM (SELECT article_id, source_id, unnest(content_spans) AS span FROM attributions
                WHERE stance IN ('denies', 'disputes'))
            JOIN quantities USING (article_id) LEFT JOIN sources USING (article_id, source_id)
        WHERE span[1] <= number_start AND number_end <= span[2] GROUP BY article_id, quantity_id)
    SELECT a.published, a.publisher, a.title, c.article_id, c.quantity_id, q.start, q.text, q.low, q.high, q.modifier,
        q.unit, q.kind, q.trend, q.concept,
        CASE WHEN d.confidence < $sure THEN c.topic || ' ' || c.quantity_id ELSE c.topic END AS article_topic,
        c.hedged, t.content_spans, t.content_text,
        q.number_start, q.number_end, coalesce(c.source_name, denier) AS source_name,
        coalesce(c.source_type, denier_type) AS source_type, denier IS NOT NULL AND c.source_id IS NULL AS denied
    FROM claims c JOIN quantities q USING (article_id, quantity_id) JOIN articles a USING (article_id)
        LEFT JOIN attributions t USING (article_id, attribution_id)
        LEFT JOIN disagreements d USING (article_id, topic)
        LEFT JOIN denials USING (article_id, quantity_id)
    WHERE contains(lower(coalesce(a.title, '')), lower($about))"""
_HELPERS = ["content_spans", "content_text", "number_start", "number_end"]


class _Measure(NamedTuple):
    """What a figure is measured in; without a `unit` it may count anything."""

    unit: str | None
    kind: str
    trend: str | None

    def fits(self, other: _Measure) -> bool:
        return self[1:] == other[1:] and self.unit in (None, other.unit)


class _About(NamedTuple):
    """A topic: what it is measured in, and the word that its figures have in common."""

    measure: _Measure
    word: str


class _Claim(NamedTuple):
    """What links a claim: what it is measured in, stems of its concept, those of its clause as well, and its bounds.

    `adds`: whether it comes on top of another figure ("12 more"). `group`: the topic that it has in its article.
    """

    measure: _Measure
    words: frozenset[str]
    context: frozenset[str]
    bounds: frozenset[float]
    adds: bool
    group: tuple[str, str]


def link_claims(tables: duckdb.DuckDBPyConnection, about: str = "") -> pd.DataFrame:
    """The claims of a corpus in order of publication, with the `topic` that they share across articles.

    `tables` is a connection as `open_tables` gives, `about` what the titles of the articles hold, in any case. They
    should be about one event: nothing here tells two floods apart. `time` is `published` in UTC, null where it is no
    date. Shares are in percent (`low` and `high` of "six in ten" are 60).

    Topics are words that come back in the concepts of figures with the same unit ("missing", of people); a claim has
    none where no other article has a comparable one. A claim is of the topic whose word stands in its concept, or in
    that of a comparable claim of its article; else in the clause; else of the one that a figure with the same bound
    has elsewhere ("300" after "up to 300").
    """
    found = tables.execute(_CLAIMS, {"about": about, "sure": summary.SURE}).df()
    found["time"] = pd.to_datetime(found["published"], utc=True, errors="coerce", format="ISO8601")
    found = found.sort_values(["time", "article_id", "start"], ignore_index=True)
    found.loc[found["unit"].eq("fraction").to_numpy(), ["low", "high"]] *= 100
    found["topic"] = _named(found, _topics([_claim(record) for record in found.to_dict("records")]))
    return found.drop(columns=_HELPERS)


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files("analysis.trajectories").joinpath("linking.toml").read_text("utf-8"))


@cache
def _first_names(section: str) -> dict[str, str]:
    """The words of a section of synonyms, each with the first of its line."""
    return {word: line.split()[0] for line in _lexicon()[section] for word in line.split()}


def _claim(record: dict[str, Any]) -> _Claim:
    unit, kind = _told(record["unit"]), record["kind"]
    concept = _WORD.findall(_told(record["concept"]) or "")
    if happened := _lexicon()["people"].get(unit):
        unit, concept = "person", [*concept, happened]
    unit = _first_names("units").get(unit, unit)
    idle = _stems([unit] if unit else [])
    words = _lower_stems(concept) - idle
    clause = _WORD.findall(f"{_clause(record)} {record['text']}")
    bounds = frozenset(float(f"{record[side]:.9g}") for side in ("low", "high") if not pd.isna(record[side]))
    if unit and max(bounds, default=0) >= _TELLING and (" per " in unit or (kind == "count" and unit != "person")):
        words |= {unit}
    return _Claim(
        measure=_Measure(unit, _first_names("kinds").get(kind, kind), _told(record["trend"])),
        words=words,
        context=words | (_lower_stems(clause) - idle),
        bounds=bounds,
        adds=_ADDED.search(record["text"]) is not None,
        group=(record["article_id"], record["article_topic"]),
    )


def _lower_stems(words: Sequence[str]) -> frozenset[str]:
    """The stems of words that are no names; words all in capitals are of a headline."""
    same = _first_names("same")
    lower = (word.lower() for word in words if word.islower() or word.isupper())
    return _stems(same.get(word, word) for word in lower)


def _stems(words: Iterable[str]) -> frozenset[str]:
    """The stems of lower-case words, without the idle ones; what happens to people under one name."""
    return frozenset(stem for word in words if (stem := _stem(word)))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """The word without endings; empty for an idle one."""
    if happening := _first_names("happenings").get(word):
        return happening
    idle = len(word) < _SHORTEST or word in _idle()
    return "" if idle else _stemmer.stemWord(word)


_stemmer = Stemmer.Stemmer("english")


@cache
def _idle() -> frozenset[str]:
    return frozenset(_lexicon()["idle"].split())


def _clause(record: dict[str, Any]) -> str:
    """The words around the figure in the content of its attribution, as far as the next break."""
    if _told(record["content_text"]) is None:
        return ""
    for (start, end), piece in zip(record["content_spans"], record["content_text"].split(" … "), strict=False):
        if start <= record["number_start"] and record["number_end"] <= end:
            before, after = piece[: record["number_start"] - start], piece[record["number_end"] - start :]
            before = _CLAUSE_BREAK.split(before)[-1]
            return f"{before} {_CLAUSE_BREAK.split(after)[0]}"
    return ""


def _told(value: str | float | None) -> str | None:
    """A string, or None where the table has a null."""
    return value if isinstance(value, str) else None


# Rules --------------------------------------------------------------------------------------------------------------


def _topics(claims: Sequence[_Claim]) -> list[_About | None]:
    """The topic of each claim, by the surest rule that tells one; none where it only adds to a figure ("12 more")."""
    common = _common_words(claims)
    topics = [None] * len(claims)
    for words in ("words", "context"):
        together = _together(claims, words)
        found = [_worded(claim, together[claim.group, claim.measure.unit], common) for claim in claims]
        topics = [topic or about for topic, about in zip(topics, found, strict=True)]
    topics = _without_rare(claims, topics)
    for keys in (_article_key, _number_keys, _article_key):
        topics = _spread(claims, topics, keys)
    return [None if claim.adds else topic for claim, topic in zip(claims, topics, strict=True)]


def _together(claims: Iterable[_Claim], words: str) -> dict[Hashable, frozenset[str]]:
    """The words of all claims of a topic of an article that are in the same unit."""
    together: defaultdict[Hashable, frozenset[str]] = defaultdict(frozenset)
    for claim in claims:
        together[claim.group, claim.measure.unit] |= getattr(claim, words)
    return together


def _without_rare(claims: Sequence[_Claim], topics: Sequence[_About | None]) -> list[_About | None]:
    """The topics without those of too few articles."""
    articles: defaultdict[_About | None, set[str]] = defaultdict(set)
    for claim, topic in zip(claims, topics, strict=True):
        articles[topic].add(claim.group[0])
    return [topic if len(articles[topic]) >= _FEWEST_ARTICLES else None for topic in topics]


def _common_words(claims: Iterable[_Claim]) -> dict[str, dict[_About, int]]:
    """The words that may be topics, each with the topics that it may be, these with the articles that have them.

    A word has to come back in the concepts of figures of one measure, and seldom in those of others: "dam" is where
    it happened. A unit is a topic ("containers") only where its figures have no other word in common.
    """
    articles: defaultdict[_About, set[str]] = defaultdict(set)
    anywhere: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for word in claim.words:
            articles[_About(claim.measure, word)].add(claim.group[0])
            anywhere[word].add(claim.group[0])
    frequent = {
        about: len(found)
        for about, found in articles.items()
        if about.measure.unit and len(found) >= max(_FEWEST_ARTICLES, len(anywhere[about.word]) / 2)
    }
    worded = {about.measure for about in frequent if about.word != about.measure.unit}
    common: defaultdict[str, dict[_About, int]] = defaultdict(dict)
    for about, amount in frequent.items():
        if about.word != about.measure.unit or about.measure not in worded:
            common[about.word][about] = amount
    return common


def _worded(claim: _Claim, words: frozenset[str], common: dict[str, dict[_About, int]]) -> _About | None:
    """The topic of which `words` holds the word; of several the one that the most articles have."""
    fitting = [
        (amount, about.word, about)
        for word in words & common.keys()
        for about, amount in common[word].items()
        if claim.measure.fits(about.measure)
    ]
    return max(fitting, key=lambda found: (*found[:2], found[2].measure.unit), default=(0, "", None))[2]


def _article_key(claim: _Claim) -> list[Hashable]:
    return [claim.group]


def _number_keys(claim: _Claim) -> list[Hashable]:
    """The bounds that are no small numbers: "up to 300" is handed on as "300"."""
    return [bound for bound in claim.bounds if bound >= _TELLING]


def _spread(
    claims: Sequence[_Claim], topics: Sequence[_About | None], keys: Callable[[_Claim], list[Hashable]]
) -> list[_About | None]:
    """The topics, with those of claims that share a key given to claims that have none, where they are one."""
    known: defaultdict[Hashable, set[_About]] = defaultdict(set)
    for claim, topic in zip(claims, topics, strict=True):
        for key in keys(claim) if topic else ():
            known[key].add(topic)
    spread = list(topics)
    for number, claim in enumerate(claims):
        fitting = {about for key in keys(claim) for about in known[key] if claim.measure.fits(about.measure)}
        if topics[number] is None and len(fitting) == 1:
            (spread[number],) = fitting
    return spread


def _named(claims: pd.DataFrame, topics: Sequence[_About | None]) -> list[str | None]:
    """The name of each topic: the concept that most of its claims have, of those that hold its word."""
    concepts: defaultdict[_About, Counter[str]] = defaultdict(Counter)
    for concept, topic in zip(claims["concept"], topics, strict=True):
        if topic is not None and _told(concept) and topic.word in _lower_stems(_WORD.findall(concept)):
            concepts[topic][concept.lower()] += 1
    names = {topic: counted.most_common(1)[0][0] for topic, counted in concepts.items()}
    return [names.get(topic, topic.word) if topic else None for topic in topics]
