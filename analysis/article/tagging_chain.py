"""The best tags of sentences: an exact decoding, which steps only through the words whose tag is not obvious."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class Chain:
    """Transitions between tags: contexts x (tags before, the last row that of a sentence's start) x tags.

    The context is that of the word whose tag it leads to.
    """

    def __init__(self, transitions: np.ndarray) -> None:
        self._transitions = transitions
        within = transitions[:, :-1]
        # Contexts x this tag x another: by how much, at most, the tag before a word, or the tag after it, favours
        # another tag of the word over this one.
        self._entering = np.stack(
            [(transitions - tag[..., None]).max(axis=1) for tag in np.moveaxis(transitions, 2, 0)], 1
        )
        self._leaving = np.stack([(within - tag[:, None]).max(axis=2) for tag in np.moveaxis(within, 1, 0)], 1)

    def best(self, scores: np.ndarray, contexts: np.ndarray, lengths: Sequence[int]) -> np.ndarray:
        """The tags, as numbers, with the highest sum in each of several sentences, all words in a row.

        `scores`: words x tags. `contexts`: that of each word. `lengths`: words of each sentence, at least one.
        """
        tags = scores.argmax(axis=1)
        ends = np.zeros(len(tags), dtype=bool)
        ends[np.cumsum(lengths) - 1] = True
        leaving = np.where(ends[:, None], 0, self._leaving[np.roll(contexts, -1), tags])
        least = self._entering[contexts, tags] + leaving
        lead = scores[np.arange(len(tags)), tags][:, None] - scores
        # A tag is sure where no neighbour could make another one win; nine words in ten have such a tag.
        sure = (lead > least).sum(axis=1) == scores.shape[1] - 1
        self._decide(tags, sure, ends, scores, contexts)
        return tags

    def _decide(
        self, tags: np.ndarray, sure: np.ndarray, ends: np.ndarray, scores: np.ndarray, contexts: np.ndarray
    ) -> None:
        """Set the best tags where they are not sure (Viterbi), stepping through all such stretches together."""
        starts = np.roll(ends, 1)
        firsts = np.flatnonzero(~sure & (starts | np.roll(sure, 1)))
        lasts = np.flatnonzero(~sure & (ends | np.roll(sure, -1)))
        before = np.where(starts[firsts], self._transitions.shape[1] - 1, tags[firsts - 1])
        best, origins = scores[firsts] + self._transitions[contexts[firsts], before], []
        for step in range(1, int((lasts - firsts).max(initial=0)) + 1):
            longer = np.flatnonzero(lasts - firsts >= step)
            words = firsts[longer] + step
            sums = best[longer][:, None] + self._transitions[contexts[words], :-1].swapaxes(1, 2)
            origins.append((longer, sums.argmax(axis=2)))
            best[longer] = sums.max(axis=2) + scores[words]
        inside = np.flatnonzero(~ends[lasts])
        following = lasts[inside] + 1
        best[inside] += self._transitions[contexts[following], :-1, tags[following]]
        decided = best.argmax(axis=1)
        for step, (longer, origin) in reversed([*enumerate(origins, start=1)]):
            tags[firsts[longer] + step] = decided[longer]
            decided[longer] = origin[np.arange(len(longer)), decided[longer]]
        tags[firsts] = decided
