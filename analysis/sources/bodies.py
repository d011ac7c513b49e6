"""The own name of an organisation inside its mention, and the short forms of that name."""

from __future__ import annotations

import re
from bisect import bisect_left

from analysis.article import Article, Span
from analysis.sources import lexicon
from analysis.sources.entities import Entity
from analysis.sources.mentions import Mention, bare
from analysis.sources.names import Name

_CAPITALIZED = r"(?:[A-Z0-9][\w&.'’/-]*|&)"
_NAME = rf"{_CAPITALIZED}(?:\s(?:{_CAPITALIZED}|[a-z]{{2,3}}(?=\s)))*"
_APPOSED = re.compile(rf"\s[a-z][\w-]*,\s(?:the\s)?(?P<name>{_NAME}),?\Z")
"""The name that a description ends with: "The regulator, *Ofwat*"."""
_BEHIND = re.compile(r"\s?\(|,\s(?=[a-z]|[A-Z]{2,}\W*\Z|[A-Z]\w+['’]s\s)|\s(?:[–—-]|--)\s")
"""Where what is said of an organisation begins behind its name: "Gallup*, the pollster*", "Unesco*, which* …"."""
_LISTED = re.compile(r",?\s(?:and|or|as well as)\s(?:[A-Z]|(?:an?|the|its|their|other)\s)")
_OF = re.compile(r"\s(?:of|for|on)\s")
_LIST = frozenset([",", "and", "or"])
_CONNECTING = re.compile(r"[a-z]{2,3}|&")
_BEFORE_INITIALS = re.compile(r"\A[Tt]he\s|['’]s\s")
_LONGEST_ADJECTIVES = 40
_NAMES_BACK = 200
_CAPITALS = re.compile(r"(?:\b[A-Z]\w*\s)*$")
"""Capitalised words before a name that may belong to it: "*International* Monetary Fund"."""
_GIVEN = re.compile(r"(?:\s\(|,\s)(?P<initials>[A-Z]{2,})\b")
"""An abbreviation behind the name: "Geological Survey *(USGS)*"."""


def own_name(article: Article, phrase: Mention) -> Span:
    """The span of an organisation's own name in its mention, which may describe it before and behind that."""
    text, (start, end) = article.text, phrase.span
    apposed = _APPOSED.search(text, start, end) if phrase.common else None
    if apposed:
        return Span(*apposed.span("name"))
    behind = _BEHIND.search(text, start + 1, end)
    if behind and not _LISTED.search(text, behind.start(), end):
        end = behind.start()
    return _behind_description(article, Span(start, end))


def _behind_description(article: Article, span: Span) -> Span:
    """The name behind a noun that describes it, "software firm *Aldo Systems*"; else all of it."""
    tokens = article.tokens_in(span)
    words = [token.of(article.text) for token in tokens]
    at = len(words)
    while at and (words[at - 1][0].isupper() or _CONNECTING.fullmatch(words[at - 1])):
        at -= 1
    name = words[at + (words[at : at + 1] == ["the"]) :]
    if not at or not name or not name[0][0].isupper() or not words[-1][0].isupper():
        return span
    sentence = article.sentence_at(span.start)
    first = bisect_left(article.tokens_in(article.sentences[sentence]), (span.start,))
    described = article.tags_in(sentence)[first + at - 1 : first + at] == ("NOUN",) and _LIST.isdisjoint(words[:at])
    kind_alone = len(name) == 1 and name[0].lower() in lexicon.words("organizations", "nouns")
    return Span(tokens[len(words) - len(name)].start, span.end) if described and not kind_alone else span


def head_of(named: Mention) -> str:
    """What a body is called without its name: "commission" of the "Commission on Fisheries"."""
    return _OF.split(" ".join(named.words))[0].rpartition(" ")[2].lower()


def may_name_person(text: str, phrase: Mention) -> bool:
    """Whether a mention whose head is a common noun may name a person behind it: "Her cousin, *Luis*"."""
    apposed = _APPOSED.search(text, *phrase.span)
    words = apposed["name"].lower().split() if apposed else []
    is_firm = "&" in words or not lexicon.words("organizations", "nouns", "trading").isdisjoint(words[-1:])
    behind = phrase.span.of(text).rpartition(phrase.words[-1])[2]
    return not (is_firm or lexicon.is_plural(phrase.head) or behind == behind.lower())


class Bodies:
    """The organisations of an article, found again by the short forms of their names."""

    def __init__(self, article: Article, names: list[Name]) -> None:
        self._article = article
        self._names = [name for name in names if not name.person and len(name.words) > 1]
        self._short: dict[str | tuple[str, ...], Entity] = {}

    def add(self, entity: Entity, phrase: Mention, named: Mention) -> None:
        """Note what an organisation may be called that `phrase` mentions by the name `named`."""
        own = _BEFORE_INITIALS.split(named.span.of(self._article.text))[-1]
        given = self.given(phrase, named)
        initials = "".join(word[0] for word in own.split() if word[0].isupper())
        if named.words[-1][0].isupper():
            self._short.setdefault(_without_trade(named.bare), entity)
        for word in (initials, given):
            if len(word) > 1:
                self._short.setdefault(word, entity)

    def given(self, phrase: Mention, named: Mention) -> str:
        """The abbreviation that a mention gives behind the name, or nothing: "Geological Survey *(USGS)*"."""
        found = _GIVEN.search(self._article.text, named.span.end, phrase.span.end)
        return found["initials"] if found else ""

    def abbreviated(self, word: str) -> Entity | None:
        """The organisation whose initials a word in capitals is."""
        return self._short.get(word)

    def called(self, phrase: Mention) -> Entity | None:
        """The organisation that a mention names with fewer words or more that only say that it is a firm."""
        entity = self._short.get(_without_trade(phrase.bare))
        if entity is None:
            return None
        shorter, longer = sorted([phrase.bare, bare(entity.name.split())], key=len)
        return entity if longer[: len(shorter)] == shorter else None

    def before(self, offset: int) -> list[Name]:
        """The last organisations named before an offset, in text order."""
        before = bisect_left(self._names, offset, key=lambda name: name.span.start)
        return self._names[max(before - _NAMES_BACK, 0) : before]

    def spelled_out(self, phrase: Mention) -> tuple[str, ...] | None:
        """The words of a name before the mention whose initials it is, capitalised adjectives before it included."""
        for name in self.before(phrase.span.start):
            before_name = self._article.text[max(name.span.start - _LONGEST_ADJECTIVES, 0) : name.span.start]
            capitals = _CAPITALS.search(before_name)
            adjectives = capitals.group().removeprefix("The ").split() if capitals else []
            words = (*adjectives, *name.words)
            if "".join(word[0] for word in words) == phrase.words[-1]:
                return words
        return None


def _without_trade(words: tuple[str, ...]) -> tuple[str, ...]:
    """A firm's name, in lower case, without the words that only say that it is one, "Aldo *Systems plc*".

    What is called like a place keeps them: China Airlines are not China.
    """
    trade = lexicon.words("organizations", "trading") | lexicon.words("called", "firm")
    end = len(words)
    while end > 1 and words[end - 1] in trade:
        end -= 1
    places = lexicon.words("organizations", "countries", "metonyms", "states")
    return words if end == 1 and words[0] in places else words[:end]
