"""Our attributions on the rows of CofeNet (Wang et al., COLING 2022), for its exact F1 of source, cue and content.

CofeNet turned PolNeAR into rows of Penn Treebank tokens with one BIO label each; a span is right where role, row, first
and last token are. Nesting is lost in the rows, so an attribution inside another one costs precision here.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import pandas as pd
from scoring import percent, rate

ROLES = ("source", "cue", "content")
PUBLISHED = pd.DataFrame(
    [
        {"system": "CRF", "source": 50.6, "cue": 53.4, "content": 28.6},
        {"system": "BERT", "source": 81.1, "cue": 74.0, "content": 68.9},
        {"system": "BERT with Cofe", "source": 83.2, "cue": 75.3, "content": 72.9},
    ]
)
"""Exact F1 in percent on the test rows (Wang et al. 2022, table 6)."""

Spans = set[tuple[str, int, int]]
"""Role, first token and the token after the last, within a row."""


def load_rows(path: Path) -> dict[str, list[dict]]:
    """The rows (`tokens`, `labels`) of each text and annotator, by CofeNet's id, in text order."""
    rows = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["id"]].append(row)
    return dict(rows)


def scores(
    rows: Mapping[str, Sequence[dict]],
    texts: Mapping[str, str],
    attributions: Mapping[str, Sequence[Mapping]],
    resamples: int,
) -> pd.DataFrame:
    """Precision, recall and F1 (`score`, with its interval by text) of each role, in percent.

    `rows` and `attributions` are by CofeNet's id, which is the text's name and its annotator; `texts` by name alone.
    """
    counted = {key: compare_rows(rows[key], texts[text_name(key)], attributions[key]) for key in rows}
    counts = pd.DataFrame.from_dict(counted, orient="index").groupby(text_name).sum()
    scored = []
    for role in ROLES:
        marked, found, hits = (counts[f"{what} {role}"] for what in ("marked", "found", "hit"))
        row = {"measure": f"exact {role}", "precision": rate(hits, found), "recall": rate(hits, marked)}
        scored.append(row | percent(2 * hits, marked + found, resamples))
    return pd.DataFrame(scored)


def text_name(key: str) -> str:
    """The name of the text of CofeNet's id `key`."""
    return key.rpartition("_")[0]


def compare_rows(rows: Sequence[dict], text: str, attributions: Sequence[Mapping]) -> dict[str, int]:
    """Spans marked, found and hit of each role ("marked source", …); rows that do not stand in the text are left out.

    `attributions` have a list of [start, end] for each role, in characters of `text`.
    """
    counts = {f"{what} {role}": 0 for what in ("marked", "found", "hit") for role in ROLES}
    for row, starts in zip(rows, place(rows, text), strict=True):
        if starts:
            marked, found = _labelled(row["labels"]), _covered(starts, attributions)
            for what, spans in (("marked", marked), ("found", found), ("hit", marked & found)):
                for role, _, _ in spans:
                    counts[f"{what} {role}"] += 1
    return counts


def _labelled(labels: Sequence[str]) -> Spans:
    """The spans of BIO labels; an I that continues nothing begins a span too."""
    spans = set()
    for start, label in enumerate(labels):
        kind, _, role = label.partition("-")
        before = labels[start - 1].partition("-")[2] if start else ""
        if kind == "B" or (kind == "I" and before != role):
            end = start + 1
            while end < len(labels) and labels[end] == f"I-{role}":
                end += 1
            spans.add((role, start, end))
    return spans


def _covered(starts: Sequence[int], attributions: Sequence[Mapping]) -> Spans:
    """The runs of tokens that each role of each attribution covers; `starts` are the tokens' offsets."""
    spans = set()
    for attribution in attributions:
        for role in ROLES:
            inside = [
                at
                for start, end in attribution[role]
                for at in range(bisect_left(starts, start), bisect_left(starts, end))
            ]
            for _, run in groupby(enumerate(sorted(set(inside))), key=lambda pair: pair[1] - pair[0]):
                run = [at for _, at in run]
                spans.add((role, run[0], run[-1] + 1))
    return spans


# Tokens back to their places in the text --------------------------------------------------------------------------

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_PIECE = re.compile(r"``|''|--+|\s+|.", re.DOTALL)


def place(rows: Sequence[dict], text: str) -> Iterator[list[int]]:
    """The offsets of each row's tokens in `text`; none where the row's words do not stand there.

    White space, quotation marks and dashes may differ, and the treebank writes the full stop of "U.S." twice.
    """
    flat, offsets = _flattened(text)
    position = 0
    for row in rows:
        tokens = [_flattened(_BRACKETS.get(token, token))[0] for token in row["tokens"]]
        for at in range(1, len(tokens)):
            if tokens[at] == "." and tokens[at - 1].endswith("."):
                tokens[at] = ""
        start = flat.find("".join(tokens), position)
        if start < 0:
            yield []
            continue
        starts = []
        for token in tokens:
            starts.append(offsets[start if token else start - 1])
            start += len(token)
        position = start
        yield starts


def _flattened(text: str) -> tuple[str, list[int]]:
    """`text` without white space and with one form of each quotation mark and dash; the offset of each character."""
    pieces, offsets = [], []
    for match in _PIECE.finditer(text):
        piece = _one_form(match.group())
        pieces.append(piece)
        offsets += [match.start()] * len(piece)
    return "".join(pieces), offsets


def _one_form(piece: str) -> str:
    if piece.isspace():
        return ""
    if piece in ("``", "''") or piece in "“”„":
        return '"'
    if piece in "‘’`":
        return "'"
    return "-" if piece[0] in "-–—―" else "..." if piece == "…" else piece
