"""Names of what figures are about, as a reader would say them: "people killed in Brenta"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from analysis.article import Article, Span
from analysis.frames import Frame
from analysis.quantities import Quantity

_LONGEST = 60
"""Characters of a name, beyond which no place is added."""


def names(
    article: Article, quantities: Sequence[Quantity], frames: Sequence[Frame], groups: Sequence[int]
) -> list[str]:
    """The name of what each quantity is about; no two groups (index of the first quantity of each) share one.

    The fullest concept of the group's figures that the fewest words of the article interrupt, and where it happened.
    """
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(groups):
        members[first].append(number)
    named: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for first, numbers in members.items():
        name = _name(article, [quantities[number] for number in numbers], [frames[number] for number in numbers])
        taken[name] += 1
        named[first] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return [named[first] for first in groups]


def _name(article: Article, quantities: Sequence[Quantity], frames: Sequence[Frame]) -> str:
    concepts = [quantity.concept for quantity in quantities if quantity.concept]
    if not concepts:
        first = quantities[0]
        return _words(article, Span(first.start, first.end))
    name = max(concepts, key=lambda concept: (min(len(concept.split()), 5), -len(concept)))
    places = Counter(_words(article, frame.place) for frame in frames if frame.place)
    if places and len(quantities) > 1:
        place = places.most_common(1)[0][0]
        if place[:1].isupper() and place.lower() not in name.lower() and len(name) + len(place) < _LONGEST:
            name = f"{name} in {place}"
    return name


def _words(article: Article, span: Span) -> str:
    return " ".join(span.of(article.text).split())
