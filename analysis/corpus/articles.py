"""From the inputs to the tables in one process: for up to some thousand articles."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.article import Article, InputError
from analysis.article.dating import iso_date
from analysis.article.loading import checked, headline, parse
from analysis.corpus.formats import OPTIONAL
from analysis.corpus.inputs import FORMS, Inputs
from analysis.corpus.parts import SETTINGS
from analysis.corpus.records import Record, Rejected, sound
from analysis.reading.datapackage import write_datapackage
from analysis.reading.rows import rows
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import TableWriter

_BATCH = 500


def write_tables(articles: Iterable[Article], output: str | os.PathLike[str]) -> dict[str, int]:
    """Write the tables of all `articles`, and their description as a data package, to the folder `output`.

    Returns the number of rows of each table, and of `words` read. Raises `InputError` for the first article that
    cannot be read; then nothing in `output` has changed.
    """
    if (Path(output) / SETTINGS).exists():
        raise InputError(f"{output}: holds the tables of a corpus in parts; give another output folder")
    totals = dict.fromkeys((*COLUMNS, "words"), 0)
    batch: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
    with TableWriter(output) as writer:
        for article in articles:
            for name, found in rows(article).items():
                batch[name] += found
                totals[name] += len(found)
            totals["words"] += article.words
            if len(batch["articles"]) >= _BATCH:
                writer.add(batch)
                batch = {name: [] for name in COLUMNS}
        if not totals["articles"]:
            raise InputError(f"no articles in the input; give {FORMS}")
        writer.add(batch)
    write_datapackage(output)
    return totals


def read_articles(
    inputs: Iterable[str | os.PathLike[str]] | Inputs,
    *,
    language: str = "en",
    reached: Callable[[int], None] = lambda position: None,
) -> Iterator[Article]:
    """The articles of `Inputs`, or of what these are made from; an `InputError` for the first that cannot be read.

    `reached` is told how far into the inputs each article came, in bytes.
    """
    inputs = inputs if isinstance(inputs, Inputs) else Inputs(inputs)
    for item in inputs:
        if isinstance(item, Rejected):
            raise item.error
        yield article_of(item, language)
        reached(inputs.position)


def article_of(record: Record, language: str) -> Article:
    """The article that `record` holds, in the language asked for (or `any`); an `InputError` where there is none."""
    if record.suffix == ".json":
        article = _of_object(json.loads(record.content), record)
    elif record.suffix == ".warc":
        article = _of_web_page(record)
    else:
        article = replace(
            parse(record.content, record.suffix, record.article_id, record.name), corrections=record.corrections
        )
    return checked(article, record.name, language)


def _of_object(found: dict[str, str | None], record: Record) -> Article:
    text = found["text"]
    if text is None:
        raise InputError(f"{record.name}: lacks a text; each record needs id and text")
    told = {column: sound(found[column]) for column in OPTIONAL if column in found}
    told["title"] = told.get("title") or headline(text)
    told["published"] = iso_date(told.get("published"))
    return Article(sound(text), record.article_id, **told)


def _of_web_page(record: Record) -> Article:
    """The main text of a page, as of the day of its capture where it tells no date itself."""
    from trafilatura.utils import decode_file

    from analysis.article import markup

    article = markup.from_html(decode_file(record.content), record.article_id, record.name)
    return replace(
        article,
        url=record.told.get("url", article.url),
        published=article.published or record.told.get("published"),
    )
