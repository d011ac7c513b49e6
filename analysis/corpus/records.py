"""What an input holds: articles not yet read, and what cannot become one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from analysis.article import CorrectionsFile, InputError


@dataclass(frozen=True, slots=True)
class Record:
    """An article as its input holds it.

    `content` is a file whose name ends in `suffix`, a JSON object with at least an id (`.json`), or a web page out of
    an archive (`.warc`). `place` says where in `input` it stands, where that holds several. `told` is what the input
    knows of the article beside its content.
    """

    input: str
    article_id: str
    suffix: str
    content: bytes
    place: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    corrections: CorrectionsFile | None = None

    @property
    def name(self) -> str:
        """What it is called in an error."""
        return _name(self.input, self.place)

    def rejected(self, reason: str) -> Rejected:
        """What becomes of it for a reason, which may begin with its name or id as that of an `InputError` does."""
        told = reason.removeprefix(f"{self.name}: ").removeprefix(f"{self.article_id}: ")
        return Rejected(self.input, told, self.place, self.article_id)


@dataclass(frozen=True, slots=True)
class Rejected:
    """What stands in an input and gets no tables, and the reason."""

    input: str
    reason: str
    place: str | None = None
    article_id: str | None = None

    @property
    def name(self) -> str:
        """What it is called in an error."""
        return _name(self.input, self.place)

    @property
    def error(self) -> InputError:
        """The error that says so."""
        return InputError(f"{self.name}: {self.reason}")


def unique(items: Iterable[Record | Rejected]) -> Iterator[Record | Rejected]:
    """`items`, where of several articles with the same id all but the first are rejected.

    The ids are kept in a temporary database on disk, so that no number of them fills the memory.
    """
    with closing(sqlite3.connect("")) as seen:
        seen.execute("CREATE TABLE articles (id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID")
        for item in items:
            if isinstance(item, Rejected):
                yield item
            elif first := seen.execute("SELECT name FROM articles WHERE id = ?", [item.article_id]).fetchone():
                yield item.rejected(f"two articles have this id, '{item.article_id}': {first[0]} too; rename one")
            else:
                seen.execute("INSERT INTO articles VALUES (?, ?)", [item.article_id, item.name])
                yield item


def sound(text: str) -> str:
    """`text` with a question mark for each half of a surrogate pair: JSON may hold them, UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _name(whole: str, place: str | None) -> str:
    return f"{whole}, {place}" if place else whole
