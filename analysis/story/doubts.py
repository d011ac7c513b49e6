"""What is doubtful in a story: hedged figures, figures without a source, and who refuses, denies or keeps silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from analysis.article import Span
from analysis.quoting import Figure, Sentence, inner, named, tags_of
from analysis.standing import answerable
from analysis.story.figures import Record, capital, headline, stated, within
from analysis.vocabulary import UNCERTAIN

if TYPE_CHECKING:
    from analysis.reading import Reading

_NAMED, _SHORT = 3, 12
"""The most figures or sources named, and the most words quoted of a refusal."""
_SILENT = "Silent or disputing: "
"""Before sources whose words alone do not say what they do."""


def doubts(
    reading: Reading, figures: Sequence[Record], weights: Mapping[str, float], quoted: Set[int]
) -> Iterator[Sentence]:
    """The weightiest main figures that are hedged, and those in sentences that name and quote nobody.

    `quoted` sentences are left out: they already show that they name nobody.
    """
    first = headline(reading)
    main = [figure for figure in figures if figure["salience"] == "main" and figure["sentence"] >= first]
    main.sort(key=lambda figure: -weights[figure["quantity_id"]])
    hedged = [*_hedged(reading, main)]
    sourced = {stated(figure) for figure in figures if figure["source_id"] is not None}
    excluded = spoken(reading) | quoted
    alone = [row for row in main if row["alone"] and stated(row) not in sourced and row["sentence"] not in excluded]
    parts = [(words, *_few(rows)) for words, rows in (("hedged: ", hedged), ("without a source: ", alone)) if rows]
    if parts:
        (opening, *rest), *others = parts
        yield (capital(str(opening)), *rest, *(part for clause in others for part in ("; ", *clause)), ".")


def spoken(reading: Reading) -> set[int]:
    """The sentences in which anything is attributed to anybody."""
    article, attributions = reading.article, reading.attributions
    spans = [
        span
        for name in ("source_spans", "cue_spans", "content_spans")
        for spans in attributions[name]
        for span in spans
    ]
    return {
        sentence
        for start, end in spans
        for sentence in range(article.sentence_at(start), article.sentence_at(max(end - 1, start)) + 1)
    }


def _hedged(reading: Reading, figures: Sequence[Record]) -> Iterator[Record]:
    """The figures with a hedge in them or just before them, or in the words by which their source asserts them."""
    text, attributions = reading.article.text, reading.attributions.to_dict("records")
    hedges = {row["hedge_id"]: row for row in reading.hedges.to_dict("records") if row["kind"] in UNCERTAIN}
    asserting = {row["attribution_id"]: [*row["source_spans"], *row["cue_spans"]] for row in attributions}
    refusing = [span for row in attributions if row["stance"] != "asserts" for span in row["cue_spans"]]
    for figure in figures:
        sentence = reading.article.sentences[figure["sentence"]]
        own = asserting.get(figure["attribution_id"], []) if figure["speaker"] else []
        for hedge in (hedges[name] for name in figure["hedges"] if name in hedges):
            start, end = hedge["start"], hedge["end"]
            beside = start < figure["end"] and len(text[end : figure["start"]].split()) <= 1
            if sentence.start <= start < sentence.end and (beside or _lies(start, own)) and not _lies(start, refusing):
                yield figure
                break


def _lies(offset: int, spans: Sequence[Sequence[int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _few(figures: Sequence[Record]) -> Iterator[str | Figure]:
    """The first figures in their own words."""
    first = figures[:_NAMED]
    for at, record in enumerate(first):
        yield "" if at == 0 else " and " if at == len(first) - 1 and len(figures) <= _NAMED else ", "
        yield named(record)
    if len(figures) > _NAMED:
        yield " and others"


def refusals(reading: Reading, quoted: Set[int] = frozenset()) -> Iterator[Sentence]:
    """Who keeps silent, declines to say more, denies or disputes, in the article's words.

    Refusals in sentences that are `quoted` as a whole are left out.
    """
    text, names, first = reading.article.text, answerable(reading)["name"], headline(reading)
    rows = reading.attributions[reading.attributions["stance"].isin(["silent", "declines", "denies", "disputes"])]
    phrases = [
        (within(reading, names[row["source_id"]]), _refusal(text, row), _is_verb(reading, row))
        for row in rows.dropna(subset="source_id").drop_duplicates("source_id").to_dict("records")
        if (at := reading.article.sentence_at(row["cue_spans"][0][0])) >= first and at not in quoted
    ][:_NAMED]
    clauses = [f"{name} “{words}”" if verb else f"{name} (“{words}”)" for name, words, verb in phrases]
    label = "" if all(verb for *_, verb in phrases) else _SILENT
    if clauses:
        yield (capital(label + "; ".join(clauses)) + ".",)


def _is_verb(reading: Reading, row: Mapping[str, Any]) -> bool:
    """Whether the words of a refusal follow its source, as a verb does."""
    cue = Span(*row["cue_spans"][0])
    return row["source_spans"][-1][1] <= cue.start and tags_of(reading, cue)[:1] in (["VERB"], ["AUX"])


def _refusal(text: str, row: Mapping[str, Any]) -> str:
    """The words of a refusal, and what is refused where it follows them."""
    start, end = row["cue_spans"][0][0], row["cue_spans"][-1][1]
    for first, last in row["content_spans"]:
        if end <= first and not text[end:first].strip(" ,:"):
            end = last
    words = inner(text[start:end]).split()
    return " ".join(words[:_SHORT]).rstrip(".,;:") + (" …" if len(words) > _SHORT else "")
