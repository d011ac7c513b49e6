"""Constructions in which a verb reports a clause or a quotation."""

from __future__ import annotations

from analysis.attributions.candidates import Candidate, Items
from analysis.attributions.complements import (
    attitude_end,
    bare_clause,
    clause,
    clause_end,
    clause_start,
    first_comma,
    has_verb,
    quotation,
    that_clause,
)
from analysis.attributions.cues import Cue
from analysis.attributions.passages import QUOTE
from analysis.attributions.phrases import (
    RELATIVE,
    VERBAL,
    is_time,
    noun_phrase_after,
    skip_asides,
    skip_asides_back,
)
from analysis.attributions.speakers import can_speak
from analysis.attributions.surroundings import SAYING, following_content, inverted_source_end, left_content

_QUESTIONS = frozenset("whether if about what how why who whom which when where to by".split())
_INVERTED = frozenset("said says wrote reports added notes reported writes".split())
_TELLING = frozenset("told tell tells telling".split())
_COMMAS = frozenset([",", "—", "–"])
_LONGEST_SPEAKER = 9
_LONGEST_ANNOUNCEMENT = 12


def asked(cue: Cue) -> Candidate | None:
    """As in "Asked whether Y, Z said …": who asked is not told."""
    passage = cue.passage
    if cue.word not in ("asked", "pressed", "questioned") or cue.start != cue.at:
        return None
    before = passage.word(cue.at - 1)
    after = skip_asides(passage, cue.after, passage.last)
    if before not in ("", ",", "when", "and", "but") or passage.word(after) not in _QUESTIONS:
        return None
    if before not in ("", "when") and after != cue.after:
        return None
    return Candidate(None, (cue.at, cue.after), [(after, first_comma(passage, after))])


def gap(cue: Cue) -> Candidate | None:
    """As in "what X believes", "laws which X says are new"."""
    passage, source = cue.passage, cue.source
    if source is None or cue.passive or cue.gerund or not cue.is_in("speech", "thought", "labelling"):
        return None
    pronoun = source[0] - 1
    if passage.word(pronoun) not in ("what", "which", "whom") or passage.tag(pronoun - 1) == "ADP":
        return None
    if not can_speak(passage, source) or not VERBAL.isdisjoint(passage.tags[source[1] : cue.start]):
        return None
    content = [(pronoun, pronoun + 1)]
    goes_on = passage.tag(cue.after) in VERBAL | {QUOTE} or passage.word(cue.after) in ("as", "to")
    if (goes_on or passage.words[pronoun] != "which") and not is_time(passage, cue.after):
        end = attitude_end(passage, cue.after, relative=True) if cue.after < passage.last else cue.after
        if end > cue.after:
            content.append((cue.after, end))
    return Candidate(source, (cue.start, cue.after), content, strong=False)


def announced(cue: Cue) -> Candidate | None:
    """As in "X continued:" before a quotation in the next paragraph."""
    passage, end = cue.passage, len(cue.passage)
    if not cue.is_in("speech") or passage.word(end - 1) != ":" or end - cue.after > _LONGEST_ANNOUNCEMENT:
        return None
    source = cue.source
    if source is None and cue.at == 0 and noun_phrase_after(passage, 1) == end - 1:
        source = (1, end - 1)
    return Candidate(source, (cue.start, cue.after), announces=True) if source else None


def inverted(cue: Cue) -> Candidate | None:
    """As in '"Y," said X', "Y, said X"."""
    passage, before = cue.passage, cue.start - 1
    if before < 0 or cue.start != cue.at or not cue.is_in("speech", "question"):
        return None
    base = noun_phrase_after(passage, cue.after)
    if base is None or is_time(passage, cue.after):
        return None
    if not passage.speech[before] and not _inverts_after_comma(cue, before, base):
        return None
    left = left_content(passage, before)
    if left is None:
        return None
    end = inverted_source_end(passage, base)
    return Candidate((cue.after, end), (cue.at, cue.after), [left, *following_content(passage, end)])


def _inverts_after_comma(cue: Cue, before: int, base: int) -> bool:
    passage = cue.passage
    return (
        passage.words[before] in _COMMAS
        and cue.word in _INVERTED
        and has_verb(passage, 0)
        and passage.word(base) != "that"
        and bare_clause(passage, cue.after) is None
        and not _closes_relative_clause(cue, before)
    )


def _closes_relative_clause(cue: Cue, comma: int) -> bool:
    """Whether a comma ends what began with ", who": "X, who was there, *said* Y"."""
    words = cue.passage.words
    opening = next((at for at in range(comma - 1, 0, -1) if words[at] == ","), 0)
    return opening > 0 and words[opening + 1] in ("who", "whose", "which")


def parenthetical(cue: Cue) -> Candidate | None:
    """As in "Y1, X said, Y2"."""
    passage, source = cue.passage, cue.source
    if source is None or cue.passive or not cue.is_in("speech", "thought", "telling"):
        return None
    comma = source[0] - 1
    if comma < 1 or passage.words[comma] != "," or passage.word(cue.start - 1) == ",":
        return None
    after = _after_occasion(cue, skip_asides(passage, _after_addressee(cue), passage.last))
    rest = after + 1
    if passage.word(after) != "," or rest >= passage.last or passage.tags[rest] == QUOTE:
        return None
    if passage.words[source[0]] in RELATIVE or passage.words[rest] in ("and", "but", "who", "which"):
        return None
    left = (clause_start(passage, comma), comma)
    if left[0] >= left[1] or passage.words[rest].endswith("ing"):
        return None
    return Candidate(source, (cue.start, cue.after), [left, (rest, clause_end(passage, rest))])


def reported(cue: Cue) -> Candidate | None:
    """As in "X said (that) Y", "X told Z that Y", 'X said, "Y"'."""
    passage = cue.passage
    saying = cue.is_in("speech", "telling", "thought", "question")
    if not saying and not cue.is_in("evidence"):
        return None
    after = _after_addressee(cue)
    content = quotation(passage, after) if saying or cue.of_document() else None
    content = content or clause(passage, after, certain=cue.word in SAYING)
    if content is None or (content[0] == cue.after and passage.words[cue.after] == "to"):
        return None
    if not saying and that_clause(passage, after) is None and not cue.of_document():
        return None
    candidate = cue.active(content)
    if candidate is None:
        return None
    before = candidate.source[0] - 1
    adjacent = VERBAL.isdisjoint(passage.tags[candidate.source[1] : cue.start])
    if before >= 0 and passage.speech[before] and adjacent:
        candidate.content.insert(0, (before, before + 1))
    return candidate


def postposed(cue: Cue) -> Candidate | None:
    """As in '"Y," X said', "Y, X says"."""
    passage = cue.passage
    if not cue.is_in("speech", "telling", "thought", "question") and not cue.of_document():
        return None
    source = _between_quotation_and(cue) or cue.source
    if source is None or source[0] == 0 or passage.words[source[0]] in RELATIVE:
        return None
    before = source[0] - 1
    if not passage.speech[before] and passage.words[before] not in _COMMAS:
        return None
    left = left_content(passage, before)
    if left is None:
        return None
    return Candidate(source, (cue.start, cue.after), [left, *following_content(passage, cue.after)])


def _between_quotation_and(cue: Cue) -> Items | None:
    """All that stands between a quotation and the verb right after it: '"Y," *whoever* said'."""
    passage = cue.passage
    end = skip_asides_back(passage, cue.start)
    for at in range(end - 1, max(end - _LONGEST_SPEAKER, -1), -1):
        if passage.speech[at]:
            return (at + 1, end) if at + 1 < end else None
        if passage.tags[at] in VERBAL or passage.tags[at] == "CCONJ" or passage.words[at] in _BREAKS:
            return None
    return None


_BREAKS = frozenset([",", ".", ":", ";", "—", "as"])
_OCCASIONS = frozenset(["in", "on", "at", "during"])


def _after_occasion(cue: Cue, start: int) -> int:
    """The item after the place or occasion where something is said: "X said *at a rally*,"."""
    if cue.passage.word(start) not in _OCCASIONS:
        return start
    return noun_phrase_after(cue.passage, start + 1) or start


def _after_addressee(cue: Cue) -> int:
    """The item after whoever is told or asked."""
    if not cue.is_in("telling", "question"):
        return cue.after
    end = noun_phrase_after(cue.passage, cue.after)
    if end is None or (cue.passage.tag(end) in VERBAL and cue.word not in _TELLING):
        return cue.after
    return end
