"""Measures of a figure and a candidate that need no network."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import numpy as np

from analysis.crediting.candidates import Candidate
from analysis.crediting.reported import Held, held, of_attributions, of_speakers, same_values, taken_back
from analysis.crediting.setting import Setting, steps

BEFORE, AFTER, BEGINNING = 12, 1, 2
"""Sentences before and after a figure's own, and at the beginning of the article, whose candidates are compared."""
MOST = 160
"""Candidates compared with one figure at most, the nearest ones."""
_SENTENCES = (-7, -4, -3, -2, -1, 0, 1, 2)
"""Edges of the steps in which the distance from the figure's sentence to the candidate's is measured."""
_WORDS = (-30, -15, -8, -4, -2, 0, 2, 4, 8, 15, 30)
_BETWEEN = (1, 2, 3, 6)
_KINDS = ("count", "money", "percent", "age", "duration")
_BRACKET = re.compile(r"\([^()]{0,120}\)")


class Pairs(NamedTuple):
    """Pairs of figures and candidates.

    `figure` and `candidate`: indices, one pair each, those of one figure next to each other; `entity`: the candidate's,
    the same number for all mentions of one. `measured`: pairs x measures. `alone`: figures x measures, of the figure
    itself. `words` and `places` as in `Setting`. `taken_back`: whether the candidate denies, does not say, or only has
    an attitude to what holds the figure.
    """

    figure: np.ndarray
    candidate: np.ndarray
    entity: np.ndarray
    measured: np.ndarray
    alone: np.ndarray
    words: np.ndarray
    places: np.ndarray
    taken_back: np.ndarray


def pair(setting: Setting) -> Pairs:
    """The pairs that are compared, with their measures."""
    figure, candidate = _compared(setting)
    holding = held(setting.attributions, setting.starts)
    measured = np.hstack(
        [
            _distances(setting, figure, candidate),
            of_attributions(setting, holding, figure, candidate),
            of_speakers(setting, holding, figure, candidate),
            _joined(setting, figure, candidate),
            _of_candidates(setting)[candidate],
        ]
    )
    return Pairs(
        figure,
        candidate,
        setting.entities[candidate],
        measured.astype(np.float32),
        _of_figures(setting, holding).astype(np.float32),
        setting.words,
        setting.places,
        taken_back(setting, holding, figure, candidate),
    )


def _compared(setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    """Figures and candidates that are compared, as indices: those near it, and those at the beginning."""
    sentences = setting.encoding.pieces.sentences
    number, mention = setting.places[:, 0], setting.words[:, 0]
    of_figure, of_candidate = sentences[number], sentences[mention]
    opening = np.flatnonzero(of_candidate < BEGINNING)
    figures, others = [], []
    first = np.searchsorted(of_candidate, of_figure - BEFORE)
    last = np.searchsorted(of_candidate, of_figure + AFTER, side="right")
    for at, (start, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        near = np.arange(start, end)
        if len(near) > MOST:
            near = np.sort(near[np.argsort(np.abs(mention[near] - number[at]), kind="stable")[:MOST]])
        near = np.concatenate([opening[opening < start], near])
        figures.append(np.full(len(near), at))
        others.append(near)
    empty = np.zeros(0, dtype=np.int64)
    return np.concatenate([empty, *figures]), np.concatenate([empty, *others])


def _distances(setting: Setting, figure: np.ndarray, candidate: np.ndarray) -> np.ndarray:
    """How far apart the two stand, in words, candidates, sentences and paragraphs."""
    pieces, words = setting.encoding.pieces, setting.words
    number, mention = setting.places[figure, 0], words[candidate, 0]
    apart = pieces.sentences[mention] - pieces.sentences[number]
    paragraphs = pieces.paragraphs[mention] - pieces.paragraphs[number]
    same = apart == 0
    # Behind a mention, the distance counts from its end.
    gap = np.where(words[candidate, 1] < number, words[candidate, 1] - number, mention - number)
    between = np.abs(np.searchsorted(words[:, 0], number) - candidate)
    return np.column_stack(
        [
            steps(apart, _SENTENCES),
            paragraphs == 0,
            paragraphs == -1,
            paragraphs == 1,
            steps(gap, _WORDS) * same[:, None],
            steps(between, _BETWEEN) * same[:, None],
            pieces.sentences[mention] == 0,
            pieces.sentences[mention] == 1,
            np.minimum(np.abs(gap), 200) / 50,
        ]
    )


def _joined(setting: Setting, figure: np.ndarray, candidate: np.ndarray) -> np.ndarray:
    """How the text joins the two: one in the other, brackets, a colon."""
    text = setting.article.text
    expressions = [(quantity.start, quantity.end) for quantity in setting.quantities]
    mentions = [candidate.mention for candidate in setting.candidates]
    (starts, ends), (begins, closes) = (
        np.array(spans, dtype=np.int64).reshape(-1, 2).T for spans in (expressions, mentions)
    )
    brackets = [match.span() for match in _BRACKET.finditer(text)]
    opened, closed = np.array(brackets, dtype=np.int64).reshape(-1, 2).T

    def bracket(offsets: np.ndarray) -> np.ndarray:
        if not len(opened):
            return np.full(len(offsets), -1)
        at = np.searchsorted(opened, offsets, side="right") - 1
        return np.where((at >= 0) & (offsets < closed[at]), at, -1)

    figure_in, candidate_in = bracket(starts)[figure], bracket(begins)[candidate]
    follows = np.array([text[end : end + 1] for end in closes], dtype=object)
    colon, possessive = follows == ":", (follows == "'") | (follows == "’")
    return np.column_stack(
        [
            (begins[candidate] < ends[figure]) & (starts[figure] < closes[candidate]),
            (figure_in >= 0) & (figure_in == candidate_in),
            (figure_in >= 0) & (candidate_in < 0),
            (candidate_in >= 0) & (figure_in < 0),
            colon[candidate],
            possessive[candidate],
        ]
    )


def _of_candidates(setting: Setting) -> np.ndarray:
    """For each candidate: how probably it is a source, how it is written, how often it is an attribution's source."""
    pieces, text, words = setting.encoding.pieces, setting.article.text, setting.words
    roles = _roles(setting.encoding.scores)
    spoken = Counter(_head(text, candidate) for candidate in setting.candidates if candidate.attribution is not None)
    first_in_sentence = np.append(True, pieces.sentences[words[1:, 0]] != pieces.sentences[words[:-1, 0]])[: len(words)]
    rows = []
    for candidate, (first, last) in zip(setting.candidates, words.tolist(), strict=True):
        around = slice(max(first - 4, 0), last + 5)
        mention = candidate.mention.of(text)
        rows.append(
            [
                roles[first : last + 1, 0].max(),
                roles[last, 0],
                roles[around, 1].max(),
                roles[first, 2],
                mention[:1].isupper(),
                any(word[:1].isupper() for word in mention.split()[1:]),
                mention.lower().startswith(("a ", "an ")),
                mention.lower().startswith(("the ", "its ", "their ", "his ", "her ")),
                min(spoken[_head(text, candidate)], 4) / 2,
                pieces.places[first] % 4 > 0,
                any(letter.isdigit() for letter in mention),
                min(last - first, 8) / 4,
            ]
        )
    return np.column_stack([np.array(rows, dtype=np.float32).reshape(-1, 12), first_in_sentence])


def _head(text: str, candidate: Candidate) -> str:
    return candidate.mention.of(text).rpartition(" ")[2].lower()


def _of_figures(setting: Setting, holding: Held) -> np.ndarray:
    """For each figure: where it stands, whether a content holds it, how near a cue is, whether it is stated again."""
    pieces = setting.encoding.pieces
    roles = _roles(setting.encoding.scores)
    number = setting.places[:, 0]
    sentence, paragraph = pieces.sentences[number], pieces.paragraphs[number]
    sourced = np.array([bool(attribution.source) for attribution in setting.attributions] + [False])
    cue = np.zeros(int(pieces.sentences[-1]) + 1)
    np.maximum.at(cue, pieces.sentences, roles[:, 1])
    following = np.minimum(sentence + 1, len(cue) - 1)
    sure = np.maximum.accumulate(np.where(cue > 0.5, np.arange(len(cue)), -1))
    is_held, values = holding.holds.any(axis=0), same_values(setting)
    held_of_value = np.bincount(values, is_held, minlength=len(values))[values] - is_held
    of_paragraph = np.bincount(paragraph, minlength=int(pieces.paragraphs[-1]) + 1)
    held_here = np.bincount(paragraph, is_held, minlength=len(of_paragraph))
    return np.column_stack(
        [
            sentence == 0,
            sentence == 1,
            np.minimum(sentence, 20) / 10,
            is_held,
            holding.holds[sourced].any(axis=0),
            roles[number],
            cue[sentence],
            cue[np.maximum(sentence - 1, 0)] * (sentence > 0),
            pieces.places[number] % 4 > 0,
            *(np.array([quantity.kind == kind for quantity in setting.quantities]) for kind in _KINDS),
            cue[following] * (following > sentence),
            np.minimum(sentence - sure[sentence], 8) / 4,
            sure[sentence] < 0,
            paragraph == int(pieces.paragraphs[-1]),
            np.bincount(values)[values] > 1,
            held_of_value > 0,
            np.minimum(of_paragraph[paragraph], 6) / 3,
            held_here[paragraph] / of_paragraph[paragraph],
        ]
    )


def _roles(scores: np.ndarray) -> np.ndarray:
    """Words x 3: how probably each is part of a source, a cue or a content, by its own scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers[:, 1:].reshape(-1, 3, 2).sum(axis=2)  # behind "outside", the labels B and I of each role
