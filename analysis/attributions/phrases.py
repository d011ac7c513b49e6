"""Noun phrases and verb groups, from parts of speech: a chunker in the manner of Abney (1991, Parsing by Chunks)."""

from __future__ import annotations

from analysis.attributions.passages import QUOTE, Passage

NOMINAL = frozenset(["NOUN", "PROPN", "NUM", "ADJ", "DET", "SYM", "X"])
HEADS = frozenset(["NOUN", "PROPN", "NUM", "PRON", "SYM", "X", "ADJ", "DET"])
VERBAL = frozenset(["VERB", "AUX"])
RELATIVE = frozenset(["who", "which", "that", "whom", "whose"])
LINKS = frozenset("of for from in at with on to about against near under behind by between among".split())
TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight week weekend month
    year morning afternoon evening night january february march april may june july august september october november
    december jan feb aug sept oct nov dec earlier later recently day days hour hours weeks months years ago""".split()
)
_BEFORE_TIMES = frozenset(
    "on in at last this next late early earlier that the a few several two three since during".split()
)
SUBORDINATE = frozenset(
    "though although while as after before when since because if until unless whereas once".split()
)
_ADVERBS = frozenset(
    "also first even later then once just still always often now not already again further never".split()
)
_PLACES = frozenset(["here", "there", "so"])
_QUESTION_WORDS = frozenset(["how", "why", "when", "where"])
_REFLEXIVES = frozenset(["himself", "herself", "themselves", "itself"])
_POSSESSIVES = frozenset("his her their its our my your".split())
_NUMBER_MODIFIERS = frozenset(
    """over about around nearly almost some under up to at least most more less fewer than as many few upwards
    upward of roughly close approximately well just""".split()
)


def noun_phrase_before(passage: Passage, end: int) -> int | None:
    """The first item of the noun phrase that ends just before item `end`; None where none does."""
    at = end - 1
    if at < 0:
        return None
    if passage.words[at] == ")":
        at = _opening(passage, at)
        return noun_phrase_before(passage, at) if at is not None else None
    if not _ends_phrase(passage, at):
        return None
    at = _base_start(passage, at)
    while at >= 2:
        before = passage.words[at - 1]
        if passage.tags[at - 1] == "ADP" and before in LINKS and _ends_phrase(passage, at - 2):
            at = _base_start(passage, at - 2)
        elif passage.tags[at - 1] == "CCONJ" and before != "but":
            conjoined = _conjunct_end(passage, at - 1)
            if conjoined is None:
                break
            at = _base_start(passage, conjoined)
        elif before == "," and _in_series(passage, at, end):
            at = _base_start(passage, at - 2)
        else:
            break
    return at


def noun_phrase_after(passage: Passage, start: int) -> int | None:
    """The item after the noun phrase that begins at item `start`; None where none does."""
    start = _number_start(passage, start)
    at = _base_end(passage, start)
    if at == start:
        return None
    while at < len(passage):
        if passage.tags[at] == "ADP" and passage.words[at] in LINKS and _base_end(passage, at + 1) > at + 1:
            if is_time(passage, at + 1):
                break
            at = _base_end(passage, at + 1)
        elif passage.words[at] == "(":
            at = _closing(passage, at)
        elif (
            passage.words[at] == "and"
            and _base_end(passage, at + 1) > at + 1
            and not _verb_follows(passage, at + 1)
        ):
            at = _base_end(passage, at + 1)
        else:
            break
    return at


def _number_start(passage: Passage, start: int) -> int:
    """The number that words such as `upwards of` and `at least` at item `start` modify; `start` where none does."""
    for at in range(start, start + 4):
        if passage.tag(at) == "NUM":
            return at
        if passage.word(at) not in _NUMBER_MODIFIERS:
            break
    return start


def is_time(passage: Passage, at: int) -> bool:
    """Whether a day, a month or the like stands at item `at` or after a determiner there."""
    return passage.word(at) in TIMES or (passage.word(at) in _BEFORE_TIMES and passage.word(at + 1) in TIMES)


def skip_asides_back(passage: Passage, end: int) -> int:
    """`end` moved left over adverbs and expressions of time."""
    while end > 0:
        word = passage.words[end - 1]
        adverb = passage.tags[end - 1] == "ADV" and word not in _PLACES
        if adverb or (word in _REFLEXIVES and passage.tag(end - 2) in ("NOUN", "PROPN", "PRON")):
            end -= 1
        elif passage.words[end - 1] in TIMES and end > 1:
            end -= 1
            while end > 1 and (passage.words[end - 1] in _BEFORE_TIMES or passage.words[end - 1] in TIMES):
                end -= 1
        else:
            return end
    return end


def skip_asides(passage: Passage, start: int, limit: int) -> int:
    """`start` moved right over adverbs and expressions of time."""
    while start < min(limit, len(passage)):
        adverb = passage.tags[start] == "ADV" and passage.words[start] not in _QUESTION_WORDS
        if adverb or is_time(passage, start):
            start += 1
        else:
            return start
    return start


def group_start(passage: Passage, verb: int) -> int:
    """The first item of the verb group whose main verb is at item `verb`."""
    at = verb
    while at > 0:
        tag, word = passage.tags[at - 1], passage.words[at - 1]
        if tag == "AUX" or word in ("not", "n't", "to", "never") or (tag == "ADV" and _is_manner(word)):
            at -= 1
        else:
            break
    while at < verb and passage.tags[at] == "ADV" and passage.words[at] not in ("also", "not"):
        at += 1
    return at


def _ends_phrase(passage: Passage, at: int) -> bool:
    tag = passage.tags[at]
    return (
        tag in HEADS
        or (tag == QUOTE and not passage.speech[at])
        or (tag == "PART" and passage.words[at] in ("'s", "'"))
    ) and passage.words[at] not in ("a", "an", "the")


def _base_start(passage: Passage, at: int) -> int:
    """The first item of the simple noun phrase whose last item is `at`."""
    if passage.tags[at] == "PRON" and passage.words[at] not in _POSSESSIVES:
        return at - 1 if at and passage.words[at - 1] in ("all", "both") else at
    while at > 0:
        here, before = passage.tags[at], passage.tags[at - 1]
        if here == "DET" and before != "DET" and passage.words[at] not in ("other", "such"):
            break
        if before in NOMINAL or passage.words[at - 1] in ("'s", "’") or passage.words[at - 1] in _POSSESSIVES:
            if before == "NOUN" and here == "PROPN" and passage.words[at - 1] in TIMES:
                break
            at -= 1
            if passage.words[at] in _POSSESSIVES:
                break
        elif (
            (before == QUOTE and not passage.speech[at - 1] and here != "DET")
            or (before == "VERB" and here in ("NOUN", "ADJ") and passage.tag(at - 2) == "DET")
            or (before == "VERB" and here == "NOUN" and _modified_participle(passage, at - 1))
            or (before == "ADV" and here in ("ADJ", "NUM") and passage.tag(at - 2) in ("DET",))
            or (before == "ADV" and here == "VERB" and _modified_participle(passage, at))
            or (
                passage.words[at - 1] in ("-", "–", "/", "&")
                and passage.tag(at - 2) in NOMINAL
                and _tight(passage, at)
            )
        ):
            at -= 1
        else:
            break
    return at


def _modified_participle(passage: Passage, at: int) -> bool:
    """Whether a participle with its adverb stands at item `at` before a noun: "of newly *filed* reports"."""
    adverb = passage.tag(at - 1) == "ADV" and passage.word(at - 1).endswith("ly")
    return adverb and passage.words[at].endswith(("ed", "en")) and passage.tag(at - 2) in ("ADP", "DET")


def _tight(passage: Passage, at: int) -> bool:
    return passage.spans[at - 1].end == passage.spans[at].start


def _base_end(passage: Passage, start: int) -> int:
    """The item after the simple noun phrase that begins at `start`; `start` where none does."""
    at = start
    if passage.tag(at) == "PRON" and passage.words[at] not in _POSSESSIVES:
        return at + 1
    while at < len(passage):
        tag, word = passage.tags[at], passage.words[at]
        if tag == "DET" and at > start and passage.tags[at - 1] not in ("DET",):
            break
        if (
            tag in NOMINAL
            or word in ("'s",)
            or word in _POSSESSIVES
            or (tag == QUOTE and not passage.speech[at])
        ):
            if at > start and word in TIMES and tag != "NUM":
                break
            at += 1
        elif (
            tag in ("VERB", "ADV")
            and at > start
            and passage.tags[at - 1] in ("DET", "ADV")
            and passage.tag(at + 1) in ("NOUN", "ADJ")
        ) or (word in ("-", "–", "/", "&") and passage.tag(at + 1) in NOMINAL and at > start):
            at += 1
        else:
            break
    return at


def _conjunct_end(passage: Passage, conjunction: int) -> int | None:
    """The last item of the noun phrase that a conjunction joins to the next, a comma between them allowed."""
    if _coordinates(passage, conjunction):
        return conjunction - 1
    if (
        conjunction > 3
        and passage.words[conjunction - 1] == ","
        and "," in passage.words[max(conjunction - 8, 0) : conjunction - 1]
    ):
        return conjunction - 2 if _coordinates(passage, conjunction - 1) else None
    return None


def _coordinates(passage: Passage, conjunction: int) -> bool:
    """Whether a conjunction joins noun phrases, not clauses: no verb stands before it in its clause.

    It may be a part of a name: "the Center for Media *and* Public Affairs".
    """
    if not _ends_phrase(passage, conjunction - 1):
        return False
    if passage.word(conjunction - 2) in ("of", "for") and _named_on_both_sides(passage, conjunction):
        return True
    for at in range(conjunction - 1, max(conjunction - 15, -1), -1):
        if passage.tags[at] in VERBAL:
            return False
        if passage.tags[at] in ("SCONJ", QUOTE) or passage.words[at] in (",", ";", ":"):
            return True
    return True


def _named_on_both_sides(passage: Passage, conjunction: int) -> bool:
    around = (conjunction - 3, conjunction - 1, conjunction + 1)
    return all(
        0 <= at < len(passage) and passage.text[passage.spans[at].start].isupper() for at in around
    )


def _in_series(passage: Passage, at: int, end: int) -> bool:
    """Whether the comma before item `at` separates members of a series: "A, *B* and C"."""
    return "and" in passage.words[at:end] and _ends_phrase(passage, at - 2) and _coordinates(passage, at - 1)


def _verb_follows(passage: Passage, start: int) -> bool:
    end = _base_end(passage, start)
    return passage.tag(end) in VERBAL


def _is_manner(word: str) -> bool:
    return word.endswith("ly") or word in _ADVERBS


def _opening(passage: Passage, at: int) -> int | None:
    for back in range(at - 1, max(at - 12, -1), -1):
        if passage.words[back] == "(":
            return back
    return None


def _closing(passage: Passage, at: int) -> int:
    for ahead in range(at + 1, min(at + 12, len(passage))):
        if passage.words[ahead] == ")":
            return ahead + 1
    return at + 1
