"""What sort of source a mention is of, and whether a name is a man's or a woman's: a network.

The types are those of the Markkula Center's sourcing schema (Vincent et al. 2024, arXiv 2501.00164). It learns from
the passages of `notebooks/methods/passages` and from the names of PolNeAR's texts
(`notebooks/methods/crediting_training.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from analysis.article import Article, Span
from analysis.encoder import encode
from analysis.encoder.spans import around, low

WEIGHTS = "kinds.npz"
"""The network beside this module."""
TYPES = ("named_person", "named_organization", "document", "anonymous_person", "unnamed_group", "unspecified")
PERSON, ORGANIZATION, DOCUMENT = range(3)
"""Indices to `TYPES`."""
_PLACE = len(TYPES)
"""The index of the class of places, which are no sources."""


class Kinds(NamedTuple):
    """For each span: `types` (spans x `TYPES`, log probabilities), `person` (is a person's name), `male` (log odds)."""

    types: np.ndarray
    person: np.ndarray
    male: np.ndarray


class Network(NamedTuple):
    """The weights; matrices are inputs x outputs. The outputs are the types, a place, and the odds of a man."""

    scale: np.ndarray
    shift: np.ndarray
    low: np.ndarray
    low_bias: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray
    direct: np.ndarray

    def scores(self, states: np.ndarray, spans: np.ndarray, ruled: np.ndarray) -> np.ndarray:
        """The scores of spans (first and last word each), given what the rules say (spans x types, 0 or 1)."""
        words = low(states, self.scale, self.shift, self.low, self.low_bias)
        inputs = np.hstack([around(words, spans), ruled])
        return np.maximum(inputs @ self.hidden + self.hidden_bias, 0) @ self.out + self.out_bias + ruled @ self.direct


@cache
def network() -> Network:
    """The trained network, loaded when first asked for."""
    with files("analysis.sources").joinpath(WEIGHTS).open("rb") as file, np.load(file) as weights:
        return Network(**{name: weights[name].astype(np.float32) for name in Network._fields})


def kinds(article: Article, spans: Sequence[Span], ruled: Sequence[str | None]) -> Kinds:
    """The kind of each span of an article; `ruled`: its type by `analysis.sources.types`, or None."""
    encoding = encode(article)
    if not spans or not len(encoding.pieces):
        nothing = np.zeros(len(spans))
        return Kinds(np.tile(np.log(1 / len(TYPES)), (len(spans), len(TYPES))), nothing > 0, nothing)
    offsets = np.array([(span.start, max(span.end - 1, span.start)) for span in spans])
    words = np.maximum(np.searchsorted(encoding.pieces.starts, offsets, side="right") - 1, 0)
    one_hot = np.array([[rule == kind for kind in TYPES] for rule in ruled], dtype=np.float32)
    scores = network().scores(encoding.states, words, one_hot)
    types, males = scores[:, : len(TYPES)], scores[:, -1]
    logs = types - types.max(axis=1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    return Kinds(logs, scores[:, : _PLACE + 1].argmax(axis=1) == PERSON, males)
