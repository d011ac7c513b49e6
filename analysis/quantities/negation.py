"""Whether a bound is negated ("did *not* exceed", "can *hardly* have been less than").

The scope of a negator ends with its clause, as in Huddleston & Pullum (2002, The Cambridge Grammar of the English
Language, chapter 9). The search goes from the bound back and stops at a conjunction, a relative, a verb of saying or a
comma, but skips what two commas set apart.
"""

from __future__ import annotations

import re

from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import word_sets

_WORDS = word_sets("negation")
_NOT = re.compile(r"n['’]t\Z")
_REACH = 14
"""Words between the bound and its negator."""
_PARENTHESIS = 8
"""Words that two commas set apart."""
_STATE = re.compile(r"\b(?:has|have|had|is|are|was|were|been|having|hasn|haven|hadn|wasn|weren)\b", re.IGNORECASE)
_POSSIBLE = re.compile(
    r"\b(?:can|cannot|could|may|might|must|shall|should|will|would|won|wouldn|couldn|last(?:ed|s)?)\b", re.IGNORECASE
)


def is_negated(sentence: Sentence, offset: int, verb: bool) -> bool:
    """Whether the bound that begins at `offset` is negated: an odd number of negators governs it.

    `verb` says that the bound is a verb, which "without" may negate ("without exceeding 40").
    """
    last = position = sentence.token_from(offset) - 1
    floor = max(position - _REACH, -1)
    if position >= 0 and _lasts(sentence, position):
        return False
    negators, predicated = 0, verb
    while position > floor:
        word, following = sentence.words[position].lower(), sentence.word_at(position + 1).lower()
        if word in _WORDS["negators"] or _NOT.search(word):
            if following in _WORDS["idioms"]:
                break
            # "Nobody under 15 came" negates no bound; "nobody paid under $15", "no lower than" and "at no time" do.
            adverbial = position == last or sentence.word_at(position - 1).lower() in _WORDS["prepositions"]
            negators += predicated or word not in _WORDS["nominal"] or (word == "no" and adverbial)
            if word in _WORDS["joining"]:
                break
        elif word == "without":
            negators += verb
            break
        elif word in _WORDS["failing"] and following == "to":
            negators += 1
        elif word == ",":
            position = _before_parenthesis(sentence, position)
            continue
        elif not word[0].isalnum() or _ends_scope(sentence, position):
            break
        predicated = predicated or sentence.tags[position] in ("VERB", "AUX")
        position -= 1
    return negators % 2 == 1


def _ends_scope(sentence: Sentence, position: int) -> bool:
    """Whether a clause begins with the word at `position` or right after it."""
    word, tag = sentence.words[position].lower(), sentence.tags[position]
    if word in _WORDS["claims"] and sentence.word_at(position + 1) == "that":
        return False  # "it is not *true that* more than 40 died"
    if word == "that" and sentence.word_at(position - 1).lower() in _WORDS["claims"]:
        return False
    if word in _WORDS["barriers"] or tag == "SCONJ":
        return True
    if word in _WORDS["saying"]:
        return sentence.word_at(position + 1) != "to"
    if tag == "CCONJ":
        joins_verbs = sentence.tag_at(position - 1) == sentence.tag_at(position + 1) == "VERB"
        return word == "but" or not joins_verbs
    participle = tag == "VERB" and word.endswith("ing") and position > 0
    return participle and sentence.tags[position - 1] not in ("AUX", "PART", "ADV")


def _before_parenthesis(sentence: Sentence, comma: int) -> int:
    """The position before what two commas set apart ("has not, *in 40 years*, been"); -1 where there is none."""
    for position in range(comma - 1, max(comma - _PARENTHESIS, 0), -1):
        if sentence.words[position] == ",":
            before = sentence.words[position - 1].lower()
            apart = sentence.tags[position - 1] in ("AUX", "PART", "ADV") or before in _WORDS["negators"]
            return position - 1 if apart else -1
    return -1


def _lasts(sentence: Sentence, position: int) -> bool:
    """Whether the bound is on how long a negated state lasts ("has not been seen for more than 30 years")."""
    if sentence.words[position].lower() not in ("for", "in"):
        return False
    text = sentence.before(sentence.tokens[position].end, 80)
    return _STATE.search(text) is not None and not _POSSIBLE.search(text)
