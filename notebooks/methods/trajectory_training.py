"""Training of the scorers behind `analysis.trajectories`: logistic regressions, by Newton's method, in numpy.

`python notebooks/methods/trajectory_training.py [FOLDER]` trains on the marked corpora of `across.py` and the passages
to learn from, tells how much is found in each corpus by what was learned from the others, and writes the weights.
Tables are kept in FOLDER, where it is given. With `words` for FOLDER, the words' vectors are written instead.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd
from across import CORPORA, EVENTS, in_percent, marks, measure, met, tables_of
from passages import FOLDER

from analysis.trajectories import linking, scorer, stories, words
from analysis.trajectories.measures import Figure, crowds, figure, measures, pairs

_PACKAGE = Path(linking.__file__).parent
_RIDGE = {"articles": 3.0, "figures": 10.0}
_ROUNDS = 8
_WEIGHT = 1000.0
"""What the pairs of one corpus count for together."""
_MOST_APART = 9000
"""Pairs of a corpus that do not belong together and are learned from; the others are left out by lot."""
_SMALL_CORPORA = {"strike": 0.4}
"""What a corpus counts for beside the others, where it is small."""
_VECTORS, _LENGTH = 8000, 48


class Pairs(NamedTuple):
    """What was measured of pairs of one corpus, whether each belongs together, and how much each counts."""

    measured: dict[str, np.ndarray]
    together: np.ndarray
    weight: np.ndarray


def fit(taught: Sequence[Pairs], ridge: float) -> dict[str, float]:
    """The weights of a logistic regression with a penalty on squared weights of scaled measures."""
    names = [*taught[0].measured]
    values = np.concatenate([np.column_stack([some.measured[name] for name in names]) for some in taught])
    together = np.concatenate([some.together for some in taught])
    counts = np.concatenate([some.weight for some in taught])
    mean, deviation = values.mean(axis=0), values.std(axis=0) + 0.05
    scaled = np.column_stack([(values - mean) / deviation, np.ones(len(values))]).astype(np.float64)
    penalty = np.append(np.full(len(names), ridge), 0)
    found = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):
        told = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (counts * (told - together)) + penalty * found
        curve = (scaled * (counts * told * (1 - told) + 1e-6)[:, None]).T @ scaled + np.diag(penalty)
        found -= np.linalg.solve(curve, slope)
    plain = found[:-1] / deviation
    weights = dict(zip(names, plain.tolist(), strict=True)) | {"bias": float(found[-1] - plain @ mean)}
    return {name: round(weight, 5) for name, weight in weights.items()}


# Articles -----------------------------------------------------------------------------------------------------------


def events(corpus: str) -> dict[str, str]:
    """The event of each article that states a figure of a topic: topics of one article are of one event."""
    above: dict[str, str] = {}

    def root(name: str) -> str:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    for article, some in marks(corpus).items():
        for mark in some:
            if mark.topic:
                above[root(mark.topic)] = root(article)
    return {article: root(article) for article, some in marks(corpus).items() if any(mark.topic for mark in some)}


def article_pairs(articles: dict[str, stories.Article], event: dict[str, str], all_of_them: bool) -> Pairs:
    """Pairs of articles, all or those that are compared; an article without an event is like no other."""
    names = [*articles]
    compared = stories.pairs([*articles.values()])
    if all_of_them:
        compared = np.array([(one, other) for other in range(len(names)) for one in range(other)])
    told = [(event.get(names[one]), event.get(names[other])) for one, other in compared.tolist()]
    together = np.array([one is not None and one == other for one, other in told])
    return Pairs(stories.measures([*articles.values()], compared), together, np.ones(len(compared)))


def balanced(some: Pairs, amount: float) -> Pairs:
    """The pairs with weights: those together count for so much, the others for twice as much."""
    sums = amount / max(some.together.sum(), 1), 2 * amount / max((~some.together).sum(), 1)
    return some._replace(weight=np.where(some.together, *sums))


def article_lessons(tables: dict[str, duckdb.DuckDBPyConnection]) -> dict[str, list[Pairs]]:
    """Pairs of articles to learn from, by corpus; those of passages are all of different events."""
    lessons = {}
    for corpus in CORPORA:
        several = len({*events(corpus).values()}) > 1
        some = article_pairs(stories.read_articles(tables[corpus]), events(corpus), all_of_them=True)
        lessons[corpus] = [balanced(some, _WEIGHT / 5 * (1 if several else 0.3))]
    random = np.random.default_rng(0)
    articles = {
        name: article._replace(day=float(day))
        for (name, article), day in zip(
            stories.read_articles(tables["learn"]).items(), random.integers(0, 10, 10_000), strict=False
        )
    }
    genres = pd.Series({name: name.rsplit("-", 1)[0] for name in articles})
    lessons["learn"] = [balanced(article_pairs(articles, {}, all_of_them=False), _WEIGHT / 5)]
    for _, some in genres.groupby(genres):
        chosen = {name: articles[name] for name in some.index[:30]}
        lessons["learn"].append(balanced(article_pairs(chosen, {}, all_of_them=True), _WEIGHT / 100))
    return lessons


# Figures ------------------------------------------------------------------------------------------------------------


def figure_pairs(some: Sequence[Sequence[Figure]], topics: Sequence[Sequence[str | None]], weight: float) -> Pairs:
    """Pairs of figures of each story with what they truly are; `topics` are None for figures like no other."""
    measured, told = [], []
    for figures, true in zip(some, topics, strict=True):
        compared, crowd = pairs(figures), crowds(figures)
        if _apart(figures):
            figures = [one._replace(article=one.quantity, topic="", sure=0.0) for one in figures]
        if len(compared):
            measured.append(measures(figures, compared, crowd))
            told += [true[one] is not None and true[one] == true[other] for one, other in compared.tolist()]
    joined = {name: np.concatenate([one[name] for one in measured]) for name in measured[0]}
    together = np.array(told)
    random = np.random.default_rng(0)
    kept = np.flatnonzero(together | (random.random(len(together)) < _MOST_APART / len(together)))
    scale = (~together).sum() / max((~together[kept]).sum(), 1)
    counts = np.where(together[kept], 1.0, scale) * weight / len(together)
    return Pairs({name: values[kept] for name, values in joined.items()}, together[kept], counts)


def _apart(figures: Sequence[Figure]) -> bool:
    """Whether the figures are of one passage, and learned from as if each stood in an article of its own."""
    return len({one.article for one in figures}) == 1


def figure_lesson(tables: duckdb.DuckDBPyConnection, corpus: str, found: dict[str, int]) -> Pairs:
    """Pairs of figures to learn from, in the stories that were found."""
    claims = linking.read_claims(tables)
    true = passage_topics(claims) if corpus == "learn" else [m and m.topic for m in met(claims, marks(corpus))]
    figures = [figure(record) for record in claims.to_dict("records")]
    if corpus == "learn":
        figures = [one._replace(bags=one.bags | {"topic": one.bags["concept"]}) for one in figures]
    places = claims.groupby(claims["article_id"].map(found)).indices.values()
    weight = 2 * _WEIGHT * _SMALL_CORPORA.get(corpus, 1)
    return figure_pairs(
        [[figures[at] for at in some] for some in places], [[true[at] for at in some] for some in places], weight
    )


def passage_topics(claims: pd.DataFrame) -> list[str | None]:
    """The group that each claim of a passage is marked with, or a name of its own."""
    topics = []
    for article, some in claims.groupby("article_id", sort=False):
        figures = json.loads((FOLDER / "learn" / f"{article}.json").read_text("utf-8"))["figures"]
        for number, place in zip(some.index, zip(some["number_start"], some["number_end"], strict=True), strict=True):
            hit = (one for one in figures if max(one["start"], place[0]) < min(one["end"], place[1]))
            mark = next(hit, None)
            topics.append((number, mark and f"{article} {mark['group'] or mark['n']}"))
    return [topic for _, topic in sorted(topics)]


# Both ---------------------------------------------------------------------------------------------------------------


def train(corpora: Iterable[str], articles: dict[str, list[Pairs]], figures: dict[str, Pairs]) -> dict[str, dict]:
    """The weights of both scorers, learned from these corpora and the passages."""
    taught = [*corpora, "learn"]
    return {
        "articles": fit([some for name in taught for some in articles[name]], _RIDGE["articles"]),
        "figures": fit([figures[name] for name in taught], _RIDGE["figures"]),
    }


def main(folder: Path) -> None:
    """Cross-validate, and write the weights."""
    (folder / "learn.jsonl").write_text(
        "".join(
            json.dumps({"id": path.stem, "text": path.read_bytes().decode("utf-8")}) + "\n"
            for path in sorted((FOLDER / "learn").glob("*.txt"))
        )
    )
    tables = {
        name: tables_of(path, folder / name) for name, path in (CORPORA | {"learn": folder / "learn.jsonl"}).items()
    }
    articles = article_lessons(tables)
    names = [*stories.read_articles(tables["learn"])]
    found = {"learn": dict(zip(names, range(len(names)), strict=True))}
    for corpus in CORPORA:
        others = [some for name in articles if EVENTS.get(name) != EVENTS[corpus] for some in articles[name]]
        read = stories.read_articles(tables[corpus])
        told = stories.stories([*read.values()], fit(others, _RIDGE["articles"]))
        found[corpus] = dict(zip(read, told, strict=True))
    figures = {name: figure_lesson(tables[name], name, found[name]) for name in tables}
    for corpus in CORPORA:
        others = [name for name in CORPORA if EVENTS[name] != EVENTS[corpus]]
        _tell(f"{corpus}, left out", tables[corpus], corpus, train(others, articles, figures))
    weights = train(CORPORA, articles, figures)
    for corpus in CORPORA:
        _tell(f"{corpus}, learned from", tables[corpus], corpus, weights)
    (_PACKAGE / scorer.WEIGHTS).write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


def _tell(name: str, tables: duckdb.DuckDBPyConnection, corpus: str, weights: dict[str, dict[str, float]]) -> None:
    """Print what is found in a corpus with these weights."""
    linking.weights = stories.weights = lambda: weights
    print(name, in_percent(measure(linking.link_claims(tables), marks(corpus))), sep=": ", flush=True)


def write_words() -> None:
    """Write vectors of the most common whole words of MiniLM's vocabulary: its embeddings on their main components."""
    from attribution_training import ENCODER
    from transformers import BertModel

    table = BertModel.from_pretrained(ENCODER).embeddings.word_embeddings.weight.detach().numpy()
    pieces = (ENCODER / "vocab.txt").read_text("utf-8").split("\n")
    common = [number for number, piece in enumerate(pieces) if re.fullmatch("[a-z]{3,}", piece)]
    vectors = table[common[:12_000]]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors -= vectors.mean(axis=0)
    _, components = np.linalg.eigh(vectors.T @ vectors)
    told = vectors @ components[:, ::-1][:, :_LENGTH]
    told /= np.linalg.norm(told, axis=1, keepdims=True)
    halves = np.round(told / np.abs(told).max() * 127).astype(np.int8)[:_VECTORS]
    np.savez_compressed(
        _PACKAGE / words.WORDS, words=np.array([pieces[at] for at in common[:_VECTORS]]), vectors=halves
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["words"]:
        write_words()
    elif len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main(Path(scratch))
