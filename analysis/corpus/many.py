"""Texts in memory, many at once: a list or a DataFrame in, the tables of all of them out."""

from __future__ import annotations

import os
import pickle
import sys
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from analysis.article import InputError
from analysis.article.loading import LARGEST_ARTICLE, SUFFIXES
from analysis.corpus.columns import PREFIX
from analysis.corpus.reader import begin_readers, borrowed_reader, end_readers, rows_of
from analysis.corpus.records import OPTIONAL, Fields, Record, Rejected, left_out, record_of
from analysis.reading import Tables
from analysis.reading.rows import Rows, frame
from analysis.reading.schema import COLUMNS

_ID, _TEXT = "article_id", "text"


@dataclass(frozen=True, repr=False)
class Readings(Tables):
    """The tables of many articles; `rejected` has what could not be read, with the reason."""

    tables: Mapping[str, pd.DataFrame]  # ty: ignore[incompatible-attribute-override]  # frozen

    @property
    def rejected(self) -> pd.DataFrame:
        """One row per text that could not be read as an article."""
        return self.tables["rejected"]

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.tables[name]):,} {name}" for name in ("articles", "quantities", "rejected"))
        return f"<Readings: {counts}>"


def read_many(
    texts: Iterable[str] | Mapping[Any, str] | pd.Series | pd.DataFrame,
    *,
    text: str = "text",
    id: str | None = None,
    language: str = "en",
    workers: int | None = None,
    progress: bool = True,
) -> Readings:
    """Read many texts: strings, a mapping of ids to them, a Series, or a DataFrame with the texts in its column `text`.

    The `article_id` of every table is the value of the column `id`, in its type, so that tables merge with the frame;
    without `id` it is the index, or a number from 0 for texts that have none. The columns `title`, `publisher`,
    `published` and `url` are metadata, all others stand in `articles` as `input_<name>`. `language` is the
    ISO 639-1 code that texts must be in, or `any`. `workers` processes read at once; with them, a text that crashes
    its reader or needs too much memory is rejected, too. `progress` shows a bar in a notebook or a terminal.
    Warns of dates of publication that cannot be read. Raises `InputError` where a column is missing or there twice, an
    id is missing or not unique, or all texts are paths of files.
    """
    inputs = _as_frame(texts, text)
    if missing := [column for column in (text, id) if column is not None and column not in inputs.columns]:
        raise InputError(f"no column {missing[0]!r}; there are {', '.join(map(repr, inputs.columns))}")
    if twice := [column for column in inputs.columns[inputs.columns.duplicated()] if column in (text, id, *OPTIONAL)]:
        raise InputError(f"two columns are called {twice[0]!r}; rename one")
    given = inputs[text].dropna()
    if len(given) and all(map(_is_path, given)):
        raise InputError(f"{given.iloc[0]}: a file's name, not a text; give read() each file, or its content here")
    if id is None and inputs.index.nlevels > 1:
        raise InputError("the index has several levels; name the column with ids (id=…), or number the rows anew")
    ids = pd.Series(inputs.index if id is None else inputs[id].array, name=_ID)
    if ids.isna().any():
        raise InputError(f"row {ids.isna().argmax()} has no id; give each text one")
    if ids.duplicated().any():
        raise InputError(f"two texts have the id {ids[ids.duplicated()].iloc[0]}; give each its own")
    known = inputs[[text, *(column for column in OPTIONAL if column in inputs.columns and column not in (text, id))]]
    records = [
        record_of(row | {"id": number}, "texts", f"row {number}", LARGEST_ARTICLE, Fields("id", _TEXT))
        for number, row in enumerate(known.rename(columns={text: _TEXT}).to_dict("records"))
    ]
    if undated := [record.undated for record in records if isinstance(record, Record) and record.undated]:
        warnings.warn(left_out(len(undated), undated[0]), stacklevel=2)
    rows: dict[str, Rows] = {name: [] for name in (*COLUMNS, "rejected")}
    with _progress_bar(len(records), progress) as advance:
        for number, answer in enumerate(_read(records, language, workers)):
            if isinstance(answer, Rejected):
                rows["rejected"].append({_ID: number, "reason": answer.reason})
            else:
                for name, new_rows in answer.items():
                    rows[name] += [row | {_ID: number} for row in new_rows]
            advance()
    tables = {name: frame(name, rows[name]) for name in COLUMNS}
    tables["rejected"] = pd.DataFrame(rows["rejected"], columns=[_ID, "reason"])
    further = inputs.drop(columns=[*known.columns, *([] if id is None else [id])]).add_prefix(PREFIX)
    numbers = pd.Index([row[_ID] for row in rows["articles"]], dtype="int64")
    tables["articles"] = pd.concat([tables["articles"], further.iloc[numbers].reset_index(drop=True)], axis="columns")
    for name in tables:
        numbers = pd.Index([row[_ID] for row in rows[name]], dtype="int64")
        tables[name][_ID] = ids.iloc[numbers].array
    return Readings(tables)


def _as_frame(texts: Iterable[str] | Mapping[Any, str] | pd.Series | pd.DataFrame, text: str) -> pd.DataFrame:
    if isinstance(texts, str):
        raise TypeError("read_many() takes several texts; for one there is read(text=…)")
    if isinstance(texts, pd.DataFrame):
        return texts
    if isinstance(texts, pd.Series):
        return texts.to_frame(text)
    if isinstance(texts, Mapping):
        return pd.DataFrame({text: pd.Series(list(texts.values()), list(texts), dtype=object)})
    return pd.DataFrame({text: pd.Series(list(texts), dtype=object)})


def _is_path(text: object) -> bool:
    """Tell whether what should be a text is a path: one of pathlib's, or the name of an article's file."""
    if isinstance(text, str):
        path = Path(text)
        return path.suffix.lower() in SUFFIXES and (len(text.split()) == 1 or os.path.isfile(path))
    return isinstance(text, os.PathLike)


def _read(records: list[Record | Rejected], language: str, workers: int | None) -> Iterator[dict[str, Rows] | Rejected]:
    """The rows of each record in order, or why it is rejected."""
    if not workers:
        yield from (record if isinstance(record, Rejected) else rows_of(record, language) for record in records)
        return

    def read(record: Record | Rejected) -> dict[str, Rows] | Rejected:
        if isinstance(record, Rejected):
            return record
        with borrowed_reader() as reader:
            answer = reader.read(record, language)
        return answer if isinstance(answer, Rejected) else pickle.loads(answer)

    begin_readers(workers)
    with ThreadPoolExecutor(workers) as threads:
        try:
            yield from threads.map(read, records)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            end_readers(busy=True)
            raise
    end_readers()


@contextmanager
def _progress_bar(total: int, progress: bool) -> Generator[Callable[[], object]]:
    """Give what advances a progress bar: IPython's in a notebook, else tqdm's where there is a terminal."""
    if progress and "ipykernel.zmqshell" in sys.modules:
        from IPython.display import ProgressBar

        bar = ProgressBar(total)
        bar.display()

        def advance() -> None:
            bar.progress += 1

        yield advance
    else:
        with tqdm(total=total, unit="text", leave=False, disable=None if progress else True) as terminal:
            yield terminal.update
