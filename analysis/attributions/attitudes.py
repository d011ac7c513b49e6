"""Constructions in which a verb reports an attitude to a thing or an act, or a measure."""

from __future__ import annotations

from analysis.attributions import lexicon
from analysis.attributions.candidates import Candidate
from analysis.attributions.complements import clause_end
from analysis.attributions.cues import Cue
from analysis.attributions.passages import QUOTE
from analysis.attributions.phrases import VERBAL, noun_phrase_after, skip_asides

_REACH = 8
_ITS = frozenset("its their his her the".split())
_EXPECTATIONS = frozenset(
    "forecast forecasts estimate estimates projection projections prediction predictions outlook expectations".split()
)


def phrasal(cue: Cue) -> Candidate | None:
    """As in "X called for Y", "X pointed out that Y", "X is worried that Y"."""
    if cue.passive and "be" not in cue.verbs:
        return None
    for verb in cue.verbs:
        for rest in lexicon.prepositional().get(verb, ()):
            end = _after_phrase(cue, rest)
            if end is None or not _takes(cue, rest, end):
                continue
            if rest[-1] == "that":
                return cue.active((end - 1, clause_end(cue.passage, end - 1)), end - 1)
            if cue.passage.word(end) == "that":
                return cue.active((end, clause_end(cue.passage, end)), end)
            return cue.attitude(end, end)
    return None


def _after_phrase(cue: Cue, rest: tuple[str, ...]) -> int | None:
    """The item after `rest`, where it follows the verb, an adverb between them allowed."""
    at = cue.after
    if cue.passage.tag(at) == "ADV" and cue.passage.word(at) != rest[0]:
        at += 1
    end = at + len(rest)
    return end if tuple(cue.passage.words[at:end]) == rest else None


def _takes(cue: Cue, rest: tuple[str, ...], end: int) -> bool:
    """Whether what follows a fixed phrase can be its object."""
    tag, word = cue.passage.tag(end), cue.passage.word(end)
    if tag == "VERB":
        return rest[-1] != "to"
    return (
        rest[-1] == "that"
        or tag == QUOTE
        or word in ("how", "what", "why", "whether", "that")
        or noun_phrase_after(cue.passage, end) is not None
    )


def measured(cue: Cue) -> Candidate | None:
    """As in "X puts the toll at 9"."""
    passage = cue.passage
    if not cue.is_in("revision") or cue.passive:
        return None
    for at in range(cue.after + 1, min(cue.after + _REACH, passage.last - 1)):
        if passage.words[at] == "at" and "NUM" in passage.tags[at + 1 : at + 4]:
            return cue.active((cue.after, clause_end(passage, cue.after)))
        if passage.tags[at] in VERBAL or passage.words[at] in (",", ";"):
            return None
    return None


def revised(cue: Cue) -> Candidate | None:
    """As in "X cut its forecast by 2 points to 9 percent"."""
    passage = cue.passage
    if not cue.is_in("revision") or cue.passive:
        return None
    start = cue.after + (passage.word(cue.after) in ("up", "down"))
    if passage.word(start) not in _ITS or _EXPECTATIONS.isdisjoint(passage.words[start : start + _REACH]):
        return None
    if "NUM" not in passage.tags[start : start + 2 * _REACH]:
        return None
    return cue.active((start, clause_end(passage, start)), start)


def intended(cue: Cue) -> Candidate | None:
    """As in "X refused to Y", "X urged Z to Y"."""
    passage = cue.passage
    at = skip_asides(passage, cue.after, passage.last)
    if cue.is_in("infinitive") and passage.word(at) == "to" and _is_infinitive(cue, at + 1):
        return cue.attitude(at)
    if cue.is_in("object_infinitive"):
        end = noun_phrase_after(passage, at)
        if end is not None and passage.word(end) == "to":
            return cue.attitude(at)
    return None


def _is_infinitive(cue: Cue, at: int) -> bool:
    """Whether a verb stands at item `at`, behind `to`."""
    if cue.passage.tag(at) in VERBAL | {"ADV"}:
        return True
    return any(form.name == "base" for form in lexicon.forms().get(cue.passage.word(at), ()))


def directed(cue: Cue) -> Candidate | None:
    """As in "X criticized Y", "The footage shows Y", '"Y," X urged them'."""
    passage = cue.passage
    if cue.source is None or not (cue.is_in("object") or (cue.is_in("evidence") and cue.of_document())):
        return None
    before = cue.source[0] - 1
    if before >= 0 and passage.speech[before]:
        return Candidate(cue.source, (cue.start, cue.after), [(before, before + 1)])
    at = skip_asides(passage, cue.after, passage.last)
    if at < passage.last and (noun_phrase_after(passage, at) is not None or _participle_opens(cue, at)):
        return cue.attitude(at)
    return None


def _participle_opens(cue: Cue, at: int) -> bool:
    """Whether a participle begins the object: "shows *injured* men", "proposes *breaking* up banks"."""
    following = cue.passage.tag(at + 1) in ("NOUN", "PROPN", "ADJ")
    return cue.passage.tags[at] == "VERB" and (following or cue.passage.words[at].endswith("ing"))
