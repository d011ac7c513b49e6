"""From mentions to sources: pronouns, surnames and short forms are led back to the fullest name in the article.

Rules in the manner of the sieves of Raghunathan et al. (2010, "A Multi-Pass Sieve for Coreference Resolution"): the
surest clue first, in text order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from analysis.article import Article, Span, covering
from analysis.sources import lexicon
from analysis.sources.bodies import Bodies, head_of, may_name_person, own_name
from analysis.sources.entities import Entity, Source, begins_before, display, may_be
from analysis.sources.issuers import issuer
from analysis.sources.kinds import DOCUMENT, ORGANIZATION, PERSON, TYPES, kinds
from analysis.sources.mentions import DETERMINERS, POSSESSIVES, PRONOUNS, Mention, bare, mention
from analysis.sources.names import Name, names
from analysis.sources.people import People
from analysis.sources.relatives import RELATIVE, noun_before
from analysis.sources.types import source_type

_GENDERS = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}
_PLURAL = frozenset("they their them we our".split())
_THINGS = frozenset("it its which that".split())
_CLITICS = frozenset(["'s", "’s"])
_PERSONS = frozenset(["named_person", "anonymous_person"])
_PLURAL_TYPES = frozenset(["unnamed_group", "named_organization"])
_THING_TYPES = frozenset(["named_organization", "document"])
_MAKERS = frozenset(["named_person", "named_organization", "unnamed_group"])
_LEADING_ARTICLE = re.compile(r"(?:an?|the)\s(?=\S)")
_SENTENCES_BACK = 4
_SOURCES_BACK = 200
_SURE_OF_ONE_WORD = 5.0
"""How much more probable, as a logarithm, a person must be than anything else whose name is one word."""
_NEVER = -100.0


class Attributed(Protocol):
    """The part of an attribution that `resolve_sources` needs: the spans of its source."""

    @property
    def source(self) -> tuple[Span, ...]:
        """Where the source is named; empty where it is not."""


def resolve_sources(article: Article, attributions: Sequence[Attributed]) -> tuple[list[Source], list[int | None]]:
    """The sources behind attributions in the order of their first mention, and for each attribution its source's index.

    An attribution without a source has index None. Attributions may come in any order.
    """
    spans = [covering(attribution.source) if attribution.source else None for attribution in attributions]
    mentions = sorted({span for span in spans if span})
    resolver = _Resolver(article, mentions)
    entities: list[Entity] = []
    index: dict[Span, int] = {}
    for span in mentions:
        entity = resolver.entity(span)
        if not entity.mentions:
            entity.index = len(entities)
            entities.append(entity)
        entity.mentions.append(span)
        index[span] = entity.index
    issuers = [resolver.issuer(entity, entities) for entity in list(entities)]
    issuers += [None] * (len(entities) - len(issuers))
    sources = [
        Source(entity.name, entity.told_type, tuple(entity.mentions), issuer)
        for entity, issuer in zip(entities, issuers, strict=True)
    ]
    return sources, [index[span] if span else None for span in spans]


class _Resolver:
    """The entities met so far, and the rules that lead a mention to one of them; `spans` are the mentions to come."""

    def __init__(self, article: Article, spans: Sequence[Span]) -> None:
        self.article = article
        self.names = names(article)
        self.people = People(self.names)
        self.bodies = Bodies(article, self.names)
        self.known: dict[tuple[str, ...], Entity] = {}
        self.recent: list[tuple[int, Entity]] = []
        self.types = dict(zip(spans, self._types(spans), strict=True))

    def _types(self, spans: Sequence[Span]) -> list[list[float]]:
        """The log probability of each of `TYPES` for each mention."""
        phrases = [mention(self.article, span, self.names) for span in spans]
        ruled = [None if phrase.pronoun else source_type(phrase) for phrase in phrases]
        logarithms = kinds(self.article, spans, ruled).types.tolist()
        for phrase, rule, types in zip(phrases, ruled, logarithms, strict=True):
            # News articles give a person two names, but a firm often one.
            if sum(word[0].isupper() for word in phrase.words if word.lower() not in DETERMINERS) == 1:
                types[PERSON] -= _SURE_OF_ONE_WORD
            if phrase.common and rule != "named_person" and not may_name_person(self.article.text, phrase):
                types[PERSON] = _NEVER
            if phrase.common and not phrase.capitals and phrase.head in lexicon.plurals("common", "roles"):
                types[ORGANIZATION] = _NEVER
            # "A bank" names nothing.
            if phrase.words[0].lower() in ("a", "an") and not phrase.capitals:
                types[PERSON] = types[ORGANIZATION] = _NEVER
                if rule == "unnamed_group":
                    types[TYPES.index("anonymous_person")] = _NEVER
        return logarithms

    def entity(self, span: Span) -> Entity:
        """The entity that the mention at `span` is of, new or known."""
        phrase = mention(self.article, span, self.names)
        entity = self._resolved(phrase, self.types[span])
        if not phrase.pronoun:
            entity.votes = [sum(pair) for pair in zip(entity.votes, self.types[span], strict=True)]
        self.recent.append((span.start, entity))
        return entity

    def issuer(self, entity: Entity, entities: list[Entity]) -> int | None:
        """The index of the maker of a document, which joins `entities` where it is new there."""
        if entity.told_type != "document":
            return None
        for document in entity.mentions:
            maker = self._named_in(document, entities) or self._maker(issuer(self.article, document, self.names))
            if maker and maker is not entity:
                if maker.index < 0:
                    maker.index = len(entities)
                    entities.append(maker)
                return maker.index
        return None

    def _named_in(self, document: Span, entities: list[Entity]) -> Entity | None:
        """The source whose name a document begins with: "the *FIL* count", "*police* data", "a Herald-*FIL* poll"."""
        phrase = mention(self.article, document, self.names)
        words = phrase.bare
        if words[0] in PRONOUNS:
            return None
        abbreviated = self.bodies.abbreviated(phrase.words[-len(words)]) if len(words) > 1 else None
        if abbreviated:
            return abbreviated
        beginnings = {tuple(words[:at]) for at in range(1, len(words))} | {(part,) for part in words[0].split("-")}
        makers = (entity for entity in entities if entity.told_type in _MAKERS)
        return next((maker for maker in makers if bare(maker.name.split()) in beginnings), None)

    def _maker(self, span: Span | None) -> Entity | None:
        """The entity of a document's maker, mentioned at `span`; None for a pronoun without an antecedent."""
        if span is None:
            return None
        phrase = mention(self.article, span, self.names)
        if phrase.pronoun:
            self.recent = [(start, entity) for start, entity in self.recent if start < span.start]
            return self._antecedent(phrase)
        for entity in self.known.values():
            if entity.mentions and bare(entity.name.split()) == phrase.bare:
                return entity
        types = self._types([span])[0]
        types[DOCUMENT] = _NEVER  # "Ofgem data"
        maker = self._resolved(phrase, types)
        maker.votes = maker.votes if any(maker.votes) else types
        return maker

    def _new(self, span: Span) -> Entity:
        """The entity of a mention that is no source of an attribution."""
        return self._resolved(mention(self.article, span, self.names), self._types([span])[0])

    def _resolved(self, phrase: Mention, types: Sequence[float]) -> Entity:
        """The entity of a mention; `types`: how probable each type is."""
        if phrase.pronoun:
            return self._antecedent(phrase) or self._unresolved(phrase)
        if phrase.together:
            return self._people(phrase.together)
        kind = self._kind(phrase, types)
        if kind == "named_person" and phrase.name and (phrase.name.person or not begins_before(phrase)):
            return self._person(phrase.name)
        if kind == "named_organization":
            return self._body(phrase)
        entity = self._described(phrase, kind) if not phrase.capitals or phrase.common else None
        if entity:
            return entity
        name = " ".join(phrase.words) if kind == "named_person" else display(self.article.text, phrase, kind)
        # A spokesman for one is not a spokesman for another.
        key = tuple(_LEADING_ARTICLE.sub("", name.lower()).split())
        return self.known.setdefault(key, Entity(name, kind, head=phrase.head))

    def _body(self, phrase: Mention) -> Entity:
        """The organisation that a mention describes, abbreviates or names, with or without a description of it."""
        named = mention(self.article, own_name(self.article, phrase), self.names)
        described = not named.capitals or named.common
        entity = (self._described(named, "named_organization") if described else None) or self._abbreviated(named)
        if entity is None:
            given = self.bodies.given(phrase, named)
            name = display(self.article.text, named, "named_organization") + (f" ({given})" if given else "")
            entity = self.known.setdefault(named.bare, Entity(name, "named_organization", head=head_of(named)))
        self.bodies.add(entity, phrase, named)
        return entity

    def _kind(self, phrase: Mention, types: Sequence[float]) -> str:
        """The most probable type; a common noun is no person's name."""
        if phrase.name and phrase.name.person:
            return "named_person"
        kind = TYPES[max(range(len(TYPES)), key=types.__getitem__)]
        return "anonymous_person" if kind == "named_person" and phrase.common else kind

    def _described(self, phrase: Mention, kind: str) -> Entity | None:
        """The entity that a description refers to: "the ministry", "this poll", "the country's top prosecutor"."""
        possessive = phrase.words[0].lower() in POSSESSIVES or any(word in _CLITICS for word in phrase.words)
        if not (phrase.definite or possessive):
            return None
        if kind in _PERSONS:
            return self._in_role(phrase)
        return (
            self._named_before(phrase) if phrase.definite and len(phrase.words) == 2 and not phrase.capitals else None
        )

    def _in_role(self, phrase: Mention) -> Entity | None:
        """The person who has the role that a description names; a name in it must stand near that person's, too."""
        qualified = frozenset(word.lower() for word in phrase.words[:-1])
        name = self.people.in_role(phrase.head, qualified, phrase.span.start)
        if name is None:
            return None
        sentence = self.article.sentences[self.article.sentence_at(name.span.start)].of(self.article.text)
        capitalized = [word for word in phrase.words[1:] if word[0].isupper()]
        return self._person(name) if all(word in sentence for word in capitalized) else None

    def _person(self, name: Name) -> Entity:
        full = self.people.fullest(name)
        span = full.span if len(full.words) > 1 else full.titled
        entity = Entity(" ".join(span.of(self.article.text).split()), "named_person", full.gender)
        return self.known.setdefault(("person", full.words[0], full.surname), entity)

    def _people(self, together: Sequence[Name]) -> Entity:
        """The one source that people are who are named together."""
        people = [self._person(name).name for name in together]
        name = f"{', '.join(people[:-1])} and {people[-1]}"
        return self.known.setdefault(("people", *people), Entity(name, "named_person", several=True))

    def _unresolved(self, phrase: Mention) -> Entity:
        """An entity for a pronoun without an antecedent."""
        word = phrase.words[0].lower()
        kind = "unspecified" if word in _THINGS else "unnamed_group" if word in _PLURAL else "anonymous_person"
        return self.known.setdefault((word,), Entity(phrase.words[0], kind))

    def _antecedent(self, phrase: Mention) -> Entity | None:
        word, offset = phrase.words[0].lower(), phrase.span.start
        if word in RELATIVE:
            noun = noun_before(self.article, self.people, offset)
            return self._person(noun) if isinstance(noun, Name) else self._new(noun) if noun else None
        if word in _GENDERS:
            return self._person_before(offset, _GENDERS[word])
        wanted = _PLURAL_TYPES if word in _PLURAL else _THING_TYPES if word in _THINGS else ()
        near = [entity for start, entity in self.recent[:-7:-1] if self._near(start, offset)]
        last = next((entity for entity in near if (word in _PLURAL if entity.several else entity.type in wanted)), None)
        if last is None and word in _THINGS and near and near[0].type == "unspecified":
            return near[0]  # "the project"
        return last

    def _near(self, start: int, end: int) -> bool:
        return self.article.sentence_at(end) - self.article.sentence_at(start) <= _SENTENCES_BACK

    def _person_before(self, offset: int, gender: str) -> Entity | None:
        """The speaker before, or the first person of the closest sentence that names one of this gender."""
        if self.recent:
            start, entity = self.recent[-1]
            alone = entity.type in _PERSONS and not entity.several
            if alone and entity.gender in ("", gender) and self._near(start, offset):
                entity.gender = gender
                return entity
        here = self.article.sentence_at(offset)
        for sentence in range(here, max(here - _SENTENCES_BACK, -1), -1):
            span = self.article.sentences[sentence]
            name = self.people.first_of(Span(span.start, min(span.end, offset)), gender)
            if name:
                return self._person(name)
        earlier = (entity for _, entity in self.recent[:-_SOURCES_BACK:-1])
        return next((person for person in earlier if person.type in _PERSONS and person.gender == gender), None)

    def _abbreviated(self, phrase: Mention) -> Entity | None:
        """The organisation that the mention abbreviates: to its initials, or by leaving out its trade."""
        if len(phrase.bare) > 1 or not phrase.words[-1].isupper():
            return self.bodies.called(phrase)
        known = self.bodies.abbreviated(phrase.words[-1])
        words = None if known else self.bodies.spelled_out(phrase)
        if words is None:
            return known
        key = tuple(word.lower() for word in words)
        return self.known.setdefault(key, Entity(" ".join(words), "named_organization", head=key[-1]))

    def _named_before(self, phrase: Mention) -> Entity | None:
        """What "the poll", "this ministry" or "the firm" was called before."""
        for _, entity in self.recent[:-_SOURCES_BACK:-1]:
            if entity.head == phrase.head or (phrase.head in lexicon.kinds_of_bodies() and may_be(entity, phrase.head)):
                return entity
        for name in self.bodies.before(phrase.span.start)[::-1]:
            words = tuple(word.lower() for word in name.words)
            if phrase.head in (words[0], words[-1]):
                entity = Entity(name.span.of(self.article.text), "named_organization", head=phrase.head)
                return self.known.setdefault(words, entity)
        return self._in_role(phrase)
