"""When an article was published, as ISO 8601, from however its page or archive writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateutil.parser import parser

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:.*)?")
_WEEK = re.compile(r"\d{4}-?W\d\d")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_LONGEST = 60
_DEFAULTS = datetime(2000, 1, 1), datetime(1987, 6, 16)
"""Moments with nothing in common: what is read alike beside both is all said by the text."""


def iso_date(value: str | None) -> str | None:
    """A date, or date and time, as ISO 8601: as it stands where it is so already, and None where it cannot be read.

    What could mean two days (03/04/2024), leaves the day out (March 2024) or the century (31 January 25) cannot. Of
    abbreviated time zones, those of RFC 2822 are read; a time with another is told without its zone.
    """
    value = " ".join((value or "").split())
    if not value or len(value) > _LONGEST or _WEEK.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
        if _ISO.fullmatch(value):
            return value
    except ValueError:
        moment = _read(value)
    return moment and (moment if ":" in value else moment.date()).isoformat()


def _read(value: str) -> datetime | None:
    orders = [False] if _YEAR_FIRST.match(value) else [False, True]
    asked = [(one, order) for one in _DEFAULTS for order in orders]
    try:
        found = [_parser().parse(value, default=one, dayfirst=order, tzinfos=_zone) for one, order in asked]
    except (ValueError, OverflowError):
        return None
    return found[0] if len({moment.date() for moment in found}) == 1 else None


@cache
def _parser() -> parser:
    """A parser that asks neither the clock nor the machine's zone."""
    from dateutil import parser

    class Told(parser.parserinfo):
        def convertyear(self, year: int, century_specified: bool = False) -> int:
            if not century_specified:
                raise ValueError("the century is left out")
            return year

    return parser.parser(Told())


_HOURS = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7}
_HOURS |= {"PDT": -7, "PST": -8}


def _zone(name: str | None, seconds: int | None) -> tzinfo | None:
    """The time zone of an abbreviation or of an offset from UTC."""
    if seconds is None:
        hours = _HOURS.get((name or "").upper())
        seconds = None if hours is None else 3600 * hours
    return None if seconds is None else timezone(timedelta(seconds=seconds))


# What a page says of itself -------------------------------------------------------------------------------------------

_NAMES = """article:published_time og:article:published_time og:published_time datepublished rnews:datepublished
    dc.date.issued dcterms.issued dc.date.created dcterms.created dc.date dcterms.date pubdate publishdate
    publish-date publish_date publication_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime
    article.published date""".split()
"""The names under which pages tell when they were published, the surest first."""

_IN_JSON = re.compile(r'"datePublished"\s{0,20}:\s{0,20}"([^"]{1,60})"')
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)")


def stated_day(page: Any, address: str | None) -> str | None:
    """The day on which a page (a tree of lxml's) says that it was published, or None: its text is not searched."""
    return next((day[:10] for day in map(iso_date, _stated(page, address)) if day), None)


def _stated(page: Any, address: str | None) -> Iterator[str]:
    told: dict[str, str] = {}
    for element in page.iterfind(".//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            told.setdefault(element.get(attribute, "").strip().lower(), element.get("content"))
    yield from (told[name] for name in _NAMES[:2] if name in told)
    for script in page.iterfind(".//script[@type='application/ld+json']"):
        yield from _IN_JSON.findall(script.text or "")[:1]
    yield from (told[name] for name in _NAMES[2:] if name in told)
    if found := _IN_ADDRESS.search(address or ""):
        yield f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    for marked in (".//time[@pubdate]", ".//time[@itemprop='datePublished']"):
        yield from (element.get("datetime", "") for element in page.iterfind(marked))
    for element in page.iterfind(".//time[@datetime]"):
        if next(element.iterancestors("p", "li", "blockquote", "td", "q"), None) is None:  # else of the prose
            yield element.get("datetime")
