"""Linking: which sources, cues and contents make up one attribution."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from analysis.article import Article, Span, overlaps_any
from analysis.article.calendar import DAYS, MONTHS
from analysis.article.phrases import noun_phrases
from analysis.article.quotations import quotations
from analysis.attributions.tagger import Part

TABLE = "linking.json"
"""The learned table beside this module: for each key of a gap (`gap_keys`), how many of its parts go left."""

_LETTERS = {"source": "S", "cue": "C", "content": "T"}
_QUOTES = '"“«'
_CONJUNCTION = re.compile(r"[\s,]*+(?:(?:and|or|but|nor|&|as well as|along with)[\s,]*+)?")
_LINE = re.compile(r"[\"“]?([A-Z][A-Z.'’ -]*[A-Z])(:)\s+(?=\S)")
_TIME = (
    r"(?:the )?(?:end|close|beginning|start|middle|time|year|next|then|now|early|late|mid|noon|midnight|"
    rf"{'|'.join((*DAYS, *MONTHS))}|spring|summer|autumn|winter)\b"
)
"""Words behind a "by" that names no agent: "450 by *the end* of May"."""
_FIGURE_BY = re.compile(
    rf"(?P<figure>(?:[a-z]+ ){{0,3}}\S{{0,3}}\d\S*(?: [a-z]+){{0,2}}) by (?!{_TIME})(?P<agent>[^\W\d].*)", re.DOTALL
)
_FARTHEST = 9
"""Words between a content and what of its attribution is next to it: what is farther belongs elsewhere.

In PolNeAR's development texts, so do all of 8 such contents before the cue, and 36 of 39 behind it that have others
nearer. Behind it they stay in the attribution, being contents of someone, but credit nobody with their figures."""
_IMPERSONAL = frozenset("a an are asked is it the there was were".split())
"""First words of a cue that has no source, rather than that of the cue before it: "*it was* reported"."""


def link(article: Article, parts: Sequence[Part]) -> list[list[Part]]:
    """The parts of an article, in text order, as attributions: one for each cue, with its source and contents.

    An attribution is an unbroken stretch of parts, so that between two cues there is one place to divide, which is
    looked up in a table learned from PolNeAR. One without a source has that of the attribution before it in its
    sentence ("X *said* it rained and *added* that it poured").
    """
    parts = [part for whole in _without_dateline(article, parts) for part in _transcribed(article, whole)]
    cues = [at for at, part in enumerate(parts) if part.role == "cue"]
    starts = [0]
    for at, (cue, after) in enumerate(pairwise(cues)):
        limit = cues[at + 2] if at + 2 < len(cues) else len(parts)
        start = cue + 1 + left_of_gap(gap_keys(article, parts, starts[-1], cue, after, limit))
        while start < after and _goes_on(article, *parts[start - 1 : start + 1]):
            start += 1
        starts.append(start)
    bounds = pairwise([*starts[: len(cues)], len(parts)])
    quoted = cache(lambda: quotations(article))
    attributions = [
        _within_sentence(article, _within_reach(article, _with_one_source(article, parts[start:end])), quoted)
        for start, end in bounds
    ]
    attributions = [_with_agent(article, attribution) for attribution in attributions]
    for before, attribution in pairwise(attributions):
        if _shares_source(article, before, attribution):
            attribution[:0] = [part for part in before if part.role == "source"]
    return attributions


def _transcribed(article: Article, part: Part) -> list[Part]:
    """The part, or speaker, colon and content where it is a line of a transcript ("PENDER: *It rains.*")."""
    line = _LINE.match(article.text, *part.span) if part.role == "content" else None
    if not line or article.paragraphs[article.paragraph_at(part.span.start)].start != part.span.start:
        return [part]
    speaker, colon = (Span(*line.span(number)) for number in (1, 2))
    return [Part("source", speaker), Part("cue", colon), Part("content", Span(line.end(), part.span.end))]


def _without_dateline(article: Article, parts: Iterable[Part]) -> list[Part]:
    """The parts without the place that opens an article in the manner of a transcript ("LAHORE: Police said …")."""
    lines = [line for paragraph in article.paragraphs if (line := _LINE.match(article.text, *paragraph))]
    if len(lines) != 1 or len(article.paragraphs) == 1 or article.paragraph_at(lines[0].start()) > 1:
        return list(parts)
    begin, end = lines[0].span()
    return [
        Part(part.role, Span(max(part.span.start, end) if part.span.start >= begin else part.span.start, part.span.end))
        for part in parts
        if not begin <= part.span.start <= part.span.end <= end
    ]


def gap_keys(
    article: Article, parts: Sequence[Part], start: int, cue: int, after: int, limit: int
) -> tuple[str, str, str]:
    """The keys of the gap between the cues at `cue` and `after`, from the most to the least specific.

    A letter stands for each part (S, C, T for content), a mark before it for the end of a sentence (.) or paragraph
    (/). The first key adds the parts of the left attribution so far (from `start`) and the first part behind the right
    cue (before `limit`), the second only the former, the third neither.
    """
    gap = "".join(_step(article, parts, at) for at in range(cue + 1, after + 1))
    left = "".join(sorted({_LETTERS[part.role] for part in parts[start:cue]}))
    right = _step(article, parts, after + 1) if after + 1 < limit else ""
    return f"{left}|{gap}|{right}", f"{left}|{gap}", gap


def left_of_gap(keys: tuple[str, str, str]) -> int:
    """How many parts of a gap belong to its left cue: by the table, else all but a source next to the right cue."""
    table = _table()
    gap = [letter for letter in keys[-1] if letter.isalpha()][:-1]
    next_to_cue = len(gap) - keys[-1].endswith("SC")
    return next((table[key] for key in keys if key in table), next_to_cue)


def _step(article: Article, parts: Sequence[Part], at: int) -> str:
    """The letter of a part, preceded by a mark if a sentence or paragraph ends between it and the part before."""
    before, here = parts[at - 1].span.end - 1, parts[at].span.start
    letter = _LETTERS[parts[at].role]
    if article.paragraph_at(before) != article.paragraph_at(here):
        return f"/{letter}"
    return letter if article.sentence_at(before) == article.sentence_at(here) else f".{letter}"


def _goes_on(article: Article, before: Part, part: Part) -> bool:
    """Whether a part is a new paragraph of a quotation that the part before left open."""
    end, start = before.span.end, part.span.start
    opens_paragraph = article.paragraphs[article.paragraph_at(start)].start == start
    left_open = article.text[end - 1] not in "\"”»’'" and not article.text[end:start].strip()
    quoted = article.text[before.span.start] in _QUOTES and article.text[start] in _QUOTES
    return before.role == part.role == "content" and opens_paragraph and left_open and quoted


def _within_reach(article: Article, parts: list[Part]) -> list[Part]:
    """An attribution without the contents that stand far before its cue, and without what precedes those."""
    first = next(at for at, part in enumerate(parts) if part.role == "cue")
    for before in reversed(parts[:first]):
        quoted = article.text[before.span.start] in _QUOTES
        words_between = article.text[before.span.end : parts[first].span.start].split()
        if before.role == "content" and not quoted and len(words_between) > _FARTHEST:
            break
        first -= 1
    return parts[first:]


def _within_sentence(article: Article, parts: list[Part], quoted: Callable[[], Sequence[Span]]) -> list[Part]:
    """An attribution without the contents of other sentences than its cue's, unless they are quoted or it has no other.

    In PolNeAR's development texts, that raises F1 of whole attributions from 78.8 to 79.1.
    """
    cue = article.sentence_at(_cue(parts).start)

    def stays(part: Part) -> bool:
        if part.role != "content" or cue in map(article.sentence_at, (part.span.start, part.span.end - 1)):
            return True
        return overlaps_any(part.span, quoted())

    kept = [part for part in parts if stays(part)]
    return kept if any(part.role == "content" for part in kept) else parts


def _with_one_source(article: Article, parts: Sequence[Part]) -> list[Part]:
    """An attribution with only the source nearest to its cue, and the sources listed with that one."""
    cue = _cue(parts)
    sources = [part.span for part in parts if part.role == "source"]
    if len(sources) < 2:
        return list(parts)
    sources = sorted([*sources, *_between_listed(article, sources)])
    first = last = min(
        range(len(sources)), key=lambda at: max(cue.start - sources[at].end, sources[at].start - cue.end)
    )
    while first > 0 and _listed(article, *sources[first - 1 : first + 1]):
        first -= 1
    while last + 1 < len(sources) and _listed(article, *sources[last : last + 2]):
        last += 1
    kept = [Part("source", span) for span in sources[first : last + 1]]
    return sorted([*(part for part in parts if part.role != "source"), *kept], key=lambda part: part.span)


def _between_listed(article: Article, sources: Sequence[Span]) -> Iterator[Span]:
    """The noun phrases that stand in a list between two sources: "witnesses, *local journalists* and police"."""
    for one, other in pairwise(sources):
        between = article.text[one.end : other.start]
        if not between.startswith(",") or len(between.split()) > _FARTHEST:
            continue
        phrases = [
            span
            for span in noun_phrases(article, [article.sentence_at(one.end)])
            if one.end <= span.start and span.end <= other.start
        ]
        if phrases and all(_listed(article, *pair) for pair in pairwise([one, *phrases, other])):
            yield from phrases


def _with_agent(article: Article, parts: list[Part]) -> list[Part]:
    """An attribution; where its content is a figure with an agent ("*450 by the army*"), the agent is its source."""
    if [part.role for part in parts] != ["cue", "content"]:
        return parts
    match = _FIGURE_BY.fullmatch(article.text, *parts[1].span)
    if not match:
        return parts
    figure, agent = (Span(*match.span(name)) for name in ("figure", "agent"))
    return [parts[0], Part("content", figure), Part("source", agent)]


def _listed(article: Article, one: Span, other: Span) -> bool:
    """Whether nothing but a comma or a conjunction stands between two spans of a paragraph."""
    between = _CONJUNCTION.fullmatch(article.text, one.end, other.start)
    return between is not None and article.paragraph_at(one.start) == article.paragraph_at(other.start)


def _shares_source(article: Article, before: Sequence[Part], attribution: Sequence[Part]) -> bool:
    """Whether an attribution without a source has that of the one before it.

    They share it in one sentence, with at most one content between the cues, unless the second is impersonal.
    """
    if any(part.role == "source" for part in attribution):
        return False
    first, second = _cue(before), _cue(attribution)
    contents_between = sum(part.role == "content" and part.span.start > first.start for part in before)
    contents_between += sum(part.role == "content" and part.span.start < second.start for part in attribution)
    same_sentence = article.sentence_at(first.start) == article.sentence_at(second.start)
    impersonal = second.of(article.text).split()[0].lower() in _IMPERSONAL
    return same_sentence and contents_between <= 1 and not impersonal


def _cue(parts: Iterable[Part]) -> Span:
    return next(part.span for part in parts if part.role == "cue")


@cache
def _table() -> dict[str, int]:
    return json.loads(files("analysis.attributions").joinpath(TABLE).read_text("utf-8"))
