"""From mentions to sources: pronouns, surnames and short forms are led back to the fullest name in the article.

Rules in the manner of the sieves of Raghunathan et al. (2010, "A Multi-Pass Sieve for Coreference Resolution"): the
surest clue first, in text order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from analysis.article import Article, Span, covering
from analysis.sources import lexicon
from analysis.sources.mentions import Mention, mention, without_time
from analysis.sources.names import Name, is_given, names
from analysis.sources.people import People
from analysis.sources.types import source_type

_GENDERS = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}
_PLURAL = frozenset("they their them we our".split())
_THINGS = frozenset("it its which that".split())
_RELATIVE = frozenset("who which that".split())
_MADE_BY = frozenset("by from of".split())
_ANY_ORGANIZATION = frozenset("organization organisation group company agency firm".split())
_PERSONS = frozenset(["named_person", "anonymous_person"])
_NOMINAL = frozenset(["NOUN", "PROPN", "ADJ", "DET", "NUM"])
_CAPITALS = re.compile(r"(?:\b[A-Z]\w*\s)*$")
"""What the tagger may take for adjectives before the name of an organisation: "*International* Monetary Fund"."""
_LONGEST_ADJECTIVES = 40
_LEADING_ARTICLE = re.compile(r"(?:an?|the)\s(?=\S)")
_SURNAME = re.compile(r"(?:Mc|Mac|O['’])[A-Z]")
_SENTENCES_BACK = 4
_SOURCES_BACK = 200


class Attributed(Protocol):
    """What sources need to know of an attribution: the spans of its source."""

    source: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the real world: its fullest name in the article, its type, its mentions in text order."""

    name: str
    type: str
    mentions: tuple[Span, ...]


def resolve_sources(article: Article, attributions: Sequence[Attributed]) -> tuple[list[Source], list[int | None]]:
    """The sources behind attributions in the order of their first mention, and for each attribution its source's index.

    An attribution without a source has index None. Attributions may come in any order.
    """
    spans = [covering(one.source) if one.source else None for one in attributions]
    resolver = _Resolver(article)
    entities: list[_Entity] = []
    index: dict[Span, int] = {}
    for span in sorted({span for span in spans if span}):
        entity = resolver.entity(span)
        if not entity.mentions:
            entity.index = len(entities)
            entities.append(entity)
        entity.mentions.append(span)
        index[span] = entity.index
    sources = [Source(entity.name, entity.type, tuple(entity.mentions)) for entity in entities]
    return sources, [index[span] if span else None for span in spans]


@dataclass
class _Entity:
    name: str
    type: str
    gender: str = ""
    head: str = ""
    mentions: list[Span] = field(default_factory=list)
    index: int = -1


class _Resolver:
    """The entities met so far, and the rules that lead a mention to one of them."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.names = names(article)
        self.people = People(self.names)
        self.organizations = [name for name in self.names if not name.person and len(name.words) > 1]
        self.surnames = {name.words[-1] for name in self.names if name.person or len(name.words) > 1}
        self.known: dict[tuple[str, ...], _Entity] = {}
        self.recent: list[tuple[int, _Entity]] = []

    def entity(self, span: Span) -> _Entity:
        """The entity that the mention at `span` is of, new or known."""
        found = self._resolved(mention(self.article, span, self.names))
        self.recent.append((span.start, found))
        return found

    def _resolved(self, one: Mention) -> _Entity:
        if one.pronoun:
            return self._antecedent(one) or self._unresolved(one)
        kind = source_type(one)
        if kind == "named_person" and one.name:
            if one.name.person or len(one.name.words) > 1 or self._is_personal(one.name.words[0]):
                return self._person(one.name)
            # A given name may be a word, too: "*Win* Htein, a member of the committee".
            kind = "named_person" if len(one.words) > 1 and all(map(str.istitle, one.words)) else "named_organization"
        if kind == "named_person" and len(one.words) == 1 and not self._is_personal(one.words[0]):
            kind = "named_organization"
        if one.definite and len(one.words) in (2, 3) and not one.capitals:
            found = self._named_before(one) if len(one.words) == 2 else self._titled(one)
            if found:
                return found
        if kind == "named_organization" and one.head.upper() == one.words[-1] and len(one.bare) == 1:
            found = self._abbreviated(one)
            if found:
                return found
        name = " ".join(one.words) if kind == "named_person" else _display(self.article.text, one, kind)
        # A spokesman for one is not a spokesman for another.
        key = one.bare if kind == "named_organization" else tuple(_LEADING_ARTICLE.sub("", name.lower()).split())
        return self._known(key, _Entity(name, kind, head=one.head))

    def _is_personal(self, word: str) -> bool:
        """Whether a name of one word is a person's: news give a person a second name, firms and clubs none."""
        known = word in self.surnames or word.lower() in lexicon.words("persons", "surnames")
        return known or is_given(word) or _SURNAME.match(word) is not None

    def _known(self, key: tuple[str, ...], entity: _Entity) -> _Entity:
        return self.known.setdefault(key, entity)

    def _person(self, name: Name) -> _Entity:
        full = self.people.fullest(name)
        span = full.span if len(full.words) > 1 else full.titled
        entity = _Entity(" ".join(span.of(self.article.text).split()), "named_person", full.gender)
        return self._known(("person", full.words[0], full.surname), entity)

    def _unresolved(self, one: Mention) -> _Entity:
        """A pronoun by itself: nothing but itself tells who is meant."""
        word = one.words[0].lower()
        kind = "unspecified" if word in _THINGS else "unnamed_group" if word in _PLURAL else "anonymous_person"
        return self._known((word,), _Entity(one.words[0], kind))

    def _antecedent(self, one: Mention) -> _Entity | None:
        word, offset = one.words[0].lower(), one.span.start
        if word in _RELATIVE:
            return self._noun_before(offset)
        if word in _GENDERS:
            return self._person_before(offset, _GENDERS[word])
        wanted = _PLURAL_TYPES if word in _PLURAL else _THING_TYPES if word in _THINGS else ()
        near = [entity for start, entity in self.recent[:-7:-1] if self._near(start, offset)]
        found = next((entity for entity in near if entity.type in wanted), None)
        if found is None and word in _THINGS and near and near[0].type == "unspecified":
            return near[0]  # "the project"
        return found

    def _near(self, start: int, end: int) -> bool:
        return self.article.sentence_at(end) - self.article.sentence_at(start) <= _SENTENCES_BACK

    def _person_before(self, offset: int, gender: str) -> _Entity | None:
        """The speaker before, or the first person of the closest sentence that names one of this gender."""
        if self.recent:
            start, entity = self.recent[-1]
            if entity.type in _PERSONS and entity.gender in ("", gender) and self._near(start, offset):
                entity.gender = gender
                return entity
        here = self.article.sentence_at(offset)
        for sentence in range(here, max(here - _SENTENCES_BACK, -1), -1):
            span = self.article.sentences[sentence]
            name = self.people.first_of(Span(span.start, min(span.end, offset)), gender)
            if name:
                return self._person(name)
        earlier = (entity for _, entity in self.recent[:-_SOURCES_BACK:-1])
        return next((one for one in earlier if one.type in _PERSONS and one.gender == gender), None)

    def _noun_before(self, offset: int) -> _Entity | None:
        """What a relative pronoun stands for: the noun phrase before it, or the name to which that is in apposition."""
        sentence = self.article.sentence_at(offset)
        tokens, tags = (
            self.article.tokens_in(self.article.sentences[sentence]),
            self.article.tags_in(sentence),
        )
        words = [token.of(self.article.text).lower() for token in tokens]
        end = bisect_left(tokens, (offset,))
        while end and tags[end - 1] in ("PUNCT", "ADP"):
            end -= 1
        start = end
        while start and (tags[start - 1] in _NOMINAL or words[start - 1] == "/") and words[start - 1] not in _RELATIVE:
            start -= 1
            if tags[start] == "DET":
                break
        if start == end:
            return None
        name = self.people.ending_at(tokens[start - 2].end) if start > 1 and words[start - 1] == "of" else None
        if name:
            return self._person(name)  # "Senator Ada Lopez of Vermont, *who* …"
        if (
            start > 1
            and words[start - 1] in _MADE_BY
            and (tags[start - 2] == "PROPN" or words[start - 2] in lexicon.nouns("common", "documents"))
        ):
            start -= 2
            while start and tags[start - 1] in _NOMINAL:
                start -= 1
        apposed = start > 1 and tags[start] == "DET" and words[start - 1] == ","
        name = self.people.ending_at(tokens[start - 2].end) if apposed else None
        if name:
            return self._person(name)
        return self._resolved(mention(self.article, Span(tokens[start].start, tokens[end - 1].end), self.names))

    def _titled(self, one: Mention) -> _Entity | None:
        """Whom "the vice president" was called before."""
        name = self.people.titled(tuple(word.lower() for word in one.words[1:]), one.span.start)
        return self._person(name) if name else None

    def _abbreviated(self, one: Mention) -> _Entity | None:
        """The organisation named before whose initials the mention consists of."""
        before = bisect_left(self.organizations, one.span.start, key=lambda name: name.span.start)
        for name in self.organizations[max(before - _SOURCES_BACK, 0) : before]:
            before_name = self.article.text[max(name.span.start - _LONGEST_ADJECTIVES, 0) : name.span.start]
            adjectives = _CAPITALS.search(before_name).group().removeprefix("The ").split()
            words = (*adjectives, *name.words)
            if "".join(word[0] for word in words) == one.words[-1]:
                known = tuple(word.lower() for word in words)
                return self._known(known, _Entity(" ".join(words), "named_organization", head=known[-1]))
        return None

    def _named_before(self, one: Mention) -> _Entity | None:
        """What "the poll", "this ministry" or "the senator" was called before."""
        for _, entity in self.recent[:-_SOURCES_BACK:-1]:
            if entity.head == one.head or (one.head in _ANY_ORGANIZATION and _is_organization(entity)):
                return entity
        titled = self._titled(one)
        if titled:
            return titled
        before = bisect_left(self.organizations, one.span.start, key=lambda name: name.span.start)
        for name in self.organizations[max(before - _SOURCES_BACK, 0) : before][::-1]:
            words = tuple(word.lower() for word in name.words)
            if one.head in (words[0], words[-1]):
                entity = _Entity(name.span.of(self.article.text), "named_organization", head=one.head)
                return self._known(words, entity)
        return None


_PLURAL_TYPES = frozenset(["unnamed_group", "named_organization"])
_THING_TYPES = frozenset(["named_organization", "document"])


def _is_organization(entity: _Entity) -> bool:
    """Whether an entity is an organization other than a country."""
    country = entity.name.lower() in lexicon.words("organizations", "countries", "metonyms")
    return entity.type == "named_organization" and not country


def _display(text: str, one: Mention, kind: str) -> str:
    """The name as worded, without a leading article before the proper name of an organisation."""
    worded = without_time(" ".join(one.span.of(text).split()))
    first, _, rest = worded.partition(" ")
    proper = first.lower() == "the" and kind == "named_organization" and rest != rest.lower()
    return rest if proper else worded
