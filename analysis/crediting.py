"""Crediting: which attribution stands behind each quantity, whether it holds it or carries on to it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.article import Article, Span
from analysis.attributions import Attribution
from analysis.quantities import Quantity
from analysis.sources import Source

CARRIED_FAR = ("percent", "fraction", "score")
"""The kinds of quantity that a document carries into the next paragraph."""
CARRIED = (*CARRIED_FAR, "count", "multiple")
"""The kinds that it carries within a paragraph; sums and spans of time are as often the article's own."""

_INTRODUCING = frozenset(["a", "an", "another", "other", "some", "recent"])
_DETERMINERS = _INTRODUCING | frozenset(["the", "this", "that", "these", "its", "their", "his", "her"])
_BEFORE_NOUN = 6
_BODIES = ("named_organization", "document")
_GROUPS = ("unnamed_group", "unspecified", "anonymous_person")


def credit(
    article: Article,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    sources: Sequence[Source],
    source_of: Sequence[int | None],
) -> list[int | None]:
    """For each quantity the index of the attribution whose source is credited with it; None: the article's own voice.

    It is the innermost asserting attribution whose content holds the number. Where there is none, it is one before
    it in the sentence that goes on behind its source ("…, X said, and 3 more"), or one of an organization or a
    document that speaks in the sentence before and in the one after, or that of a document that runs on
    (`Crediting.running`). Those who answer a poll that runs on, or speaks in the sentence, are not its source, the
    poll is.
    """
    crediting = Crediting(article, quantities, attributions, sources, source_of)
    return [crediting.attribution(quantity) for quantity in quantities]


@dataclass(frozen=True, slots=True)
class _Document:
    """The document that runs on into a sentence: its attribution, and whether it is a poll.

    `near`: whether it was heard in the sentence's paragraph.
    """

    attribution: int
    near: bool
    poll: bool


class Crediting:
    """The attributions of an article by sentence, and the document that runs on into each."""

    def __init__(
        self,
        article: Article,
        quantities: Sequence[Quantity],
        attributions: Sequence[Attribution],
        sources: Sequence[Source],
        source_of: Sequence[int | None],
    ) -> None:
        self.article = article
        self.attributions = attributions
        self.source_of = source_of
        self.types = [None if source is None else sources[source].type for source in source_of]
        self.here: list[list[int]] = [[] for _ in article.sentences]
        for number, attribution in enumerate(attributions):
            for sentence in self._sentences(attribution):
                self.here[sentence].append(number)
        self.figures: list[list[Quantity]] = [[] for _ in article.sentences]
        for quantity in quantities:
            self.figures[article.sentence_at(quantity.number_start)].append(quantity)
        self.running = self._run()

    def attribution(self, quantity: Quantity) -> int | None:
        """The attribution that is credited with the quantity."""
        sentence = self.article.sentence_at(quantity.number_start)
        holder = self._holder(quantity, sentence)
        document = self.running[sentence]
        poll = document.attribution if document is not None and document.poll else self._poll_in(sentence)
        answered = poll is not None and self._answers(quantity, sentence, holder)
        if holder is not None:
            return poll if answered else holder
        if answered:
            return poll
        if any(_is_apart(self.attributions[number], quantity) for number in self.here[sentence]):
            return None
        found = self._going_on(quantity, sentence)
        if found is None:
            found = self._surrounding(sentence)
        if found is None and document is not None and _is_carried(quantity, document):
            found = document.attribution
        return found

    def _poll_in(self, sentence: int) -> int | None:
        """The attribution to a poll in a sentence."""
        here = self.here[sentence]
        return next((one for one in here if self.types[one] == "document" and self._is_of(one, "polls")), None)

    def _sentences(self, attribution: Attribution) -> set[int]:
        """The sentences that its source, cue and content touch."""
        return {
            sentence
            for span in (*attribution.source, *attribution.cue, *attribution.content)
            for sentence in range(
                self.article.sentence_at(span.start), self.article.sentence_at(max(span.end - 1, span.start)) + 1
            )
        }

    def _holder(self, quantity: Quantity, sentence: int) -> int | None:
        """The innermost asserting attribution whose content holds the number, attitudes left out."""
        holders = [
            (sum(span.end - span.start for span in attribution.content), number)
            for number in self.here[sentence]
            if (attribution := self.attributions[number]).stance == "asserts"
            and _holds(attribution.content, quantity)
            and (self._is_respondent(number) or not self._is_attitude(attribution))
        ]
        return min(holders)[1] if holders else None

    def _is_attitude(self, attribution: Attribution) -> bool:
        """Whether its source does something about what the article itself tells: "*criticized* the 40 arrests"."""
        cue = " ".join(span.of(self.article.text) for span in attribution.cue)
        return _attitude_pattern().match(cue.lower()) is not None

    def _going_on(self, quantity: Quantity, sentence: int) -> int | None:
        """The last attribution before the number in its sentence, if it closes a clause that goes on with it."""
        before = [
            (end, number)
            for number in self.here[sentence]
            if (end := _end(self.attributions[number])) <= quantity.number_start
        ]
        if not before:
            return None
        end, number = max(before)
        one = self.attributions[number]
        closes = one.stance == "asserts" and one.content[-1].end <= one.cue[0].start
        goes_on = _going_on_pattern().match(self.article.text, end, quantity.number_start)
        return number if closes and goes_on and self.source_of[number] is not None else None

    def _surrounding(self, sentence: int) -> int | None:
        """The attribution of the sentence before, where the one after it is of the same source."""
        article = self.article
        if self.here[sentence] or not 0 < sentence < len(article.sentences) - 1:
            return None
        around = [article.paragraph_at(article.sentences[sentence + step].start) for step in (-1, 0, 1)]
        if len(set(around)) > 1 or not (self.here[sentence - 1] and self.here[sentence + 1]):
            return None
        before, after = self.here[sentence - 1][-1], self.here[sentence + 1][0]
        same = self.source_of[before] == self.source_of[after] and self.types[before] in _BODIES
        return before if same and self.attributions[before].stance == "asserts" else None

    # What runs on ------------------------------------------------------------------------------------------------

    def _run(self) -> list[_Document | None]:
        """For each sentence the document that runs on into it.

        It starts with an attribution whose source is a document of findings. It ends where another source speaks or
        another poll is named, and where a paragraph passes without a figure that it may carry. Sentences that tell
        how a poll was made are passed over.
        """
        article, found = self.article, []
        latest, heard = None, 0
        for sentence, span in enumerate(article.sentences):
            paragraph = article.paragraph_at(span.start)
            if paragraph > heard + 1:
                latest = None
            speaking = [number for number in self.here[sentence] if self._speaks(number)]
            document = None
            if _names_another(span.of(article.text)):
                latest = None
            if latest is not None and not speaking and not _method_pattern().search(span.of(article.text)):
                document = _Document(latest, paragraph == heard, self._is_of(latest, "polls"))
            found.append(document)
            if speaking:
                latest = next((number for number in speaking[::-1] if self._is_finding(number)), None)
                heard = paragraph
            elif document and any(_is_carried(quantity, document) for quantity in self.figures[sentence]):
                heard = paragraph
        return found

    def _speaks(self, number: int) -> bool:
        """Whether an attribution has a source that is no respondent."""
        return self.source_of[number] is not None and not self._is_respondent(number)

    def _is_finding(self, number: int) -> bool:
        return (
            self.types[number] == "document"
            and self.attributions[number].stance == "asserts"
            and self._is_of(number, "findings")
        )

    def _is_respondent(self, number: int) -> bool:
        return self.types[number] in _GROUPS and self._is_of(number, "respondents")

    def _is_of(self, number: int, kind: str) -> bool:
        """Whether a word of its source is one of a list."""
        source = self.attributions[number].source[0].of(self.article.text).lower()
        return not _words(kind).isdisjoint(re.findall(r"[a-z]+|%", source))

    def _answers(self, quantity: Quantity, sentence: int, holder: int | None) -> bool:
        """Whether the number tells how many gave an answer, or what they answered."""
        if holder is not None:
            return self._is_respondent(holder)
        return any(
            self._is_respondent(number) and _holds(self.attributions[number].source, quantity)
            for number in self.here[sentence]
        )


def _holds(spans: Sequence[Span], quantity: Quantity) -> bool:
    return any(span.start <= quantity.number_start and quantity.number_end <= span.end for span in spans)


def _is_apart(attribution: Attribution, quantity: Quantity) -> bool:
    """Whether a number tells of the source itself, or is one that the source does not assert ("denied that 60 …")."""
    denied = () if attribution.stance == "asserts" else attribution.content
    return _holds((*attribution.source, *attribution.cue, *denied), quantity)


def _end(attribution: Attribution) -> int:
    return max(span.end for span in (*attribution.source, *attribution.cue, *attribution.content))


def _is_carried(quantity: Quantity, document: _Document) -> bool:
    return quantity.kind in (CARRIED if document.near else CARRIED_FAR)


def _names_another(sentence: str) -> bool:
    """Whether a sentence introduces a poll."""
    return any(
        _is_another(sentence[: found.start()].split()[-_BEFORE_NOUN:])
        for found in _poll_pattern().finditer(sentence)
    )


def _is_another(before: list[str]) -> bool:
    """Whether the words before a noun for a poll introduce it, rather than point back to it."""
    determiner = next((word.lower() for word in reversed(before) if word.lower() in _DETERMINERS), None)
    if determiner is None:
        return bool(before) and before[-1][0].isupper()
    return determiner in _INTRODUCING


@cache
def _going_on_pattern() -> re.Pattern[str]:
    words = "|".join(_table()["goes_on"].split())
    return re.compile(rf"[^,;—–.]{{0,40}}(?:[,;—–]|--)\s*(?:{words})\b")


@cache
def _attitude_pattern() -> re.Pattern[str]:
    """An attitude at the head of a cue, behind auxiliaries and adverbs: not in "said in support of"."""
    before = r"(?:(?:am|are|be|been|being|had|has|have|is|to|was|were|will|would|also|\w+ly)\s+)*"
    return re.compile(rf"{before}(?:{'|'.join(_table()['attitudes'].split())})")


@cache
def _poll_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_words('polls')))})\b")


@cache
def _method_pattern() -> re.Pattern[str]:
    phrases = "|".join(" ".join(phrase.split()) for phrase in _table()["method"].split(";"))
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


@cache
def _words(kind: str) -> frozenset[str]:
    """The words of one list; of documents, the plurals too."""
    words = frozenset(_table()[kind].split())
    return words if kind == "respondents" else words | {f"{word}s" for word in words}


@cache
def _table() -> dict[str, str]:
    return tomllib.loads(files("analysis").joinpath("crediting.toml").read_text("utf-8"))
