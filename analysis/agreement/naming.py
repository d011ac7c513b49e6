"""Names of what figures are about, as a reader would say them: "people killed in Brenta".

A name is put together from words of the article: the counted thing and what happens to it ("people killed"), or the
noun that the figure measures with what belongs to it ("cost of the tunnel"), and where that is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count

from analysis.agreement.wording import Wording
from analysis.article import Article
from analysis.frames import Frame
from analysis.quantities import Quantity

_LONGEST = 70
"""Characters of a name, beyond which nothing is added."""
_COUNTED = ("count", "score")
"""Kinds of quantities whose unit is what is counted: names have it already."""
_SHARED, _FULLER = 0.4, 0.1
"""What a word adds to the worth of a phrase: one that several figures have, and any other."""


def names(
    article: Article, quantities: Sequence[Quantity], frames: Sequence[Frame], groups: Sequence[int]
) -> list[str]:
    """The name of what each quantity is about; no two groups (index of the first quantity of each) share one.

    Groups that would have the same name are told apart by where, by unit, by when or how sure, else by what they state.
    """
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(groups):
        members[first].append(number)
    wording = Wording(article, quantities)
    about = {
        first: _Group(wording, [quantities[number] for number in numbers], [frames[number] for number in numbers])
        for first, numbers in members.items()
    }
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for first, group in about.items():
        alike[group.name.casefold()].append(first)
    chosen: dict[int, str] = {}
    used: set[str] = set()
    for first, group in about.items():
        others = [about[other] for other in alike[group.name.casefold()] if other != first]
        chosen[first] = next(name for name in group.names_beside(others) if name.casefold() not in used)
        used.add(chosen[first].casefold())
    return [chosen[first] for first in groups]


class _Group:
    """The figures of a group, its name, and details that tell it apart."""

    def __init__(self, wording: Wording, quantities: Sequence[Quantity], frames: Sequence[Frame]) -> None:
        name = _best(wording, quantities, frames)
        named = Counter(place for frame in frames if frame.place and (place := wording.place(frame.place)))
        within = [place for place, amount in named.most_common() if amount > 1 or wording.is_within(place)]
        places = [place for place in within if place.casefold() not in name.casefold()]
        self.name = name
        if places and len(name) + len(places[0]) < _LONGEST:
            self.name = f"{name} in {places.pop(0)}"
        self._details = (
            places,
            _ranked(figure.unit for figure in quantities if figure.unit and figure.kind not in _COUNTED),
            _ranked(wording.words(frame.time) for frame in frames if frame.time),
            _ranked(frame.status for frame in frames if frame.status),
        )
        self._number = wording.number(quantities[0])

    def names_beside(self, others: Sequence[_Group]) -> Iterator[str]:
        """The name and, where others have it too, names that tell the group apart, the most telling first."""
        if not others:
            yield self.name
        for own, *of_others in zip(self._details, *(other._details for other in others), strict=True):
            theirs = {detail.casefold() for details in of_others for detail in details}
            yield from (f"{self.name} ({detail})" for detail in own if detail.casefold() not in theirs)
        yield f"{self.name}: {self._number}"
        yield from (f"{self.name} ({number})" for number in count(2))


def _best(wording: Wording, quantities: Sequence[Quantity], frames: Sequence[Frame]) -> str:
    """The best of the phrases for any of the figures: the one whose words most of them share, then the fullest."""
    by_figure = [list(wording.phrases(*pair)) for pair in zip(quantities, frames, strict=True)]
    phrases = list(chain(*by_figure))
    if not phrases:
        return next(filter(None, (quantity.concept for quantity in quantities)), None) or wording.words(quantities[0])
    amount = Counter(stem for group in by_figure for stem in {stem for phrase in group for stem in phrase.stems})
    return max(
        phrases, key=lambda name: name.worth + sum(_SHARED if amount[stem] > 1 else _FULLER for stem in name.stems)
    ).text


def _ranked(values: Iterable[str]) -> list[str]:
    """The values, each once: the most frequent first, then the first."""
    return [value for value, _ in Counter(values).most_common()]
