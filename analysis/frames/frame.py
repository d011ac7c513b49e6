"""What a figure is about, beside what it counts: what happens to that, where, when, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.article import Article, Span
from analysis.encoder import encode
from analysis.frames import figures
from analysis.frames.figures import STATUSES, Views, networks, places
from analysis.quantities import Quantity


class Frame(NamedTuple):
    """What the article tells of a figure: spans of its text, None where it tells nothing.

    `status`: confirmed, reported, suspected, feared, forecast, target or None.
    """

    event: Span | None
    place: Span | None
    time: Span | None
    status: str | None


NOTHING = Frame(None, None, None, None)
"""The frame of a figure of which the article tells nothing."""


def look(article: Article, quantities: Sequence[Quantity]) -> Views | None:
    """What the networks see of each quantity; None where there is none, or no word that they read."""
    encoding = encode(article)
    if not quantities or not len(encoding.pieces):
        return None
    offsets = [(one.number_start, one.start, one.end) for one in quantities]
    return figures.look(networks(), encoding, places(encoding, offsets))


def find_frames(article: Article, views: Views) -> list[Frame]:
    """The frame of each figure, from its views."""
    pieces = encode(article).pieces
    frames = []
    for roles, status in zip(views.roles, views.status.argmax(axis=1).tolist(), strict=True):
        spans = [
            None if words is None else Span(int(pieces.starts[words[0]]), int(pieces.ends[words[1] - 1]))
            for words in roles
        ]
        frames.append(Frame(*spans, STATUSES[status]))
    return frames
