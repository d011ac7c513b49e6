"""Points of percentage, told apart from points scored and from an index's by the words around."""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_POINT = "point"
_PERCENTAGE_POINT = Unit("percentage point", "percent")
_POLL, _SHARE, _OTHER = (
    re.compile(rf"\b(?:{'|'.join(table('points')[name])})\b", re.IGNORECASE) for name in ("poll", "share", "other")
)
_TO_PERCENT = re.compile(r"\s(?:to|at|from)\s[0-9.]+(?:\s(?:percent|per\scent)\b|%)")
_MOST = 100


@lru_cache(maxsize=1)  # asked for each figure of an article
def _tells_of_polls(text: str) -> bool:
    return _POLL.search(text) is not None


def take_points(sentence: Sentence, draft: Draft) -> None:
    """Makes the points of `draft` percentage points where a poll, a vote or a share is what is told of."""
    if draft.unit is None or draft.unit.name != _POINT or abs(draft.number.value) > _MOST:
        return
    text = sentence.text
    if _TO_PERCENT.match(text, draft.end, sentence.end):
        draft.unit = _PERCENTAGE_POINT
        return
    if _OTHER.search(text, sentence.start, sentence.end):
        return
    start = sentence.article.sentences[max(sentence.index - 1, 0)].start
    if _POLL.search(text, start, sentence.end) or (_SHARE.search(text, start, sentence.end) and _tells_of_polls(text)):
        draft.unit = _PERCENTAGE_POINT
