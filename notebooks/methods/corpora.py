"""The texts of corpora that may not be passed on; marks on them tell corpus, name and SHA-256 of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from analysis.article import Article


def marked_article(record: Mapping[str, Any], corpora: Path) -> Article:
    """The article that was marked. Raises ValueError where its text is another one now."""
    article = Article(_text(corpora / record["corpus"], record["article"]), record["article"])
    if article.sha256 != record["sha256"]:
        raise ValueError(f"the text of {article.article_id} in {corpora / record['corpus']} is not the one marked")
    return article


def _text(corpus: Path, name: str) -> str:
    """The text of that name, out of a folder of texts or the file articles.jsonl."""
    if (corpus / "articles.jsonl").exists():
        return _records(corpus / "articles.jsonl")[name]
    return (corpus / "text" / f"{name}.txt").read_bytes().decode("utf-8-sig")


@cache
def _records(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as lines:
        return {record["id"]: record["text"] for record in map(json.loads, lines)}
