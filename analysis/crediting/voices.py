"""Voices: attributions with what tells which figures they can be credited with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from analysis.article import Article, Span
from analysis.attributions import Attribution
from analysis.attributions.linking import is_near
from analysis.crediting import lexicon
from analysis.quantities import Quantity
from analysis.sources import Source

_SHARE = re.compile(r"\b(?:\w+ in \w+|two-thirds|three-quarters|[\d.]+\s?(?:percent|per cent|%))\Z", re.IGNORECASE)
_GROUPS = ("unnamed_group", "unspecified", "anonymous_person")
_WORD_OR_SIGN = re.compile(r"[a-z]+|%")


class Voice:
    """An attribution, the `number`-th of its article, and its source, if any; without contents that are far from it.

    `sentences` are those that it touches.
    """

    def __init__(self, article: Article, number: int, attribution: Attribution, source: Source | None) -> None:
        self.number = number
        self.source = source
        self.attribution = replace(attribution, content=_near_contents(article, attribution))
        self._article = article
        parts = (*self.attribution.source, *self.attribution.cue, *self.attribution.content)
        self.end = max(span.end for span in parts)
        self.sentences = {sentence for span in parts for sentence in _sentences(article, span)}

    @cached_property
    def cue(self) -> str:
        """The words of its cue."""
        return " ".join(span.of(self._article.text) for span in self.attribution.cue)

    @cached_property
    def mention(self) -> str:
        """The words of its source, where it stands."""
        return self.attribution.source[0].of(self._article.text) if self.source else ""

    @property
    def type(self) -> str | None:
        """The type of its source."""
        return self.source.type if self.source else None

    @property
    def asserts(self) -> bool:
        """Whether its source stands for the content, rather than denies it or is silent on it."""
        return self.attribution.stance == "asserts"

    @property
    def follows_content(self) -> bool:
        """Whether its cue stands behind all that it is about."""
        return self.attribution.content[-1].end <= self.attribution.cue[0].start

    def holds(self, quantity: Quantity) -> bool:
        """Whether the content holds the number."""
        return _holds(self.attribution.content, quantity)

    def tells_of_another(self, quantity: Quantity, figures: Iterable[Quantity]) -> bool:
        """Whether it tells of another figure, next to its cue: "up to 5.2, beating the *5.1 expected by* analysts"."""
        if not self.follows_content or not lexicon.EXPECTED.fullmatch(self.cue):
            return False
        start, text = self.attribution.cue[0].start, self._article.text
        beside = [figure for figure in figures if figure.end <= start and text[figure.end : start].isspace()]
        return bool(beside) and quantity not in beside

    def is_about_itself(self, quantity: Quantity) -> bool:
        """Whether a number tells of the source itself, or is one that it does not assert ("denied that 60 …")."""
        told = (*self.attribution.source, *self.attribution.cue)
        return _holds(told, quantity) or (not self.asserts and self.holds(quantity))

    def names(self, quantity: Quantity) -> bool:
        """Whether the number stands in the source: "*40* percent said so"."""
        return _holds(self.attribution.source, quantity)

    @cached_property
    def is_attitude(self) -> bool:
        """Whether its source does something about what the article itself tells: "*criticized* the 40 arrests"."""
        return lexicon.attitude_pattern().match(self.cue.lower()) is not None

    @cached_property
    def is_finding(self) -> bool:
        """Whether it is of a document that finds figures."""
        return self.type == "document" and self.asserts and self.mentions("findings")

    @cached_property
    def is_poll(self) -> bool:
        """Whether it is of a document that asks people."""
        return self.type == "document" and self.mentions("polls")

    @cached_property
    def is_respondent(self) -> bool:
        """Whether its source is those who answer a poll, or a share of them ("one in five")."""
        return self.type in _GROUPS and (self.is_share or self.mentions("respondents"))

    @cached_property
    def answers(self) -> bool:
        """Whether it is, beside a poll, an answer to it: of respondents, or of others who prefer something."""
        prefers = self.type in _GROUPS and lexicon.preference_pattern().match(self.cue) is not None
        return self.is_respondent or prefers

    @cached_property
    def is_share(self) -> bool:
        """Whether its source is a share of some people."""
        return _SHARE.search(self.mention) is not None

    @cached_property
    def is_body(self) -> bool:
        """Whether its source keeps account of what others do or suffer, by a word of its name."""
        named = words_of(self.source.name)
        bank = "bank" in named and (named[0] == "bank" or not lexicon.words("banks").isdisjoint(named))
        return bank or not lexicon.words("bodies").isdisjoint(named)

    def reports(self, figures: Sequence[Sequence[Quantity]]) -> bool:
        """Whether an organization gives figures, or police an account, rather than an opinion or a plan.

        `figures` are those of each sentence of the article.
        """
        if not self.asserts or lexicon.report_pattern().search(self.cue) is None:
            return False
        gives = any(self.holds(figure) for sentence in self.sentences for figure in figures[sentence])
        return self.mentions("police") or (self.type == "named_organization" and gives)

    def made(self, poll: Voice) -> bool:
        """Whether its source is named in that of a poll: "Gallup" in "a Gallup poll"."""
        named = {*words_of(self.mention)} - lexicon.DETERMINERS
        return bool(named) and poll.is_poll and poll.is_finding and named < {*words_of(poll.source.name)}

    def mentions(self, kind: str) -> bool:
        """Whether a word of its source is one of a list of the lexicon."""
        return not lexicon.words(kind).isdisjoint(_WORD_OR_SIGN.findall(self.mention.lower()))


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return re.findall(r"\w+", text.lower())


def by_sentence(article: Article, voices: Iterable[Voice]) -> list[list[Voice]]:
    """The voices that touch each sentence of an article."""
    found: list[list[Voice]] = [[] for _ in article.sentences]
    for voice in voices:
        for sentence in voice.sentences:
            found[sentence].append(voice)
    return found


def _sentences(article: Article, span: Span) -> range:
    """The sentences that a span touches."""
    return range(article.sentence_at(span.start), article.sentence_at(max(span.end - 1, span.start)) + 1)


def _near_contents(article: Article, attribution: Attribution) -> tuple[Span, ...]:
    """The contents of an attribution that are near the rest of it; all of them, where none is."""
    parts = sorted((*attribution.source, *attribution.cue, *attribution.content))
    first = last = parts.index(attribution.cue[0])
    while first > 0 and is_near(article, *parts[first - 1 : first + 1]):
        first -= 1
    while last + 1 < len(parts) and is_near(article, *parts[last : last + 2]):
        last += 1
    return tuple(span for span in attribution.content if span in parts[first : last + 1]) or attribution.content


def _holds(spans: Sequence[Span], quantity: Quantity) -> bool:
    return any(span.start <= quantity.number_start and quantity.number_end <= span.end for span in spans)
