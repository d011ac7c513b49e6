"""What an article says, in a few sentences: its main figures, where sources differ, what is doubtful, who is silent.

Whatever a figure is said to be about is quoted from the article: the sentences are as true as who is credited.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis import summary, wording
from analysis.article import Span
from analysis.findings.salience import LEAD
from analysis.quoting import clause
from analysis.standing import answerable

if TYPE_CHECKING:
    from analysis.reading import Reading

_MAIN, _NAMED = 2, 3
"""So many main figures are quoted; so many figures are named where others are counted."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Words of a sentence that lead to a figure."""

    quantity_id: str
    words: str

    def __str__(self) -> str:
        return self.words


Sentence = tuple[str | Figure, ...]


def story(reading: Reading) -> list[Sentence]:
    """The article in at most five sentences and one on corrections, each made of words and figures."""
    if reading.claims.empty:
        said = len(reading.attributions)
        told = f"it makes {wording.count(said, 'attribution')}" if said else "nothing in it is attributed to anybody"
        return [(f"The article states no figures; {told}.",), *_silence(reading)]
    records = _records(reading)
    return [
        *_main(reading, records),
        *_differences(reading, records),
        *_doubts(records),
        *_silence(reading),
        *_corrections(reading),
    ]


def words(sentence: Sentence) -> str:
    """A sentence as plain text."""
    return "".join(map(str, sentence))


def _records(reading: Reading) -> list[dict[str, Any]]:
    """Figures with who is credited with them, by the columns of both tables, in text order; null is None."""
    own = [name for name in reading.claims if name not in reading.quantities or name == "quantity_id"]
    found = reading.quantities.merge(reading.claims[own], on="quantity_id")
    return found.astype(object).where(found.notna(), None).to_dict("records")


def _main(reading: Reading, records: list[dict[str, Any]]) -> Iterator[Sentence]:
    """The weightiest figures in their own clauses, each from a sentence of its own, in text order.

    A topic of which `_differences` tells is given once.
    """
    weights = _weights(reading, records)
    apart = set(summary.disagreeing(reading)["topic"])
    chosen: list[dict[str, Any]] = []
    for record in sorted(records, key=lambda one: -weights[one["quantity_id"]]):
        told = {key for one in chosen for key in (one["sentence"], _stated(one), *({one["topic"]} & apart))}
        if len(chosen) < _MAIN and not told & {record["sentence"], _stated(record), record["topic"]}:
            chosen.append(record)
    for record in sorted(chosen, key=lambda one: one["start"]):
        yield (f"{_speaker(record)}: ", *_quoted(reading, record, records), ".")


def _weights(reading: Reading, records: list[dict[str, Any]]) -> dict[str, float]:
    """How much an article is about each figure, by `quantity_id`.

    A main one weighs most, then what the first sentences and the headline state, then what most figures and several
    sources speak of.
    """
    headline = _headline(reading)
    titled = {_stated(one) for one in records if one["sentence"] < headline}
    sizes = Counter(one["topic"] for one in records)
    voices = Counter(topic for topic, _ in {(one["topic"], one["source_id"]) for one in records})
    return {
        one["quantity_id"]: 8 * (one["salience"] == "main")
        + 3 * (headline <= one["sentence"] < LEAD)
        + 3 * (_stated(one) in titled)
        + min(sizes[one["topic"]], 4)
        + 2 * (voices[one["topic"]] > 1)
        + (one["source_id"] is not None)
        - 8 * (one["sentence"] < headline)  # a reader has just read it
        for one in records
    }


def _headline(reading: Reading) -> int:
    """How many sentences the headline has: those of a first paragraph that does not end as a sentence does."""
    article = reading.article
    if len(article.paragraphs) < 2 or article.paragraphs[0].of(article.text).endswith((".", "!", "”", '"')):
        return 0
    return article.sentence_at(article.paragraphs[1].start)


def _speaker(record: dict[str, Any]) -> str:
    if record["source_name"] is not None:
        name = " ".join(record["source_name"].split())
        return name[0].upper() + name[1:]
    return "The article, in its own voice" if record["attribution_id"] is None else "Nobody who is named"


def _quoted(reading: Reading, record: dict[str, Any], records: Sequence[dict[str, Any]]) -> Sentence:
    """The clause of a figure in quotation marks, the figure leading to its place."""
    text = reading.article.text
    span = clause(reading, record, records)
    sentence = reading.article.sentences[record["sentence"]]
    start, end = max(record["start"], span.start), min(record["end"], span.end)
    before, after = _inner(text[span.start : start]), _inner(text[end : span.end].rstrip(" .,;:"))
    opened = "“" if span.start == sentence.start or _begins(text, sentence, span) else "“… "
    closed = "”" if not text[span.end : sentence.end].strip(" .,;:!?”\"'’") else " …”"
    return opened + before, Figure(record["quantity_id"], _inner(text[start:end])), after + closed


def _begins(text: str, sentence: Span, span: Span) -> bool:
    """Whether a span is what somebody is reported to say, from its first word."""
    return text[sentence.start : span.start].rstrip().endswith(("that", ":", "“", '"'))


def _inner(words: str) -> str:
    """Words as they stand within a quotation: in one line, with inner quotation marks."""
    outer = " ".join(words.replace("“", "‘").replace("”", "’").replace('"', "’").split())
    return " " * words[:1].isspace() + outer + " " * (words[-1:].isspace() and len(words.strip()) > 0)


def _differences(reading: Reading, records: list[dict[str, Any]]) -> Iterator[Sentence]:
    """The two ends of the widest disagreement or revision that is sure; without any, of one that is not."""
    sure = summary.disagreeing(reading)
    found = summary.apart(reading) if sure.empty else sure
    if found.empty:
        return
    widest = found.sort_values("ratio", ascending=False, kind="stable").iloc[0]
    members = [one for one in records if one["quantity_id"] in widest["claims"]]
    least = min(members, key=_bound)
    most = max(members, key=lambda one: one["low"] if one["high"] is None else one["high"])
    who = [_lowered(wording.credited(one)) for one in (least, most)]
    who_differs = "Sources" if who[0] != who[1] else "Figures"
    if sure.empty:
        verb = f"{who_differs} may differ"
    else:
        verb = "A figure is revised" if widest["kind"] == "revision" else f"{who_differs} differ"
    far = f", {wording.times(widest['ratio'])} times apart" if widest["ratio"] >= summary.FAR else ""
    named = _named(least), f" ({who[0]}) to ", _named(most), f" ({who[1]}){far}."
    yield (f"{verb} on “{widest['topic']}”: from ", *named)


def _lowered(name: str) -> str:
    """A name within a sentence, its article in lower case."""
    return re.sub(r"^(?:The|An?)\b", lambda found: found[0].lower(), " ".join(name.split()))


def _bound(record: dict[str, Any]) -> float:
    return record["high"] if record["low"] is None else record["low"]


def _named(record: dict[str, Any]) -> Figure:
    return Figure(record["quantity_id"], f"“{_inner(record['text'])}”")


def _doubts(records: list[dict[str, Any]]) -> Iterator[Sentence]:
    """Which of the main figures are hedged, and which are stated nowhere with a source."""
    main = [one for one in records if one["salience"] == "main"]
    hedged = [one for one in main if one["hedged"]]
    sourced = {_stated(one) for one in records if one["source_id"] is not None}
    alone = [one for one in main if _stated(one) not in sourced]
    parts: list[Sentence] = []
    if hedged:
        parts.append(("all main figures are hedged",) if _all(hedged, main) else ("hedged: ", *_few(hedged)))
    if alone:
        parts.append(("no main figure has a source",) if _all(alone, main) else ("without a source: ", *_few(alone)))
    elif len(main) > 1:
        parts.append(("every main figure has a source",))
    if parts:
        (first, *rest), *others = parts
        assert isinstance(first, str)  # each part opens with words
        more = [part for found in others for part in ("; ", *found)]
        yield (first[0].upper() + first[1:], *rest, *more, ".")


def _all(some: Sequence[dict[str, Any]], main: Sequence[dict[str, Any]]) -> bool:
    return len(some) == len(main) > 1


def _stated(record: dict[str, Any]) -> tuple[float | None, float | None, str]:
    return record["low"], record["high"], record["kind"]


def _few(found: Sequence[dict[str, Any]]) -> Iterator[str | Figure]:
    """The first figures by name, the others counted."""
    shown, more = found[:_NAMED], len(found) - _NAMED
    for at, record in enumerate(shown):
        last = at == len(shown) - 1 and more <= 0
        yield "" if at == 0 else " and " if last else ", "
        yield _named(record)
    if more > 0:
        yield f" and {more} more"


def _silence(reading: Reading) -> Iterator[Sentence]:
    """Who keeps silent or declines to comment, and who denies or disputes what."""
    told = [
        f"{verb}: {wording.listed(names)}"
        for verb, stances in (
            ("silent or declining to comment", ("silent", "declines")),
            ("denying or disputing what is said", ("denies", "disputes")),
        )
        if (names := _names(reading, stances))
    ]
    if told:
        said = "; ".join(told)
        yield (said[0].upper() + said[1:] + ".",)


def _names(reading: Reading, stances: Sequence[str]) -> list[str]:
    found = reading.attributions[reading.attributions["stance"].isin(stances)]
    names = found["source_id"].dropna().map(answerable(reading)["name"]).drop_duplicates()
    return [_lowered(name) for name in names]


def _corrections(reading: Reading) -> Iterator[Sentence]:
    places = reading.corrections.drop_duplicates(["start", "end"])
    if not places.empty:
        authors = wording.listed(places["author"].drop_duplicates().tolist())
        were = "was" if len(places) == 1 else "were"
        yield (f"{wording.count(len(places), 'figure')} {were} corrected by {authors}.",)
