"""An entity behind mentions of sources, and what mentions and names say of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.article import Span
from analysis.sources import lexicon
from analysis.sources.kinds import TYPES
from analysis.sources.mentions import DETERMINERS, Mention, without_time
from analysis.sources.names import is_title


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the real world: its fullest name in the article, its type, its mentions in text order.

    `issuer`: the index of the source that made it, if it is a document and the article tells who did.
    """

    name: str
    type: str
    mentions: tuple[Span, ...]
    issuer: int | None = None


@dataclass
class Entity:
    """A person, a body or a document, under its fullest name so far.

    `index`: its place among the sources, -1 before it has one. `votes`: how probable each of `TYPES` is by all of its
    mentions, as logarithms. `several`: whether it is people who are named together.
    """

    name: str
    type: str
    gender: str = ""
    head: str = ""
    mentions: list[Span] = field(default_factory=list)
    index: int = -1
    votes: list[float] = field(default_factory=lambda: [0.0] * len(TYPES))
    several: bool = False

    @property
    def told_type(self) -> str:
        """The type that its mentions together make most probable; a person's name alone settles it."""
        if self.type == "named_person" or not any(self.votes):
            return self.type
        return TYPES[max(range(len(TYPES)), key=self.votes.__getitem__)]


def begins_before(mention: Mention) -> bool:
    """Whether a mention is a longer name than the tagger saw: "*Win* Htein"."""
    if mention.name is None:
        return False
    before = mention.words[: -len(mention.name.words)]
    longer = bool(before) and all(word.istitle() for word in before) and not any(map(is_title, before))
    return longer and before[0].lower() not in DETERMINERS and len(mention.name.words) == 1


def may_be(entity: Entity, called: str) -> bool:
    """Whether an organization may be called a firm, an agency or a group: not where its name calls it another."""
    words = entity.name.split()
    proper = any(word[0].isupper() for word in words[-2:])
    if entity.type != "named_organization" or not proper:
        return False
    bodies = lexicon.words("organizations", "nouns") - lexicon.words("called", called)
    place = len(words) == 1 and words[0].lower() in lexicon.words("organizations", "countries", "metonyms")
    return not place and bodies.isdisjoint(word.lower() for word in words)


def display(text: str, mention: Mention, kind: str) -> str:
    """The name as worded, without a leading article before the proper name of an organisation."""
    worded = without_time(" ".join(mention.span.of(text).split()))
    first, _, rest = worded.partition(" ")
    proper = first.lower() == "the" and kind == "named_organization" and rest != rest.lower()
    return rest if proper else worded
