"""Whether a bound stands under a negation ("did *not* exceed", "can *hardly* have been less than").

What a negator governs ends with its clause, as in Huddleston & Pullum (2002, The Cambridge Grammar of the English
Language, chapter 9): from the bound back, nothing behind a conjunction, a relative, a verb of saying or a comma is
looked at, except that two commas may set something apart.
"""

from __future__ import annotations

import re

from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_WORDS = {name: frozenset(words) for name, words in table("negation").items()}
_NOT = re.compile(r"n['’]t\Z")
_REACH = 14
"""Words back from the bound within which its negator stands."""
_PARENTHESIS = 8


def is_negated(sentence: Sentence, offset: int, verb: bool) -> bool:
    """Whether the bound that begins at `offset` is denied: an odd number of negators governs it.

    `verb`: the bound is a verb, whose own negator may be "without" ("without exceeding 40").
    """
    words, tags = sentence.words, sentence.tags
    position = last = sentence.token_from(offset) - 1
    floor = max(position - _REACH, -1)
    if position >= 0 and _lasts(sentence, position):
        return False
    denials, predicated = 0, verb
    while position > floor:
        word = words[position].lower()
        following = words[position + 1].lower() if position + 1 < len(words) else ""
        if word in _WORDS["negators"] or _NOT.search(word):
            if following in _WORDS["idioms"]:
                break
            # "Nobody under 15 came" denies no bound; "nobody paid under $15", "no lower than" and "at no time" do.
            adverbial = position == last or (position > 0 and words[position - 1].lower() in _WORDS["prepositions"])
            denials += predicated or word not in _WORDS["nominal"] or (word == "no" and adverbial)
            if word in _WORDS["joining"]:
                break
        elif word == "without":
            denials += verb
            break
        elif word in _WORDS["failing"] and following == "to":
            denials += 1
        elif word == ",":
            position = _before_parenthesis(sentence, position)
            continue
        elif not word[0].isalnum() or _ends_scope(words, tags, position):
            break
        predicated = predicated or tags[position] in ("VERB", "AUX")
        position -= 1
    return denials % 2 == 1


def _ends_scope(words: list[str], tags: tuple[str, ...], position: int) -> bool:
    """Whether a clause begins with or behind the word at `position`."""
    word, tag = words[position].lower(), tags[position]
    if word in _WORDS["claims"] and words[position + 1 : position + 2] == ["that"]:
        return False  # "it is not *true that* more than 40 died"
    if word == "that" and position and words[position - 1].lower() in _WORDS["claims"]:
        return False
    if word in _WORDS["barriers"] or tag == "SCONJ":
        return True
    if word in _WORDS["saying"]:
        return words[position + 1 : position + 2] != ["to"]
    if tag == "CCONJ":
        verbs = position > 0 and tags[position - 1] == "VERB" and tags[position + 1 : position + 2] == ("VERB",)
        return word == "but" or not verbs
    participle = tag == "VERB" and word.endswith("ing") and position > 0
    return participle and tags[position - 1] not in ("AUX", "PART", "ADV")


def _before_parenthesis(sentence: Sentence, comma: int) -> int:
    """The position before what two commas set apart ("has not, *in 40 years*, been"); -1 where they do not."""
    for position in range(comma - 1, max(comma - _PARENTHESIS, 0), -1):
        if sentence.words[position] == ",":
            before = sentence.words[position - 1].lower()
            apart = sentence.tags[position - 1] in ("AUX", "PART", "ADV") or before in _WORDS["negators"]
            return position - 1 if apart else -1
    return -1


def _lasts(sentence: Sentence, position: int) -> bool:
    """Whether the bound is of the time for which something is not so ("has not been seen for more than 30 years")."""
    if sentence.words[position].lower() not in ("for", "in"):
        return False
    text = sentence.before(sentence.tokens[position].end, 80)
    return _STATE.search(text) is not None and not _POSSIBLE.search(text)


_STATE = re.compile(r"\b(?:has|have|had|is|are|was|were|been|having|hasn|haven|hadn|wasn|weren)\b", re.IGNORECASE)
_POSSIBLE = re.compile(
    r"\b(?:can|cannot|could|may|might|must|shall|should|will|would|won|wouldn|couldn|last(?:ed|s)?)\b", re.IGNORECASE
)
