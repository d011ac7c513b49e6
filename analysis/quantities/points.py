"""Percentage points, distinguished from points scored and points of an index by the words around."""

from __future__ import annotations

import re

from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import stands_in, table, whole_words

_PERCENTAGE_POINT = Unit("percentage point", "percent")
_POLL, _SHARE, _OTHER = (whole_words(table("points")[name]) for name in ("poll", "share", "other"))
_TO_PERCENT = re.compile(r"\s(?:to|at|from)\s[0-9.]+(?:\s(?:percent|per\scent)\b|%)")
_MOST = 100


def in_percentage_points(sentence: Sentence, draft: Draft) -> Draft:
    """`draft` with its points as percentage points where the sentence is about a poll, a vote or a share."""
    if draft.unit_name != "point" or abs(draft.value) > _MOST:
        return draft
    text = sentence.text
    if not sentence.match(_TO_PERCENT, draft.end):
        if _OTHER.search(text, sentence.start, sentence.end):
            return draft
        start = sentence.article.sentences[max(sentence.index - 1, 0)].start
        share = stands_in(text, _POLL) and _SHARE.search(text, start, sentence.end)
        if not (share or _POLL.search(text, start, sentence.end)):
            return draft
    return draft._replace(unit=_PERCENTAGE_POINT)
