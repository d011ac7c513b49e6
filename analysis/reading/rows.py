"""From an article to the rows of its tables."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analysis.agreement import About
from analysis.article import Article, Span
from analysis.article.patience import limited
from analysis.attributions import Attribution, reported_within
from analysis.checks import Check
from analysis.findings import Claim, Findings, disagreements, find, is_hedged
from analysis.findings.salience import salience
from analysis.hedges import Hedge
from analysis.quantities import Quantity
from analysis.reading.schema import COLUMNS, schema
from analysis.sources import Source

if TYPE_CHECKING:
    import pandas as pd

Rows = list[dict[str, Any]]


def rows(article: Article) -> dict[str, Rows]:
    """The rows of every table of one article, each a dict with that table's columns.

    Raises `InputError` for a correction of the article's that does not fit it, and where the reading takes too long.
    """
    with limited(len(article.text), article.article_id):
        return tables_of(find(article))


def tables_of(findings: Findings) -> dict[str, Rows]:
    """The rows of every table of the findings in an article."""
    article, attributions, hedges = findings.article, findings.attributions, findings.hedges
    quantities, claims, credits = findings.quantities, findings.claims, findings.credits
    assert credits is not None  # every stage has run
    attributed = Counter(credits.source_of)
    credited = Counter(claim.source for claim in claims)
    tables = {
        "articles": [_article_row(article)],
        "quantities": [
            _quantity_row(article, quantity, claim.about) | {"salience": weight}
            for quantity, claim, weight in zip(quantities, claims, salience(article, quantities, claims), strict=True)
        ],
        "attributions": [
            _attribution_row(article, attribution, hedges)
            | {"source_id": _identifier("s", source), "within": _identifier("a", within), "stance": stance}
            for attribution, source, within, stance in zip(
                attributions, credits.source_of, reported_within(attributions), credits.stances, strict=True
            )
        ],
        "sources": [
            _source_row(source, attributed[number], credited[number]) for number, source in enumerate(credits.sources)
        ],
        "hedges": [_hedge_row(article, hedge) for hedge in hedges],
        "claims": [_claim_row(number, claim, quantities, credits.sources) for number, claim in enumerate(claims)],
        "disagreements": [
            {**asdict(disagreement), "claims": [f"q{number + 1}" for number in disagreement.claims]}
            for disagreement in disagreements(quantities, claims)
        ],
        "checks": [_check_row(check) for check in findings.checks],
        "corrections": list(findings.corrections),
        "texts": [{"text": article.text}] if article.extracted else [],
    }
    return {name: _numbered(name, rows, article.article_id) for name, rows in tables.items()}


def frame(table: str, rows: Rows) -> pd.DataFrame:
    """Rows as a DataFrame with the columns and types of the contract, even where there are none."""
    import pandas as pd  # reading processes make no frames

    types = {field.name: _PANDAS.get(str(field.type), "object") for field in schema(table)}
    columns = {name: [row[name] for row in rows] for name in types}
    return pd.DataFrame({name: pd.Series(columns[name], dtype=types[name]) for name in types})


_PANDAS = {"string": "str", "int64": "int64", "double": "float64", "bool": "bool"}
_PREFIX = {"quantities": "q", "attributions": "a", "sources": "s", "hedges": "h", "checks": "c"}


def _numbered(table: str, rows: Rows, article_id: str) -> Rows:
    """The rows with the article's id and, where the table has one, the id of each."""
    prefix = _PREFIX.get(table)
    names = [name for name, _, _ in COLUMNS[table]]
    for number, row in enumerate(rows, start=1):
        row["article_id"] = article_id
        if prefix:
            row[names[1]] = f"{prefix}{number}"
    return rows


def _article_row(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
        "sha256": article.sha256,
        "language": article.language,
        "characters": len(article.text),
        "words": article.words,
        "sentences": len(article.sentences),
        "paragraphs": len(article.paragraphs),
    }


def _quantity_row(article: Article, quantity: Quantity, about: About) -> dict[str, Any]:
    frame = about.frame
    return {
        "start": quantity.start,
        "end": quantity.end,
        "text": article.text[quantity.start : quantity.end],
        "number_start": quantity.number_start,
        "number_end": quantity.number_end,
        "number_text": article.text[quantity.number_start : quantity.number_end],
        "low": quantity.low,
        "high": quantity.high,
        "modifier": quantity.modifier,
        "unit": quantity.unit,
        "kind": quantity.kind,
        "trend": quantity.trend,
        "concept": quantity.concept,
        **{name: _span_text(article, getattr(frame, name)) for name in ("event", "place", "time")},
        "status": frame.status,
        "part_of": _identifier("q", about.part_of),
        "sentence": article.sentence_at(quantity.number_start),
        "paragraph": article.paragraph_at(quantity.number_start),
    }


def _attribution_row(article: Article, attribution: Attribution, hedges: Sequence[Hedge]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for role in ("source", "cue", "content"):
        spans = getattr(attribution, role)
        row[f"{role}_spans"] = [list(span) for span in spans]
        row[f"{role}_text"] = " … ".join(span.of(article.text) for span in spans)
    return row | {"quotation": attribution.quotation, "hedged": is_hedged(attribution, hedges)}


def _source_row(source: Source, attributions: int, quantities: int) -> dict[str, Any]:
    return {
        "name": source.name,
        "type": source.type,
        "issuer": _identifier("s", source.issuer),
        "mentions": len(source.mentions),
        "attributions": attributions,
        "quantities": quantities,
    }


def _hedge_row(article: Article, hedge: Hedge) -> dict[str, Any]:
    return {
        "start": hedge.start,
        "end": hedge.end,
        "text": article.text[hedge.start : hedge.end],
        "kind": hedge.kind,
    }


def _claim_row(number: int, claim: Claim, quantities: Sequence[Quantity], sources: Sequence[Source]) -> dict[str, Any]:
    quantity = quantities[number]
    source = None if claim.source is None else sources[claim.source]
    return {
        "quantity_id": _identifier("q", number),
        "attribution_id": _identifier("a", claim.attribution),
        "source_id": _identifier("s", claim.source),
        "source_name": source.name if source else None,
        "source_type": source.type if source else None,
        "source_spans": [list(span) for span in claim.mention],
        "low": quantity.low,
        "high": quantity.high,
        "modifier": quantity.modifier,
        "unit": quantity.unit,
        "concept": quantity.concept,
        "hedged": claim.hedged,
        "hedges": [_identifier("h", hedge) for hedge in claim.hedges],
        "topic": claim.topic,
    }


def _check_row(check: Check) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": check.kind,
        "claims": [_identifier("q", figure) for figure in check.figures],
        "verdict": check.verdict,
    }
    for name, interval in (("expected", check.expected), ("stated", check.stated)):
        for side, bound in interval._asdict().items():
            row[f"{name}_{side}"] = float(bound) if math.isfinite(bound) else None
    return row


def _span_text(article: Article, span: Span | None) -> str | None:
    return None if span is None else " ".join(span.of(article.text).split())


def _identifier(prefix: str, number: int | None) -> str | None:
    return None if number is None else f"{prefix}{number + 1}"
