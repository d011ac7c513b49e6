"""The figures of a story: who is surely credited with each, and how much the article is about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.article import Span
from analysis.findings.salience import LEAD, SMALL
from analysis.quoting import tags_of, undated, with_article

if TYPE_CHECKING:
    from analysis.reading import Reading

CREDITED = 0.95
"""The probability from which a sentence names who is credited with a figure, or tells that nobody is: 98 of 100 such
sources were right on sixty of the passages to choose by, and three of four others (METHODOLOGY.md)."""
_NAMES = ("ADJ", "NOUN", "NUM", "PROPN")
_ARTICLE = re.compile(r"(?:the|an?)\b", re.IGNORECASE)

Record = dict[str, Any]
Stated = tuple[float | None, float | None, str]


def records(reading: Reading) -> list[Record]:
    """Figures with who is credited with them, by the columns of both tables, in text order; null is None.

    Beside the columns: `number`, from 0; `credited`, the probability of who is credited; `speaker`, the name of who is
    surely credited, None if that is not sure or if no name says by itself who is meant; `alone`, whether nobody surely
    is.
    """
    own = [name for name in reading.claims if name not in reading.quantities or name == "quantity_id"]
    found = reading.quantities.merge(reading.claims[own], on="quantity_id")
    told = found.astype(object).where(found.notna(), None).to_dict("records")
    for number, (record, probability) in enumerate(zip(told, reading.sureness.credited, strict=True)):
        sure = probability >= CREDITED
        record |= {"number": number, "credited": probability}
        record["speaker"] = _speaker(reading, record, told) if sure and record["source_id"] is not None else None
        record["alone"] = sure and record["attribution_id"] is None and record["source_id"] is None
    return told


def _speaker(reading: Reading, record: Record, others: Sequence[Record]) -> str | None:
    """The name of a source without what is added to it, None where it points at something else or holds a figure."""
    name = re.split(r",\s+(?=[a-z0-9])", undated(record["source_name"]))[0]
    found = re.search(r"\s+".join(map(re.escape, name.split())), reading.article.text)
    if found is None:
        return within(reading, name)  # put together from several mentions
    span = Span(*found.span())
    points = tags_of(reading, span)[:1] != [] and tags_of(reading, span)[0] not in _NAMES
    if (points and not _ARTICLE.match(name)) or any(span.start <= one["number_start"] < span.end for one in others):
        return None
    return within(reading, name)


def within(reading: Reading, name: str) -> str:
    """A name as it stands within a sentence: with its article, in lower case."""
    name = with_article(reading.article.text, " ".join(name.split()))
    return _ARTICLE.sub(lambda found: found[0].lower(), name, count=1) if _ARTICLE.match(name) else name


def weights(reading: Reading, figures: Sequence[Record]) -> dict[str, float]:
    """How much an article is about each figure, by `quantity_id`.

    A main one weighs most, then what the headline and the first sentences state, then what most figures and several
    sources speak of. What is a part of another figure, a small count of its own, or in a sentence that begins with a
    pronoun or a quotation of nobody who is sure, weighs less.
    """
    first = headline(reading)
    titled = {stated(one) for one in figures if one["sentence"] < first}
    sizes = Counter(one["topic"] for one in figures)
    voices = Counter(topic for topic, _ in {(one["topic"], one["source_id"]) for one in figures})
    return {
        one["quantity_id"]: 8 * (one["salience"] == "main")
        + 3 * (first <= one["sentence"] < LEAD)
        + 3 * (one["sentence"] == first)
        + 6 * (stated(one) in titled)
        + min(sizes[one["topic"]], 4)
        + 2 * (voices[one["topic"]] > 1)
        + (one["source_id"] is not None)
        + 2 * (one["speaker"] is not None or one["alone"])
        - 3 * (one["part_of"] is not None)
        - 3 * (is_small(one) and sizes[one["topic"]] == 1)
        - 4 * _points(reading, one)
        - 16 * (one["sentence"] < first)  # a reader has just read it
        for one in figures
    }


def _points(reading: Reading, record: Record) -> bool:
    """Whether the sentence of a figure needs those before it: it begins with a pronoun, or quotes without a name."""
    sentence = reading.article.sentences[record["sentence"]]
    if reading.article.text[sentence.start] not in ("“", '"'):
        return tags_of(reading, sentence)[:1] == ["PRON"]
    here = [Span(*span) for span in record["source_spans"] if sentence.start <= span[0] < sentence.end]
    named = any(tag in ("NOUN", "PROPN") for span in here for tag in tags_of(reading, span))
    return record["speaker"] is None and not named


def is_small(record: Record) -> bool:
    """Whether a figure is an exact count that newspapers write as a word."""
    return record["kind"] == "count" and record["modifier"] == "exact" and record["high"] < SMALL


def headline(reading: Reading) -> int:
    """How many sentences the headline has: those of a first paragraph that does not end as a sentence does."""
    article = reading.article
    if len(article.paragraphs) < 2 or article.paragraphs[0].of(article.text).endswith((".", "!", "”", '"')):
        return 0
    return article.sentence_at(article.paragraphs[1].start)


def stated(record: Record) -> Stated:
    """What two figures have in common that state the same."""
    return record["low"], record["high"], record["kind"]


def capital(words: str) -> str:
    """Words with a capital, as they open a sentence."""
    return words[:1].upper() + words[1:]
