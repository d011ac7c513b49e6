"""Conspicuous silence and refusals: "X's silence on Y", "unacknowledged by X", "X did not respond to …"."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.attributions.candidates import Candidate
from analysis.attributions.complements import clause_end
from analysis.attributions.passages import Passage
from analysis.attributions.phrases import group_start, noun_phrase_after, noun_phrase_before
from analysis.attributions.subjects import participle_subject, subject

_UNSAID = frozenset(
    "unacknowledged unconfirmed unannounced unmentioned unaddressed undisclosed unexplained unreported".split()
)
_OMIT = frozenset(
    "omit omits omitted omitting avoid avoids avoided avoiding evade evades evaded evading".split()
)
_MENTION = frozenset("mention reference acknowledgment acknowledgement".split())
_ON = frozenset("on about regarding concerning over".split())


def silence_candidates(passage: Passage) -> Iterator[Candidate]:
    """The attributions of the passage that tell of something not said, in text order."""
    for at, word in enumerate(passage.words):
        candidate = None
        if word == "silence" and passage.word(at + 1) in _ON:
            candidate = _silence(passage, at)
        elif word in ("silent", "mum", "quiet", "tight-lipped") and passage.word(at + 1) in _ON:
            candidate = _silent(passage, at)
        elif word in _UNSAID:
            candidate = _unsaid(passage, at)
        elif word in _OMIT or word in ("no", "without"):
            candidate = _no_mention(passage, at)
        elif word in ("comment", "respond", "reply", "return", "reached"):
            candidate = _no_comment(passage, at)
        if candidate:
            yield candidate


def _silence(passage: Passage, at: int) -> Candidate | None:
    """As in "X's silence on Y"."""
    if passage.word(at - 1) == "'s":
        begin = noun_phrase_before(passage, at - 1)
        source = (begin, at - 1) if begin is not None else None
    elif passage.word(at - 1) in ("his", "her", "their", "its"):
        source = (at - 1, at)
    else:
        source = None
    end = noun_phrase_after(passage, at + 2)
    return Candidate(source, (at, at + 2), [(at + 2, end)], "silent") if source and end else None


def _silent(passage: Passage, at: int) -> Candidate | None:
    """As in "X remained silent on Y"."""
    verb = at
    while verb > 0 and passage.tags[verb - 1] in ("ADV", "VERB", "AUX"):
        verb -= 1
    source = subject(passage, verb) if verb < at else None
    return (
        Candidate(source, (verb, at + 2), [(at + 2, clause_end(passage, at + 2))], "silent")
        if source
        else None
    )


def _unsaid(passage: Passage, at: int) -> Candidate | None:
    """As in "Y remains unacknowledged by X"."""
    if passage.word(at + 1) != "by":
        return None
    end = noun_phrase_after(passage, at + 2)
    verb = at
    while verb > 0 and passage.tags[verb - 1] in ("ADV", "VERB", "AUX"):
        verb -= 1
    topic = subject(passage, verb)
    if end is None or topic is None:
        return None
    return Candidate((at + 2, end), (at, at + 2), [topic], "silent")


def _no_mention(passage: Passage, at: int) -> Candidate | None:
    """As in "X omitted (any) mention of Y", "X made no mention of Y", "without mention of Y"."""
    noun = at + 1
    while passage.word(noun) in ("any", "all", "a", "the"):
        noun += 1
    if passage.word(noun) not in _MENTION or passage.word(noun + 1) not in ("of", "to"):
        return None
    verb = at - 1 if passage.words[at] == "no" else at
    if verb < 0:
        return None
    find = participle_subject if passage.words[verb].endswith("ing") else subject
    source = find(passage, group_start(passage, verb))
    end = noun_phrase_after(passage, noun + 2)
    return Candidate(source, (verb, noun + 2), [(noun + 2, end)], "silent") if source and end else None


def _no_comment(passage: Passage, at: int) -> Candidate | None:
    """As in "X did not respond to a request for comment", "X has not commented on Y", "X could not be reached"."""
    start = group_start(passage, at)
    helpers = passage.words[start:at]
    if not any(word == "not" or word.endswith("n't") for word in helpers):
        return None
    source = subject(passage, start)
    if source is None:
        return None
    after = at + 1
    rest = passage.words[after : after + 12]
    if passage.words[at] == "comment" and passage.word(after) == "on":
        return Candidate(source, (start, after + 1), [(after + 1, clause_end(passage, after + 1))], "silent")
    if (
        passage.words[at] == "comment"
        or "comment" in rest
        or any(word.startswith(("request", "call", "inquir", "email", "message")) for word in rest)
    ):
        content = (after, clause_end(passage, after)) if after < passage.last else (at, at + 1)
        return Candidate(source, (start, after), [content], "declines")
    return None
