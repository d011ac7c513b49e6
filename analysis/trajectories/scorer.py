"""The probability that two articles are about one event, or two figures about the same thing: logistic regressions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

WEIGHTS = "linking.json"
"""The file of the weights, which `notebooks/methods/trajectory_training.py` trains and writes."""
Measures = Mapping[str, np.ndarray]
"""The measures of pairs: arrays of one length, by the name of the measure."""
Weights = Mapping[str, float]
"""The weight of each measure by its name, and the `bias`."""


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the trained weights of `articles` and of `figures`."""
    return json.loads(files("analysis.trajectories").joinpath(WEIGHTS).read_text("utf-8"))


def probability(measured: Measures, trained: Weights) -> np.ndarray:
    """Return the probability that each pair belongs together."""
    score = trained["bias"] + sum(trained[name] * values for name, values in measured.items())
    return 1 / (1 + np.exp(-np.clip(score, -30, 30)))
