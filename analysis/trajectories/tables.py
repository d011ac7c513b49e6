"""The tables of a corpus in DuckDB."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from analysis.article import InputError
from analysis.reading.schema import COLUMNS

_NEEDED = ("articles", "quantities", "attributions", "sources", "claims", "disagreements")


def open_tables(folder: str | os.PathLike[str]) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB connection with a view of each table in `folder`, a file or a folder of parts.

    Raises `InputError` where a table is missing or cannot be read.
    """
    folder = Path(folder)
    connection = duckdb.connect()
    for table in COLUMNS:
        path = folder / f"{table}.parquet"
        if not path.exists():
            if table in _NEEDED:
                raise InputError(f"{folder}: lacks {path.name}; write it with `who-says-how-many tables`")
            continue
        try:
            connection.read_parquet(str(path / "*.parquet" if path.is_dir() else path)).create_view(table)
        except duckdb.Error:
            raise InputError(f"{path}: cannot be read as Parquet; write the tables anew") from None
    return connection
