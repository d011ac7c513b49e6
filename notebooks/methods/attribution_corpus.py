"""The attributions of PolNeAR (Newell, Margolin and Ruths, LREC 2018) as labels of words, and as links of spans."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np

from analysis.article import Article, Span
from analysis.attributions.linking import gap_keys
from analysis.attributions.tagger import LABELS, ROLES, Part
from analysis.encoder.wordpieces import WordPieces, word_pieces

_MARKED = re.compile(r"([^\[]*)(?:\[([SCT]) ([^\]]*)\])?")
_ROLE_OF = {"S": "source", "C": "cue", "T": "content"}
_SEEN_OFTEN = 2
"""A gap seen less often is no evidence of where such gaps divide."""


@dataclass(frozen=True)
class Annotated:
    """One annotator's attributions in one text: lists of [start, end] by role."""

    article: Article
    pieces: WordPieces
    attributions: list[dict[str, list]]

    @property
    def parts(self) -> list[Part]:
        """The spans of all attributions in text order; those that several share, once."""
        return sorted(
            {Part(role, Span(*span)) for one in self.attributions for role in ROLES for span in one[role]},
            key=lambda part: (part.span, part.role),
        )

    def labels(self) -> np.ndarray:
        """The label of each word, as an index of `LABELS`; of two spans that overlap, the longer one's."""
        labels = np.zeros(len(self.pieces), dtype=np.int64)
        for role, span in sorted(self.parts, key=lambda part: (part.span.start - part.span.end, part.role)):
            first = int(np.searchsorted(self.pieces.ends, span.start, side="right"))
            end = int(np.searchsorted(self.pieces.starts, span.end))
            if first < end and not labels[first:end].any():
                labels[first:end] = LABELS.index(f"I-{role}")
                labels[first] = LABELS.index(f"B-{role}")
        return labels


def load(folder: Path, scorer: ModuleType) -> list[Annotated]:
    """A part of PolNeAR: each text as often as it has annotators, in order of name.

    `scorer` is the module score_attribution.py, which reads the annotations.
    """
    found = []
    for name, files in scorer.annotators(folder / "attributions").items():
        article = Article((folder / "text" / f"{name}.txt").read_bytes().decode("utf-8"), name)
        pieces = word_pieces(article)
        found += [Annotated(article, pieces, scorer.read_ann(file)) for _, file in files]
    return found


def linking_table(texts: Iterable[Annotated]) -> dict[str, int]:
    """For each way of telling a gap between two cues, how many of its parts most often belong to the left one.

    A gap whose parts belong to others still, or to the right one before the left one, is left out; so is a longer key
    that says the same as the shorter one.
    """
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for text in texts:
        for keys, left in _gaps(text):
            for key in keys:
                seen[key][left] += 1
    best = {key: counts.most_common(1)[0][0] for key, counts in sorted(seen.items()) if counts.total() >= _SEEN_OFTEN}
    return {key: left for key, left in best.items() if best.get(_shorter(key)) != left}


def _shorter(key: str) -> str | None:
    """The key that tells less: without what is on the right, then without what is on the left."""
    bars = key.count("|")
    return None if not bars else key.rpartition("|")[0] if bars == 2 else key.partition("|")[2]


def _gaps(text: Annotated) -> Iterator[tuple[tuple[str, ...], int]]:
    """The keys of each gap between two cues, and how many of its parts belong to the left cue."""
    parts = text.parts
    number = {part: at for at, part in enumerate(parts)}
    attribution_of = {}
    for one in text.attributions:
        members = {number[Part(role, Span(*span))] for role in ROLES for span in one[role]}
        attribution_of |= {at: members for at in members if parts[at].role == "cue"}
    cues = [at for at, part in enumerate(parts) if part.role == "cue"]
    for at, (cue, after) in enumerate(pairwise(cues)):
        left, right = attribution_of[cue], attribution_of[after]
        sides = "".join("L" if one in left else "R" if one in right else "?" for one in range(cue + 1, after))
        if "?" not in sides and "RL" not in sides:
            limit = cues[at + 2] if at + 2 < len(cues) else len(parts)
            start = min(left)
            yield gap_keys(text.article, parts, start, cue, after, limit), sides.count("L")


def load_examples(path: Path) -> list[Annotated]:
    """Sentences written for this project, with `[S …]`, `[C …]` and `[T …]` around source, cue and content.

    Lines of `---` stand between the examples. Which parts belong together is not told: all are in one attribution.
    """
    found = []
    for number, example in enumerate(path.read_text("utf-8").split("\n---\n")):
        text, spans = read_marked(example.strip())
        article = Article(text, f"example {number + 1}")
        found.append(Annotated(article, word_pieces(article), [spans]))
    return found


def read_marked(example: str) -> tuple[str, dict[str, list]]:
    """The text of an example without its marks, and the [start, end] of what they mark, by role."""
    text, spans = "", {role: [] for role in ROLES}
    for plain, letter, marked in _MARKED.findall(example):
        text += plain
        if letter:
            spans[_ROLE_OF[letter]].append([len(text), len(text) + len(marked)])
            text += marked
    return text, spans


def load_bbc(path: Path) -> list[Annotated]:
    """The articles of the BBC's news in 2004 and 2005 (Greene and Cunningham, ICML 2006), without labels."""
    with path.open(encoding="utf-8") as file:
        articles = [Article(record["text"], record["id"]) for record in map(json.loads, file)]
    return [Annotated(article, word_pieces(article), []) for article in articles]
