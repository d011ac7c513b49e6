"""Spans of words as input of the heads: states reduced to fewer units, at a word or over a stretch."""

from __future__ import annotations

import numpy as np


def low(states: np.ndarray, scale: np.ndarray, shift: np.ndarray, matrix: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return states normalised and reduced to fewer units."""
    return np.maximum(normalised(states, scale, shift) @ matrix + bias, 0)


def normalised(rows: np.ndarray, scale: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Return rows with mean 0 and deviation 1, scaled and shifted (Ba, Kiros & Hinton 2016, "Layer normalization")."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
    return centred / deviation * scale + shift


def means(words: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the mean over the words of each stretch, both ends included."""
    sums = np.concatenate([np.zeros((1, words.shape[1])), np.cumsum(words, axis=0, dtype=np.float64)])
    return ((sums[last + 1] - sums[first]) / (last + 1 - first)[:, None]).astype(words.dtype)


def words_at(words: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return the words at some positions, zeros before the first and after the last."""
    inside = (positions >= 0) & (positions < len(words))
    return np.where(inside[:, None], words[np.clip(positions, 0, max(len(words) - 1, 0))], 0)


def around(words: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """Return the features of each span (first and last word): its ends, its mean, the words beside it."""
    first, last = spans.T
    return np.hstack(
        [words[first], words[last], means(words, first, last), words_at(words, first - 1), words_at(words, last + 1)]
    )
