"""Measures of a figure and a candidate by the attributions of an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.attributions import Attribution, innermost_holders, is_attitude, reported_within
from analysis.attributions.nesting import cue_odds
from analysis.crediting.setting import Setting, steps, word_at

_COUNTS = (1, 2, 3)
_CUES = (0.3, 0.8, 1.5, 2.5)
_BESIDE = 3
"""Words beside a mention among which one may be its cue."""


class Held(NamedTuple):
    """Attributions x figures: how each attribution's content holds each figure. The last row is of no attribution.

    `holds`: the content holds the figure. `innermost`, `outermost`: it is the shortest or the longest content that
    does. `encloses`: a report inside it holds the figure too. `before`: all of the attribution stands before the
    figure.
    """

    holds: np.ndarray
    innermost: np.ndarray
    outermost: np.ndarray
    encloses: np.ndarray
    before: np.ndarray


def held(attributions: Sequence[Attribution], starts: np.ndarray) -> Held:
    """How the attributions of an article hold figures whose numbers begin at `starts`."""
    holds = np.zeros((len(attributions) + 1, len(starts)), dtype=bool)
    before, encloses = np.zeros_like(holds), np.zeros_like(holds)
    lengths = np.zeros((len(attributions) + 1, 1))
    for number, attribution in enumerate(attributions):
        for span in attribution.content:
            holds[number] |= (span.start <= starts) & (starts < span.end)
        before[number] = starts >= max(span.end for span in (*attribution.content, *attribution.cue))
        lengths[number] = sum(span.end - span.start for span in attribution.content)
    innermost = holds & (lengths == np.where(holds, lengths, np.inf).min(axis=0))
    outermost = holds & (lengths == np.where(holds, lengths, -1).max(axis=0))
    for inner, outer in enumerate(reported_within(attributions)):
        if outer is not None and attributions[inner].source:
            encloses[outer] |= holds[inner] & holds[outer]
    return Held(holds, innermost, outermost, encloses, before)


def of_attributions(setting: Setting, holding: Held, figure: np.ndarray, candidate: np.ndarray) -> np.ndarray:
    """Pairs x measures: whose content holds the figure, who speaks in between, and what is reported within what."""
    attributions, pieces = setting.attributions, setting.encoding.pieces
    of = setting.attribution_of
    is_attribution, at = of[candidate] >= 0, (of[candidate], figure)
    asserts = np.array([attribution.stance == "asserts" for attribution in attributions] + [False])
    follows = np.array([one.content[-1].end <= one.cue[0].start for one in attributions] + [False])
    direct = np.array([attribution.quotation == "direct" for attribution in attributions] + [False])
    holds, innermost, outermost, encloses, before = (table[at] for table in holding)
    cues = np.array([attribution.cue[0].start for attribution in attributions], dtype=np.int64)
    cue_words = np.sort(word_at(pieces.starts, cues))
    mention, number = setting.words[candidate, 0], setting.places[figure, 0]
    low, high = np.minimum(mention, number), np.maximum(mention, number)
    behind = mention < number
    spoken = np.searchsorted(cue_words, high) - np.searchsorted(cue_words, low) - (is_attribution & behind)
    is_held = np.any(holding.holds, axis=0)[figure]
    depth, holder = _depths(setting)
    return np.column_stack(
        [
            is_attribution,
            holds,
            innermost,
            outermost,
            holds & asserts[of[candidate]],
            holds & direct[of[candidate]],
            before,
            before & follows[of[candidate]],
            is_attribution & ~asserts[of[candidate]],
            is_held & ~holds,
            is_held & ~is_attribution,
            steps(np.maximum(spoken, 0), _COUNTS) * behind[:, None],
            steps(np.maximum(spoken, 0), _COUNTS) * (is_attribution & behind)[:, None],
            encloses,
            np.any(holding.encloses, axis=0)[figure],
            depth[of[candidate]] == 1,
            depth[of[candidate]] > 1,
            holding.holds[holder[candidate], figure],
            _cues_between(setting, figure, candidate),
        ]
    )


def _depths(setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    """In how many others each attribution is reported, and in which attribution's content each candidate stands."""
    within = reported_within(setting.attributions)
    depth = np.zeros(len(within) + 1, dtype=np.int64)
    for number in range(len(within)):
        outer, outers = within[number], {number}
        while outer is not None and outer not in outers:
            outers.add(outer)
            depth[number] += 1
            outer = within[outer]
    around = innermost_holders(setting.attributions, [candidate.mention for candidate in setting.candidates])
    holders = [
        (around[at] if candidate.attribution is None else within[candidate.attribution])
        for at, candidate in enumerate(setting.candidates)
    ]
    return depth, np.array([-1 if holder is None else holder for holder in holders], dtype=np.int64)


def _cues_between(setting: Setting, figure: np.ndarray, candidate: np.ndarray) -> np.ndarray:
    """The expected cue words between mention and figure, were they no content, and how probable one beside it is."""
    odds, sentences = cue_odds(setting.encoding), setting.encoding.pieces.sentences
    sums = np.concatenate([[0.0], np.cumsum(odds)])
    first, last = setting.words[candidate].T
    number = setting.places[figure, 0]
    same = (sentences[first] == sentences[number])[:, None]
    after = sums[np.maximum(number, last + 1)] - sums[last + 1]
    before = sums[np.maximum(first, number)] - sums[number]
    padded = np.pad(odds, _BESIDE)
    following = np.max([padded[setting.words[:, 1] + _BESIDE + step] for step in range(1, _BESIDE + 1)], axis=0)
    leading = np.max([padded[setting.words[:, 0] + _BESIDE - step] for step in range(1, _BESIDE + 1)], axis=0)
    behind = (first < number)[:, None]
    return np.column_stack(
        [
            steps(after, _CUES) * same * behind,
            steps(before, _CUES) * same * ~behind,
            following[candidate],
            leading[candidate],
        ]
    )


def taken_back(setting: Setting, holding: Held, figure: np.ndarray, candidate: np.ndarray) -> np.ndarray:
    """For each pair, whether the candidate denies, does not say, or has an attitude to what holds the figure.

    Any other figure of the same value counts, too: the headline repeats what is denied below.
    """
    cues = [attribution.cue[0].of(setting.article.text) for attribution in setting.attributions]
    stated = [
        one.stance == "asserts" and not is_attitude(cue) for one, cue in zip(setting.attributions, cues, strict=True)
    ]
    holds = holding.holds.copy()
    holds[[*stated, True]] = False
    values = same_values(setting)
    of_value = np.zeros(holds.T.shape, dtype=bool)
    np.logical_or.at(of_value, values, holds.T)
    return of_value[values[figure], setting.attribution_of[candidate]]


def of_speakers(setting: Setting, holding: Held, figure: np.ndarray, candidate: np.ndarray) -> np.ndarray:
    """Pairs x measures: how often the candidate speaks, before, behind and beside the figure, and who else does."""
    pieces = setting.encoding.pieces
    entity = setting.entities[candidate]
    speakers = _speakers(setting)
    claims = [at for at, one in enumerate(setting.attributions) if one.stance == "asserts" and speakers[at] >= 0]
    claims.sort(key=lambda at: setting.attributions[at].cue[0].start)
    cues = np.array([setting.attributions[at].cue[0].start for at in claims], dtype=np.int64)
    voices = np.append(speakers[claims], [-1, -1])  # nobody behind the last one, nor before the first
    behind = np.searchsorted(cues, setting.starts)
    previous, following = voices[behind - 1], voices[np.minimum(behind, len(claims))]
    before_it = voices[np.where(behind > 1, behind - 2, -1)]
    many = int(setting.entities.max(initial=-1)) + 2
    often = np.bincount(speakers[claims], minlength=many)
    paragraphs = pieces.paragraphs[word_at(pieces.starts, cues)]
    numbers = pieces.paragraphs[setting.places[:, 0]]
    by_paragraph = np.bincount(paragraphs * many + speakers[claims], minlength=(int(pieces.paragraphs[-1]) + 1) * many)
    by_paragraph = by_paragraph.reshape(-1, many)
    here = by_paragraph[numbers[figure], entity]
    others = by_paragraph.sum(axis=1)[numbers[figure]] - here
    elsewhere = _restated(setting, holding, figure, entity, many)
    is_previous, is_following = previous[figure] == entity, following[figure] == entity
    return np.column_stack(
        [
            is_previous,
            is_following,
            is_previous & is_following,
            before_it[figure] == entity,
            steps(often[entity], (1, 2, 4)),
            often[entity] / max(len(claims), 1),
            here > 0,
            (here > 0) & (others == 0),
            (here == 0) & (others > 0),
            elsewhere,
        ]
    )


def _speakers(setting: Setting) -> np.ndarray:
    """The number of the source of each attribution, -1 for none."""
    speakers = np.full(len(setting.attributions), -1, dtype=np.int64)
    for candidate, entity in zip(setting.candidates, setting.entities.tolist(), strict=True):
        if candidate.attribution is not None:
            speakers[candidate.attribution] = entity
    return speakers


def _restated(setting: Setting, holding: Held, figure: np.ndarray, entity: np.ndarray, many: int) -> np.ndarray:
    """For each pair of figure and entity, whether the entity's content holds another figure of the same value."""
    attribution, held_figure = np.nonzero(holding.innermost[:-1])
    speaker, values = _speakers(setting)[attribution], same_values(setting)
    own = np.unique((held_figure * many + speaker)[speaker >= 0])
    keys, counts = np.unique(values[own // many] * many + own % many, return_counts=True)
    counts = np.append(counts, 0)
    key = values[figure] * many + entity
    at = np.searchsorted(keys, key)
    is_held = np.isin(key, keys)
    return np.where(is_held, counts[np.where(is_held, at, -1)], 0) > np.isin(figure * many + entity, own)


def same_values(setting: Setting) -> np.ndarray:
    """For each figure, a number that all figures of the same value and kind share."""
    numbers: dict[tuple[float | None, float | None, str], int] = {}
    values = [(quantity.low, quantity.high, quantity.kind) for quantity in setting.quantities]
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
