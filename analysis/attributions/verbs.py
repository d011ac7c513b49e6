"""Attributions whose cue is a verb."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.attributions import attitudes, lexicon, passives, saying
from analysis.attributions.candidates import Candidate, Items
from analysis.attributions.cues import Cue
from analysis.attributions.passages import Passage
from analysis.attributions.phrases import SUBORDINATE, VERBAL

_CONSTRUCTIONS = (
    saying.asked,
    saying.gap,
    saying.announced,
    saying.inverted,
    saying.parenthetical,
    attitudes.phrasal,
    passives.passive,
    passives.participle,
    attitudes.measured,
    attitudes.revised,
    saying.reported,
    attitudes.intended,
    saying.postposed,
    attitudes.directed,
)
"""In the order in which they are tried: the first that fits is taken."""


def verb_candidates(passage: Passage) -> Iterator[Candidate]:
    """The attributions whose cue is a verb, in the order of their cues."""
    forms = lexicon.forms()
    for at, word in enumerate(passage.words):
        if word in forms and passage.tags[at] in VERBAL:
            candidate = _candidate(Cue(passage, at))
            if candidate:
                yield candidate


def _candidate(cue: Cue) -> Candidate | None:
    if cue.infinitive or cue.passage.word(cue.start - 1) in ("than", "as"):
        return None
    found = next(filter(None, (construction(cue) for construction in _CONSTRUCTIONS)), None)
    return found if found is None or found.source is None or _is_phrase(cue.passage, found.source) else None


def _is_phrase(passage: Passage, source: Items) -> bool:
    """Whether a source is more than a conjunction or preposition, and does not begin amid a phrase."""
    start, end = source
    lone = end == start + 1 and (
        passage.words[start] in SUBORDINATE or passage.tags[start] in ("ADP", "SCONJ", "CCONJ")
    )
    return not lone and passage.words[start] != "'s"
