"""A reading as W3C Web Annotations: each finding tied to its words, for any tool that reads the standard.

Web Annotation Data Model (W3C Recommendation of 23 February 2017). It counts characters by Unicode code points, as a
Python `str` does: the offsets of the tables are the positions of the annotations.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import wording
from analysis.article import Article, InputError, Span
from analysis.reading.writers import write_whole

if TYPE_CHECKING:
    import pandas as pd

    from analysis.reading import Reading

FILE = "annotations.jsonld"
# The standard's terms, and a vocabulary of our own for the columns of the tables.
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"@vocab": "urn:who-says-how-many:"}]
_BESIDE = 32
"""Characters of prefix and suffix, as many as the Hypothesis client takes."""
_ROLES = ("source", "cue", "content")
_ELSEWHERE = {
    *("article_id", "start", "end", "text", "number_start", "number_end", "sentence", "paragraph"),
    *(f"{role}_{what}" for role in _ROLES for what in ("spans", "text")),
}
"""Columns of places and words, which are in the target, not in the body."""
# Harmless in any viewer: no markup, no character that steers the display.
_UNSAFE = re.compile("[<>&\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def annotations(reading: Reading) -> dict[str, Any]:
    """The AnnotationCollection of a reading, as JSON-LD: its quantities, attributions, sources and hedges.

    An annotation has the id of its row (`#q1`), two bodies (words for a reader; the row's columns, quantities with
    those of their claims) and a target for each stretch of text, with its `role`, a TextQuoteSelector and a
    TextPositionSelector. Targets are in the article's address, where it has one, else in its text by SHA-256.
    """
    items = [*_quantities(reading), *_attributions(reading), *_sources(reading), *_hedges(reading)]
    return {
        "@context": _CONTEXT,
        "id": FILE,
        "type": "AnnotationCollection",
        "label": f"Figures, sources and hedges in: {reading.article.title or reading.article.article_id}",
        "sha256": reading.article.sha256,
        "total": len(items),
        "first": {"id": "#page", "type": "AnnotationPage", "partOf": FILE, "startIndex": 0, "items": items},
    }


def write_annotations(reading: Reading, folder: str | os.PathLike[str]) -> None:
    """Write the annotations of `reading` to `annotations.jsonld` in `folder`, whole or not at all."""
    text = json.dumps(annotations(reading), ensure_ascii=False, allow_nan=False, indent=1)
    write_whole(Path(folder) / FILE, _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n")


def annotated_spans(document: Mapping[str, Any], text: str) -> dict[str, dict[str, list[Span]]]:
    """Where the words of each annotation stand in `text`, by annotation and role: `{"q1": {"quantity": [Span]}}`.

    By position where words and context are still there, else by quotation. Raises `InputError` where words are
    not in `text`, or stand there more than once in the same context.
    """
    try:
        spans: dict[str, dict[str, list[Span]]] = {}
        for item in document["first"]["items"]:
            roles = spans.setdefault(item["id"].removeprefix("#"), {})
            for target in item["target"]:
                selectors = {selector["type"]: selector for selector in target["selector"]}
                span = _located(item["id"], selectors["TextQuoteSelector"], selectors["TextPositionSelector"], text)
                roles.setdefault(target["role"], []).append(span)
        return spans
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{FILE}: not the annotations of a reading ({error}); write them anew") from None


def _located(identity: str, quote: Mapping[str, str], position: Mapping[str, int], text: str) -> Span:
    prefix, exact, suffix = quote["prefix"], quote["exact"], quote["suffix"]
    in_context = prefix + exact + suffix
    start = position["start"] - len(prefix)
    if start >= 0 and text.startswith(in_context, start):
        return Span(position["start"], position["end"])
    for words, before in ((in_context, len(prefix)), (exact, 0)):
        start = text.find(words)
        if start >= 0 and text.find(words, start + 1) >= 0:
            raise InputError(
                f"{FILE}, {identity}: “{exact}” stands more than once in this text; give the text that was annotated"
            )
        if start >= 0:
            return Span(start + before, start + before + len(exact))
    raise InputError(f"{FILE}, {identity}: “{exact}” is not in this text; give the text that was annotated")


def _quantities(reading: Reading) -> list[dict[str, Any]]:
    items = []
    for quantity, claim in zip(_records(reading.quantities), _records(reading.claims), strict=True):
        row = quantity | claim
        targets = _targets(reading.article, {"quantity": [(row["start"], row["end"])]})
        items.append(_annotation(row["quantity_id"], "describing", _claim_words(row), "Claim", row, targets))
    return items


def _claim_words(row: dict[str, Any]) -> str:
    words = f"{wording.words(row['modifier'])}: {wording.interval(row['low'], row['high'])}"
    if row["unit"] is not None:
        words += f" ({row['unit']})"
    words += f"; source: {wording.credited(row)}"
    words += f" ({wording.words(row['source_type'])})" if row["source_type"] is not None else ""
    return words + ("; hedged" if row["hedged"] else "")


def _attributions(reading: Reading) -> list[dict[str, Any]]:
    names = reading.sources.set_index("source_id")["name"].to_dict()
    items = []
    for row in _records(reading.attributions):
        words = f"{names.get(row['source_id'], 'nobody named')}: {row['stance']}; {row['quotation']} quotation"
        words += "; hedged" if row["hedged"] else ""
        targets = _targets(reading.article, {role: row[f"{role}_spans"] for role in _ROLES})
        items.append(_annotation(row["attribution_id"], "describing", words, "Attribution", row, targets))
    return items


def _sources(reading: Reading) -> list[dict[str, Any]]:
    mentions: dict[str, set[tuple[int, int]]] = {}
    for row in (*_records(reading.attributions), *_records(reading.claims)):
        mentions.setdefault(row["source_id"], set()).update((start, end) for start, end in row["source_spans"])
    items = []
    for row in _records(reading.sources):
        targets = _targets(reading.article, {"source": sorted(mentions.get(row["source_id"], ()))})
        # The columns' names in `claims`: `type` and `name` mean something else in JSON-LD.
        body = {f"source_{name}" if name in ("name", "type") else name: value for name, value in row.items()}
        words = f"{row['name']} ({wording.words(row['type'])})"
        items.append(_annotation(row["source_id"], "identifying", words, "Source", body, targets))
    return [item for item in items if item["target"]]


def _hedges(reading: Reading) -> list[dict[str, Any]]:
    return [
        _annotation(
            row["hedge_id"], "classifying", row["kind"], "Hedge", row,
            _targets(reading.article, {"hedge": [(row["start"], row["end"])]}),
        )
        for row in _records(reading.hedges)
    ]  # fmt: skip


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _annotation(
    identity: str, motivation: str, words: str, kind: str, row: dict[str, Any], targets: list[dict[str, Any]]
) -> dict[str, Any]:
    columns = {name: value for name, value in row.items() if name not in _ELSEWHERE}
    return {
        "id": f"#{identity}",
        "type": "Annotation",
        "motivation": motivation,
        "body": [
            {"type": "TextualBody", "value": words, "format": "text/plain", "language": "en"},
            {"id": f"#{identity}-row", "type": kind, **columns},
        ],
        "target": targets,
    }


def _targets(article: Article, roles: Mapping[str, Iterable[tuple[int, int]]]) -> list[dict[str, Any]]:
    """A target for each span: a discontinuous source has several of the same role."""
    text = article.text
    return [
        {
            "type": "SpecificResource",
            "source": article.address or f"urn:sha256:{article.sha256}",
            "role": role,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(start - _BESIDE, 0) : start],
                    "suffix": text[end : end + _BESIDE],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        }
        for role, spans in roles.items()
        for start, end in spans
    ]
