"""From the inputs to the tables in one process: for up to some thousand articles."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.article import Article, InputError
from analysis.corpus.inputs import FORMS, Inputs
from analysis.corpus.parts import TABLES, check_counts, software, tables_with
from analysis.corpus.plan import SETTINGS, read_plan, write_plan
from analysis.corpus.reader import read_record, rows_of
from analysis.corpus.records import Rejected
from analysis.reading.datapackage import FILE as DATAPACKAGE
from analysis.reading.datapackage import write_datapackage
from analysis.reading.publishing import check_places, publish, scratch
from analysis.reading.rows import Rows, rows
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import TableFiles, files_of

_BATCH = 500

Found = dict[str, Rows] | Rejected
"""The rows of an article in each table, or why it has none."""


def tabulate(
    inputs: Inputs,
    output: str | os.PathLike[str],
    *,
    language: str = "en",
    strict: bool = False,
    reached: Callable[[int], None] = lambda position: None,
    told: Callable[[Rejected], None] = lambda rejected: None,
) -> dict[str, int]:
    """Write the tables of the articles of `inputs` to the folder `output`.

    What cannot be read as an article is listed in the table `rejected` and `told`, or ends the run where it is
    `strict`. `reached` is told how far into the inputs each article came, in bytes. Returns the number of rows of each
    table, and of `words` read. Raises `InputError` where there are no articles, an input cannot be reached or `output`
    cannot be written; then nothing in it has changed.
    """

    def found() -> Iterator[Found]:
        for item in inputs:
            if strict:
                yield _or_refuse(item, language)
            else:
                read = item if isinstance(item, Rejected) else rows_of(item, language)
                if isinstance(read, Rejected):
                    told(read)
                yield read
            reached(inputs.position)

    return _write(found(), output, {"language": language, **inputs.settings}, inputs.name)


def write_tables(articles: Iterable[Article], output: str | os.PathLike[str]) -> dict[str, int]:
    """Write the tables of `articles` to the folder `output` as `tabulate` does.

    An `InputError` of what yields them, or of a correction that does not fit, leaves `output` as it was.
    """
    return _write(map(rows, articles), output, {}, "articles")


def _or_refuse(item, language: str) -> dict[str, Rows]:
    if isinstance(item, Rejected):
        raise item.error
    return read_record(item, language)


def _write(
    found: Iterable[Found], output: str | os.PathLike[str], settings: dict[str, Any], name: str
) -> dict[str, int]:
    if "articles_per_part" in read_plan(Path(output)):
        raise InputError(f"{output}: holds the tables of a corpus in parts; give another output folder")
    with scratch(output) as folder:
        names = [f"{table}.{form}" for table, form in files_of(TABLES)]
        check_places(Path(output), [*names, DATAPACKAGE, SETTINGS])
        made = folder / "made"
        made.mkdir()
        tables = tables_with(settings.get("columns", ()))
        given, words = _write_files(found, made, tables)
        if not given:
            raise InputError(f"{name}: no articles in the input; give {FORMS}")
        totals = {table: pq.read_metadata(made / f"{table}.parquet").num_rows for table in (*COLUMNS, "rejected")}
        check_counts(given, totals, os.fspath(output))
        write_datapackage(made, {table: tables[table] for table in totals})
        write_plan(made, {"software": software(), **settings, "complete": True, "rows": totals})
        publish((made, Path(output)))
    return {**totals, "words": words}


def _write_files(found: Iterable[Found], made: Path, tables: Mapping[str, pa.Schema]) -> tuple[int, int]:
    """Write the tables, batch by batch; returns the number of articles given, and of words read."""
    given = words = 0
    batch: dict[str, Rows] = {table: [] for table in TABLES}
    with closing(TableFiles(made, tables)) as files:
        for item in found:
            given += 1
            if isinstance(item, Rejected):
                batch["rejected"].append(asdict(item))
            else:
                for table, new in item.items():
                    batch[table] += new
                words += sum(row["words"] for row in item["articles"])
            if len(batch["articles"]) + len(batch["rejected"]) >= _BATCH:
                files.add(batch)
                batch = {table: [] for table in TABLES}
        files.add(batch)
    return given, words
