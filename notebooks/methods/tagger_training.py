"""The perceptron by which the part-of-speech tagger learns, the file of its model, and its accuracy."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import pandas as pd
from tagger_sentences import Sentence

from analysis.article import tagging_features
from analysis.article.tagging import Weights
from analysis.article.tagging_features import EDGE, REACH, TAGS

START = len(TAGS)
"""The row of what comes before the first word, where a table has a row for each previous tag."""

OTHER = "?"
"""Stands for all contexts that are too rare for transitions of their own; no word is of this kind."""


def _features(words: Sequence[str], classes: Mapping[str, str]) -> tuple[list[list[str]], list[str]]:
    """Per word its features, and the context of its transition, which is the kind of the word after it."""
    tokens = [
        tagging_features.described(*pair, classes) for pair in zip(words, tagging_features.settings(words), strict=True)
    ]
    tokens = [EDGE] * REACH + tokens + [EDGE] * REACH
    verbs = tagging_features.verbs_around(tokens[REACH:-REACH])
    alone = [tagging_features.features_alone(token) for token in tokens]
    rows = []
    for here in range(REACH, len(words) + REACH):
        row = list(tagging_features.features_together(*tokens[here - 1 : here + 2], verbs[here - REACH]))
        for distance in range(-REACH, REACH + 1):
            row += alone[here + distance][REACH - distance]
        rows.append(row)
    return rows, [token.kind for token in tokens[REACH + 1 : 1 - REACH]]


class Example(NamedTuple):
    """A sentence to learn from, in numbers: features (words x features), contexts (words) and tags (words)."""

    features: np.ndarray
    contexts: np.ndarray
    tags: np.ndarray


class Trainer:
    """Sentences as examples, and the perceptron that learns from them.

    Features found only once are left out, as are contexts found fewer than `LEAST_CONTEXT` times.
    """

    LEAST_CONTEXT = 20

    def __init__(self, sentences: Sequence[Sentence], classes: Mapping[str, str]):
        self.classes = classes
        feature_counts: Counter[str] = Counter()
        context_counts: Counter[str] = Counter()
        for sentence in sentences:
            rows, contexts = _features(sentence.words, classes)
            feature_counts.update(feature for row in rows for feature in row)
            context_counts.update(contexts)
        self.features = sorted(name for name, count in feature_counts.items() if count > 1)
        usual = sorted(name for name, count in context_counts.items() if count >= self.LEAST_CONTEXT)
        self.contexts = [OTHER, *usual]
        self._rows = {name: row for row, name in enumerate(self.features, start=1)}
        self._context_rows = {name: row for row, name in enumerate(self.contexts)}
        self._examples = [self._example(sentence) for sentence in sentences]

    def _example(self, sentence: Sentence) -> Example:
        rows, contexts = _features(sentence.words, self.classes)
        return Example(
            np.array([[self._rows.get(name, 0) for name in row] for row in rows], np.int32),
            np.array([self._context_rows.get(name, 0) for name in contexts], np.int32),
            np.array([TAGS.index(tag) for tag in sentence.tags]),
        )

    def averages(self, passes: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Values (features x tags) and transitions, averaged over all steps of `passes` in random orders."""
        random = Random(seed)
        values = _Averaged((len(self.features) + 1, len(TAGS)))
        transitions = _Averaged((len(self.contexts), len(TAGS) + 1, len(TAGS)))
        for _ in range(passes):
            for example in random.sample(self._examples, len(self._examples)):
                scores = values.now[example.features].sum(axis=1, dtype=np.int32)
                path = best_path(scores, transitions.now[example.contexts])
                before = before_guess = START
                for place, (right, guess) in enumerate(zip(example.tags.tolist(), path, strict=True)):
                    if right != guess:
                        values.move((example.features[place], guess), (example.features[place], right))
                    if (before, right) != (before_guess, guess):
                        context = example.contexts[place]
                        transitions.move((context, before_guess, guess), (context, before, right))
                    before, before_guess = right, guess
                values.now[0] = 0
                values.steps += 1
                transitions.steps += 1
        return values.average()[1:], transitions.average()

    def weights(self, runs: int, passes: int, least: float, scale: int, seed: int) -> Weights:
        """The mean of several runs in other orders, times `scale` and rounded; values under `least` are left out."""
        learnt = [self.averages(passes, seed + run) for run in range(runs)]
        values, transitions = (np.mean(arrays, axis=0) for arrays in zip(*learnt, strict=True))
        values = np.where(np.abs(values) < least, 0, np.rint(values * scale)).astype(np.int8)
        used = values.any(axis=1)
        features = [name for name, kept in zip(self.features, used, strict=True) if kept]
        transitions = np.rint(transitions * scale).astype(np.int16)
        return Weights(self.classes, features, values[used], self.contexts, transitions)


def best_path(scores: np.ndarray, transitions: np.ndarray) -> list[int]:
    """The tags, as numbers, with the highest sum (Viterbi); the transitions change too often here for a `Chain`.

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


class _Averaged:
    """Weights that move by ones; their average comes from the sum of the moves, each times its step."""

    def __init__(self, shape: tuple[int, ...]):
        self.now = np.zeros(shape, np.int32)
        self._moved = np.zeros(shape, np.int64)
        self.steps = 1

    def move(self, source: tuple, target: tuple) -> None:
        """Take one from the weights at `source`, give one to those at `target`."""
        self.now[source] -= 1
        self.now[target] += 1
        self._moved[source] -= self.steps
        self._moved[target] += self.steps

    def average(self) -> np.ndarray:
        return self.now - self._moved / self.steps


def write(path: Path, learnt: Weights, metadata: Mapping[str, object]) -> None:
    """Write the file that `tagging.model` loads; the same weights and metadata give the same bytes."""
    lines = {
        "features": learnt.features,
        "words": learnt.classes.keys(),
        "classes": learnt.classes.values(),
        "contexts": learnt.contexts,
        "metadata": [json.dumps(metadata, ensure_ascii=False)],
    }
    coded = {name: np.frombuffer("\n".join(value).encode(), np.uint8) for name, value in lines.items()}
    # By columns, because most of a feature's weights are zeros: this compresses better.
    np.savez_compressed(path, values=np.asfortranarray(learnt.values), transitions=learnt.transitions, **coded)


def comparison(
    tag: Callable[[Sequence[Sequence[str]]], list[list[str]]],
    sentences: Sequence[Sentence],
    style: Callable[[Sequence[str]], list[str]] = list,
) -> pd.DataFrame:
    """A row per counted word of the sentences, put in a style: number of the sentence, word, right tag, guess."""
    return pd.DataFrame(
        [
            (number, word, right, guess)
            for number, sentence in enumerate(sentences)
            for word, right, guess, counted in zip(
                sentence.words, sentence.tags, *tag([style(sentence.words)]), sentence.counted, strict=True
            )
            if counted
        ],
        columns=["sentence", "word", "right", "guess"],
    )


def interval(compared: pd.DataFrame, samples: int = 1000, seed: int = 0) -> tuple[float, float]:
    """A 95 % interval of the accuracy, from bootstrap samples of whole sentences."""
    hits = (compared.right == compared.guess).groupby(compared.sentence).agg(["sum", "size"]).to_numpy()
    drawn = np.random.default_rng(seed).integers(len(hits), size=(samples, len(hits)))
    right, counted = hits[drawn].sum(axis=1).T
    low, high = np.quantile(right / counted, [0.025, 0.975])
    return float(low), float(high)
