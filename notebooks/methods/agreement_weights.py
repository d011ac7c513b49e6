"""The networks of figures once they are trained: kept, written where the package looks for them, and read with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from agreement_examples import Example
from agreement_training import LAYERS, RECIPES, Networks, train
from attention_layers import stacked
from torch.nn import functional
from training import write_halves

from analysis.agreement import scorer
from analysis.agreement.measures import MEASURES
from analysis.frames import figures, frame

_KIND_DECAY = 0.03


def trained(kept: Path | None, examples: Sequence[Example]) -> tuple[list[Networks], dict[str, np.ndarray]]:
    """The networks by each of `RECIPES`, and the weights of kinds (`kinds`).

    They are trained (`train`), or come out of the file `kept`, where they are kept once they are trained.
    """
    if kept and kept.exists():
        states, of_kinds = torch.load(kept, weights_only=False)
        return [_with(state) for state in states], of_kinds
    of_figures = [train(examples, recipe) for recipe in RECIPES]
    of_kinds = kinds(of_figures, examples)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        torch.save(([networks.state_dict() for networks in of_figures], of_kinds), kept)
    return of_figures, of_kinds


def _with(state: Mapping[str, Any]) -> Networks:
    networks = Networks(torch.zeros(MEASURES), torch.ones(MEASURES))
    networks.load_state_dict(state)
    return networks.eval()


def kinds(of_figures: Sequence[Networks], taught: Iterable[Example]) -> dict[str, np.ndarray]:
    """The weights by which the networks tell the kind of a group (`scorer.kind`), from the groups that are marked."""
    groups = [group for example in taught for group in _marked_groups(of_figures, example)]
    measured = torch.from_numpy(np.array([one for one, _ in groups]))
    right = torch.tensor([scorer.KINDS.index(kind) for _, kind in groups])
    mean, deviation = measured.mean(dim=0), measured.std(dim=0) + 0.05
    scaled = (measured - mean) / deviation
    out = torch.zeros(scorer.GROUP_MEASURES, len(scorer.KINDS), requires_grad=True)
    bias = torch.zeros(len(scorer.KINDS), requires_grad=True)
    optimizer = torch.optim.LBFGS([out, bias], max_iter=200, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        wrong = functional.cross_entropy(scaled @ out + bias, right) + _KIND_DECAY * (out**2).sum() / 2
        wrong.backward()
        return wrong

    optimizer.step(step)
    named = {"kind_mean": mean, "kind_deviation": deviation, "kind_out": out, "kind_bias": bias}
    return {name: weights.detach().numpy() for name, weights in named.items()}


@torch.no_grad()
def _marked_groups(of_figures: Sequence[Networks], example: Example) -> Iterator[tuple[np.ndarray, str]]:
    """What is measured of each marked group of which two figures are found, and its kind."""
    of_pairs = [networks(example.inputs)["pairs"][:, len(scorer.RELATIONS) :].numpy() for networks in of_figures]
    scores = np.mean(of_pairs, axis=0)
    compared, measured = (example.inputs[name].numpy() for name in ("pairs", "measures"))
    group_of = np.array([mark["group"] or "" if mark else "" for mark in example.marked], dtype=object)
    for group in example.groups:
        within = (group_of[compared] == group["id"]).all(axis=1)
        members = [one for one, name in zip(example.quantities, group_of, strict=True) if name == group["id"]]
        if within.any():
            sizes = len(members), len({(one.low, one.high) for one in members})
            yield scorer.group_measures(scores[within], measured[within], *sizes), group["kind"]


def calibration(loosest: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and intercept of `analysis.agreement.scorer.confidence`, by maximum likelihood with a weak prior.

    Of each group that is found: with which mean probability its loosest figure belongs to it, and whether it is right.
    """
    odds = torch.tensor([scorer.log_odds(one) for one in loosest])
    target = torch.tensor(right, dtype=torch.float32)
    weights = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100)

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        told = weights[0] * odds + weights[1]
        wrong = functional.binary_cross_entropy_with_logits(told, target, reduction="sum") + weights[0] ** 2 / 2
        wrong.backward()
        return wrong

    optimizer.step(step)
    return tuple(weights.detach().tolist())


def written(
    of_figures: Sequence[Networks],
    of_kinds: Mapping[str, np.ndarray],
    project: Path,
    confidence: tuple[float, float] = (1.0, 0.0),
) -> dict[str, float]:
    """Write the weights, in half precision, below `project` as below the project's own folder.

    `confidence`: what `calibration` tells. Returns each file's megabytes.
    """
    states = [{name: weight.numpy() for name, weight in networks.state_dict().items()} for networks in of_figures]
    arrays = {
        f"frames/{figures.WEIGHTS}": _stack(map(_of_figures, states)),
        f"agreement/{scorer.WEIGHTS}": {
            **_stack(map(_of_pairs, states)),
            **of_kinds,
            "confidence": np.array(confidence),
        },
    }
    files = {project / "analysis" / file: some for file, some in arrays.items()}
    for file, some in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_halves(file, some)
    return {file.name: file.stat().st_size / 1e6 for file in files}


def _stack(arrays: Iterable[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    of_networks = list(arrays)
    return {name: np.stack([some[name] for some in of_networks]) for name in of_networks[0]}


def _of_figures(weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays of `figures.Network` out of those of `Networks`."""
    layers = ("low", "query", "key", "value", "nothing", "own", "sentence", "status", "people")
    tables = zip(("distance", "rank", "shape", "within"), range(4), strict=True)
    return {
        "scale": weights["normal.weight"],
        "shift": weights["normal.bias"],
        **{name: weights[f"{name}.weight"].T for name in layers},
        **{f"{name}_bias": weights[f"{name}.bias"] for name in layers},
        **{name: weights[f"relations.{number}.weight"] for name, number in tables},
    }


def _of_pairs(weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays of `scorer.Network` out of those of `Networks`."""
    layers = ("enter", "hidden", "deeper", "out", "second", "second_out")
    return {
        **stacked(weights),
        **{
            f"relation{ending}": np.stack([weights[f"relation.{layer}.{name}"].T for layer in range(LAYERS)])
            for ending, name in (("", "weight"), ("_bias", "bias"))
        },
        "context_scale": weights["context.weight"],
        "context_shift": weights["context.bias"],
        "mean": weights["mean"],
        "deviation": weights["deviation"],
        **{name: weights[f"{name}.weight"].T for name in (*layers, "direct")},
        **{f"{name}_bias": weights[f"{name}.bias"] for name in layers},
    }


def use(project: Path) -> None:
    """Let this process read articles with the weights below `project` instead of the package's."""
    package = project / "analysis"
    with np.load(package / "frames" / figures.WEIGHTS) as weights:
        looking = figures.unpacked(weights)
    with np.load(package / "agreement" / scorer.WEIGHTS) as weights:
        scoring = scorer.unpacked(weights)
    frame.networks, scorer.trained = (lambda: looking), (lambda: scoring)
