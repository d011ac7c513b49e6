"""The verb "number", whose subject is what a figure counts: "the wounded now number nine"; not "bus number nine"."""

from __future__ import annotations

from analysis.quantities.nouns import PEOPLE, is_plural
from analysis.quantities.quantity import PERSON, Unit
from analysis.quantities.sentence import Sentence

_PRONOUNS = frozenset(("they", "who", "we", "which"))
_ADVERBIAL = frozenset(("fact", "all", "present", "least", "far"))
"""Last words of adverbials of two words ("in fact")."""
_VERBAL = frozenset(("VERB", "AUX"))
_REACH = 10


def subject(sentence: Sentence, offset: int) -> int | None:
    """The position of the subject of "number" right before `offset`; None where "number" is no verb.

    The subject is a plural, people ("the dead") or a pronoun. It stands right before the verb, or else adverbs do.
    """
    position = sentence.token_from(offset) - 2
    if sentence.word_at(position + 1).lower() != "number":
        return None
    if _is_counted(sentence, position):
        return position
    if not _is_adverbial(sentence, position):
        return None
    for earlier in range(position - 1, max(position - _REACH, -1), -1):
        if _is_counted(sentence, earlier):
            return earlier
        if sentence.tags[earlier] in _VERBAL:
            return None
    return None


def unit(sentence: Sentence, offset: int) -> Unit | None:
    """The unit of a figure at `offset` whose subject are people by themselves ("the dead number 30")."""
    position = subject(sentence, offset)
    people = position is not None and sentence.words[position].lower() in PEOPLE
    return PERSON if people else None


def _is_counted(sentence: Sentence, position: int) -> bool:
    word = sentence.word_at(position).lower()
    if word in PEOPLE:
        return sentence.tag_at(position - 1) == "DET" or sentence.tags[position] != "VERB"
    return word in _PRONOUNS or (sentence.tag_at(position) == "NOUN" and is_plural(word))


def _is_adverbial(sentence: Sentence, position: int) -> bool:
    if sentence.tag_at(position) == "ADV":
        return True
    return sentence.word_at(position).lower() in _ADVERBIAL and sentence.tag_at(position - 1) in ("ADP", "ADV")
