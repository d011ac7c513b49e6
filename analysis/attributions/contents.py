"""Where contents begin and end: the most promising of the stretches that the tagger's scores allow.

The best sequence of labels is right as a whole most often; each of its spans need not be. Here the chain's own
probability of each span (forward-backward; Rabiner 1989, "A tutorial on hidden Markov models") is revised by a small
network, which sees the spans that compete with it and the words at its ends (as in reranking; Collins & Koo 2005,
"Discriminative reranking for natural language parsing"), and spans are chosen for the score expected of them (minimum
Bayes risk; Goel & Byrne 2000). `notebooks/methods/contents_training.py` trains the network and writes its weights.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from importlib.resources import files
from math import isqrt
from typing import NamedTuple

import numpy as np

from analysis.encoder.wordpieces import SHAPES, WordPieces

WEIGHTS = "contents.npz"
"""The small network beside this module."""

_BEGIN, _INSIDE = 5, 6
"""Indices of the labels of contents, the last ones of the tagger's: outside, then B and I of each role."""
_LIKELY = 0.02
"""The least probability of a span that is considered."""
_NEVER = 1e-12

_PRICE = 0.3
"""The probability from which a span is worth finding; of the best F1 it is half (Lipton et al. 2014)."""
_NEARLY = 0.5
"""What a content that shares half of its words (Dice) with the right one counts for, beside one that is exact."""

_QUOTE = 6
"""The shape of a quotation mark (`wordpieces.SHAPES`)."""
_BESIDE_FIRST, _BESIDE_LAST = (-2, -1, 0, 1), (-1, 0, 1, 2)
"""The words that the network sees, counted from the first and the last of a span."""


class Spans(NamedTuple):
    """Spans that may be contents, ordered by first and last word, with their probabilities."""

    first: np.ndarray
    last: np.ndarray
    probability: np.ndarray


class Network(NamedTuple):
    """One hidden layer over `measures` and the words at both ends; a common word counts as itself, others by shape."""

    mean: np.ndarray
    deviation: np.ndarray
    measures: np.ndarray
    common: np.ndarray
    words: np.ndarray
    bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray

    def probabilities(self, measured: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """How probably each span is right, given its `measures` and `words_seen`."""
        hidden = scaled(measured, self.mean, self.deviation) @ self.measures + self.bias
        for place, row in enumerate(rows.T):
            hidden += self.words[place, row]
        return 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ self.out + self.out_bias)))


@cache
def network() -> Network:
    """The trained network, loaded when first asked for."""
    with files("analysis.attributions").joinpath(WEIGHTS).open("rb") as file, np.load(file) as weights:
        return Network(**{name: weights[name] for name in Network._fields})


def contents(
    pieces: WordPieces, scores: np.ndarray, transitions: np.ndarray, occupied: np.ndarray
) -> list[tuple[int, int]]:
    """First and last word of each content, in text order.

    `scores` (words x labels) and `transitions` hold large negative numbers for what is forbidden; `occupied`: whether
    each word is part of something else.
    """
    marginals, spans = possible(scores, transitions)
    rows = words_seen(pieces, spans, network().common)
    probability = network().probabilities(measures(pieces, marginals, spans), rows)
    gains = probability - _PRICE + _NEARLY * (_nearly_right(spans, probability) - _PRICE)
    before = np.append(0, np.cumsum(occupied))
    gains[before[spans.last + 1] > before[spans.first]] = 0
    return _best_apart(spans, gains)


def possible(scores: np.ndarray, transitions: np.ndarray) -> tuple[np.ndarray, Spans]:
    """The probability of each label (words x labels), and the spans that are contents with some probability."""
    chain = np.exp(transitions.astype(np.float64))
    emitted = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    ahead, behind = _passes(emitted, chain)
    marginals = ahead * behind
    marginals /= marginals.sum(axis=1, keepdims=True)
    after = emitted[1:] * behind[1:]
    total = after @ chain.T
    on = np.full((len(scores), 2), _NEVER)  # of a content that has begun here, or before: that it goes on
    for column, label in enumerate((_BEGIN, _INSIDE)):
        on[:-1, column] = chain[label, _INSIDE] * after[:, _INSIDE] / np.maximum(total[:, label], _NEVER)
    on = on.clip(_NEVER, 1)
    begins = np.flatnonzero(marginals[:, _BEGIN] >= _LIKELY)
    ends = np.flatnonzero((marginals[:, _BEGIN:] * (1 - on)).sum(axis=1) >= _LIKELY)
    on_so_far = np.append(0, np.cumsum(np.log(on[:, 1])))  # before each word
    start = np.log(marginals[begins, _BEGIN] * on[begins, 0]) - on_so_far[np.minimum(begins + 1, len(scores))]
    reach = np.searchsorted(-on_so_far, start - np.log(_LIKELY), side="right")
    begin, end = _ranges(np.searchsorted(ends, begins), np.searchsorted(ends, np.maximum(reach, begins + 1)))
    first, last = begins[begin], ends[end]
    longer = np.exp(np.minimum(start[begin] + on_so_far[last], 0)) * (1 - on[last, 1])
    probability = np.where(first == last, marginals[first, _BEGIN] * (1 - on[first, 0]), longer)
    likely = probability >= _LIKELY
    return marginals, Spans(first[likely], last[likely], probability[likely])


def _passes(emitted: np.ndarray, chain: np.ndarray, block: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The sums over all that leads to a label and over all that follows it (words x labels each), up to a factor.

    Both run side by side, one from each end, in blocks of `block` words (by default, about as many as there are
    blocks): first over each block from any label before it, all blocks at once; then from block to block; then from
    word to word, all blocks at once again.
    """
    words, labels = emitted.shape
    block = block or isqrt(words)
    blocks = -(-words // block)
    steps = np.ones((2, blocks * block, labels))
    steps[:, :words] = emitted, emitted[::-1]
    steps = steps.reshape(2, blocks, block, 1, labels)
    both = np.stack([chain, chain.T])[:, None]
    through = both * steps[:, :, 0]
    for word in range(1, block):
        through = (through @ both) * steps[:, :, word]
        through /= through.sum(axis=(-2, -1), keepdims=True)
    sums = np.empty((block, 2, blocks, 1, labels))
    sums[0] = steps[:, :, 0]
    before = steps[:, 0, 0]  # of the first block, which nothing comes before
    for word in range(1, block):
        before = _scaled((before @ both[:, 0]) * steps[:, 0, word])
    for number in range(1, blocks):
        sums[0, :, number] *= before @ both[:, 0]
        before = _scaled(before @ through[:, number])
    for word in range(1, block):
        sums[word] = _scaled((sums[word - 1] @ both) * steps[:, :, word])
    ahead, back = np.moveaxis(sums[..., 0, :], 0, 2).reshape(2, -1, labels)[:, :words]
    # The sum from the end has taken in the word itself, as the one from the beginning has.
    return ahead, np.divide(back[::-1], emitted, out=np.zeros_like(emitted), where=emitted > 0)


def _scaled(sums: np.ndarray) -> np.ndarray:
    """Sums that cannot run out of a float's range, however long the article is."""
    return sums / sums.sum(axis=-1, keepdims=True)


def _ranges(begins: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For all numbers of all ranges, the range of each, and the numbers."""
    counts = np.maximum(ends - begins, 0)
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts) + begins[of]


def _rivals(spans: Spans) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of spans that overlap, both ways round, as indices."""
    one, other = _ranges(np.arange(1, len(spans.first) + 1), np.searchsorted(spans.first, spans.last, side="right"))
    return np.concatenate([one, other]), np.concatenate([other, one])


def measures(pieces: WordPieces, marginals: np.ndarray, spans: Spans) -> np.ndarray:
    """Spans x numbers: how probable each is, its rivals, its ends and neighbours, how long, and how it is quoted."""
    first, last, probability = spans
    words = len(pieces)
    one, other = _rivals(spans)
    rival = probability[other]
    length = last - first

    def most(among: np.ndarray) -> np.ndarray:
        best = np.zeros(len(first))
        np.maximum.at(best, one[among], rival[among])
        return best

    def mass(among: np.ndarray) -> np.ndarray:
        return np.bincount(one[among], rival[among], minlength=len(first))

    roles = marginals[:, 1:].reshape(-1, 3, 2).sum(axis=2)
    roles = np.pad(roles, ((1, 1), (0, 0)))  # so that there are words before the first one and after the last one
    starts_sentence = np.append(np.diff(pieces.sentences, prepend=-1) > 0, True)
    quoted = np.pad(pieces.places % 4 > 0, 1)
    marks = np.append(0, np.cumsum(pieces.shapes == _QUOTE))
    inside = np.minimum.reduceat(roles[:, 2], np.column_stack([first + 1, last + 2]).ravel())[::2]
    every = np.ones(len(one), dtype=bool)
    return np.column_stack(
        [
            _logit(probability),
            _logit(most(every)),
            _logit(mass(every)),
            _logit(most(length[other] < length[one])),
            _logit(most(length[other] > length[one])),
            mass(first[other] == first[one]),
            mass(last[other] == last[one]),
            _logit(marginals[first, _BEGIN]),
            _logit(roles[first]),
            _logit(roles[last + 2]),
            _logit(inside),
            np.log(length + 1),
            np.minimum(pieces.sentences[last] - pieces.sentences[first], 3),
            np.minimum(pieces.paragraphs[last] - pieces.paragraphs[first], 3),
            starts_sentence[first],
            starts_sentence[last + 1],
            starts_sentence[np.minimum(last + 2, words)],
            *(quoted[first + step] for step in (0, 1)),
            *(quoted[last + step] for step in (1, 2)),
            (marks[last + 1] - marks[first]) % 2,
        ]
    ).astype(np.float32)


def _logit(probability: np.ndarray) -> np.ndarray:
    probability = probability.clip(1e-4, 1 - 1e-4)
    return np.log(probability / (1 - probability))


def words_seen(pieces: WordPieces, spans: Spans, common: np.ndarray) -> np.ndarray:
    """Spans x places at their ends: the row of each word in the network's tables.

    A word that begins with one of the pieces `common` has a row of its own, others that of their shape.
    """
    begins = pieces.pieces[pieces.firsts]
    rank = np.searchsorted(common, begins).clip(max=len(common) - 1)
    rows = np.pad(np.where(common[rank] == begins, SHAPES + rank, pieces.shapes), 2)
    places = [spans.first + step for step in _BESIDE_FIRST] + [spans.last + step for step in _BESIDE_LAST]
    return np.column_stack([rows[place + 2] for place in places])


def scaled(measured: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """Measures as the network takes them: in standard deviations, of at most five."""
    return ((measured - mean) / deviation).clip(-5, 5)


def _nearly_right(spans: Spans, probability: np.ndarray) -> np.ndarray:
    """How probably a right content shares half of its words (Dice) with each span."""
    one, other = _rivals(spans)
    first, last, _ = spans
    shared = np.minimum(last[one], last[other]) - np.maximum(first[one], first[other]) + 1
    alike = 4 * shared >= last[one] - first[one] + last[other] - first[other] + 2
    return probability + np.bincount(one[alike], probability[other[alike]], minlength=len(first))


def _best_apart(spans: Spans, gains: np.ndarray) -> list[tuple[int, int]]:
    """The spans without overlaps that gain most together (weighted interval scheduling)."""
    useful = [at for at in np.argsort(spans.last, kind="stable") if gains[at] > 0]
    lasts = spans.last[useful].tolist()
    totals, before = [0.0], []
    for number, (at, first) in enumerate(zip(useful, spans.first[useful].tolist(), strict=True)):
        before.append(bisect_left(lasts, first, 0, number))
        totals.append(max(totals[-1], totals[before[-1]] + float(gains[at])))
    chosen, number = [], len(useful)
    while number:
        if totals[number] == totals[number - 1]:
            number -= 1
        else:
            chosen.append((int(spans.first[useful[number - 1]]), lasts[number - 1]))
            number = before[number - 1]
    return chosen[::-1]
