"""The lexicon of names, titles and nouns that tell the types of sources apart."""

from __future__ import annotations

from functools import cache, partial

from analysis.article.wordlists import word_lists


@cache
def words(section: str, *names: str) -> frozenset[str]:
    """The words of one or more lists of a section, in lower case."""
    return frozenset(word for name in names for word in _tables()[section][name].split())


@cache
def nouns(section: str, name: str) -> frozenset[str]:
    """The words of one list, and their plurals."""
    return words(section, name) | plurals(section, name)


@cache
def plurals(section: str, name: str) -> frozenset[str]:
    """The plurals of the words of one list."""
    return frozenset(map(plural, words(section, name)))


@cache
def kinds_of_bodies() -> frozenset[str]:
    """Nouns that refer back to an organization whatever its name is: "the firm"."""
    return frozenset(_tables()["called"])


def plural(noun: str) -> str:
    """The plural of an English noun."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("man"):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def is_plural(noun: str) -> bool:
    """Whether a noun in lower case is written like a plural."""
    return noun.endswith("s") and not noun.endswith("ss")


_IRREGULAR = {"child": "children", "person": "people", "wife": "wives", "analysis": "analyses"}
_tables = partial(word_lists, "analysis.sources", "lexicon")
