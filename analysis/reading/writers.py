"""Tables to files: Parquet for programs, CSV for spreadsheets; whole or not at all."""

from __future__ import annotations

import csv
import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.article import InputError
from analysis.reading.schema import COLUMNS, schema

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
        self._parquet = {
            name: pq.ParquetWriter(self._partial / f"{name}.parquet", schema(name)) for name in self.names
        }
        self._files = [
            (self._partial / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in self.names
        ]
        self._csv = {
            name: csv.writer(file, lineterminator="\n")
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
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value
