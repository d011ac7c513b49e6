"""Training of the networks behind `analysis.crediting` and `analysis.sources.kinds`, in PyTorch.

Both learn from the passages of `passages/learn` and `short`, in which every figure is
marked with whom it is credited to, from a few sentences of each of the longer ones, from passages made of
`passages/nested.toml` and `passages/running.toml`, and from texts of PolNeAR's training part, whose attributions tell
whose the figures in them are.

`python notebooks/methods/crediting_training.py --shared ../shared` trains the networks of the first kind and writes
their weights; `--kinds` trains both kinds.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import passages
import torch
from crediting_examples import Example, of_passage, of_polnear
from excerpts import excerpt
from nested_passages import nested_passages
from running_passages import running_passages
from torch import nn
from torch.nn import functional
from training import BATCH, batches, fit, write_halves

from analysis.crediting import scorer
from analysis.encoder.encoder import STATES
from analysis.sources import kinds

_LOW, _UNITS, _MATCH, _DROPPED = 96, 96, 48, 0.3
_LOW_OF_KINDS, _UNITS_OF_KINDS = 64, 64
_MEAN_RATE = 0.01
_FIGURES = 10
"""So many figures, or mentions, count for one in the sum that is optimised."""
_OF_MISSED = 0.3
"""What a figure counts for whose source is no candidate, beside another."""
_WITHOUT_RULES = 0.35
"""How often what the rules say of a mention is withheld from the network that tells types."""
_CLASSES = (*kinds.TYPES, "place")
_NESTED, _RUNNING = 800, 500
"""Passages made of `passages/nested.toml` and `passages/running.toml`."""
SEEDS = (0, 1)
"""One network is trained with each: of its first weights, the order of the texts and what is dropped."""
_NOBODY = 0.25
"""What is added to the score of nobody: the article's own figures and those of others are then told equally well in
`passages/choose`."""


# The networks -------------------------------------------------------------------------------------------------------


class _Spans(nn.Module):
    """States brought to fewer units, and what is seen of spans of words (`analysis.encoder.spans`)."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.normal, self.low = nn.LayerNorm(STATES), nn.Linear(STATES, units)
        self.dropout = nn.Dropout(_DROPPED)

    def words(self, states: torch.Tensor) -> torch.Tensor:
        """The words of a text, and one of nothing behind them."""
        return functional.pad(torch.relu(self.low(self.dropout(self.normal(states.float())))), (0, 0, 0, 1))

    @staticmethod
    def stretch(words: torch.Tensor, first: torch.Tensor, last: torch.Tensor) -> torch.Tensor:
        """The mean over each stretch, both ends included."""
        sums = functional.pad(words.cumsum(0), (0, 0, 1, 0))
        return (sums[last + 1] - sums[first]) / (last + 1 - first)[:, None]

    @staticmethod
    def at(words: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """The words at some places; nothing outside the text."""
        nothing = len(words) - 1
        return words[torch.where((places < 0) | (places >= nothing), nothing, places)]

    def around(self, words: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
        """What is seen of each span."""
        first, last = spans.T
        parts = (
            words[first],
            words[last],
            self.stretch(words, first, last),
            self.at(words, first - 1),
            self.at(words, last + 1),
        )
        return torch.cat(parts, dim=1)


class Crediting(_Spans):
    """`analysis.crediting.scorer.Network` as it learns."""

    def __init__(self, measured: torch.Tensor, alone: torch.Tensor) -> None:
        super().__init__(_LOW)
        self.figure, self.candidate = nn.Linear(6 * _LOW, _UNITS), nn.Linear(5 * _LOW, _UNITS, bias=False)
        self.measured = nn.Linear(measured.shape[1], _UNITS, bias=False)
        self.alone = nn.Linear(alone.shape[1], _UNITS, bias=False)
        self.figure_match, self.candidate_match = nn.Linear(6 * _LOW, _MATCH), nn.Linear(5 * _LOW, _MATCH)
        self.out, self.direct = nn.Linear(_UNITS, 1), nn.Linear(measured.shape[1], 1, bias=False)
        self.nobody, self.nobody_out = nn.Linear(6 * _LOW + alone.shape[1], _UNITS), nn.Linear(_UNITS, 1)
        for name, of in (("", measured), ("alone_", alone)):
            self.register_buffer(f"{name}mean", of.mean(dim=0))
            self.register_buffer(f"{name}deviation", of.std(dim=0) + 0.05)

    def forward(self, example: Example) -> tuple[torch.Tensor, torch.Tensor]:
        """The score of each pair, and for each figure that of nobody."""
        words, pairs = self.words(example.states), example.pairs
        number, first, last = torch.from_numpy(pairs.places).T
        sentences = example.sentences
        of_figures = sentences[pairs.places[:, 0]]
        begin, end = (torch.from_numpy(np.searchsorted(sentences, of_figures, side)) for side in ("left", "right"))
        parts = (
            words[number],
            words[last],
            self.stretch(words, first, last),
            self.at(words, first - 1),
            self.at(words, last + 1),
        )
        figures = self.dropout(torch.cat([*parts, self.stretch(words, begin, end - 1)], dim=1))
        mentions = self.dropout(self.around(words, torch.from_numpy(pairs.words)))
        measured = (torch.from_numpy(pairs.measured) - self.mean) / self.deviation
        alone = (torch.from_numpy(pairs.alone) - self.alone_mean) / self.alone_deviation
        one, other = torch.from_numpy(pairs.figure), torch.from_numpy(pairs.candidate)
        hidden = (
            (self.figure(figures) + self.alone(alone))[one] + self.candidate(mentions)[other] + self.measured(measured)
        )
        match = (self.figure_match(figures)[one] * self.candidate_match(mentions)[other]).sum(dim=1) / math.sqrt(_MATCH)
        scores = self.out(self.dropout(torch.relu(hidden)))[:, 0] + self.direct(measured)[:, 0] + match
        nobody = self.nobody_out(self.dropout(torch.relu(self.nobody(torch.cat([figures, alone], dim=1)))))
        return scores, nobody[:, 0]


def loss_of_crediting(network: Crediting, example: Example) -> torch.Tensor:
    """How improbable the marked ones are; of one who is marked but no candidate, how probable nobody is."""
    scores, nobody = network(example)
    figure, right = torch.from_numpy(example.pairs.figure), torch.from_numpy(example.right)
    own, told = torch.from_numpy(example.own), torch.from_numpy(example.told)
    all_of, right_of = (_log_sum(scores, figure, some, len(nobody)) for some in (torch.ones_like(right), right))
    total = torch.logaddexp(all_of, nobody)
    has = torch.zeros(len(nobody), dtype=torch.bool).index_fill(0, figure[right], True)
    met, missed = told & (own | has), told & ~(own | has)
    wrong = (total - torch.where(own, nobody, right_of))[met].sum()
    silent = torch.exp((nobody - total).clamp(max=-1e-3))
    return example.weight * (wrong - _OF_MISSED * torch.log1p(-silent)[missed].sum()) / _FIGURES


def _log_sum(scores: torch.Tensor, figure: torch.Tensor, some: torch.Tensor, figures: int) -> torch.Tensor:
    highest = torch.full((figures,), -1e4).scatter_reduce(0, figure, scores.masked_fill(~some, -1e4), "amax").detach()
    powers = torch.exp(scores.masked_fill(~some, -1e4) - highest[figure]) * some
    return highest + torch.log(torch.zeros(figures).index_add(0, figure, powers).clamp_min(1e-30))


class Kinds(_Spans):
    """`analysis.sources.kinds.Network` as it learns."""

    def __init__(self) -> None:
        super().__init__(_LOW_OF_KINDS)
        rules, told = len(kinds.TYPES), len(_CLASSES) + 1
        self.hidden = nn.Linear(5 * _LOW_OF_KINDS + rules, _UNITS_OF_KINDS)
        self.out, self.direct = nn.Linear(_UNITS_OF_KINDS, told), nn.Linear(rules, told, bias=False)

    def forward(self, states: torch.Tensor, spans: torch.Tensor, ruled: torch.Tensor) -> torch.Tensor:
        """Scores of the classes, and the odds of a man."""
        seen = torch.cat([self.dropout(self.around(self.words(states), spans)), ruled], dim=1)
        return self.out(self.dropout(torch.relu(self.hidden(seen)))) + self.direct(ruled)


def loss_of_kinds(network: Kinds, example: Example) -> torch.Tensor:
    """How improbable the marked types and the listed genders are."""
    if not example.mentions:
        return torch.zeros((), requires_grad=True)
    spans, ruled, classes, males = zip(*example.mentions, strict=True)
    told = torch.tensor([[float(rule == kind) for kind in kinds.TYPES] for rule in ruled])
    told = told * (torch.rand(len(told), 1) >= _WITHOUT_RULES)
    right = torch.tensor([[kind in some for kind in _CLASSES] for some in classes])
    scores = network(example.states, torch.tensor(spans), told)
    logs = torch.log_softmax(scores[:, : len(_CLASSES)], dim=1).masked_fill(~right, -1e4)
    gendered = torch.tensor([male is not None for male in males])
    of_men = torch.tensor([bool(male) for male in males], dtype=torch.float32)
    wrong = functional.binary_cross_entropy_with_logits(scores[gendered, -1], of_men[gendered], reduction="sum")
    return example.weight * (wrong - torch.logsumexp(logs, dim=1)[right.any(dim=1)].sum()) / _FIGURES


def train(network: nn.Module, loss: Callable, examples: Sequence[Example], epochs: int, seed: int) -> nn.Module:
    """A network after so many epochs; `seed` orders the examples and draws what is dropped."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    passes = (batches(examples, random) for _ in range(epochs))
    return fit(network, loss, passes, epochs * math.ceil(len(examples) / BATCH), _MEAN_RATE)


def arrays(network: nn.Module, fields: Sequence[str]) -> dict[str, np.ndarray]:
    """The weights as the package has them, by name, matrices as inputs x outputs."""
    state = network.state_dict()
    called = {"scale": "normal.weight", "shift": "normal.bias"}
    of_network = {}
    for name in fields:
        layer = name.removesuffix("_bias")
        key = called.get(name, name if name in state else f"{layer}.{'bias' if name.endswith('_bias') else 'weight'}")
        of_network[name] = state[key].numpy().T
    return of_network


def read_examples(shared: Path) -> list[Example]:
    """All texts that are learned from, as the package reads them with the weights that it has now."""
    learn, short = (passages.load(passages.FOLDER / name) for name in ("learn", "short"))
    random = np.random.default_rng(0)
    marked = [*learn, *filter(None, (excerpt(passage, random) for passage in learn)), *short]
    made = [*nested_passages("learn", _NESTED, 0), *running_passages(_RUNNING, 0)]
    return [*filter(None, map(of_passage, marked)), *of_polnear(shared), *filter(None, map(of_passage, made))]


def voices(
    examples: Sequence[Example], measured: torch.Tensor, alone: torch.Tensor, epochs: int
) -> dict[str, np.ndarray]:
    """The weights of the networks of `analysis.crediting`, one for each of `SEEDS`, stacked."""
    of_networks = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        credited = train(Crediting(measured, alone), loss_of_crediting, examples, epochs, seed)
        with torch.no_grad():
            credited.nobody_out.bias += _NOBODY
        of_networks.append(arrays(credited, scorer.Network._fields))
    return {name: np.stack([of_one[name] for of_one in of_networks]) for name in scorer.Network._fields}


def main() -> None:
    """Train the network of `analysis.crediting`, and with `--kinds` that of `analysis.sources`; write their weights."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--epochs", type=int, default=10)
    arguments.add_argument("--kinds", action="store_true", help="train the network of kinds of sources as well")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    examples = read_examples(given.shared)
    measured, alone = (
        torch.from_numpy(np.concatenate([getattr(one.pairs, name) for one in examples]))
        for name in ("measured", "alone")
    )
    package = Path(__file__).parents[2] / "analysis"
    write_halves(package / "crediting" / scorer.WEIGHTS, voices(examples, measured, alone, given.epochs))
    if given.kinds:
        torch.manual_seed(0)
        of_kinds = train(Kinds(), loss_of_kinds, examples, given.epochs, 0)
        write_halves(package / "sources" / kinds.WEIGHTS, arrays(of_kinds, kinds.Network._fields))


if __name__ == "__main__":
    main()
