"""Lists of names with their figures: "Ashby 471, Corby 236 and Derby 21"; not "Boeing 747, Airbus 320"."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.quantities.nouns import PEOPLE, is_plural
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import alternatives, table, word_sets

_LABELS = word_sets("exclusions")["labels"]
_NUMERALS = alternatives(word for kind in ("small", "tens") for word in table("numbers")[kind])
_FIGURE = rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,4}}|{_NUMERALS})\b(?![.:–-][0-9])"
_PAIR = rf"(?:the\s)?(?:[A-Z][\w.’'-]*\s){{1,4}}(?:[a-z]+\s)?{_FIGURE}"
_ROSTER = re.compile(rf"(?<![\w.’'-]\s)(?<!\w){_PAIR}(?:(?:,\s(?:and\s)?|\sand\s){_PAIR})+")
_NAME = re.compile(r"(?:[A-Z][\w.’'-]*\s)+")
_COUNTED = re.compile(r"\b[0-9][0-9,]*\s([a-z]+)(,\s\Z)?")
"""What the list counts, and whether it goes on with that ("Ashby had *27 dead,* Corby 18 and Derby 15")."""
_FEWEST = 3
"""Names of a list that does not go on with the figure before it."""


@lru_cache(maxsize=4)  # the figures of one sentence ask for the same lists
def _rosters(sentence: Sentence) -> list[tuple[int, int]]:
    """The spans of lists of different names, none of which is a label, in sentences that say what they count.

    Elsewhere the numbers may be minutes or places: "Varga 40, Petrov 60, Bellamy 72".
    """
    spans = []
    for match in _ROSTER.finditer(sentence.text, sentence.start, sentence.end):
        names = [name.strip().lower() for name in _NAME.findall(match.group())]
        before = sentence.text[sentence.start : match.start()]
        counted = [noun for noun in _COUNTED.finditer(before) if noun[1] in PEOPLE or is_plural(noun[1])]
        continued = any(noun[2] for noun in counted)
        says_what = counted or not PEOPLE.isdisjoint(before.lower().split())
        labelled = any(not _LABELS.isdisjoint((name, name.rpartition(" ")[2])) for name in names)
        if says_what and len(names) >= _FEWEST - continued and len({*names}) == len(names) and not labelled:
            spans.append(match.span())
    return spans


def lists(sentence: Sentence, offset: int) -> bool:
    """Whether the number at `offset` is in such a list."""
    return any(start <= offset < end for start, end in _rosters(sentence))
