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
from analysis.corpus.inputs import Inputs
from analysis.corpus.listing import FORMS
from analysis.corpus.parts import TABLES, check_counts, software, tables_with
from analysis.corpus.plan import SETTINGS, read_plan, write_plan
from analysis.corpus.reader import read_record, rows_of
from analysis.corpus.records import Rejected
from analysis.reading.datapackage import FILE as DATAPACKAGE
from analysis.reading.datapackage import write_datapackage
from analysis.reading.publishing import check_places, publish, scratch
from analysis.reading.rows import Rows, rows
from analysis.reading.schema import COLUMNS
from analysis.reading.spreadsheets import PLAIN, WORKBOOK, Spreadsheets
from analysis.reading.writers import TableFiles, files_of

_BATCH = 500

Result = dict[str, Rows] | Rejected
"""The rows of an article in each table, or the reason why it has none."""


def tabulate(
    inputs: Inputs,
    output: str | os.PathLike[str],
    *,
    language: str = "en",
    strict: bool = False,
    spreadsheets: Spreadsheets = PLAIN,
    on_position: Callable[[int], None] = lambda position: None,
    on_rejected: Callable[[Rejected], None] = lambda rejected: None,
) -> dict[str, int]:
    """Write the tables of the articles of `inputs` to the folder `output`.

    What cannot be read as an article goes to the table `rejected` and to `on_rejected`, or, with `strict`, ends the
    run. `spreadsheets` sets how the CSV is written, and whether a workbook is. Calls `on_position` after each article
    with the bytes of the inputs read so far. Returns the number of rows of each table, and the number of `words`.
    Raises `InputError` where there are no articles, an input cannot be reached or `output` cannot be written; `output`
    is unchanged then.
    """

    def results() -> Iterator[Result]:
        for item in inputs:
            if isinstance(item, Rejected):
                read = item
            else:
                read = read_record(item, language) if strict else rows_of(item, language)
            if isinstance(read, Rejected):
                if strict:
                    raise read.error
                on_rejected(read)
            yield read
            on_position(inputs.position)

    return _write(results(), output, {"language": language, **inputs.settings}, inputs.name, spreadsheets)


def write_tables(articles: Iterable[Article], output: str | os.PathLike[str]) -> dict[str, int]:
    """Write the tables of `articles` to the folder `output` as `tabulate` does.

    An `InputError` that the iterable raises, or a correction that does not fit, leaves `output` unchanged.
    """
    return _write(map(rows, articles), output, {}, "articles")


def _write(
    results: Iterable[Result],
    output: str | os.PathLike[str],
    settings: dict[str, Any],
    name: str,
    spreadsheets: Spreadsheets = PLAIN,
) -> dict[str, int]:
    if "articles_per_part" in read_plan(Path(output)):
        raise InputError(f"{output}: holds the tables of a corpus in parts; give another output folder")
    with scratch(output) as folder:
        names = [f"{table}.{form}" for table, form in files_of(TABLES)]
        check_places(Path(output), [*names, WORKBOOK, DATAPACKAGE, SETTINGS])
        target = folder / "made"
        target.mkdir()
        tables = tables_with(settings.get("columns", ()))
        count, words = _write_files(results, target, tables, spreadsheets)
        if not count:
            raise InputError(f"{name}: no articles in the input; give {FORMS}")
        totals = {table: pq.read_metadata(target / f"{table}.parquet").num_rows for table in (*COLUMNS, "rejected")}
        check_counts(count, totals, os.fspath(output))
        write_datapackage(target, {table: tables[table] for table in totals})
        write_plan(target, {"software": software(), **settings, "complete": True, "rows": totals})
        publish((target, Path(output)), dropped=[WORKBOOK])
    return {**totals, "words": words}


def _write_files(
    results: Iterable[Result], folder: Path, tables: Mapping[str, pa.Schema], spreadsheets: Spreadsheets
) -> tuple[int, int]:
    """Write the tables, batch by batch; return the number of results, and of words in the articles."""
    count = words = 0
    batch: dict[str, Rows] = {table: [] for table in TABLES}
    with closing(TableFiles(folder, tables, spreadsheets)) as files:
        for item in results:
            count += 1
            if isinstance(item, Rejected):
                batch["rejected"].append(asdict(item))
            else:
                for table, rows_of_article in item.items():
                    batch[table] += rows_of_article
                words += sum(row["words"] for row in item["articles"])
            if len(batch["articles"]) + len(batch["rejected"]) >= _BATCH:
                files.add(batch)
                batch = {table: [] for table in TABLES}
        files.add(batch)
    return count, words
