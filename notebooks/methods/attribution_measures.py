"""How good a tagger of attributions is: its labels, linked, beside the annotators' attributions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import cofenet
import numpy as np
import pandas as pd
import polnear
from attribution_corpus import Annotated

from analysis.attributions.linking import link
from analysis.attributions.tagger import ROLES, Part, decode

Attributions = dict[str, list[dict[str, list]]]
"""By the name of the text: attributions as lists of [start, end] by role."""


def tagged(texts: Sequence[Annotated], scores: Sequence[np.ndarray], transitions: np.ndarray) -> Attributions:
    """The attributions that follow from scores of labels: words x labels for each text."""
    pairs = zip(texts, scores, strict=True)
    return linked(texts, [decode(text.pieces, told, transitions) for text, told in pairs])


def linked(texts: Sequence[Annotated], parts: Sequence[Sequence[Part]]) -> Attributions:
    """The attributions that the linker makes of the parts of each text."""
    return {
        text.article.article_id: [
            {role: [list(part.span) for part in one if part.role == role] for role in ROLES}
            for one in link(text.article, found)
        ]
        for text, found in zip(texts, parts, strict=True)
    }


class Measure:
    """The measures on PolNeAR dev; where a text has several annotators, on the first one's marks."""

    def __init__(self, corpora: Path, scorer: ModuleType, resamples: int) -> None:
        folder = corpora / "polnear" / "dev"
        self.scorer, self.resamples = scorer, resamples
        self.gold = scorer.gold_by_article(folder / "attributions")
        self.words = scorer.load_texts(folder / "text", self.gold)
        self.texts = {article.article_id: article.text for article in polnear.load_articles(folder / "text")}
        self.rows = cofenet.load_rows(corpora / "cofenet" / "valid.jsonl")

    def brief(self, found: Attributions) -> dict[str, float]:
        """Exact F1 of source, cue and content, their mean, and F1 of whole attributions, in percent."""
        report = self.scorer.score(self.gold, found, self.words)
        exact = {role: report["exact"][role]["f1"] for role in ROLES}
        whole = {"mean": report["exact"]["macro_f1"], "whole": report["attribution"]["pair"]["f1"]}
        return {name: round(100 * value, 1) for name, value in (exact | whole).items()}

    def table(self, found: Attributions) -> pd.DataFrame:
        """One row per measure with its interval by text: exact spans and whole attributions, and CofeNet's rows."""
        report = self.scorer.score(self.gold, found, self.words)
        by_text = [self.scorer.score({name: self.gold[name]}, found, self.words) for name in self.gold]
        own = polnear.attribution_scores(report, by_text, self.resamples)
        own = own[own["measure"].isin(["exact, mean of the roles", "whole, pair", "whole, pair_strict"])]
        rows = cofenet.scores(
            self.rows, self.texts, {key: found[cofenet.text_name(key)] for key in self.rows}, self.resamples
        )
        rows["measure"] = "CofeNet's rows, " + rows["measure"]
        return pd.concat([rows, own], ignore_index=True)[["measure", "precision", "recall", "score", "low", "high"]]


def markdown(table: pd.DataFrame) -> str:
    """A table as Markdown, numbers with one decimal."""
    numbers = table.select_dtypes("number").columns
    shown = table.assign(**{name: table[name].map("{:.1f}".format, na_action="ignore") for name in numbers}).fillna("–")
    lines = [shown.columns, ["---"] * len(shown.columns), *shown.itertuples(index=False)]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
