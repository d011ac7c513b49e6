"""Parts of speech: a linear model of a word, its neighbours and the tag before it, decoded exactly.

The model is the structured averaged perceptron of Collins (2002, "Discriminative training methods for hidden
Markov models", EMNLP). It also sees which tags each word can have at all, its ambiguity class (Cutting et al.
1992, "A practical part-of-speech tagger", ANLP). `notebooks/methods/train-tagger.ipynb` trains, measures and
writes it. All weights are integers, so that every machine adds them up to the same tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

import numpy as np

from analysis.article.tagging_chain import Chain
from analysis.article.tagging_features import (
    EDGE,
    LETTERS,
    REACH,
    TAGS,
    Token,
    described,
    features_alone,
    settings,
    verbs_around,
)
from analysis.article.tagging_together import Together

MODEL = "tagger.npz"
"""The file beside this module; its array `metadata` says, as JSON in UTF-8, what the model was trained on."""

_WORDS_REMEMBERED = 20_000
_WORDS_TOGETHER = 2_000
"""Words that are tagged at once: more would take more memory, and no less time each."""


def tag(sentences: Sequence[Sequence[str]]) -> list[list[str]]:
    """Universal parts of speech of the words of sentences, given as `Article.tokens` has them.

    Many sentences at once take less time than one after the other.
    """
    return model().tag(sentences)


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


class Weights(NamedTuple):
    """The learnt weights.

    `classes`: the ambiguity classes of the known words. `values`: `features` x `TAGS`. `transitions`: see `Chain`; the
    context is the kind of the word after, and the first of `contexts` stands for all kinds that are not among them.
    """

    classes: Mapping[str, str]
    features: Sequence[str]
    values: np.ndarray
    contexts: Sequence[str]
    transitions: np.ndarray


class Model:
    """A tagger with its weights."""

    def __init__(self, weights: Weights) -> None:
        self._classes = weights.classes
        # Row 0, all zeros, is that of every feature without weights.
        self._rows = {feature: row for row, feature in enumerate(weights.features, start=1)}
        self._weights = np.vstack([np.zeros_like(weights.values[:1]), weights.values]).astype(np.int16)
        self._contexts = {context: row for row, context in enumerate(weights.contexts)}
        self._chain = Chain(weights.transitions.astype(np.int32))
        self._together = Together(self._rows)
        # An article repeats its words: what a word says alone is added up once.
        self._remembered = lru_cache(_WORDS_REMEMBERED)(self._read)
        self._edge = self._known(EDGE)

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The tags of the words of each sentence."""
        tagged: list[list[str]] = []
        for batch in _in_batches(sentences):
            tags = (TAGS[number] for number in self._numbers([words for words in batch if words]).tolist())
            tagged += [list(islice(tags, len(words))) for words in batch]
        return tagged

    def _numbers(self, sentences: Sequence[Sequence[str]]) -> np.ndarray:
        """The tags, as numbers, of all words in a row; no sentence is empty."""
        if not sentences:
            return np.zeros(0, dtype=np.int64)
        edges = [self._edge] * REACH
        read, verbs = [*edges], []
        for words in sentences:
            known = list(map(self._remembered, words, settings(words)))
            verbs += verbs_around([token.token for token in known])
            read += known + edges
        lengths = [len(words) for words in sentences]
        places = np.arange(len(verbs)) + REACH * np.repeat(np.arange(1, len(lengths) + 1), lengths)
        numbers = np.array([token.numbers for token in read])
        scores = self._weights[self._together.rows(numbers, places, verbs)].sum(axis=0, dtype=np.int32)
        votes = np.concatenate([token.votes for token in read]).reshape(len(read), -1, len(TAGS))
        for distance in range(-REACH, REACH + 1):
            scores += votes[places + distance, REACH - distance]
        contexts = np.array([token.context for token in read])[places + 1]
        return self._chain.best(scores, contexts, lengths)

    def may_be(self, word: str, letters: str) -> bool:
        """Whether a word is unknown, or its class has one of the `letters`."""
        return not set(self._classes.get(word, letters)).isdisjoint(letters)

    def _read(self, word: str, setting: str) -> Known:
        return self._known(described(word, setting, self._classes))

    def _known(self, token: Token) -> Known:
        rows = [[self._rows.get(feature, 0) for feature in features] for features in features_alone(token)]
        votes = np.array([self._weights[row].sum(axis=0, dtype=np.int32) for row in rows])
        return Known(token, votes, self._together.numbers(token), self._contexts.get(token.kind, 0))


class Known(NamedTuple):
    """A token, and what the model makes of it alone.

    `votes`: sums of weights that it alone gives (places within `REACH` x tags). `numbers`: see `Together`. `context`:
    its row among the transitions, where it is the word after.
    """

    token: Token
    votes: np.ndarray
    numbers: tuple[int, ...]
    context: int


def _in_batches(sentences: Sequence[Sequence[str]]) -> Iterator[Sequence[Sequence[str]]]:
    """The sentences in order, in batches of about `_WORDS_TOGETHER` words."""
    first, words = 0, 0
    for at, sentence in enumerate(sentences, start=1):
        words += len(sentence)
        if words >= _WORDS_TOGETHER or at == len(sentences):
            yield sentences[first:at]
            first, words = at, 0
