"""Training of the networks behind `analysis.crediting` and `analysis.sources.kinds`, in PyTorch.

Both learn from the passages of `passages/learn` and `passages/short`, in which every figure is marked with whom it is
credited to, and from texts of PolNeAR's training part, whose attributions tell whose the figures in them are.

`python notebooks/methods/crediting_training.py --shared ../shared` trains both and writes their weights.
"""

from __future__ import annotations

import argparse
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import passages
import torch
from polnear import load_articles
from scoring import load_scorer
from torch import nn
from torch.nn import functional

from analysis.agreement import with_units
from analysis.article import Article, Span, covering, overlaps
from analysis.attributions import find_attributions
from analysis.crediting import scorer
from analysis.crediting.candidates import Candidate, candidates
from analysis.crediting.measures import Pairs, pair
from analysis.encoder import encode
from analysis.encoder.encoder import STATES
from analysis.quantities import find_quantities
from analysis.sources import kinds, resolve_sources
from analysis.sources.mentions import mention
from analysis.sources.names import Name, names
from analysis.sources.types import source_type

_LOW, _UNITS, _MATCH, _DROPPED = 96, 96, 48, 0.3
_LOW_OF_KINDS, _UNITS_OF_KINDS = 64, 64
_RATE, _DECAY, _WARM_UP, _BATCH = 2e-3, 0.05, 0.1, 4
_MEAN_FROM, _MEAN_RATE = 0.5, 0.01
"""The weights written are a moving mean over the second half of training (Polyak & Juditsky 1992)."""
_POLNEAR, _FIGURES, _LONGEST = 200, 4, 8000
"""Texts of PolNeAR that are learned from, of at least so many figures and at most so many characters."""
_OF_POLNEAR = 0.5
"""What a figure of PolNeAR counts for beside one of a passage."""
_WITHOUT_RULES = 0.35
"""How often what the rules say of a mention is withheld from the network that tells types."""
_CLASSES = (*kinds.TYPES, "place")
_WORD = re.compile(r"[a-z0-9]+")


# What is learned from ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """The figures of a text beside those who may be credited with them, and who is.

    `right`: of each pair, whether it is the one credited; `own`: of each figure, whether nobody is; `told`: whether
    the marks tell. `mentions`: of each mention whose type is marked, or whose given name is listed, first and last
    word, what the rules say, the classes that it may be of, and whether it is a man's (None: not told).
    """

    states: torch.Tensor
    sentences: np.ndarray
    pairs: Pairs
    right: np.ndarray
    own: np.ndarray
    told: np.ndarray
    mentions: list[tuple[tuple[int, int], str | None, list[str], bool | None]]
    weight: float


def of_passage(passage: passages.Passage) -> Example | None:
    """A passage as it is read, with its marks."""
    article = passage.article
    quantities = with_units(article, find_quantities(article))
    attributions = find_attributions(article)
    found = candidates(article, attributions)
    if not quantities or not found:
        return None
    sources, source_of = resolve_sources(article, attributions)
    named = [_name(article, one, sources, source_of) for one in found]
    pairs = pair(article, encode(article), quantities, attributions, found)
    marks = [next((mark for mark in passage.figures if _meets(mark, quantity)), None) for quantity in quantities]
    sure = [mark is not None and mark["source"] != ["?"] for mark in marks]
    own = np.array([tells and mark["source"] is None for mark, tells in zip(marks, sure, strict=True)])
    right = np.zeros(len(pairs.figure), dtype=bool)
    types: dict[int, set[str]] = {}
    for at, (figure, candidate) in enumerate(zip(pairs.figure.tolist(), pairs.candidate.tolist(), strict=True)):
        mark = marks[figure]
        if sure[figure] and mark["source"] and fits(named[candidate], mark["source"]):
            right[at] = True
            told = mark["type"] if isinstance(mark["type"], list) else [mark["type"]]
            types.setdefault(candidate, set()).update(filter(None, told))
    mentions = _mentions(article, found, pairs, types, {mark["place"] for mark in passage.figures if mark.get("place")})
    return _example(article, pairs, right, own, np.array(sure), mentions, 1.0)


def of_polnear(shared: Path) -> Iterator[Example]:
    """Texts of PolNeAR's training part; a figure that no attribution holds or touches is the text's own."""
    part = shared / "corpora" / "polnear" / "train"
    reader = load_scorer(shared, "score_attribution")
    annotators = reader.annotators(part / "attributions")
    articles = (
        one for one in load_articles(part / "text") if one.article_id in annotators and len(one.text) <= _LONGEST
    )
    examples = (
        _of_text(article, reader.read_ann(sorted(annotators[article.article_id])[0][1])) for article in articles
    )
    return islice(filter(None, examples), _POLNEAR)


def _of_text(article: Article, marked: Sequence[dict[str, list]]) -> Example | None:
    quantities = with_units(article, find_quantities(article))
    attributions = find_attributions(article)
    found = candidates(article, attributions)
    if len(quantities) < _FIGURES or not found:
        return None
    pairs = pair(article, encode(article), quantities, attributions, found)
    own, told = np.zeros(len(quantities), dtype=bool), np.zeros(len(quantities), dtype=bool)
    right = np.zeros(len(pairs.figure), dtype=bool)
    for number, quantity in enumerate(quantities):
        figure = Span(quantity.number_start, quantity.number_end)
        holders = [one for one in marked if any(s <= figure.start and figure.end <= e for s, e in one["content"])]
        sourced = [one["source"] for one in holders if one["source"]]
        touched = any(overlaps(figure, Span(*span)) for one in marked for spans in one.values() for span in spans)
        own[number] = not sourced and (bool(holders) or not touched)
        told[number] = own[number] or bool(sourced)
        some = np.flatnonzero(pairs.figure == number) if sourced else ()
        for at in some:
            right[at] = any(overlaps(found[pairs.candidate[at]].mention, Span(*span)) for span in sourced[-1])
    known = names(article)
    spans = sorted({covering(one.source) for one in attributions if one.source})
    starts = encode(article).pieces.starts
    mentions = [
        (tuple((np.searchsorted(starts, [span.start, span.end - 1], "right") - 1).tolist()), rule, [rule], None)
        for span in spans
        if (rule := _ruled(article, span, known))
    ]
    return _example(article, pairs, right, own, told, mentions + _people(article, known), _OF_POLNEAR)


def fits(name: str, accepted: Iterable[str]) -> bool:
    """Whether a name's words, articles aside, are among those of an accepted one, or the other way round."""
    mine = _words(name)
    return any(some and (some <= mine or mine <= some) for some in map(_words, accepted)) and bool(mine)


def _words(name: str) -> set[str]:
    return {*_WORD.findall(name.lower())} - {"a", "an", "the"}


def _meets(mark: dict, quantity) -> bool:
    return max(mark["start"], quantity.number_start) < min(mark["end"], quantity.number_end)


def _name(article: Article, one: Candidate, sources, source_of) -> str:
    return one.mention.of(article.text) if one.attribution is None else sources[source_of[one.attribution]].name


def _mentions(article: Article, found: Sequence[Candidate], pairs: Pairs, types: dict[int, set[str]], places: set[str]):
    known = names(article)
    mentions = []
    for number, (one, words) in enumerate(zip(found, pairs.words.tolist(), strict=True)):
        classes = sorted(types.get(number, ())) or (["place"] if one.mention.of(article.text) in places else [])
        if classes:
            mentions.append((tuple(words), _ruled(article, one.mention, known), classes, None))
    return mentions + _people(article, known)


def _ruled(article: Article, span: Span, known: list[Name]) -> str | None:
    told = mention(article, span, known)
    return None if told.pronoun else source_type(told)


def _people(article: Article, known: list[Name]):
    """The names of people whose given names are listed."""
    starts = encode(article).pieces.starts
    listed = _given_names()
    return [
        (tuple((np.searchsorted(starts, [one.span.start, one.span.end - 1], "right") - 1).tolist()), None, [], male)
        for one in known
        if len(one.words) > 1 and (male := listed.get(one.words[0].lower())) is not None
    ]


@cache
def _given_names() -> dict[str, bool]:
    """The given names of one gender alone, and whether that is a man's."""
    listed = tomllib.loads(Path(__file__).with_name("given-names.toml").read_text("utf-8"))
    female, male = ({*listed[name].split()} for name in ("female", "male"))
    return {name: name in male for name in female ^ male}


def _example(article: Article, pairs: Pairs, right, own, told, mentions, weight: float) -> Example:
    encoding = encode(article)
    states = torch.from_numpy(encoding.states.astype(np.float16))
    return Example(states, encoding.pieces.sentences, pairs, right, own, told, mentions, weight)


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
    return example.weight * (wrong - 0.3 * torch.log1p(-silent)[missed].sum())


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
    return example.weight * (wrong - torch.logsumexp(logs, dim=1)[right.any(dim=1)].sum())


def train(network: nn.Module, loss: Callable, examples: Sequence[Example], epochs: int, seed: int) -> nn.Module:
    """A network after so many epochs (AdamW, with a warm-up and a linear decay to nothing)."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = epochs * math.ceil(len(examples) / _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (_WARM_UP * steps)) * max(0, 1 - step / steps)
    )
    mean = None
    network.train()
    for _ in range(epochs):
        order = random.permutation(len(examples)).tolist()
        for start in range(0, len(order), _BATCH):
            optimizer.zero_grad()
            for at in order[start : start + _BATCH]:
                (loss(network, examples[at]) / 10).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            if schedule.last_epoch > _MEAN_FROM * steps:
                weights = {name: weight.detach().clone() for name, weight in network.state_dict().items()}
                mean = weights if mean is None else {
                    name: torch.lerp(weight, weights[name], _MEAN_RATE) for name, weight in mean.items()
                }  # fmt: skip
    network.load_state_dict(mean or network.state_dict())
    return network.eval()


def write(network: nn.Module, fields: Sequence[str], path: Path) -> None:
    """Write the weights where the package looks for them, in half precision, matrices as inputs x outputs."""
    state = network.state_dict()
    called = {"scale": "normal.weight", "shift": "normal.bias"}
    arrays = {}
    for name in fields:
        layer = name.removesuffix("_bias")
        key = called.get(name, name if name in state else f"{layer}.{'bias' if name.endswith('_bias') else 'weight'}")
        array = state[key].numpy()
        arrays[name] = np.ascontiguousarray(array.T, dtype=np.float16)
    np.savez_compressed(path, **arrays)


def main() -> None:
    """Train both networks and write their weights."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--epochs", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=0)
    given = arguments.parse_args()
    torch.set_num_threads(1)
    marked = [one for folder in ("learn", "short") for one in passages.load(passages.FOLDER / folder)]
    examples = [*filter(None, map(of_passage, marked)), *of_polnear(given.shared)]
    measured, alone = (
        torch.from_numpy(np.concatenate([getattr(one.pairs, name) for one in examples]))
        for name in ("measured", "alone")
    )
    credited = train(Crediting(measured, alone), loss_of_crediting, examples, given.epochs, given.seed)
    package = Path(__file__).parents[2] / "analysis"
    write(credited, scorer.Network._fields, package / "crediting" / scorer.WEIGHTS)
    told = train(Kinds(), loss_of_kinds, examples, given.epochs, given.seed)
    write(told, kinds.Network._fields, package / "sources" / kinds.WEIGHTS)


if __name__ == "__main__":
    main()
