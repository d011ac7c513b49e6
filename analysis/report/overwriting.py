"""Whether the report of an article would take the place of another's, or of the article itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from analysis.article import InputError, article_name
from analysis.article.loading import find, replaced


def check_names(articles: Sequence[str]) -> None:
    """Raise `InputError` where the report of one article would take the place of another's."""
    names: dict[str, str] = {}
    for article in articles:
        other = names.setdefault(article_name(Path(urlsplit(article).path if "://" in article else article)), article)
        if other is not article:
            raise InputError(f"{article}: its report would take the place of that of {other}; rename one of the files")


def check_place(article: str, output: str) -> None:
    """Raise `InputError` where the report of an article would take the place of the article."""
    if not _encodable(article):
        raise InputError(f"{article}: its name is not UTF-8; rename the file")
    folders = [Path(output, place, article_name(Path(article))) for place in ("reports", "figures")]
    if folder := replaced(find(Path(article), above=False), folders):
        raise InputError(f"{article}: lies where its report would be written, {folder}; give another output folder")


def _encodable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
