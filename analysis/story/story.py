"""What an article says, in a few sentences: its main figures, where sources differ, what is doubtful, who refuses.

Whatever a figure is said to be about is quoted from the article. A source is named, and a difference told, only where
the reading is sure of it; otherwise the article's sentence is quoted as a whole.
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
"""So many sentences are told at most; so many main figures are quoted, one fewer where a difference names its sources;
so many sources are named."""


def story(reading: Reading) -> list[Sentence]:
    """The article in at most five sentences and one on corrections, each made of words and figures."""
    if reading.claims.empty:
        return [(f"The article states no figures; {_voices(reading)}.",), *refusals(reading)]
    figures = records(reading)
    weighed = weights(reading, figures)
    weightiest = {(one["topic"], *stated(one)) for one in _main(figures, weighed, [])}
    told = differing(reading, figures, weighed)
    if weightiest.isdisjoint((one["topic"], *stated(one)) for one in told):
        told = []  # a difference about something else
    main = _main(figures, weighed, told)
    sentences = [
        *(_quotation(reading, one, figures) for one in main),
        *difference(reading, told),
        *doubts(reading, figures, weighed, {one["sentence"] for one in main}),
        *refusals(reading),
    ]
    return [*sentences[:_MOST], *_corrections(reading)]


def _voices(reading: Reading) -> str:
    """Who says what an article without figures reports, those who say most first."""
    found = speaking(reading).sort_values("attributions", ascending=False, kind="stable")["name"]
    if found.empty:
        return "nothing in it is attributed to anybody"
    names = [within(reading, name) for name in found[:_NAMED]]
    more = len(found) - len(names)
    return f"it tells what is said by {wording.listed([*names, f'{more} more'] if more else names)}"


def _main(figures: Sequence[Record], weighed: Mapping[str, float], told: Sequence[Record]) -> list[Record]:
    """The weightiest figures, each from a sentence of its own, in text order.

    Where a difference is told, a figure of it is among them, or all of them where their sources are not sure.
    """
    by_weight = sorted(figures, key=lambda one: -weighed[one["quantity_id"]])
    sure = all(one["speaker"] for one in told)
    differing = [one for one in by_weight if one in told]
    chosen: list[Record] = []
    for one in [*by_weight[:1], *(differing[:1] if sure else differing), *by_weight]:
        taken = {key for other in chosen for key in (other["sentence"], stated(other))}
        if len(chosen) < _MAIN - bool(told and sure) and not taken & {one["sentence"], stated(one)}:
            chosen.append(one)
    return sorted(chosen, key=lambda one: one["start"])


def _quotation(reading: Reading, record: Record, figures: Sequence[Record]) -> Sentence:
    """A figure in the clause of whoever is surely credited with it, else in its sentence as it stands."""
    told = clause(reading, record, figures)
    if record["speaker"] and _stands_alone(reading, record, told):
        return (f"{capital(record['speaker'])}: ", *quoted(reading, record, told), ".")
    line = whole(reading, record)
    opening, *rest = quoted(reading, record, line)
    if record["alone"] and record["sentence"] not in spoken(reading):
        opening = f"The article: {opening}"
    elif record["speaker"] and not _names(record, line):
        opening = f"{capital(record['speaker'])}: {opening}"
    return (opening, *rest, ".")


def _stands_alone(reading: Reading, record: Record, told: Span) -> bool:
    """Whether a clause is a whole one, does not name its source, and does not begin with a pronoun for another."""
    text, sentence = reading.article.text, reading.article.sentences[record["sentence"]]
    direct = text[: told.start].endswith(("“", '"'))
    points = not direct and tags_of(reading, told)[:1] == ["PRON"]
    contents = reading.attributions.set_index("attribution_id")["content_spans"].get(record["attribution_id"], [])
    continued = any(told.end < start < sentence.end for start, _ in contents)
    return not (points or continued or _names(record, told)) and is_whole(reading, record, told)


def _names(record: Record, told: Span) -> bool:
    return any(told.start <= start < told.end for start, _ in record["source_spans"])


def _corrections(reading: Reading) -> Iterator[Sentence]:
    figures = reading.corrections[reading.corrections["action"] != "dismissed"]
    places = figures.drop_duplicates(["start", "end"])
    if not places.empty:
        authors = wording.listed(places["author"].drop_duplicates().tolist())
        were = "was" if len(places) == 1 else "were"
        yield (f"{wording.count(len(places), 'figure')} {were} corrected by {authors}.",)
