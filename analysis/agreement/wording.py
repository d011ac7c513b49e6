"""Phrases of an article that say what a figure is about: "people killed", "cost of the tunnel", "share of voters"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from analysis.article import Article, Span
from analysis.article.calendar import DAYS_AND_MONTHS
from analysis.article.stems import stem
from analysis.frames import Frame
from analysis.quantities import Quantity
from analysis.quantities.nouns import singular

_NOMINAL = frozenset(("ADJ", "NOUN", "PROPN"))
_HEADS = frozenset(("NOUN", "PROPN"))
_BETWEEN = frozenset(("ADV", "AUX", "DET", "SYM", "PART"))
"""Tags of the words that may stand between an amount and its verb."""
_INSIDE = frozenset(("DET", "PRON"))
_IN_SUBJECT = _NOMINAL | {"ADP"}
_CLITIC = re.compile(r"['’]s\b")
_CLITICS = frozenset(("'s", "’s"))
_JOINTS = frozenset(("of", "in", "for", "on", "from", "at", "by", "to", "with", "against", "among", "aboard"))
_BEFORE_PLACES = frozenset(("in", "near", "from", "outside", "around", "across"))
_PARTICIPLE = re.compile(r"[a-z]+(?:d|en|wn|[^aeiou]t)")
_LONGEST_PHRASE, _LONGEST_NAME = 5, 3
_LONGEST_ACRONYM = 4
_MOST_JOINTS = 2
_PEOPLE = "people"


class Phrase(NamedTuple):
    """A phrase, the stems of its words, and how much it is worth as a name."""

    text: str
    stems: frozenset[str]
    worth: float


class _Sentence(NamedTuple):
    spans: tuple[Span, ...]
    words: list[str]
    tags: tuple[str, ...]

    def at(self, offset: int) -> int:
        """The index of the first token that ends behind `offset`."""
        return next((number for number, span in enumerate(self.spans) if span.end > offset), len(self.spans))


class Wording:
    """The words of an article."""

    def __init__(self, article: Article, quantities: Iterable[Quantity]) -> None:
        self._article = article
        self._numbers = [(quantity.number_start, quantity.number_end) for quantity in quantities]
        self._sentences: dict[int, _Sentence] = {}

    def words(self, expression: Span | Quantity) -> str:
        """The words of a span, or of the whole expression of a figure."""
        return " ".join(self._article.text[expression.start : expression.end].split())

    def number(self, quantity: Quantity) -> str:
        """The number of a figure as worded."""
        return self.words(Span(quantity.number_start, quantity.number_end))

    def place(self, span: Span) -> str | None:
        """The whole proper name at a span, None where there is none.

        Words in capitals, as in a dateline, keep only the first capital.
        """
        sentence = self._sentence(span.start)
        first = last = sentence.at(span.start)
        while first > 0 and sentence.tags[first - 1] == "PROPN":
            first -= 1
        while last < len(sentence.tags) and sentence.tags[last] == "PROPN":
            last += 1
        words = sentence.words[first:last]
        common = any(word.lower() in self._small for word in words)
        small = (word.capitalize() if word.isupper() and len(word) > _LONGEST_ACRONYM else word for word in words)
        return None if common or not 0 < len(words) <= _LONGEST_NAME else " ".join(small)

    def is_within(self, place: str) -> bool:
        """Whether "in" or the like stands before a place somewhere in the article."""
        before = re.findall(rf"\b(\w+)\s+{re.escape(place)}\b(?!\s+[A-Z])", self._article.text)
        return any(word.lower() in _BEFORE_PLACES for word in before)

    def phrases(self, quantity: Quantity, frame: Frame) -> Iterator[Phrase]:
        """Phrases that say what a figure is about; the words of a headline are worth less."""
        counts = quantity.kind == "count"
        if counts:
            yield from self._counted(quantity, frame.event)
        if frame.event is not None:
            yield from self._measured(frame.event, counts)
            if quantity.kind == "money":
                yield from self._money(quantity, frame.event)
        share = self._share(quantity)
        if share:
            yield self._phrase(f"share {share}", 2.4, quantity.number_start)
        if quantity.concept and (subject := self._subject(quantity)):
            worth = 0.8 if counts else 2.5 if subject.split()[-1] in self._small else 1.0
            yield self._phrase(subject, worth, quantity.number_start)

    def _counted(self, quantity: Quantity, event: Span | None) -> Iterator[Phrase]:
        """The counted thing, and what happens to it: "people killed in the fire"."""
        thing = self._thing(quantity)
        noun = thing or self._plural(quantity.unit)
        if noun is None:
            return
        bonus = 1.0 if thing else 0.0
        yield self._phrase(noun, 1.0 + bonus, quantity.number_start)
        if event is None:
            return
        happening = self._happening(event, quantity.end)
        if happening and happening not in noun.split():
            sentence = self._sentence(event.start)
            core = self._phrase(f"{noun} {happening}", 0.9 + 1.6 * self._adjoin(quantity, event) + bonus, event.start)
            yield core
            if joined := self._joined(sentence, sentence.at(event.start) + 1):
                yield core._replace(text=f"{core.text} {_spaced(joined)}", worth=core.worth + 0.1)

    def _measured(self, event: Span, counts: bool) -> Iterator[Phrase]:
        """The noun that a figure measures, with what belongs to it: "cost of the tunnel"."""
        sentence = self._sentence(event.start)
        at = sentence.at(event.start)
        if at < len(sentence.tags) and sentence.tags[at] in _HEADS and (phrase := self._noun_phrase(sentence, at)):
            alone = " " not in phrase
            yield self._phrase(phrase, 3.0 - 1.0 * counts - 1.0 * alone, event.start)

    def _money(self, quantity: Quantity, event: Span) -> Iterator[Phrase]:
        """What is done with an amount: "money spent"; the verb governs the amount, or is said of it."""
        sentence = self._sentence(event.start)
        if self._adjoin(quantity, event) and sentence.tags[sentence.at(event.start)] == "VERB":
            happening = self._happening(event, quantity.end)
            if happening:
                yield self._phrase(f"money {happening}", 2.2, event.start)

    def _adjoin(self, quantity: Quantity, event: Span) -> bool:
        """Whether a verb governs a figure or is said of it, with only the tags `_BETWEEN` between the two."""
        sentence = self._sentence(quantity.number_start)
        at, first, last = (sentence.at(offset) for offset in (event.start, quantity.start, quantity.end))
        between = sentence.tags[at + 1 : first] if at < first else sentence.tags[last:at]
        return sentence.spans[0].start <= event.start < sentence.spans[-1].end and _BETWEEN.issuperset(between)

    def _subject(self, quantity: Quantity) -> str | None:
        """The noun phrase that begins the concept."""
        sentence = self._sentence(quantity.number_start)
        tags = dict(zip(sentence.words, sentence.tags, strict=True))
        words = _CLITIC.sub(r" \g<0>", quantity.concept or "").split()
        subject = list(takewhile(lambda word: word in _CLITICS or tags.get(word) in _IN_SUBJECT, words))
        while subject and tags.get(subject[-1]) not in _HEADS:
            subject.pop()
        return _spaced(subject) or None

    def _thing(self, quantity: Quantity) -> str | None:
        """The counted noun as worded behind the number, without determiners."""
        sentence = self._sentence(quantity.number_start)
        first, last = sentence.at(quantity.number_end), sentence.at(quantity.end)
        while first < last and sentence.tags[first] not in _NOMINAL:
            first += 1
        return None if quantity.unit == "percent" else _spaced(sentence.words[first:last]) or None

    def _plural(self, unit: str | None) -> str | None:
        if unit == "person":
            return _PEOPLE
        return unit and self._plurals.get(unit)

    @cached_property
    def _plurals(self) -> dict[str, str]:
        return {unit: word for word in map(str.lower, self._words) if (unit := singular(word)) != word}

    def _happening(self, event: Span, end: int) -> str | None:
        """What happens, as a participle: the word itself, or one of the article with the same stem.

        Right behind a figure, which ends at `end`, whatever looks like a participle is one ("five shot").
        """
        sentence = self._sentence(event.start)
        at = sentence.at(event.start)
        if at >= len(sentence.tags):
            return None
        word = sentence.words[at].lower()
        behind = 0 <= event.start - end <= 1 and _PARTICIPLE.fullmatch(word)
        if sentence.tags[at] not in ("VERB", "ADJ") and not behind:
            return None
        if sentence.tags[at] == "ADJ" or _PARTICIPLE.fullmatch(word):
            return f"{word}{self._second_participle(sentence, at)}"
        return self._participles.get(stem(word))

    def _second_participle(self, sentence: _Sentence, at: int) -> str:
        """The rest of "killed *or wounded*"; those killed alone would be fewer."""
        conjunction, second = [*sentence.words[at + 1 : at + 3], "", ""][:2]
        joined = conjunction.lower() in ("and", "or") and _PARTICIPLE.fullmatch(second.lower())
        return f" {conjunction.lower()} {second.lower()}" if joined else ""

    @cached_property
    def _participles(self) -> dict[str, str]:
        words = map(str.lower, self._words)
        return {stem(word): word for word in words if word.endswith("ed") and _PARTICIPLE.fullmatch(word)}

    def _noun_phrase(self, sentence: _Sentence, at: int) -> str | None:
        """The noun phrase around a token, with what prepositions join to it."""
        words, tags = sentence.words, sentence.tags
        first, last = at, at + 1
        while (
            first > 0 and at - first < _LONGEST_PHRASE and (tags[first - 1] in _NOMINAL or words[first - 1] in _CLITICS)
        ):
            first -= 1
        while last < len(tags) and tags[last] in _HEADS:
            last += 1
        if words[first] in _CLITICS or tags[last - 1] not in _HEADS:
            return None
        phrase = words[first:last]
        for _ in range(_MOST_JOINTS):
            joined = self._joined(sentence, last)
            if not joined:
                break
            phrase += joined
            last += len(joined)
        return _spaced(phrase)

    def _joined(self, sentence: _Sentence, at: int) -> list[str]:
        """The prepositional phrase that begins at a token, if it holds no time and no number; else nothing."""
        words, tags = sentence.words, sentence.tags
        if at >= len(tags) or words[at].lower() not in _JOINTS:
            return []
        last = at + 1
        while last < len(tags) and tags[last] in _INSIDE:
            last += 1
        begin = last
        while last < len(tags) and (tags[last] in _NOMINAL or words[last] in _CLITICS):
            last += 1
        inside = words[begin:last]
        if inside and self._holds_number(sentence.spans[at].start, sentence.spans[last - 1].end + 1):
            return []
        stops = not inside or last - begin > _LONGEST_PHRASE or tags[last - 1] not in _HEADS
        if stops or any(word.lower() in DAYS_AND_MONTHS or word[0].isdigit() for word in inside):
            return []
        return words[at:last]

    def _holds_number(self, start: int, end: int) -> bool:
        at = bisect_left(self._numbers, (start, start))
        return at < len(self._numbers) and self._numbers[at][0] < end

    def _share(self, quantity: Quantity) -> str | None:
        """The whole that a percentage or fraction is of: "of voters"."""
        if quantity.kind not in ("percent", "fraction"):
            return None
        sentence = self._sentence(quantity.number_start)
        at = sentence.at(quantity.number_end)
        if sentence.words[at : at + 1] != ["of"]:
            return None
        return _spaced(self._joined(sentence, at)) or None

    def _sentence(self, offset: int) -> _Sentence:
        article = self._article
        number = article.sentence_at(offset)
        if number not in self._sentences:
            spans = article.tokens_in(article.sentences[number])
            words = [span.of(article.text) for span in spans]
            self._sentences[number] = _Sentence(spans, words, article.tags_in(number))
        return self._sentences[number]

    def _phrase(self, text: str, worth: float, offset: int) -> Phrase:
        """A phrase from the sentence at an offset; a first word that is no name gets a small letter."""
        first, _, rest = text.partition(" ")
        if first[1:].islower() and not rest[:1].isupper() and _CLITIC.sub("", first) not in self._names:
            text = f"{first.lower()} {rest}".rstrip()
        stems = frozenset(stem(word) for word in text.lower().split() if len(word) > 3)
        return Phrase(text, stems, worth - 1.0 * self._is_headline(offset))

    def _is_headline(self, offset: int) -> bool:
        first = self._article.paragraphs[0]
        return first.start <= offset < first.end and self._article.text[first.end - 1].isalnum()

    @cached_property
    def _names(self) -> frozenset[str]:
        """The words that the article capitalizes as names, or inside a sentence."""
        article, capitalized = self._article, set()
        for number, span in enumerate(article.sentences):
            words = [token.of(article.text) for token in article.tokens_in(span)]
            tagged = enumerate(zip(words, article.tags_in(number), strict=True))
            capitalized |= {word for at, (word, tag) in tagged if word[0].isupper() and (at or tag == "PROPN")}
        return frozenset(word for word in capitalized if word.lower() not in self._small)

    @cached_property
    def _small(self) -> frozenset[str]:
        """The words that the article writes in small letters somewhere."""
        return frozenset(filter(str.islower, self._words))

    @cached_property
    def _words(self) -> list[str]:
        return [token.of(self._article.text) for token in self._article.tokens]


def _spaced(words: list[str]) -> str:
    return re.sub(r" (?=['’]s\b)", "", " ".join(words))
