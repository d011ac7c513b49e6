"""Subjects of verb groups, from parts of speech."""

from __future__ import annotations

from analysis.attributions.passages import QUOTE, Passage
from analysis.attributions.phrases import (
    RELATIVE,
    SUBORDINATE,
    VERBAL,
    group_start,
    noun_phrase_after,
    noun_phrase_before,
    skip_asides,
    skip_asides_back,
)

_BEFORE_PARTICIPLES = SUBORDINATE | frozenset(["by", "without", "in", "despite", "besides"])
OBJECT_PRONOUNS = frozenset("him her them me us himself herself themselves itself".split())
_NOUN_PHRASE = frozenset(["DET", "NOUN", "ADJ", "PROPN", "NUM"])
_PRONOUNS_THAT_APPOSE = frozenset("his her its their himself herself itself themselves one both all".split())
_REACH = 40
_APPOSITIONS = 4


def subject(passage: Passage, start: int, depth: int = 0) -> tuple[int, int] | None:
    """First and next-to-last item of the subject of the verb group that begins at item `start`."""
    if depth > 3:
        return None
    end = skip_asides_back(passage, start)
    if passage.word(end - 1) == "out" and passage.tag(end - 2) == "NOUN":
        end -= 1
    if end == 0:
        return None
    word, tag = passage.words[end - 1], passage.tags[end - 1]
    if word in RELATIVE and tag == "PRON":
        return end - 1, end
    if word in (",", "—", "–", "-"):
        return _before_parenthesis(passage, end - 1) or _shared(passage, end - 1, depth)
    if (
        tag == "VERB"
        and word.endswith(("ing", "ed"))
        and passage.tag(end - 2) == "NOUN"
        and passage.tag(end) != "CCONJ"
    ):
        found = noun_phrase_before(passage, end - 1)
        if found is not None:
            return found, end + (passage.word(end) in ("online", "here", "there"))
    found = noun_phrase_before(passage, end)
    if found is None or word in OBJECT_PRONOUNS:
        return _shared(passage, end, depth)
    return _with_restrictive_clause(passage, found, end)


def participle_subject(passage: Passage, start: int) -> tuple[int, int] | None:
    """The subject of a participle: "X came by train, *saying* …", "X, *citing* Y, …", "By *refusing*, X …"."""
    edge = skip_asides_back(passage, start) - 1
    if edge < 0 or (edge == 0 and passage.words[0] in _BEFORE_PARTICIPLES):
        return _subject_ahead(passage, start)
    comma = passage.words[edge] in (",", "—", "–")
    if not comma and passage.words[edge] not in _BEFORE_PARTICIPLES:
        return subject(passage, start)
    if not comma:
        found = _shared(passage, edge, 0)
        if found:
            return found
    begin = _clause_begin(passage, edge)
    for at in range(begin, edge):
        if (
            passage.tags[at] not in VERBAL
            or passage.words[at].endswith("ing")
            or passage.word(at - 1) == "to"
        ):
            continue
        found = subject(passage, group_start(passage, at))
        if found and found[0] >= begin and passage.words[found[0]] not in RELATIVE:
            before = passage.word(found[0] - 1)
            if before not in SUBORDINATE and before not in RELATIVE:
                return found
    phrase = noun_phrase_before(passage, edge) if comma else None
    return (phrase, edge) if phrase is not None else None


def _subject_ahead(passage: Passage, start: int) -> tuple[int, int] | None:
    """The subject of the main clause after a participle that opens the sentence: "*Saying* so, X left"."""
    for comma in range(start + 1, passage.last):
        if passage.words[comma] == ",":
            end = noun_phrase_after(passage, comma + 1)
            if end is not None and passage.tag(skip_asides(passage, end, passage.last)) in VERBAL:
                return comma + 1, end
    return None


def _clause_begin(passage: Passage, end: int) -> int:
    """Where the last coordinate clause before item `end` begins: after ", and" or a semicolon."""
    for at in range(end - 1, 0, -1):
        if passage.words[at] in (";", ":"):
            return at + 1
        if passage.words[at - 1] == "," and passage.words[at] in (
            "and",
            "but",
            "while",
            "though",
            "although",
            "with",
        ):
            phrase = noun_phrase_after(passage, at + 1)
            if phrase is not None and passage.tag(phrase) in VERBAL:
                return at + 1
    return 0


def _shared(passage: Passage, end: int, depth: int) -> tuple[int, int] | None:
    """The subject of the verb before: "X came and *said*", "X came, *saying*"."""
    for at in range(end - 1, max(end - _REACH, -1), -1):
        if passage.tags[at] in VERBAL and passage.words[at - 1] != "to":
            return subject(passage, group_start(passage, at), depth + 1)
    return None


def _with_restrictive_clause(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Subject with a clause inside: "a woman who was there *said*", "footage circulating online *shows*"."""
    at = start - 1
    while at > 0 and start - at < 15:
        word, tag = passage.words[at], passage.tags[at]
        if word in (",", ";", ":", "—") or tag in ("CCONJ", "SCONJ", QUOTE):
            break
        if word in ("who", "that", "which") and tag == "PRON":
            before = noun_phrase_before(passage, at)
            if before is not None:
                return before, end
            break
        if tag == "VERB" and word.endswith(("ing", "ed", "en")) and passage.tag(at - 1) in ("NOUN", "PROPN"):
            before = noun_phrase_before(passage, at)
            if before is not None and (
                before == 0 or passage.tags[before - 1] in ("PUNCT", "CCONJ", "SCONJ", "ADP")
            ):
                return before, end
            break
        at -= 1
    return start, end


def _before_parenthesis(passage: Passage, comma: int) -> tuple[int, int] | None:
    """The subject of "X, who was there, *said*" and "X, 22, of Flint, *said*"; `comma` is the later comma."""
    return _before_relative_clause(passage, comma) or _before_apposition(passage, comma)


def _before_relative_clause(passage: Passage, comma: int) -> tuple[int, int] | None:
    for at in range(comma - 2, max(comma - _REACH, 0), -1):
        if passage.words[at] in ("who", "whose", "which") and passage.words[at - 1] == ",":
            start = noun_phrase_before(passage, at - 1)
            return (start, at - 1) if start is not None else None
        if passage.speech[at]:
            return None
    return None


def _before_apposition(passage: Passage, comma: int) -> tuple[int, int] | None:
    """The subject before one or more appositions, with them where they are noun phrases."""
    end = comma
    for _ in range(_APPOSITIONS):
        opening = _comma_before(passage, end)
        if opening is None or not _is_apposition(passage, opening + 1, end):
            return None
        start = noun_phrase_before(passage, opening)
        if start is None:
            return None
        if passage.words[start - 1] in ("of", "from", "in") and passage.word(start - 2) == ",":
            end = start - 1
            continue
        if start == 0 or passage.words[start - 1] != "," or _is_name_like(passage, start, opening):
            return (start, comma) if passage.tags[opening + 1] in _NOUN_PHRASE else (start, opening)
        end = opening
    return None


def _is_apposition(passage: Passage, start: int, end: int) -> bool:
    tag, word = passage.tags[start], passage.words[start]
    opens = tag in _NOUN_PHRASE or tag in ("VERB", "ADP", "ADV", "SCONJ") or word in _PRONOUNS_THAT_APPOSE
    return (opens or end - start <= 2) and not _has_finite_verb(passage, start, end)


def _has_finite_verb(passage: Passage, start: int, end: int) -> bool:
    """Whether the first verb of a parenthesis is finite, outside a relative clause, so that it is none."""
    for at in range(start, end):
        if passage.words[at] in ("who", "whom", "that", "which", "whose", "where"):
            return False
        if passage.tags[at] in VERBAL and passage.words[at - 1] != "to":
            return not passage.words[at].endswith(("ing", "ed", "en"))
    return False


def _is_name_like(passage: Passage, start: int, end: int) -> bool:
    return end - start >= 2 and all(tag == "PROPN" for tag in passage.tags[start:end])


def _comma_before(passage: Passage, end: int) -> int | None:
    for at in range(end - 1, max(end - 25, 0), -1):
        if passage.words[at] == "," or (passage.words[end] in "—–-" and passage.words[at] in "—–-"):
            return at
        if passage.tags[at] == QUOTE and passage.speech[at]:
            return None
    return None
