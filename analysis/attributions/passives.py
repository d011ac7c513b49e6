"""Constructions in which the source of a verb stands behind it with `by`, or is left out."""

from __future__ import annotations

from analysis.attributions.candidates import Candidate, Items
from analysis.attributions.complements import clause, clause_end
from analysis.attributions.cues import Cue
from analysis.attributions.passages import QUOTE, Passage
from analysis.attributions.phrases import (
    VERBAL,
    is_time,
    noun_phrase_after,
    noun_phrase_before,
    skip_asides,
    skip_asides_back,
)

_REACH = 8
_PREDICATES = frozenset("to as of about whether if why how what".split())
_BEFORE_PARTICIPLE = frozenset(["NOUN", "PROPN", "PUNCT", "ADV", "PART", "NUM"])


def passive(cue: Cue) -> Candidate | None:
    """As in "Y was confirmed by X", "It was reported that Y", "Y is expected to Z"."""
    if not cue.passive:
        return None
    by = _by(cue.passage, cue.after)
    if by is not None and cue.is_in("object", "speech", "impersonal", "telling"):
        return _with_agent(cue, by)
    if cue.is_in("impersonal", "question", "telling"):
        return _without_agent(cue)
    return None


def _with_agent(cue: Cue, by: int) -> Candidate | None:
    passage, topic = cue.passage, cue.source
    source = _agent(passage, by)
    content = [topic] if topic else []
    if cue.after < by and passage.words[by - 1] not in ("as", "to"):
        content.append((cue.after, by))
    if passage.word(source[1]) in ("as", "to", "for", "of", "that"):
        content.append((source[1], clause_end(passage, source[1])))
    return Candidate(source, (cue.start, cue.after), content) if content else None


def _without_agent(cue: Cue) -> Candidate | None:
    passage, topic = cue.passage, cue.source
    at = skip_asides(passage, cue.after, passage.last)
    impersonal = topic is not None and passage.words[topic[0]] == "it"
    if passage.word(at) == "that" or impersonal:
        content = clause(passage, at)
        if content:
            return Candidate(None, (cue.start, cue.after), [content])
    if passage.word(at) not in _PREDICATES or at >= passage.last:
        return None
    rest = (at, clause_end(passage, at))
    asked = cue.is_in("question", "telling") and passage.words[at] != "to"
    content = [rest] if asked or topic is None else [topic, rest]
    return Candidate(None, (cue.start, cue.after), content)


def participle(cue: Cue) -> Candidate | None:
    """As in "a figure later inflated to over 3,000 by X", "a plan described by X as Y"."""
    passage = cue.passage
    if not cue.may_be("participle") or passage.tags[cue.start] == "AUX":
        return None
    by = _by(passage, cue.after) if passage.tag(cue.start - 1) in _BEFORE_PARTICIPLE else None
    if by is None:
        return None
    source = _agent(passage, by)
    if by == cue.after:
        if passage.word(source[1]) == "as" and cue.is_in("object", "speech"):
            return Candidate(source, (cue.at, cue.after), [(source[1], clause_end(passage, source[1]))])
        return None
    measure = passage.words[cue.after] in ("to", "at", "from") and "NUM" in passage.tags[cue.after : by]
    if not measure or not cue.is_in("revision"):
        return None
    opening = noun_phrase_before(passage, skip_asides_back(passage, cue.start))
    return Candidate(source, (cue.at, cue.after + 1), [(cue.after + 1, by)], opening=opening)


def _agent(passage: Passage, by: int) -> Items:
    return by + 1, noun_phrase_after(passage, by + 1) or by + 2


def _by(passage: Passage, start: int) -> int | None:
    """The item of `by` before a source, within the same verb phrase."""
    for at in range(start, min(start + _REACH, passage.last)):
        if passage.words[at] == "by":
            named = noun_phrase_after(passage, at + 1) is not None and passage.tag(at + 1) != "VERB"
            return at if named and not is_time(passage, at + 1) else None
        if passage.tags[at] in VERBAL or passage.words[at] in (",", ";", ":") or passage.tags[at] == QUOTE:
            return None
    return None
