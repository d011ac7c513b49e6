"""The lexicon of attributing words, with the forms of its verbs."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_AMBIGUOUS = frozenset("thought felt seen known read saw found left drawn hit put set cast".split())


class Form(NamedTuple):
    """A form of a verb: the verb's base form and the name of the form."""

    verb: str
    name: str


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """The forms of all verbs of the lexicon: base, third, past, participle, gerund."""
    table: dict[str, list[Form]] = {}
    phrasal = {phrase[0] for phrase in _phrases()}
    irregular = _irregular()
    for verb in sorted(set().union(*(frame(name) for name in _tables()["verbs"])) | phrasal):
        for row in irregular.get(verb) or [regular_forms(verb)]:
            for word, name in zip(row, ("base", "third", "past", "participle", "gerund"), strict=True):
                if Form(verb, name) not in table.setdefault(word, []):
                    table[word].append(Form(verb, name))
    return {word: tuple(found) for word, found in table.items()}


@cache
def unmistakable() -> frozenset[str]:
    """The forms of verbs of saying that no noun or adjective looks like."""
    return (
        frozenset(
            word
            for word, found in forms().items()
            if all(form.name in ("past", "participle") for form in found) and not word.endswith("ed")
        ).union("says tells writes argues insists believes thinks adds".split())
        - _AMBIGUOUS
    )


@cache
def frame(name: str) -> frozenset[str]:
    """The verbs (base forms) of one construction, such as `speech`."""
    return frozenset(_tables()["verbs"][name].split())


def has_frame(word: str, name: str) -> bool:
    """Whether a word may be a form of a verb of one construction."""
    return any(form.verb in frame(name) for form in forms().get(word, ()))


@cache
def nouns(name: str) -> frozenset[str]:
    """The nouns of one class, singular and regular plural."""
    singular = _tables()["nouns"][name].split()
    return frozenset(singular) | {plural(noun) for noun in singular}


@cache
def prepositional() -> dict[str, tuple[tuple[str, ...], ...]]:
    """What may follow a verb in a fixed phrase, by the verb, the longest first: `point`: `out`, `to`."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _phrases():
        table.setdefault(phrase[0], []).append(phrase[1:])
    return {verb: tuple(sorted(rests, key=len, reverse=True)) for verb, rests in table.items()}


def plural(noun: str) -> str:
    """The regular plural of a noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def regular_forms(verb: str) -> tuple[str, str, str, str, str]:
    """Base, third person, past, participle and gerund of a regular verb."""
    if verb.endswith("e"):
        past, gerund = verb + "d", (verb[:-1] if not verb.endswith("ee") else verb) + "ing"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        past, gerund = verb[:-1] + "ied", verb + "ing"
    else:
        past, gerund = verb + "ed", verb + "ing"
    return verb, plural(verb), past, past, gerund


@cache
def _irregular() -> dict[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = {}
    for row in _tables()["forms"]["irregular"].split(";"):
        words = tuple(row.split())
        rows.setdefault(words[0], []).append(words)
    return rows


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in _tables()["phrases"]["prepositional"].split(";"))


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("analysis.attributions").joinpath("lexicon.toml").read_text("utf-8"))
