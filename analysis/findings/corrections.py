"""Corrections as records: what a person corrects in the machine's reading, with author, reason and date.

They stand in `<article>.corrections.toml` beside the article, modelled on the correction files of owid/etl. A
record names a figure by its words, as a TextQuoteSelector of the W3C Web Annotation Data Model (2017) does, so that
it still fits when figures before it come or go. A record that dismisses a check quotes words that hold its figures.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from reprlib import repr as shortened
from typing import Any

from analysis.article import Article, CorrectionsFile, InputError, Span
from analysis.vocabulary import MODIFIERS, QUANTITY_KINDS, SOURCE_TYPES

HEADERS = {"change": "changed", "add": "added", "drop": "dropped", "dismiss": "dismissed"}
"""The header of a record, and the action in the table."""

# A dotted key costs the square of its length in memory; records have keys of two parts at most.
_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}""")

_TYPED_ALIKE = (r"\s+", "['‘’]", '["“”]', "[-‐‑–—]")
"""Characters that look the same to whoever types a quote: a line end and a space, straight and curved marks."""
_LONGEST_ALIKE = 500

_NONE = "none"
_REQUIRED = ("quote", "reason", "author", "date")
_CONTEXT = ("prefix", "suffix")
_REQUIRED_OF_ADDED = ("low", "high", "modifier", "unit", "kind")


@dataclass(frozen=True, slots=True)
class Correction:
    """One record.

    `action` is one of `HEADERS`, `span` the one place where its quote stands in the text. `values` are what it sets,
    by column of the tables; None stands for no value. `where` names the file and the line of its header.
    """

    action: str
    span: Span
    values: Mapping[str, Any]
    reason: str
    author: str
    date: date
    where: str

    def row(
        self, text: str, span: Span, field: str, machine: str | None, corrected: str | None, quantity_id: str | None
    ) -> dict[str, Any]:
        """The row of the table of corrections on what it corrects at `span`."""
        return {
            "quantity_id": quantity_id,
            "start": span.start,
            "end": span.end,
            "text": span.of(text),
            "action": HEADERS[self.action],
            "field": field,
            "machine": machine,
            "corrected": corrected,
            "reason": self.reason,
            "author": self.author,
            "date": self.date.isoformat(),
        }


def find_corrections(article: Article) -> list[Correction]:
    """The records of the article's corrections file, in the order of their lines.

    Raises `InputError` for the first that is invalid or whose quote does not stand exactly once in the text.
    """
    if article.corrections is None:
        return []
    return [
        _correction(article.text, action, record, f"{article.corrections.name}, line {line}")
        for line, action, record in _records(article.corrections)
    ]


def _records(file: CorrectionsFile) -> list[tuple[int, str, dict[str, Any]]]:
    """The line of each record's header, its action and its fields."""
    if match := _LONG_KEY.search(file.toml):
        line = file.toml.count("\n", 0, match.start()) + 1
        raise InputError(f"{file.name}, line {line}: a key of too many parts; no field has more than two")
    try:
        document = tomllib.loads(file.toml)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file.name}: not TOML: {error}; https://toml.io shows how it is written") from None
    lines = file.toml.split("\n")
    records = []
    for action, entries in document.items():
        if action not in HEADERS:
            line = next((number for number, line in enumerate(lines, start=1) if action in line), 1)
            raise InputError(
                f"{file.name}, line {line}: {shortened(action)} is no kind of record; "
                "begin each with [[change]], [[add]], [[drop]] or [[dismiss]]"
            )
        header = re.compile(rf"\s*\[\[\s*{action}\s*\]\]")
        places = [number for number, line in enumerate(lines, start=1) if header.match(line)]
        well_formed = isinstance(entries, list) and all(isinstance(record, dict) for record in entries)
        if not well_formed or len(entries) != len(places):
            line = next((number for number, line in enumerate(lines, start=1) if action in line), 1)
            raise InputError(f"{file.name}, line {line}: begin each record with [[{action}]], on a line of its own")
        records += [(line, action, record) for line, record in zip(places, entries, strict=True)]
    return sorted(records, key=lambda record: record[0])


def _correction(text: str, action: str, record: Mapping[str, Any], where: str) -> Correction:
    fields = () if action in ("drop", "dismiss") else tuple(_READERS)
    for field in record:
        if field not in (*_REQUIRED, *_CONTEXT, *fields):
            takes = ", ".join((*_REQUIRED, *_CONTEXT, *fields))
            raise InputError(f"{where}: unknown field {shortened(field)}; [[{action}]] takes {takes}")
    required = (*_REQUIRED, *_REQUIRED_OF_ADDED) if action == "add" else _REQUIRED
    for field in required:
        if field not in record:
            raise InputError(f"{where}: lacks {field}; [[{action}]] needs {', '.join(required)}")
    read = {field: _read(field, value, where) for field, value in record.items()}
    values = {field: read[field] for field in fields if field in read}
    if "source" in values:
        values["source_name"], values["source_type"] = values.pop("source")
    if action == "change" and not values:
        raise InputError(f"{where}: changes nothing; give one or more of {', '.join(fields)}")
    span = _place(text, read["quote"], read.get("prefix", ""), read.get("suffix", ""), where)
    return Correction(action, span, values, read["reason"], read["author"], read["date"], where)


def _alike(quote: str, text: str) -> str | None:
    """The words of `text` that differ from `quote` only in case, spaces, quotation marks or dashes."""
    pieces = re.findall(r"\s+|\S", quote)
    kinds = [next((kind for kind in _TYPED_ALIKE if re.fullmatch(kind, piece)), re.escape(piece)) for piece in pieces]
    found = re.search("".join(kinds), text, re.IGNORECASE)
    return found and found.group()


def _place(text: str, quote: str, prefix: str, suffix: str, where: str) -> Span:
    """Where `quote` stands in the text, between `prefix` and `suffix`."""
    pattern = f"(?<={re.escape(prefix)})(?={re.escape(quote + suffix)})"
    starts = [match.start() for match in re.finditer(pattern, text)]
    between = " between this prefix and suffix" if prefix or suffix else ""
    if not starts:
        alike = None if between or len(quote) > _LONGEST_ALIKE else _alike(quote, text)
        raise InputError(
            f"{where}: {shortened(quote)} does not stand in the article{between}; quote the words exactly as they "
            f"stand there{f', {alike!r}' if alike else ''}, or delete the record"
        )
    if len(starts) > 1:
        raise InputError(
            f"{where}: {shortened(quote)} stands {len(starts)} times in the article{between}; add a prefix or suffix, "
            "the words right before or after it, spaces included"
        )
    return Span(starts[0], starts[0] + len(quote))


# Readers of the fields: each returns the value, or raises a ValueError that says what it must be ---------------------

_Reader = Callable[[Any], Any]


def _read(field: str, value: Any, where: str) -> Any:
    try:
        return (_READERS.get(field) or _READERS_OF_ALL[field])(value)
    except ValueError as error:
        raise InputError(f"{where}: {field} is {shortened(value)}; it must be {error}") from None


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or value == _NONE:
        raise ValueError('a text in quotation marks, such as "soldier"')
    return value


def _trimmed(value: Any) -> str:
    if not isinstance(value, str) or not value or value != value.strip():
        raise ValueError("the figure's own words in quotation marks, without white space around them")
    return value


def _any_words(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text in quotation marks")
    return value


def _day(value: Any) -> date:
    # A TOML date with a time is a datetime, which is a date too.
    if type(value) is not date:
        raise ValueError("a day, such as 2025-01-31, without quotation marks")
    return value


def _bound(value: Any) -> float | None:
    if value == _NONE:
        return None
    if type(value) in (int, float):
        try:
            if isfinite(value):
                return float(value)
        except OverflowError:
            pass
    raise ValueError(f'a number in full units, such as 1200, or "{_NONE}" for an open side')


def _one_of(*vocabulary: str) -> _Reader:
    def read(value: Any) -> str:
        if value not in vocabulary:
            raise ValueError(f"one of {', '.join(vocabulary)}")
        return value

    return read


def _or_none(reader: _Reader) -> _Reader:
    def read(value: Any) -> str | None:
        try:
            return None if value == _NONE else reader(value)
        except ValueError as error:
            raise ValueError(f'{error}, or "{_NONE}"') from None

    return read


def _source(value: Any) -> tuple[str | None, str | None]:
    """Name and type of who is credited."""
    if value == _NONE:
        return None, None
    try:
        if isinstance(value, dict) and set(value) == {"name", "type"}:
            return _words(value["name"]), _one_of(*SOURCE_TYPES)(value["type"])
    except ValueError:
        pass
    raise ValueError(
        '{ name = "…", type = "…" }, its type one of '
        f'{", ".join(SOURCE_TYPES)}, or "{_NONE}" for the article\'s own voice'
    )


_READERS: dict[str, _Reader] = {
    "low": _bound,
    "high": _bound,
    "modifier": _one_of(*MODIFIERS),
    "unit": _or_none(_words),
    "kind": _one_of(*QUANTITY_KINDS),
    "trend": _or_none(_one_of("up", "down")),
    "concept": _or_none(_words),
    "source": _source,
    "topic": _words,
}
_READERS_OF_ALL: dict[str, _Reader] = {
    "quote": _trimmed,
    "prefix": _any_words,
    "suffix": _any_words,
    "reason": _words,
    "author": _words,
    "date": _day,
}
