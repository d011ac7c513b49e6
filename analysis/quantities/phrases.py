"""Noun phrases, and what is said of them, found on parts of speech alone.

In the manner of the finite-state chunks of Abney (1996, "Partial parsing via finite-state cascades").
"""

from __future__ import annotations

from analysis.quantities import nouns
from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

LONGEST = 10
"""Words that a concept may have."""
_LONGEST_PHRASE = 6
_LONGEST_PREDICATE = 4
_LONGEST_STATE = 2
REACH = 6
"""Words that may stand between a figure and the verb it belongs to."""
NOMINAL = frozenset(("ADJ", "NOUN", "PROPN", "NUM"))
_LINKING = frozenset(("SCONJ", "X", "INTJ"))
"""Tags that a word the tagger does not know may get by mistake: linking words are in `nouns.STOP`."""
_SINGULAR = (["was"], ["is"], ["has"])
_SKIPPED = frozenset(("AUX", "ADV", "PART"))
WORDS = {name: frozenset(words.split()) for name, words in table("concepts").items()}


def noun_phrase(sentence: Sentence, position: int) -> list[int]:
    """The tokens of a noun phrase from `position` on, without determiners; none where it is longer than told."""
    found: list[int] = []
    for index in range(position, min(position + LONGEST, len(sentence.tokens))):
        tag = sentence.tags[index]
        titled = sentence.words[index] == "." and sentence.tags[index + 1 : index + 2] == ("PROPN",)  # "Mrs. Lopez"
        owned = titled or sentence.words[index] in ("'s", "’s") or _joins_adjectives(sentence, index)
        if tag in NOMINAL or (found and owned) or (not found and _describes(sentence, index)):
            found.append(index)
        elif found or tag not in ("DET", "PRON"):
            break
    return found if len(found) <= _LONGEST_PHRASE else []


def _describes(sentence: Sentence, position: int) -> bool:
    """Whether a participle stands between determiner and noun ("the *remaining* 1,500 pandas")."""
    determined = position > 0 and sentence.tags[position - 1] == "DET"
    followed = position + 1 < len(sentence.tags) and sentence.tags[position + 1] in NOMINAL
    participle = sentence.tags[position] == "VERB" and sentence.words[position].endswith(("ing", "ed"))
    return determined and participle and followed


def _joins_adjectives(sentence: Sentence, position: int) -> bool:
    """Whether a conjunction stands between two descriptions ("medium *and* large firms")."""
    return (
        sentence.tags[position] == "CCONJ"
        and position + 2 < len(sentence.tags)
        and sentence.tags[position - 1] == sentence.tags[position + 1] == "ADJ"
        and sentence.tags[position + 2] == "NOUN"
    )


def predicate(sentence: Sentence, position: int) -> list[int]:
    """The verbs after a subject that ends before `position`, without auxiliaries and adverbs, with object or state.

    None where the object's head cannot be told, so that no phrase is broken off.
    """
    tags = sentence.tags
    limit = min(position + REACH, len(tags))
    linked = False
    while position < limit and tags[position] in _SKIPPED:
        linked = linked or tags[position] == "AUX"
        position += 1
    found: list[int] = []
    while position < len(tags) and len(found) < _LONGEST_PREDICATE:
        if not (is_verb(sentence, position) or (found and _joins_verbs(sentence, position))):
            break
        found.append(position)
        position += 1
    if (found or linked) and (state := _state(sentence, position, bool(found))):
        return found + state
    if found and position < len(tags) and tags[position] in ("DET", "PROPN", "NOUN", "ADJ", "PRON"):
        object_phrase = noun_phrase(sentence, position)
        if not _ends_phrase(sentence, position, object_phrase):
            return []
        found += object_phrase
    return found


def _state(sentence: Sentence, position: int, after_verb: bool) -> list[int]:
    """The state that a thing is in, behind a linking verb or participle: "*missing*", "feared *dead*", "*at risk*"."""
    words, tags = sentence.words, sentence.tags
    while not after_verb and position < len(tags) and tags[position] in _SKIPPED:
        position += 1
    if position >= len(tags):
        return []
    if tags[position] == "ADJ":
        following = tags[position + 1] if position + 1 < len(tags) else "PUNCT"
        idle = words[position].lower() in nouns.STOP | WORDS["amounts"] or (
            position + 1 < len(words) and words[position + 1].lower() in WORDS["unfinished"]
        )
        return [] if idle or following in NOMINAL else [position]
    if words[position] not in WORDS["states"] or (after_verb and words[position - 1].lower() not in WORDS["remaining"]):
        return []
    end = position + 1
    while end < len(tags) and tags[end] == "NOUN":
        end += 1
    bare = 0 < end - position - 1 <= _LONGEST_STATE and (end == len(tags) or tags[end] not in NOMINAL)
    return [*range(position, end)] if bare else []


def _ends_phrase(sentence: Sentence, position: int, phrase: list[int]) -> bool:
    """Whether `phrase`, read from `position` on, ends with its head."""
    if not phrase:
        return sentence.tags[position] == "PRON"
    following = phrase[-1] + 1
    if following < len(sentence.tags) and sentence.tags[following] in _LINKING:
        return sentence.words[following].lower() in nouns.STOP
    return sentence.tags[phrase[-1]] in ("NOUN", "PROPN")


def is_verb(sentence: Sentence, position: int) -> bool:
    """Whether a token is a verb that tells what happens."""
    return sentence.tags[position] == "VERB" and sentence.words[position].lower() not in WORDS["light"]


def _joins_verbs(sentence: Sentence, position: int) -> bool:
    """Whether "or" joins two participles, or its second one stands here ("killed or wounded")."""
    tags, words = sentence.tags, sentence.words
    if tags[position] == "CCONJ":
        position += 1
    elif tags[position - 1] != "CCONJ":
        return False
    verbal = position < len(tags) and tags[position] in ("VERB", "ADJ")
    return verbal and words[position].endswith(("ed", "en", "ing"))


def said_of(sentence: Sentence, draft: Draft, after: int) -> list[int]:
    """What happens to the thing that ends before `after`: it is said behind it, or by the verb whose object it is.

    Behind the object of an infinitive stands what happens to something else ("a plan *to cut* 12 jobs was dropped"),
    and so it does where the verb does not agree ("a survey of 12 voters *was* taken").
    """
    governor = _governor(sentence, draft.start, after)
    if nouns.is_plural(sentence.words[after - 1]) and sentence.words[after : after + 1] in _SINGULAR:
        return governor
    infinitive = governor and governor[0] > 0 and sentence.tags[governor[0] - 1] == "PART"
    return governor if infinitive else predicate(sentence, after) or governor


def _governor(sentence: Sentence, offset: int, after: int) -> list[int]:
    """The verb whose object begins at `offset`, and a state `after` it ("left 12 people *homeless*")."""
    position = sentence.token_from(offset) - 1
    floor = max(position - REACH, -1)
    while position > floor and sentence.tags[position] in ("DET", "ADV", "PART", "ADJ"):
        position -= 1
    governs = position >= 0 and sentence.tags[position] == "VERB"
    if not governs or sentence.words[position].lower() in WORDS["light"]:
        return []
    return [position, *_state(sentence, after, False)]
