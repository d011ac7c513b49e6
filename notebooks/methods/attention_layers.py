"""Layers of attention as they learn; `analysis.agreement.attention` runs them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import torch
from torch import nn

from analysis.agreement import attention
from analysis.agreement.attention import HEADS

_DROPPED = 0.2


class Among(nn.Module):
    """`analysis.agreement.attention.Among`: figures see each other and then pass a hidden layer."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.attending, self.thinking = nn.LayerNorm(units), nn.LayerNorm(units)
        self.attend, self.merge = nn.Linear(units, 3 * units), nn.Linear(units, units)
        self.wide, self.back = nn.Linear(units, 2 * units), nn.Linear(2 * units, units)
        self.dropout = nn.Dropout(_DROPPED)

    def forward(self, figures: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """The figures (figures x units) in their company; `bias` is heads x figures x figures."""
        attending = self.attend(self.attending(figures)).view(len(figures), 3, HEADS, -1).transpose(0, 1)
        query, key, value = (part.transpose(0, 1) for part in attending)
        attention = torch.softmax(query @ key.transpose(1, 2) / math.sqrt(query.shape[-1]) + bias, dim=2)
        figures = figures + self.dropout(self.merge((attention @ value).transpose(0, 1).reshape(figures.shape)))
        hidden = self.dropout(torch.relu(self.wide(self.thinking(figures))))
        return figures + self.dropout(self.back(hidden))


def stacked(weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays of all layers as `analysis.agreement.attention.unstacked` reads them.

    `weights` is a network's state, its layers in a list of the name `among`.
    """
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("among."))
    return {
        f"among.{field}": np.stack([_array(weights, f"among.{layer}", field) for layer in range(layers)])
        for field in attention.Among._fields
    }


def _array(weights: Mapping[str, np.ndarray], layer: str, field: str) -> np.ndarray:
    name, _, part = field.rpartition("_")
    if part in ("scale", "shift", "bias"):
        return weights[f"{layer}.{name}.{'weight' if part == 'scale' else 'bias'}"]
    return weights[f"{layer}.{field}.weight"].T
