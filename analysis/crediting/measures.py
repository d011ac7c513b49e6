"""What can be measured of a figure and one who may be credited with it, without a network."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.article import Article
from analysis.attributions import Attribution, is_attitude
from analysis.crediting.candidates import Candidate
from analysis.encoder import Encoding
from analysis.quantities import Quantity

BEFORE, AFTER, BEGINNING = 12, 1, 2
"""Sentences before and after a figure's own, and at the beginning of the article, whose candidates are compared."""
MOST = 160
"""Candidates compared with one figure at most, the nearest ones."""
_SENTENCES = (-7, -4, -3, -2, -1, 0, 1, 2)
"""Sentences from the figure's to the candidate's from which on a measure of its own begins."""
_WORDS = (-30, -15, -8, -4, -2, 0, 2, 4, 8, 15, 30)
_BETWEEN = (1, 2, 3, 6)
_COUNTS = (1, 2, 3)
_BRACKET = re.compile(r"\([^()]{0,120}\)")
_SOURCE, _CUE, _CONTENT = slice(1, 3), slice(3, 5), slice(5, 7)
"""Where the labels of each role stand among the tagger's (`analysis.attributions.tagger.LABELS`)."""


class Pairs(NamedTuple):
    """Figures beside those who may be credited with them.

    `figure` and `candidate`: indices, one pair each, those of one figure next to each other. `measured`: pairs x
    measures. `alone`: figures x measures, of the figure itself. `words`: candidates x 2, the first and the last word
    of each mention; `places`: figures x 3, the word where the number begins, and those where the expression begins and
    ends. `taken_back`: whether the candidate denies, does not say, or only has an attitude to what holds the figure.
    """

    figure: np.ndarray
    candidate: np.ndarray
    measured: np.ndarray
    alone: np.ndarray
    words: np.ndarray
    places: np.ndarray
    taken_back: np.ndarray


def pair(
    article: Article,
    encoding: Encoding,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    found: Sequence[Candidate],
) -> Pairs:
    """The pairs that are compared, with what is measured of them."""
    pieces = encoding.pieces
    offsets = np.array([(one.number_start, one.start, max(one.end - 1, one.start)) for one in quantities]).reshape(
        -1, 3
    )
    places = _word(pieces.starts, offsets)
    mentions = np.array([(one.mention.start, one.mention.end - 1) for one in found]).reshape(-1, 2)
    words = _word(pieces.starts, mentions)
    figure, candidate = _compared(
        pieces.sentences[places[:, 0]], pieces.sentences[words[:, 0]], places[:, 0], words[:, 0]
    )
    of_candidate = _of_candidates(article, encoding, attributions, found, words)
    of_figure = _of_figures(article, encoding, quantities, attributions, places)
    measured = np.hstack(
        [
            _distances(encoding, places, words, figure, candidate),
            _attributed(encoding, quantities, attributions, found, places, figure, candidate),
            _joined(article, quantities, found, figure, candidate),
            of_candidate[candidate],
        ]
    )
    taken_back = _taken_back(article, quantities, attributions, found, figure, candidate)
    return Pairs(
        figure, candidate, measured.astype(np.float32), of_figure.astype(np.float32), words, places, taken_back
    )


def _taken_back(
    article: Article,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    found: Sequence[Candidate],
    figure: np.ndarray,
    candidate: np.ndarray,
) -> np.ndarray:
    holds, _, _ = _holding(attributions, np.array([one.number_start for one in quantities]))
    cues = [one.cue[0].of(article.text) for one in attributions]
    told = [one.stance == "asserts" and not is_attitude(cue) for one, cue in zip(attributions, cues, strict=True)]
    holds[told] = False
    of = np.array([-1 if one.attribution is None else one.attribution for one in found], dtype=np.int64)
    return np.vstack([holds, np.zeros((1, len(quantities)), dtype=bool)])[of[candidate], figure]


def _word(starts: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The words in which characters stand."""
    return np.maximum(np.searchsorted(starts, offsets, side="right") - 1, 0)


def _compared(
    of_figure: np.ndarray, of_candidate: np.ndarray, number: np.ndarray, mention: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Figures and candidates that are compared; the arguments are their sentences and words, in text order."""
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


def _steps(values: np.ndarray, edges: Sequence[int]) -> np.ndarray:
    """One column for each stretch between the edges, 1 where a value lies in it."""
    return np.eye(len(edges) + 1)[np.digitize(values, edges)]


def _distances(
    encoding: Encoding, places: np.ndarray, words: np.ndarray, figure: np.ndarray, candidate: np.ndarray
) -> np.ndarray:
    pieces = encoding.pieces
    number, mention = places[figure, 0], words[candidate, 0]
    apart = pieces.sentences[mention] - pieces.sentences[number]
    paragraphs = pieces.paragraphs[mention] - pieces.paragraphs[number]
    same = apart == 0
    # Behind a mention, the distance counts from its end.
    gap = np.where(words[candidate, 1] < number, words[candidate, 1] - number, mention - number)
    between = np.abs(np.searchsorted(words[:, 0], number) - candidate)
    return np.column_stack(
        [
            _steps(apart, _SENTENCES),
            paragraphs == 0,
            paragraphs == -1,
            paragraphs == 1,
            _steps(gap, _WORDS) * same[:, None],
            _steps(between, _BETWEEN) * same[:, None],
            pieces.sentences[mention] == 0,
            pieces.sentences[mention] == 1,
            np.minimum(np.abs(gap), 200) / 50,
        ]
    )


def _attributed(
    encoding: Encoding,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    found: Sequence[Candidate],
    places: np.ndarray,
    figure: np.ndarray,
    candidate: np.ndarray,
) -> np.ndarray:
    """What the attributions tell: whose content holds the figure, who spoke in between."""
    pieces = encoding.pieces
    starts = np.array([one.number_start for one in quantities])
    holds, before, lengths = _holding(attributions, starts)
    innermost = holds & (lengths == np.where(holds, lengths, np.inf).min(axis=0, initial=np.inf))
    outermost = holds & (lengths == np.where(holds, lengths, -1).max(axis=0, initial=-1))
    of = np.array([-1 if one.attribution is None else one.attribution for one in found], dtype=np.int64)
    is_attribution = of[candidate] >= 0
    at = of[candidate], figure
    asserts = np.array([one.stance == "asserts" for one in attributions] + [False])
    follows = np.array([one.content[-1].end <= one.cue[0].start for one in attributions] + [False])
    direct = np.array([one.quotation == "direct" for one in attributions] + [False])
    pad = np.zeros((1, len(quantities)), dtype=bool)
    holds_, innermost_, outermost_, before_ = (
        np.vstack([one, pad])[at] for one in (holds, innermost, outermost, before)
    )
    cue_words = np.sort(_word(pieces.starts, np.array([one.cue[0].start for one in attributions], dtype=np.int64)))
    mention = np.array([one.mention.start for one in found])[candidate]
    mention_word = _word(pieces.starts, mention)
    number = places[figure, 0]
    low, high = np.minimum(mention_word, number), np.maximum(mention_word, number)
    spoken = np.searchsorted(cue_words, high) - np.searchsorted(cue_words, low)
    spoken = spoken - (is_attribution & (mention_word < number))
    held = holds.any(axis=0)[figure]
    behind = mention_word < number
    return np.column_stack(
        [
            is_attribution,
            holds_,
            innermost_,
            outermost_,
            holds_ & asserts[of[candidate]],
            holds_ & direct[of[candidate]],
            before_,
            before_ & follows[of[candidate]],
            is_attribution & ~asserts[of[candidate]],
            held & ~holds_,
            held & ~is_attribution,
            _steps(np.maximum(spoken, 0), _COUNTS) * behind[:, None],
            _steps(np.maximum(spoken, 0), _COUNTS) * (is_attribution & behind)[:, None],
        ]
    )


def _holding(attributions: Sequence[Attribution], starts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Attributions x figures: whether a content holds the figure, or ends before it; the length of the contents."""
    holds = np.zeros((len(attributions), len(starts)), dtype=bool)
    before = np.zeros_like(holds)
    lengths = np.zeros((len(attributions), 1))
    for number, one in enumerate(attributions):
        for span in one.content:
            holds[number] |= (span.start <= starts) & (starts < span.end)
        before[number] = starts >= max(span.end for span in (*one.content, *one.cue))
        lengths[number] = sum(span.end - span.start for span in one.content)
    return holds, before, lengths


def _joined(
    article: Article,
    quantities: Sequence[Quantity],
    found: Sequence[Candidate],
    figure: np.ndarray,
    candidate: np.ndarray,
) -> np.ndarray:
    """How the text joins the two: one in the other, brackets, a colon."""
    text = article.text
    starts, ends = (np.array([getattr(one, name) for one in quantities]) for name in ("start", "end"))
    begins = np.array([one.mention.start for one in found])
    closes = np.array([one.mention.end for one in found])
    brackets = [found_.span() for found_ in _BRACKET.finditer(text)]
    opened, closed = np.array(brackets, dtype=np.int64).reshape(-1, 2).T

    def bracket(offsets: np.ndarray) -> np.ndarray:
        if not len(opened):
            return np.full(len(offsets), -1)
        at = np.searchsorted(opened, offsets, side="right") - 1
        return np.where((at >= 0) & (offsets < closed[at]), at, -1)

    figure_in, candidate_in = bracket(starts)[figure], bracket(begins)[candidate]
    follows = np.array([text[end : end + 2] for end in closes], dtype=object)
    colon = np.array([after[:1] == ":" for after in follows])
    possessive = np.array([after in ("'s", "’s") or after[:1] in ("'", "’") for after in follows])
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


def _of_candidates(
    article: Article,
    encoding: Encoding,
    attributions: Sequence[Attribution],
    found: Sequence[Candidate],
    words: np.ndarray,
) -> np.ndarray:
    """Of each candidate: how probably it is a source, how it is written, how often it is an attribution's source."""
    pieces, text = encoding.pieces, article.text
    roles = _roles(encoding.scores)
    spoken = Counter(_head(text, one) for one in found if one.attribution is not None)
    first_in_sentence = np.append(True, pieces.sentences[words[1:, 0]] != pieces.sentences[words[:-1, 0]])[: len(words)]
    rows = []
    for one, (first, last) in zip(found, words.tolist(), strict=True):
        around = slice(max(first - 4, 0), last + 5)
        mention = one.mention.of(text)
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
                min(spoken[_head(text, one)], 4) / 2,
                pieces.places[first] % 4 > 0,
                any(letter.isdigit() for letter in mention),
                min(last - first, 8) / 4,
            ]
        )
    return np.column_stack([np.array(rows, dtype=np.float32).reshape(-1, 12), first_in_sentence])


def _head(text: str, one: Candidate) -> str:
    return one.mention.of(text).rpartition(" ")[2].lower()


def _of_figures(
    article: Article,
    encoding: Encoding,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    places: np.ndarray,
) -> np.ndarray:
    """Of each figure: where it stands, whether somebody's words hold it, whether anybody speaks in its sentence."""
    pieces = encoding.pieces
    roles = _roles(encoding.scores)
    number = places[:, 0]
    sentence = pieces.sentences[number]
    starts = np.array([one.number_start for one in quantities])
    holds, _, _ = _holding(attributions, starts)
    sourced = np.array([bool(one.source) for one in attributions], dtype=bool)
    cue = np.zeros(int(pieces.sentences[-1]) + 1)
    np.maximum.at(cue, pieces.sentences, roles[:, 1])
    return np.column_stack(
        [
            sentence == 0,
            sentence == 1,
            np.minimum(sentence, 20) / 10,
            holds.any(axis=0),
            holds[sourced].any(axis=0),
            roles[number],
            cue[sentence],
            cue[np.maximum(sentence - 1, 0)] * (sentence > 0),
            pieces.places[number] % 4 > 0,
            *(
                np.array([one.kind == kind for one in quantities])
                for kind in ("count", "money", "percent", "age", "duration")
            ),
        ]
    )


def _roles(scores: np.ndarray) -> np.ndarray:
    """Words x 3: how probably each is part of a source, a cue or a content, by its own scores."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return np.stack([powers[:, role].sum(axis=1) for role in (_SOURCE, _CUE, _CONTENT)], axis=1)
