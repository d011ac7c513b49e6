"""Attributions whose cue is a verb."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.attributions import attitudes, lexicon, passives, saying
from analysis.attributions.candidates import Candidate
from analysis.attributions.cues import Cue
from analysis.attributions.passages import Passage
from analysis.attributions.phrases import VERBAL

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
    return next(filter(None, (construction(cue) for construction in _CONSTRUCTIONS)), None)
