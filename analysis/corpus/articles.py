"""From the inputs to articles."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from analysis.article import Article, InputError
from analysis.article.dating import iso_date
from analysis.article.loading import checked, headline, parse
from analysis.article.patience import limited
from analysis.corpus.inputs import Inputs
from analysis.corpus.records import OPTIONAL, Record, Rejected, sound


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
    with limited(len(record.content), record.name):
        return checked(_article_of(record), record.name, language)


def _article_of(record: Record) -> Article:
    if record.suffix == ".json":
        return _of_object(json.loads(record.content), record)
    elif record.suffix == ".warc":
        return _of_web_page(record)
    article = parse(record.content, record.suffix, record.article_id, record.name)
    return replace(article, corrections=record.corrections)


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
