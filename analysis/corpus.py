"""Many articles: files, folders, JSON lines and Parquet in, the tables of all of them out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.article import Article, InputError, load
from analysis.article.loading import LARGEST_ARTICLE, SUFFIXES, checked, decode
from analysis.reading.rows import rows
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import TableWriter

_BATCH = 500
_OPTIONAL = ("title", "publisher", "published", "url")


def write_tables(articles: Iterable[Article], output: str | os.PathLike[str]) -> dict[str, int]:
    """Write the tables of all `articles` to the folder `output`; returns the number of rows of each table.

    Raises `InputError` for the first article that cannot be read or whose id another has; then nothing in
    `output` has changed.
    """
    totals = dict.fromkeys(COLUMNS, 0)
    seen: set[str] = set()
    batch: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
    with TableWriter(output) as writer:
        for article in articles:
            if article.article_id in seen:
                raise InputError(f"{article.article_id}: two articles have this id; rename one of them")
            seen.add(article.article_id)
            for name, found in rows(article).items():
                batch[name] += found
                totals[name] += len(found)
            if len(batch["articles"]) >= _BATCH:
                writer.add(batch)
                batch = {name: [] for name in COLUMNS}
        if not seen:
            raise InputError(f"no articles in the input; give {', '.join(SUFFIXES)}, .jsonl, .parquet or a folder")
        writer.add(batch)
    return totals


def read_articles(inputs: Iterable[str | os.PathLike[str]], *, language: str = "en") -> Iterator[Article]:
    """The articles of files, folders of files, `.jsonl` and `.parquet`, in order.

    JSON lines and Parquet rows have `id` and `text`, and optionally `title`, `publisher`, `published`, `url`.
    An article of a folder is named by its path in it. Raises `InputError` for the first that cannot be read.
    """
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            yield from _of_folder(path, language)
        elif path.suffix.lower() in (".jsonl", ".parquet"):
            if not path.exists():
                raise InputError(f"{path}: no such file; check the name")
            records = _json_lines(path) if path.suffix.lower() == ".jsonl" else _parquet_rows(path)
            for name, record in records:
                yield _article(record, name, language)
        else:
            yield load(path, language=language)


def count_articles(inputs: Iterable[str | os.PathLike[str]]) -> int | None:
    """How many articles there are, for a progress bar, where that can be told without reading them."""
    total = 0
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            total += len(_files(path))
        elif path.suffix.lower() in (".jsonl", ".parquet"):
            return None
        else:
            total += 1
    return total


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _of_folder(folder: Path, language: str) -> Iterator[Article]:
    found = _files(folder)
    if not found:
        raise InputError(f"{folder}: no articles in this folder; it should hold {', '.join(SUFFIXES)} files")
    for path in found:
        article = load(path, language=language)
        yield replace(article, article_id=path.relative_to(folder).with_suffix("").as_posix())


def _json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            name = f"{path}, line {number}"
            if not line.strip():
                continue
            if len(line) > 2 * LARGEST_ARTICLE:
                raise InputError(f"{name}: {len(line) / 1e6:.0f} MB in one article; split it")
            try:
                record = json.loads(decode(line, name))
            except (json.JSONDecodeError, RecursionError):
                raise InputError(f"{name}: not JSON; each line must be one object with id and text") from None
            if not isinstance(record, dict):
                raise InputError(f"{name}: not a JSON object; each line must be one with id and text")
            yield name, record


def _parquet_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError):
        raise InputError(f"{path}: not a Parquet file; write it with pandas' to_parquet") from None
    columns = [name for name in ("id", "text", *_OPTIONAL) if name in file.schema_arrow.names]
    number = 0
    for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
        for record in batch.to_pylist():
            number += 1
            yield f"{path}, row {number}", record


def _article(record: dict[str, Any], name: str, language: str) -> Article:
    identity, text = record.get("id"), record.get("text")
    if isinstance(identity, bool) or not isinstance(identity, str | int) or not str(identity).strip():
        raise InputError(f"{name}: lacks an id; each record needs id and text")
    if not isinstance(text, str):
        raise InputError(f"{name}: lacks a text; each record needs id and text")
    if len(text) > LARGEST_ARTICLE:
        raise InputError(f"{name}: {len(text) / 1e6:.0f} million characters in one article; split it")
    told = {field: _sound(str(record[field])) for field in _OPTIONAL if record.get(field) is not None}
    return checked(Article(_sound(text), _sound(str(identity)), **told), name, language)


def _sound(text: str) -> str:
    """`text` with a question mark for each half of a surrogate pair: JSON may hold them, UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
