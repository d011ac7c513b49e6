"""Paragraphs, sentences and tokens of a text, as pairs of offsets.

Sentences are split by rule, in the manner of Grefenstette & Tapanainen (1994, "What is a word, what is a
sentence?"): a terminal mark ends a sentence unless it closes a known abbreviation or an initial, or what
follows cannot begin one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from analysis.article.wordlists import word_lists

_TOKEN = re.compile(
    r"""
      \d{1,400}(?:(?:[.,:/]|\u00ad{1,9}|['’](?=\d{3}\b))\d{1,400}){0,200}
        (?:-[A-Za-z]\w{0,200}){0,20}                                                # 12,000   1'200   44-year-old
    | (?:[A-Za-z]\.){2,100}                                                        # U.S.   p.m.
    | ['’](?:s|re|ve|ll|d|m)\b(?<=\w)                                              # the clitic of Russia's, they're
    | \w{1,200}(?:['’](?!(?:s|re|ve|ll|d|m)\b)\w{1,200}|-\w{1,200}){0,20}          # O'Brien   don't   long-range
    | [^\w\s]
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""The limits, longer than any word, bound the length of a token."""
_CLOSERS = "\"'”’»)]"
_SENTENCE_END = re.compile(rf"(?:(?<![.!?])[.!?]++|…)[{re.escape(_CLOSERS)}]*+(?=\s)")
_BEFORE_FIRST_WORD = re.compile(r"\s*[\"'“‘«(\[—–-]*")
_WORD = re.compile(r"[\w’']+")
_SENTENCE_OPENERS = frozenset(
    "The A An This That These Those It He She They We I You There Here But And Or So Yet In On At By For From "
    "With As If When While After Before Since Although Though Because However Meanwhile His Her Their Its Our "
    "My Some Many Most Few Several Both Each All Another Other According Officials What Who Why How".split()
)
"""Function words, which after an abbreviation such as "U.S." or "p.m." begin a sentence."""
_LAST_WORD = re.compile(r"(?:[^\W_]\.)*[^\W_][\w’'-]*\Z")
_SPEAKER_FOLLOWS = re.compile(
    r"\s+(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|added|told|wrote|replied|cried|tweeted)\b"
)
_WRAPPED_LINE = 100
_LONGEST_SENTENCE = 1000
"""Characters after which a sentence is cut, because some stages take time with the square of its length."""


def tokens(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the words, numbers and single punctuation marks of `text[start:end]`."""
    return (match.span() for match in _TOKEN.finditer(text, start, end))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the paragraphs: the lines, or blocks of lines where the text is hard-wrapped."""
    lines = [_stripped(text, *match.span()) for match in re.finditer(r"[^\r\n\u2028\u2029]+", text)]
    lines = [line for line in lines if line[0] < line[1]]
    if not _hard_wrapped(text, lines):
        return lines
    blocks = [lines[0]]
    for previous, line in pairwise(lines):
        if _blank_line_between(text, previous[1], line[0]):
            blocks.append(line)
        else:
            blocks[-1] = (blocks[-1][0], line[1])
    return blocks


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the sentences of the paragraph `text[start:end]`; very long ones are cut between words."""
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if _ends_sentence(text, match, begin, end):
            yield from _cut(text, begin, match.end())
            begin = match.end()
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end:
        yield from _cut(text, begin, end)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentence `text[start:end]`, or pieces of it, cut between words, or without spaces between tokens."""
    if end - start > _LONGEST_SENTENCE:
        before = start
        for begin, last in tokens(text, start, end):
            spaced = text[begin - 1].isspace()
            if last - start > (_LONGEST_SENTENCE if spaced else 2 * _LONGEST_SENTENCE) and begin > start:
                yield start, before
                start = begin
            before = last
    yield start, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _blank_line_between(text: str, start: int, end: int) -> bool:
    return len(text[start:end].replace("\r\n", "\n").splitlines()) > 1


def _hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Tell whether most lines with no blank line after them are short and stop in mid-sentence."""
    joints = [line for line, following in pairwise(lines) if not _blank_line_between(text, line[1], following[0])]
    broken = [(a, b) for a, b in joints if 40 <= b - a <= _WRAPPED_LINE and text[b - 1] not in ".!?:…" + _CLOSERS]
    return len(joints) >= 3 and len(broken) > len(joints) / 2


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in word_lists("analysis.article", "abbreviations").items()}


def _ends_sentence(text: str, match: re.Match[str], begin: int, end: int) -> bool:
    before = _BEFORE_FIRST_WORD.match(text, match.end(), end)
    assert before is not None  # it may be empty
    opening = before.end()
    if opening == end:
        return True
    if text[opening].islower():
        return False
    mark = match.group()
    if mark[0] in "?!" and mark[-1] in _CLOSERS and _SPEAKER_FOLLOWS.match(text, match.end(), end):
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    word = _LAST_WORD.search(text, max(begin, match.start() - 40), match.start())
    if word is None:
        return True
    abbreviations = _abbreviations()
    last = word.group()
    if last.lower() in abbreviations["before_a_name"]:
        return False
    if last.lower() in abbreviations["before_a_number"]:
        return not text[opening].isdigit()
    if len(last) == 1 and last.isupper() and last != "I":
        return False
    if last.lower() in abbreviations["anywhere"] or re.fullmatch(r"(?:\w\.)+\w", last):
        following = _WORD.match(text, opening, end)
        return following is not None and following.group() in _SENTENCE_OPENERS
    return True
