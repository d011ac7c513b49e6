"""The people of an article, found again by surname, given name, role, gender or nearness."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from analysis.article import Span
from analysis.sources import lexicon
from analysis.sources.names import Name, plain, within

_SPELLED_OUT = {
    "dr": "doctor",
    "gen": "general",
    "gov": "governor",
    "prof": "professor",
    "rep": "representative",
    "sen": "senator",
}
_QUALIFYING = frozenset(["vice", "deputy", "prime", "lieutenant", "former", "then"])
"""Words that make another title of the one behind them: "*vice* president"."""
_NAMESAKES = 20
"""The most namesakes that are considered on either side."""


class People:
    """The names of people in an article, in text order, with indices to them."""

    def __init__(self, names: list[Name]) -> None:
        self.names = [name for name in names if name.person]
        self._by_last: defaultdict[str, list[Name]] = defaultdict(list)
        self._by_first: defaultdict[str, list[Name]] = defaultdict(list)
        self._addressed: dict[str, Name] = {}
        self._in_role: defaultdict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            for role in name.roles:
                self._in_role[_SPELLED_OUT.get(role, role)].append(name)
            if len(_own_words(name)) > 1:
                self._by_last[plain(name.surname)].append(name)
                self._by_first[plain(name.words[0])].append(name)
            elif name.titles:
                self._addressed.setdefault(plain(name.surname), name)

    def fullest(self, name: Name) -> Name:
        """The longest form of a name: of the last person named in full before it whose name ends, or begins, like it.

        Without one before it, the first after it; where nobody is named in full, the first with a title.
        """
        words = _own_words(name)
        if len(words) > 1:
            forms = [other for other in self._by_last[plain(name.surname)] if _is_short_for(name, other)]
            return max(forms[:_NAMESAKES], key=lambda other: len(other.words), default=name)
        for full in (self._by_last, self._by_first):
            namesakes = full.get(plain(words[-1]), [])
            here = bisect_left(namesakes, name.span.start, key=lambda other: other.span.start)
            near = (*namesakes[:here][::-1][:_NAMESAKES], *namesakes[here : here + _NAMESAKES])
            fitting = (other for other in near if not name.gender or other.gender in ("", name.gender))
            # The guessed gender may be wrong: a person who is the only one of this name is meant in any case.
            alone = near[0] if len({plain(other.words[0]) for other in near}) == 1 else None
            full_name = next(fitting, alone)
            if full_name:
                return self.fullest(full_name)
        return self._addressed.get(plain(name.surname), name)

    def in_role(self, role: str, qualified: frozenset[str], offset: int) -> Name | None:
        """The person of this role, as in "the vice president", last named before `offset`; else the first after it.

        `qualified`: the other words of the description; qualifying ones must be the same in both.
        """
        holders = [
            name
            for name in self._in_role.get(_SPELLED_OUT.get(role, role), [])
            if _QUALIFYING & name.roles == _QUALIFYING & qualified
        ]
        here = bisect_left(holders, offset, key=lambda name: name.span.start)
        return holders[here - 1] if here else holders[0] if holders else None

    def first_of(self, span: Span, gender: str) -> Name | None:
        """The first person named in `span` who may be of this gender."""
        return next((name for name in within(self.names, span) if name.gender in ("", gender)), None)

    def ending_at(self, offset: int) -> Name | None:
        """The person whose name ends at `offset`."""
        at = bisect_left(self.names, offset, key=lambda name: name.span.end)
        return self.names[at] if at < len(self.names) and self.names[at].span.end == offset else None


def _own_words(name: Name) -> tuple[str, ...]:
    """The words of a name; of "Von der Leyen", a surname alone, only the last."""
    particles = lexicon.words("persons", "particles")
    return name.words[-1:] if all(word.lower() in particles for word in name.words[:-1]) else name.words


def _is_short_for(name: Name, other: Name) -> bool:
    """Whether one name is another, or its end, or has its first and last words."""
    words, others = ([plain(word) for word in each.words] for each in (name, other))
    return words[0] == others[0] or words == others[-len(words) :]
