"""Tables to files: Parquet for programs, CSV and workbooks for spreadsheets; whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Generator, Iterable, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.reading.publishing import publish, scratch, unwritable
from analysis.reading.schema import COLUMNS, ONLY_PARQUET, schema
from analysis.reading.spreadsheets import PLAIN, Spreadsheets, Workbook, spreadsheet_cell


def files_of(tables: Iterable[str]) -> list[tuple[str, str]]:
    """The files of `tables`, each as table and form."""
    forms = ("parquet", "csv")
    return [(table, form) for table in tables for form in forms if form == "parquet" or table not in ONLY_PARQUET]


class TableFiles:
    """Writes tables into an existing folder, batch by batch: `<table>.csv` and, with `parquet`, `<table>.parquet`.

    `spreadsheets` sets how the CSV begins, and whether there is a workbook.
    """

    def __init__(
        self,
        folder: Path,
        tables: Mapping[str, pa.Schema],
        spreadsheets: Spreadsheets = PLAIN,
        *,
        parquet: bool = True,
    ) -> None:
        self._tables = dict(tables)
        self._workbook = Workbook(folder, self._tables) if spreadsheets.xlsx else None
        self._parquet = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", columns)
            for name, columns in self._tables.items()
            if parquet
        }
        self._files = {
            name: (folder / f"{name}.csv").open("w", encoding=spreadsheets.encoding, newline="")
            for name in self._tables
            if name not in ONLY_PARQUET
        }
        self._csv = {
            # Every text is quoted: Python before 3.13 leaves one with a carriage return bare, and that ends a row.
            name: csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
            for name, file in self._files.items()
        }
        for name, writer in self._csv.items():
            writer.writerow(self._tables[name].names)

    def add(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        """Append rows (each a dict with its table's columns) to the tables that are given.

        Raises `InputError` for more rows than a workbook holds.
        """
        for name, records in rows.items():
            if name in self._parquet:
                self._parquet[name].write_table(pa.Table.from_pylist(records, self._tables[name]))
            if name in self._csv:
                names = self._tables[name].names
                self._csv[name].writerows([spreadsheet_cell(row.get(column)) for column in names] for row in records)
        if self._workbook:
            self._workbook.add(rows)

    def close(self) -> None:
        """Close every file, also where one cannot be written to its end."""
        with ExitStack() as stack:
            for file in (*self._parquet.values(), *self._files.values()):
                stack.callback(file.close)
            if self._workbook:
                stack.callback(self._workbook.close)


@contextmanager
def table_writer(
    folder: str | os.PathLike[str], tables: Iterable[str] = COLUMNS, spreadsheets: Spreadsheets = PLAIN
) -> Generator[TableFiles]:
    """Give a writer of Parquet and CSV, and of a workbook where one is asked for, into `folder`.

    The files appear when the block ends well; when it raises, or the process dies, the folder stays as it was. Raises
    `InputError` where the folder cannot be written.
    """
    place = Path(folder)
    with scratch(place) as beside:
        target = beside / "made"
        target.mkdir()
        with closing(TableFiles(target, {name: schema(name) for name in tables}, spreadsheets)) as files:
            yield files
        publish((target, place))


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
