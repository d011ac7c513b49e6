"""The note on each figure: in the margin of the article, on a card beside the chart, in a row of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from urllib.parse import quote

from markupsafe import Markup

from analysis import marks, summary, wording
from analysis.article import Article, Span
from analysis.reading import Reading
from analysis.vocabulary import UNCERTAIN

_WORDS_AROUND = 4
"""Words before and after a figure in a text fragment: enough to tell two equal figures apart."""
_ABOUT = {"event": "event", "place": "where", "time": "when", "status": "how sure", "part_of": "part of"}
"""The columns of what the article tells near a figure, in words."""


@dataclass(frozen=True, slots=True)
class Note:
    """One figure in words: what it states and of what, who is credited with it, how firm it is, and where it stands."""

    quantity_id: str
    place: int
    """Where its number begins: with the text's SHA-256, a lasting name of the figure."""
    paragraph: int
    worded: str
    states: str
    order: float
    """The sort key: the lowest value that it states, or the highest where there is no lowest."""
    unit: str | None
    kind: str
    main: bool
    topic: str
    source: str
    source_id: str | None
    source_type: str | None
    hedges: tuple[str, ...]
    hedged: bool
    disputed: bool
    sentence: Markup
    about: dict[str, str]
    """What the article tells near the figure: `event`, `where`, `when`, `how sure`, `part of`."""
    original: str | None
    corrections: tuple[str, ...]


def notes(reading: Reading) -> list[Note]:
    """A note on each figure of a reading, in text order."""
    article, claims = reading.article, reading.claims.to_dict("records")
    doubts = reading.hedges[reading.hedges["kind"].isin(UNCERTAIN)].set_index("hedge_id")["text"].str.lower()
    marked, kinds = marks.marks_of(reading.tables), summary.kinds_of_sources(reading)
    disputed = summary.disputed(reading)
    entries = []
    for quantity, claim in zip(reading.quantities.to_dict("records"), claims, strict=True):
        credited = isinstance(claim["source_name"], str)
        entries.append(
            Note(
                quantity_id=quantity["quantity_id"],
                place=quantity["number_start"],
                paragraph=quantity["paragraph"],
                worded=" ".join(quantity["text"].split()),
                states=wording.interval(quantity["low"], quantity["high"], quantity["modifier"]),
                order=quantity["high"] if isnan(quantity["low"]) else quantity["low"],
                unit=quantity["unit"] if isinstance(quantity["unit"], str) else None,
                kind=quantity["kind"],
                main=quantity["salience"] == "main",
                topic=claim["topic"],
                source=wording.credited(claim),
                source_id=claim["source_id"] if credited else None,
                source_type=kinds[claim["source_id"]] if credited else None,
                hedges=tuple(dict.fromkeys(doubts[hedge] for hedge in claim["hedges"] if hedge in doubts)),
                hedged=claim["hedged"],
                disputed=quantity["quantity_id"] in disputed,
                sentence=Markup(marks.marked(article.text, marked, article.sentences[quantity["sentence"]])),
                about={word: quantity[name] for name, word in _ABOUT.items() if isinstance(quantity[name], str)},
                original=original(article, Span(quantity["start"], quantity["end"])),
                corrections=_corrections(reading, quantity["quantity_id"]),
            )
        )
    return entries


def choices(notes: Sequence[Note]) -> dict[str, dict[str, str]]:
    """The choices of figures: for each of `source`, `topic` and `kind`, the values in the notes, each with its key.

    Keys are a page's own, so that nothing of an article steers it: `choice-2` is the second topic.
    """
    fields = {name: dict.fromkeys(getattr(note, name) for note in notes) for name in ("source", "topic", "kind")}
    return {name: {words: f"choice-{at}" for at, words in enumerate(values, 1)} for name, values in fields.items()}


def _corrections(reading: Reading, quantity_id: str) -> tuple[str, ...]:
    """What was corrected in a quantity, and what the machine had read there."""
    rows = reading.corrections[reading.corrections["quantity_id"] == quantity_id]
    return tuple(
        f"{wording.words(row['field'])} {row['machine']} → {row['corrected']} ({row['author']}: {row['reason']})"
        for row in rows.fillna({"machine": "none", "corrected": "none"}).to_dict("records")
    )


def original(article: Article, span: Span) -> str | None:
    """The address of a span in the original page, as a text fragment; None where the article has no web address.

    The words before and after it, of the same paragraph, are given too (W3C "URL Fragment Text Directives").
    """
    if article.address is None:
        return None
    paragraph = article.paragraphs[article.paragraph_at(span.start)]
    before = article.text[paragraph.start : span.start].split()[-_WORDS_AROUND:]
    after = article.text[span.end : paragraph.end].split()[:_WORDS_AROUND]
    here = article.text[span.start : span.end].split()
    if not here:
        return None
    parts = [f"{_encoded(before)}-,"] * bool(before) + [_encoded(here)] + [f",-{_encoded(after)}"] * bool(after)
    return f"{article.address.partition('#')[0]}#:~:text={''.join(parts)}"


def _encoded(words: list[str]) -> str:
    """Words in percent encoding; the hyphen, which has a meaning in text fragments, too."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
