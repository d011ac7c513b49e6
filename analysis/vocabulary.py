"""The terms of the tables: the values of their categorical columns."""

from __future__ import annotations

MODIFIERS = ("exact", "approximate", "more_than", "at_least", "less_than", "at_most", "range", "vague")
QUANTITY_KINDS = ("count", "money", "percent", "duration", "age", "measure", "fraction", "multiple", "score")
SOURCE_TYPES = (
    "named_person",
    "named_organization",
    "document",
    "anonymous_person",
    "unnamed_group",
    "unspecified",
)
NAMED = ("named_person", "named_organization")
"""The types of sources that a reader could look up."""
HEDGE_KINDS = ("hedge", "booster", "conditional", "approximator")
UNCERTAIN = ("hedge", "conditional")
"""The kinds of hedge that make a claim a hedged one; an approximator bounds the number, a booster firms it up."""
STATUSES = ("confirmed", "reported", "suspected", "feared", "forecast", "target")
SALIENCES = ("main", "mentioned")
STANCES = ("asserts", "denies", "disputes", "confirms", "declines", "silent")
DISAGREEMENT_KINDS = ("restatement", "change", "revision", "disagreement")
CHECK_KINDS = (
    "part_of_whole",
    "sum",
    "share",
    "change",
    "ratio",
    "difference",
    "rate",
    "conversion",
    "restated",
    "span_of_time",
)
VERDICTS = ("consistent", "inconsistent")
QUOTATIONS = ("direct", "indirect", "mixed")
ACTIONS = ("changed", "added", "dropped", "dismissed")
