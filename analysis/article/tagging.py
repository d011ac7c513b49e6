"""Parts of speech: a linear model of a word, its neighbours and the tag before it, decoded exactly.

The model is the structured averaged perceptron of Collins (2002, "Discriminative training methods for hidden
Markov models", EMNLP). It also sees which tags each word can have at all, its ambiguity class (Cutting et al.
1992, "A practical part-of-speech tagger", ANLP). `notebooks/methods/train-tagger.ipynb` trains, measures and
writes it. All weights are integers, so that every machine adds them up to the same tags.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from analysis.article.tagging_features import (
    EDGE,
    LETTERS,
    REACH,
    TAGS,
    Token,
    described,
    features_alone,
    features_together,
    settings,
    verbs_around,
)

START = len(TAGS)
"""The row of what comes before the first word, where a table has a row for each previous tag."""

MODEL = "tagger.npz"
"""The file beside this module; its array `metadata` says, as JSON in UTF-8, what the model was trained on."""

_WORDS_REMEMBERED = 20_000


def tag(words: Sequence[str]) -> list[str]:
    """Universal parts of speech of the words of one sentence, given as `Article.tokens` has them."""
    return model().tag(words) if words else []


def may_be_name(word: str) -> bool:
    """Whether a word that begins a sentence may be a name or a noun: unless it is known, and known as neither."""
    return model().may_be(word.lower(), LETTERS["NOUN"] + LETTERS["PROPN"])


@cache
def model() -> Model:
    """The trained model, loaded when first asked for."""
    with files("analysis.article").joinpath(MODEL).open("rb") as file, np.load(file) as arrays:
        names = ("features", "words", "classes", "contexts")
        features, words, classes, contexts = (arrays[name].tobytes().decode().split("\n") for name in names)
        known = dict(zip(words, classes, strict=True))
        return Model(Weights(known, features, arrays["values"], contexts, arrays["transitions"]))


def best_path(scores: np.ndarray, transitions: np.ndarray) -> list[int]:
    """The tags, as numbers, with the highest sum (Viterbi).

    `scores`: words x tags. `transitions`: words x (tags before, `START` the last) x tags.
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


class Weights(NamedTuple):
    """What is learnt.

    `classes`: the ambiguity classes of the known words. `values`: `features` x `TAGS`. `transitions`: contexts x (tags
    before, `START` the last) x tags, where the context is the kind of the word after; the first of `contexts`
    stands for all kinds that are not among them.
    """

    classes: Mapping[str, str]
    features: Sequence[str]
    values: np.ndarray
    contexts: Sequence[str]
    transitions: np.ndarray


class Model:
    """A tagger, of some weights."""

    def __init__(self, weights: Weights):
        self._classes = weights.classes
        # Row 0, all zeros, is that of every feature without weights.
        self._rows = {feature: row for row, feature in enumerate(weights.features, start=1)}
        self._weights = np.vstack([np.zeros_like(weights.values[:1]), weights.values]).astype(np.int32)
        self._contexts = {context: row for row, context in enumerate(weights.contexts)}
        self._transitions = weights.transitions.astype(np.int32)
        # An article repeats its words: what a word says alone is added up once.
        self._remembered = lru_cache(_WORDS_REMEMBERED)(self._read)
        self._edges = [(EDGE, self._votes(EDGE))] * REACH

    def tag(self, words: Sequence[str]) -> list[str]:
        """The tags of one sentence of at least one word."""
        read = map(self._remembered, words, settings(words))
        tokens, votes = zip(*self._edges, *read, *self._edges, strict=True)
        inside, after = tokens[REACH:-REACH], tokens[REACH + 1 : 1 - REACH]
        surroundings = zip(tokens[REACH - 1 : -REACH - 1], inside, after, verbs_around(inside), strict=True)
        row = self._rows.get
        together = [[row(feature, 0) for feature in features_together(*four)] for four in surroundings]
        scores = self._weights[together].sum(axis=1, dtype=np.int32)
        votes = np.array(votes)
        for place in range(2 * REACH + 1):
            scores += votes[place : len(words) + place, 2 * REACH - place]
        contexts = [self._contexts.get(token.kind, 0) for token in after]
        return [TAGS[number] for number in best_path(scores, self._transitions[contexts])]

    def may_be(self, word: str, letters: str) -> bool:
        """Whether a word is unknown, or its class has one of the `letters`."""
        return not set(self._classes.get(word, letters)).isdisjoint(letters)

    def _read(self, word: str, setting: str) -> tuple[Token, np.ndarray]:
        token = described(word, setting, self._classes)
        return token, self._votes(token)

    def _votes(self, token: Token) -> np.ndarray:
        """The sums of weights (places within `REACH` x tags) that `token` gives alone."""
        rows = [[self._rows.get(feature, 0) for feature in features] for features in features_alone(token)]
        return np.array([self._weights[row].sum(axis=0, dtype=np.int32) for row in rows])
