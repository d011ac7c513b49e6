"""The proper names of an article, and which of them are people."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.article import Article, Span
from analysis.article.tagging import may_be_name
from analysis.sources import lexicon
from analysis.sources.kinds import kinds

_FORMS_OF_ADDRESS = frozenset(
    "Mr Mrs Ms Miss Dr Sen Gov Rep Gen Prof Rev Lt Col Sgt Capt President Vice Prime Mayor Senator".split()
)
_MALE, _FEMALE = 1.5, -0.5
"""The log odds of a man from which a name is a man's, or below which it is a woman's; news name more men."""
_NOMINAL = ("ADJ", "NOUN")
_LONGEST_ROLE = 5
_CAPITALS = 0.5
"""The share of words with a capital up to which a sentence is no headline."""
_OPEN = ("ADJ", "ADV", "AUX", "INTJ", "NOUN", "VERB", "X")
_DEMONYM = re.compile(r"\w+(?:[ei]an|ese|ish|ch|sh|ine|ans|ers)")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name at `span`: its words, without titles; `titles` in lower case; `gender`: female, male or empty.

    `titled` is the span with the titles before it; `roles`: nouns in lower case that say what a person is, as a
    title, before the name or behind it ("*mayor* Ada Lopez", "Ada Lopez, a *teacher*").
    """

    span: Span
    titled: Span
    words: tuple[str, ...]
    titles: tuple[str, ...]
    gender: str
    person: bool
    roles: frozenset[str]

    @property
    def surname(self) -> str:
        """The last word that is not a suffix such as "Jr." or "MP"."""
        suffixes = lexicon.words("persons", "suffixes")
        in_capitals = all(word.isupper() for word in self.words)
        own = (word for word in self.words if word.lower() not in suffixes and (in_capitals or not is_letters(word)))
        return next(reversed([*own]), self.words[-1])


@lru_cache(maxsize=1)  # sources are resolved twice: before and after figures are credited
def names(article: Article) -> list[Name]:
    """The names in the article in text order."""
    written = list(_written(article))
    guessed = kinds(article, [name.span for name in written], [None] * len(written))
    return _with_short_forms(
        [
            _as_guessed(name, person, male)
            for name, person, male in zip(written, guessed.person.tolist(), guessed.male.tolist(), strict=True)
        ]
    )


def _written(article: Article) -> Iterator[Name]:
    """The names in text order, by how they are written: only a title marks a person's."""
    tokens = [article.tokens_in(span) for span in article.sentences]
    words = [[token.of(article.text) for token in sentence] for sentence in tokens]
    candidates = [sentence for sentence, own in enumerate(words) if _may_hold_name(own)]
    article.tag(candidates)
    known = _known(words, {sentence: article.tags_in(sentence) for sentence in candidates})
    for sentence in candidates:
        tags = tuple(
            "PROPN" if word in known else tag
            for word, tag in zip(words[sentence], article.tags_in(sentence), strict=True)
        )
        for first, last in _runs(words[sentence], tags):
            name = _name(tokens[sentence][first:last], words[sentence][first:last])
            if name:
                roles = _roles(words[sentence], tags, first, last)
                yield replace(name, roles=roles | {part for title in name.titles for part in title.split("-")})


def within(names: list[Name], span: Span) -> list[Name]:
    """The names that begin inside `span`."""
    begin = bisect_left(names, span.start, key=lambda name: name.span.start)
    end = bisect_left(names, span.end, key=lambda name: name.span.start)
    return names[begin:end]


def _may_hold_name(words: list[str]) -> bool:
    """Whether a word has a capital letter that its place, at the beginning, does not explain."""
    return any(word[0].isupper() and word != "I" for word in words[1:]) or (
        words[0][0].isupper() and may_be_name(words[0])
    )


def _known(words: list[list[str]], tags: dict[int, tuple[str, ...]]) -> frozenset[str]:
    """The words that are proper nouns behind the beginning of some sentence, and nowhere in small letters."""
    small = {word for sentence in words for word in sentence if word[0].islower()}
    return frozenset(
        word
        for sentence, tagged in tags.items()
        for word, tag in zip(words[sentence][1:], tagged[1:], strict=True)
        if tag == "PROPN" and word[0].isupper() and word.lower() not in small
    )


def _runs(words: list[str], tags: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns, with particles and initials between."""
    proper = [*_proper(words, tags), False]
    particles = lexicon.words("persons", "particles")
    at = 0
    while at < len(words):
        end = at
        while end < len(words):
            joins = end > at and (words[end] == "." or words[end].lower() in particles) and _goes_on(words, proper, end)
            if not proper[end] and not joins:
                break
            end += 1
        if end > at:
            yield at, end
        at = end + 1


def _proper(words: list[str], tags: tuple[str, ...]) -> list[bool]:
    """For each word, whether it is a proper noun: by the tagger, or as a capitalised word beside one."""
    proper = [
        word[0].isupper() and (tag == "PROPN" or word in _FORMS_OF_ADDRESS)
        for word, tag in zip(words, tags, strict=True)
    ]
    # The tagger may take an unknown name for a verb; except in headlines, a capital beside a name is the better clue.
    headline = sum(word[0].isupper() for word in words) > _CAPITALS * len(words)
    for at in range(1, len(words) - 1) if not headline else ():
        beside = proper[at + 1] or proper[at - 1]
        proper[at] = proper[at] or (beside and _may_be_proper(words[at], tags[at]))
    # Behind a form of address stands a name, whatever else the word may be: "Mrs May".
    for at in range(1, len(words)):
        before = words[at - 1] if words[at - 1] != "." else words[max(at - 2, 0)]
        proper[at] = proper[at] or (words[at][0].isupper() and before in _FORMS_OF_ADDRESS)
    return proper


def _may_be_proper(word: str, tag: str) -> bool:
    return word[0].isupper() and tag in _OPEN and not _DEMONYM.fullmatch(word)


def _goes_on(words: list[str], proper: list[bool], at: int) -> bool:
    """Whether a name goes on behind a particle or a full stop, maybe behind another ("Ursula *von der* Leyen")."""
    particles = lexicon.words("persons", "particles")
    while at + 1 < len(words) and words[at + 1].lower() in particles and not proper[at + 1]:
        at += 1
    return proper[at + 1]


def _roles(words: list[str], tags: tuple[str, ...], first: int, last: int) -> frozenset[str]:
    """The nouns right before a name, and those behind it and a comma ("Ada Lopez, *head* of the bank, said")."""
    roles = set()
    at = first
    while at and first - at < _LONGEST_ROLE and (tags[at - 1] in _NOMINAL or (at == first and words[at - 1] == ",")):
        at -= 1
        if tags[at] == "NOUN":
            roles.add(words[at].lower())
    if words[last : last + 1] == [","]:
        for word, tag in zip(words[last + 1 : last + 1 + _LONGEST_ROLE], tags[last + 1 :], strict=False):
            if tag == "NOUN":
                roles.add(word.lower())
            elif tag not in (*_NOMINAL, "DET", "PRON", "PROPN"):
                break
    return frozenset(roles)


def _name(tokens: tuple[Span, ...], words: list[str]) -> Name | None:
    """The name of a run of capitalised words, with the titles that it begins with."""
    parts = [(token, word) for token, word in zip(tokens, words, strict=True) if word != "."]
    start = max((at + 1 for at, (_, word) in enumerate(parts[:-1]) if is_title(word)), default=0)
    if not parts[start:]:
        return None
    titles = tuple(word.lower() for _, word in parts[:start] if is_title(word))
    span = Span(parts[start][0].start, parts[-1][0].end)
    first = next((token for token, word in parts[:start] if is_title(word)), span)
    words_ = tuple(word for _, word in parts[start:])
    return Name(span, Span(first.start, span.end), words_, titles, "", bool(titles), frozenset())


def is_letters(word: str) -> bool:
    """Whether a word is letters behind a name: "Ann Lee *MP*"."""
    return len(word) > 1 and word.isupper()


def is_title(word: str) -> bool:
    """Whether a word, or one that a hyphen joins to it, is a title: "Brigadier-General"."""
    return not lexicon.words("persons", "titles").isdisjoint([word.lower(), *word.lower().split("-")])


def _as_guessed(name: Name, person: bool, male: float) -> Name:
    """A name with the network's guess at it; whoever has a title is a person, unless a body has that name."""
    alone = name.titles and len(name.words) == 1  # "Mr Church"
    bodies = lexicon.words("organizations", "nouns", "trading")
    body = not alone and name.words[-1].lower() in bodies
    # The network's guess counts for full names alone: `_with_short_forms` decides on single words.
    person = (bool(name.titles) or (person and len(name.words) > 1)) and not body
    gender = (
        "" if not person else _gender(name.titles) or ("male" if male > _MALE else "female" if male < _FEMALE else "")
    )
    return replace(name, person=person, gender=gender)


def _gender(titles: tuple[str, ...]) -> str:
    for gender in ("male", "female"):
        if not lexicon.words("persons", f"{gender}_titles").isdisjoint(titles):
            return gender
    return ""


def _with_short_forms(names: list[Name]) -> list[Name]:
    """The names, with single words as people too where they are the first or last of a person's name."""
    people: dict[str, Name] = {}
    for name in names[::-1]:
        if name.person and (name.titles or len(name.words) > 1):
            people.setdefault(plain(name.words[0]), name)
    for name in names[::-1]:
        if name.person and len(name.words) > 1:
            people[plain(name.surname)] = name
    complete = []
    for name in names:
        if len(name.words) == 1:
            full = people.get(plain(name.words[0]))
            gender = _gender(name.titles) or (full.gender if full else "")
            name = replace(name, person=name.person or full is not None, gender=gender)
        complete.append(name)
    return complete


def plain(word: str) -> str:
    """A word in small letters, whatever apostrophe it is written with."""
    return word.lower().replace("’", "'").replace("‘", "'")
