"""Tables to files: Parquet for programs, CSV for spreadsheets; whole or not at all."""

from __future__ import annotations

import csv
import json
import math
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.article import InputError
from analysis.reading.schema import COLUMNS, schema

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


class TableWriter:
    """Writes `<table>.parquet` and `<table>.csv` into a folder, batch by batch.

    A context manager: the files appear when the block ends well; when it raises, or the process dies, whatever
    stood in the folder stays as it was. Raises `InputError` where the folder cannot be written.
    """

    def __init__(self, folder: str | os.PathLike[str], tables: Iterable[str] = COLUMNS):
        self.folder = Path(folder)
        self.names = tuple(tables)

    def __enter__(self) -> TableWriter:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._partial = Path(tempfile.mkdtemp(prefix=".writing-", dir=self.folder))
        except OSError as error:
            raise InputError(
                f"{self.folder}: cannot be written ({error.strerror}); choose another output folder"
            ) from None
        self._parquet = {name: pq.ParquetWriter(self._partial / f"{name}.parquet", schema(name)) for name in self.names}
        self._files = [(self._partial / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in self.names]
        self._csv = {
            # Every text is quoted: Python before 3.13 leaves one with a carriage return bare, and that ends a row.
            name: csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
            for name, file in zip(self.names, self._files, strict=True)
        }
        for name, writer in self._csv.items():
            writer.writerow(schema(name).names)
        return self

    def add(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        """Append rows (each a dict with its table's columns) to the tables."""
        for name in self.names:
            self._parquet[name].write_table(pa.Table.from_pylist(rows[name], schema(name)))
            names = schema(name).names
            self._csv[name].writerows([spreadsheet_cell(row[column]) for column in names] for row in rows[name])

    def __exit__(self, kind, error, trace) -> None:
        for open_file in (*self._parquet.values(), *self._files):
            open_file.close()
        if kind is None:
            for path in sorted(self._partial.iterdir()):
                os.replace(path, self.folder / path.name)
        shutil.rmtree(self._partial, ignore_errors=True)


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
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another output folder") from None
