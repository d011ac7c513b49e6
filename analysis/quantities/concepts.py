"""What a figure is about, in the article's words: the counted thing and what happens to it.

The phrases are found on parts of speech alone, in the manner of the finite-state chunks of Abney (1996, "Partial
parsing via finite-state cascades").
"""

from __future__ import annotations

import re

from analysis.quantities import nouns
from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence

_LONGEST = 10
"""Words that a concept may have."""
_LONGEST_PHRASE = 6
_LONGEST_PREDICATE = 4
_REACH = 6
"""Words that may stand between a figure and the verb it belongs to."""
_NOMINAL = frozenset(("ADJ", "NOUN", "PROPN", "NUM"))
_LINKING = frozenset(("SCONJ", "X", "INTJ"))
"""Tags that a word the tagger does not know may get by mistake: linking words are in `nouns.STOP`."""
_SKIPPED = frozenset(("AUX", "ADV", "PART"))
_LIGHT = frozenset(
    "have has had having is are was were be been being include includes including said says say compared according "
    "including based".split()
)
"""Verbs that tell nothing of what happens to a thing."""
_CONVERSIONS = frozenset((" (", "(", " (about ", " (around ", " (some "))
_NUMERIC = frozenset("bn tn mn million billion trillion thousand hundred percent per cent pct".split())
_CLITIC = re.compile(r" (?=['’]s\b)")


def find_concept(sentence: Sentence, draft: Draft, previous: Draft | None) -> str | None:
    """The counted thing with what happens to it ("North Korean soldiers killed or wounded"), at most ten words.

    A conversion in brackets is about what the quantity before it is about.
    """
    if previous is not None and sentence.text[previous.end : draft.start] in _CONVERSIONS:
        return previous.concept
    thing = _thing(sentence, draft)
    if thing:
        happening = _predicate(sentence, thing[-1] + 1) or _governor(sentence, draft.start)
    elif draft.unit is None:
        happening = _predicate(sentence, sentence.token_from(draft.end)) or _clause_before(
            sentence, draft.start
        )
    else:
        happening = _clause_before(sentence, draft.start)
    for chosen in ({*thing, *happening}, thing, range(*_noun(sentence, draft))):
        told = _worded(sentence, sorted(chosen))
        if len(told) <= _LONGEST:
            return _CLITIC.sub("", " ".join(told)) or None
    return None


def _worded(sentence: Sentence, positions: list[int]) -> list[str]:
    """The words at `positions` but for figures and signs."""
    words = (sentence.words[position] for position in positions)
    return [
        word for word in words if len(word) > 1 and not word[0].isdigit() and word.lower() not in _NUMERIC
    ]


def _noun(sentence: Sentence, draft: Draft) -> tuple[int, int]:
    """First token of the counted noun phrase, and the one after its last."""
    if draft.noun is None:
        return 0, 0
    return sentence.token_from(draft.noun[0]), sentence.token_from(draft.noun[1])


def _thing(sentence: Sentence, draft: Draft) -> list[int]:
    """The tokens that name what is counted or measured."""
    if draft.noun is not None:
        first, end = _noun(sentence, draft)
        of, phrase = _complement(sentence, end, ("of",))
        return [*range(first, end), *of, *phrase]
    after = sentence.token_from(draft.end)
    if draft.unit is None:
        return [after] if after < len(sentence.words) and sentence.words[after].lower() == "others" else []
    return _complement(sentence, after, ("of", "in"))[1] or _attribute(sentence, draft, after)


def _complement(
    sentence: Sentence, position: int, prepositions: tuple[str, ...]
) -> tuple[list[int], list[int]]:
    """Preposition and noun phrase of "of voters", "in loans" at `position`."""
    if position >= len(sentence.tokens) or sentence.words[position].lower() not in prepositions:
        return [], []
    phrase = _phrase(sentence, position + 1)
    named = phrase and sentence.words[position].lower() == "in" and sentence.tags[phrase[-1]] != "NOUN"
    return ([position], phrase) if phrase and not named else ([], [])


def _attribute(sentence: Sentence, draft: Draft, position: int) -> list[int]:
    """The noun phrase that the figure stands in front of ("a $150,000 contract")."""
    if position >= len(sentence.tokens) or sentence.text[draft.end : draft.end + 1] not in (" ", "-"):
        return []
    return _phrase(sentence, position) if sentence.tags[position] in ("NOUN", "ADJ", "PROPN") else []


def _phrase(sentence: Sentence, position: int) -> list[int]:
    """The tokens of a noun phrase from `position` on, without determiners; none where it is longer than told."""
    found: list[int] = []
    for index in range(position, min(position + _LONGEST, len(sentence.tokens))):
        tag = sentence.tags[index]
        if tag in _NOMINAL or (found and sentence.words[index] in ("'s", "’s")):
            found.append(index)
        elif found or tag not in ("DET", "PRON"):
            break
    return found if len(found) <= _LONGEST_PHRASE else []


def _predicate(sentence: Sentence, position: int) -> list[int]:
    """The verbs after a subject that ends before `position`, without auxiliaries and adverbs, and their object.

    None where the object's head cannot be told, so that no phrase is broken off.
    """
    tags = sentence.tags
    limit = min(position + _REACH, len(tags))
    while position < limit and tags[position] in _SKIPPED:
        position += 1
    found: list[int] = []
    while position < len(tags) and len(found) < _LONGEST_PREDICATE:
        if not (_is_verb(sentence, position) or (found and _joins_verbs(sentence, position))):
            break
        found.append(position)
        position += 1
    if found and position < len(tags) and tags[position] in ("DET", "PROPN", "NOUN", "ADJ", "PRON"):
        object_phrase = _phrase(sentence, position)
        if not _ends_phrase(sentence, position, object_phrase):
            return []
        found += object_phrase
    return found


def _ends_phrase(sentence: Sentence, position: int, phrase: list[int]) -> bool:
    """Whether `phrase`, read from `position` on, ends with its head."""
    if not phrase:
        return sentence.tags[position] == "PRON"
    following = phrase[-1] + 1
    if following < len(sentence.tags) and sentence.tags[following] in _LINKING:
        return sentence.words[following].lower() in nouns.STOP
    return sentence.tags[phrase[-1]] in ("NOUN", "PROPN")


def _is_verb(sentence: Sentence, position: int) -> bool:
    return sentence.tags[position] == "VERB" and sentence.words[position].lower() not in _LIGHT


def _joins_verbs(sentence: Sentence, position: int) -> bool:
    """Whether "or" joins two participles, or its second one stands here ("killed or wounded")."""
    tags, words = sentence.tags, sentence.words
    if tags[position] == "CCONJ":
        position += 1
    elif tags[position - 1] != "CCONJ":
        return False
    verbal = position < len(tags) and tags[position] in ("VERB", "ADJ")
    return verbal and words[position].endswith(("ed", "en", "ing"))


def _governor(sentence: Sentence, offset: int) -> list[int]:
    """The verb whose object begins at `offset` ("killed 12 people")."""
    position = sentence.token_from(offset) - 1
    floor = max(position - _REACH, -1)
    while position > floor and sentence.tags[position] in ("DET", "ADV", "PART", "ADJ"):
        position -= 1
    governs = position >= 0 and sentence.tags[position] == "VERB"
    return [position] if governs and sentence.words[position].lower() not in _LIGHT else []


def _clause_before(sentence: Sentence, offset: int) -> list[int]:
    """Subject and verb before a figure ("unemployment fell by 2 percent")."""
    tags = sentence.tags
    position = sentence.token_from(offset) - 1
    floor = max(position - _REACH, -1)
    while position > floor and tags[position] in ("ADP", "ADV", "DET", "PART", "AUX", "PUNCT", "SYM"):
        position -= 1
    if position == floor:
        return []
    found: list[int] = []
    floor = max(position - _REACH, -1)
    while position > floor and tags[position] in ("VERB", "ADV", "AUX", "PART"):
        if _is_verb(sentence, position):
            found.append(position)
        position -= 1
    while position >= 0 and tags[position] in _NOMINAL and len(found) < _LONGEST:
        found.append(position)
        position -= 1
    return found
