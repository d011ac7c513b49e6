"""The networks that look at each figure: which words tell its event, place and time, and how sure it is.

Each figure attends (Bahdanau, Cho & Bengio 2015, ICLR) to the words of its own sentence, of those around it and of the
article's beginning, once for each role and twice more for whatever helps to tell figures apart; what it sees there,
its own words and its sentence are the figure's views, from which `analysis.agreement` tells figures about the same
thing. Several networks look, which differ by how their training began, and the mean of them is told (Lakshminarayanan,
Pritzel & Blundell 2017, "Simple and scalable predictive uncertainty estimation using deep ensembles", NeurIPS).
`notebooks/methods/train-agreement.ipynb` trains and writes the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

import numpy as np

from analysis.encoder import Encoding
from analysis.encoder.spans import low, means

WEIGHTS = "figures.npz"
"""The networks beside this module."""
ROLES = ("event", "place", "time")
STATUSES = (None, "confirmed", "reported", "suspected", "feared", "forecast", "target")
SENTENCES = (4, 1)
"""Sentences before and after a figure's own to whose words it attends."""
BEGINNING = 2
"""Sentences at the beginning of the article to which every figure attends."""
WORDS = 400
"""Words to which a figure attends at most, the nearest ones."""
DISTANCES = (-40, -20, -12, -8, -5, -3, -2, -1, 0, 1, 2, 3, 4, 6, 9, 13, 21, 41)
"""Words from a figure's number, in its sentence, from which on a distance is another one."""
RANKS = 6
"""Sentences after, in and before that of a figure, the far ones together, in which a word may stand."""
_TOGETHER = 64
"""Figures that are looked at at once, which bounds the memory that they take."""
_NEVER = -1e4
_NEIGHBOUR = 0.3
"""A word beside the one that is attended to most belongs to it from this share of its attention on."""


class Places(NamedTuple):
    """Where figures stand among the words of an article, each an array over figures."""

    number: np.ndarray
    first: np.ndarray
    last: np.ndarray
    sentence: np.ndarray


class Attended(NamedTuple):
    """The words that figures attend to: `words` (figures x words), `inside` (which are no padding), `relations`.

    `relations` (figures x words x 4): distance in words, distance in sentences, shape of the word, and whether it is
    part of the figure's expression, each a number of its own.
    """

    words: np.ndarray
    inside: np.ndarray
    relations: np.ndarray


class Views(NamedTuple):
    """What the networks see of each figure.

    `views`: networks x figures x views x units. `roles`: for each figure the first and last word (exclusive) of each of
    `ROLES`, None where the article does not tell it. `status`: figures x `STATUSES`, probabilities. `people`: how
    probably each counts people.
    """

    views: np.ndarray
    roles: list[tuple[tuple[int, int] | None, ...]]
    status: np.ndarray
    people: np.ndarray


class Scene(NamedTuple):
    """Figures and the words to which any of them attends.

    `states`: words x units of the encoder. `index` (figures x words): which of these words each figure attends to, with
    `inside` and `relations` as in `Attended`. The others, each an array over figures, say which of these words a
    figure's number is, and where its expression and its sentence begin and end.
    """

    states: np.ndarray
    index: np.ndarray
    inside: np.ndarray
    relations: np.ndarray
    number: np.ndarray
    first: np.ndarray
    last: np.ndarray
    begin: np.ndarray
    end: np.ndarray


class Seen(NamedTuple):
    """What one network sees: `views`, `status` and `people` as in `Views`, and where it looks for each role.

    `attention`: figures x `ROLES` x (1 + words), the first for nothing.
    """

    views: np.ndarray
    attention: np.ndarray
    status: np.ndarray
    people: np.ndarray


def places(encoding: Encoding, offsets: Sequence[tuple[int, int, int]]) -> Places:
    """The words where each quantity's number begins and where its expression begins and ends.

    `offsets`: where the number begins, where the expression begins, and its end.
    """
    starts = encoding.pieces.starts
    at = np.array([(number, start, max(end - 1, start)) for number, start, end in offsets], dtype=np.int64)
    number, first, last = np.maximum(np.searchsorted(starts, at.reshape(-1, 3), side="right") - 1, 0).T
    return Places(number, first, last, encoding.pieces.sentences[number])


def attended(encoding: Encoding, at: Places) -> Attended:
    """The words to which each figure attends."""
    pieces = encoding.pieces
    beginning = int(np.searchsorted(pieces.sentences, BEGINNING))
    before, after = SENTENCES
    starts = np.searchsorted(pieces.sentences, at.sentence - before)
    ends = np.searchsorted(pieces.sentences, at.sentence + after, side="right")
    chosen = []
    for start, end, number in zip(starts.tolist(), ends.tolist(), at.number.tolist(), strict=True):
        words = np.r_[0 : min(beginning, start), start:end]
        if len(words) > WORDS:
            words = np.sort(words[np.argsort(np.abs(words - number), kind="stable")[:WORDS]])
        chosen.append(words)
    longest = max(map(len, chosen), default=0)
    words = np.array([np.pad(some, (0, longest - len(some))) for some in chosen], dtype=np.int64)
    inside = np.arange(longest) < np.array([len(some) for some in chosen])[:, None]
    apart = pieces.sentences[words] - at.sentence[:, None]
    distance = np.digitize(words - at.number[:, None], DISTANCES) * (apart == 0)
    rank = np.select([apart == 1, apart == 0, apart == -1, apart == -2, apart > -5], range(RANKS - 1), RANKS - 1)
    within = (words >= at.first[:, None]) & (words <= at.last[:, None])
    relations = np.stack([distance, rank, pieces.shapes[words], within], axis=-1)
    return Attended(words, inside, np.where(inside[..., None], relations, 0))


class Network(NamedTuple):
    """The weights; matrices are inputs x outputs."""

    scale: np.ndarray
    shift: np.ndarray
    low: np.ndarray
    low_bias: np.ndarray
    query: np.ndarray
    query_bias: np.ndarray
    key: np.ndarray
    key_bias: np.ndarray
    value: np.ndarray
    value_bias: np.ndarray
    nothing: np.ndarray
    nothing_bias: np.ndarray
    distance: np.ndarray
    rank: np.ndarray
    shape: np.ndarray
    within: np.ndarray
    own: np.ndarray
    own_bias: np.ndarray
    sentence: np.ndarray
    sentence_bias: np.ndarray
    status: np.ndarray
    status_bias: np.ndarray
    people: np.ndarray
    people_bias: np.ndarray

    def look(self, scene: Scene) -> Seen:
        """What this network sees of the figures of a scene."""
        words = low(scene.states, self.scale, self.shift, self.low, self.low_bias)
        own = np.hstack([words[scene.number], words[scene.last], means(words, scene.first, scene.last)])
        around = means(words, scene.begin, scene.end)
        heads = len(self.nothing_bias)
        query, key, value = (
            (inputs @ matrix + bias).reshape(len(inputs), heads, -1)
            for inputs, matrix, bias in (
                (own, self.query, self.query_bias),
                (words, self.key, self.key_bias),
                (words, self.value, self.value_bias),
            )
        )
        scores = np.einsum("qhd,qchd->qhc", query, key[scene.index]) / np.sqrt(query.shape[-1])
        tables = (self.distance, self.rank, self.shape, self.within)
        scores += sum(table[scene.relations[..., kind]] for kind, table in enumerate(tables)).transpose(0, 2, 1)
        scores = np.where(scene.inside[:, None], scores, _NEVER)
        nothing = own @ self.nothing + self.nothing_bias
        attention = _softmax(np.concatenate([nothing[..., None], scores], axis=2))
        context = np.einsum("qhc,qchd->qhd", attention[..., 1:], value[scene.index])
        views = np.concatenate(
            [
                (own @ self.own + self.own_bias)[:, None],
                (around @ self.sentence + self.sentence_bias)[:, None],
                context,
            ],
            axis=1,
        )
        flat = views.reshape(len(views), -1)
        return Seen(
            views,
            attention[:, : len(ROLES)],
            _softmax(flat @ self.status + self.status_bias),
            sigmoid(flat @ self.people + self.people_bias)[:, 0],
        )


@cache
def networks() -> list[Network]:
    """The trained networks, loaded when first asked for."""
    with files("analysis.frames").joinpath(WEIGHTS).open("rb") as file, np.load(file) as weights:
        return unpacked(weights)


def unpacked(weights: Mapping[str, np.ndarray]) -> list[Network]:
    """The networks of a file's arrays, networks x …, that are named after the fields."""
    fields = [weights[name].astype(np.float32) for name in Network._fields]
    return [Network(*network) for network in zip(*fields, strict=True)]


def look(looking: Sequence[Network], encoding: Encoding, at: Places) -> Views:
    """What the networks see of the figures at those places."""
    some = [
        _look(looking, encoding, Places(*(each[start : start + _TOGETHER] for each in at)))
        for start in range(0, len(at.number), _TOGETHER)
    ]
    views, roles, status, people = zip(*some, strict=True)
    return Views(np.concatenate(views, axis=1), [*chain(*roles)], np.concatenate(status), np.concatenate(people))


def _look(looking: Sequence[Network], encoding: Encoding, at: Places) -> Views:
    seen = attended(encoding, at)
    scene = _scene(encoding, at, seen)
    views, attention, status, people = zip(*(network.look(scene) for network in looking), strict=True)
    roles = [
        tuple(_span(of_role, words, inside) for of_role in of_figure)
        for of_figure, words, inside in zip(np.mean(attention, axis=0), seen.words, seen.inside, strict=True)
    ]
    return Views(np.stack(views), roles, np.mean(status, axis=0), np.mean(people, axis=0))


def _scene(encoding: Encoding, at: Places, seen: Attended) -> Scene:
    words, index = np.unique(seen.words, return_inverse=True)
    sentences = encoding.pieces.sentences[words]
    return Scene(
        encoding.states[words],
        index.reshape(seen.words.shape),
        seen.inside,
        seen.relations,
        *(np.searchsorted(words, place) for place in (at.number, at.first, at.last)),
        np.searchsorted(sentences, at.sentence),
        np.searchsorted(sentences, at.sentence, side="right") - 1,
    )


def _span(attention: np.ndarray, words: np.ndarray, inside: np.ndarray) -> tuple[int, int] | None:
    """The word that is attended to most, with its neighbours that are attended to as well; None: rather nothing."""
    nothing, told = attention[0], np.where(inside, attention[1:], 0)
    best = int(told.argmax())
    least = _NEIGHBOUR * told[best]
    first = last = best
    while first > 0 and told[first - 1] >= least and words[first - 1] == words[first] - 1:
        first -= 1
    while last + 1 < len(told) and told[last + 1] >= least and words[last + 1] == words[last] + 1:
        last += 1
    return None if told[first : last + 1].sum() <= nothing else (int(words[first]), int(words[last]) + 1)


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(scores: np.ndarray) -> np.ndarray:
    """Scores as probabilities."""
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
