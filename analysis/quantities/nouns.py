"""The counted noun phrase after a number, its head, and the head in the singular."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_SINGULAR_ENDINGS = ("ss", "us", "sis", "itis", "nnis", "bris", "'s", "’s", "pelvis", "corps")
STOP = frozenset(table("nouns")["stop"])
"""Words that end a noun phrase: determiners, prepositions, conjunctions, auxiliaries and the like."""
_DESCRIBING = frozenset(table("nouns")["describing"])
_PLURALS: dict[str, str] = table("nouns")["plural"]
_NOT_COUNTED = frozenset(table("nouns")["uncounted"])
_PEOPLE = frozenset(table("nouns")["people"])
_COLLECTIVE = frozenset(table("nouns")["collective"])
_INSIDE = frozenset(("ADJ", "NOUN", "PROPN", "NUM"))
_LONGEST = 8
_LONGEST_NUMBER = 4
_NOMINAL = (("NOUN",), ("PROPN",), ("ADJ",))
_AIRCRAFT = re.compile(r"7[0-8]7")
_CLITICS = frozenset(("'s", "’s"))
_EXTENTS = frozenset(("deep", "high", "long", "tall", "wide"))
"""Adjectives that follow a measure as often as they stand before a noun ("12 feet long", "12 long poles")."""
_HYPHENS = frozenset("-‑")
_CONJUNCTIONS = frozenset(("and", "or", "to"))
_SUSPENDING = _CONJUNCTIONS | {","}
_COMPOUND_ADJECTIVE = re.compile(r"[a-z]+(?:-[a-z]+)+")
_FIGURED = re.compile(r"[0-9][0-9,.]*-[a-z]+")
"""A description with a number of its own ("four 500-seat halls")."""
_ADJACENT = frozenset((" ", "", "\n", "\xa0", "  ", " “", ' "', " ‘", " '"))
"""What may stand between a number and what it counts."""


class Counted(NamedTuple):
    """A counted noun phrase `text[start:end]`, and its head as a unit."""

    start: int
    end: int
    unit: str
    word: str
    """the head as written"""


def counted_noun(sentence: Sentence, offset: int, plural: bool) -> Counted | None:
    """The noun phrase that begins at `offset`, after a number; `plural` says that a plural head is expected."""
    first = sentence.token_from(offset)
    if first == len(sentence.tokens) or not _adjacent(sentence, offset, first):
        return None
    if plural and sentence.words[first].lower() in _PEOPLE and not _describes(sentence, first, first):
        return Counted(*sentence.tokens[first], "person", "people")
    position, end, head = _after_suspended(sentence, first), min(first + _LONGEST, len(sentence.tokens)), None
    while position < end and _continues(sentence, first, position, plural, head):
        if _is_noun(sentence, position, plural) and (not plural or is_plural(sentence.words[position])):
            head = position
        position += 1
        if head is None and plural and _coordinates(sentence, position):
            position += 1
    if head is None:
        head = _singular_head(sentence, first, position, plural)
    if head is None and sentence.words[first] in _COLLECTIVE:
        head = first
    if head is None:
        return None
    word = sentence.words[head]
    unit = singular(word) if _is_name(sentence, head) else singular(word).lower()
    return Counted(sentence.tokens[first].start, sentence.tokens[head].end, unit, word)


def _is_noun(sentence: Sentence, position: int, plural: bool) -> bool:
    """Whether a token is a noun; a verb in -s after a plural number would not agree with it, so that it is one too."""
    tag, word = sentence.tags[position], sentence.words[position]
    return tag in ("NOUN", "PROPN") or (plural and tag == "VERB" and word.endswith("s") and is_plural(word))


def compounded(sentence: Sentence, offset: int) -> Counted | None:
    """What a number counts that a hyphen joins to the word at `offset` ("12-page", "three-bed")."""
    word = _COMPOUNDED.match(sentence.text, offset, sentence.end)
    if word is None or word.group() in _NOT_COUNTED or _PARTICIPLE.search(word.group()):
        return None
    return Counted(word.start(), word.end(), singular(word.group()), word.group())


_PARTICIPLE = re.compile(r"(?<!e)(?<!b)(?<!sh)ed\Z|.{3}ing\Z")
_COMPOUNDED = re.compile(r"[a-z]+\b")


def _adjacent(sentence: Sentence, offset: int, first: int) -> bool:
    gap = sentence.text[offset : sentence.tokens[first].start]
    return gap in _ADJACENT


def _continues(sentence: Sentence, first: int, position: int, plural: bool, head: int | None) -> bool:
    """Whether the token at `position` goes on a noun phrase that began at `first`."""
    word, tag = sentence.words[position], sentence.tags[position]
    lower = word.lower()
    if lower in _DESCRIBING:
        return position == first or sentence.tags[position - 1] != "NOUN"
    if _FIGURED.fullmatch(word) or (word.isdigit() and _numbers_a_product(sentence, position)):
        return True
    if position > first and word in _CLITICS:
        return not is_plural(sentence.words[position - 1])
    if _COMPOUND_ADJECTIVE.fullmatch(word):
        return sentence.text[sentence.tokens[position].start - 1].isspace()
    if _is_stop(sentence, position) or not word[0].isalpha():
        return False
    if tag not in _INSIDE and (head is not None or not _is_noun(sentence, position, plural)):
        return _describes(sentence, first, position)
    if not plural and tag == "PROPN" and position > first and sentence.tags[position - 1] == "NOUN":
        return False
    if not plural and is_plural(word) and position > first and not _modifies(sentence, position):
        return False
    return position == first or _follows(sentence, position)


def _numbers_a_product(sentence: Sentence, position: int) -> bool:
    """Whether digits inside of a noun phrase are part of a name ("two *737* Max jets", "two Falcon *9* rockets")."""
    if len(sentence.words[position]) > _LONGEST_NUMBER or sentence.tags[position + 1 : position + 2] not in _NOMINAL:
        return False
    named = sentence.words[position - 1].istitle() or sentence.words[position + 1].istitle()
    return position > 0 and (named or _AIRCRAFT.fullmatch(sentence.words[position]) is not None)


def _is_stop(sentence: Sentence, position: int) -> bool:
    """Whether a word ends a noun phrase; no name in capitals does ("40 US banks"), nor "long" before a noun."""
    word, tag = sentence.words[position], sentence.tags[position]
    if word.lower() not in STOP or (tag == "PROPN" and word.isupper() and len(word) > 1):
        return False
    following = sentence.tags[position + 1 : position + 2]
    describes = (word in _EXTENTS and tag == "ADJ" and following == ("NOUN",)) or (
        word == "combined" and following in _NOMINAL and sentence.words[position + 1].lower() not in STOP
    )
    return not describes


def _follows(sentence: Sentence, position: int) -> bool:
    """Whether a word goes on the phrase of the word before it, rather than stands after it ("two men alive")."""
    if sentence.tokens[position - 1].end == sentence.tokens[position].start:
        return False
    after_plural = sentence.tags[position - 1] == "NOUN" and is_plural(sentence.words[position - 1])
    return not (sentence.tags[position] == "ADJ" and after_plural)


def _coordinates(sentence: Sentence, position: int) -> bool:
    """Whether "and" at `position` joins two descriptions of one noun ("200 American and British soldiers")."""
    if position + 1 >= len(sentence.tokens) or sentence.words[position].lower() not in ("and", "or"):
        return False
    if sentence.tags[position - 1] == "NOUN":
        return False
    return sentence.tags[position + 1] in _INSIDE and sentence.words[position + 1].lower() not in STOP


def _after_suspended(sentence: Sentence, position: int) -> int:
    """Where the word stands that completes those before it ("gas-fired" in "coal- and gas-fired power plants")."""
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
    if position + 1 >= len(sentence.tokens) or word in STOP:
        return False
    following = sentence.tags[position + 1]
    if tag == "ADV":
        return position == first and (following == "ADJ" or (word.endswith("ly") and following in ("VERB", "NOUN")))
    if tag != "VERB" or not word.endswith(("ed", "ing", "en")):
        return False
    return (
        following in _INSIDE
        and (
            position == first
            or sentence.tags[position - 1] in ("ADV", "ADJ")
            or sentence.words[position - 1] in _CLITICS
        )
        and sentence.words[position + 1].lower() not in STOP
    )


def _modifies(sentence: Sentence, position: int) -> bool:
    """Whether a plural-looking word stands before the noun it modifies ("one news report")."""
    if position + 1 >= len(sentence.tokens):
        return False
    word = sentence.words[position + 1]
    return sentence.tags[position + 1] == "NOUN" and word.islower() and not is_plural(word) and word not in STOP


def _singular_head(sentence: Sentence, first: int, last: int, plural: bool) -> int | None:
    """The first noun where none is plural: "12 page document" counts pages."""
    nouns = [position for position in range(first, last) if sentence.tags[position] in ("NOUN", "PROPN")]
    if plural:
        nouns = [position for position in nouns[:1] if len(nouns) > 1 and sentence.tags[position] == "NOUN"]
    return nouns[-1] if nouns else None


def _is_name(sentence: Sentence, position: int) -> bool:
    """Whether a unit keeps the capitals of the word at `position` ("Catholics", "MPs")."""
    word = sentence.words[position]
    if sentence.tags[position] == "PROPN" or any(letter.isupper() for letter in word[1:]):
        return True
    return word.istitle() and not sentence.is_headline


def is_plural(word: str) -> bool:
    """Whether a noun is written like a plural."""
    lower = word.lower()
    return lower in _PLURALS or (lower.endswith("s") and len(lower) > 2 and not lower.endswith(_SINGULAR_ENDINGS))


def singular(word: str) -> str:
    """A noun in the singular: irregular ones from a list, others by the regular endings."""
    lower = word.lower()
    stem, hyphen, last = word.rpartition("-")
    if hyphen and last:
        return f"{stem}-{singular(last)}"
    if known := _PLURALS.get(lower):
        return known if word.islower() else word[0] + known[1:] if word[0].lower() == known[0] else known
    if not is_plural(word):
        return word
    if lower.endswith("ies") and len(lower) > 4:
        return word[:-3] + ("y" if word[-1].islower() else "Y")
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]
