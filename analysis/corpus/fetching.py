"""One article from an address, as a file."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.article import InputError
from analysis.article.loading import SUFFIXES
from analysis.corpus.inputs import Inputs
from analysis.corpus.records import Rejected


@contextmanager
def fetched(address: str) -> Generator[Path]:
    """Give the article at an address, with any corrections beside it, in a file that is removed after the block.

    Raises `InputError` where it cannot be reached, and where it is not one article.
    """
    inputs = Inputs([address])
    if len(inputs.files) != 1 or isinstance(inputs.files[0], Rejected) or not inputs.files[0].article_id:
        raise InputError(f"{address}: not one article; `tables` reads folders and archives")
    (item,) = inputs
    if isinstance(item, Rejected):
        raise item.error
    with TemporaryDirectory() as folder:
        suffix = item.suffix if item.suffix in SUFFIXES else ".html"
        path = Path(folder, item.article_id + suffix)
        path.write_bytes(item.content)
        if item.corrections:  # of a file in a store, such as s3://
            path.with_suffix(".corrections.toml").write_text(item.corrections.toml, "utf-8")
        yield path
