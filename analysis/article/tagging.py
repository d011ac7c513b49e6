"""Parts of speech: a linear model of a word, its neighbours and the tag before it, decoded exactly.

The model is the structured averaged perceptron of Collins (2002, "Discriminative training methods for hidden
Markov models", EMNLP). It sees of each word also which tags the word can have at all, its ambiguity class
(Cutting et al. 1992, "A practical part-of-speech tagger", ANLP). `notebooks/methods/train-tagger.ipynb` trains,
measures and writes it. All weights are integers, so that every machine adds them up to the same tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

TAGS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
"""The universal tags (https://universaldependencies.org/u/pos), in the order of the model's columns."""

MODEL = "tagger.npz"
"""The file beside this module; its array `metadata` says, as JSON in UTF-8, what it was trained on."""

START = len(TAGS)
"""Stands for the tag before the first word, where a table has a row for the previous tag."""

REACH = 2
"""How many words before and after a word its features look at."""

_HEADLINE_SHARE = 0.8
_SHORTEST_CONTENT_WORD = 4
_WORDS_REMEMBERED = 20_000


def tag(words: Sequence[str]) -> list[str]:
    """The universal parts of speech of one sentence's words, in the form in which `Article.tokens` has them."""
    return model().tag(words) if words else []


@cache
def model() -> Model:
    """The trained model, loaded when first asked for."""
    with files("analysis.article").joinpath(MODEL).open("rb") as file, np.load(file) as arrays:
        features, words, classes, contexts = (
            arrays[name].tobytes().decode().split("\n")
            for name in ("features", "words", "classes", "contexts")
        )
        known = dict(zip(words, classes, strict=True))
        return Model(known, features, arrays["weights"], contexts, arrays["transitions"])


class Token(NamedTuple):
    """What the features see of a word.

    `word`: it in small letters, every number in it as 0. `shape`: its capitals, small letters and digits
    (`Aa`, `0-a`), after the letter of its setting. `kind`: its ambiguity class, the letters of the tags
    it can have (A for the first of `TAGS`), or its shape and ending for a word that the model does not know.
    """

    word: str
    shape: str
    kind: str


EDGE = Token("", "", "")
"""What is found where the sentence has no more words."""


def settings(words: Sequence[str]) -> Iterator[str]:
    """Per word, what its capital letters may be due to, as one letter.

    `u`: all is in capitals, `t`: a title in which all the longer words begin with one, `n`: neither; the letter
    is a capital where the word opens the sentence or a quotation.
    """
    long = [word for word in words if len(word) >= _SHORTEST_CONTENT_WORD and word[0].isalpha()]
    style = "n"
    if len(long) > 1:
        if sum(word.isupper() for word in long) >= _HEADLINE_SHARE * len(long):
            style = "u"
        elif sum(word[0].isupper() for word in long) >= _HEADLINE_SHARE * len(long):
            style = "t"
    for before, _ in zip(("", *words), words, strict=False):
        yield style.upper() if before in _OPENERS else style


_OPENERS = frozenset(("", *"\"'“‘«:"))


def described(word: str, setting: str, classes: Mapping[str, str]) -> Token:
    """`word` as the features see it, with its kind from `classes`."""
    shape = "".join("A" if c.isupper() else "a" if c.islower() else "0" if c.isdigit() else c for c in word)
    shape = setting + re.sub(r"(.)\1+", r"\1\1", shape)
    word = re.sub(r"\d+", "0", word.lower().replace("’", "'"))
    return Token(word, shape, classes.get(word) or f"?{shape[-2:]}{word[-2:]}")


def features_alone(token: Token) -> tuple[list[str], ...]:
    """What `token` says of the tags of the words around it: of the one two before, one before, itself and so on."""
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


def features_together(before: Token, here: Token, after: Token) -> tuple[str, ...]:
    """What a token and its neighbours on both sides say together of its tag."""
    return (
        f"kinds={before.kind} {here.kind}",
        f"kinds+1={here.kind} {after.kind}",
        f"kinds-1+1={before.kind} {after.kind}",
        f"kinds-1..+1={before.kind} {here.kind} {after.kind}",
        f"kind-1 word={before.kind} {here.word}",
        f"word kind+1={here.word} {after.kind}",
        f"shapes={before.shape} {here.shape}",
        f"shapes+1={here.shape} {after.shape}",
    )


def best_path(scores: np.ndarray, transitions: np.ndarray) -> list[int]:
    """The sequence of tags with the highest sum (Viterbi).

    `scores`: words x tags. `transitions`: words x (tags and `START`) before x tags.
    """
    best = scores[0] + transitions[0, START]
    origins = []
    for score, transition in zip(scores[1:], transitions[1:, :START], strict=True):
        sums = best[:, None] + transition
        origins.append(sums.argmax(axis=0))
        best = np.maximum.reduce(sums) + score
    path = [int(best.argmax())]
    for origin in reversed(origins):
        path.append(int(origin[path[-1]]))
    return path[::-1]


class Model:
    """A trained tagger.

    `classes`: the ambiguity class of each known word. `weights`: features x tags, a row for each of `features`.
    `transitions`: contexts x (tags and `START`) before x tags, where a context is the kind of the next word, one of
    `contexts`, of which the first stands for all others.
    """

    def __init__(
        self,
        classes: Mapping[str, str],
        features: Sequence[str],
        weights: np.ndarray,
        contexts: Sequence[str],
        transitions: np.ndarray,
    ):
        self._classes = classes
        self._rows = {feature: row for row, feature in enumerate(features, start=1)}
        self._weights = np.vstack([np.zeros_like(weights[:1]), weights]).astype(np.int32)
        self._contexts = {context: row for row, context in enumerate(contexts)}
        self._transitions = transitions.astype(np.int32)
        # Most words of an article are frequent ones: what they say alone is added up once.
        self._remembered = lru_cache(_WORDS_REMEMBERED)(self._alone)
        self._edge = EDGE, self._votes(EDGE)

    def tag(self, words: Sequence[str]) -> list[str]:
        """The tags of one sentence of at least one word."""
        known = [
            self._remembered(word, setting) for word, setting in zip(words, settings(words), strict=True)
        ]
        tokens, votes = zip(*[self._edge] * REACH, *known, *[self._edge] * REACH, strict=True)
        row, neighbours = self._rows.get, zip(tokens[1:], tokens[2:], tokens[3:-1], strict=False)
        together = [[row(feature, 0) for feature in features_together(*three)] for three in neighbours]
        scores = self._weights[together].sum(axis=1, dtype=np.int32)
        votes = np.array(votes)
        for shift in range(2 * REACH + 1):
            scores += votes[shift : len(words) + shift, 2 * REACH - shift]
        contexts = [self._contexts.get(token.kind, 0) for token in tokens[REACH + 1 : 1 - REACH]]
        return [TAGS[number] for number in best_path(scores, self._transitions[contexts])]

    def _alone(self, word: str, setting: str) -> tuple[Token, np.ndarray]:
        token = described(word, setting, self._classes)
        return token, self._votes(token)

    def _votes(self, token: Token) -> np.ndarray:
        rows = [[self._rows.get(feature, 0) for feature in features] for features in features_alone(token)]
        return np.array([self._weights[row].sum(axis=0, dtype=np.int32) for row in rows])
