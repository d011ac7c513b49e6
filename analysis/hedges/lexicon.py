"""The lexicon of hedges: phrases by their first word."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import product
from typing import NamedTuple

from analysis.article.wordlists import word_lists

NOTHING = "nothing"
"""The kind of set phrases that hold a marker's word and mark nothing."""
_SLOT = re.compile(r"\{([^}]*)\}|\S+")
_tables = partial(word_lists, "analysis.hedges", "lexicon")


class Entry(NamedTuple):
    """A phrase that marks (un)certainty: its words in lower case, its kind, and its list within the kind."""

    words: tuple[str, ...]
    kind: str
    group: str


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """All entries by their first word, the longest first."""
    by_first_word: dict[str, list[Entry]] = {}
    for kind in ("hedge", "booster", "conditional", "approximator", NOTHING):
        for group, phrases in _tables()[kind].items():
            for phrase in phrases:
                for words in _expanded(phrase):
                    by_first_word.setdefault(words[0], []).append(Entry(words, kind, group))
    return {first: tuple(sorted(group, key=lambda entry: -len(entry.words))) for first, group in by_first_word.items()}


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the section `numbers`."""
    return frozenset(_tables()["numbers"][name].split())


def _expanded(phrase: str) -> list[tuple[str, ...]]:
    """The phrases that a pattern stands for: "{hint hints} of" for "hint of" and "hints of"."""
    slots = [match[1].split() if match[1] else [match[0]] for match in _SLOT.finditer(phrase)]
    return list(product(*slots))
