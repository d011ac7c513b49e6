"""Attributions without an attributing verb: "according to X", "X's claim that …", "X: …", and silence."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.attributions import lexicon
from analysis.attributions.candidates import Candidate, Items
from analysis.attributions.complements import clause_end, clause_start, first_comma, main_verb
from analysis.attributions.passages import Passage
from analysis.attributions.phrases import (
    VERBAL,
    group_start,
    is_time,
    noun_phrase_after,
    noun_phrase_before,
)
from analysis.attributions.speakers import can_speak, is_document
from analysis.attributions.subjects import participle_subject, subject
from analysis.attributions.surroundings import has_verb_between, inverted_source_end

_POLLS = frozenset("poll polls survey surveys polling".split())
_PREPOSITIONS = frozenset("of on about against for to".split())
_LONGEST_LABEL = 8
_LONGEST_ANNOUNCEMENT = 12
_POSSESSIVES = frozenset("his her their its my our your".split())


def nominal_candidates(passage: Passage) -> Iterator[Candidate]:
    """The attributions of the passage whose cue is not a verb, in text order."""
    for at, word in enumerate(passage.words):
        candidate = None
        if word == "according" and passage.word(at + 1) == "to":
            candidate = _according(passage, at)
        elif word == "as" and passage.word(at + 2) == "by":
            candidate = _as_reported(passage, at)
        elif word == "in" and (at == 0 or passage.words[at - 1] != ","):
            candidate = _in_poll(passage, at)
        elif word == ":" and at == len(passage) - 1:
            candidate = _announcement(passage, at)
        elif word == ":" and at <= _LONGEST_LABEL:
            candidate = _label(passage, at)
        elif passage.tags[at] == "NOUN" and (
            word in lexicon.nouns("statements") or word in lexicon.nouns("about")
        ):
            candidate = _statement(passage, at)
        if candidate:
            yield candidate


def _according(passage: Passage, at: int) -> Candidate | None:
    base = noun_phrase_after(passage, at + 2)
    if base is None:
        return None
    if at == 0 or not has_verb_between(passage, clause_start(passage, at), at):
        comma = first_comma(passage, base)
        if comma >= passage.last:
            return None
        return Candidate((at + 2, comma), (at, at + 2), [(comma + 1, clause_end(passage, comma + 1))])
    end = inverted_source_end(passage, base)
    stop = at - 1 if passage.words[at - 1] in (",", "—") else at
    start = clause_start(passage, at)
    return Candidate((at + 2, end), (at, at + 2), [(start, stop)]) if start < stop else None


def _as_reported(passage: Passage, at: int) -> Candidate | None:
    """As in "As reported by X, Y"."""
    end = noun_phrase_after(passage, at + 3)
    if end is None or passage.words[at + 1] not in lexicon.forms() or passage.word(end) != "," or at:
        return None
    return Candidate((at + 3, end), (at, at + 3), [(end + 1, clause_end(passage, end + 1))])


def _in_poll(passage: Passage, at: int) -> Candidate | None:
    """As in "In a poll of voters, Y", "Y in a recent survey"."""
    end = noun_phrase_after(passage, at + 1)
    if end is None or end - at < 4 or not _POLLS.intersection(passage.words[at + 1 : end]):
        return None
    if at == 0:
        comma = first_comma(passage, end)
        if comma >= passage.last:
            return None
        return Candidate((1, comma), (0, 1), [(comma + 1, clause_end(passage, comma + 1))])
    start = clause_start(passage, at)
    if not has_verb_between(passage, start, at) or passage.word(end) not in (".", ",", "", ";"):
        return None
    return Candidate((at + 1, end), (at, at + 1), [(start, at)], strong=False)


def _label(passage: Passage, at: int) -> Candidate | None:
    """As in "PENCE: …", and of a headline "Poll: …"."""
    if at == 0 or at + 2 >= passage.last or not all(_capital(passage, item) for item in range(at)):
        return None
    label = passage.span(0, at).of(passage.text)
    if len(label) < 3:
        return None
    headline = passage.paragraph == 0 and (is_document(passage, (0, at)) or _is_name(passage, at))
    if not (headline or label.isupper() or passage.speech[at + 1]):
        return None
    return Candidate((0, at), (at, at + 1), [(at + 1, max(passage.last, at + 2))])


def _announcement(passage: Passage, colon: int) -> Candidate | None:
    """As in "X made the following comment:" before a quotation in the next paragraph."""
    for at in range(colon - 1, max(colon - _LONGEST_ANNOUNCEMENT, -1), -1):
        if passage.words[at] not in lexicon.nouns("statements"):
            continue
        source, start = _possessor(passage, at)
        if source is None and passage.word(at + 1) == "by":
            end = noun_phrase_after(passage, at + 2)
            source = (at + 2, _before_time(passage, at + 2, end)) if end is not None else None
        if source is None:
            source, start = _who_voices(passage, at)
        return Candidate(source, (start, at + 1), announces=True) if source else None
    return None


def _before_time(passage: Passage, start: int, end: int) -> int:
    """The end of a noun phrase without "on June 11" and the like behind it."""
    times = (at for at in range(start + 1, end) if passage.tags[at] == "ADP" and is_time(passage, at + 1))
    return next(times, end)


def _is_name(passage: Passage, end: int) -> bool:
    """Whether the word before item `end` comes back in the article's sentences with its capital letter."""
    return passage.spans[end - 1].of(passage.text) in passage.names


def _capital(passage: Passage, item: int) -> bool:
    character = passage.text[passage.spans[item].start]
    return character.isupper() or passage.words[item] in (".", "'s", "of", "the", "and")


def _statement(passage: Passage, at: int) -> Candidate | None:
    """As in "X's claim that Y", "the claim by X that Y", "X's claim is that Y", "X's criticism of Y"."""
    source, start = _possessor(passage, at)
    after = at + 1
    if source is None and passage.word(after) == "by":
        end = noun_phrase_after(passage, after + 1)
        if end is not None:
            source, after = (after + 1, end), end
    if passage.word(after) == "that":
        return _claim(passage, at, source, start, after)
    if source is None:
        return None
    if passage.word(after) in ("is", "was"):
        return _equation(passage, source, start, after)
    if passage.words[at] in lexicon.nouns("about") and passage.word(after) in _PREPOSITIONS:
        end = noun_phrase_after(passage, after + 1)
        if end is not None and not is_time(passage, after + 1):
            return Candidate(source, (start, after + 1), [(after + 1, end)], strong=False)
    return None


def _claim(passage: Passage, at: int, source: Items | None, start: int, that: int) -> Candidate | None:
    """As in "the claim that Y", whoever makes it."""
    if passage.words[at] not in lexicon.nouns("statements") or not _clause_follows(passage, that):
        return None
    if source is None:
        source, start = _who_voices(passage, at)
        if source is None and passage.words[at] == "statement":
            return None
    return Candidate(source, (start, at + 1), [(that, _subject_clause_end(passage, that))])


def _equation(passage: Passage, source: Items, start: int, copula: int) -> Candidate | None:
    """As in "X's claim is that Y", 'X's answer was: "Y"'."""
    begin = copula + 1
    if begin >= len(passage) or not (passage.words[begin] in ("that", ":") or passage.speech[begin]):
        return None
    if passage.words[begin] == ":":
        begin += 1
    end = max(clause_end(passage, begin), begin + 1)
    return Candidate(source, (start, copula + 1), [(begin, end)]) if end <= len(passage) else None


def _who_voices(passage: Passage, at: int) -> tuple[Items | None, int]:
    """The subject of the verb whose object a statement is, and that verb: "X *expressed concern* that …"."""
    start = at
    while start > 0 and (passage.tags[start - 1] in ("DET", "ADJ") or passage.words[start - 1] == "following"):
        start -= 1
    verb = start - 1
    if verb < 1 or passage.tags[verb] != "VERB":
        return None, at
    group = group_start(passage, verb)
    if "to" in passage.words[group:verb]:
        return None, at
    find = participle_subject if passage.words[verb].endswith("ing") else subject
    source = find(passage, group)
    return (source, group) if source and can_speak(passage, source) else (None, at)


def _subject_clause_end(passage: Passage, that: int) -> int:
    """Where a content clause ends: before the verb whose subject it is ("the claim that Y *is* false")."""
    end = clause_end(passage, that)
    verb = next((at for at in range(that, end) if passage.tags[at] in VERBAL), end)
    while verb < end and passage.tags[verb] in ("AUX", "ADV", "PART"):
        verb += 1
    return main_verb(passage, verb + 1, end) if verb + 1 < end else end


def _possessor(passage: Passage, at: int) -> tuple[Items | None, int]:
    """Whose statement it is, and where the cue begins: "X*'s claim*", "his *claim*"."""
    start = at
    while start > 0 and passage.tags[start - 1] in ("ADJ", "NUM"):
        start -= 1
    if passage.word(start - 1) == "'s":
        begin = noun_phrase_before(passage, start - 1)
        return ((_last_name(passage, begin, start - 1), start - 1), start - 1) if begin is not None else (None, at)
    if passage.word(start - 1) in _POSSESSIVES:
        return (start - 1, start), start
    return None, at


def _last_name(passage: Passage, start: int, end: int) -> int:
    """Where the name begins that ends a noun phrase, behind a preposition: "a report on *Lopez*'s claim"."""
    for at in range(end - 2, start, -1):
        if passage.tags[at] == "ADP" and passage.words[at] != "of":
            named = all(tag == "PROPN" for tag in passage.tags[at + 1 : end])
            return at + 1 if named else start
    return start


def _clause_follows(passage: Passage, that: int) -> bool:
    """Whether `that` opens a content clause, not a relative one: a subject follows it."""
    end = noun_phrase_after(passage, that + 1)
    return end is not None and any(tag in VERBAL for tag in passage.tags[end : end + 8])
