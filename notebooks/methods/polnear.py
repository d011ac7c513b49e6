"""Our attributions beside those of PolNeAR (Newell, Margolin and Ruths, LREC 2018), as score_attribution.py counts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pandas as pd
from scoring import percent, rate

from analysis import Article, Reading


def load_articles(folder: Path) -> list[Article]:
    """The .txt files of a folder in order of name, line ends as they are."""
    return [Article(path.read_bytes().decode("utf-8"), path.stem) for path in sorted(folder.glob("*.txt"))]


def attributions_of(reading: Reading, *, outer: bool = False) -> list[dict[str, list]]:
    """The attributions as score_attribution.py takes them: lists of [start, end] by role.

    `outer` leaves out those that are reported within others, as PolNeAR marks none.
    """
    roles = ("source", "cue", "content")
    found = reading.attributions
    found = found[found["within"].isna()] if outer else found
    table = found[[f"{role}_spans" for role in roles]].set_axis(roles, axis="columns")
    return table.to_dict("records")


def agreement(corpus: Path, scorer: ModuleType) -> tuple[dict, int]:
    """What every annotator scores against every other of the same text, all pairs together, and how many texts that is.

    `corpus` is PolNeAR's folder; the texts that several annotated are part of train and dev.
    """
    gold, other, texts, several = {}, {}, {}, 0
    for part in ("train", "dev"):
        shared = {
            name: files for name, files in scorer.annotators(corpus / part / "attributions").items() if len(files) > 1
        }
        several += len(shared)
        words = scorer.load_texts(corpus / part / "text", shared)
        for name, files in shared.items():
            marked = {who: scorer.read_ann(path) for who, path in files}
            for who, whom in itertools.combinations(sorted(marked), 2):
                key = f"{name} {who} {whom}"
                gold[key], other[key], texts[key] = marked[who], marked[whom], words[name]
    return scorer.score(gold, other, texts), several


ATTRIBUTION_MEASURES = {
    **{f"exact {role}": ("exact", role) for role in ("source", "cue", "content")},
    **{f"overlap {role}": ("overlap", role) for role in ("source", "cue", "content")},
    **{f"whole, {way}": ("attribution", way) for way in ("pair", "pair_cue", "pair_strict", "content_only")},
}
"""The F1 scores of score_attribution.py that are shown, by the keys under which it reports them."""


def attribution_scores(result: dict, by_text: Sequence[dict], resamples: int) -> pd.DataFrame:
    """Precision, recall and F1 (`score`) of each measure, with an interval by text, out of the scorer's reports.

    `result` is the report on all texts, `by_text` those on each. An overlap has no interval: its precision and its
    recall have hits of their own.
    """
    rows = []
    for measure, (group, name) in ATTRIBUTION_MEASURES.items():
        cells = result[group][name]
        told = {"precision": cells["p"], "recall": cells["r"], "score": cells["f1"]}
        row = {"measure": measure, **{column: round(100 * value, 1) for column, value in told.items()}}
        rows.append(row if group == "overlap" else row | _interval([(group, name)], by_text, resamples))
    macro = {"measure": "exact, mean of the roles", "score": round(100 * result["exact"]["macro_f1"], 1)}
    exact = [keys for keys in ATTRIBUTION_MEASURES.values() if keys[0] == "exact"]
    return pd.DataFrame([*rows[:3], macro | _interval(exact, by_text, resamples), *rows[3:]])


def _interval(measures: Sequence[tuple[str, str]], by_text: Sequence[dict], resamples: int) -> dict[str, float]:
    """The interval of the mean F1 of some measures."""
    if not by_text:
        return {}
    cells = [[one[group][name] for group, name in measures] for one in by_text]
    hits = [[2 * round(cell["p"] * cell["n_pred"]) for cell in row] for row in cells]
    of = [[cell["n_pred"] + cell["n_gold"] for cell in row] for row in cells]
    found = percent(hits, of, resamples)
    return {"low": found["low"], "high": found["high"]}


def attribution_rates(result: dict) -> pd.DataFrame:
    """Rates out of the scorer's report: right source of those paired by content, recall by kind of content."""
    found = result["attribution"]
    rates = {
        "right source, where content is found": found["source_acc"],
        "rightly no source, where content is found": found["sourceless"],
        **{f"recall of {kind} content": one for kind, one in found["recall_by_kind"].items()},
    }
    return pd.DataFrame(
        {"measure": measure, "score": rate(one["right"], one["of"]), "of": one["of"]} for measure, one in rates.items()
    )
