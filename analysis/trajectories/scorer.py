"""How probably two articles are about one event, and two figures about the same thing: logistic regressions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

WEIGHTS = "linking.json"
"""The weights beside this module; `notebooks/methods/trajectory_training.py` trains and writes them."""
Measures = Mapping[str, np.ndarray]
"""What was measured of each pair: arrays of one length by the name of the measure."""
Weights = Mapping[str, float]
"""The weight of each measure by its name, and the `bias`."""


@cache
def weights() -> dict[str, dict[str, float]]:
    """The trained weights of `articles` and of `figures`, loaded when first asked for."""
    return json.loads(files("analysis.trajectories").joinpath(WEIGHTS).read_text("utf-8"))


def probability(measured: Measures, by: Weights) -> np.ndarray:
    """How probably each pair belongs together."""
    score = by["bias"] + sum(by[name] * values for name, values in measured.items())
    return 1 / (1 + np.exp(-np.clip(score, -30, 30)))
