"""Pairs of numbers: ranges ("10 to 12", "$10-15 million"), votes and scores ("6-1"); ratios are in `ratios`."""

from __future__ import annotations

import re

from analysis.quantities import money, ratios
from analysis.quantities.atoms import Number, product
from analysis.quantities.bounds import from_bound
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table
from analysis.quantities.trends import from_before

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
"""What is no end of a range: "halved *in 2004* to $200m"."""
_APPROXIMATE = re.compile(
    r"\b(?:about|almost|around|roughly|between|some|over|of|under|nearly|than|up\sto|at\s(?:least|most)|as\smany\sas)\s\Z",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:decision|ruling|opinion|verdict|vote|tie|draw|split|deadlock|win|loss|lead|victory"
    r"|defeat|record|score)\b"
)
"""What a pair of numbers before it is the outcome of."""
_VOTED = re.compile(r"\s(?:[\w-]+\s){0,2}?votes?\b")
_LOST = re.compile(r"\b(?:reject\w*|vot\w+\sdown|vote\w*\sagainst|defeat\w*|fail\w*|lost)\b", re.IGNORECASE)
"""What makes the smaller side of a vote the first one ("rejected it 48-52")."""
_ENDED = re.compile(r"\s?[.,;]|\s?\Z")
_TO_A_BOUND = re.compile(
    rf"\s+(to|and)\s+(?:(?:just|well|slightly|perhaps|possibly)\s+)?"
    rf"({'|'.join(re.escape(phrase) for phrases in table('modifiers')['before'].values() for phrase in phrases)})\s",
    re.IGNORECASE,
)
_OPEN = frozenset(phrase for name in ("more_than", "at_least") for phrase in table("modifiers")["before"][name])
_CHANGE, _SCORE, _VOTE = (
    re.compile(rf"\b(?:{'|'.join(table('trends')[name]['stems'])})\b", re.IGNORECASE)
    for name in ("change", "score", "vote")
)
_WIDEST = 32
_STEPS = frozenset((0.5, 5, 10, 50, 100, 500, 1000, 5000, 10_000))
"""By how much two guesses differ ("20 or 30")."""
_WIDEST_RANGE = 5
"""How many times its lower end the upper end of the size of a change may be."""
_PARTS = {
    (Unit(whole, "measure"), Unit(part, "measure")): parts
    for whole, part, parts in (("foot", "inch", 12), ("stone", "pound", 14), ("pound", "ounce", 16))
}
"""How many of the second unit make one of the first."""
_METRE = Unit("metre", "measure")
_MILLION = 1e6
_MULTIPLES = {
    (small, large): factor
    for small, large, factor in (
        ("millimetre", "centimetre", 10),
        ("centimetre", "metre", 100),
        ("metre", "kilometre", 1000),
        ("milligram", "gram", 1000),
        ("gram", "kilogram", 1000),
        ("kilogram", "tonne", 1000),
        ("kilowatt", "megawatt", 1000),
        ("megawatt", "gigawatt", 1000),
        ("megabyte", "gigabyte", 1000),
        ("gigabyte", "terabyte", 1000),
        ("second", "minute", 60),
        ("minute", "hour", 60),
        ("hour", "day", 24),
        ("day", "week", 7),
        ("month", "year", 12),
        ("year", "decade", 10),
        ("inch", "foot", 12),
        ("foot", "mile", 5280),
        ("yard", "mile", 1760),
    )
}
"""How many of the first unit make one of the second, where a range may begin in the one and end in the other."""


def pair_up(sentence: Sentence, drafts: list[Draft]) -> list[Draft]:
    """`drafts` with ranges and ratios made one; scores of games are left out, votes told as such kept as two counts."""
    result: list[Draft] = []
    position = 0
    while position < len(drafts):
        pair = drafts[position : position + 2]
        joined = None
        if len(pair) == 2 and pair[1].number_start - pair[0].end <= _WIDEST:
            joined = _joined(sentence, *pair)
        if joined is None:
            ratios.part_of_one(sentence, pair[0])
        while joined and result and _is_listed_before(sentence, result[-1], joined[0]):
            joined = _range(sentence, result.pop(), joined[0])
        result.extend(pair[:1] if joined is None else joined)
        position += 1 if joined is None else 2
    return result


def _is_listed_before(sentence: Sentence, draft: Draft, either: Draft) -> bool:
    """Whether a number is one more guess beside those of a range ("*40*, 50 or 60 people")."""
    guesses = either.modifier == "range" and _OR.search(sentence.text, either.number_start, either.number_end)
    listed = guesses and sentence.text[draft.end : either.start] == ", "
    return bool(listed) and draft.modifier == "exact" and _may_be_either(draft, either)


def _joined(sentence: Sentence, left: Draft, right: Draft) -> list[Draft] | None:
    """What the two make together: a range or ratio, two votes, nothing (a score); None where they stand apart."""
    gap = sentence.text[left.end : right.number_start]
    if part := ratios.part(sentence, left, right):
        return [part]
    if gap == " of " and left.number.form == "fraction" and right.unit and right.number.value == 1:
        right.low = right.high = right.number.value = left.number.value
        right.start, right.number_start = left.start, left.number_start
        return [right]
    if gap in (" ", " and ") and (money.add_coins(left, right) or money.add_hundredths(sentence, left, right)):
        return [left]
    if (left.unit, right.unit) in _PARTS and gap in ("", " ", " and "):
        return _compound(left, right)
    if bound := _TO_A_BOUND.fullmatch(gap):
        return _to_a_bound(sentence, left, right, bound)
    if not _JOINT.fullmatch(gap) or left.number.form == "vague" or right.number.form in ("vague", "multiple"):
        return None
    if (left.number.form == "fraction") != (right.number.form == "fraction"):
        return None
    if _is_result(sentence, left, right, gap):
        return _votes(sentence, left, right) if _VOTED.match(sentence.text, right.end, sentence.end) else []
    if left.unit == _METRE != right.unit and right.number.scale == _MILLION:
        left.unit = None  # "between 2m and 3m copies"
    if ratio := ratios.multiple(sentence, left, right):
        return [ratio]
    if not gap.strip(" -‑").isalpha() and _is_pair(sentence, left, right):
        return _votes(sentence, left, right)
    if gap.strip().lower() == "to" and left.unit is right.unit is None and _is_vote(sentence, left, right):
        return _votes(sentence, left, right)
    return _range(sentence, left, right) if _is_range(sentence, left, right, gap) else None


def _compound(left: Draft, right: Draft) -> list[Draft]:
    """One length or weight told in two units: "6ft 2in", "14st 3lb"."""
    left.low = left.high = left.number.value = left.number.value + right.number.value / _PARTS[left.unit, right.unit]
    left.number_end, left.end, left.attributive = right.number_end, right.end, right.attributive
    return [left]


def _to_a_bound(sentence: Sentence, left: Draft, right: Draft, bound: re.Match[str]) -> list[Draft] | None:
    """The range that a modifier before its second end leaves open: "$500,000 to more than $1 million"."""
    if left.unit is not None and left.unit != right.unit:
        return None
    if not _is_range(sentence, left, right, bound[1]) or not (joined := _range(sentence, left, right)):
        return None
    if bound[2].lower() in _OPEN:
        left.high = None
    return joined


def _is_result(sentence: Sentence, left: Draft, right: Draft, gap: str) -> bool:
    """Whether two whole numbers are an outcome that a noun tells of ("a 5-4 decision"), or a pairing ("one-to-one")."""
    if left.unit or right.unit or left.number.value % 1 or right.number.value % 1:
        return False
    if gap.lower() in ("-to-", "‑to‑") and left.number.value == right.number.value:
        return True
    joint = gap.strip().lower()
    if joint not in ("-", "–", "‑", "-to-", "to") or max(left.number.value, right.number.value) >= 1000:
        return False
    if joint == "to" and left.number.value < right.number.value:
        return False
    return _RESULT.match(sentence.text, right.end, sentence.end) is not None


def _is_pair(sentence: Sentence, left: Draft, right: Draft) -> bool:
    """Whether two numbers with a hyphen between them are a score or a vote rather than a range."""
    if left.unit or right.unit or left.number.form != "digits" or right.number.form != "digits":
        return False
    if left.number.scale != 1 or right.number.scale != 1:
        return False
    if right.number.value <= left.number.value:
        return True
    before = sentence.before(left.number_start, 40)
    around = f"{before} | {sentence.after(right.end, 24)}"
    told = _SCORE.search(around) or _VOTE.search(around)
    return right.number.value < 1000 and bool(told) and not _APPROXIMATE.search(before)


def _is_vote(sentence: Sentence, left: Draft, right: Draft) -> bool:
    """Whether "52 to 48" is the outcome of a vote."""
    before = sentence.before(left.number_start, 30)
    lost = _LOST.search(before) and _ENDED.match(sentence.text, right.end)
    return (left.number.value > right.number.value or bool(lost)) and _VOTE.search(before) is not None


def _votes(sentence: Sentence, left: Draft, right: Draft) -> list[Draft]:
    """The two sides of a vote ("voted 6-1"); nothing of a game's score."""
    around = f"{sentence.before(left.number_start, 60)} | {sentence.after(right.end, 30)}"
    ordered = left.number.value >= right.number.value >= 0 or _LOST.search(around)
    if left.number.value % 1 or not ordered or not _VOTE.search(around):
        return []
    left.unit = right.unit = Unit("vote", "count")
    return [left, right]


def _is_range(sentence: Sentence, left: Draft, right: Draft, gap: str) -> bool:
    """Whether "to", "and", "or" or a hyphen between two numbers makes them the ends of one range."""
    word = gap.strip(" -‑").lower().partition(" ")[0]
    before = sentence.before(left.number_start, 40)
    if not (_same_unit(left.unit, right.unit) or (word == "to" and _factor(left, right))) or _is_dated(
        sentence, left, right
    ):
        return False
    if not word.isalpha() and gap[0].isspace() and left.number.form != right.number.form:
        return False  # "unwilling to name one – 9% in all"
    if word == "and":
        return _BETWEEN.search(before) is not None
    if word == "or":
        return "-" not in gap and _may_be_either(left, right)
    if word == "to" and _is_change(sentence, from_bound(sentence, left), right):
        if left.unit is None:
            left.low = left.high = _shared_scale(left, right)[0]
        return False
    return True


def _is_dated(sentence: Sentence, left: Draft, right: Draft) -> bool:
    """Whether the first number is the year of the second ("rose 12% *in 2016* to 4.1 million")."""
    if left.unit is not None or not _YEAR.search(sentence.before(left.end, 16)):
        return False
    digits = sentence.text[right.number.start : right.number.end]
    return right.unit is not None or not (digits.isdigit() and len(digits) == 4)


def _may_be_either(left: Draft, right: Draft) -> bool:
    """Whether "or" joins two guesses at one number: "three or four", "$2 or $3 billion", "two or three hundred"."""
    if left.unit is not None and left.unit != right.unit and not (left.unit.kind == "money" and right.unit is None):
        return False
    if left.number.scale == 1 < right.number.scale and _shared_scale(left, right)[0] > left.number.value:
        return left.number.value < right.number.value / right.number.scale
    return _are_neighbours(left.number, right.number)


def _are_neighbours(left: Number, right: Number) -> bool:
    """Whether one counts on from one number to the other, by ones, fives, tens and so on ("20 or 30")."""
    scale = left.scale if left.scale == right.scale else 1
    low, step = left.value / scale, (right.value - left.value) / scale
    return step == 1 or (left.form == right.form and step in _STEPS and low % step == 0)


def _same_unit(one: Unit | None, other: Unit | None) -> bool:
    """Whether two units can be those of one range's ends: "$62 and $68 per share", "5 to 7 percent"."""
    if one is None or other is None or one.name == other.name:
        return True
    return one.kind == other.kind == "money" and other.name.startswith(f"{one.name} per ")


def _factor(left: Draft, right: Draft) -> float | None:
    """How many of the first unit make one of the second ("300 metres to 1.2 km"); None where neither is such."""
    if left.unit is None or right.unit is None:
        return None
    factor = _MULTIPLES.get((left.unit.name, right.unit.name))
    return factor if factor and left.number.value < factor * right.number.value else None


def _is_change(sentence: Sentence, left: Draft, right: Draft) -> bool:
    """Whether "to" tells what became of a level, rather than a range: "rose 5% to 99", "cut from 20 to 15".

    "A rise of 2 to 3 percent" and "fell 5 to 10 percent" are ranges: both have the unit, and the second is larger.
    `left` begins with the modifier before it ("rose by *about 5%* to 99").
    """
    before = sentence.before(left.start, 40)
    if from_before(sentence, left):
        rises = left.number.value < right.number.value
        sized = before.lower().endswith((" of ", " another ")) or (left.unit is None and right.unit is not None)
        if sized and _factor(left, right):
            return False
        return not (rises and sized and right.number.value <= _WIDEST_RANGE * left.number.value)
    if before.lower().endswith("by ") and right.number.value > _WIDEST_RANGE * left.number.value > 0:
        return True
    if not _FROM.search(before) or left.number.value == 0:
        return False
    falls = right.number.value < left.number.value
    return falls or _CHANGE.search(sentence.before(left.start, 60)) is not None


def _range(sentence: Sentence, left: Draft, right: Draft) -> list[Draft] | None:
    low, high = _shared_scale(left, right)
    if factor := _factor(left, right):
        right.unit, high = left.unit, product(high, factor)
    high = right.high if right.modifier == "range" else high
    if high < low < 0 and sentence.text[left.end : right.number_start].strip() == "to":
        low, high = high, low  # "minus 5 to minus 10 degrees"
    if low > high:
        return None
    before = sentence.before(left.number_start, 40)
    if opening := _BETWEEN.search(before) or _FROM.search(before):
        left.start = left.number_start - len(before) + opening.start()
    left.low, left.high, left.modifier = low, high, "range"
    left.number = Number(left.number_start, right.number_end, low, right.number.form, right.number.scale)
    left.unit, left.attributive = right.unit or left.unit, right.attributive
    left.number_end, left.end = right.number_end, right.end
    return [left]


def _shared_scale(left: Draft, right: Draft) -> tuple[float, float]:
    """The two values, the second's scale word given to both: "$10-15 million", "four to five thousand"."""
    low, high, scale = left.number.value, right.number.value, right.number.scale
    if left.number.scale == 1 and scale > 1 and low < 1000 and low < 10 * high / scale:
        low = product(low, scale)
    return low, high
