"""The encoder's upper layers learn with the networks of figures, and keep what they know of attributions.

The layers below are left as they are: their states are computed once. On the passages, and on news with attributions,
the scores of attributions' labels are drawn to those of the encoder that tuning began with (Li & Hoiem 2016, "Learning
without forgetting", ECCV).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import onnx
import torch
from attribution_training import MIDDLE, Network
from onnx import numpy_helper
from torch import nn
from torch.nn import functional

from analysis.article import Article
from analysis.encoder import encoder
from analysis.encoder.wordpieces import Window, word_pieces

FROZEN = 3
"""Layers that are left as they are, counted from below; `MIDDLE` is the last of them."""
_LAYERS = 5
_MASKED = -1e4


class Read(NamedTuple):
    """A window, the states of its pieces below the layers that learn, and its words' scores before tuning."""

    window: Window
    below: torch.Tensor
    scores: torch.Tensor


def shipped() -> Network:
    """The network of `analysis.encoder`, out of its file."""
    model = onnx.load_from_string(files("analysis.encoder").joinpath(encoder.MODEL).read_bytes())
    arrays = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}

    def plain(name: str) -> np.ndarray:
        values, scale, zero = (arrays[f"{name}_{part}"] for part in ("quantized", "scale", "zero_point"))
        return (values.astype(np.float32) - zero.astype(np.float32)) * scale

    matrices = {}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in arrays:
            layer = node.name.removesuffix("/MatMul_quant").strip("/").replace("encoder/encoder/", "encoder.encoder.")
            matrices[f"{layer.replace('/', '.')}.weight"] = plain(node.input[1].removesuffix("_quantized")).T
    network = Network().keep_layers(range(_LAYERS))
    weights = network.state_dict()
    transitions = json.loads(next(one.value for one in model.metadata_props if one.key == "transitions"))
    known = {"transitions": np.array(transitions, dtype=np.float32), **matrices}
    for name in weights.keys() - known.keys():
        known[name] = arrays[name] if name in arrays else plain(name)
    network.load_state_dict({name: torch.tensor(known[name]).reshape(weights[name].shape) for name in weights})
    return network.eval()


def read(network: Network, article: Article) -> list[Read]:
    """The windows of an article; the network has not been tuned yet."""
    found = []
    for window in word_pieces(article).windows():
        with torch.no_grad():
            pieces, shapes, places = (_batch([window], name) for name in ("pieces", "shapes", "places"))
            states = (
                network.encoder.embeddings.word_embeddings(pieces) + network.shapes(shapes) + network.places(places)
            )
            states = network.encoder.embeddings(inputs_embeds=states)
            for layer in network.encoder.encoder.layer[:FROZEN]:
                states = _through(layer, states, None)
        scores, _ = encoder.network().run(window)
        found.append(Read(window, states[0], torch.from_numpy(scores)))
    return found


def learning(network: Network) -> list[nn.Parameter]:
    """The weights that tuning changes."""
    modules = (*network.encoder.encoder.layer[FROZEN:], network.scores)
    return [weight for module in modules for weight in module.parameters()]


def states(network: Network, windows: Sequence[Read]) -> tuple[torch.Tensor, torch.Tensor]:
    """The states of the windows' words, one below the other, and how far their scores have drifted, per word."""
    below = nn.utils.rnn.pad_sequence([one.below for one in windows], batch_first=True)
    mask = torch.full((len(windows), 1, 1, below.shape[1]), _MASKED)
    for number, one in enumerate(windows):
        mask[number, ..., : len(one.below)] = 0
    above = below
    for layer in network.encoder.encoder.layer[FROZEN:]:
        above = _through(layer, above, mask)
    plain = [one.window for one in windows]
    scores = network.labelled(above, _batch(plain, "shapes"), _batch(plain, "places"))
    firsts = [torch.from_numpy(one.window.firsts) for one in windows]
    told = torch.cat([torch.cat([above[at], below[at]], dim=-1)[some] for at, some in enumerate(firsts)])
    now = torch.log_softmax(torch.cat([scores[at, some] for at, some in enumerate(firsts)]), dim=-1)
    before = torch.log_softmax(torch.cat([one.scores for one in windows]), dim=-1)
    return told, functional.kl_div(now, before, reduction="sum", log_target=True) / len(now)


def _through(layer: nn.Module, values: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    through = layer(values, mask)
    return through[0] if isinstance(through, tuple) else through


def _batch(windows: Sequence[Window], name: str) -> torch.Tensor:
    arrays = [torch.from_numpy(np.ascontiguousarray(getattr(window, name))) for window in windows]
    return nn.utils.rnn.pad_sequence(arrays, batch_first=True)


assert MIDDLE == FROZEN, "the states in the middle are those that are computed once"
