"""A verb of the lexicon where it stands: its group, forms, and who its subject is."""

from __future__ import annotations

from functools import cached_property

from analysis.attributions import lexicon
from analysis.attributions.candidates import Candidate, Items
from analysis.attributions.complements import SUBORDINATORS, attitude_end, main_clause_comma
from analysis.attributions.passages import Passage
from analysis.attributions.phrases import (
    RELATIVE,
    group_start,
    noun_phrase_before,
    skip_asides_back,
)
from analysis.attributions.speakers import can_speak, is_document
from analysis.attributions.subjects import OBJECT_PRONOUNS, participle_subject, subject

BE = frozenset("is are was were be been being 's 're 'm am".split())
_PUBLISHING = frozenset(
    """issued issues issue released releases release wrote writes written sent sends posted posts published
    signed filed""".split()
)
_NUMBER_REACH = 6
_CARRIERS = frozenset(
    """began begin begins beginning started starting continue continues continued continuing tried try tries trying
    tend tends tended fail fails failed failing proceeded managed rushed hastened decided chose chosen likely yet able
    ready quick eager happy unlikely""".split()
)
"""Before `to` and an infinitive: their subject is its subject."""


class Cue:
    """A verb at item `at` of a passage: its group begins at `start`, its complement at `after`."""

    def __init__(self, passage: Passage, at: int) -> None:
        self.passage = passage
        self.at = at
        self.after = at + 1
        self.start = _chain_start(passage, group_start(passage, at))
        self.forms = lexicon.forms()[passage.words[at]]
        self.verbs = {form.verb for form in self.forms}
        self.word = passage.words[at]

    @cached_property
    def infinitive(self) -> bool:
        """Whether it is an infinitive with `to` that no verb such as `continue` carries, or "were to" carries."""
        return self.passage.words[self.start] == "to" or self.passage.words[self.start : self.at] == ["were", "to"]

    @cached_property
    def passive(self) -> bool:
        """Whether it is a participle behind a form of `be`."""
        return self.may_be("participle") and not BE.isdisjoint(self.passage.words[self.start : self.at])

    @cached_property
    def gerund(self) -> bool:
        """Whether it ends in -ing, without an auxiliary."""
        return self.word.endswith("ing") and "AUX" not in self.passage.tags[self.start : self.at]

    @cached_property
    def source(self) -> Items | None:
        """Its subject, or the document that it describes as a participle."""
        if self.gerund:
            if self.passage.word(self.start - 1) in OBJECT_PRONOUNS:
                return None
            return self._document_before() or participle_subject(self.passage, self.start)
        return subject(self.passage, self.start)

    def is_in(self, *frames: str) -> bool:
        """Whether the verb stands in one of these constructions of the lexicon."""
        return any(self.verbs & lexicon.frame(frame) for frame in frames)

    def may_be(self, form: str) -> bool:
        """Whether the word may be this form of its verb."""
        return any(candidate.name == form for candidate in self.forms)

    def of_document(self) -> bool:
        """Whether its subject is a document, or whoever has a number to show: ", with *X* showing her 3 points up"."""
        if self.source is None:
            return False
        has_number = "NUM" in self.passage.tags[self.after : self.after + _NUMBER_REACH]
        with_name = self.gerund and self.passage.word(self.source[0] - 1) == "with"
        return is_document(self.passage, self.source) or (with_name and has_number)

    def active(self, content: Items | None, end: int | None = None, strong: bool = True) -> Candidate | None:
        """The candidate whose source is the verb's subject; `end`: the item after the cue, if not the verb's."""
        if content is None or content[0] >= content[1] or self._bare_participle() or self.source is None:
            return None
        if self.passage.word(self.source[0] - 1) in SUBORDINATORS and not self.passage.speech[content[0]]:
            content = content[0], main_clause_comma(self.passage, *content)
        return Candidate(self.source, (self.start, end or self.after), [content], strong=strong)

    def attitude(self, start: int, end: int | None = None) -> Candidate | None:
        """The candidate of an attitude to a thing or an act whose words begin at item `start`."""
        if self.source is None or not can_speak(self.passage, self.source):
            return None
        relative = self.passage.words[self.source[0]] in RELATIVE
        return self.active((start, attitude_end(self.passage, start, relative)), end, strong=False)

    def _bare_participle(self) -> bool:
        """Whether the form is only ever a participle and no auxiliary makes it a verb: "rates *seen* here"."""
        names = {form.name for form in self.forms}
        return names == {"participle"} and "AUX" not in self.passage.tags[self.start : self.at]

    def _document_before(self) -> Items | None:
        """The document that a participle describes: "images by X, depicting Y", "a sign reading Y".

        It may be another subject where `with` opens the clause: "…, with *X* showing Y".

        Where somebody publishes it, that is the source: "*X* issued a statement saying Y".
        """
        if not self.is_in("evidence"):
            return None
        end = skip_asides_back(self.passage, self.start)
        if self.passage.word(end - 1) == ",":
            end -= 1
        begin = noun_phrase_before(self.passage, end)
        if begin is None:
            return None
        with_name = self.passage.word(begin - 1) == "with" and can_speak(self.passage, (begin, end))
        if with_name and self.passage.word(begin - 2) == ",":
            return begin, end
        if not is_document(self.passage, (begin, end)):
            return None
        if self.passage.word(begin - 1) in _PUBLISHING:
            return subject(self.passage, group_start(self.passage, begin - 1))
        return begin, end


def _chain_start(passage: Passage, start: int) -> int:
    """Where the verb group begins, with what carries an infinitive: "*continued* to say", "*went on* to say"."""
    before = skip_asides_back(passage, start) - 1 if passage.words[start] == "to" else start - 1
    if passage.words[start] != "to" or before < 1:
        return start
    if passage.words[before] == "on" and passage.words[before - 1] in ("go", "goes", "went", "gone", "going"):
        before -= 1
    elif passage.words[before] not in _CARRIERS:
        return start
    return group_start(passage, before)
