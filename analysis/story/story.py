"""What an article says, in a few sentences: its main figures, where sources differ, what is doubtful, who refuses.

What a figure is about is quoted from the article. A source is named, and a difference stated, only where the reading
is sure of it; otherwise the whole sentence is quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from analysis import wording
from analysis.article import Span
from analysis.quoting import Sentence, clause, is_whole, quoted, tags_of, whole
from analysis.standing import speaking
from analysis.story.differences import difference, differing
from analysis.story.doubts import doubts, refusals, spoken
from analysis.story.figures import Record, capital, records, stated, weights, within

if TYPE_CHECKING:
    from analysis.reading import Reading

_MOST, _MAIN, _NAMED = 5, 3, 3
"""The most sentences, main figures (one fewer where a difference names its sources) and named sources."""


def story(reading: Reading) -> list[Sentence]:
    """The article in at most five sentences and one on corrections, each made of words and figures."""
    if reading.claims.empty:
        return [(f"The article states no figures; {_voices(reading)}.",), *refusals(reading)]
    figures = records(reading)
    weighed = weights(reading, figures)
    weightiest = {(figure["topic"], *stated(figure)) for figure in _main(figures, weighed, [])}
    conflicting = differing(reading, figures, weighed)
    if weightiest.isdisjoint((figure["topic"], *stated(figure)) for figure in conflicting):
        conflicting = []  # a difference about something else
    main = _main(figures, weighed, conflicting)
    speeches = [_speech(reading, figure, figures) for figure in main]
    quoted_whole = {figure["sentence"] for figure, speech in zip(main, speeches, strict=True) if speech is None}
    sentences = [
        *(_quotation(reading, figure, speech) for figure, speech in zip(main, speeches, strict=True)),
        *difference(reading, conflicting),
        *doubts(reading, figures, weighed, {figure["sentence"] for figure in main}),
        *refusals(reading, quoted_whole),
    ]
    return [*sentences[:_MOST], *_corrections(reading)]


def _voices(reading: Reading) -> str:
    """A clause on the sources of an article without figures, those with most attributions first."""
    speakers = speaking(reading).sort_values("attributions", ascending=False, kind="stable")["name"]
    if speakers.empty:
        return "nothing in it is attributed to anybody"
    names = [within(reading, name) for name in speakers[:_NAMED]]
    more = len(speakers) - len(names)
    return f"it cites {wording.listed([*names, f'{more} more'] if more else names)}"


def _main(figures: Sequence[Record], weighed: Mapping[str, float], conflicting: Sequence[Record]) -> list[Record]:
    """The weightiest figures, each from a sentence of its own, in text order.

    One of the `conflicting` figures is among them, or all of them where their sources are not sure.
    """
    by_weight = sorted(figures, key=lambda figure: -weighed[figure["quantity_id"]])
    sure = all(figure["speaker"] for figure in conflicting)
    candidates = [figure for figure in by_weight if figure in conflicting]
    chosen: list[Record] = []
    for figure in [*by_weight[:1], *(candidates[:1] if sure else candidates), *by_weight]:
        covered = {key for earlier in chosen for key in (earlier["sentence"], stated(earlier))}
        if len(chosen) < _MAIN - bool(conflicting and sure) and not covered & {figure["sentence"], stated(figure)}:
            chosen.append(figure)
    return sorted(chosen, key=lambda figure: figure["start"])


def _speech(reading: Reading, record: Record, figures: Sequence[Record]) -> Span | None:
    """The clause of a figure's speaker; None where the speaker is not sure or the clause not clear."""
    span = clause(reading, record, figures)
    return span if record["speaker"] and _stands_alone(reading, record, span) else None


def _quotation(reading: Reading, record: Record, speech: Span | None) -> Sentence:
    """A figure in the clause of its speaker, or else in its whole sentence."""
    if speech is not None:
        return (f"{capital(record['speaker'])}: ", *quoted(reading, record, speech), ".")
    line = whole(reading, record)
    opening, *rest = quoted(reading, record, line)
    if record["alone"] and record["sentence"] not in spoken(reading):
        opening = f"The article: {opening}"
    elif record["speaker"] and not _names(record, line):
        opening = f"{capital(record['speaker'])}: {opening}"
    return (opening, *rest, ".")


def _stands_alone(reading: Reading, record: Record, span: Span) -> bool:
    """Whether a clause is complete, does not name its source, and does not begin with a pronoun that refers back."""
    text, sentence = reading.article.text, reading.article.sentences[record["sentence"]]
    direct = text[: span.start].endswith(("“", '"'))
    by_pronoun = not direct and tags_of(reading, span)[:1] == ["PRON"]
    contents = reading.attributions.set_index("attribution_id")["content_spans"].get(record["attribution_id"], [])
    continued = any(span.end < start < sentence.end for start, _ in contents)
    return not (by_pronoun or continued or _names(record, span)) and is_whole(reading, record, span)


def _names(record: Record, span: Span) -> bool:
    return any(span.start <= start < span.end for start, _ in record["source_spans"])


def _corrections(reading: Reading) -> Iterator[Sentence]:
    figures = reading.corrections[reading.corrections["action"] != "dismissed"]
    places = figures.drop_duplicates(["start", "end"])
    if not places.empty:
        authors = wording.listed(places["author"].drop_duplicates().tolist())
        were = "was" if len(places) == 1 else "were"
        yield (f"{wording.count(len(places), 'figure')} {were} corrected by {authors}.",)
