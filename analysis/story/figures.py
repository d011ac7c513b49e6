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
"""The probability from which a sentence names the source of a figure, or says that it has none: 98 of 100 such
sources were right on sixty of the passages to choose by, and three of four others (METHODOLOGY.md)."""
_NAMES = ("ADJ", "NOUN", "NUM", "PROPN")
_ARTICLE = re.compile(r"^(?:the|an?)\b", re.IGNORECASE)

Record = dict[str, Any]


def records(reading: Reading) -> list[Record]:
    """Figures with who is credited with them, by the columns of both tables, in text order; null is None.

    Beside the columns: `number`, from 0; `credited`, the probability of the source; `speaker`, the name of the source
    where it is sure and the name is clear by itself, else None; `alone`, whether surely nobody is credited.
    """
    own = [name for name in reading.claims if name not in reading.quantities or name == "quantity_id"]
    merged = reading.quantities.merge(reading.claims[own], on="quantity_id")
    rows = merged.astype(object).where(merged.notna(), None).to_dict("records")
    for number, (record, probability) in enumerate(zip(rows, reading.sureness.credited, strict=True)):
        sure = probability >= CREDITED
        record |= {"number": number, "credited": probability}
        record["speaker"] = _speaker(reading, record, rows) if sure and record["source_id"] is not None else None
        record["alone"] = sure and record["attribution_id"] is None and record["source_id"] is None
    return rows


def _speaker(reading: Reading, record: Record, others: Sequence[Record]) -> str | None:
    """The name of a source without additions, None where it refers back to something else or holds a figure."""
    name = _plain(record["source_name"])
    span = _first_mention(reading, name)
    if span is None:
        return within(reading, name)  # put together from several mentions
    refers_back = not _ARTICLE.match(name) and any(tag not in _NAMES for tag in tags_of(reading, span)[:1])
    holds_a_figure = any(span.start <= figure["number_start"] < span.end for figure in others)
    return None if refers_back or holds_a_figure else within(reading, name)


def _plain(name: str) -> str:
    """A name without a dateline before it and additions behind it."""
    return re.split(r",\s+(?=[a-z0-9])", " ".join(undated(name).split()))[0]


def _first_mention(reading: Reading, name: str) -> Span | None:
    match = re.search(r"\s+".join(map(re.escape, name.split())), reading.article.text)
    return Span(*match.span()) if match else None


def within(reading: Reading, name: str) -> str:
    """A name as it stands within a sentence: without additions, with its article, in lower case."""
    name = _plain(name)
    if _begins_as_sentence(reading, name):
        name = name[0].lower() + name[1:]
    return _ARTICLE.sub(lambda match: match[0].lower(), with_article(reading.article.text, name))


def _begins_as_sentence(reading: Reading, name: str) -> bool:
    """Whether a name has its capital from the sentence that it begins: "Villagers", but not "Labour", "Sea Rescue"."""
    text, span, (first, *others) = reading.article.text, _first_mention(reading, name), name.split()
    if span is None or tags_of(reading, span)[:1] not in (["DET"], ["NOUN"]):
        return False
    is_name = others and not _ARTICLE.match(name) and others[0][0].isupper()
    return name[1:2].islower() and not is_name and not re.search(rf"[\w,;] +{re.escape(first)}\b", text)


def weights(reading: Reading, figures: Sequence[Record]) -> dict[str, float]:
    """How much an article is about each figure, by `quantity_id`.

    Main figures weigh most, then those in the headline and the first sentences, then those of topics with several
    figures and sources. Parts of other figures, small counts alone in their topic, and figures in sentences that need
    those before them weigh less.
    """
    first = headline(reading)
    titled = {stated(figure) for figure in figures if figure["sentence"] < first}
    sizes = Counter(figure["topic"] for figure in figures)
    voices = Counter(topic for topic, _ in {(figure["topic"], figure["source_id"]) for figure in figures})
    return {
        figure["quantity_id"]: 8 * (figure["salience"] == "main")
        + 3 * (first <= figure["sentence"] < LEAD)
        + 3 * (figure["sentence"] == first)
        + 6 * (stated(figure) in titled)
        + min(sizes[figure["topic"]], 4)
        + 2 * (voices[figure["topic"]] > 1)
        + (figure["source_id"] is not None)
        + 2 * (figure["speaker"] is not None or figure["alone"])
        - 3 * (figure["part_of"] is not None)
        - 3 * (_is_small(figure) and sizes[figure["topic"]] == 1)
        - 4 * _needs_context(reading, figure)
        - 16 * (figure["sentence"] < first)  # a reader has just read it
        for figure in figures
    }


def _needs_context(reading: Reading, record: Record) -> bool:
    """Whether the sentence of a figure needs those before it: it begins with a pronoun, or quotes without a name."""
    sentence = reading.article.sentences[record["sentence"]]
    if reading.article.text[sentence.start] not in ("“", '"'):
        return tags_of(reading, sentence)[:1] == ["PRON"]
    here = [Span(*span) for span in record["source_spans"] if sentence.start <= span[0] < sentence.end]
    has_name = any(tag in ("NOUN", "PROPN") for span in here for tag in tags_of(reading, span))
    return record["speaker"] is None and not has_name


def _is_small(record: Record) -> bool:
    """Whether a figure is an exact count that newspapers write as a word."""
    return record["kind"] == "count" and record["modifier"] == "exact" and record["high"] < SMALL


def headline(reading: Reading) -> int:
    """How many sentences the headline has: those of a first paragraph that does not end as a sentence does."""
    article = reading.article
    if len(article.paragraphs) < 2 or article.paragraphs[0].of(article.text).endswith((".", "!", "”", '"')):
        return 0
    return article.sentence_at(article.paragraphs[1].start)


def stated(record: Record) -> tuple[float | None, float | None, str]:
    """The interval and the kind of a figure, by which two state the same."""
    return record["low"], record["high"], record["kind"]


def capital(words: str) -> str:
    """Words with a capital, as they begin a sentence."""
    return words[:1].upper() + words[1:]
