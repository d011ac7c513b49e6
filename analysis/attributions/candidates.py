"""Candidates: attributions of one passage, in items, before they are freed from one another."""

from __future__ import annotations

from dataclasses import dataclass, field

Items = tuple[int, int]
"""First item and the one after the last."""


@dataclass
class Candidate:
    """An attribution in items of its passage; `content` may have several parts.

    `strong` candidates (speech, clauses) win over the others (attitudes to things) where they are nested.
    One that `announces` has its content in the next paragraph.
    `opening` is the item where an apposition that holds all of it begins ("…, *a figure* later put at 9 by X").
    """

    source: Items | None
    cue: Items
    content: list[Items] = field(default_factory=list)
    stance: str = "asserts"
    strong: bool = True
    opening: int | None = None
    announces: bool = False

    @property
    def start(self) -> int:
        """First item of source or cue."""
        return min(self.source[0], self.cue[0]) if self.source else self.cue[0]
