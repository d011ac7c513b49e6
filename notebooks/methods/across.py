"""Corpora of articles on several events, with the truth about which figures belong together, and how much is found.

`python notebooks/methods/across.py` tells it of each corpus, with the trained weights.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from analysis import trajectories
from analysis.corpus import read_articles, write_tables

_PROJECT = Path(__file__).parents[2]
_ACROSS = Path(__file__).parent / "across"
_DEMONSTRATION = _PROJECT / "seeds" / "demonstration"
CORPORA = {
    "a": _ACROSS / "a.jsonl",
    "b": _ACROSS / "b.jsonl",
    "flood": _DEMONSTRATION / "articles.jsonl",
    "strike": _DEMONSTRATION / "strike" / "articles.jsonl",
}
"""The articles of each corpus; its truth stands beside them."""
EVENTS = {"a": "a", "b": "b", "flood": "demonstration", "strike": "demonstration"}
"""What is left out of learning together when a corpus is measured."""


class Mark(NamedTuple):
    """Where a figure stands, the topic that it is truly about (None: one of its own), and what it loses."""

    start: int
    end: int
    topic: str | None
    loses_source: bool
    loses_bound: bool


def tables_of(articles: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    """The tables of a file of articles, which are kept in `folder` or found there."""
    if not folder.exists():
        write_tables(read_articles([articles]), folder)
    return trajectories.open_tables(folder)


def marks(corpus: str) -> dict[str, list[Mark]]:
    """The true figures of each article of a corpus; the demonstration's truth holds those of its topics alone."""
    articles = CORPORA[corpus]
    if corpus in ("flood", "strike"):
        truth = json.loads(articles.with_name("truth.json").read_text("utf-8"))
        lost = {
            (name, row["article"], row["low"], row["high"]): {f"loses_{loss}": True for loss in row["loses"]}
            for name, topic in truth["topics"].items()
            for row in topic["trajectory"]
        }
        found = [
            (
                one["article"],
                one["start"],
                one["start"] + len(one["quote"]),
                one | lost.get((one["topic"], one["article"], one["low"], one["high"]), {}),
            )
            for one in truth["figures"]
        ]
    else:
        texts = {one["id"]: one["text"] for one in map(json.loads, articles.read_text("utf-8").splitlines())}
        figures = json.loads(articles.with_suffix(".truth.json").read_text("utf-8"))["figures"]
        found = [(one["article"], *_place(texts[one["article"]], one), one) for one in figures]
    by_article: defaultdict[str, list[Mark]] = defaultdict(list)
    for article, start, end, one in found:
        topic = one["topic"] and f"{corpus}: {one['topic']}"
        losses = one.get("loses_source", False), one.get("loses_bound", False)
        by_article[article].append(Mark(start, end, topic, *losses))
    return by_article


def _place(text: str, figure: dict) -> tuple[int, int]:
    """Where the number stands: its so many-th occurrence that is no part of another number or word."""
    number = re.escape(figure["number"])
    start = r"(?<![\w.,])" if figure["number"][0].isalnum() else ""
    places = [found.span() for found in re.finditer(rf"{start}{number}(?!\w)", text)]
    places = places if len(places) >= figure["nth"] else [found.span() for found in re.finditer(number, text)]
    return places[figure["nth"] - 1]


def met(claims: pd.DataFrame, true: dict[str, list[Mark]]) -> list[Mark | None]:
    """The mark that each claim (`start`, `text`) meets."""
    places = zip(claims["article_id"], claims["start"], claims["start"] + claims["text"].str.len(), strict=True)
    return [
        next((mark for mark in true.get(article, ()) if max(mark.start, start) < min(mark.end, end)), None)
        for article, start, end in places
    ]


def links(articles: Sequence[str], topics: Sequence[Hashable | None]) -> set[tuple[int, int]]:
    """The pairs of claims of different articles that have one topic."""
    members: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, topic in enumerate(topics):
        if topic is not None and topic == topic:  # NaN is no topic
            members[topic].append(number)
    pairs = (pair for some in members.values() for pair in combinations(some, 2))
    return {(one, other) for one, other in pairs if articles[one] != articles[other]}


def rates(found: Iterable[Hashable], true: Iterable[Hashable]) -> dict[str, int]:
    """How many were found, how many there are, and how many of those found are right."""
    found, true = {*found}, {*true}
    return {"found": len(found), "true": len(true), "right": len(found & true)}


def in_percent(told: dict[str, dict[str, int]]) -> str:
    """What `measure` tells, in words."""
    return "; ".join(
        f"{name.replace('_', ' ')} {100 * of['right'] / max(of['found'], 1):.0f} % right,"
        f" {100 * of['right'] / max(of['true'], 1):.0f} % found ({of['right']} of {of['found']}, of {of['true']})"
        for name, of in told.items()
    )


def measure(linked: pd.DataFrame, true: dict[str, list[Mark]]) -> dict[str, dict[str, int]]:
    """Links, and losses of sources and bounds, of claims as `link_claims` gives them.

    A loss is right where the claim meets a mark of the same loss; marks of one value in one article count once.
    """
    marked = met(linked, true)
    articles = linked["article_id"].tolist()
    told = {"links": rates(links(articles, linked["topic"].tolist()), links(articles, [m and m.topic for m in marked]))}
    keys = [
        (article, (mark and mark.topic) or f"unmarked {number}", low if low == low else high)
        for number, (article, mark, low, high) in enumerate(
            zip(articles, marked, linked["low"], linked["high"], strict=True)
        )
    ]
    at = dict(zip(zip(articles, linked["quantity_id"], strict=True), keys, strict=True))
    rows = [trajectories.trajectory(linked, topic) for topic in linked["topic"].dropna().unique()]
    for loss in ("loses_source", "loses_bound"):
        found = [
            at[row]
            for some in rows
            for row in zip(*(some.loc[some[loss], ["article_id", "quantity_id"]].T.to_numpy()), strict=True)
        ]
        right = [key for key, mark in zip(keys, marked, strict=True) if mark and getattr(mark, loss)]
        missed = sum(getattr(mark, loss) for some in true.values() for mark in some if mark not in marked)
        told[loss] = rates(found, [*right, *range(missed)])
    return told


def main() -> None:
    """Print what is found in each corpus that has a truth of this kind."""
    with tempfile.TemporaryDirectory() as folder:
        for corpus, articles in CORPORA.items():
            told = measure(trajectories.link_claims(tables_of(articles, Path(folder) / corpus)), marks(corpus))
            print(corpus, in_percent(told), sep=": ")


if __name__ == "__main__":
    sys.exit(main())
