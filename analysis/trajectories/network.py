"""The networks that tell which articles are about one event, and which figures about the same thing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

WEIGHTS = "linking.npz"
"""The weights beside this module; `notebooks/methods/trajectory_training.py` trains and writes them."""


class Network(NamedTuple):
    """One hidden layer beside a direct way; matrices are inputs x outputs."""

    mean: np.ndarray
    deviation: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    direct: np.ndarray
    bias: np.ndarray

    def probability(self, measured: np.ndarray) -> np.ndarray:
        """How probably each pair (pairs x measures) belongs together."""
        scaled = (measured - self.mean) / self.deviation
        hidden = np.tanh(scaled @ self.hidden + self.hidden_bias)
        score = hidden @ self.out + scaled @ self.direct + self.bias
        return 1 / (1 + np.exp(-np.clip(score, -30, 30)))


@cache
def networks() -> dict[str, Network]:
    """The trained networks, `articles` and `figures`, loaded when first asked for."""
    with files("analysis.trajectories").joinpath(WEIGHTS).open("rb") as file, np.load(file) as told:
        return {
            name: Network(**{field: told[f"{name}_{field}"].astype(np.float32) for field in Network._fields})
            for name in ("articles", "figures")
        }
