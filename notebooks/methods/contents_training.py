"""Training of the small network behind `analysis.attributions.contents`, in PyTorch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from attribution_corpus import Annotated
from torch import nn
from torch.nn import functional

from analysis.attributions import contents
from analysis.attributions.tagger import restricted
from analysis.encoder.wordpieces import SHAPES

_NOISE = (0.0, 0.5, 1.0)
"""Standard deviations of what is added to the tagger's scores, a pass over the texts for each.

The tagger has seen these texts and is surer of them than of others; blurred, they look as if they were new.
"""
_UNITS, _DROPPED = 32, 0.2
_SEEN_OFTEN = 600
"""Places at the ends of spans in which a word is seen before it is common."""
_EPOCHS, _BATCH, _RATE, _DECAY = 3, 512, 3e-3, 0.01
_SEEDS = (1, 2, 3, 4, 5)
"""Of the networks whose mean is written, side by side as one: a single one does better or worse by chance."""


class _Network(nn.Module):
    def __init__(self, measures: int, rows: int) -> None:
        super().__init__()
        self.hidden, self.out = nn.Linear(measures, _UNITS), nn.Linear(_UNITS, 1)
        self.words = nn.EmbeddingBag(rows, _UNITS, mode="sum")
        nn.init.zeros_(self.words.weight)
        self.dropout = nn.Dropout(_DROPPED)

    def forward(self, measures: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        return self.out(self.dropout(torch.relu(self.hidden(measures) + self.words(words))))[:, 0]


def train(file: Path, texts: Sequence[Annotated], scores: Sequence[np.ndarray], transitions: np.ndarray) -> None:
    """Write the weights of the network that learns which spans are contents, given the tagger's scores of each text."""
    examples = list(_examples(texts, scores, transitions))
    common = _common(examples)
    measured = np.concatenate([contents.measures(pieces, marginals, spans) for pieces, marginals, spans, _ in examples])
    seen = np.concatenate([contents.words_seen(pieces, spans, common) for pieces, _, spans, _ in examples])
    right = torch.from_numpy(np.concatenate([right for *_, right in examples])).float()
    mean, deviation = measured.mean(axis=0), measured.std(axis=0)
    rows = SHAPES + len(common)
    inputs = torch.from_numpy(contents.scaled(measured, mean, deviation))
    words = torch.from_numpy(seen + rows * np.arange(seen.shape[1]))
    several = [_trained(seed, inputs, words, seen.shape[1] * rows, right).state_dict() for seed in _SEEDS]
    weights = {name: [one[name].numpy() for one in several] for name in several[0]}
    np.savez_compressed(
        file,
        mean=mean,
        deviation=deviation,
        measures=np.concatenate(weights["hidden.weight"]).T,
        common=common,
        words=np.concatenate(weights["words.weight"], axis=1).reshape(seen.shape[1], rows, -1).astype(np.float16),
        bias=np.concatenate(weights["hidden.bias"]),
        out=np.concatenate(weights["out.weight"], axis=1)[0] / len(several),
        out_bias=np.mean(weights["out.bias"]),
    )


def _examples(texts: Sequence[Annotated], scores: Sequence[np.ndarray], transitions: np.ndarray) -> Iterator[tuple]:
    """For each text and noise: its pieces, the probabilities of labels, the possible spans, and which are right."""
    random = np.random.default_rng(_SEEDS[0])
    for noise in _NOISE:
        for text, told in zip(texts, scores, strict=True):
            blurred = told + random.normal(0, noise, told.shape).astype(np.float32)
            marginals, spans = contents.possible(*restricted(text.pieces, blurred, transitions))
            marked = set(_marked(text))
            pairs = zip(spans.first.tolist(), spans.last.tolist(), strict=True)
            yield text.pieces, marginals, spans, np.array([pair in marked for pair in pairs], dtype=bool)


def _marked(text: Annotated) -> Iterator[tuple[int, int]]:
    """First and last word of each content that the annotator marked."""
    for part in text.parts:
        if part.role == "content":
            first = int(np.searchsorted(text.pieces.ends, part.span.start, side="right"))
            yield first, int(np.searchsorted(text.pieces.starts, part.span.end)) - 1


def _common(examples: Sequence[tuple]) -> np.ndarray:
    """The word pieces that often begin a word next to a span."""
    counts: np.ndarray = np.zeros(0, dtype=np.int64)
    for pieces, _, spans, _ in examples:
        begins = pieces.pieces[pieces.firsts]
        ends = np.concatenate([spans.first + step for step in (-1, 0)] + [spans.last + step for step in (0, 1)])
        found = np.bincount(begins[ends[(ends >= 0) & (ends < len(begins))]], minlength=len(counts))
        found[: len(counts)] += counts
        counts = found
    return np.flatnonzero(counts >= _SEEN_OFTEN)


def _trained(seed: int, measures: torch.Tensor, words: torch.Tensor, rows: int, right: torch.Tensor) -> _Network:
    """A network after AdamW with a rate that rises and falls; `rows` are those of its table of words."""
    torch.manual_seed(seed)
    network = _Network(measures.shape[1], rows)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    batches = len(right) // _BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, _EPOCHS * batches)
    network.train()
    for _ in range(_EPOCHS):
        for batch in torch.randperm(len(right))[: batches * _BATCH].view(batches, _BATCH):
            loss = functional.binary_cross_entropy_with_logits(network(measures[batch], words[batch]), right[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return network.eval()
