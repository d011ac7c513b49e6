"""The tables described for programs and people: a Frictionless data package and a data dictionary of the schema."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis import vocabulary
from analysis.project import NAME, release
from analysis.reading.schema import COLUMNS, ONLY_PARQUET, schema
from analysis.reading.writers import write_whole

FILE = "datapackage.json"

_ROW = {
    "articles": "an article, with the SHA-256 of its text",
    "quantities": "a figure: its words, its interval, its unit, what it counts and what else it is about",
    "attributions": "a source, a cue (the reporting words) and a content",
    "sources": "a person, organisation, document or group behind attributions",
    "hedges": "a marker of doubt or of certainty",
    "claims": "a figure with whoever is credited with it",
    "disagreements": "a topic on which the article has several figures",
    "checks": "a relation between figures that the article states, and whether it holds",
    "corrections": "a value that a person corrected, with what the machine had read",
    "texts": "an article whose text is not its file's own: that of a web page, or of Markdown",
    "rejected": "what stands in the input and has no tables, with the reason",
}
_KEY = {
    "articles": ["article_id"],
    "quantities": ["article_id", "quantity_id"],
    "attributions": ["article_id", "attribution_id"],
    "sources": ["article_id", "source_id"],
    "hedges": ["article_id", "hedge_id"],
    "claims": ["article_id", "quantity_id"],
    "disagreements": ["article_id", "topic"],
    "checks": ["article_id", "check_id"],
    "texts": ["article_id"],
}
_VOCABULARY = {
    ("quantities", "modifier"): vocabulary.MODIFIERS,
    ("quantities", "kind"): vocabulary.QUANTITY_KINDS,
    ("quantities", "trend"): ("up", "down"),
    ("quantities", "status"): vocabulary.STATUSES,
    ("quantities", "salience"): vocabulary.SALIENCES,
    ("attributions", "stance"): vocabulary.STANCES,
    ("attributions", "quotation"): vocabulary.QUOTATIONS,
    ("sources", "type"): vocabulary.SOURCE_TYPES,
    ("hedges", "kind"): vocabulary.HEDGE_KINDS,
    ("claims", "modifier"): vocabulary.MODIFIERS,
    ("claims", "source_type"): vocabulary.SOURCE_TYPES,
    ("disagreements", "kind"): vocabulary.DISAGREEMENT_KINDS,
    ("checks", "kind"): vocabulary.CHECK_KINDS,
    ("checks", "verdict"): vocabulary.VERDICTS,
    ("corrections", "action"): vocabulary.ACTIONS,
}
# An Arrow type as Table Schema names it and as a reader would.
_TYPES = {
    pa.string(): ("string", "text"),
    pa.int64(): ("integer", "whole number"),
    pa.float64(): ("number", "number"),
    pa.bool_(): ("boolean", "True or False"),
    pa.list_(pa.string()): ("array", "list of text"),
    pa.list_(pa.list_(pa.int64())): ("array", "list of [start, end]"),
}


def write_datapackage(folder: str | os.PathLike[str], tables: Mapping[str, pa.Schema] | None = None) -> None:
    """Describe the CSV tables in `folder` (those of one article, or `tables`) in `datapackage.json` beside them.

    A data package (Frictionless, version 1): columns with types, meanings and vocabularies, keys, and each
    file's size and SHA-256. Raises `InputError` where it cannot be written.
    """
    note = (
        "lists are JSON. A text that a spreadsheet would run as a formula has an apostrophe before it: the Parquet "
        "file of the same name has it as it is."
    )
    tables = tables or {table: schema(table) for table in COLUMNS}
    resources = [
        _in_parquet(table, columns, f"{table}.parquet")
        if table in ONLY_PARQUET
        else _spreadsheet(Path(folder), table, columns)
        for table, columns in tables.items()
    ]
    _write(Path(folder), note, resources)


def write_datapackage_of_parts(
    folder: str | os.PathLike[str], tables: Mapping[str, pa.Schema], parts: Sequence[str]
) -> None:
    """Describe `tables` in `folder`, of each the files `<table>.parquet/<part>`, in `datapackage.json` beside them.

    A data package (Frictionless, version 1) as `write_datapackage` writes it, without sizes and hashes. Raises
    `InputError` where it cannot be written.
    """
    note = "each table is in parts, Parquet files of the same columns."
    resources = [
        _in_parquet(table, columns, [f"{table}.parquet/{part}" for part in parts]) for table, columns in tables.items()
    ]
    _write(Path(folder), note, resources)


def _write(folder: Path, note: str, resources: list[dict[str, Any]]) -> None:
    package = {
        "profile": "data-package",
        "name": NAME,
        "title": "Figures in news articles: who says each one, how firmly, and who differs",
        "description": f"Offsets count characters from 0, ends are exclusive; {note} Made by {NAME} {release()}.",
        "resources": resources,
    }
    write_whole(folder / FILE, json.dumps(package, ensure_ascii=False, indent=1) + "\n")


def data_dictionary() -> str:
    """Every table and column with its type and meaning, as Markdown."""
    return "\n".join(_table_section(table) for table in COLUMNS)


def _spreadsheet(folder: Path, table: str, columns: pa.Schema) -> dict[str, Any]:
    path = folder / f"{table}.csv"
    with path.open("rb") as file:
        has_bom = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "description": f"One row is {_ROW[table]}.",
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if has_bom else "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n"},
        "schema": _table_schema(table, _fields(table, columns)),
    }


def _in_parquet(table: str, columns: pa.Schema, path: str | list[str]) -> dict[str, Any]:
    fields = _fields(table, columns)
    for field in fields:
        # frictionless reads a list in Parquet as a NumPy array, which it does not take for an array.
        field["type"] = "any" if field["type"] == "array" else field["type"]
    return {
        "profile": "data-resource",
        "name": table,
        "description": f"One row is {_ROW[table]}.",
        "path": path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": _table_schema(table, fields),
    }


def _table_schema(table: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    described: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table in _KEY:
        described["primaryKey"] = _KEY[table]
    # Keys that may be empty (a claim's source) are none in the standard's sense.
    references = {"articles": ["article_id"]} if table not in ("articles", "rejected") else {}
    if table == "claims":
        references["quantities"] = _KEY["quantities"]
    if references:
        described["foreignKeys"] = [
            {"fields": fields, "reference": {"resource": target, "fields": fields}}
            for target, fields in references.items()
        ]
    return described


def _fields(table: str, columns: pa.Schema) -> list[dict[str, Any]]:
    return [_field(table, column.name, column.type, column.metadata[b"description"].decode()) for column in columns]


def _field(table: str, column: str, kind: pa.DataType, meaning: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column, "type": _TYPES[kind][0], "description": meaning}
    if field["type"] == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    constraints: dict[str, Any] = {}
    if column in _KEY.get(table, ()):
        constraints["required"] = True
    if (table, column) in _VOCABULARY:
        constraints["enum"] = list(_VOCABULARY[table, column])
    if column == "sha256":
        constraints["pattern"] = "[0-9a-f]{64}"
    return field | ({"constraints": constraints} if constraints else {})


def _table_section(table: str) -> str:
    rows = [f"| `{column}` | {_TYPES[kind][1]} | {meaning} |" for column, kind, meaning in COLUMNS[table]]
    key = f" Key: {', '.join(f'`{column}`' for column in _KEY[table])}." if table in _KEY else ""
    heading = ["", "| column | type | meaning |", "|---|---|---|"]
    return "\n".join([f"### `{table}`", "", f"One row is {_ROW[table]}.{key}", *heading, *rows, ""])
