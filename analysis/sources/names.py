"""The proper names of an article, and which of them are people."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.article import Article, Span
from analysis.article.tagging import may_be_name
from analysis.sources import lexicon

_FORMS_OF_ADDRESS = frozenset(
    "Mr Mrs Ms Miss Dr Sen Gov Rep Gen Prof Rev Lt Col Sgt Capt President Vice Prime Mayor Senator".split()
)
SEVERAL = frozenset(["them", "us"])
"""Of whom one is named behind a comma: "one of them, Ada Lopez, said"."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name at `span`: its words, without titles; `titles` in lower case; `gender`: female, male or empty.

    `titled` is the span with the titles before it.
    """

    span: Span
    titled: Span
    words: tuple[str, ...]
    titles: tuple[str, ...]
    gender: str
    person: bool

    @property
    def surname(self) -> str:
        """The last word that is not a suffix such as "Jr."."""
        suffixes = lexicon.words("persons", "suffixes")
        return next((word for word in reversed(self.words) if word.lower() not in suffixes), self.words[-1])


def names(article: Article) -> list[Name]:
    """The names in the article in text order; those with a given name, a title or a role are people."""
    found = []
    roles = lexicon.words("common", "roles") - lexicon.words("common", "roles_of_firms")
    tokens = [article.tokens_in(span) for span in article.sentences]
    words = [[token.of(article.text) for token in some] for some in tokens]
    named = [sentence for sentence, some in enumerate(words) if _may_hold_name(some)]
    article.tag(named)
    for sentence in named:
        for first, last in _runs(words[sentence], article.tags_in(sentence)):
            role = _has_role(words[sentence], first, last, roles)
            name = _name(tokens[sentence][first:last], words[sentence][first:last], role)
            if name:
                found.append(name)
    return _with_surnames(found)


def within(found: list[Name], span: Span) -> list[Name]:
    """The names that begin inside `span`."""
    begin = bisect_left(found, span.start, key=lambda name: name.span.start)
    end = bisect_left(found, span.end, key=lambda name: name.span.start)
    return found[begin:end]


def _may_hold_name(words: list[str]) -> bool:
    """Whether a word has a capital letter that its place, at the beginning, does not explain."""
    return any(word[0].isupper() and word != "I" for word in words[1:]) or (
        words[0][0].isupper() and may_be_name(words[0])
    )


def _runs(words: list[str], tags: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words that the tagger takes for proper nouns, with particles and initials between."""
    proper = [_proper(word, tag, at) for at, (word, tag) in enumerate(zip(words, tags, strict=True))] + [False]
    particles = lexicon.words("persons", "particles")
    at = 0
    while at < len(words):
        end = at
        while end < len(words):
            joins = end > at and proper[end + 1] and (words[end] == "." or words[end].lower() in particles)
            if not proper[end] and not joins:
                break
            end += 1
        if end > at:
            yield at, end
        at = end + 1


def _has_role(words: list[str], first: int, last: int, roles: frozenset[str]) -> bool:
    """Whether a noun such as "economist" tells what the name `words[first:last]` does: before it, or beside commas."""
    if first == 0 or words[first - 1] in roles:
        return first > 0
    apposed = first > 1 and words[first - 1] == "," and words[last : last + 1] == [","]
    if not apposed or last - first < 2 or not (words[first - 2] in roles or words[first - 2] in SEVERAL):
        return False
    return lexicon.organization_words().isdisjoint(word.lower() for word in words[first:last])


def _proper(word: str, tag: str, at: int) -> bool:
    lower = word.lower()
    if not word[0].isupper():
        return False
    if at == 0 and (lower in lexicon.plurals("common", "roles") or lower in lexicon.words("common", "groups")):
        return False
    return (
        tag == "PROPN"
        or word in _FORMS_OF_ADDRESS
        or lower in lexicon.words("persons", "male", "female")
        or lower in lexicon.words("organizations", "metonyms")
    )


def _name(tokens: tuple[Span, ...], words: list[str], role: bool) -> Name | None:
    """The name of a run of capitalised words; `role`: whether a noun such as "economist" stands before it."""
    parts = [(token, word) for token, word in zip(tokens, words, strict=True) if word != "."]
    start = _person_start([word for _, word in parts])
    known = lexicon.words("persons", "titles")
    titles = tuple(word.lower() for _, word in parts[:start] if word.lower() in known)
    if not parts[start:]:
        return None
    spelled = tuple(word for _, word in parts[start:])
    organization = any(word.lower() in lexicon.organization_words() for word in spelled[1:] or spelled)
    person = not organization and (bool(titles) or role or (len(spelled) > 1 and is_given(spelled[0])))
    span = Span(parts[start][0].start, parts[-1][0].end)
    first = next((token for token, word in parts[:start] if word.lower() in known), span)
    return Name(
        span,
        Span(first.start, span.end),
        spelled,
        titles,
        _gender(spelled[0].lower(), titles) if person else "",
        person,
    )


def _person_start(words: list[str]) -> int:
    """Where a person's name begins in a run of capitalised words: behind titles, places and employers."""
    titles = lexicon.words("persons", "titles")
    before_names = titles | lexicon.organization_words()
    if words and not is_given(words[0]):
        for at in range(1, len(words) - 1):
            prefix = {word.lower() for word in words[:at]}
            if len(words[at]) > 1 and is_given(words[at]) and not before_names.isdisjoint(prefix):
                return at
    return max((at + 1 for at, word in enumerate(words[:-1]) if word.lower() in titles), default=0)


def is_given(word: str) -> bool:
    """Whether a word is a given name or an initial."""
    return len(word) == 1 or word.lower() in lexicon.words("persons", "male", "female")


def _gender(given: str, titles: tuple[str, ...]) -> str:
    for gender in ("male", "female"):
        if not lexicon.words("persons", f"{gender}_titles").isdisjoint(titles):
            return gender
    female, male = given in lexicon.words("persons", "female"), given in lexicon.words("persons", "male")
    return "" if female == male else "female" if female else "male"


def _with_surnames(found: list[Name]) -> list[Name]:
    """The names again, single words now people too where they are the surname of one."""
    people = {name.surname: name for name in reversed(found) if name.person and len(name.words) > 1}
    return [
        replace(name, person=True, gender=name.gender or people[name.words[0]].gender)
        if len(name.words) == 1 and name.words[0] in people
        else name
        for name in found
    ]
