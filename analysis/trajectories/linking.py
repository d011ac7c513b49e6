"""Which figures of different articles are about the same thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd

from analysis.agreement.grouping import group
from analysis.trajectories.measures import apart, figure, measures, pairs
from analysis.trajectories.network import networks
from analysis.trajectories.stories import find_stories

TOGETHER = 0.5
"""The mean probability from which figures are about the same thing."""
_FEWEST_ARTICLES = 2
_AT_ONCE = 20_000
"""Pairs that are scored at once, which bounds the memory that they take."""
_CLAIMS = """
    WITH denials AS (
        SELECT article_id, quantity_id, min(name) AS denier, min(type) AS denier_type
        FROM (SELECT article_id, source_id, unnest(content_spans) AS span FROM attributions WHERE stance = 'denies')
            JOIN quantities USING (article_id) LEFT JOIN sources USING (article_id, source_id)
        WHERE span[1] <= number_start AND number_end <= span[2] GROUP BY article_id, quantity_id),
    sure AS (
        SELECT article_id, quantity_id, max(confidence) AS confidence
        FROM (SELECT article_id, unnest(claims) AS quantity_id, confidence FROM disagreements) GROUP BY ALL)
    SELECT a.published, a.publisher, a.title, c.article_id, c.quantity_id, q.start, q.text, q.low, q.high, q.modifier,
        q.unit, q.kind, q.trend, q.concept, c.topic AS article_topic, c.hedged, t.content_spans, t.content_text,
        q.number_start, q.number_end, coalesce(c.source_name, denier) AS source_name,
        coalesce(c.source_type, denier_type) AS source_type, denier IS NOT NULL AND c.source_id IS NULL AS denied,
        q.event, q.place, q.time AS "when", q.status, q.part_of, sure.confidence
    FROM claims c JOIN quantities q USING (article_id, quantity_id) JOIN articles a USING (article_id)
        LEFT JOIN attributions t USING (article_id, attribution_id)
        LEFT JOIN denials USING (article_id, quantity_id)
        LEFT JOIN sure USING (article_id, quantity_id)"""
_HELPERS = ["content_spans", "content_text", "number_start", "number_end", "event", "place", "when", "status", "part_of", "confidence"]


def read_claims(tables):
    found = tables.sql(_CLAIMS).df()
    found["time"] = pd.to_datetime(found["published"], utc=True, errors="coerce", format="ISO8601")
    found = found.sort_values(["time", "article_id", "start"], ignore_index=True)
    found.loc[found["unit"].eq("fraction").to_numpy(), ["low", "high"]] *= 100
    return found
