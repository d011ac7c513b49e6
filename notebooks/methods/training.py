"""What the trainings of the small networks share: which marks figures meet, the optimisation, the files of weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from analysis.quantities import Quantity

BATCH = 4
"""Texts between two steps."""
_RATE, _DECAY, _WARM_UP = 2e-3, 0.05, 0.1
_MEAN_FROM = 0.5
Text = TypeVar("Text")


def met(quantities: Sequence[Quantity], figures: Iterable[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """The mark that each quantity meets; each mark is met by one quantity at most."""
    found: list[dict[str, Any] | None] = [None] * len(quantities)
    for mark in figures:
        for number, quantity in enumerate(quantities):
            if found[number] is None and max(mark["start"], quantity.number_start) < min(
                mark["end"], quantity.number_end
            ):
                found[number] = mark
                break
    return found


def fit(
    network: nn.Module,
    loss: Callable[[Any, Text], torch.Tensor],
    epochs: Iterable[Iterable[Sequence[Text]]],
    steps: int,
    mean_rate: float,
) -> nn.Module:
    """A network after so many `steps`, the batches of all `epochs` (AdamW, warm-up, linear decay to nothing).

    Its weights are a moving mean over the second half of training (Polyak & Juditsky 1992).
    """
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (_WARM_UP * steps)) * max(0, 1 - step / steps)
    )
    mean: dict[str, torch.Tensor] = {}
    network.train()
    with tqdm(total=steps, unit="step", disable=None) as progress:
        for batch in (batch for epoch in epochs for batch in epoch):
            optimizer.zero_grad()
            for text in batch:
                loss(network, text).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            progress.update()
            if schedule.last_epoch > _MEAN_FROM * steps:
                for name, weight in network.state_dict().items():
                    mean[name] = torch.lerp(mean[name], weight, mean_rate) if name in mean else weight.detach().clone()
    network.load_state_dict(mean or network.state_dict())
    return network.eval()


def batches(texts: Sequence[Text], random: np.random.Generator) -> Iterable[list[Text]]:
    """The texts in random order, so many at once as a batch has."""
    order = random.permutation(len(texts)).tolist()
    for start in range(0, len(order), BATCH):
        yield [texts[at] for at in order[start : start + BATCH]]


def write_halves(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write weights in half precision; the same weights make the same bytes."""
    halves = {name: np.ascontiguousarray(array, dtype=np.float16) for name, array in arrays.items()}
    np.savez_compressed(path, **halves)
