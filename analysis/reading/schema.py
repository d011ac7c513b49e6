"""The tables' contract: every column with its type and what it means.

The single source of the data dictionary, of what the writers write and of what the tests check.
"""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from analysis.vocabulary import (
    ACTIONS,
    CHECK_KINDS,
    DISAGREEMENT_KINDS,
    HEDGE_KINDS,
    MODIFIERS,
    QUANTITY_KINDS,
    QUOTATIONS,
    SOURCE_TYPES,
    STANCES,
    STATUSES,
    VERDICTS,
)

_SPANS = pa.list_(pa.list_(pa.int64()))
_NAMES = pa.list_(pa.string())
_ARTICLE = ("article_id", pa.string(), "the article: its file's name without suffix, or the id that it was given")
_LOW = ("low", pa.float64(), "lowest value asserted, in full units (1.2 billion is 1.2e9); null: open below")
_HIGH = ("high", pa.float64(), "highest value asserted; null: open above")
_MODIFIER = ("modifier", pa.string(), "how the number is bounded: " + ", ".join(MODIFIERS))
_UNIT = ("unit", pa.string(), "ISO 4217 code, percent, unit name, or what is counted, in the singular")
_CONCEPT = ("concept", pa.string(), "the counted thing and what happens to it, as worded")
_TOPIC = ("topic", pa.string(), "what comparable claims of the article are about; the same for all of them")

COLUMNS: dict[str, list[tuple[str, pa.DataType, str]]] = {
    "articles": [
        _ARTICLE,
        ("title", pa.string(), "title, where the file or page has one"),
        ("publisher", pa.string(), "name of the publication, where known"),
        ("published", pa.string(), "date of publication (ISO 8601), where known"),
        ("url", pa.string(), "address of the original, where known"),
        ("sha256", pa.string(), "SHA-256 of the text in UTF-8, hexadecimal"),
        ("language", pa.string(), "ISO 639-1 code as identified; null where it was not checked"),
        ("characters", pa.int64(), "length of the text, in characters"),
        ("words", pa.int64(), "tokens that begin with a letter or a digit"),
        ("sentences", pa.int64(), "number of sentences, the headline among them"),
        ("paragraphs", pa.int64(), "number of paragraphs"),
    ],
    "quantities": [
        _ARTICLE,
        ("quantity_id", pa.string(), "q1, q2, … in text order"),
        ("start", pa.int64(), "offset of the whole expression's first character"),
        ("end", pa.int64(), "offset after its last character"),
        ("text", pa.string(), "the expression: modifier, number and what is counted"),
        ("number_start", pa.int64(), "offset of the number's first character"),
        ("number_end", pa.int64(), "offset after its last character"),
        ("number_text", pa.string(), "the number with currency sign, percent and scale words"),
        _LOW,
        _HIGH,
        _MODIFIER,
        _UNIT,
        ("kind", pa.string(), "what sort of number: " + ", ".join(QUANTITY_KINDS)),
        ("trend", pa.string(), "up or down where the figure is the size of a change, else null"),
        _CONCEPT,
        ("event", pa.string(), "what happens to the counted thing, in the article's words; null: nothing, or not told"),
        ("place", pa.string(), "where, in the article's words; null: not told"),
        ("time", pa.string(), "when, in the article's words; null: not told"),
        ("status", pa.string(), "how sure it is: " + ", ".join(STATUSES) + "; null: nothing tells"),
        ("part_of", pa.string(), "quantity_id of the figure of which it is a part; null: of none"),
        (
            "salience",
            pa.string(),
            "main, or mentioned in passing: an age, a duration, or an exact count below ten behind the first three "
            "sentences, where nothing states another value of the same thing",
        ),
        ("sentence", pa.int64(), "index of the sentence, from 0"),
        ("paragraph", pa.int64(), "index of the paragraph, from 0"),
    ],
    "attributions": [
        _ARTICLE,
        ("attribution_id", pa.string(), "a1, a2, … in text order"),
        ("source_spans", _SPANS, "[start, end] of each piece of the source; empty: no source named"),
        ("cue_spans", _SPANS, "[start, end] of each piece of the cue (the reporting words)"),
        ("content_spans", _SPANS, "[start, end] of each piece of what is reported"),
        ("source_text", pa.string(), "the source as worded, pieces joined by ' … '"),
        ("cue_text", pa.string(), "the cue as worded"),
        ("content_text", pa.string(), "the content as worded"),
        ("source_id", pa.string(), "the resolved source; null: no source named"),
        ("within", pa.string(), "the attribution whose content reports this one; null: none"),
        ("stance", pa.string(), "what the source does: " + ", ".join(STANCES)),
        ("quotation", pa.string(), "how the content is given: " + ", ".join(QUOTATIONS)),
        ("hedged", pa.bool_(), "whether a hedge or a condition stands in it"),
    ],
    "sources": [
        _ARTICLE,
        (
            "source_id",
            pa.string(),
            "s1, s2, … in order of first mention; last, those that only made a document, or that a correction adds",
        ),
        ("name", pa.string(), "fullest name in the article, or the wording where there is none"),
        ("type", pa.string(), "kind of source: " + ", ".join(SOURCE_TYPES)),
        (
            "issuer",
            pa.string(),
            "source_id of whoever made it, where it is a document and the article tells; else null",
        ),
        ("mentions", pa.int64(), "times that it is mentioned as a source"),
        ("attributions", pa.int64(), "attributions that it stands behind"),
        ("quantities", pa.int64(), "quantities that it is credited with"),
    ],
    "hedges": [
        _ARTICLE,
        ("hedge_id", pa.string(), "h1, h2, … in text order"),
        ("start", pa.int64(), "offset of its first character"),
        ("end", pa.int64(), "offset after its last character"),
        ("text", pa.string(), "the words"),
        ("kind", pa.string(), "what they do: " + ", ".join(HEDGE_KINDS)),
    ],
    "claims": [
        _ARTICLE,
        ("quantity_id", pa.string(), "the quantity claimed; one row for each"),
        ("attribution_id", pa.string(), "the attribution that it is credited by; null: none is found, or a correction"),
        ("source_id", pa.string(), "who is credited with it; null: nobody"),
        ("source_name", pa.string(), "that source's name"),
        ("source_type", pa.string(), "that source's type"),
        (
            "source_spans",
            _SPANS,
            "[start, end] of each piece of the mention that credits it; empty: a correction, or nobody",
        ),
        _LOW,
        _HIGH,
        _MODIFIER,
        _UNIT,
        _CONCEPT,
        ("hedged", pa.bool_(), "whether a hedge or a condition bears on it"),
        ("hedges", _NAMES, "hedge_id of every hedge that bears on it"),
        _TOPIC,
    ],
    "disagreements": [
        _ARTICLE,
        _TOPIC,
        _UNIT,
        ("claims", _NAMES, "quantity_id of the topic's claims, in text order"),
        ("lowest", pa.float64(), "smallest bound that any states in the unit of most; fractions as percentages"),
        ("highest", pa.float64(), "largest such bound"),
        ("ratio", pa.float64(), "highest / lowest; null where lowest is not positive"),
        ("compatible", pa.bool_(), "whether the intervals of those in that unit intersect"),
        ("kind", pa.string(), "what the claims are to each other: " + ", ".join(DISAGREEMENT_KINDS)),
        ("confidence", pa.float64(), "how probable it is that they are about the same thing; null: by a correction"),
    ],
    "checks": [
        _ARTICLE,
        ("check_id", pa.string(), "c1, c2, … in text order of the first figure"),
        ("kind", pa.string(), "how the article relates the figures: " + ", ".join(CHECK_KINDS)),
        ("claims", _NAMES, "quantity_id of the related figures, in text order"),
        ("expected_low", pa.float64(), "lowest value that the other figures leave to one of them; null: open below"),
        ("expected_high", pa.float64(), "highest such value; null: open above"),
        (
            "stated_low",
            pa.float64(),
            "lowest value that this one can have, as it is worded and rounded; null: open below",
        ),
        ("stated_high", pa.float64(), "highest such value; null: open above"),
        ("verdict", pa.string(), "whether the two intervals fit, also for careless rounding: " + ", ".join(VERDICTS)),
    ],
    "corrections": [
        _ARTICLE,
        ("quantity_id", pa.string(), "the quantity that was changed or added; null: it was dropped, or of a check"),
        ("start", pa.int64(), "offset of the expression's first character, or of the record's quote for a check"),
        ("end", pa.int64(), "offset after its last character"),
        ("text", pa.string(), "the expression, or the quote"),
        ("action", pa.string(), "what was done to the quantity; dismissed: to a check: " + ", ".join(ACTIONS)),
        ("field", pa.string(), "the column of quantities, claims or checks that is corrected; one row for each"),
        ("machine", pa.string(), "what was read there by rule or model; null: no value, or no quantity"),
        ("corrected", pa.string(), "what stands in the tables instead; null: no value, or no quantity"),
        ("reason", pa.string(), "why, as the record says"),
        ("author", pa.string(), "who says so"),
        ("date", pa.string(), "when, ISO 8601"),
    ],
    "texts": [
        _ARTICLE,
        ("text", pa.string(), "the text that every offset counts in"),
    ],
}

ONLY_PARQUET = frozenset(("texts",))
"""Tables that are not written as CSV: escapes that keep a spreadsheet from running a text would move its offsets."""


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of one table; each field's metadata holds its `description`."""
    return pa.schema(
        [pa.field(name, kind, metadata={"description": meaning}) for name, kind, meaning in COLUMNS[table]]
    )
