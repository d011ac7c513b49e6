"""Sentences computed from a reading, for the charts' titles, the notebooks' prose and the report's summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import vocabulary, wording
from analysis.standing import answerable, types_behind

if TYPE_CHECKING:
    from analysis.reading import Reading


SURE = 0.8
"""The confidence from which sentences and titles state a comparison: at least nine in ten of these are right on the
texts by which the models were chosen (METHODOLOGY.md)."""
FAR = 1.5
"""The ratio from which a title says how many times figures lie apart, and below which it gives their range."""


def kinds_of_sources(reading: Reading) -> dict[str, str]:
    """Each source's type in words, by `source_id`, and an issuer that its name leaves out: `document by Gallup`."""
    behind = answerable(reading)["name"]
    kinds = {}
    for row in reading.sources.to_dict("records"):
        issuer = behind[row["source_id"]] if isinstance(row["issuer"], str) else None
        told = issuer is None or issuer.lower() in row["name"].lower()
        kinds[row["source_id"]] = wording.words(row["type"]) + ("" if told else f" by {issuer}")
    return kinds


def stated(reading: Reading) -> list[str]:
    """The interval of each quantity in words; what a person corrected and what does not add up is marked."""
    corrected, misfits = set(reading.corrections["quantity_id"].dropna()), not_adding_up(reading)
    return [
        wording.interval(row["low"], row["high"], row["modifier"])
        + " (corrected)" * (row["quantity_id"] in corrected)
        + " (does not add up)" * (row["quantity_id"] in misfits)
        for row in reading.quantities.to_dict("records")
    ]


def not_adding_up(reading: Reading) -> set[str]:
    """The `quantity_id` of every figure that does not fit those to which the article relates it."""
    return set(reading.checks.loc[reading.checks["verdict"] == "inconsistent", "claims"].explode())


def figures_finding(reading: Reading) -> str:
    """How many figures there are and how many of them are bounds or approximations."""
    quantities = reading.quantities
    if quantities.empty:
        return "The article states no figures"
    inexact = int((quantities["modifier"] != "exact").sum())
    if len(quantities) == 1:
        return f"One figure, {'not exact' if inexact else 'given as exact'}"
    return f"{len(quantities)} figures, {inexact or 'none'} of them a bound, a range or an approximation"


def frames_finding(reading: Reading) -> str:
    """How many figures have an event, a place, a time and a status in the article, and how many are parts."""
    figures = reading.quantities
    if figures.empty:
        return "The article states no figures"
    known = figures[["event", "place", "time", "status", "part_of"]].notna().sum()
    return (
        f"Of {wording.count(len(figures), 'figure')}, the article tells what happens for {known['event'] or 'none'}, "
        f"where for {known['place'] or 'none'}, when for {known['time'] or 'none'}, and how sure it is for "
        f"{known['status'] or 'none'}; {known['part_of'] or 'none'} {wording.is_are(known['part_of'])} part of another"
    )


def comparison_finding(reading: Reading) -> str:
    """How many groups of figures are matched, and how many of them surely."""
    matched = reading.disagreements
    if matched.empty:
        return "No two figures were matched; that does not mean that no two are about the same thing"
    sure, groups = int(is_sure(matched).sum()), f"{wording.count(len(matched), 'group')} of figures"
    if sure == len(matched):
        return f"{groups} {wording.is_are(sure)} about the same thing"
    if not sure:
        return f"{groups} {wording.is_are(len(matched))} possibly about the same thing"
    return (
        f"{groups} are matched: {sure} {wording.is_are(sure)} about the same thing, {len(matched) - sure} only possibly"
    )


def claims_finding(reading: Reading) -> str:
    """The most telling fact about the sources of the figures, for a chart's title."""
    claims = reading.claims
    if claims.empty:
        return "The article states no figures"
    sure = disagreeing(reading)
    if not sure.empty:
        widest = sure.sort_values("ratio", ascending=False, kind="stable").iloc[0]
        spread = f"lie {wording.times(widest['ratio'])} times apart"
        if widest["ratio"] < FAR:
            spread = f"run from {wording.number(widest['lowest'])} to {wording.number(widest['highest'])}"
            spread += _unit_behind(reading, widest["unit"])
        return f"The figures for “{widest['topic']}” {spread}"
    named = int(types_behind(reading, claims).isin(vocabulary.NAMED).sum())
    if len(claims) == 1:
        return "The only figure " + ("has a named source" if named else "has no named source")
    if named == len(claims):
        return f"{_all_of(named)} figures have a named source"
    return f"{named or 'None'} of {len(claims)} figures {'has' if named < 2 else 'have'} a named source"


def _unit_behind(reading: Reading, unit: str | None) -> str:
    """` percent` or ` GBP`, as it stands behind a number; nothing for units that have a plural, or are counted."""
    is_money = reading.quantities["kind"].eq("money") & reading.quantities["unit"].eq(unit)
    return f" {unit}" if unit == "percent" or is_money.any() else ""


def _all_of(amount: int) -> str:
    return "Both" if amount == 2 else f"All {amount}"


def sources_finding(reading: Reading) -> str:
    """How many attributions have a named source."""
    types = types_behind(reading, reading.attributions)
    if types.empty:
        return "The article attributes nothing to anybody"
    unnamed = int((~types.isin(vocabulary.NAMED)).sum())
    if len(types) == 1:
        return "The only attribution " + ("names nobody" if unnamed else "has a named source")
    if unnamed == 0:
        return f"{_all_of(len(types))} attributions name a person or an organisation"
    verb = "names" if unnamed == 1 else "name"
    return f"{unnamed} of {len(types)} attributions {verb} no person or organisation"


def reading_finding(reading: Reading) -> str:
    """In which half of the article its figures stand."""
    starts = reading.quantities["number_start"]
    if starts.empty:
        return "The article states no figures"
    middle = len(reading.article.text) / 2
    early = int((starts < middle).sum())
    if len(starts) == 1:
        return f"The only figure stands in the {'first' if early else 'second'} half"
    half, amount = ("first", early) if early * 2 >= len(starts) else ("second", len(starts) - early)
    if amount == len(starts):
        return f"{_all_of(amount)} figures stand in the {half} half"
    return f"{amount} of {len(starts)} figures stand in the {half} half"


def density(reading: Reading) -> str:
    """How often a hedge occurs, in words."""
    words = reading.article.words
    hedges = int((reading.hedges["kind"] != "booster").sum())
    return f"a marker of doubt in every {round(words / hedges)} words" if hedges else "no marker of doubt anywhere"


def apart(reading: Reading) -> pd.DataFrame:
    """The revisions and disagreements, sure or not, whose claims differ by a known ratio."""
    disagreements = reading.disagreements
    differing = disagreements["kind"].isin(["revision", "disagreement"])
    return disagreements[
        differing & disagreements["lowest"].ne(disagreements["highest"]) & disagreements["ratio"].notna()
    ]


def disagreeing(reading: Reading) -> pd.DataFrame:
    """Those of `apart` that are sure."""
    differing = apart(reading)
    return differing[is_sure(differing)]


def disputed(reading: Reading) -> set[str]:
    """The ids of the figures that others put differently, or that somebody denies or disputes."""
    sure = disagreeing(reading)
    differing = set(sure["claims"][~sure["compatible"] | sure["ratio"].ge(FAR)].explode())
    denials = reading.attributions[reading.attributions["stance"].isin(["denies", "disputes"])]
    spans = [span for spans in denials["content_spans"] for span in spans]
    return differing | {
        row["quantity_id"]
        for row in reading.quantities[["quantity_id", "number_start"]].to_dict("records")
        if any(start <= row["number_start"] < end for start, end in spans)
    }


def is_sure(disagreements: pd.DataFrame) -> pd.Series:
    """Which of the disagreements are surely about one thing: by the model's confidence, or because a person says so."""
    return disagreements["confidence"].fillna(1).ge(SURE)


def sureness(disagreements: pd.DataFrame) -> list[str]:
    """Whether each is about the same thing, in words, with the confidence where a model gives it."""
    return [
        ("" if sure else "possibly ") + "the same thing" + ("" if pd.isna(confidence) else f" ({confidence:.2f})")
        for sure, confidence in zip(is_sure(disagreements), disagreements["confidence"], strict=True)
    ]


def indicators(reading: Reading) -> list[tuple[int, str]]:
    """The summary in numbers: figures, how many of them have which kind of source, and how many are hedged."""
    claims = reading.claims
    if claims.empty:
        return [(0, "figures"), (len(reading.attributions), "attributions"), (len(reading.hedges), "hedges")]
    types = types_behind(reading, claims)
    return [
        (len(claims), "figure" if len(claims) == 1 else "figures"),
        (int(types.isin(vocabulary.NAMED).sum()), "with a named source"),
        (int((types.notna() & ~types.isin(vocabulary.NAMED)).sum()), "with another source"),
        (int(claims["source_id"].isna().sum()), "without a source"),
        (int(claims["hedged"].sum()), "hedged"),
    ]
