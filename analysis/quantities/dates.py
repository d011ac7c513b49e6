"""Dates, times, addresses and identifiers: spans of a sentence whose digits are no quantities."""

from __future__ import annotations

import re

from analysis.article.calendar import DAYS, MONTHS, SHORT_MONTHS
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_MONTH = rf"(?:{'|'.join((*MONTHS, *SHORT_MONTHS, *map(str.upper, MONTHS), *map(str.upper, SHORT_MONTHS)))})\b\.?"
_STREET = "|".join(table("exclusions")["streets"])
_STANDARDS = "|".join(table("exclusions")["standards"])
_AIRCRAFT = "|".join(table("exclusions")["aircraft"])
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_ORDINAL = r"\b[0-9,]{0,12}(?:(?<!1)1st|2nd|3rd|[0-9]th)\b"
_HALF_DAY = r"\s?(?:[ap]\.m\b\.?|[ap]m\b)"
_OFFSET = r"(?:GMT|UTC)[+-][0-9]{1,2}(?::?[0-5][0-9])?|[+-](?:0[0-9]|1[0-4])[0-5][0-9]"
_ZONE = rf"(?:\s?(?:{_OFFSET}|[A-Z]{{2,4}}T|GMT|UTC|ET|PT|CT|MT)\b)?"
_JOINT = r"\s?(?:[-–]|to|and|or|through)\s?"
_NO_AMOUNT = r"(?!\s?(?:%|percent|per\scent|million|billion|points)|[.,]?[0-9])"

_MAIL = r"\b[\w.+-]{1,64}@[\w-]{1,64}\.\w+"
_NAMED = (
    "|".join((
        # Web addresses, account names, hashtags
        r"(?:https?://|www\.)\S+",
        r"(?<!\w)[@#]\w+",
        # March 29, 2019   Sept. 20-24   9 May   May 2019   2019-09-01T10:38   12/25/2016
        rf"\b{_MONTH}\s{_DAY}(?:{_JOINT}{_DAY}{_NO_AMOUNT})?\b(?:,?\s[0-9]{{4}}\b)?{_NO_AMOUNT}",
        rf"\b{_DAY}(?:{_JOINT}{_DAY})?(?:\sof)?[\s-]{_MONTH}(?:,?\s[0-9]{{4}})?",
        rf"\b{_MONTH}\s?(?:of\s)?(?:[12][0-9]{{3}}|'[0-9]{{2}})\b",
        # on Tuesday (24)
        rf"\b(?:{'|'.join(DAYS)})\s\([1-3]?[0-9]\)",
        r"\b[0-9]{4}-[0-9]{2}(?:-[0-9]{2}[T\d:.Z+]{0,24})?\b",
        r"\b[0-9]{1,2}[/.][0-9]{1,2}[/.](?:[0-9]{4}|[0-9]{2})\b",
        # 2014-17   between 2014 and 2017   the 1990s   the '80s   the 80's
        rf"\b{_YEAR}(?:\s?[-–/]\s?(?:{_YEAR}|[0-9]{{2}})|\s(?:and|or|to|through)\s{_YEAR})\b{_NO_AMOUNT}",
        r"\b(?:mid-?)?[12][0-9]{2}0s\b",
        rf"\b{_YEAR}(?=\s(?:fiscal|financial|calendar|tax|academic|school|budget)\syear\b)",
        r"['’][0-9]{2}s?\b",
        r"(?<=\b[Tt]he\s)[1-9]0['’]s\b",
        # 2 p.m. Pacific   10.45pm   9-11 a.m.   4:39   five o'clock
        rf"\b[0-9]{{1,2}}(?:[:.][0-9]{{2}}){{0,2}}(?:\s?(?:[-–]|to|or|and)\s?[0-9]{{1,2}}(?:[:.][0-9]{{2}})?)?{_HALF_DAY}{_ZONE}",
        rf"\b[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:\.[0-9]{{1,6}})?{_ZONE}",
        r"\b(?:[0-9]{1,2}|[0-2][0-9][0-5][0-9])\s?(?:GMT|BST|E[SD]T|P[SD]T|ET)\b",
        r"\b[0-9]{1,2}\so['’]clock",
        # 21st   9/11   24/7
        rf"{_ORDINAL}(?:[-–]{_ORDINAL})?",
        r"\b(?:9/11|7/7|24/7|24-7|50/50|50-50|20/20)\b",
        # 401(k)   501(c)(3)
        r"\b[1-9][0-9]{2}\([a-z]\)(?:\([0-9]\))?",
        # 911 calls   dialed 911
        r"\b(?:911|999)(?=[\s-](?:calls?|callers?|dispatch\w*|operators?|recordings?|tapes?|cent(?:er|re)s?|transcripts?)\b)",
        r"\b(?:911|999)\b(?:(?<=[Cc]all\s...)|(?<=[Cc]alled\s...)|(?<=[Dd]ial\s...)|(?<=[Dd]ialed\s...))",
        # 190 A.D.   753 BC   AD 79
        r"\b[0-9]{1,4}\s?(?:A\.D\.|B\.C\.|AD\b|BCE?\b)|\bA\.?D\.?\s[0-9]{1,4}\b",
        # Telephone numbers, version numbers, postal codes, addresses, numbers on shirts
        r"(?<![\w$£€])(?:\+?[0-9]{1,2}[-.\s])?(?:\([0-9]{3}\)\s?|[0-9]{3}[-.])[0-9]{3}[-.][0-9]{4}\b",
        r"\b[0-9]{3}-[0-9]{4}\b",
        # +49 30 901820   0300 123 4567   (0)20 7946 0018   1800 123 456   13 11 14   91-22-2266-1234
        r"(?<![\w$£€.,])\+(?=(?:[\s.()-]{0,2}[0-9]){7})[0-9]{1,3}[\s.(-](?:[0-9()]{1,8}[\s.-]{0,2}){1,6}(?<=[0-9])\b",
        rf"(?<![\w$£€.,])\(?0[0-9]{{1,4}}\)?(?:[\s.-][0-9]{{2,8}}){{1,4}}\b{_NO_AMOUNT}",
        r"\b1[389]00[\s-][0-9]{3}[\s-][0-9]{3}\b",
        r"\b13\s[0-9]{2}\s[0-9]{2}\b",
        r"\b[0-9]{2,4}(?:-[0-9]{2,8}){2,4}\b",
        # ISO 9001-2   IEC/TS 62443   EN 50126-1:2017   Directive 95/46
        rf"\b(?:{_STANDARDS})(?:/[A-Z]{{2,5}})*[\s-](?:[A-Z]{{1,4}}\s?)?[0-9]{{1,6}}(?:[-.:/][0-9]{{1,4}})*\b",
        r"\b(?:Directive|Regulation|Resolution|Decree|Law|Case|Decision|Ordinance)\s(?:\([A-Z]{2,3}\)\s)?(?:[Nn]o\.?\s)?"
        r"[0-9]{1,5}(?:[/-][0-9]{1,5})+\b",
        # two new 737 Max jets
        rf"\b7[0-8]7(?:-[0-9]{{1,3}}(?:ER|F|LR|X)?)?s?\b(?=[\s-](?:{_AIRCRAFT})\b)",
        r"\b(?![1-9][0-9]{0,2}(?:\.[0-9]{3}){2,8}(?:,[0-9]{1,2})?(?![0-9.]*[0-9]))[0-9]{1,3}(?:\.[0-9]+){2,}\b",
        # Timothy 3:1-5   a note [12]
        r"\b[0-9]{1,3}:[0-9]{1,3}[-–][0-9]{1,3}\b",
        r"\[[0-9]{1,3}\]",
        r"\b[0-9]{5}\sZIP\b",
        r"\b[A-Z]{2}\s[0-9]{5}(?:-[0-9]{4})?\b(?!,[0-9])",
        r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s[0-9][A-Z]{2}\b",
        r"\b[0-9]{1,6}(?:[-–][0-9]{1,6})?(?:\s[NSEW]\.?)?"
        rf"(?:\s(?:[A-Z][\w.’']{{0,24}}|[0-9]{{1,3}}(?:st|nd|rd|th))){{1,4}}?\s(?:{_STREET})\b",
        r"\b[0-9]{1,6},?\s(?:[Rr]ue|Ave|Avenue|Via|Calle|Boulevard)\s(?:d\w{1,3}\s)?[A-Z]\w",
        r"\([0-9]\)(?=\s[a-z])",
        # the ticker (0441.KS)
        r"(?<=\()[0-9]{1,6}\.[A-Z]{1,4}(?=[):,])",
        r"(?<=[.:;?!]\s)[0-9]{1,2}\)\s(?=[A-Z“\"‘'])",
        r"[0-9](?:(?<=\n.)|[0-9](?<=\n..))[).]\s(?=[A-Z“\"‘'])",
    ))
)  # fmt: skip
_FIRST = r"[0-9,+@#'’(\[A-Zhmw]"
"""The first characters of all of them; a look-ahead for these makes the search fast."""
_WITHOUT_MAIL = re.compile(f"(?={_FIRST})(?:{_NAMED})")
_WITH_MAIL = re.compile(f"{_MAIL}|{_NAMED}")
_MONTH_BEFORE_A_COUNT = re.compile(rf"\bin\s{_MONTH}\s(?={_DAY}\s[a-z])", re.IGNORECASE)
"""A month after which the number is no day: "*in January* 25 people were jailed"."""
_BEHIND_A_NAME = re.compile(r"\b[A-Z][\w’'-]+\s(?=\([0-9]\)\sand\s(?:[A-Z][\w.’'-]*\s){1,4}\([0-9])")
"""A name after which a digit in brackets is no point of a list: "*Mia* (4) and Lena (6)"."""
_BEFORE_MONTH = re.compile(rf"\b[0-3]?[0-9]\.\s{_MONTH}\s{_YEAR}\b")
"""A day with a full stop, which may end the sentence ("on *14.* March 2021")."""
_TO_NINETY = "twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_SPELLED_YEAR = re.compile(
    rf"\b(?:seventeen|eighteen|nineteen|twenty)[\s-](?:(?:{_TEENS}|oh[\s-](?:{_ONES})|(?:{_TO_NINETY})(?:[\s-](?:{_ONES}))?)\b(?!-))"
    rf"|(?<=\b(?:in|of|by)\s)(?:nineteen\shundred|two\sthousand)(?:\s(?:and\s)?(?:{_TEENS}|(?:twenty|thirty)(?:-(?:{_ONES}))?|{_ONES}))?"
    rf"(?!\sand\s(?:{_TEENS}|{_TO_NINETY}|{_ONES})\b)(?=\s*[.,;:)]|\s(?:and|but|when|the|he|she|it|they|to|after|as|with|for|at|in|a|by|was|were|had)\b|\s*\Z)",
    re.IGNORECASE,
)


def spelled_years(sentence: Sentence) -> list[tuple[int, int]]:
    """The spans of years in words ("nineteen eighty-four")."""
    return [match.span() for match in _SPELLED_YEAR.finditer(sentence.text, sentence.start, sentence.end)]


def named_spans(sentence: Sentence) -> list[tuple[int, int]]:
    """The spans of dates, times, ordinals, addresses, telephone numbers and the like."""
    pattern = _WITH_MAIL if "@" in sentence.text[sentence.start : sentence.end] else _WITHOUT_MAIL
    spans = [match.span() for match in pattern.finditer(sentence.text, sentence.start, sentence.end)]
    if day := _BEFORE_MONTH.search(sentence.text, max(sentence.end - 4, sentence.start), sentence.end + 24):
        spans.append(day.span())
    if not spans:
        return spans
    counts = {
        match.end()
        for rule in (_MONTH_BEFORE_A_COUNT, _BEHIND_A_NAME)
        for match in rule.finditer(sentence.text, sentence.start, sentence.end)
    }
    return [(start, end) for start, end in spans if counts.isdisjoint(range(start, end))]
