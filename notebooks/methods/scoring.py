"""Scores of the tables against marks made by hand; what accuracy.ipynb computes and is too long for its cells.

A score is a sum of hits over a sum of cases, in percent, with a 95 % interval by the percentile bootstrap (Efron
& Tibshirani, "An Introduction to the Bootstrap", 1993, ch. 13): the units, which are sentences, figures or texts,
are drawn anew with replacement, from a fixed seed.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis import view
from analysis.vocabulary import VERDICTS

SEED = 7


def find_folder(given: str) -> Path | None:
    """The folder that holds corpora, gold and tools: looked for in the working directory and the folders above it."""
    places = (folder / given for folder in (Path.cwd(), *Path.cwd().parents))
    parts = ("corpora", "gold", "tools")
    return next((place.resolve() for place in places if all((place / part).is_dir() for part in parts)), None)


def load_scorer(folder: Path, name: str) -> ModuleType:
    """The scorer `tools/<name>.py` as a module."""
    description = importlib.util.spec_from_file_location(name, folder / "tools" / f"{name}.py")
    scorer = importlib.util.module_from_spec(description)
    description.loader.exec_module(scorer)
    return scorer


# Scores and their intervals -----------------------------------------------------------------------------------------


def rate(hits: ArrayLike, of: ArrayLike) -> float | None:
    """The score 100 * sum(hits) / sum(of), with one element per unit; null where there is no case.

    With two dimensions, units and columns: the mean of the columns' scores.
    """
    hits, of = np.sum(hits, axis=0), np.sum(of, axis=0)
    return round(100 * float(np.mean(hits / of)), 1) if np.all(of) else None


def percent(hits: ArrayLike, of: ArrayLike, resamples: int) -> dict[str, float | None]:
    """The rate as `score` with its interval, `low` to `high`, by those draws that hold a case."""
    hits, of = np.asarray(hits, dtype=float), np.asarray(of, dtype=float)
    score = rate(hits, of)
    if score is None:
        return {"score": None, "low": None, "high": None, "of": 0}
    share = np.full(len(of), 1 / len(of))
    drawn = np.random.default_rng(SEED).multinomial(len(of), share, size=resamples)
    right, cases = ((drawn @ counts).reshape(resamples, -1) for counts in (hits, of))
    told = cases.all(axis=1)
    rates = (right[told] / cases[told]).mean(axis=1)
    low, high = np.percentile(100 * rates, [2.5, 97.5]).round(1).tolist() if len(rates) else (None, None)
    return {"score": score, "low": low, "high": high, "of": int(of.sum())}


Measures = dict[str, tuple[pd.Series, pd.Series]]


def scores(measures: Measures, texts: pd.Series, resamples: int) -> pd.DataFrame:
    """One row per measure, each given by hits and cases per figure: the score, its interval by text and by figure."""
    rows = []
    for measure, (hits, of) in measures.items():
        by_figure = percent(hits, of, resamples)
        by_text = percent(hits.groupby(texts).sum(), of.groupby(texts).sum(), resamples)
        of_figures = {f"{side}_by_figure": by_figure[side] for side in ("low", "high")}
        rows.append({"measure": measure, **by_text, **of_figures})
    return pd.DataFrame(rows)


def by_set(figures: pd.DataFrame, table: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """The rows of `table`, made for each set of texts (the column `texts`) alone."""
    parts = {name: table(part) for name, part in figures.groupby("texts", sort=False)}
    return pd.concat(parts, names=["texts"]).reset_index("texts").reset_index(drop=True)


# Pairing what is marked with what is found --------------------------------------------------------------------------


class Pairing(NamedTuple):
    """Indices of what is `marked` and `found`: the pairs, what is missed, what is spurious."""

    pairs: list[tuple[int, int]]
    missed: list[int]
    spurious: list[int]


def pair(
    marked: Sequence[Any], found: Sequence[Any], optional: Sequence[bool], shared: Callable[[Any, Any], float]
) -> Pairing:
    """Pair each one marked with at most one found, those first that share most (`shared` is 0 where nothing).

    What is optional is neither missed nor, when found, spurious; its pairs are left out.
    """
    common = {
        (one, other): amount
        for one in range(len(marked))
        for other in range(len(found))
        if (amount := shared(marked[one], found[other])) > 0
    }
    partner: dict[int, int] = {}
    for one, other in sorted(common, key=lambda both: (-common[both], both)):
        if one not in partner and other not in partner.values():
            partner[one] = other
    excused = {other for one, other in common if optional[one]}
    return Pairing(
        pairs=[(one, partner[one]) for one in sorted(partner) if not optional[one]],
        missed=[one for one in range(len(marked)) if not optional[one] and one not in partner],
        spurious=[other for other in range(len(found)) if other not in {*partner.values(), *excused}],
    )


def shared_characters(some: Iterable[Sequence[int]], others: Iterable[Sequence[int]]) -> int:
    """How many characters two lists of [start, end] have in common."""
    others = list(others)
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in some for b in others)


# NewsQuant ----------------------------------------------------------------------------------------------------------


def newsquant_counts(gold: list[dict], predicted: list[dict], scorer: ModuleType) -> pd.DataFrame:
    """One row per sentence: quantities marked and found, and hits by (way of counting, metric)."""
    rows = []
    for marked, found in zip(gold, predicted, strict=True):
        ours, theirs = scorer.decode(found["quantities"]), scorer.decode(marked["quantities"])
        row: dict[Any, int] = {"marked": len(theirs), "found": len(ours)}
        published = scorer.published_counts(theirs, ours)
        row |= {("published", metric): hits for metric, hits in zip(scorer.METRICS[:3], published, strict=True)}
        for metric in scorer.METRICS:
            row["one-to-one", metric] = len(scorer.max_matching(theirs, ours, scorer.OK[metric]))
        rows.append(row)
    return pd.DataFrame(rows)


def newsquant_scores(counts: pd.DataFrame, resamples: int) -> pd.DataFrame:
    """Precision, recall and F1 (`score`, with its interval by sentence) of each metric in each way of counting."""
    rows = []
    marked, found = counts["marked"], counts["found"]
    for counting, metric in (column for column in counts if isinstance(column, tuple)):
        hits = counts[counting, metric]
        row = {
            "measure": f"{metric}, {counting}",
            "precision": rate(hits, found),
            "recall": rate(hits, marked),
        }
        rows.append(row | percent(2 * hits, marked + found, resamples))
    return pd.DataFrame(rows)


PUBLISHED_ON_NEWSQUANT = pd.DataFrame(
    [
        {"system": "CQE", "value": 92.0, "value+unit": 85.6, "value+change": 88.1},
        {"system": "quantulum3", "value": 73.1, "value+unit": 47.2, "value+change": None},
        {"system": "GPT-3", "value": 70.6, "value+unit": 59.1, "value+change": 51.9},
        {"system": "Recognizers-Text", "value": 69.4, "value+unit": 34.3, "value+change": None},
    ]
)
"""F1 in percent on all of NewsQuant (Almasian et al., EMNLP 2023)."""


# Tables -------------------------------------------------------------------------------------------------------------

HEADINGS = {
    "score": "%",
    "low": "95 %: from",
    "high": "to",
    "low_by_figure": "by figure: from",
    "high_by_figure": "to",
    "of": "cases",
}
"""What a column is called where its name does not say enough."""


def table(name: str, frame: pd.DataFrame) -> view.Table:
    """All columns of `frame`, to be shown."""
    headings = {column: HEADINGS.get(column, column.replace("_", " ")) for column in frame}
    return view.Table(name, frame, headings, empty="Nothing to measure.")


HEADLINES = {
    "newsquant": {
        "value, published": "NewsQuant: value",
        "value+unit, published": "NewsQuant: value and unit",
        "value+change, published": "NewsQuant: value and change",
    },
    "detection": {"F1": "Figures found"},
    "figures": {name: f"Figures: right {name}" for name in ("interval", "modifier", "unit", "kind")},
    "credit": {
        "right source or rightly none": "Figures: right source or rightly none",
        "right source, of the credited": "Figures: right source, of the credited",
        "right type, of the rightly credited": "Figures: right type of source",
    },
    "agreement": {
        "precision of pairs": "Same thing: precision of pairs",
        "recall of pairs": "Same thing: recall of pairs",
        "F1 of pairs": "Same thing: F1 of pairs",
        "contested groups told": "Contested groups told",
        "right kind, of the groups told": "Groups told: right kind",
    },
    "calibration": {"right, of the sure groups": "Sure groups: right"},
    "checks": {
        f"{measure}, {verdict}": f"Do they add up: {measure} of {verdict} ones"
        for verdict in VERDICTS
        for measure in ("precision", "recall")
    },
    "frames": {
        **{f"F1 of {role}": f"Frames: F1 of {role}" for role in ("event", "place", "time", "parts of wholes")},
        "right status": "Frames: right status",
    },
    "markers": {
        "F1 of pairs": "Two markers: F1 of pairs",
        "contested groups told": "Two markers: contested groups told",
    },
    "pairs": {
        "precision": "Same thing: precision of pairs",
        "recall": "Same thing: recall of pairs",
        "F1": "Same thing: F1 of pairs",
    },
    "attributions": {
        "exact, mean of the roles": "PolNeAR: exact spans, mean of the roles",
        "whole, pair": "PolNeAR: whole attributions",
    },
    "cofenet": {f"exact {role}": f"CofeNet's rows: {role}" for role in ("source", "cue", "content")},
    "seed": {
        "figures: all of it": "Case study: figures wholly right",
        "attributions": "Case study: attributions found",
        "hedges": "Case study: hedges found",
    },
}
"""The rows that the summary shows: by table, what is told of each measure."""


def headline(results: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The headline rows of the results."""
    picked = []
    for name, measures in HEADLINES.items():
        rows = results[name].reindex(columns=["measure", "texts", "score", "low", "high"])
        rows = rows[rows["measure"].isin(measures)]
        picked.append(rows.assign(measure=rows["measure"].map(measures), texts=rows["texts"].fillna("")))
    return pd.concat([rows.astype({"low": float, "high": float}) for rows in picked], ignore_index=True)


def as_markdown(headline: Iterable[Mapping[str, Any]]) -> str:
    """The headline rows as the table of METHODOLOGY.md."""
    lines = ["| measure | texts | % | 95 % |", "|---|---|---|---|"]
    for row in headline:
        interval = "–" if row["low"] is None else f"{row['low']:.1f}–{row['high']:.1f}"
        lines.append(f"| {row['measure']} | {row['texts'] or '–'} | {row['score']:.1f} | {interval} |")
    return "\n".join(lines)


def write(results: Mapping[str, pd.DataFrame], path: Path) -> None:
    """All results as JSON: under each name a list of rows."""
    tables = {name: json.loads(frame.to_json(orient="records")) for name, frame in results.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
