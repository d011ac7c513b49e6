"""What is said: the clause, noun phrase or quotation that a cue governs, to its right or left."""

from __future__ import annotations

from analysis.attributions.candidates import Items
from analysis.attributions.passages import QUOTE, Passage
from analysis.attributions.phrases import (
    VERBAL,
    is_time,
    noun_phrase_after,
    skip_asides,
)

_QUESTION_WORDS = frozenset("how why what whether if when where who which".split())
SUBORDINATORS = frozenset(
    "if when while because although though unless since as after before once until despite".split()
)
_ENDS_ATTITUDE = frozenset(["—", "–", "(", "after", "when", "while", "before", "because", "during"])
_CLOSERS = "\"'”’"
_STOPS = frozenset([",", ".", "?", "!"])
_CONDITIONS = frozenset("if unless because although while once".split())
_NOT_OPENING = frozenset(
    "of about to in on at after during as by for with when while so from before because through until".split()
)
_ENDS_SEARCH = VERBAL | {QUOTE, "SCONJ", "CCONJ"}
_THAT_REACH = 14
_ADVERBIAL_REACH = 3


def clause_end(passage: Passage, start: int) -> int:
    """The item after the clause that begins at item `start`: up to a semicolon, ", but" or another's "according to"."""
    for at in range(start, passage.last):
        contrast = passage.words[at] == "," and at > start and _contrasts(passage, at + 1)
        if contrast or passage.words[at] == ";":
            return at
        if passage.words[at] == "according" and passage.word(at + 1) == "to" and at > start:
            return _without_comma(passage, at)
    return max(passage.last, start)


def _contrasts(passage: Passage, at: int) -> bool:
    """Whether `but` and a new clause begin at item `at`."""
    return (
        passage.word(at) == "but"
        and passage.word(at + 1) != "that"
        and bare_clause(passage, at + 1) is not None
    )


def attitude_end(passage: Passage, start: int, relative: bool) -> int:
    """The item after what an attitude is about: to where the next clause begins.

    In a relative clause ("voters who want X *are* …") that is the verb of the main clause.
    """
    end = clause_end(passage, start)
    if relative:
        end = main_verb(passage, start, end)
    for at in range(start + 1, end):
        word = passage.words[at]
        if passage.speech[at] and passage.span(at, at + 1).of(passage.text).rstrip(_CLOSERS)[-1:] in _STOPS:
            return at + 1
        if word in _ENDS_ATTITUDE or (word == "but" and passage.tags[at] == "CCONJ"):
            return at
        if word == "," and (relative or _opens_clause(passage, at + 1, end)):
            return at
    return end


def main_verb(passage: Passage, start: int, end: int) -> int:
    """Where the verb of the main clause stands after a subordinate clause whose complement begins at `start`."""
    at = start
    if passage.word(at) == "to":
        at += 2
    for item in range(at, end):
        tag, word = passage.tags[item], passage.words[item]
        if tag in ("SCONJ", "CCONJ") or word in (",", "to", "who", "which", "that"):
            return end
        if tag == "AUX" or (tag == "VERB" and not word.endswith(("ing", "ed", "en"))):
            return item
    return end


def _opens_clause(passage: Passage, start: int, end: int) -> bool:
    """Whether a clause, a participle or another predicate begins at item `start`, behind a comma."""
    at = skip_asides(passage, start, end)
    if passage.word(at) in SUBORDINATORS or passage.tag(at) in VERBAL:
        return True
    if passage.tag(at) == "CCONJ":
        at = skip_asides(passage, at + 1, end)
        if passage.tag(at) in VERBAL:
            return True
    phrase = noun_phrase_after(passage, at)
    return (
        phrase is not None
        and passage.tag(skip_asides(passage, phrase, end)) in VERBAL
        and passage.word(at) not in ("who", "which")
    )


def first_comma(passage: Passage, start: int) -> int:
    """The first comma from item `start` on, or the end of the sentence."""
    return next(
        (at for at in range(start, passage.last) if passage.words[at] == ","), max(passage.last, start)
    )


def main_clause_comma(passage: Passage, start: int, end: int) -> int:
    """The comma after which the main clause begins, where items `start` to `end` began in a subordinate one."""
    for at in range(start + 1, end):
        if passage.words[at] == ",":
            phrase = noun_phrase_after(passage, skip_asides(passage, at + 1, end))
            if phrase is not None and passage.tag(skip_asides(passage, phrase, end)) in VERBAL:
                return at
    return end


def clause_start(passage: Passage, end: int) -> int:
    """The first item of the clause that ends before item `end`: the sentence's, after a conjunction or semicolon."""
    start = 0
    for at in range(end - 1, -1, -1):
        if passage.words[at] in (";", ":"):
            start = at + 1
            break
    if passage.word(start) in ("and", "but", "or", "so", "yet") and start + 1 < end:
        start += 1
        if passage.word(start) == ",":
            start += 1
    return start


def that_clause(passage: Passage, start: int) -> int | None:
    """Item of the conjunction `that` which follows a verb, perhaps after an addressee and adverbials."""
    for at in range(start, min(start + _THAT_REACH, passage.last)):
        word, tag = passage.words[at], passage.tags[at]
        if word == "that":
            opens = tag != "DET" and not is_time(passage, at)
            if opens or passage.tag(at + 1) in ("DET", "PRON", "PROPN"):
                return at
        if tag in _ENDS_SEARCH or word in (";", ":", "who", "which") or (word == "to" and tag == "PART"):
            return None
    return None


def clause(passage: Passage, start: int, certain: bool = False) -> Items | None:
    """A clause after a verb: with `that`, a question word, or bare.

    `certain`: the verb takes nothing but clauses, so that whatever holds a verb will do.
    """
    at = skip_asides(passage, start, passage.last)
    conjunction = that_clause(passage, start)
    if conjunction is not None:
        return conjunction, clause_end(passage, conjunction)
    if at >= passage.last:
        return None
    if passage.words[at] in _QUESTION_WORDS:
        return at, clause_end(passage, at)
    begin = bare_clause(passage, at)
    if begin is None and certain and _may_open(passage, at) and passage.last - at > 2:
        begin = at
    return (begin, clause_end(passage, begin)) if begin is not None else None


def _may_open(passage: Passage, at: int) -> bool:
    return passage.tags[at] not in ("CCONJ", "PUNCT") and passage.words[at] not in _NOT_OPENING


def bare_clause(passage: Passage, start: int) -> int | None:
    """First item of a clause without conjunction that begins at `start` or after adverbials there."""
    at = start
    for _ in range(_ADVERBIAL_REACH):
        if at >= passage.last:
            return None
        if passage.words[at] in _CONDITIONS:
            return at if at == start and has_verb(passage, at + 1) else None
        end = noun_phrase_after(passage, at)
        if end is not None:
            end = skip_asides(passage, end, passage.last)
            finite = passage.tag(end) in VERBAL and _is_finite(passage, end)
            relative = passage.word(end) in ("who", "that", "which") and has_verb(passage, end + 1)
            return at if finite or relative or passage.tag(end) == QUOTE else None
        if passage.tags[at] in ("ADP", "SCONJ") or passage.words[at] in ("as", "in", "on", "at", "to"):
            after = noun_phrase_after(passage, at + 1)
            if after is None:
                return None
            at = skip_asides(passage, after, passage.last)
            if passage.word(at) == ",":
                at += 1
        else:
            return None
    return None


def has_verb(passage: Passage, start: int) -> bool:
    """Whether a verb stands between item `start` and the sentence's end."""
    return any(tag in VERBAL for tag in passage.tags[start : passage.last])


def quotation(passage: Passage, start: int) -> Items | None:
    """Quoted words after a verb, perhaps after adverbials, a comma or a colon."""
    at = skip_asides(passage, start, passage.last + 1)
    while at < len(passage) and passage.words[at] in (",", ":"):
        at += 1
    if passage.tag(at) == QUOTE:
        return at, max(clause_end(passage, at), at + 1)
    for at in range(start, min(start + _THAT_REACH, len(passage))):
        if passage.tags[at] in VERBAL or passage.words[at] in (";",):
            return None
        if passage.speech[at] and passage.words[at - 1] in (",", ":"):
            return at, max(clause_end(passage, at), at + 1)
        if passage.words[at] == ":" and at + 1 < passage.last:
            return at + 1, clause_end(passage, at + 1)
    return None


def _is_finite(passage: Passage, at: int) -> bool:
    word = passage.words[at]
    if passage.tags[at] == "AUX":
        return True
    return not word.endswith("ing") and passage.word(at + 1) != "by"


def _without_comma(passage: Passage, end: int) -> int:
    return end - 1 if passage.words[end - 1] in (",", "—", "-", "–") else end
