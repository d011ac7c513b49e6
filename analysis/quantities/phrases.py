"""Noun phrases and their predicates, found by parts of speech alone.

These are finite-state chunks as in Abney (1996, "Partial parsing via finite-state cascades").
"""

from __future__ import annotations

from analysis.quantities.nouns import NOMINAL, STOP, is_plural
from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

LONGEST = 10
"""Words of a concept."""
_LONGEST_PHRASE = 6
_LONGEST_PREDICATE = 4
_LONGEST_STATE = 2
REACH = 6
"""Words between a figure and its verb."""
_LINKING = frozenset(("SCONJ", "X", "INTJ"))
"""Tags that unknown words may get by mistake; words that really link are in `STOP`."""
_SKIPPED = frozenset(("AUX", "ADV", "PART"))
WORDS = {name: frozenset(words.split()) for name, words in table("concepts").items()}


def noun_phrase(sentence: Sentence, start: int) -> list[int]:
    """The tokens of the noun phrase from `start` on, without determiners; none if it is too long."""
    phrase: list[int] = []
    for position in range(start, min(start + LONGEST, len(sentence.tokens))):
        tag, word = sentence.tags[position], sentence.words[position]
        titled = word == "." and sentence.tag_at(position + 1) == "PROPN"  # "Mrs. Lopez"
        inside = titled or word in ("'s", "’s") or _joins_adjectives(sentence, position)
        if tag in NOMINAL or (inside if phrase else _describes(sentence, position)):
            phrase.append(position)
        elif phrase or tag not in ("DET", "PRON"):
            break
    return phrase if len(phrase) <= _LONGEST_PHRASE else []


def _describes(sentence: Sentence, position: int) -> bool:
    """Whether a participle stands between determiner and noun ("the *remaining* 1,500 pandas")."""
    participle = sentence.tags[position] == "VERB" and sentence.words[position].endswith(("ing", "ed"))
    return participle and sentence.tag_at(position - 1) == "DET" and sentence.tag_at(position + 1) in NOMINAL


def _joins_adjectives(sentence: Sentence, position: int) -> bool:
    """Whether a conjunction stands between two adjectives before a noun ("medium *and* large firms")."""
    return (
        sentence.tags[position] == "CCONJ"
        and sentence.tag_at(position + 2) == "NOUN"
        and sentence.tags[position - 1] == sentence.tags[position + 1] == "ADJ"
    )


def predicate(sentence: Sentence, position: int) -> list[int]:
    """The verbs from `position` on without auxiliaries and adverbs, with their object or a state.

    Empty where the head of the object is uncertain, so that no phrase is cut short.
    """
    tags = sentence.tags
    limit = min(position + REACH, len(tags))
    linked = False
    while position < limit and tags[position] in _SKIPPED:
        linked = linked or tags[position] == "AUX"
        position += 1
    verbs: list[int] = []
    while position < len(tags) and len(verbs) < _LONGEST_PREDICATE:
        if not (is_verb(sentence, position) or (verbs and _joins_verbs(sentence, position))):
            break
        verbs.append(position)
        position += 1
    if (verbs or linked) and (state := _state(sentence, position, bool(verbs))):
        return verbs + state
    if verbs and sentence.tag_at(position) in ("DET", "PROPN", "NOUN", "ADJ", "PRON"):
        object_phrase = noun_phrase(sentence, position)
        return verbs + object_phrase if _ends_with_head(sentence, position, object_phrase) else []
    return verbs


def _state(sentence: Sentence, position: int, after_verb: bool) -> list[int]:
    """The state after a linking verb or participle: "*missing*", "feared *dead*", "*at risk*"."""
    words, tags = sentence.words, sentence.tags
    while not after_verb and sentence.tag_at(position) in _SKIPPED:
        position += 1
    if position >= len(tags):
        return []
    if tags[position] == "ADJ":
        idle = words[position].lower() in STOP | WORDS["amounts"]
        unfinished = sentence.word_at(position + 1).lower() in WORDS["unfinished"]
        return [] if idle or unfinished or sentence.tag_at(position + 1) in NOMINAL else [position]
    if words[position] not in WORDS["states"] or (after_verb and words[position - 1].lower() not in WORDS["remaining"]):
        return []
    end = position + 1
    while sentence.tag_at(end) == "NOUN":
        end += 1
    bare = 0 < end - position - 1 <= _LONGEST_STATE and sentence.tag_at(end) not in NOMINAL
    return [*range(position, end)] if bare else []


def _ends_with_head(sentence: Sentence, position: int, phrase: list[int]) -> bool:
    """Whether `phrase`, read from `position` on, ends with its head."""
    if not phrase:
        return sentence.tags[position] == "PRON"
    following = phrase[-1] + 1
    if sentence.tag_at(following) in _LINKING:
        return sentence.words[following].lower() in STOP
    return sentence.tags[phrase[-1]] in ("NOUN", "PROPN")


def is_verb(sentence: Sentence, position: int) -> bool:
    """Whether a token is a verb that says what happens."""
    return sentence.tags[position] == "VERB" and sentence.words[position].lower() not in WORDS["light"]


def _joins_verbs(sentence: Sentence, position: int) -> bool:
    """Whether "or" at `position` joins two participles, or joins this one to one before ("killed or wounded")."""
    if sentence.tags[position] == "CCONJ":
        position += 1
    elif sentence.tags[position - 1] != "CCONJ":
        return False
    return sentence.tag_at(position) in ("VERB", "ADJ") and sentence.words[position].endswith(("ed", "en", "ing"))


def said_of(sentence: Sentence, draft: Draft, after: int) -> list[int]:
    """What happens to the thing that ends before `after`: the predicate after it, or the verb whose object it is.

    The verb before it wins if it is an infinitive ("a plan *to cut* 12 jobs was dropped"), or if the predicate does not
    agree with the thing ("a survey of 12 voters *was* taken").
    """
    governor = _governor(sentence, draft.start, after)
    if is_plural(sentence.words[after - 1]) and sentence.word_at(after) in ("was", "is", "has"):
        return governor
    infinitive = governor and sentence.tag_at(governor[0] - 1) == "PART"
    return governor if infinitive else predicate(sentence, after) or governor


def _governor(sentence: Sentence, offset: int, after: int) -> list[int]:
    """The verb whose object begins at `offset`, and a state at `after` ("left 12 people *homeless*")."""
    position = sentence.token_from(offset) - 1
    floor = max(position - REACH, -1)
    while position > floor and sentence.tags[position] in ("DET", "ADV", "PART", "ADJ"):
        position -= 1
    if position < 0 or not is_verb(sentence, position):
        return []
    return [position, *_state(sentence, after, False)]
