"""Tables to files: Parquet for programs, CSV for spreadsheets; whole or not at all."""

from __future__ import annotations

import csv
import json
import math
import os
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.reading.publishing import publish, scratch, unwritable
from analysis.reading.schema import COLUMNS, ONLY_PARQUET, schema

# OWASP's list (CSV Injection): = + - @, also full-width, and tab, carriage return and line feed at the start. Invisible
# characters and quotation marks before a sign are dropped by some programs. The middle of a cell counts too: where the
# list separator is a semicolon, Excel breaks cells there and at line ends, whatever the quotation marks say; an import
# by spaces breaks them at these. After a space, dashes and numbers with a sign stay as they are.
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff"
_SIGN = r"[=+\-@＝＋－＠]"
_HARMLESS = rf"""(?:[+\-][+\-.,:;%\d)”’"']*+|{_SIGN})(?:\s|$)"""
_FORMULA_START = re.compile(
    rf"""^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?=["{_CONTROLS} ]*+{_SIGN})"""
    rf"""|(?<=[ ])(?!{_HARMLESS})(?=["{_CONTROLS}]*+{_SIGN})"""
)


def files_of(tables: Iterable[str], forms: Sequence[str] = ("parquet", "csv")) -> list[tuple[str, str]]:
    """The files of some tables, each by table and form."""
    return [(table, form) for table in tables for form in forms if form == "parquet" or table not in ONLY_PARQUET]


class TableFiles:
    """Writes tables into a folder that is there, batch by batch: `<table>.parquet` and `<table>.csv`, or one form."""

    def __init__(
        self, folder: Path, tables: Mapping[str, pa.Schema], forms: Sequence[str] = ("parquet", "csv")
    ) -> None:
        self._tables = dict(tables)
        paths: dict[str, dict[str, Path]] = {form: {} for form in forms}
        for name, form in files_of(self._tables, forms):
            paths[form][name] = folder / f"{name}.{form}"
        self._parquet = {
            name: pq.ParquetWriter(path, self._tables[name]) for name, path in paths.get("parquet", {}).items()
        }
        self._files = {
            name: path.open("w", encoding="utf-8", newline="") for name, path in paths.get("csv", {}).items()
        }
        self._csv = {
            # Every text is quoted: Python before 3.13 leaves one with a carriage return bare, and that ends a row.
            name: csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
            for name, file in self._files.items()
        }
        for name, writer in self._csv.items():
            writer.writerow(self._tables[name].names)

    def add(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        """Append rows (each a dict with its table's columns) to the tables that are given."""
        for name, found in rows.items():
            if name in self._parquet:
                self._parquet[name].write_table(pa.Table.from_pylist(found, self._tables[name]))
            if name in self._csv:
                names = self._tables[name].names
                self._csv[name].writerows([spreadsheet_cell(row.get(column)) for column in names] for row in found)

    def close(self) -> None:
        """Close every file, also where one cannot be written to its end."""
        with ExitStack() as stack:
            for file in (*self._parquet.values(), *self._files.values()):
                stack.callback(file.close)


class TableWriter:
    """Writes `<table>.parquet` and `<table>.csv` into a folder, batch by batch.

    A context manager: the files appear when the block ends well; when it raises, or the process dies, whatever
    stood in the folder stays as it was. Raises `InputError` where the folder cannot be written.
    """

    def __init__(self, folder: str | os.PathLike[str], tables: Iterable[str] = COLUMNS) -> None:
        self.folder = Path(folder)
        self._tables = {name: schema(name) for name in tables}

    def __enter__(self) -> TableWriter:
        self._block = self._writing()
        self._files = self._block.__enter__()
        return self

    def add(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        """Append rows (each a dict with its table's columns) to the tables."""
        self._files.add(rows)

    def __exit__(self, *error: Any) -> None:
        self._block.__exit__(*error)

    @contextmanager
    def _writing(self) -> Generator[TableFiles]:
        with scratch(self.folder) as folder:
            made = folder / "made"
            made.mkdir()
            with closing(TableFiles(made, self._tables)) as files:
                yield files
            publish((made, self.folder))


def spreadsheet_cell(value: Any) -> Any:
    """`value` for a CSV cell: lists as JSON, null empty, and an apostrophe before what a spreadsheet would run."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    return _FORMULA_START.sub("'", value) if isinstance(value, str) else value


def write_whole(path: Path, text: str) -> None:
    """Write `text` to `path` in UTF-8, whole or not at all; the folder is made where it is missing.

    Raises `InputError` where it cannot be written.
    """
    partial = path.with_name(f".writing-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_text(text, encoding="utf-8", newline="\n")
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from None
