"""How rules generalise: sentences re-worded by substitution, whose figures must change as the words do, and no others.

After the metamorphic tests of Chen et al. (1998, Metamorphic Testing) and the checklists of Ribeiro et al. (ACL 2020,
Beyond Accuracy): no new marks are needed, because a known substitution has a known effect on what was read before.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.article import Article
from analysis.quantities import Quantity, find_quantities

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONES = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""".split()
WORDS = dict(enumerate(_ONES, start=2)) | {20 + 10 * at: word for at, word in enumerate(_TENS)}
WORDS |= {tens + at: f"{WORDS[tens]}-{_ONES[at - 2]}" for tens in range(20, 100, 10) for at in range(2, 10)}
"""Numbers as words, 2 to 99."""

MODIFIERS = {
    "approximate": [
        "about",
        "around",
        "roughly",
        "approximately",
        "some",
        "an estimated",
        "in the region of",
        "somewhere around",
        "close to",
        "circa",
    ],
    "more_than": [
        "more than",
        "over",
        "upwards of",
        "in excess of",
        "well over",
        "north of",
        "greater than",
        "just over",
        "significantly more than",
    ],
    "at_least": ["at least", "no fewer than", "no less than", "a minimum of", "not less than"],
    "less_than": [
        "less than",
        "fewer than",
        "under",
        "just under",
        "nearly",
        "almost",
        "just short of",
        "slightly less than",
        "well under",
        "shy of",
    ],
    "at_most": ["up to", "as many as", "no more than", "at most", "a maximum of", "not more than", "as much as"],
}
"""Ways to bound a number, by modifier."""

NOUNS = """
    soldier nurse farmer worker student pupil teacher sailor patient prisoner migrant refugee voter
    customer visitor driver passenger pensioner rebel fighter hostage striker dancer singer cyclist
    engineer lawyer judge senator councillor delegate house home flat shop school hospital church mosque
    bridge road tunnel dam factory plant mine farm field garden hotel car truck bus train plane
    helicopter ship boat tank drone rocket missile bomb rifle bullet shell engine battery panel cow pig
    horse dog cat whale elephant tiger rat chicken bird shark wolf bear deer rabbit tree flower mushroom
    apple book film song album painting poem letter email call message photograph video podcast website
    game match race medal trophy complaint lawsuit petition law reform arrest crime theft burglary
    murder fire flood storm earthquake outbreak infection test vaccine dose surgery tumour study
    experiment sample survey question answer idea plan proposal project programme chair table lamp
    bottle box bag pizza sandwich egg cake ticket coin stamp shirt shoe hat watch ring key laptop
    printer city village county state province island lake river mountain forest park beach country
    nation embassy party union club company bank brand agency ministry committee council court army
    brigade battalion regiment squad team orchestra band
""".split()
"""Common nouns of news texts with a regular plural."""

SIGNS = {
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
    "A$": "AUD",
    "HK$": "HKD",
    "S$": "SGD",
    "C$": "CAD",
    "¥": "JPY",
    "₹": "INR",
    "US$": "USD",
}
PERCENT = (" percent", " per cent", "%", " pct")
MEASURES = """
    kilometre mile metre yard centimetre inch kilogram gram tonne pound litre gallon hectare acre
    megawatt kilowatt gigabyte terabyte gigahertz kelvin joule kilojoule volt ampere newton pascal lumen
    decibel
""".split()
"""Units of measurement that may stand for one another behind a number."""


@dataclass(frozen=True)
class Rewording:
    """A sentence after one substitution at its quantity number `at`, and what that must be read as."""

    kind: str
    was: str
    text: str
    at: int
    expected: dict[str, object]


def rewordings(text: str, chance: random.Random) -> Iterator[Rewording]:
    """One sentence re-worded in each way that fits each of its quantities."""
    for at, quantity in enumerate(find_quantities(Article(text))):
        for kind, reword in _WAYS.items():
            if made := reword(text, quantity, chance):
                start, end, words, expected = made
                yield Rewording(kind, text, text[:start] + words + text[end:], at, expected)


def cross_tests(texts: Iterable[str], seed: int = 0) -> pd.DataFrame:
    """Each re-wording of each text, what was read of it, and whether the figure meant and all others are right."""
    chance, rows = random.Random(seed), []
    for text in texts:
        before = find_quantities(Article(text))
        for one in rewordings(text, chance):
            after = find_quantities(Article(one.text))
            same_number = len(before) == len(after)
            meant = same_number and _told(after[one.at]) == _told(before[one.at]) | one.expected
            others = same_number and all(
                _told(new) in (_told(old), _carried(old, before[one.at], one))
                for n, (old, new) in enumerate(zip(before, after, strict=True))
                if n != one.at
            )
            found = [_told(quantity) for quantity in after]
            rows.append([one.kind, text, one.text, one.expected, found, bool(meant), bool(others)])
    return pd.DataFrame(rows, columns=["kind", "was", "text", "expected", "found", "meant", "others"])


def shares(tests: pd.DataFrame) -> pd.DataFrame:
    """Per cent of the re-wordings of each kind after which all is read as it must be, and how many there are."""
    right = (tests["meant"] & tests["others"]).groupby(tests["kind"])
    table = pd.DataFrame({"right": (100 * right.mean()).round(1), "of": right.size()})
    whole = pd.DataFrame(
        {"right": [round(100 * float((tests["meant"] & tests["others"]).mean()), 1)], "of": [len(tests)]}, ["all"]
    )
    return pd.concat([table, whole]).rename_axis("kind").reset_index()


def _told(quantity: Quantity) -> dict[str, object]:
    return {name: getattr(quantity, name) for name in ("low", "high", "modifier", "unit", "trend")}


def _carried(other: Quantity, meant: Quantity, one: Rewording) -> dict[str, object]:
    """What another quantity becomes where it goes with the one meant: of the same unit, or a conversion of it."""
    if one.kind != "a modifier":
        return _told(other) | (one.expected if other.unit == meant.unit else {})
    bounds = {name: bound and other.low for name, bound in one.expected.items()}
    return _told(other) | bounds | {"modifier": one.expected["modifier"]}


Made = tuple[int, int, str, dict[str, object]]
"""Where words are put, the words, and what becomes of the quantity."""


def _other_number(text: str, quantity: Quantity, chance: random.Random) -> Made | None:
    """Other digits of the same form: "19.5" for "12.0"."""
    found = re.fullmatch(
        r"(\D{0,3})([1-9]\d{0,2}(?:,\d{3})*(?:\.\d+)?)(\s?\D*)", text[quantity.number_start : quantity.number_end]
    )
    if not found or quantity.modifier in ("range", "vague") or quantity.unit == "foot":
        return None
    old = float(found[2].replace(",", ""))
    if old < 2 or 1000 <= old <= 2100:
        return None
    digits = re.sub(r"\d", lambda _: str(chance.randint(2, 8)), found[2])
    factor = float(digits.replace(",", "")) / old
    bounds = {
        name: value and float(f"{value * factor:.12g}")
        for name in ("low", "high")
        if (value := getattr(quantity, name)) is not None
    }
    start = quantity.number_start + found.start(2)
    return start, start + len(found[2]), digits, bounds


def _in_words(text: str, quantity: Quantity, chance: random.Random) -> Made | None:
    """Digits in words: "twelve" for "12"."""
    digits = text[quantity.number_start : quantity.number_end]
    if quantity.kind != "count" or not re.fullmatch(r"[1-9]\d?", digits) or int(digits) not in WORDS:
        return None
    return quantity.number_start, quantity.number_end, WORDS[int(digits)], {}


def _in_digits(text: str, quantity: Quantity, chance: random.Random) -> Made | None:
    """Words in digits: "12" for "twelve"."""
    word = text[quantity.number_start : quantity.number_end].lower()
    number = next((number for number, told in WORDS.items() if told == word), None)
    return number and (quantity.number_start, quantity.number_end, str(number), {})


def _bounded(text: str, quantity: Quantity, chance: random.Random) -> Made | None:
    """A modifier before an exact figure, or another in place of one: "upwards of 40" for "40"."""
    if quantity.modifier not in ("exact", *MODIFIERS) or quantity.low == quantity.high == 1:
        return None
    before = text[quantity.start : quantity.number_start]
    plain = before.strip().lower()
    if quantity.modifier == "exact" and before:
        return None
    if quantity.modifier != "exact" and not any(plain == words for told in MODIFIERS.values() for words in told):
        return None
    if quantity.modifier == "exact" and (
        quantity.kind in ("fraction", "age", "multiple")
        or re.search(r"[-‑]", text[quantity.number_start : quantity.end])
        or re.search(
            r"\b(?:from|between|and|the|these|those|his|her|its|their|our|my|all|other|last|next|first|past|every|another|than|to|a|an|or)\s\Z|[^\w\s,]\s?\Z",
            text[: quantity.start],
            re.I,
        )
    ):
        return None
    modifier = chance.choice([*MODIFIERS])
    value = quantity.high if quantity.low is None else quantity.low
    low, high = {
        "approximate": (value, value),
        "more_than": (value, None),
        "at_least": (value, None),
        "less_than": (None, value),
        "at_most": (None, value),
    }[modifier]
    words = chance.choice(MODIFIERS[modifier])
    end = quantity.number_start
    if quantity.start == 0:
        words, end = f"{words} {text[end].lower()}".capitalize(), end + 1
    else:
        words += " "
    return quantity.start, end, words, {"low": low, "high": high, "modifier": modifier}


def _other_noun(text: str, quantity: Quantity, chance: random.Random) -> Made | None:
    """Another counted noun: "12 whales" for "12 complaints"."""
    phrase = text[quantity.number_end : quantity.end]
    last = re.search(r"(?<=[ -])[a-z]+\Z", phrase)
    if quantity.kind != "count" or not last or " per " in (quantity.unit or "") or " of " in phrase or "(" in phrase:
        return None
    if last[0] not in (quantity.unit, f"{quantity.unit}s", "people"):
        return None
    noun = chance.choice(NOUNS)
    end = quantity.end
    return quantity.number_end + last.start(), end, noun if last[0] == quantity.unit else plural(noun), {"unit": noun}


def plural(noun: str) -> str:
    """The regular plural of a noun."""
    if re.search(r"[^aeiou]y\Z", noun):
        return f"{noun[:-1]}ies"
    return (
        f"{noun}es"
        if re.search(r"(?:s|x|z|ch|sh)\Z", noun)
        else {"wolf": "wolves", "deer": "deer"}.get(noun, f"{noun}s")
    )


def _other_sign(text: str, quantity: Quantity, chance: random.Random) -> Made | None:
    """Another currency's sign: "A$40" for "$40"."""
    sign = re.match(r"(?:US|A|C|HK|S)?[$£€¥₹](?=\d)", text[quantity.number_start :])
    if (
        not sign
        or SIGNS.get(sign[0]) != (quantity.unit or "").partition(" ")[0]
        or len(re.findall(r"[$£€¥]", text)) > 1
    ):
        return None
    new = chance.choice([*SIGNS])
    unit = quantity.unit.replace(SIGNS[sign[0]], SIGNS[new])
    return quantity.number_start, quantity.number_start + len(sign[0]), new, {"unit": unit}


def _other_percent(text: str, quantity: Quantity, chance: random.Random) -> Made | None:
    """Another way to write per cent."""
    written = re.search(r"(?:\s?%|[ ]per\s?cent|[ ]pct)\Z", text[quantity.number_start : quantity.number_end])
    if not written or quantity.unit != "percent":
        return None
    start = quantity.number_start + written.start()
    return start, quantity.number_end, chance.choice(PERCENT), {}


def _other_measure(text: str, quantity: Quantity, chance: random.Random) -> Made | None:
    """Another unit of measurement: "40 hectares" for "40 miles"."""
    last = re.search(r"(?<=\d )[a-z]+\Z", text[: quantity.end])
    if quantity.kind != "measure" or not last or last[0].rstrip("s") not in MEASURES:
        return None
    unit = chance.choice(MEASURES)
    return last.start(), last.end(), unit if not last[0].endswith("s") else f"{unit}s", {"unit": unit}


_WAYS: dict[str, Callable[[str, Quantity, random.Random], Made | None]] = {
    "other digits": _other_number,
    "digits in words": _in_words,
    "words in digits": _in_digits,
    "a modifier": _bounded,
    "another noun": _other_noun,
    "another currency": _other_sign,
    "per cent otherwise": _other_percent,
    "another measure": _other_measure,
}
