"""Attention of the figures of an article to each other.

It adds to what a figure was before, and sees it normalised (Vaswani et al. 2017, "Attention is all you need", NeurIPS;
Xiong et al. 2020, "On layer normalization in the transformer architecture", ICML).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from analysis.encoder.spans import normalised

HEADS = 4
NEVER = -1e4
"""Added to the attention for what must not be seen."""
_AT_ONCE = 100
"""Figures that attend at once, which bounds the memory that they take."""


class Among(NamedTuple):
    """The weights by which figures see each other and then pass a hidden layer; matrices are inputs x outputs."""

    attending_scale: np.ndarray
    attending_shift: np.ndarray
    attend: np.ndarray
    attend_bias: np.ndarray
    merge: np.ndarray
    merge_bias: np.ndarray
    thinking_scale: np.ndarray
    thinking_shift: np.ndarray
    wide: np.ndarray
    wide_bias: np.ndarray
    back: np.ndarray
    back_bias: np.ndarray

    def __call__(self, figures: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """The figures (figures x units) once they have seen each other, in the same shape.

        `bias` (figures x neighbours x heads) is added to the attention of each figure for those before and after it,
        itself in the middle.
        """
        reach = bias.shape[1] // 2
        neighbours = np.arange(len(figures))[:, None] + np.arange(-reach, reach + 1)
        neighbours = neighbours.clip(0, len(figures) - 1)
        seen = normalised(figures, self.attending_scale, self.attending_shift)
        query, key, value = (seen @ self.attend + self.attend_bias).reshape(len(figures), 3, HEADS, -1).swapaxes(0, 1)
        perceived = np.empty_like(query)
        for start in range(0, len(figures), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            around = neighbours[some]
            perceived[some] = _attended(query[some], key[around], value[around], bias[some])
        figures = figures + perceived.reshape(figures.shape) @ self.merge + self.merge_bias
        seen = normalised(figures, self.thinking_scale, self.thinking_shift)
        return figures + np.maximum(seen @ self.wide + self.wide_bias, 0) @ self.back + self.back_bias


def unstacked(arrays: Mapping[str, np.ndarray]) -> list[Among]:
    """The layers out of arrays, layers x …, that are named after the fields: "among.wide"."""
    fields = [arrays[f"among.{name}"] for name in Among._fields]
    return [Among(*layer) for layer in zip(*fields, strict=True)]


def _attended(query: np.ndarray, key: np.ndarray, value: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """What figures (figures x heads x units) perceive of what is around each (figures x around x heads x units)."""
    scores = np.einsum("fhu,fahu->fah", query / math.sqrt(query.shape[-1]), key) + bias
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.einsum("fah,fahu->fhu", powers / powers.sum(axis=1, keepdims=True), value)
