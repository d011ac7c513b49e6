"""When an article was published, as ISO 8601, from however its page or archive writes it."""

from __future__ import annotations

import re
import warnings
from datetime import datetime

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:.*)?")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_LONGEST = 60
_DEFAULTS = datetime(2000, 1, 1), datetime(1987, 6, 16)
"""Moments with nothing in common: what is read alike beside both is all said by the text."""


def iso_date(value: str | None) -> str | None:
    """A date, or date and time, as ISO 8601: as it stands where it is so already, and None where it cannot be read.

    What could mean two days (03/04/2024) or leaves the day out (March 2024) cannot.
    """
    value = " ".join((value or "").split())
    if not value or len(value) > _LONGEST:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = _read(value)
    if moment is None or _ISO.fullmatch(value):
        return moment and value
    return (moment if ":" in value else moment.date()).isoformat()


def _read(value: str) -> datetime | None:
    from dateutil import parser

    orders = [False] if _YEAR_FIRST.match(value) else [False, True]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)
        try:
            found = [parser.parse(value, default=one, dayfirst=order) for one in _DEFAULTS for order in orders]
        except (ValueError, OverflowError):
            return None
    return found[0] if len({moment.date() for moment in found}) == 1 else None
