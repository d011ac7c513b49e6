"""The features of the part-of-speech tagger: of a word, of its neighbours, and of both together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

TAGS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
"""The universal tags (https://universaldependencies.org/u/pos)."""

LETTERS = {tag: chr(ord("A") + number) for number, tag in enumerate(TAGS)}
"""The letter by which an ambiguity class names a tag."""

REACH = 2
"""The words before and after a word that its features cover."""

_VERB_LETTERS = LETTERS["AUX"] + LETTERS["VERB"]
_OPENERS = frozenset(("", *"\"'“‘«:"))
_CURRENCY_SIGNS = frozenset("$£€¥")
_HEADLINE_SHARE = 0.8
_SHORTEST_CONTENT_WORD = 4


class Token(NamedTuple):
    """A word as the features see it.

    `word`: in small letters, with every number as 0. `shape`: its capitals, small letters and digits (`Aa`,
    `0-a`), after the letter of its setting. `kind`: its ambiguity class, the `LETTERS` of the tags it can have,
    the usual one first; for a word that the model does not know, its shape and ending.
    """

    word: str
    shape: str
    kind: str


EDGE = Token("", "", "")
"""The token beyond either end of a sentence."""


def settings(words: Sequence[str]) -> Iterator[str]:
    """For each word of a sentence, a letter for what else may explain its capitals.

    `u`: all the sentence is in capitals; `t`: it is a title in which the longer words begin with one; `n`:
    neither. The letter is itself a capital where the word opens the sentence or a quotation.
    """
    long = [word for word in words if len(word) >= _SHORTEST_CONTENT_WORD and word[0].isalpha()]
    style = "n"
    if len(long) > 1:
        if sum(word.isupper() for word in long) >= _HEADLINE_SHARE * len(long):
            style = "u"
        elif sum(word[0].isupper() for word in long) >= _HEADLINE_SHARE * len(long):
            style = "t"
    for before, _ in pairwise(("", *words)):
        yield style.upper() if before in _OPENERS else style


def described(word: str, setting: str, classes: Mapping[str, str]) -> Token:
    """`word` as the features see it; `classes` gives the kinds of the known words."""
    shape = "".join("A" if c.isupper() else "a" if c.islower() else "0" if c.isdigit() else c for c in word)
    shape = setting + re.sub(r"(.)\1+", r"\1\1", shape)
    word = "$" if word in _CURRENCY_SIGNS else re.sub(r"\d+", "0", word.lower().replace("’", "'"))
    return Token(word, shape, classes.get(word) or f"?{shape[-2:]}{word[-2:]}")


def features_alone(token: Token) -> tuple[list[str], ...]:
    """The features of a token for the tag at each place within `REACH` of it, from left to right."""
    word, shape, kind = token
    of_itself = [f"start={word[:length]}" for length in (1, 2, 3)]
    of_itself += [f"end={word[-length:]}" for length in (1, 2, 3, 4)]
    of_itself += [f"end={word[-2:]} {shape}", f"end={word[-3:]} {shape}", f"part={word.rpartition('-')[2]}"]
    of_itself += [f"word={word}", f"word={word} {shape}", f"shape={shape}", f"kind={kind}"]
    return (
        [f"word+2={word}", f"kind+2={kind}"],
        [f"word+1={word}", f"kind+1={kind}", f"end+1={word[-3:]}"],
        of_itself,
        [f"word-1={word}", f"kind-1={kind}", f"end-1={word[-3:]}"],
        [f"word-2={word}", f"kind-2={kind}"],
    )


def verbs_around(tokens: Sequence[Token]) -> list[str]:
    """For each word of a sentence, two digits: whether a word that must be a verb precedes it, and follows it."""
    verbs = [
        place
        for place, (before, token) in enumerate(pairwise((EDGE, *tokens)))
        if not token.kind.strip(_VERB_LETTERS) and before.word != "to" and not token.word.endswith("ing")
    ]
    first, last = (verbs[0], verbs[-1]) if verbs else (len(tokens), -1)
    return [f"{first < place:d}{place < last:d}" for place in range(len(tokens))]


TOGETHER = {
    "kinds": ("before.kind", "here.kind"),
    "kinds+1": ("here.kind", "after.kind"),
    "kinds-1+1": ("before.kind", "after.kind"),
    "kinds-1..+1": ("before.kind", "here.kind", "after.kind"),
    "kind-1 word": ("before.kind", "here.word"),
    "word kind+1": ("here.word", "after.kind"),
    "verbs": ("here.verbs", "here.kind"),
    "verbs kind+1": ("here.verbs", "here.kind", "after.kind"),
    "shapes": ("before.shape", "here.shape"),
    "shapes+1": ("here.shape", "after.shape"),
}
"""Features of a token with its two neighbours and the `verbs_around` it, and their parts."""


def features_together(before: Token, here: Token, after: Token, verbs: str) -> list[str]:
    """The features `TOGETHER` of a token."""
    values = {"here.verbs": verbs} | {
        f"{place}.{part}": value
        for place, token in (("before", before), ("here", here), ("after", after))
        for part, value in token._asdict().items()
    }
    return [f"{name}={' '.join(values[part] for part in parts)}" for name, parts in TOGETHER.items()]
