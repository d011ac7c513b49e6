"""Training of the networks behind `analysis.frames` and `analysis.agreement`, in PyTorch."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from agreement_examples import ALIKE, Example
from attention_layers import Among
from torch import nn
from torch.nn import functional
from training import BATCH, batches, fit

from analysis.agreement import scorer
from analysis.agreement.attention import HEADS, NEVER
from analysis.agreement.company import COMPANY, company
from analysis.agreement.measures import MEASURES, REACH
from analysis.encoder.encoder import STATES
from analysis.encoder.wordpieces import SHAPES
from analysis.frames.figures import DISTANCES, RANKS, ROLES, STATUSES

_UNITS, _HEADS, _HIDDEN, _SECOND = 64, 5, 256, 48
_LOW = 160
LAYERS, _RELATED = 3, 128
"""Layers through which the figures of a text see each other, and the units of a figure in them."""
_MEAN_RATE = 0.005
_WEIGHTS = {"together": 1.0, "same_unit": 0.3, "part": 0.5, "kind": 0.5, "role": 0.15, "status": 0.1, "people": 0.05}
_OF_ALIKE = 0.3
_POSITIVE = 1.5
"""What a pair that belongs together counts for beside one that does not."""
_FIRST_LOOK = 0.5
"""What the first look at a pair counts for beside the second one."""
_PAIRS = 20
"""So many pairs count for one figure's words."""


_PASSAGE = re.compile(r"[a-z]+-(\d+)")


class Recipe(NamedTuple):
    """How the training of one of the networks differs from that of the others.

    `seed`: of its first weights and the order of the texts. `dropped`: the share of units that are dropped at each
    step (Srivastava et al. 2014, "Dropout", JMLR). `unseen`: the share of figures that no other figure of the text
    sees at a step. `epochs`: how often it sees each text. `latest`: the highest number of a passage it learns from.
    """

    seed: int
    dropped: float
    unseen: float
    epochs: int
    latest: float = math.inf


RECIPES = (Recipe(0, 0.3, 0.0, 18), Recipe(8, 0.35, 0.2, 20, latest=1800))


class Networks(nn.Module):
    """Both networks as they learn together; `analysis.frames.figures` and `analysis.agreement.scorer` run them."""

    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor, recipe: Recipe = RECIPES[0]) -> None:
        super().__init__()
        self.unseen = recipe.unseen
        own, views = 3 * _LOW, _HEADS + 2
        self.normal = nn.LayerNorm(STATES)
        self.low = nn.Linear(STATES, _LOW)
        self.query = nn.Linear(own, _UNITS * _HEADS)
        self.key, self.value = nn.Linear(_LOW, _UNITS * _HEADS), nn.Linear(_LOW, _UNITS * _HEADS)
        self.nothing = nn.Linear(own, _HEADS)
        self.relations = nn.ModuleList([nn.Embedding(size, _HEADS) for size in (len(DISTANCES) + 1, RANKS, SHAPES, 2)])
        self.own, self.sentence = nn.Linear(own, _UNITS), nn.Linear(_LOW, _UNITS)
        self.status, self.people = nn.Linear(views * _UNITS, len(STATUSES)), nn.Linear(views * _UNITS, 1)
        told = len(scorer.RELATIONS) + len(scorer.KINDS)
        self.enter, self.context = nn.Linear(views * _UNITS, _RELATED), nn.LayerNorm(_RELATED)
        self.among = nn.ModuleList([Among(_RELATED) for _ in range(LAYERS)])
        self.relation = nn.ModuleList([nn.Linear(MEASURES, HEADS) for _ in range(LAYERS)])
        self.hidden = nn.Linear(2 * views * _UNITS + views + MEASURES + 2 * _RELATED, _HIDDEN)
        self.deeper, self.alike = nn.Linear(_HIDDEN, _HIDDEN), nn.Linear(_HIDDEN, len(ALIKE))
        self.out, self.direct = nn.Linear(_HIDDEN, told), nn.Linear(MEASURES, told, bias=False)
        self.second, self.second_out = nn.Linear(_HIDDEN + COMPANY, _SECOND), nn.Linear(_SECOND, told)
        nn.init.zeros_(self.second_out.weight)
        self.dropout = nn.Dropout(recipe.dropped)
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)

    def forward(self, given: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Scores: of each pair's relations and kinds, of each figure's words by role, of its status, of people."""
        words = torch.relu(self.low(self.dropout(self.normal(given["states"].float()))))
        own = self.dropout(torch.cat([words[given["number"]], words[given["last"]], given["own"] @ words], dim=1))
        heads = -1, _HEADS, _UNITS
        key, value = self.key(words).view(heads)[given["words"]], self.value(words).view(heads)[given["words"]]
        attention = torch.einsum("qhd,qchd->qhc", self.query(own).view(heads), key) / math.sqrt(_UNITS)
        tables = enumerate(self.relations)
        attention = attention + sum(table(given["relations"][..., kind]) for kind, table in tables).transpose(1, 2)
        attention = attention.masked_fill(~given["inside"][:, None], -1e4)
        attention = torch.cat([self.nothing(own)[..., None], attention], dim=2)
        context = torch.einsum("qhc,qchd->qhd", torch.softmax(attention, dim=2)[..., 1:], value)
        around = self.sentence(given["around"] @ words)
        views = torch.cat([self.own(own)[:, None], around[:, None], context], dim=1)
        flat = self.dropout(views.flatten(1))
        first, second, alike = self._pairs(views, given)
        return {
            "first look": first,
            "pairs": second,
            "alike": alike,
            "attention": attention,
            "status": self.status(flat),
            "people": self.people(flat)[:, 0],
        }

    def _pairs(
        self, views: torch.Tensor, given: dict[str, torch.Tensor]
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        one, other = (views[figure] for figure in given["pairs"].T)
        scaled = (given["measures"] - self.mean) / self.deviation
        cosine = functional.cosine_similarity(one, other, dim=-1)
        views_of_pairs = torch.cat([(one * other).flatten(1), (one - other).abs().flatten(1)], dim=1)
        related = self._related(views, given["pairs"], scaled)
        some, others = (related[figure] for figure in given["pairs"].T)
        contexts = torch.cat([some * others, (some - others).abs()], dim=1)
        seen = torch.cat([self.dropout(views_of_pairs), cosine, scaled, self.dropout(contexts)], dim=1)
        hidden = self.dropout(torch.relu(self.hidden(seen)))
        hidden = hidden + self.dropout(torch.relu(self.deeper(hidden)))
        first = self.out(hidden) + self.direct(scaled)
        told = scorer.first_look(first.detach().numpy())
        beside = torch.from_numpy(company(given["pairs"].numpy(), *told, REACH))
        again = torch.relu(self.second(torch.cat([hidden, beside], dim=1)))
        return first, first + self.second_out(self.dropout(again)), self.alike(hidden)

    def _related(self, views: torch.Tensor, pairs: torch.Tensor, scaled: torch.Tensor) -> torch.Tensor:
        """The figures once they have seen those with which they are compared."""
        related, amount = self.enter(self.dropout(views.flatten(1))), len(views)
        one, other = pairs.T
        heads = torch.arange(HEADS)[:, None]
        for layer, relation in zip(self.among, self.relation, strict=True):
            bias = torch.full((HEADS, amount, amount), NEVER)
            added = relation(scaled).T
            bias = bias.index_put((heads, one, other), added).index_put((heads, other, one), added)
            if self.training:
                bias[:, :, torch.rand(amount) < self.unseen] = NEVER
            bias[:, range(amount), range(amount)] = 0
            related = layer(related, bias)
        return self.context(related)


def loss(networks: Networks, example: Example) -> torch.Tensor:
    """How far the networks are from the marks of one passage."""
    told, right = networks(example.inputs), example.targets
    total = _of_pairs(told["pairs"], right) + _FIRST_LOOK * _of_pairs(told["first look"], right)
    complete = right["complete"]
    status = functional.cross_entropy(told["status"][complete], right["status"][complete], reduction="sum")
    people = functional.binary_cross_entropy_with_logits(
        told["people"][complete], right["people"][complete], reduction="sum"
    )
    logs = torch.log_softmax(told["attention"][:, : len(ROLES)], dim=2)
    common = right["alike"] >= 0
    alike = functional.binary_cross_entropy_with_logits(told["alike"][common], right["alike"][common], reduction="sum")
    total = total + _OF_ALIKE * alike / _PAIRS
    seen = right["roles"].any(dim=2)
    roles = torch.logsumexp(logs.masked_fill(~right["roles"], -1e4), dim=2)[seen].sum()
    return total + _WEIGHTS["status"] * status + _WEIGHTS["people"] * people - _WEIGHTS["role"] * roles


def _of_pairs(scores: torch.Tensor, right: dict[str, torch.Tensor]) -> torch.Tensor:
    """How far the scores of a passage's pairs are from its marks."""
    relations = len(scorer.RELATIONS)
    weight = torch.tensor([_WEIGHTS["together"], _WEIGHTS["same_unit"], _WEIGHTS["part"], _WEIGHTS["part"]])
    wrong = functional.binary_cross_entropy_with_logits(
        scores[:, :relations], right["relations"], reduction="none", pos_weight=torch.tensor([_POSITIVE, 1, 1, 1])
    )
    together = right["kind"] >= 0
    kinds = functional.cross_entropy(scores[together, relations:], right["kind"][together], reduction="sum")
    return ((wrong * weight * right["weight"]).sum() + _WEIGHTS["kind"] * kinds) / _PAIRS


def train(examples: Sequence[Example], recipe: Recipe) -> Networks:
    """The networks by a recipe; in an epoch they see each passage once, in one of its two examples."""
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    taught = [example for example in examples if _is_taught(example.name, recipe)]
    measured = torch.cat([example.inputs["measures"] for example in taught])
    networks = Networks(measured.mean(dim=0), measured.std(dim=0) + 0.05, recipe)
    by_name: dict[str, list[Example]] = {}
    for example in taught:
        by_name.setdefault(example.name, []).append(example)
    variants = list(by_name.values())
    passes = (
        ([some[int(random.integers(len(some)))] for some in batch] for batch in batches(variants, random))
        for _ in range(recipe.epochs)
    )
    fit(networks, loss, passes, recipe.epochs * math.ceil(len(variants) / BATCH), _MEAN_RATE)
    return networks.eval()


def _is_taught(name: str, recipe: Recipe) -> bool:
    """Whether a text is among those that a recipe learns from: all articles, and the earlier passages ("poll-1360")."""
    passage = _PASSAGE.fullmatch(name)
    return passage is None or int(passage[1]) <= recipe.latest
