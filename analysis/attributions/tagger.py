"""The tagger: sources, cues and contents in an article, by a small transformer with a layer of transitions.

The network of `analysis.encoder` scores the labels of each word, and the best sequence of labels is decoded over the
whole article, in the manner of a linear-chain conditional random field (Lafferty, McCallum & Pereira 2001, ICML).
`notebooks/methods/train-attribution.ipynb` trains, measures and writes it; `tagger.md` beside this module is its card.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analysis.article import Article, Span
from analysis.attributions.contents import contents
from analysis.encoder import encode
from analysis.encoder.encoder import Network, network
from analysis.encoder.wordpieces import WordPieces

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{prefix}-{role}" for role in ROLES for prefix in "BI"))
"""BIO labels: outside, and beginning and inside of each role."""

_FORBIDDEN = -1e4


class Part(NamedTuple):
    """A source, a cue, or an unbroken stretch of a content."""

    role: str
    span: Span


def find_parts(article: Article) -> list[Part]:
    """The sources, cues and contents of an article in text order, none of which overlap."""
    pieces, scores, _ = encode(article)
    return decode(pieces, scores, network().transitions) if len(pieces) else []


def scores(pieces: WordPieces, network: Network) -> np.ndarray:
    """A network's scores for an article of at least one word: words x `LABELS`."""
    return np.concatenate([network.run(window)[0] for window in pieces.windows()])


def decode(pieces: WordPieces, scores: np.ndarray, transitions: np.ndarray) -> list[Part]:
    """The parts that follow from the scores of the labels: words (at least one) x `LABELS`.

    Sources and cues are those of the best sequence of labels; contents are chosen among all that stand beside them.
    """
    scores, transitions = restricted(pieces, scores, transitions)
    runs = [run for run in _runs(best_labels(scores, transitions)) if run[0] != "content"]
    occupied = np.zeros(len(pieces), dtype=bool)
    for _, first, last in runs:
        occupied[first : last + 1] = True
    runs += [("content", *run) for run in contents(pieces, scores, transitions, occupied)]
    return [
        Part(role, Span(int(pieces.starts[first]), int(pieces.ends[last])))
        for role, first, last in sorted(runs, key=lambda run: run[1])
    ]


def restricted(pieces: WordPieces, scores: np.ndarray, transitions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores and transitions with large negative numbers for forbidden labels.

    A content may run on into another paragraph, a source or a cue may not; an I follows only a B or I of its role.
    """
    within = np.array([LABELS.index("I-source"), LABELS.index("I-cue")])
    scores = scores.copy()
    scores[np.ix_(pieces.opens, within)] = _FORBIDDEN
    scores[0] += forbidden()[0]
    return scores, transitions + forbidden()


def best_labels(scores: np.ndarray, transitions: np.ndarray) -> np.ndarray:
    """The labels, as indices of `LABELS`, with the highest sum of scores and transitions (Viterbi).

    `scores`: words x labels, at least one word; both are `restricted`.
    """
    transitions = transitions.astype(np.float64)
    best = scores.astype(np.float64)  # in single precision, the sums over a long text would lose the small differences
    sums = np.empty_like(transitions)
    for before, here in pairwise(best):
        np.add(before[:, None], transitions, out=sums)
        here += np.maximum.reduce(sums)
    into = np.ascontiguousarray(transitions.T)
    labels = [int(best[-1].argmax())]
    for before in best[-2::-1]:
        labels.append(int((before + into[labels[-1]]).argmax()))
    return np.array(labels[::-1], dtype=np.int8)


@cache
def forbidden() -> np.ndarray:
    """A large negative number where a label (column) must not follow another (row): labels x labels."""
    return np.array(
        [[_FORBIDDEN if label[0] == "I" and before[1:] != label[1:] else 0 for label in LABELS] for before in LABELS],
        dtype=np.float32,
    )


def _runs(labels: np.ndarray) -> Iterator[tuple[str, int, int]]:
    """Role, first word and last word of each stretch of one role."""
    names = [LABELS[label] for label in labels.tolist()]
    begins = [word for word, name in enumerate(names) if name[0] == "B"]
    for begin, limit in pairwise([*begins, len(names)]):
        end = begin + 1
        while end < limit and names[end][0] == "I":
            end += 1
        yield names[begin][2:], begin, end - 1
