"""Freeing the candidates of a passage from one another: none stands inside another's content."""

from __future__ import annotations

from analysis.attributions.candidates import Candidate
from analysis.attributions.passages import Passage
from analysis.attributions.phrases import RELATIVE, SUBORDINATE

_BREAKS = frozenset([",", ";", "—", "–", "-"])


def free(passage: Passage, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates (in the order of their cues) that hold side by side, their contents cut where the next begins.

    Where one stands inside another's content, a coordinate or participial one ends that content; else the outer
    one stays, unless only the inner one is strong.
    """
    kept: list[Candidate] = []
    for candidate in candidates:
        kept = [one for one in kept if not _swallows(passage, candidate, one)]
        outer = next((one for one in kept if _holds(one, candidate.cue[0])), None)
        if outer is not None:
            boundary = _boundary(passage, outer, candidate)
            if boundary is not None:
                _cut(outer, candidate, boundary)
            elif candidate.strong and not outer.strong:
                kept.remove(outer)
            else:
                continue
        kept.append(candidate)
    for one in kept:
        one.content = _behind_earlier(passage, one, kept)
    return [one for one in kept if one.content or one.announces]


def _holds(one: Candidate, item: int) -> bool:
    return any(start <= item < end for start, end in one.content)


def _swallows(passage: Passage, later: Candidate, earlier: Candidate) -> bool:
    """Whether an earlier candidate is a part of what a later cue reports: "Y thinks so, *he said*"."""
    if not later.strong or not _holds(later, earlier.cue[0]):
        return False
    edges = [end for _, end in earlier.content]
    between = passage.words[max(edges[0], earlier.cue[1]) : later.start]
    return not (earlier.strong and ("but" in between or ";" in between))


def _boundary(passage: Passage, outer: Candidate, inner: Candidate) -> int | None:
    """Where the outer content ends if the inner candidate is its neighbour: at ", and X *said*", ", *saying*"."""
    if inner.opening is not None and passage.word(inner.opening - 1) == ",":
        return inner.opening - 1
    adjoining = inner.source and inner.source[1] <= inner.cue[0] and not _shares_source(passage, inner)
    start = inner.source[0] if adjoining else inner.cue[0]
    if passage.words[start] in RELATIVE:
        return None
    while start > 0 and passage.tags[start - 1] == "ADV":
        start -= 1
    if passage.word(start - 1) == "with" and passage.words[inner.cue[0]].endswith("ing"):
        start -= 1
    if start > 1 and passage.words[start - 1] in SUBORDINATE:
        before = start - 2 if passage.words[start - 2] == "even" else start - 1
        return before - 1 if passage.words[before - 1] in _BREAKS else None
    if start > 0 and passage.tags[start - 1] == "CCONJ":
        start -= 1
        if passage.words[start - 1] in _BREAKS:
            start -= 1
        elif outer.strong and not inner.strong:
            return None
    elif start > 0 and passage.words[start - 1] in _BREAKS:
        start -= 1
        adjoins = passage.words[inner.cue[0]].endswith("ing") or passage.words[inner.cue[0]] == "according"
        if not adjoins and not (inner.strong and (not outer.strong or _introduces(passage, outer))):
            return None
    elif passage.words[inner.cue[0]] != "according":
        return None
    return start if start > outer.content[-1][0] + 1 else None


def _introduces(passage: Passage, outer: Candidate) -> bool:
    """Whether the outer candidate stands in what opens the sentence: "When X *said* Y, Z *said* …"."""
    return outer.start > 0 and (passage.words[0] in SUBORDINATE or passage.tags[0] == "ADP")


def _shares_source(passage: Passage, inner: Candidate) -> bool:
    """Whether other verbs stand between the source and the cue."""
    return any(tag in ("VERB", "CCONJ") for tag in passage.tags[inner.source[1] : inner.cue[0]])


def _cut(outer: Candidate, inner: Candidate, boundary: int) -> None:
    """End the outer content at `boundary`; a source that the inner one shares is the outer one's."""
    if inner.source and _holds(outer, inner.source[0]) and inner.source[0] < boundary:
        inner.source = outer.source
    outer.content = [(start, min(end, boundary)) for start, end in outer.content if start < boundary]


def _behind_earlier(passage: Passage, candidate: Candidate, others: list[Candidate]) -> list[tuple[int, int]]:
    """Its content, from behind the earlier attributions that it overlaps."""
    parts = []
    for start, end in candidate.content:
        for other in others:
            if other is candidate or other.cue[0] >= candidate.cue[0]:
                continue
            for _, edge in (other.cue, *other.content, *([other.source] if other.source else [])):
                if start < edge < end and start <= other.cue[0] < end:
                    start = edge
        while start < end and (passage.tags[start] == "CCONJ" or passage.words[start] in _BREAKS):
            start += 1
        if start < end:
            parts.append((start, end))
    return parts
