"""Units and modifiers shared by the members of a list, by guesses and by conversions in brackets."""

from __future__ import annotations

import re

from analysis.quantities.bounds import with_modifier
from analysis.quantities.quantity import AGE, OLDEST, PERSON, Counted, Draft
from analysis.quantities.sentence import Sentence

_PARTITIVE = re.compile(
    r"(?:out )?of(?P<which> (?:the|its|their|his|her|our|my|your|these|those|\w+(?: \w+){0,2}['’]s))?"
)
_LAST_JOINTS = ("and", "or", "to", ", and", ", or")
_LIST_JOINTS = (",", "and", ", and")
_LIST_GAPS = (", ", " and ")
_GUESSED = re.compile(r"\b(or)\s(?:even|maybe|perhaps|possibly)\b")
"""The words before a last guess ("110,000, 120,000 *or perhaps* 145,000")."""
_RESPECTIVELY = re.compile(r",?\srespectively\b")
_CONVERSIONS = (" (", "(", ", or ", " or ")
_CONVERTED = ("money", "measure", "duration")
"""Kinds of which a figure has a value in more than one unit."""
_GROUP = (
    r"\b(?:boys|girls|sons|daughters|brothers|sisters|siblings|twins|children|kids|teenagers|students|pupils|victims"
    r"|suspects|men|women|friends|cousins)"
)
_AGED_GROUP = re.compile(rf"{_GROUP},\s\Z", re.IGNORECASE)
_NAMES = r"(?:[A-Z][\w.’'-]*\s){1,4}\("
_NAMED_GROUP = re.compile(rf"{_GROUP}[,:]\s{_NAMES}\Z")
_NEXT_NAME = re.compile(rf"\)(?:,\s(?:and\s)?|\sand\s){_NAMES}")
"""The words between the ages of two people ("Mia (4) *and Lena (*6)")."""
_AGES_END = re.compile(r"[,.;)]|\Z")
_OTHER_LEVEL = re.compile(
    r"\sto\s|,?\s(?:(?:up|down)\sfrom|from|(?:as\s)?compared\s(?:with|to)|against|versus|vs\.?|than)\s[^.;]{0,40}"
)
"""The words between two levels of one price ("50 cents a share, *compared with* 45 cents")."""
_HUNDRED_PERCENT = 100
"""A larger number before a percentage counts something else ("27 million, or 50 percent")."""


def share(sentence: Sentence, drafts: list[Counted]) -> list[Counted]:
    """`drafts` with the unit, modifier or rate that members of a list, guesses and conversions share."""
    drafts = list(drafts)
    shared = (_share_age, _share_age_of_names, _share_unit, _share_modifier, _share_bound, _share_rate, _convert)
    for share_among in shared:
        share_among(sentence, drafts)
    return drafts


def _share_age(sentence: Sentence, drafts: list[Counted]) -> None:
    """Give several people ages ("two sisters, 12 and 14,"; "aged 12, 14 and 19")."""
    first = 0
    for position, draft in enumerate(drafts):
        if draft.number.form != "digits" or draft.unit not in (None, AGE):
            first = position + 1
            continue
        if position > first and sentence.text[drafts[position - 1].end : draft.start] not in _LIST_GAPS:
            first = position
        if position == first or not sentence.match(_AGES_END, draft.end):
            continue
        if drafts[first].unit == AGE or _AGED_GROUP.search(sentence.before(drafts[first].start, 40)):
            drafts[first : position + 1] = [member._replace(unit=AGE) for member in drafts[first : position + 1]]


def _share_age_of_names(sentence: Sentence, drafts: list[Counted]) -> None:
    """Give numbers in brackets behind names ages, if one of them is an age ("two sisters, Mia (4) and Lena (6)")."""
    first = 0
    for position, draft in enumerate(drafts):
        follows = position > first and _NEXT_NAME.fullmatch(sentence.text, drafts[position - 1].end, draft.start)
        first = first if follows else position
        last = position + 1 == len(drafts) or not _NEXT_NAME.fullmatch(
            sentence.text, draft.end, drafts[position + 1].start
        )
        members = drafts[first : position + 1]
        if not last or any(member.unit not in (None, AGE) or not 0 < member.value <= OLDEST for member in members):
            continue
        aged = any(member.unit == AGE for member in members)
        if aged or _NAMED_GROUP.search(sentence.before(drafts[first].start, 60)):
            drafts[first : position + 1] = [member._replace(unit=AGE) for member in members]


def _share_unit(sentence: Sentence, drafts: list[Counted]) -> None:
    """Give the numbers of a list the unit after its last ("10, 20 or 30 percent")."""
    in_list = False
    for position in range(len(drafts) - 2, -1, -1):
        draft, following = drafts[position : position + 2]
        joint = _joint(sentence, draft, following)
        in_list = joint in _LAST_JOINTS or (in_list and joint == ",")
        if following.kind in (None, "fraction", "multiple") or (
            following.kind == "percent" and (draft.low or 0) > _HUNDRED_PERCENT
        ):
            continue
        guessed = draft.unit == PERSON and draft.noun is None and joint == ","
        if _is_part(draft, following, joint) or (in_list and (draft.unit is None or guessed)):
            drafts[position] = draft._replace(unit=following.unit)


def _is_part(draft: Draft, whole: Draft, joint: str) -> bool:
    """Whether a figure is a part of the one after it: "12 of the 30 hostages", "3,200 out of 5,000 households"."""
    partitive = _PARTITIVE.fullmatch(joint) if draft.unit is None else None
    if partitive is None or partitive["which"]:
        return partitive is not None
    return whole.kind == "count" and not whole.attributive and draft.value < whole.value


def _share_modifier(sentence: Sentence, drafts: list[Counted]) -> None:
    """Carry a modifier across a list that "respectively" closes ("more than 38 men and 23 women, respectively")."""
    first = 0
    for position, draft in enumerate(drafts):
        if position > first and sentence.text[drafts[position - 1].end : draft.start].strip() not in _LIST_JOINTS:
            first = position
        if _RESPECTIVELY.match(sentence.text, draft.end):
            _spread_modifier(drafts, first, position, ("exact",))


def _share_bound(sentence: Sentence, drafts: list[Counted]) -> None:
    """Give guesses the bound of the first ("upwards of 110,000, 120,000 or perhaps 145,000")."""
    first = 0
    for position in range(1, len(drafts)):
        previous, draft = drafts[position - 1 : position + 1]
        joint = _joint(sentence, previous, draft)
        if joint not in (",", "or", ", or") or previous.noun is not None:
            first = position
        if joint in ("or", ", or"):
            _spread_modifier(drafts, first, position, ("exact", "approximate", "range"))


def _convert(sentence: Sentence, drafts: list[Counted]) -> None:
    """Give a conversion in brackets the modifier of what it converts ("about 5 miles (8 km)")."""
    for position in range(1, len(drafts)):
        draft, following = drafts[position - 1 : position + 1]
        joint = sentence.text[draft.end : following.start]
        if joint.endswith("(") and not _is_converted(draft, following):
            continue
        if joint in _CONVERSIONS or (joint == "; " and sentence.text.endswith("(", 0, draft.start)):
            _spread_modifier(drafts, position - 1, position, ("exact",))


def _is_converted(draft: Counted, following: Counted) -> bool:
    """Whether a figure in brackets may be the one before it in another unit: "5 miles (8 km)", not "6 months (40)"."""
    return draft.kind == following.kind and (draft.kind in _CONVERTED or draft.unit == following.unit)


def _spread_modifier(drafts: list[Counted], first: int, last: int, replaced: tuple[str, ...]) -> None:
    """Give the modifier of the first of some quantities to the others that have one of the modifiers `replaced`."""
    modifier = drafts[first].modifier
    if modifier not in ("range", "vague"):
        for position in range(first + 1, last + 1):
            if drafts[position].modifier in replaced:
                drafts[position] = with_modifier(drafts[position], modifier)


def _joint(sentence: Sentence, draft: Draft, following: Draft) -> str:
    """The words between two figures, without what hedges the second ("or perhaps")."""
    return _GUESSED.sub(r"\1", sentence.text[draft.end : following.start].strip(" -").lower())


def _share_rate(sentence: Sentence, drafts: list[Counted]) -> None:
    """Give two levels of a price the rate of one of them ("from 45 cents to 50 cents a share")."""
    for position in range(1, len(drafts)):
        left, right = drafts[position - 1 : position + 1]
        if not left.kind == right.kind == "money" or not _OTHER_LEVEL.fullmatch(sentence.text, left.end, right.start):
            continue
        assert left.unit is not None and right.unit is not None  # they have a kind
        if left.unit.name.startswith(f"{right.unit.name} per "):
            drafts[position] = right._replace(unit=left.unit)
        elif right.unit.name.startswith(f"{left.unit.name} per "):
            drafts[position - 1] = left._replace(unit=right.unit)
