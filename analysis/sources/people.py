"""The people of an article, found again by surname, title, gender or nearness."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from analysis.article import Span
from analysis.sources.names import Name, within

_SPELLED_OUT = {
    "dr": "doctor",
    "gen": "general",
    "gov": "governor",
    "prof": "professor",
    "rep": "representative",
    "sen": "senator",
}


class People:
    """The names of people in an article, in text order, with indices to them."""

    def __init__(self, names: list[Name]) -> None:
        self.names = [name for name in names if name.person]
        self._fullest: dict[tuple[str, str], Name] = {}
        self._full: dict[str, list[Name]] = {}
        self._addressed: dict[str, Name] = {}
        self._titled: dict[str, list[Name]] = {}
        for name in self.names:
            for title in name.titles:
                self._titled.setdefault(_SPELLED_OUT.get(title, title), []).append(name)
            if name.titles and len(name.words) == 1:
                self._addressed.setdefault(name.surname, name)
            if len(name.words) > 1:
                self._full.setdefault(name.surname, []).append(name)
                known = self._fullest.setdefault(_key(name), name)
                if len(name.words) > len(known.words):
                    self._fullest[_key(name)] = name

    def fullest(self, name: Name) -> Name:
        """The longest form of a name: of the person of that surname, and gender, last named in full before it.

        Where none is before it, the first after it; where nobody is named in full, the first with a title.
        """
        if len(name.words) > 1:
            return self._fullest.get(_key(name), name)
        full = self._full.get(name.surname, [])
        here = bisect_right(full, name.span.start, key=lambda other: other.span.start)
        for other in (*full[:here][::-1][:_NAMESAKES], *full[here : here + _NAMESAKES]):
            if not name.gender or not other.gender or name.gender == other.gender:
                return self._fullest[_key(other)]
        return self._addressed.get(name.surname, name)

    def titled(self, titles: tuple[str, ...], offset: int) -> Name | None:
        """The person of these titles, as in "vice president", who was last named before `offset`."""
        names = self._titled.get(titles[-1], [])
        before = bisect_left(names, offset, key=lambda name: name.span.start)
        wanted = [*titles[:-1]]
        return next(
            (
                name
                for name in names[max(before - _NAMESAKES, 0) : before][::-1]
                if [title for title in name.titles if title in _QUALIFYING] == wanted
            ),
            None,
        )

    def first_of(self, span: Span, gender: str) -> Name | None:
        """The first person named in `span` who may be of this gender."""
        return next((name for name in within(self.names, span) if name.gender in ("", gender)), None)

    def ending_at(self, offset: int) -> Name | None:
        """The person whose name ends at `offset`."""
        at = bisect_left(self.names, offset, key=lambda name: name.span.end)
        return self.names[at] if at < len(self.names) and self.names[at].span.end == offset else None


_QUALIFYING = frozenset(["vice", "deputy", "prime", "lieutenant"])
"""Before another title they make it a different one."""
_NAMESAKES = 20
"""How many namesakes are looked at on either side."""


def _key(name: Name) -> tuple[str, str]:
    return name.words[0], name.surname
