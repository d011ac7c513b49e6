"""From the inputs to articles."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from analysis.article import Article, InputError
from analysis.article.loading import checked, headline, parse, sound
from analysis.article.patience import limited
from analysis.corpus.inputs import Inputs
from analysis.corpus.records import OPTIONAL, Record, Rejected


def read_articles(
    inputs: Iterable[str | os.PathLike[str]] | Inputs,
    *,
    language: str = "en",
    on_position: Callable[[int], None] = lambda position: None,
) -> Iterator[Article]:
    """Yield the articles of `Inputs`, or of the paths that these are made from.

    Calls `on_position` after each with the bytes of the inputs read so far. Raises `InputError` for the first that
    cannot be read.
    """
    inputs = inputs if isinstance(inputs, Inputs) else Inputs(inputs)
    for item in inputs:
        if isinstance(item, Rejected):
            raise item.error
        yield article_of(item, language)
        on_position(inputs.position)


def article_of(record: Record, language: str) -> Article:
    """Return the article that `record` holds; `language` is its ISO 639-1 code, or `any`.

    Raises `InputError` where it holds none, or one in another language.
    """
    with limited(len(record.content), record.name):
        return checked(_article_of(record), record.name, language)


def _article_of(record: Record) -> Article:
    if record.suffix == ".json":
        return _of_object(json.loads(record.content), record)
    if record.suffix == ".warc":
        return _of_web_page(record)
    article = parse(record.content, record.suffix, record.article_id, record.name)
    return replace(article, corrections=record.corrections)


def _of_object(fields: dict[str, str | None], record: Record) -> Article:
    text = fields["text"]
    if text is None:
        raise InputError(f"{record.name}: lacks a text; give it one, or leave it out")
    metadata: dict[str, Any] = {
        column: sound(value) for column in OPTIONAL if (value := fields.get(column)) is not None
    }
    metadata["title"] = metadata.get("title") or headline(text)
    return Article(sound(text), record.article_id, **metadata)


def _of_web_page(record: Record) -> Article:
    """Return the main text of a page, dated by the day of its capture where the page has no date."""
    from trafilatura.utils import decode_file

    from analysis.article import markup

    article = markup.from_html(decode_file(record.content), record.article_id, record.name)
    return replace(
        article,
        url=record.metadata.get("url", article.url),
        published=article.published or record.metadata.get("published"),
    )
