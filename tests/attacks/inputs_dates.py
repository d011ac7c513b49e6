"""Attacks by dates: what is read of a date is the same under any clock and in any time zone of the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from attacks import SAME, attack

ZONES = ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "EST5EDT", "IST-5:30", "XYZ12", "PST8PDT"]
CLOCKS = ["1971-02-28", "2024-02-29", "2025-01-31", "2049-12-31", "2099-01-01"]

DATES = [
    f"{day} {clock} {zone}".strip()
    for day in ("Fri, 31 Jan 2025", "31 January 2025", "Jan 31, 2025", "2025/01/31", "31.01.2025")
    for clock in ("06:40", "23:59:59", "6:40 am")
    for zone in ("EST", "IST", "CST", "BST", "XYZ", "PST", "CET", "GMT", "UTC", "Z", "+0530", "GMT+3", "-25:00", "+99:99", "")
] + [
    f"{day}{clock}"
    for day in ("31 Jan 25", "Fri, 31 Jan 25", "31/01/25", "25-01-31", "01/31/49", "31.1.99", "31 Jan 00", "January 2025",
                "January", "Friday", "31", "2025", "2025-01", "01/25", "today", "now", "yesterday", "noon", "06:40", "31 Jan")
    for clock in ("", " 06:40", " 06:40 EST", "T06:40")
]  # fmt: skip

PAGES = {
    "nothing": "",
    "a copyright": "<footer>© 2025 The Daily</footer>",
    "a month": '<meta property="article:published_time" content="2025-03">',
    "a year": '<meta name="date" content="2025">',
    "a date without its year": '<meta name="date" content="31 Jan">',
    "two digits of a year": '<meta name="date" content="31 Jan 25">',
    "an abbreviated zone": '<meta property="article:published_time" content="Fri, 31 Jan 2025 23:59:00 EST">',
    "days ago": "<time>3 days ago</time><p>Published yesterday</p>",
    "a future date": '<meta property="article:published_time" content="2030-01-31T10:00:00Z">',
    "an old date": '<meta property="article:published_time" content="1985-01-31T10:00:00Z">',
    "a date in the text": "<p>Published: 31 January 2025</p>",
    "a date in JSON": '<script type="application/ld+json">{"datePublished": "2025-03-01T23:00:00-05:00"}</script>',
    "a month in JSON": '<script type="application/ld+json">{"datePublished": "2025-03"}</script>',
    "a date in the address": '<link rel="canonical" href="https://daily.example/2025/03/04/losses">',
    "a month in the address": '<link rel="canonical" href="https://daily.example/2025/03/losses">',
    "an element": '<time datetime="2025-03-04T05:06:07">4 March</time>',
    "an element without a day": '<time datetime="P3D">three days</time><time datetime="2025-W10">week</time>',
}
TEXT = (
    "<p>Officials said that over 1,000 soldiers had been killed since the spring, and the ministry did not comment.</p>"
)
STATED = {
    "a future date": "2030-01-31",
    "an old date": "1985-01-31",
    "a date in JSON": "2025-03-01",
    "a date in the address": "2025-03-04",
    "an element": "2025-03-04",
    "an abbreviated zone": "2025-01-31",
}

# The clock is set before anything else is imported, for whoever asks `datetime`, `date` or `time`.
PROGRAM = """
import datetime, json, sys, time
day = datetime.datetime.fromisoformat(sys.argv[1]).replace(hour=22, tzinfo=datetime.timezone.utc)
stamp = day.timestamp()
real = datetime.datetime
class Meta(type):
    def __instancecheck__(self, one): return isinstance(one, real if self.__name__ == "Frozen" else real_date)
real_date = datetime.date
class Frozen(real, metaclass=Meta):
    @classmethod
    def now(cls, tz=None): return real.fromtimestamp(stamp, tz)
    @classmethod
    def utcnow(cls): return real.fromtimestamp(stamp, datetime.timezone.utc).replace(tzinfo=None)
    @classmethod
    def today(cls): return real.fromtimestamp(stamp)
class FrozenDate(real_date, metaclass=Meta):
    @classmethod
    def today(cls): return real.fromtimestamp(stamp).date()
datetime.datetime, datetime.date = Frozen, FrozenDate
time.time, clock, local, utc = (lambda: stamp), time.time, time.localtime, time.gmtime
time.localtime = lambda seconds=None: local(stamp if seconds is None else seconds)
time.gmtime = lambda seconds=None: utc(stamp if seconds is None else seconds)
from analysis.article.dating import iso_date
from analysis.article import InputError
from analysis.article.loading import parse
asked = json.load(sys.stdin)
found = [iso_date(value) for value in asked["dates"]]
for page in asked["pages"]:
    found.append(parse(page.encode(), ".html", "a", "a.html").published)
print(json.dumps(found))
"""


@cache
def found(clock: str, zone: str) -> list[str | None]:
    """What is read of the dates, then of the pages, with the machine's clock and zone set."""
    pages = [
        f"<html><head>{head}</head><body><article>{head}{TEXT * 3}</article></body></html>" for head in PAGES.values()
    ]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, clock], input=json.dumps({"dates": DATES, "pages": pages}), text=True,
        capture_output=True, timeout=600, check=False, env={**os.environ, "TZ": zone},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    return json.loads(done.stdout)


MACHINE = ("2025-01-31", "EST5EDT")


@attack(SAME, "dates", [MACHINE])
@attack(
    SAME,
    "dates",
    [(clock, ZONES[at % len(ZONES)]) for at, clock in enumerate(CLOCKS * 2)],
    slow=True,
)
def clock_and_zone_change_nothing(folder: Path, case: tuple[str, str]) -> None:
    usual, here = found("2026-06-15", "UTC"), found(*case)
    for what, one, other in zip([*DATES, *PAGES], usual, here, strict=True):
        assert one == other, f"{what}: {one} in UTC on 2026-06-15, {other} in {case[1]} on {case[0]}"


@attack(SAME, "dates", ["dates", "pages"])
def date_that_is_not_told_is_not_invented(folder: Path, case: str) -> None:
    here = dict(zip([*DATES, *PAGES], found(*MACHINE), strict=True))
    for what, day in here.items():
        if case == "dates" and what in DATES:
            told = "2025" in what and any(mark in what for mark in ("31 Jan", "Jan 31", "01/31", "31.01"))
            assert day is None or (told and day.startswith("2025-01-31")), f"{what}: {day}"
            bad_zone = any(zone in what for zone in ("-25:00", "+99:99"))
            assert day is not None or bad_zone or not told or " 25" in what, f"{what}: not read"
        elif case == "pages" and what in PAGES:
            assert day == STATED.get(what), f"{what}: {day}"


@attack(SAME, "dates", ["2025-99-99", "2025-02-30", "yesterday!", "", "<script>", "20250131T", "2025-1-1T0", "0000-00-00"])  # fmt: skip
def date_of_an_archive_is_a_day_or_nothing(folder: Path, date: str) -> None:
    from analysis.corpus import Inputs
    from attacks.inputs_addresses import web_archive

    record = web_archive([{"id": "a", "text": TEXT}])
    (folder / "in.warc").write_bytes(
        record.replace(b"\r\nContent-Length", f"\r\nWARC-Date: {date}\r\nContent-Length".encode(), 1)
    )
    (item,) = Inputs([folder / "in.warc"])
    assert item.metadata.get("published") in (None, "2025-01-31"), f"{date}: {item.metadata}"
