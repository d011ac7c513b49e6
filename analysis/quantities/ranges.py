"""Pairs of numbers: ranges ("10 to 12", "$10-15 million") and sums ("6ft 2in"); others by `ratios` and `contests`."""

from __future__ import annotations

import re

from analysis.quantities import contests, money, ratios
from analysis.quantities.atoms import Number, product
from analysis.quantities.bounds import modifier_before
from analysis.quantities.quantity import Draft, Measured, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import alternatives, table
from analysis.quantities.trends import is_said_to_change, trend_before

_JOINT = re.compile(
    r"\s?[-–—‑]\s?|\s+(?:to|through|or|and)\s+|\s+or\s(?:even|maybe|perhaps|possibly)\s+|-to-|[-‑]\s?(?:to|or)\s",
    re.IGNORECASE,
)
_OR = re.compile(r"\sor\s", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bbetween\s+(?:(?:the ages of|about|around|roughly|approximately|some|just|an estimated)\s+)?\Z",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\bfrom\s+(?:between\s+)?(?:(?:about|around|roughly|just|over|under|nearly|as low as|as little as)\s+)?\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|since|during|by|of|until|before|after)\s(?:19|20)[0-9]{2}\Z", re.IGNORECASE)
"""A year, which opens no range: "halved *in 2004* to $200m"."""
_TO_A_BOUND = re.compile(
    rf"\s+(to|and)\s+(?:(?:just|well|slightly|perhaps|possibly)\s+)?"
    rf"({alternatives(phrase for phrases in table('modifiers')['before'].values() for phrase in phrases)})\s",
    re.IGNORECASE,
)
_OPEN = frozenset(phrase for name in ("more_than", "at_least") for phrase in table("modifiers")["before"][name])
_WIDEST = 32
"""Characters between two numbers of a pair."""
_STEPS = frozenset((0.5, 5, 10, 50, 100, 500, 1000, 5000, 10_000))
"""Differences between two guesses ("20 or 30")."""
_WIDEST_RANGE = 5
"""The largest ratio of the ends of a range that is the size of a change."""
_PARTS = {
    (Unit(whole, "measure"), Unit(part, "measure")): parts
    for whole, part, parts in (("foot", "inch", 12), ("stone", "pound", 14), ("pound", "ounce", 16))
}
"""How many of the second unit make one of the first ("6ft 2in")."""
_METRE = Unit("metre", "measure")
_MILLION = 1e6
_LADDERS = (
    "millimetre 10 centimetre 100 metre 1000 kilometre",
    "milligram 1000 gram 1000 kilogram 1000 tonne",
    "kilowatt 1000 megawatt 1000 gigawatt",
    "megabyte 1000 gigabyte 1000 terabyte",
    "second 60 minute 60 hour 24 day 7 week",
    "month 12 year 10 decade",
    "inch 12 foot 5280 mile",
    "yard 1760 mile",
)
_MULTIPLES = {
    (steps[rung], steps[rung + 2]): int(steps[rung + 1])
    for steps in map(str.split, _LADDERS)
    for rung in range(0, len(steps) - 2, 2)
}
"""How many of the first unit make one of the second, for ranges between the two ("300 metres to 1.2 km")."""

_Joined = tuple[list[Measured], int]
"""The quantities of two numbers, and how many of the two they cover."""


def pair_up(sentence: Sentence, drafts: list[Measured]) -> list[Measured]:
    """`drafts` with ranges, ratios and sums joined; of game scores nothing is kept, of votes the two sides."""
    result: list[Measured] = []
    position = 0
    while position < len(drafts):
        right = drafts[position + 1] if position + 1 < len(drafts) else None
        joined, count = _joined(sentence, drafts[position], right)
        if count == 1:
            joined = [ratios.part_of_one(sentence, joined[0])]
        while joined and result and _is_guess_before(sentence, result[-1], joined[0]):
            wider = _range(sentence, result[-1], joined[0])
            if wider is None:
                break
            joined = [wider]
            result.pop()
        result.extend(joined)
        position += count
    return result


def _is_guess_before(sentence: Sentence, draft: Measured, guesses: Measured) -> bool:
    """Whether a number is one more guess beside those of a range ("*40*, 50 or 60 people")."""
    either = guesses.modifier == "range" and _OR.search(sentence.text, guesses.number_start, guesses.number_end)
    listed = either and sentence.text[draft.end : guesses.start] == ", "
    return bool(listed) and draft.modifier == "exact" and _may_be_either(draft, guesses)


def _joined(sentence: Sentence, left: Measured, right: Measured | None) -> _Joined:
    """Two numbers joined as a range, a ratio, a sum, a vote or (of a game's score) nothing; else only the first."""
    if right is None or right.number_start - left.end > _WIDEST:
        return [left], 1
    gap = sentence.text[left.end : right.number_start]
    if joined := _sum_or_part(sentence, left, right, gap):
        return [joined], 2
    if bound := _TO_A_BOUND.fullmatch(gap):
        return _to_a_bound(sentence, left, right, bound)
    if not _JOINT.fullmatch(gap) or left.number.form == "vague" or right.number.form in ("vague", "multiple"):
        return [left], 1
    if (left.number.form == "fraction") != (right.number.form == "fraction"):
        return [left], 1
    if (sides := contests.result(sentence, left, right, gap)) is not None:
        return sides, 2
    if left.unit == _METRE != right.unit and right.number.scale == _MILLION:
        left = left._replace(unit=None)  # "between 2m and 3m copies"
    if ratio := ratios.multiple(sentence, left, right):
        return [ratio], 2
    if (sides := contests.pair(sentence, left, right, gap)) is not None:
        return sides, 2
    return _range_or_level(sentence, left, right, gap)


def _sum_or_part(sentence: Sentence, left: Measured, right: Measured, gap: str) -> Measured | None:
    """The one value of two numbers: "nine out of 10", "half of 1 percent", "$5 and 20 cents", "6ft 2in"."""
    if part := ratios.part(sentence, left, right):
        return part
    if gap == " of " and left.number.form == "fraction" and right.unit and right.value == 1:
        return right.with_value(left.value, start=left.start, number_start=left.number_start)
    if gap in (" ", " and ") and (
        amount := money.with_coins(left, right) or money.with_spoken_hundredths(sentence, left, right)
    ):
        return amount
    parts = _PARTS.get((left.unit, right.unit)) if gap in ("", " ", " and ") else None
    if parts is None:
        return None
    value = left.value + right.value / parts
    return left.with_value(value, number_end=right.number_end, end=right.end, attributive=right.attributive)


def _to_a_bound(sentence: Sentence, left: Measured, right: Measured, bound: re.Match[str]) -> _Joined:
    """The range that a modifier before its second end leaves open: "$500,000 to more than $1 million"."""
    if left.unit is not None and left.unit != right.unit:
        return [left], 1
    joined, count = _range_or_level(sentence, left, right, bound[1])
    if count == 2 and bound[2].lower() in _OPEN:
        joined = [joined[0]._replace(high=None)]
    return joined, count


def _range_or_level(sentence: Sentence, left: Measured, right: Measured, gap: str) -> _Joined:
    """The range of two numbers; of a change from one level to another, the first level with the scale of the second."""
    if not _may_be_range(sentence, left, right, gap):
        return [left], 1
    if _word(gap) == "to" and _is_change(sentence, left, right):
        low = _shared_scale(left, right)[0]
        return [left._replace(low=low, high=low) if left.unit is None else left], 1
    joined = _range(sentence, left, right)
    return ([left], 1) if joined is None else ([joined], 2)


def _word(gap: str) -> str:
    """The word or hyphen between two numbers."""
    return gap.strip(" -‑").lower().partition(" ")[0]


def _may_be_range(sentence: Sentence, left: Measured, right: Measured, gap: str) -> bool:
    """Whether two numbers with "to", "and", "or" or a hyphen between them may be the ends of one range."""
    word = _word(gap)
    comparable = _same_unit(left.unit, right.unit) or (word == "to" and _factor(left, right))
    if not comparable or _is_dated(sentence, left, right):
        return False
    if not word.isalpha() and gap[0].isspace() and left.number.form != right.number.form:
        return False  # "unwilling to name one – 9% in all"
    if word == "and":
        return _BETWEEN.search(sentence.before(left.number_start, 40)) is not None
    return word != "or" or ("-" not in gap and _may_be_either(left, right))


def _is_dated(sentence: Sentence, left: Measured, right: Measured) -> bool:
    """Whether the first number is the year of the second ("rose 12% *in 2016* to 4.1 million")."""
    if left.unit is not None or not _YEAR.search(sentence.before(left.end, 16)):
        return False
    digits = sentence.text[right.number.start : right.number.end]
    return right.unit is not None or not (digits.isdigit() and len(digits) == 4)


def _may_be_either(left: Measured, right: Measured) -> bool:
    """Whether "or" joins two guesses at one number: "three or four", "$2 or $3 billion", "two or three hundred"."""
    if left.unit is not None and left.unit != right.unit and not (left.kind == "money" and right.unit is None):
        return False
    if left.number.scale == 1 < right.number.scale and _shared_scale(left, right)[0] > left.value:
        return left.value < right.value / right.number.scale
    return _are_neighbours(left.number, right.number)


def _are_neighbours(left: Number, right: Number) -> bool:
    """Whether two numbers follow each other when one counts by ones, fives, tens and so on ("20 or 30")."""
    scale = left.scale if left.scale == right.scale else 1
    low, step = left.value / scale, (right.value - left.value) / scale
    return step == 1 or (left.form == right.form and step in _STEPS and low % step == 0)


def _same_unit(left: Unit | None, right: Unit | None) -> bool:
    """Whether two units can be those of one range's ends: "$62 and $68 per share", "5 to 7 percent"."""
    if left is None or right is None or left.name == right.name:
        return True
    return left.kind == right.kind == "money" and right.name.startswith(f"{left.name} per ")


def _factor(left: Measured, right: Measured) -> float | None:
    """How many of the first unit make one of the second, in a range between the two ("300 metres to 1.2 km")."""
    factor = _MULTIPLES.get((left.unit_name, right.unit_name))
    return factor if factor and left.value < factor * right.value else None


def _is_change(sentence: Sentence, left: Measured, right: Measured) -> bool:
    """Whether "to" leads to a new level rather than to the end of a range: "rose 5% to 99", "cut from 20 to 15".

    "A rise of 2 to 3 percent" and "fell 5 to 10 percent" are ranges: both have the unit, and the second is larger.
    """
    left = left._replace(start=modifier_before(sentence, left)[1])  # "rose by *about* 5% to 99"
    before = sentence.before(left.start, 40)
    if trend_before(sentence, left):
        rises = left.value < right.value
        sized = before.lower().endswith((" of ", " another ")) or (left.unit is None and right.unit is not None)
        if sized and _factor(left, right):
            return False
        return not (rises and sized and right.value <= _WIDEST_RANGE * left.value)
    if before.lower().endswith("by ") and right.value > _WIDEST_RANGE * left.value > 0:
        return True
    opening = _FROM.search(before)
    if opening is None or left.value == 0:
        return False
    start = left.start - len(before) + opening.start()
    return right.value < left.value or is_said_to_change(sentence, left, right, start)


def _range(sentence: Sentence, left: Measured, right: Measured) -> Measured | None:
    """The range from one number to another; None where the first is larger."""
    low, high = _shared_scale(left, right)
    unit = right.unit or left.unit
    if factor := _factor(left, right):
        unit, high = left.unit, product(high, factor)
    if right.modifier == "range" and right.high is not None:
        high = right.high
    if high < low < 0 and sentence.text[left.end : right.number_start].strip() == "to":
        low, high = high, low  # "minus 5 to minus 10 degrees"
    if low > high:
        return None
    before = sentence.before(left.number_start, 40)
    opening = _BETWEEN.search(before) or _FROM.search(before)
    joined = Draft(
        start=left.number_start - len(before) + opening.start() if opening else left.start,
        number_start=left.number_start,
        number_end=right.number_end,
        end=right.end,
        number=Number(left.number_start, right.number_end, low, right.number.form, right.number.scale),
        low=low,
        high=high,
        unit=unit,
        attributive=right.attributive,
        modifier="range",
    )
    return Measured(joined)


def _shared_scale(left: Measured, right: Measured) -> tuple[float, float]:
    """The two values, the second's scale word given to both: "$10-15 million", "four to five thousand"."""
    low, high, scale = left.value, right.value, right.number.scale
    if left.number.scale == 1 and scale > 1 and low < 1000 and low < 10 * high / scale:
        low = product(low, scale)
    return low, high
