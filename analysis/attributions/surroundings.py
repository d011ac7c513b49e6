"""What surrounds a speaker and a verb in mid-sentence: the quotation or clause before, and what goes on behind."""

from __future__ import annotations

from analysis.attributions.candidates import Items
from analysis.attributions.complements import clause_start
from analysis.attributions.passages import QUOTE, Passage
from analysis.attributions.phrases import RELATIVE, VERBAL, is_time

SAYING = frozenset("said says say saying added adding told asked".split())
_NOMINAL = frozenset(["DET", "NOUN", "PROPN", "ADJ", "NUM"])
_COMPARING = frozenset("more less fewer about nearly almost roughly up down compared".split())
_BEFORE_SPEECH = frozenset([",", ":", ".", "—", "–", "-", ";"])


def left_content(passage: Passage, before: int) -> Items | None:
    """The quotation or clause that ends with item `before` (a quotation, or the comma after a clause)."""
    if passage.speech[before]:
        start = clause_start(passage, before)
        if has_speech_only(passage, start, before):
            return before, before + 1
        return start, before + 1
    start = clause_start(passage, before)
    return (start, before) if start < before and has_verb_between(passage, start, before) else None


def has_speech_only(passage: Passage, start: int, before: int) -> bool:
    """Whether nothing that belongs to the clause precedes the quotation at item `before`."""
    return before - start == 0 or passage.words[before - 1] in (",", ":", "—")


def has_verb_between(passage: Passage, start: int, end: int) -> bool:
    """Whether a verb or a quotation stands among items `start` to `end`."""
    return any(tag in VERBAL or tag == QUOTE for tag in passage.tags[start:end])


def following_content(passage: Passage, start: int) -> list[Items]:
    """The quotation that goes on after "…, X said, …"."""
    for at in range(start, min(start + 30, len(passage))):
        if passage.speech[at]:
            return [(at, at + 1)] if at == start or passage.words[at - 1] in _BEFORE_SPEECH else []
        if passage.words[at] in SAYING:
            return []
    return []


def inverted_source_end(passage: Passage, base: int) -> int:
    """The end of a source after its verb, with its apposition: "said X, a farmer who lives there"."""
    end = base
    while passage.word(end) == "," and _apposes(passage, end + 1):
        end += 1
        while end < passage.last and passage.words[end] != "," and not passage.speech[end]:
            end += 1
    return end


def _apposes(passage: Passage, at: int) -> bool:
    """Whether an apposition or a relative clause begins at item `at`, behind a name and a comma."""
    if at >= passage.last or passage.speech[at] or is_time(passage, at) or passage.words[at] in _COMPARING:
        return False
    return passage.tags[at] in _NOMINAL or passage.words[at] in RELATIVE or passage.words[at] == "of"
