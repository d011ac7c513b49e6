"""The network that reads every word of an article, for attributions, frames and agreement.

A MiniLM encoder (Wang et al. 2020, "MiniLM: Deep self-attention distillation", NeurIPS), trained and written by
`notebooks/methods/train-attribution.ipynb`; `analysis/attributions/tagger.md` is its card.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple, cast

import numpy as np

from analysis.article import Article
from analysis.encoder.wordpieces import Window, WordPieces, word_pieces

MODEL = "encoder.onnx"
"""The file of the network; its metadata hold `transitions` (labels x labels)."""
STATES = 768
"""The length of a word's state: the 384 units of the last layer, then those of a middle layer."""


class Encoding(NamedTuple):
    """An article read by the network: its words, their scores (words x labels) and states (words x `STATES`)."""

    pieces: WordPieces
    scores: np.ndarray
    states: np.ndarray


class Network:
    """The trained network; `transitions` are scores of a label (column) after another (row)."""

    def __init__(self, network: bytes) -> None:
        import onnxruntime  # takes a fifth of a second, which only the reading of articles needs

        options = onnxruntime.SessionOptions()
        # One thread: a corpus is read by as many processes as there are cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            network,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # its kernel takes longer than what it replaces
        )
        metadata = self._session.get_modelmeta().custom_metadata_map
        self.transitions = np.array(json.loads(metadata["transitions"]), dtype=np.float32)

    def run(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return the scores and states of the words of one window."""
        inputs = {name: getattr(window, name)[None] for name in ("pieces", "shapes", "places")}
        scores, *states = cast(list[np.ndarray], self._session.run(None, inputs))
        return scores[0, window.firsts], np.concatenate([layer[0, window.firsts] for layer in states], axis=1)


@cache
def network() -> Network:
    """Return the network, loaded on first use."""
    return Network(files("analysis.encoder").joinpath(MODEL).read_bytes())


@lru_cache(maxsize=1)  # attributions, frames and agreement use it one after another
def encode(article: Article) -> Encoding:
    """Read an article with the network."""
    pieces = word_pieces(article)
    outputs = [network().run(window) for window in pieces.windows()]
    labels = len(network().transitions)
    empty = np.zeros((0, labels), np.float32), np.zeros((0, STATES), np.float32)
    scores, states = (np.concatenate(windows) for windows in zip(empty, *outputs, strict=True))
    return Encoding(pieces, scores, states)
