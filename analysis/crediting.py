"""Crediting: which attribution stands behind each quantity, whether it holds it or carries on to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis import crediting_lexicon as lexicon
from analysis.article import Article, Span
from analysis.attributions import Attribution
from analysis.attributions.linking import is_near
from analysis.quantities import Quantity
from analysis.sources import Source

CARRIED_FAR = ("percent", "fraction", "score")
"""The kinds of quantity that a document carries into the next paragraph."""
CARRIED = (*CARRIED_FAR, "count", "multiple")
"""The kinds that a poll carries within a paragraph."""
CARRIED_BY_DOCUMENTS = (*CARRIED, "money", "measure")
CARRIED_BY_BODIES = (*CARRIED_BY_DOCUMENTS, "duration", "measure")

_SUBJECT = 4
_BODIES = ("named_organization", "document")
_SHARE = re.compile(r"\b(?:\w+ in \w+|two-thirds|three-quarters|[\d.]+\s?(?:percent|per cent|%))\Z", re.IGNORECASE)
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
    document that speaks in the sentence before and in the one after, or that of a document or an organization that
    runs on (`Crediting.running`). Those who answer a poll that runs on, or speaks in the sentence, are not its
    source, the poll is; where nobody is named in a run ("40 wells have been declared dry"), whoever runs on is.
    """
    crediting = Crediting(article, quantities, attributions, sources, source_of)
    return [crediting.attribution(quantity) for quantity in quantities]


@dataclass(frozen=True, slots=True)
class _Running:
    """Who runs on into a sentence: the attribution, and the kinds of quantity that it carries within its paragraph.

    `near`: whether it was heard in the sentence's paragraph.
    """

    attribution: int
    near: bool
    kinds: tuple[str, ...]


class Crediting:
    """The attributions of an article by sentence, and the document or organization that runs on into each."""

    def __init__(
        self,
        article: Article,
        quantities: Sequence[Quantity],
        attributions: Sequence[Attribution],
        sources: Sequence[Source],
        source_of: Sequence[int | None],
    ) -> None:
        self.article = article
        self.attributions = [replace(one, content=_near_contents(article, one)) for one in attributions]
        self.sources = sources
        self.source_of = source_of
        self.types = [None if source is None else sources[source].type for source in source_of]
        self.here: list[list[int]] = [[] for _ in article.sentences]
        for number, attribution in enumerate(self.attributions):
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
        running = self.running[sentence]
        asks = running is not None and (
            self._is_of(running.attribution, "polls") or any(map(self._is_share, self.here[sentence]))
        )
        poll = running.attribution if asks else self._poll_in(sentence)
        answered = poll is not None and self._answers(quantity, sentence, holder)
        if holder is not None and not answered:
            unnamed = self.source_of[holder] is None and running is not None and _is_carried(quantity, running)
            return running.attribution if unnamed else holder
        if answered:
            return poll
        if any(_is_apart(self.attributions[number], quantity) for number in self.here[sentence]):
            return None
        found = self._going_on(quantity, sentence)
        if found is not None and poll is not None and self._is_respondent(found):
            found = poll
        if found is None:
            found = self._surrounding(sentence)
        if found is None and running is not None and _is_carried(quantity, running):
            found = running.attribution
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
        return lexicon.attitude_pattern().match(cue.lower()) is not None

    def _going_on(self, quantity: Quantity, sentence: int) -> int | None:
        """The last attribution before the number in its sentence, if its clause goes on with the number.

        Where those that it is about prefer something ("X found men for it*, while women favored it, 51 percent …*"),
        it is that of X.
        """
        before = sorted(
            (end, number)
            for number in self.here[sentence]
            if (end := _end(self.attributions[number])) <= quantity.number_start
        )
        others = [pair for pair in before if not self._is_respondent(pair[1])]
        for end, number in (*before[-1:], *others[-1:]):
            if self._goes_on(number, end, quantity):
                return number
        return None

    def _goes_on(self, number: int, end: int, quantity: Quantity) -> bool:
        """Whether a figure stands in a clause that goes on behind an attribution, which closes or gives figures."""
        one = self.attributions[number]
        if one.stance != "asserts" or self.source_of[number] is None:
            return False
        closes = one.content[-1].end <= one.cue[0].start or self._is_finding(number) or self._reports(number)
        pattern = lexicon.parenthesis_pattern() if self._is_in_parenthesis(one) else lexicon.going_on_pattern()
        return closes and pattern.match(self.article.text, end, quantity.number_start) is not None

    def _is_in_parenthesis(self, attribution: Attribution) -> bool:
        """Whether it says "according to X" behind a part of what it is about."""
        cue = attribution.cue[0]
        return attribution.content[-1].end <= cue.start and cue.of(self.article.text).lower() == "according to"

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

    def _run(self) -> list[_Running | None]:
        """For each sentence who runs on into it.

        A run starts with an attribution whose source is a document of findings, or an organization that reports. It
        ends where another source speaks or another poll is named, and where a paragraph passes without a figure that
        it may carry; that of an organization ends with its paragraph. Sentences that tell how a poll was made, or of
        the organization itself, are passed over.
        """
        article, found = self.article, []
        latest, heard = None, 0
        for sentence, span in enumerate(article.sentences):
            paragraph = article.paragraph_at(span.start)
            if latest is not None and paragraph > heard + self._is_finding(latest):
                latest = None
            speaking = [number for number in self.here[sentence] if self._speaks(number)]
            if lexicon.tells_method(span.of(article.text)):
                speaking = [number for number in speaking if self._is_finding(number)]
                if latest is not None and self._is_of(latest, "polls"):
                    heard = paragraph
            running = None
            if lexicon.names_another(span.of(article.text)):
                latest = None
            if latest is not None and not speaking and not self._is_aside(latest, sentence):
                running = _Running(latest, paragraph == heard, self._kinds(latest))
            found.append(running)
            if speaking:
                poll = latest
                latest = next((one for one in speaking[::-1] if self._is_finding(one) or self._reports(one)), None)
                if poll is not None and any(self._made(one, poll) for one in speaking):
                    latest = poll
                heard = paragraph
            elif running and any(_is_carried(quantity, running) for quantity in self.figures[sentence]):
                heard = paragraph
        return found

    def _made(self, number: int, poll: int) -> bool:
        """Whether the source of an attribution is named in that of another, a poll: "Gallup" in "a Gallup poll"."""
        named = {*_words_of(self._source(number))} - lexicon.DETERMINERS
        told = _words_of(self.sources[self.source_of[poll]].name)
        return bool(named) and named < {*told} and self._is_finding(poll) and self._is_of(poll, "polls")

    def _kinds(self, number: int) -> tuple[str, ...]:
        """The kinds of quantity that its source carries."""
        if self.types[number] != "document":
            return CARRIED_BY_BODIES
        return CARRIED if self._is_of(number, "polls") else CARRIED_BY_DOCUMENTS

    def _is_aside(self, number: int, sentence: int) -> bool:
        """Whether a sentence tells how a poll was made, or begins with the source itself, other times or a name."""
        text = self.article.sentences[sentence].of(self.article.text)
        if lexicon.tells_method(text):
            return True
        if self._is_of(number, "polls"):
            return False
        subject = {*_words_of(" ".join(text.split()[:_SUBJECT]))} - lexicon.DETERMINERS
        itself = not subject.isdisjoint(_words_of(self._source(number)))
        return itself or lexicon.aside_pattern().match(text) is not None or self._turns(number, sentence)

    def _turns(self, number: int, sentence: int) -> bool:
        """Whether a sentence behind one of an organization turns to something else that has a name.

        Behind one of a company that is whatever are no results.
        """
        if self.types[number] == "document":
            return False
        tags = self.article.tags_in(sentence)
        first = next((tag for tag in tags if tag not in ("ADJ", "ADP", "ADV", "DET", "PUNCT")), None)
        told = self.article.sentences[sentence].of(self.article.text)
        return first == "PROPN" or not (self._is_body(number) or lexicon.result_pattern().search(told))

    def _is_body(self, number: int) -> bool:
        """Whether its source keeps account of what others do or suffer, by a word of its name."""
        named = _words_of(self.sources[self.source_of[number]].name)
        return named[:1] == ["bank"] or not lexicon.words("bodies").isdisjoint(named)

    def _reports(self, number: int) -> bool:
        """Whether an organization gives figures, or police an account, rather than an opinion or a plan."""
        attribution = self.attributions[number]
        figures = (figure for at in self._sentences(attribution) for figure in self.figures[at])
        gives = any(_holds(attribution.content, figure) for figure in figures)
        body = self._is_of(number, "police") or (self.types[number] == "named_organization" and gives)
        cue = " ".join(span.of(self.article.text) for span in attribution.cue)
        return body and attribution.stance == "asserts" and lexicon.report_pattern().search(cue) is not None

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
        """Whether a source is those who answer a poll, a share of them ("one in five"), or any who prefer something."""
        if self.types[number] not in _GROUPS:
            return False
        prefers = lexicon.preference_pattern().match(self.attributions[number].cue[0].of(self.article.text))
        return self._is_of(number, "respondents") or self._is_share(number) or prefers is not None

    def _is_share(self, number: int) -> bool:
        source = self._source(number) if self.source_of[number] is not None else ""
        return _SHARE.search(source) is not None

    def _is_of(self, number: int, kind: str) -> bool:
        """Whether a word of its source is one of a list."""
        return not lexicon.words(kind).isdisjoint(re.findall(r"[a-z]+|%", self._source(number).lower()))

    def _source(self, number: int) -> str:
        """The words of its source."""
        return self.attributions[number].source[0].of(self.article.text)

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


def _near_contents(article: Article, attribution: Attribution) -> tuple[Span, ...]:
    """The contents of an attribution that are near the rest of it; all of them, where none is."""
    parts = sorted((*attribution.source, *attribution.cue, *attribution.content))
    first = last = parts.index(attribution.cue[0])
    while first > 0 and is_near(article, *parts[first - 1 : first + 1]):
        first -= 1
    while last + 1 < len(parts) and is_near(article, *parts[last : last + 2]):
        last += 1
    return tuple(span for span in attribution.content if span in parts[first : last + 1]) or attribution.content


def _is_apart(attribution: Attribution, quantity: Quantity) -> bool:
    """Whether a number tells of the source itself, or is one that the source does not assert ("denied that 60 …")."""
    denied = () if attribution.stance == "asserts" else attribution.content
    return _holds((*attribution.source, *attribution.cue, *denied), quantity)


def _end(attribution: Attribution) -> int:
    return max(span.end for span in (*attribution.source, *attribution.cue, *attribution.content))


def _is_carried(quantity: Quantity, running: _Running) -> bool:
    return quantity.kind in (running.kinds if running.near else CARRIED_FAR)


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
