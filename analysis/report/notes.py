"""What stands behind each figure, as a note in the margin of the article and a card beside the chart."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from analysis import marks, summary
from analysis.article import Article, Span
from analysis.reading import Reading
from analysis.vocabulary import UNCERTAIN

_WORDS_AROUND = 4
"""Words before and after a figure in a text fragment: enough to tell two equal figures apart."""


@dataclass(frozen=True, slots=True)
class Note:
    """One figure in words: what it states, who is credited with it, how it is hedged, and where it stands."""

    quantity_id: str
    paragraph: int
    number: str
    states: str
    unit: str | None
    source: str
    source_type: str | None
    hedges: tuple[str, ...]
    hedged: bool
    sentence: Markup
    original: str | None
    corrections: tuple[str, ...]


def notes(reading: Reading) -> list[Note]:
    """A note on each figure of a reading, in text order."""
    article, claims = reading.article, reading.claims.to_dict("records")
    doubts = reading.hedges[reading.hedges["kind"].isin(UNCERTAIN)].set_index("hedge_id")["text"].str.lower()
    marked, kinds = marks.marks_of(reading.tables), summary.kinds_of_sources(reading)
    told = []
    for quantity, claim in zip(reading.quantities.to_dict("records"), claims, strict=True):
        credited = isinstance(claim["source_name"], str)
        told.append(
            Note(
                quantity_id=quantity["quantity_id"],
                paragraph=quantity["paragraph"],
                number=quantity["number_text"],
                states=summary.interval(quantity["low"], quantity["high"], quantity["modifier"]),
                unit=quantity["unit"] if isinstance(quantity["unit"], str) else None,
                source=summary.credited(claim),
                source_type=kinds[claim["source_id"]] if credited else None,
                hedges=tuple(dict.fromkeys(doubts[hedge] for hedge in claim["hedges"] if hedge in doubts)),
                hedged=claim["hedged"],
                sentence=Markup(marks.marked(article.text, marked, article.sentences[quantity["sentence"]])),
                original=original(article, Span(quantity["start"], quantity["end"])),
                corrections=_corrections(reading, quantity["quantity_id"]),
            )
        )
    return told


def _corrections(reading: Reading, quantity_id: str) -> tuple[str, ...]:
    """What was corrected in a quantity, and what the machine had read there."""
    found = reading.corrections[reading.corrections["quantity_id"] == quantity_id]
    return tuple(
        f"{summary.words(row['field'])} {row['machine'] if isinstance(row['machine'], str) else 'none'} → "
        f"{row['corrected'] if isinstance(row['corrected'], str) else 'none'} ({row['author']}: {row['reason']})"
        for row in found.to_dict("records")
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
