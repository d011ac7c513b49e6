"""The content of inputs: the records of articles, and rejected ones with the reason."""

from __future__ import annotations

import json
import math
import sqlite3
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from analysis.article import CorrectionsFile, InputError
from analysis.article.dating import iso_date
from analysis.article.loading import amount, sound

OPTIONAL = ("title", "publisher", "published", "url")
"""The fields of a record that may be missing."""


class Fields(NamedTuple):
    """The names of the id and the text in the records of an archive."""

    id: str = "id"
    text: str = "text"

    @property
    def known(self) -> tuple[str, ...]:
        """All fields of a record that describe its article."""
        return (self.id, self.text, *(name for name in OPTIONAL if name not in self))

    @property
    def wording(self) -> str:
        """The fields that each record needs, for messages."""
        return " and ".join(self)


_LONGEST_ID = 1000
_OTHERS = "--id-column and --text-column name others"


@dataclass(frozen=True, slots=True)
class Record:
    """An article as its input holds it.

    `content` is a file whose name ends in `suffix`, a JSON object of text and metadata (`.json`), or a web page out of
    an archive (`.warc`). `place` is where it stands in an `input` that holds several. `metadata` is what the input
    states of the article outside of its content; `others` are its further fields, as text. `undated` is the date of
    publication as its input writes it, where that cannot be read.
    """

    input: str
    article_id: str
    suffix: str
    content: bytes
    place: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    corrections: CorrectionsFile | None = None
    undated: str | None = None

    @property
    def name(self) -> str:
        """Its name in an error."""
        return _name(self.input, self.place)

    def rejected(self, reason: str) -> Rejected:
        """Return the record as rejected for a reason, which may begin with its name or id like an `InputError`."""
        problem = reason.removeprefix(f"{self.name}: ").removeprefix(f"{self.article_id}: ")
        return Rejected(self.input, problem, self.place, self.article_id)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An article or a file of the inputs that gets no tables, and the reason."""

    input: str
    reason: str
    place: str | None = None
    article_id: str | None = None

    @property
    def name(self) -> str:
        """Its name in an error."""
        return _name(self.input, self.place)

    @property
    def error(self) -> InputError:
        """The error with this reason."""
        return InputError(f"{self.name}: {self.reason}")


def record_of(values: Any, name: str, place: str, largest: int, fields: Fields) -> Record | Rejected:
    """The record of an article from its fields in an archive, or why it is rejected."""
    if not isinstance(values, dict):
        return Rejected(name, f"not a JSON object; each line must be one with {fields.wording}", place)
    identity = values.get(fields.id)
    if isinstance(identity, float):  # of a column of numbers with gaps
        identity = int(identity) if identity.is_integer() else identity if math.isfinite(identity) else None
    if isinstance(identity, bool) or not isinstance(identity, str | int | float) or not str(identity).strip():
        return Rejected(name, f"lacks an id; each record needs {fields.wording} ({_OTHERS})", place)
    if len(str(identity)) > _LONGEST_ID:
        return Rejected(name, f"an id of over {_LONGEST_ID} characters; shorten it", place)
    values = {name: None if value != value else value for name, value in values.items()}  # a gap is NaN in a data frame
    text = values.get(fields.text)
    if text is not None and not isinstance(text, str):
        return Rejected(name, f"its text is of type {type(text).__name__}; give it as text", place)
    if text and 4 * len(text) > largest and (length := len(text.encode("utf-8", "replace"))) > largest:
        return Rejected(name, f"{amount(length)} in one article; split it", place)
    metadata = {name: _stated(values[name]) for name in OPTIONAL if name not in fields and values.get(name) is not None}
    written = metadata.pop("published", "").strip()
    if day := iso_date(written):
        metadata["published"] = day
    others = {column: as_text(value) for column, value in values.items() if column not in fields.known}
    others = {column: value for column, value in others.items() if value is not None}
    content = json.dumps({"text": text, **metadata}).encode()
    undated = None if day else written or None
    return Record(name, sound(str(identity)), ".json", content, place, others=others, undated=undated)


def _stated(value: Any) -> str:
    """Metadata as text; midnight in no time zone, which is how pandas holds a day, is that day."""
    return str(value).removesuffix(" 00:00:00") if isinstance(value, datetime) else str(value)


def left_out(number: int, example: str) -> str:
    """Tell how many dates of publication cannot be read, with an example of them."""
    dates = f"{number:,} dates are" if number > 1 else "1 date is"
    return f"published: {dates} left out, such as {sound(example)[:30]!r}; write them as 2025-01-31"


def as_text(value: Any) -> str | None:
    """A value of any type as text, the types of JSON as JSON; None for None."""
    if value is None:
        return None
    return sound(json.dumps(value, default=str) if isinstance(value, bool | int | float | list | dict) else str(value))


def problem_of(columns: list[str] | str, fields: Fields) -> str | None:
    """Why a file whose columns have these names cannot be read."""
    if isinstance(columns, str):
        return columns
    if missing := sorted(set(fields) - set(columns)):
        options = " and ".join(f"--{part}-column" for part, column in fields._asdict().items() if column in missing)
        present = textwrap.shorten(", ".join(columns), 200, placeholder=" …")
        return (
            f"no column {' and '.join(missing)}; there are {present}; say which it is ({options}), "
            "or name the columns in the first row"
        )
    twice = next((column for column in fields.known if columns.count(column) > 1), None)
    return f"two columns are called {twice}; rename one" if twice else None


def unique(items: Iterable[Record | Rejected]) -> Iterator[Record | Rejected]:
    """Yield `items`, rejecting articles that have the id of an earlier one.

    The ids are kept in a temporary database on disk, so that no number of them fills the memory.
    """
    with closing(sqlite3.connect("")) as ids:
        ids.execute("CREATE TABLE articles (id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID")
        for item in items:
            if isinstance(item, Rejected):
                yield item
            elif first := ids.execute("SELECT name FROM articles WHERE id = ?", [item.article_id]).fetchone():
                yield item.rejected(f"two articles have this id, '{item.article_id}': {first[0]} too; rename one")
            else:
                ids.execute("INSERT INTO articles VALUES (?, ?)", [item.article_id, item.name])
                yield item


def _name(input_name: str, place: str | None) -> str:
    return f"{input_name}, {place}" if place else input_name
