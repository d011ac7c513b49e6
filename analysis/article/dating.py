"""The date of publication in ISO 8601, from any form in which a page or an archive writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateutil.parser import parser

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:.*)?")
_WEEK = re.compile(r"\d{4}-?W\d\d")
_BEFORE_OFFSET = re.compile(r"\b(?:GMT|UTC)(?=[+-][0-9])")
"""What POSIX, and dateutil with it, takes for a reversed sign: the rest of the world is ahead of GMT at GMT+1."""
_YEAR_FIRST = re.compile(r"\d{4}\D")
_LONGEST = 60
_DEFAULTS = datetime(2000, 1, 1), datetime(1987, 6, 16)
"""Moments with nothing in common: a date that is parsed alike with both as defaults is stated in full."""


def iso_date(value: str | None) -> str | None:
    """Return a date, or date and time, in ISO 8601; unchanged where it already is, None where it cannot be read.

    A date that could mean two days (03/04/2024), or lacks the day (March 2024) or the century (31 January 25), cannot.
    Abbreviated time zones are those of RFC 2822; a time with another is returned without its zone.
    """
    value = " ".join((value or "").split())
    if not value or len(value) > _LONGEST or _WEEK.fullmatch(value):
        return None
    moment: datetime | None
    try:
        moment = datetime.fromisoformat(value)
        if _ISO.fullmatch(value):
            return value
    except ValueError:
        moment = _read(_BEFORE_OFFSET.sub("", value))
    if moment is None:
        return None
    return moment.isoformat() if ":" in value else moment.date().isoformat()


def _read(value: str) -> datetime | None:
    orders = [False] if _YEAR_FIRST.match(value) else [False, True]
    try:
        moments = [
            _parser().parse(value, default=default, dayfirst=day_first, tzinfos=_zone)
            for default, day_first in product(_DEFAULTS, orders)
        ]
    except (ValueError, OverflowError):
        return None
    return moments[0] if len({moment.date() for moment in moments}) == 1 else None


@cache
def _parser() -> parser:
    """Return a parser that depends neither on the clock nor on the machine's zone."""
    from dateutil import parser

    class WithCentury(parser.parserinfo):
        def convertyear(self, year: int, century_specified: bool = False) -> int:
            if not century_specified:
                raise ValueError("the century is left out")
            return year

    return parser.parser(WithCentury())


_HOURS = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7}
_HOURS |= {"PDT": -7, "PST": -8}


def _zone(name: str | None, seconds: int | None) -> tzinfo | None:
    """Return the time zone of an abbreviation or of an offset from UTC in seconds."""
    if seconds is None:
        hours = _HOURS.get((name or "").upper())
        seconds = None if hours is None else 3600 * hours
    return None if seconds is None else timezone(timedelta(seconds=seconds))


# The metadata of pages ------------------------------------------------------------------------------------------------

_NAMES = """article:published_time og:article:published_time og:published_time datepublished rnews:datepublished
    dc.date.issued dcterms.issued dc.date.created dcterms.created dc.date dcterms.date pubdate publishdate
    publish-date publish_date publication_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime
    article.published date""".split()
"""The names of metadata that hold the date of publication, the most reliable first."""

_IN_JSON = re.compile(r'"datePublished"\s{0,20}:\s{0,20}"([^"]{1,60})"')
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)")


def stated_day(page: Any, address: str | None) -> str | None:
    """Return the day of publication in the metadata of a page (a tree of lxml's), or None; its text is not searched."""
    return next((day[:10] for day in map(iso_date, _stated(page, address)) if day), None)


def _stated(page: Any, address: str | None) -> Iterator[str]:
    metadata: dict[str, str] = {}
    for element in page.iterfind(".//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            metadata.setdefault(element.get(attribute, "").strip().lower(), element.get("content"))
    yield from (metadata[name] for name in _NAMES[:2] if name in metadata)
    for script in page.iterfind(".//script[@type='application/ld+json']"):
        yield from _IN_JSON.findall(script.text or "")[:1]
    yield from (metadata[name] for name in _NAMES[2:] if name in metadata)
    if day := _IN_ADDRESS.search(address or ""):
        yield f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    for marked in (".//time[@pubdate]", ".//time[@itemprop='datePublished']"):
        yield from (element.get("datetime", "") for element in page.iterfind(marked))
    for element in page.iterfind(".//time[@datetime]"):
        if next(element.iterancestors("p", "li", "blockquote", "td", "q"), None) is None:  # which belong to the prose
            yield element.get("datetime")
