"""The tables beside marks made by hand: the texts of tests/gold and the case study."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from corpora import marked_article
from polnear import attributions_of
from scoring import Measures, pair, percent, shared_characters

from analysis import Article, Reading, read
from analysis.article import Span

OWN_VOICE = "own voice"
"""Stands where a type of source would, for figures that the article states itself."""


# Figures ------------------------------------------------------------------------------------------------------------


class MarkedText(NamedTuple):
    """A text with the quantities marked in it, as tests/gold/README.md describes them."""

    article: Article
    quantities: list[dict]


def marked_texts(gold: Path, corpora: Path) -> list[MarkedText]:
    """The texts of tests/gold with their marks. Raises ValueError where a text is not the one that was marked."""
    records = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(gold.glob("*.json")))
    return [MarkedText(marked_article(record, corpora), record["quantities"]) for record in records]


def compare_figures(texts: Iterable[MarkedText]) -> pd.DataFrame:
    """One row per figure that is marked, found or both; optional ones are left out.

    `marked` and `found` are 1 or 0. Where both are 1, `interval`, `modifier`, `unit` and `kind_right` say 1 or 0,
    and so do `credit` and `name` (null where nobody is credited rightly). `kind` is the marked one; of a spurious
    figure, the found one.
    """
    rows = [
        {"text": text.article.article_id} | row
        for text in texts
        for row in _compare_text(read(text.article), text.quantities)
    ]
    return pd.DataFrame(rows, columns=FIGURE_COLUMNS)


def found_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures that are both marked and found."""
    return figures[figures["marked"].eq(1) & figures["found"].eq(1)]


def detection(figures: pd.DataFrame) -> Measures:
    """Precision, recall and F1 of finding the figures."""
    both = figures["marked"] * figures["found"]
    return {
        "precision": (both, figures["found"]),
        "recall": (both, figures["marked"]),
        "F1": (2 * both, figures["marked"] + figures["found"]),
    }


def rightness(figures: pd.DataFrame) -> Measures:
    """How many of the figures found are right in interval, modifier, unit and kind."""
    found = found_figures(figures)
    told = {"interval": "interval", "modifier": "modifier", "unit": "unit", "kind": "kind_right"}
    return {name: (found[column], found["found"]) for name, column in told.items()}


def crediting(figures: pd.DataFrame) -> Measures:
    """How many of the figures found are credited rightly; those of uncertain source apart."""
    found = found_figures(figures)
    sure, doubtful = found[found["uncertain"].eq(0)], found[found["uncertain"].eq(1)]
    credited, own = (sure[sure["marked_type"].eq(OWN_VOICE).eq(voice)] for voice in (False, True))
    met = credited[credited["credit"].eq(1)]
    same_type = met["marked_type"].eq(met["found_type"]).astype(int)
    named = sure["credit"] * sure["name"].fillna(1).astype(int)
    return {
        "right source or rightly none": (sure["credit"], sure["found"]),
        "right source and name or rightly none": (named, sure["found"]),
        "right source, of the credited": (credited["credit"], credited["found"]),
        "rightly none, of the own voice": (own["credit"], own["found"]),
        "right name, of the rightly credited": (met["name"].astype(float), met["found"]),
        "right type, of the rightly credited": (same_type, met["found"]),
        "the uncertain ones": (doubtful["credit"], doubtful["found"]),
    }


def errors_by_kind(figures: pd.DataFrame) -> pd.DataFrame:
    """One row per kind of quantity: how many are marked, missed, spurious, and found with something wrong."""
    counted = pd.DataFrame(
        {
            "kind": figures["kind"],
            "marked": figures["marked"],
            "missed": 1 - figures["found"],
            "spurious": 1 - figures["marked"],
            **{f"wrong {name}": figures[name].eq(0) for name in ("interval", "modifier", "unit")},
            "wrong kind": figures["kind_right"].eq(0),
        }
    )
    return counted.groupby("kind", as_index=False).sum()


FIGURE_COLUMNS = (
    "text start kind marked found interval modifier unit kind_right credit name uncertain marked_type found_type"
).split()


def _compare_text(reading: Reading, quantities: list[dict]) -> list[dict]:
    found = reading.quantities.merge(reading.claims[["quantity_id", "source_id", "source_name", "source_type"]])
    ours = found.astype(object).where(found.notna(), None).to_dict("records")
    met = pair(quantities, ours, [one["optional"] for one in quantities], _shared_number)
    mentions = mentions_of(reading)
    return [
        *(
            {"kind": one.get("kind"), "marked": 1, "found": 1, "start": one["number_start"]}
            | compare_quantity(one, other)
            | compare_credit(reading.article.text, one, other, mentions)
            for one, other in ((quantities[a], ours[b]) for a, b in met.pairs)
        ),
        *(
            {"kind": one.get("kind"), "marked": 1, "found": 0, "start": one["number_start"]}
            for one in (quantities[a] for a in met.missed)
        ),
        *(
            {"kind": other["kind"], "marked": 0, "found": 1, "start": other["number_start"]}
            for other in (ours[b] for b in met.spurious)
        ),
    ]


def _shared_number(one: dict, other: dict) -> int:
    return shared_characters(*([(each["number_start"], each["number_end"])] for each in (one, other)))


def compare_quantity(marked: dict, found: dict) -> dict[str, int]:
    """Whether interval (relative tolerance 1e-6, null an open side), modifier, unit and kind are right."""
    units = {(unit or "").lower() for unit in (marked["unit"], *marked.get("unit_also", ()))}
    return {
        "interval": int(all(_same_bound(marked[side], found[side]) for side in ("low", "high"))),
        "modifier": int(marked["modifier"] == found["modifier"]),
        "unit": int((found["unit"] or "").lower() in units),
        "kind_right": int(marked.get("kind", found["kind"]) == found["kind"]),
    }


def _same_bound(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6)


# Who is credited ----------------------------------------------------------------------------------------------------


def mentions_of(reading: Reading) -> dict[str, list[Span]]:
    """The spans at which each source is mentioned, by its id."""
    mentions: dict[str, list[Span]] = {}
    for table in (reading.attributions, reading.claims):
        for source, spans in zip(table["source_id"], table["source_spans"], strict=True):
            mentions.setdefault(source, []).extend(Span(*span) for span in spans)
    return mentions


def compare_credit(text: str, marked: dict, found: dict, mentions: dict[str, list[Span]]) -> dict[str, Any]:
    """Who is marked as credited and who was found to be.

    `credit` is 1 where both say nobody, where a mention of the source found overlaps the marked one or its fullest
    name, and where the names are the same. `name` says of a source rightly credited whether half of the words of its
    name are those of the marked fullest one: a title more or less is no harm.
    """
    theirs, ours = marked["source"], found["source_id"]
    row = {
        "marked_type": marked["source_type"] or OWN_VOICE,
        "found_type": found["source_type"] or OWN_VOICE,
        "uncertain": int(marked.get("source_uncertain", False)),
        "credit": int(theirs is None and ours is None),
        "name": None,
    }
    if theirs is None or ours is None:
        return row
    name = (marked.get("source_name_start", theirs["start"]), marked.get("source_name_end", theirs["end"]))
    met = shared_characters([(theirs["start"], theirs["end"]), name], mentions[ours]) > 0
    alike = _likeness(text[slice(*name)], found["source_name"])
    if met or alike == 1:
        row |= {"credit": 1, "name": int(alike >= 0.5)}
    return row


def _likeness(one: str, other: str) -> float:
    """What share of the words of two names, articles aside, are the same (Dice)."""
    one, other = ({*re.findall(r"\w+", name.lower())} - {"the", "a", "an"} for name in (one, other))
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def type_scores(figures: pd.DataFrame, resamples: int) -> pd.DataFrame:
    """One row per type of source: figures marked and found with it, precision and recall, in percent, by text.

    Figures of uncertain source are left out. A figure is right where both its source and that source's type are.
    """
    figures = found_figures(figures)
    figures = figures[figures["uncertain"].eq(0)]
    rows = []
    for kind in sorted({*figures["marked_type"], *figures["found_type"]}):
        theirs, ours = figures["marked_type"] == kind, figures["found_type"] == kind
        right = theirs & ours & figures["credit"].eq(1)
        row = {"type": kind, "marked": int(theirs.sum()), "found": int(ours.sum())}
        for measure, of in {"precision": ours, "recall": theirs}.items():
            by_text = (counts.astype(int).groupby(figures["text"]).sum() for counts in (right, of))
            told = percent(*by_text, resamples)
            row |= {measure: told["score"], f"{measure}_low": told["low"], f"{measure}_high": told["high"]}
        rows.append(row)
    return pd.DataFrame(rows)


# Topics -------------------------------------------------------------------------------------------------------------


def compare_topics(texts: Iterable[MarkedText]) -> pd.DataFrame:
    """One row per pair of figures that are marked as comparable, share a topic, or both; `detection` scores them.

    `marked` and `found` are 1 or 0. A figure missed shares no topic, a spurious one is comparable with none; pairs with
    an optional one are left out.
    """
    rows = [
        {"text": text.article.article_id, "marked": int(marked), "found": int(found)}
        for text in texts
        for marked, found in _topic_pairs(read(text.article), text.quantities)
        if marked or found
    ]
    return pd.DataFrame(rows, columns=["text", "marked", "found"])


def _topic_pairs(reading: Reading, quantities: list[dict]) -> Iterable[tuple[bool, bool]]:
    """For each pair of figures, whether the marks make them comparable and whether their topic is the same."""
    ours = reading.quantities.merge(reading.claims[["quantity_id", "topic"]]).to_dict("records")
    met = pair(quantities, ours, [one["optional"] for one in quantities], _shared_number)
    figures = [
        *((quantities[a]["group"], ours[b]["topic"]) for a, b in met.pairs),
        *((quantities[a]["group"], None) for a in met.missed),
        *((None, ours[b]["topic"]) for b in met.spurious),
    ]
    for one, other in combinations(figures, 2):
        marked, found = (a is not None and a == b for a, b in zip(one, other, strict=True))
        yield marked, found


# The seed -----------------------------------------------------------------------------------------------------------


def compare_seed(reading: Reading, gold: dict) -> pd.DataFrame:
    """How many are `right` `of` those required, and how many spurious.

    One row each for figures, what is said of them, attributions (source, cue and content overlap) and hedges.
    """
    quantities = [{**one, "number_start": one["start"], "number_end": one["end"]} for one in gold["figures"]]
    figures = pd.DataFrame(_compare_text(reading, quantities), columns=FIGURE_COLUMNS)
    marked, spurious = int(figures["marked"].sum()), int((figures["marked"] == 0).sum())
    both = found_figures(figures)
    told = both[["interval", "modifier", "unit", "credit"]].assign(type=both["marked_type"] == both["found_type"])
    table = pd.DataFrame(
        [
            {"measure": "figures", "right": len(both), "of": marked, "spurious": spurious},
            *({"measure": f"figures: {name}", "right": int(told[name].sum()), "of": marked} for name in told),
            {"measure": "figures: all of it", "right": int(told.all(axis="columns").sum()), "of": marked},
            {"measure": "attributions"} | _counted(gold["attributions"], attributions_of(reading), _shared_attribution),
            {"measure": "hedges"} | _counted(gold["hedges"], reading.hedges.to_dict("records"), _shared_span),
        ]
    )
    return table.assign(score=(100 * table["right"] / table["of"]).round(1)).astype({"spurious": "Int64"})


def _counted(marked: list[dict], found: list[dict], shared: Callable[[dict, dict], float]) -> dict[str, int]:
    optional = [one["optional"] for one in marked]
    met = pair(marked, found, optional, shared)
    return {"right": len(met.pairs), "of": optional.count(False), "spurious": len(met.spurious)}


def _shared_span(one: dict, other: dict) -> int:
    return shared_characters(*([(each["start"], each["end"])] for each in (one, other)))


def _shared_attribution(marked: dict, found: dict) -> int:
    """Characters of the content in common, where cues and (if one is marked) sources overlap too."""
    shared = {
        role: shared_characters([(marked[role]["start"], marked[role]["end"])], found[role])
        for role in ("source", "cue", "content")
        if marked[role]
    }
    return shared["content"] if all(shared.values()) else 0
