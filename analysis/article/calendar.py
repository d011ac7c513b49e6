"""The days of the week and the months, as English writes them; Python's own `calendar` follows the user's locale."""

from __future__ import annotations

DAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
MONTHS = tuple("January February March April May June July August September October November December".split())
SHORT_MONTHS = tuple("Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split())
DAYS_AND_MONTHS = frozenset(name.lower() for name in (*DAYS, *MONTHS))
"""In lower case."""
