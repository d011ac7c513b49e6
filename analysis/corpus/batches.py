"""Parts of the input: a number of articles that are read together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from analysis.corpus.inputs import Inputs
from analysis.corpus.records import Record, Rejected

_LARGEST_PART = 32_000_000
"""The size in bytes from which a part holds fewer articles."""


class Part(NamedTuple):
    """A part of the input: its number, its items, their count and hash, and the position of its end in the inputs."""

    number: int
    items: list[Record | Rejected]
    count: int
    digest: str
    position: int


def parts(inputs: Inputs, size: int) -> Iterator[Part]:
    """Yield the input in parts of `size` articles, or of fewer very long ones."""
    items, number = iter(inputs), 0
    while batch := list(_batch(items, size)):
        yield Part(number, batch, len(batch), _digest(batch), inputs.position)
        number += 1


def _batch(items: Iterable[Record | Rejected], size: int) -> Iterator[Record | Rejected]:
    room = _LARGEST_PART
    for item in islice(items, size):
        yield item
        room -= len(item.content) if isinstance(item, Record) else 0
        if room <= 0:
            return


def _digest(items: Iterable[Record | Rejected]) -> str:
    """Return the SHA-256 of a part's items, which does not depend on the folder of the inputs."""
    digest = sha256()
    for item in items:
        if isinstance(item, Record):
            digest.update(
                repr((item.place, item.article_id, item.suffix, item.metadata, item.others, item.corrections)).encode()
            )
            digest.update(sha256(item.content).digest())
        else:
            digest.update(repr((item.place, item.article_id, item.reason)).encode())
    return digest.hexdigest()
