"""The lexicon of hedges as a table of phrases by their first word."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

NOTHING = "nothing"
"""The kind of phrases that keep a marker's word from marking anything."""


class Entry(NamedTuple):
    """A phrase that marks (un)certainty: its words in lower case, its kind, and the class that it stands in."""

    words: tuple[str, ...]
    kind: str
    group: str


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """All entries by their first word, the longest first."""
    table: dict[str, list[Entry]] = {}
    for kind in ("hedge", "booster", "conditional", "approximator", NOTHING):
        for group, phrases in _tables()[kind].items():
            for phrase in phrases:
                for words in expanded(phrase):
                    table.setdefault(words[0], []).append(Entry(words, kind, group))
    return {first: tuple(sorted(group, key=lambda entry: -len(entry.words))) for first, group in table.items()}


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the section `numbers`."""
    return frozenset(_tables()["numbers"][name].split())


def expanded(phrase: str) -> list[tuple[str, ...]]:
    """The phrases that `phrase` stands for: `{hint hints} of` is `hint of` and `hints of`."""
    slots = [match[1].split() if match[1] else [match[0]] for match in re.finditer(r"\{([^}]*)\}|\S+", phrase)]
    return [tuple(choice) for choice in product(*slots)]


@cache
def _tables() -> dict[str, dict]:
    return tomllib.loads(files("analysis.hedges").joinpath("lexicon.toml").read_text("utf-8"))
