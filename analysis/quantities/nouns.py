"""The counted noun phrase after a number, its head, and the singular of the head."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table, word_sets

_SINGULAR_ENDINGS = ("ss", "us", "sis", "itis", "nnis", "bris", "'s", "’s", "pelvis", "corps")
_PLURALS: dict[str, str] = table("nouns")["plural"]
_LISTS = word_sets("nouns")
STOP = _LISTS["stop"]
"""Words that end a noun phrase: determiners, prepositions, conjunctions, auxiliaries and the like."""
PEOPLE = _LISTS["people"]
"""Adjectives and participles that count people by themselves ("12 *dead*")."""
NOMINAL = frozenset(("ADJ", "NOUN", "PROPN", "NUM"))
"""Tags inside a noun phrase."""
OWNERS = frozenset("its their his her our my your 's ’s".split())
"""Determiners that say whose something is."""
_DETERMINERS = OWNERS | {"a", "an", "the", "this"}
_BEFORE_NUMBERS = frozenset(("ADJ", "ADV", "NUM"))
_NAMING = NOMINAL - {"NUM"}
_LONGEST = 8
_LONGEST_NUMBER = 4
_CLITICS = frozenset(("'s", "’s"))
_EXTENTS = frozenset(("deep", "high", "long", "tall", "wide"))
"""Adjectives that follow a measure as often as they stand before a noun ("12 feet long", "12 long poles")."""
_HYPHENS = frozenset("-‑")
_CONJUNCTIONS = frozenset(("and", "or", "to"))
_SUSPENDING = _CONJUNCTIONS | {","}
_COMPOUND_ADJECTIVE = re.compile(r"[a-z]+(?:-[a-z]+)+")
_COMPOUNDED = re.compile(r"[a-z]+\b")
_GAPS = frozenset((" ", "", "\n", "\xa0", "  ", " “", ' "', " ‘", " '"))
"""The text between a number and what it counts."""


class NounPhrase(NamedTuple):
    """A counted noun phrase `text[start:end]`, and its head as a unit."""

    start: int
    end: int
    unit: str
    word: str
    """the head as written"""


def counted_noun(sentence: Sentence, offset: int, plural: bool) -> NounPhrase | None:
    """The noun phrase that begins at `offset`, after a number; `plural` says that a plural head is expected."""
    first = sentence.token_from(offset)
    if first == len(sentence.tokens) or sentence.text[offset : sentence.tokens[first].start] not in _GAPS:
        return None
    if plural and sentence.words[first].lower() in PEOPLE and not _describes(sentence, first, first):
        return NounPhrase(*sentence.tokens[first], "person", "people")
    head = _head(sentence, first, plural)
    if head is None:
        return None
    word = sentence.words[head]
    unit = singular(word) if _is_name(sentence, head) else singular(word).lower()
    return NounPhrase(sentence.tokens[first].start, sentence.tokens[head].end, unit, word)


def _head(sentence: Sentence, first: int, plural: bool) -> int | None:
    """The position of the head of the noun phrase that begins at `first`."""
    position, end, head = _after_suspended(sentence, first), min(first + _LONGEST, len(sentence.tokens)), None
    while position < end and _continues(sentence, first, position, plural, head):
        if _is_noun(sentence, position, plural) and (not plural or is_plural(sentence.words[position])):
            head = position
        position += 1
        if head is None and plural and _coordinates(sentence, position):
            position += 1
    if head is None:
        head = _singular_head(sentence, first, position, plural)
    word = sentence.words[first]
    return first if head is None and (word in _LISTS["collective"] or is_people(word)) else head


def is_people(word: str) -> bool:
    """Whether a word names a people by an ending that has no plural of its own ("40 *Faroese*")."""
    return word.istitle() and word.endswith("ese")


def _is_noun(sentence: Sentence, position: int, plural: bool) -> bool:
    """Whether a token is a noun; after a plural number a verb in -s would not agree, so it is a noun too."""
    tag, word = sentence.tags[position], sentence.words[position]
    return tag in ("NOUN", "PROPN") or (plural and tag == "VERB" and word.endswith("s") and is_plural(word))


def compounded(sentence: Sentence, offset: int) -> NounPhrase | None:
    """The noun at `offset` that a hyphen joins to the number before it ("12-page", "three-bed")."""
    match = sentence.match(_COMPOUNDED, offset)
    if match is None or match.group() in _LISTS["uncounted"]:
        return None
    return NounPhrase(*match.span(), singular(match.group()), match.group())


def _continues(sentence: Sentence, first: int, position: int, plural: bool, head: int | None) -> bool:
    """Whether the token at `position` continues a noun phrase that began at `first`."""
    word, tag = sentence.words[position], sentence.tags[position]
    opens = position == first
    if word.lower() in _LISTS["describing"]:
        return opens or sentence.tags[position - 1] != "NOUN"
    if word.isdigit() and _numbers_a_product(sentence, position):
        return True
    if not opens and word in _CLITICS:
        return not is_plural(sentence.words[position - 1])
    if _COMPOUND_ADJECTIVE.fullmatch(word):
        return sentence.text[sentence.tokens[position].start - 1].isspace()
    if _is_stop(sentence, position) or not word[0].isalpha():
        return False
    if tag not in NOMINAL and (head is not None or not _is_noun(sentence, position, plural)):
        return _describes(sentence, first, position)
    if opens:
        return True
    if not plural and tag == "PROPN" and sentence.tags[position - 1] == "NOUN":
        return False
    if not plural and is_plural(word) and not _modifies(sentence, position):
        return False
    return _follows(sentence, position)


def _numbers_a_product(sentence: Sentence, position: int) -> bool:
    """Whether digits inside a noun phrase are part of a name ("two new *737* Max jets")."""
    if len(sentence.words[position]) > _LONGEST_NUMBER or sentence.tag_at(position + 1) not in _NAMING:
        return False
    return position > 0 and (sentence.words[position - 1].istitle() or sentence.words[position + 1].istitle())


def _is_stop(sentence: Sentence, position: int) -> bool:
    """Whether a word ends a noun phrase; no name in capitals does ("40 US banks"), nor "long" before a noun."""
    word, tag = sentence.words[position], sentence.tags[position]
    if word.lower() not in STOP or (tag == "PROPN" and word.isupper() and len(word) > 1):
        return False
    following = sentence.tag_at(position + 1)
    describes = (word in _EXTENTS and tag == "ADJ" and following == "NOUN") or (
        word == "combined" and following in _NAMING and sentence.words[position + 1].lower() not in STOP
    )
    return not describes


def _follows(sentence: Sentence, position: int) -> bool:
    """Whether a word continues the phrase of the word before it, rather than follows it ("two men *alive*")."""
    if sentence.tokens[position - 1].end == sentence.tokens[position].start:
        return False
    after_plural = sentence.tags[position - 1] == "NOUN" and is_plural(sentence.words[position - 1])
    return not (sentence.tags[position] == "ADJ" and after_plural)


def _coordinates(sentence: Sentence, position: int) -> bool:
    """Whether "and" at `position` joins two descriptions of one noun ("200 American and British soldiers")."""
    return (
        sentence.word_at(position).lower() in ("and", "or")
        and sentence.tags[position - 1] != "NOUN"
        and sentence.tag_at(position + 1) in NOMINAL
        and sentence.words[position + 1].lower() not in STOP
    )


def _after_suspended(sentence: Sentence, position: int) -> int:
    """The position after a suspended compound: of "gas-fired" in "coal- and gas-fired power plants"."""
    words, tokens = sentence.words, sentence.tokens
    while (
        position + 3 < len(tokens)
        and words[position + 1] in _HYPHENS
        and words[position + 2] in _SUSPENDING
        and tokens[position].end == tokens[position + 1].start
    ):
        position += 3
        if words[position].lower() in _CONJUNCTIONS:
            position += 1
    return position


def _describes(sentence: Sentence, first: int, position: int) -> bool:
    """Whether a participle or adverb is part of the description of a noun after it ("20 decently sized plants")."""
    tag, word = sentence.tags[position], sentence.words[position].lower()
    following = sentence.tag_at(position + 1)
    if not following or word in STOP:
        return False
    if tag == "ADV":
        return position == first and (following == "ADJ" or (word.endswith("ly") and following in ("VERB", "NOUN")))
    if tag != "VERB" or not word.endswith(("ed", "ing", "en")):
        return False
    previous = position - 1
    opens = position == first or sentence.tags[previous] in ("ADV", "ADJ") or sentence.words[previous] in _CLITICS
    return opens and following in NOMINAL and sentence.words[position + 1].lower() not in STOP


def _modifies(sentence: Sentence, position: int) -> bool:
    """Whether a plural-looking word stands before the noun it modifies ("one news report")."""
    word = sentence.word_at(position + 1)
    return sentence.tag_at(position + 1) == "NOUN" and word.islower() and not is_plural(word) and word not in STOP


def _singular_head(sentence: Sentence, first: int, last: int, plural: bool) -> int | None:
    """The head where no noun is plural: the last, or after a plural number the first of two ("a 12 page document").

    Without a determiner, the first is a verb rather: "300 *face* eviction".
    """
    nouns = [position for position in range(first, last) if sentence.tags[position] in ("NOUN", "PROPN")]
    if not plural:
        return nouns[-1] if nouns else None
    described = len(nouns) > 1 and sentence.tags[nouns[0]] == "NOUN" and _is_determined(sentence, first)
    return nouns[0] if described else None


def _is_determined(sentence: Sentence, position: int) -> bool:
    """Whether a determiner opens the phrase of the number before `position` ("*the* second 40 mile leg")."""
    position -= 1
    while sentence.tag_at(position) in _BEFORE_NUMBERS:
        position -= 1
    return sentence.word_at(position).lower() in _DETERMINERS


def _is_name(sentence: Sentence, position: int) -> bool:
    """Whether a unit keeps the capitals of the word at `position` ("Catholics", "MPs")."""
    word = sentence.words[position]
    if sentence.tags[position] == "PROPN" or any(letter.isupper() for letter in word[1:]):
        return True
    return word.istitle() and not sentence.is_headline


def is_plural(word: str) -> bool:
    """Whether a noun looks like a plural."""
    lower = word.lower()
    return lower in _PLURALS or (lower.endswith("s") and len(lower) > 2 and not lower.endswith(_SINGULAR_ENDINGS))


def singular(word: str) -> str:
    """A noun in the singular: listed if irregular, else without the regular endings."""
    lower = word.lower()
    stem, hyphen, last = word.rpartition("-")
    if hyphen and last:
        return f"{stem}-{singular(last)}"
    if listed := _PLURALS.get(lower):
        return word[0] + listed[1:] if word[0].lower() == listed[0] else listed
    if not is_plural(word):
        return word
    if lower.endswith("ies") and len(lower) > 4:
        return word[:-3] + ("y" if word[-1].islower() else "Y")
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]
