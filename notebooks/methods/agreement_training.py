"""Training of the networks behind `analysis.frames` and `analysis.agreement`, in PyTorch, from the marked passages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from passages import Passage
from torch import nn
from torch.nn import functional
from training import BATCH, batches, fit, met, write_halves

from analysis.agreement import scorer
from analysis.agreement.company import COMPANY, company
from analysis.agreement.measures import MEASURES, REACH, measures, pairs
from analysis.article import Article
from analysis.attributions import find_attributions
from analysis.crediting import credit
from analysis.encoder import encode
from analysis.encoder.encoder import STATES
from analysis.encoder.wordpieces import SHAPES
from analysis.frames import figures
from analysis.frames.figures import DISTANCES, ROLES, STATUSES
from analysis.quantities import Quantity, find_quantities

_UNITS, _HEADS, _HIDDEN, _SECOND = 64, 5, 96, 48
_LOW = 160
_DROPPED = 0.4
_MEAN_RATE = 0.005
_PEOPLE = {"person", "people"}
_WEIGHTS = {"together": 1.0, "same_unit": 0.3, "part": 0.5, "kind": 0.5, "role": 0.15, "status": 0.1, "people": 0.05}
_POSITIVE = 1.5
"""What a pair that belongs together counts for beside one that does not."""
_FIRST_LOOK = 0.5
"""What the first look at a pair counts for beside the second one."""
_PAIRS = 20
"""So many pairs count for one figure's words."""
_UNMARKED = 0.3
"""What a pair counts for of which a figure is not marked."""
_KIND_DECAY = 0.03


@dataclass(frozen=True)
class Example:
    """The figures of a passage as the networks see them, and what they should say.

    `marked`: for each quantity the mark that it meets, or None.
    """

    name: str
    quantities: list[Quantity]
    marked: list[dict[str, Any] | None]
    groups: list[dict[str, Any]]
    gold: list[dict[str, Any]]
    inputs: dict[str, torch.Tensor]
    targets: dict[str, torch.Tensor]


def examples(passage: Passage) -> list[Example]:
    """A passage as it is read, and once more with the units that the marks give to figures without one."""
    article = passage.article
    quantities = find_quantities(article)
    marked = met(quantities, passage.figures)
    if not quantities:
        return []
    told = [_example(passage, quantities, marked)]
    united = [
        replace(quantity, unit=_units(mark)[0]) if quantity.unit is None and mark and _units(mark) else quantity
        for quantity, mark in zip(quantities, marked, strict=True)
    ]
    return told if united == quantities else [*told, _example(passage, united, marked)]


def _units(mark: dict[str, Any]) -> list[str]:
    units = mark.get("unit")
    return [unit for unit in (units if isinstance(units, list) else [units]) if unit]


def voices(article: Article, quantities: Sequence[Quantity]) -> list[int | None]:
    """Who is credited with each quantity, as the product tells it."""
    return credit(article, quantities, find_attributions(article)).voices


def _example(passage: Passage, quantities: list[Quantity], marked: list[dict[str, Any] | None]) -> Example:
    article = passage.article
    encoding = encode(article)
    at = figures.places(encoding, [(one.number_start, one.start, one.end) for one in quantities])
    seen = figures.attended(encoding, at)
    compared = pairs(quantities)
    words = np.arange(len(encoding.pieces))
    own = ((words >= at.first[:, None]) & (words <= at.last[:, None])).astype(np.float32)
    around = (encoding.pieces.sentences == at.sentence[:, None]).astype(np.float32)
    inputs = {
        "states": encoding.states.astype(np.float16),
        "number": at.number,
        "last": at.last,
        "own": own / own.sum(axis=1, keepdims=True),
        "around": around / around.sum(axis=1, keepdims=True),
        "words": seen.words,
        "inside": seen.inside,
        "relations": seen.relations,
        "pairs": compared,
        "measures": measures(article, quantities, voices(article, quantities), compared),
    }
    targets = _pair_targets(passage, marked, compared) | _figure_targets(article, quantities, marked, seen)
    return Example(
        article.article_id,
        quantities,
        marked,
        passage.groups,
        passage.figures,
        {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in inputs.items()},
        {name: torch.from_numpy(np.asarray(array)) for name, array in targets.items()},
    )


def _pair_targets(
    passage: Passage, marked: Sequence[dict[str, Any] | None], compared: np.ndarray
) -> dict[str, np.ndarray]:
    kinds = {group["id"]: scorer.KINDS.index(group["kind"]) for group in passage.groups}
    told = []
    for one, other in compared.tolist():
        some, others = marked[one], marked[other]
        if some is None or others is None:
            told.append((0, 0, 0, 0, -1, _UNMARKED, 0))
            continue
        together = some["group"] is not None and some["group"] == others["group"]
        same = {unit.lower() for unit in _units(some)} & {unit.lower() for unit in _units(others)}
        part, whole = others["part_of"] == some["n"], some["part_of"] == others["n"]
        complete = "unit" in some and "unit" in others
        told.append((together, bool(same), part, whole, kinds[some["group"]] if together else -1, 1, complete))
    columns = np.array(told, dtype=np.float32).reshape(-1, 7)
    weight = columns[:, 5:6].repeat(len(scorer.RELATIONS), axis=1)
    weight[:, scorer.RELATIONS.index("same_unit")] *= columns[:, 6]
    return {"relations": columns[:, :4], "kind": columns[:, 4].astype(np.int64), "weight": weight}


def _figure_targets(
    article: Article,
    quantities: Sequence[Quantity],
    marked: Sequence[dict[str, Any] | None],
    seen: figures.Attended,
) -> dict[str, np.ndarray]:
    starts = encode(article).pieces.starts
    roles = np.zeros((len(quantities), len(ROLES), seen.words.shape[1] + 1), dtype=bool)
    for number, (quantity, mark) in enumerate(zip(quantities, marked, strict=True)):
        for role, name in enumerate(ROLES) if mark and "status" in mark else ():
            place = _nearest(article, quantity, mark[name])
            if place is None:
                roles[number, role, 0] = mark[name] is None
                continue
            first, last = np.searchsorted(starts, [place[0], place[1] - 1], side="right") - 1
            words = seen.words[number]
            roles[number, role, 1:] = seen.inside[number] & (words >= first) & (words <= last)
    people = [bool(mark and _PEOPLE & {*_units(mark)}) for mark in marked]
    complete = [mark is not None and "status" in mark for mark in marked]
    return {
        "roles": roles,
        "status": np.array(
            [STATUSES.index(mark["status"]) if told else -1 for mark, told in zip(marked, complete, strict=True)]
        ),
        "people": np.array(people, dtype=np.float32),
        "complete": np.array(complete),
    }


def _nearest(article: Article, quantity: Quantity, words: str | None) -> tuple[int, int] | None:
    """Where the words of a mark stand, nearest to the figure: in its sentence, else before it, else after it."""
    if words is None:
        return None
    sentence = article.sentences[article.sentence_at(quantity.number_start)]
    text, words = article.text.lower(), words.lower()
    found, at = [], text.find(words)
    while at >= 0:
        rank = 0 if sentence.start <= at < sentence.end else 1 if at < sentence.start else 2
        found.append((rank, abs(at - quantity.number_start), at))
        at = text.find(words, at + 1)
    if not found:
        return None
    at = min(found)[2]
    return at, at + len(words)


# The networks -------------------------------------------------------------------------------------------------------


class Networks(nn.Module):
    """Both networks as they learn together; `analysis.frames.figures` and `analysis.agreement.scorer` run them."""

    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        super().__init__()
        own, views = 3 * _LOW, _HEADS + 2
        self.normal = nn.LayerNorm(STATES)
        self.low = nn.Linear(STATES, _LOW)
        self.query = nn.Linear(own, _UNITS * _HEADS)
        self.key, self.value = nn.Linear(_LOW, _UNITS * _HEADS), nn.Linear(_LOW, _UNITS * _HEADS)
        self.nothing = nn.Linear(own, _HEADS)
        self.relations = nn.ModuleList([nn.Embedding(size, _HEADS) for size in (len(DISTANCES) + 1, 6, SHAPES, 2)])
        self.own, self.sentence = nn.Linear(own, _UNITS), nn.Linear(_LOW, _UNITS)
        self.status, self.people = nn.Linear(views * _UNITS, len(STATUSES)), nn.Linear(views * _UNITS, 1)
        told = len(scorer.RELATIONS) + len(scorer.KINDS)
        self.hidden = nn.Linear(2 * views * _UNITS + views + MEASURES, _HIDDEN)
        self.out, self.direct = nn.Linear(_HIDDEN, told), nn.Linear(MEASURES, told, bias=False)
        self.second, self.second_out = nn.Linear(_HIDDEN + COMPANY, _SECOND), nn.Linear(_SECOND, told)
        nn.init.zeros_(self.second_out.weight)
        self.dropout = nn.Dropout(_DROPPED)
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        for name, size in (("mean", ()), ("deviation", ()), ("out", (len(scorer.KINDS),))):
            self.register_buffer(f"kind_{name}", torch.zeros(scorer.GROUP_MEASURES, *size))
        self.register_buffer("kind_bias", torch.zeros(len(scorer.KINDS)))

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
        first, second = self._pairs(views, given)
        return {
            "first look": first,
            "pairs": second,
            "attention": attention,
            "status": self.status(flat),
            "people": self.people(flat)[:, 0],
        }

    def _pairs(self, views: torch.Tensor, given: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        one, other = (views[figure] for figure in given["pairs"].T)
        scaled = (given["measures"] - self.mean) / self.deviation
        cosine = functional.cosine_similarity(one, other, dim=-1)
        seen = torch.cat([(one * other).flatten(1), (one - other).abs().flatten(1)], dim=1)
        hidden = self.dropout(torch.relu(self.hidden(torch.cat([self.dropout(seen), cosine, scaled], dim=1))))
        first = self.out(hidden) + self.direct(scaled)
        told = scorer.first_look(first.detach().numpy())
        beside = torch.from_numpy(company(given["pairs"].numpy(), *told, REACH))
        again = torch.relu(self.second(torch.cat([hidden, beside], dim=1)))
        return first, first + self.second_out(self.dropout(again))


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


def train(taught: Sequence[Example], epochs: int, seed: int) -> Networks:
    """The networks after so many epochs; one has each passage once, in one of its two examples."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    measured = torch.cat([example.inputs["measures"] for example in taught])
    networks = Networks(measured.mean(dim=0), measured.std(dim=0) + 0.05)
    by_name: dict[str, list[Example]] = {}
    for example in taught:
        by_name.setdefault(example.name, []).append(example)
    variants = list(by_name.values())
    passes = (
        ([some[int(random.integers(len(some)))] for some in batch] for batch in batches(variants, random))
        for _ in range(epochs)
    )
    fit(networks, loss, passes, epochs * math.ceil(len(variants) / BATCH), _MEAN_RATE)
    learn_kinds(networks, taught)
    return networks.eval()


def learn_kinds(networks: Networks, taught: Iterable[Example]) -> None:
    """Let the networks tell the kind of a group (`scorer.kind`) by the groups that are marked."""
    groups = [group for example in taught for group in _marked_groups(networks, example)]
    measured = torch.from_numpy(np.array([one for one, _ in groups]))
    right = torch.tensor([scorer.KINDS.index(kind) for _, kind in groups])
    mean, deviation = measured.mean(dim=0), measured.std(dim=0) + 0.05
    scaled = (measured - mean) / deviation
    out, bias = (torch.zeros_like(one).requires_grad_() for one in (networks.kind_out, networks.kind_bias))
    optimizer = torch.optim.LBFGS([out, bias], max_iter=200, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        wrong = functional.cross_entropy(scaled @ out + bias, right) + _KIND_DECAY * (out**2).sum() / 2
        wrong.backward()
        return wrong

    optimizer.step(step)
    for name, weights in (("mean", mean), ("deviation", deviation), ("out", out), ("bias", bias)):
        getattr(networks, f"kind_{name}").copy_(weights.detach())


@torch.no_grad()
def _marked_groups(networks: Networks, example: Example) -> Iterator[tuple[np.ndarray, str]]:
    """What is measured of each marked group of which two figures are found, and its kind."""
    kinds = networks(example.inputs)["pairs"][:, len(scorer.RELATIONS) :].numpy()
    compared, measured = (example.inputs[name].numpy() for name in ("pairs", "measures"))
    group_of = np.array([mark["group"] or "" if mark else "" for mark in example.marked], dtype=object)
    for group in example.groups:
        within = (group_of[compared] == group["id"]).all(axis=1)
        members = [one for one, name in zip(example.quantities, group_of, strict=True) if name == group["id"]]
        if within.any():
            sizes = len(members), len({(one.low, one.high) for one in members})
            yield scorer.group_measures(kinds[within], measured[within], *sizes), group["kind"]


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


def write(networks: Networks, project: Path, confidence: tuple[float, float] = (1.0, 0.0)) -> None:
    """Write the weights where `analysis.frames` and `analysis.agreement` look for them, in half precision.

    `confidence`: what `calibration` tells.
    """
    weights = {name: weight.numpy() for name, weight in networks.state_dict().items()}
    layers = ("low", "query", "key", "value", "nothing", "own", "sentence", "status", "people")
    tables = zip(("distance", "rank", "shape", "within"), range(4), strict=True)
    of_figures = {
        "scale": weights["normal.weight"],
        "shift": weights["normal.bias"],
        **{name: weights[f"{name}.weight"].T for name in layers},
        **{f"{name}_bias": weights[f"{name}.bias"] for name in layers},
        **{name: weights[f"relations.{number}.weight"] for name, number in tables},
    }
    of_pairs = {
        "mean": weights["mean"],
        "deviation": weights["deviation"],
        "confidence": np.array(confidence),
        **{name: weights[name] for name in ("kind_mean", "kind_deviation", "kind_out", "kind_bias")},
        **{name: weights[f"{name}.weight"].T for name in ("hidden", "out", "direct", "second", "second_out")},
        **{f"{name}_bias": weights[f"{name}.bias"] for name in ("hidden", "out", "second", "second_out")},
    }
    for file, arrays in ((f"frames/{figures.WEIGHTS}", of_figures), (f"agreement/{scorer.WEIGHTS}", of_pairs)):
        write_halves(project / "analysis" / file, arrays)
