"""What a summary quotes: the clause of a figure, cut to a readable length, and the names of its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.article import Span

if TYPE_CHECKING:
    from analysis.reading import Reading

_LONGEST, _WHOLE = 26, 40
"""Words of a clause, and of a whole sentence that is quoted. A longer one is cut at its commas, and where that is not
enough, between words."""
_COMMA = re.compile(r"[,;:](?=[’']+$)")
"""The mark within a quotation before whoever is quoted: “‘… no return,’” he said."""
_STOPS = " .,;:!?”\"'’\n"
"""What may stand between a quotation and the end of its sentence, or who is quoted."""
_SHORTEST = 4
"""Words of a clause. A bare number with fewer around it is quoted with its sentence."""
_NOMINAL = ("ADJ", "DET", "NOUN", "NUM", "PRON", "PROPN")
_NOUNS = ("NOUN", "PROPN")
_SUBJECT = ("ADV", "NOUN", "NUM", "PRON", "PROPN")
_BREAK = re.compile(r"[,;:)–—](?=\s)|\s[(–—-](?=\s|\w)")
_JOINED = re.compile(r"[,;:)–—]?\s(?=(?:and|but|while|or|against)\s)|[,;:)–—](?=\s)")
"""Where a clause may end before somebody else's figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Words of a sentence that link to a figure."""

    quantity_id: str
    words: str

    def __str__(self) -> str:
        return self.words


Sentence = tuple[str | Figure, ...]


def words(sentence: Sentence) -> str:
    """A sentence as plain text."""
    return "".join(map(str, sentence))


def named(record: dict[str, Any]) -> Figure:
    """A figure in its own words, in quotation marks."""
    return Figure(record["quantity_id"], f"“{inner(record['text'])}”")


def quoted(reading: Reading, record: dict[str, Any], span: Span) -> Sentence:
    """A stretch of a figure's sentence in quotation marks, with the figure as a link."""
    text = reading.article.text
    span = _balanced(text, span, record["end"])
    start, end = max(record["start"], span.start), min(record["end"], span.end)
    before = inner(text[span.start : start])
    after = _COMMA.sub("", inner(text[end : span.end].rstrip(" .,;:"), within=True))
    opening = ("“" if is_whole(reading, record, span) else "“… ") + "‘" * _continues_quotation(text, span)
    closing = "”" if _ends_whole(reading, record, span) else " …”"
    return opening + before, Figure(record["quantity_id"], inner(text[start:end])), after + closing


def _ends_whole(reading: Reading, record: dict[str, Any], span: Span) -> bool:
    """Whether a quotation ends as a sentence does: nothing follows it there but who says so ("…, police said")."""
    text, sentence = reading.article.text, reading.article.sentences[record["sentence"]]
    rest = text[span.end : sentence.end].lstrip(_STOPS)
    if not rest:
        return True
    row = reading.attributions[reading.attributions["attribution_id"] == record["attribution_id"]]
    speaking = [span for name in ("source_spans", "cue_spans") for spans in row[name] for span in spans]
    last = max((end for _, end in speaking), default=0)
    begins = any(start == sentence.end - len(rest) for start, _ in speaking)
    return begins and not _BREAK.search(text, last, sentence.end)


def _continues_quotation(text: str, span: Span) -> bool:
    """Whether a span begins within a quotation that ends in it."""
    marks = [at for at in range(*span) if text[at] in '“”"']
    return marks != [] and not (text[marks[0]] == "“" or marks[0] == span.start or text[marks[0] - 1].isspace())


def is_whole(reading: Reading, record: dict[str, Any], span: Span) -> bool:
    """Whether a quotation begins as a sentence does: with its sentence, or with what somebody is reported to say."""
    text, sentence = reading.article.text, reading.article.sentences[record["sentence"]]
    return span.start <= _trimmed(text, sentence).start or _is_reported(reading, sentence, span)


def _balanced(text: str, span: Span, least: int) -> Span:
    """A span cut at the end of the quotation that it begins in, or extended by the mark that closes one in it."""
    in_quotation = text[span.start - 1 : span.start] in ("“", '"')
    depth = 0
    for at in range(*span):
        opens = text[at] == "“" or (text[at] == '"' and (at == 0 or text[at - 1].isspace()))
        depth += 1 if opens else -1 if text[at] in '”"' else 0
        if depth < 0 and in_quotation and at >= least:
            return Span(span.start, at)
        depth = max(depth, 0)
    closing = re.compile('[.,;!?]*[”"]').match(text, span.end)
    return Span(span.start, closing.end()) if depth and closing else span


def _is_reported(reading: Reading, sentence: Span, span: Span) -> bool:
    """Whether a span is what somebody is reported to say, from its first word."""
    text = reading.article.text
    before = text[sentence.start : span.start].rstrip()
    cues = {end for spans in reading.attributions["cue_spans"] for _, end in spans}
    reported = sentence.start + len(before) in cues and _is_clause(reading, span)
    return reported or before.endswith(("that", ":", "“", '"'))


def _is_clause(reading: Reading, span: Span) -> bool:
    """Whether a span begins with its subject and has its verb before any comma.

    A verb after a relative pronoun does not count, nor does one before a preposition, which may be a participle.
    """
    tags = tags_of(reading, span)
    first = tags[: tags.index("PUNCT")] if "PUNCT" in tags else tags
    padded = ["", "", *first, ""]
    verbs = (
        before in _SUBJECT and (before, earlier in _NOUNS) != ("PRON", True) and (tag, after == "ADP") != ("VERB", True)
        for earlier, before, tag, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
        if tag in ("AUX", "VERB")
    )
    return first[:1] != [] and first[0] in _NOMINAL and any(verbs)


def tags_of(reading: Reading, span: Span) -> list[str]:
    """The parts of speech of the words of a span that lies in one sentence."""
    article = reading.article
    sentence = article.sentence_at(span.start)
    tagged = zip(article.tokens_in(article.sentences[sentence]), article.tags_in(sentence), strict=True)
    return [tag for token, tag in tagged if span.start <= token.start < span.end]


def inner(words: str, within: bool = False) -> str:
    """Words as they stand within a quotation: in one line, with inner quotation marks; `within`: after other words."""
    words = re.sub(r'(?<=[\s(])"' if within else r'(?<![^\s(])"', "‘", words)
    outer = " ".join(words.replace("“", "‘").replace("”", "’").replace('"', "’").split())
    return " " * words[:1].isspace() + outer + " " * (words[-1:].isspace() and len(words.strip()) > 0)


def undated(name: str) -> str:
    """A name without a dateline before it."""
    return re.sub(f"^{_DATELINE}", "", name, count=1) or name


def with_article(text: str, name: str) -> str:
    """A name with the article that it has in the text: `the Kremlin`; a proper name with that of its first mention."""
    words = r"\s+".join(map(re.escape, name.split()))
    bare = rf"|\b{words}\b" if name[:1].isupper() else ""
    match = re.search(rf"\b(the|an?)\s+{words}\b{bare}", text, re.IGNORECASE)
    return f"{match[1].lower()} {name}" if match and match[1] else name


def clause(
    reading: Reading, record: dict[str, Any], records: Sequence[dict[str, Any]], longest: int = _LONGEST
) -> Span:
    """The quoted words of a figure: the content of its attribution, else its sentence, cut where it is long."""
    text = reading.article.text
    sentence = _line(text, reading.article.sentences[record["sentence"]], record)
    within = sentence
    attribution = reading.attributions[reading.attributions["attribution_id"] == record["attribution_id"]]
    for spans in attribution["content_spans"]:
        for start, end in spans:
            if start <= record["start"] and record["end"] <= end:
                within = Span(max(start, sentence.start), min(end, sentence.end))
    span = _trimmed(text, _of_one_source(reading, record, records, within))
    if _length(text, span) < _SHORTEST and " " not in record["text"]:
        span = _trimmed(text, sentence)
    return span if _length(text, span) <= longest else _cut(text, span, Span(record["start"], record["end"]), longest)


def whole(reading: Reading, record: dict[str, Any]) -> Span:
    """The sentence of a figure with its attribution, cut where it is very long."""
    text = reading.article.text
    line = _trimmed(text, _line(text, reading.article.sentences[record["sentence"]], record))
    if text[line.start - 1 : line.start] in ("“", '"') and re.search('[”"]', line.of(text)):
        line = Span(line.start - 1, line.end)  # the speaker is named after the quotation
    figure = Span(record["start"], record["end"])
    return line if _length(text, line) <= _WHOLE else _cut(text, line, figure, _WHOLE)


def _line(text: str, sentence: Span, record: dict[str, Any]) -> Span:
    """The part of a sentence in the lines of a figure: the items of a list are clauses of their own."""
    before, after = text.rfind("\n", sentence.start, record["start"]), text.find("\n", record["end"], sentence.end)
    return Span(max(sentence.start, before + 1), sentence.end if after < 0 else after)


def _of_one_source(reading: Reading, record: dict[str, Any], records: Sequence[dict[str, Any]], within: Span) -> Span:
    """A clause without the parts that are credited to other sources."""
    text, (start, end) = reading.article.text, within
    for other in records:
        if other["source_id"] in (None, record["source_id"]) or not start <= other["start"] < end:
            continue
        if other["start"] > record["start"]:
            mentions = [first for first, _ in other["source_spans"] if first >= record["end"]]
            until = min([other["start"], *mentions])
            breaks = [match.start() for match in _JOINED.finditer(text, record["end"], until)]
            end = breaks[-1] if breaks else until
        elif other["end"] <= record["start"]:
            breaks = [match.end() for match in _JOINED.finditer(text, other["end"], record["start"])]
            start = breaks[0] if breaks else other["end"]
    return Span(start, end)


def _trimmed(text: str, span: Span) -> Span:
    """A span without the dateline, conjunction and quotation mark at its start, and the punctuation at its end."""
    opening = _OPENING.match(text, *span)
    start, end = opening.end() if opening else span.start, span.end
    while end > start and text[end - 1] in ' \n\t.,;:”"“':
        end -= 1
    return Span(start, end)


_DATELINE = (
    r"(?:[A-Z][\w.'’/-]*(?:,? [\w.'’/-]+){0,5},?(?: ?\([^)]{1,30}\))*\s*(?:--?|–|—)\s+(?=[\"“‘A-Z0-9])"
    r"|[A-Z]{2}[A-Z .'’/-]*:\s+(?=[\"“‘A-Z0-9]))?"
)
"""`ORSANA, March 11 (Wire) — `, `Geneva - ` or `ORSANA: `: what follows it begins as a sentence does."""
_OPENING = re.compile(_DATELINE + r"(?:[-•*]\s+)?[\s“”\"‘]*(?:that\s+)?[\s“\"‘]*")


def _length(text: str, span: Span) -> int:
    return len(span.of(text).split())


def _cut(text: str, whole: Span, figure: Span, longest: int) -> Span:
    """The pieces between commas around a figure that are not too long together, or words of one that is too long."""
    breaks = [whole.start, *(match.end() for match in _BREAK.finditer(text, *whole)), whole.end]
    breaks = [at for at in breaks if not figure.start < at < figure.end]
    start = max(at for at in breaks if at <= figure.start)
    end = min(at for at in breaks if at >= figure.end)
    for at in (at for at in breaks if at > end):
        if _length(text, Span(start, at)) <= longest:
            end = at
    for at in reversed([at for at in breaks if at < start]):
        if _length(text, Span(at, end)) <= longest:
            start = at
    while _length(text, Span(start, end)) > longest:
        if len(text[figure.end : end].split()) > len(text[start : figure.start].split()):
            end = max(figure.end, start + len(text[start:end].rsplit(None, 1)[0]))
        else:
            word = re.compile(r"\s*\S+\s*").match(text[start:end])
            start = min(figure.start, start + word.end()) if word else figure.start
        if (start, end) == tuple(figure):
            break
    return _trimmed(text, Span(start, end))
