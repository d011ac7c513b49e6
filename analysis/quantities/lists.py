"""What the members of a list or a conversion in brackets share: a unit, a modifier."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.quantities import bounds
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.sentence import Sentence

_PARTITIVE = re.compile(r"of (?:the|its|their|his|her|our|my|your|these|those|\w+(?: \w+){0,2}['’]s)")
_LAST_JOINTS = ("and", "or", "to", ", and", ", or")
_LIST_JOINTS = (",", "and", ", and")
_GUESSED = re.compile(r"\b(or)\s(?:even|maybe|perhaps|possibly)\b")
"""What joins a last guess to those before it ("110,000, 120,000 *or perhaps* 145,000")."""
_RESPECTIVELY = re.compile(r",?\srespectively\b")
_CONVERSIONS = (" (", "(", ", or ", " or ")
_AGE = Unit("year", "age")
_AGED_GROUP = re.compile(
    r"\b(?:boys|girls|sons|daughters|brothers|sisters|siblings|twins|children|kids|teenagers|students|pupils|victims"
    r"|suspects|men|women|friends|cousins),\s\Z",
    re.IGNORECASE,
)
_AGES_END = re.compile(r"[,.;)]|\Z")
_PEOPLE = Unit("person", "count")
"""Whom a verb alone tells of ("killed 12")."""
_OTHER_LEVEL = re.compile(
    r"\sto\s|,?\s(?:(?:up|down)\sfrom|from|(?:as\s)?compared\s(?:with|to)|against|versus|vs\.?|than)\s[^.;]{0,40}"
)
"""What stands between two levels of one price ("50 cents a share, *compared with* 45 cents")."""
_ALL = 100
"""Percent; a larger number before a percentage counts something else ("27 million, or 50 percent")."""


def _share_bound(sentence: Sentence, drafts: list[Draft]) -> None:
    """Gives several guesses the bound before the first ("upwards of 110,000, 120,000 or perhaps 145,000")."""
    guesses: list[Draft] = []
    for draft in drafts:
        joint = guesses and _joint(sentence, guesses[-1], draft)
        guesses = [*guesses, draft] if joint in (",", "or", ", or") and guesses[-1].noun is None else [draft]
        if joint in ("or", ", or") and guesses[0].modifier not in ("range", "vague"):
            for following in guesses[1:]:
                if following.modifier in ("exact", "approximate", "range"):
                    bounds.apply(following, guesses[0].modifier)


def _joint(sentence: Sentence, draft: Draft, following: Draft) -> str:
    """What joins two figures, without what hedges the second ("or perhaps")."""
    return _GUESSED.sub(r"\1", sentence.text[draft.end : following.start].strip(" -").lower())


def _share_modifier(sentence: Sentence, drafts: list[Draft]) -> None:
    """Carries a modifier across a list that "respectively" closes ("more than 38 men and 23 women, respectively")."""
    listed: list[Draft] = []
    for draft in drafts:
        if listed and sentence.text[listed[-1].end : draft.start].strip() not in _LIST_JOINTS:
            listed = []
        listed.append(draft)
        if listed[0].modifier not in ("range", "vague") and _RESPECTIVELY.match(sentence.text, draft.end):
            for following in listed[1:]:
                if following.modifier == "exact":
                    bounds.apply(following, listed[0].modifier)


def _share_rate(sentence: Sentence, drafts: list[Draft]) -> None:
    """Gives two levels of a price what one of them is for ("from 45 cents to 50 cents a share")."""
    for one, other in pairwise(drafts):
        if one.unit is None or other.unit is None or not one.unit.kind == other.unit.kind == "money":
            continue
        if not _OTHER_LEVEL.fullmatch(sentence.text, one.end, other.start):
            continue
        if one.unit.name.startswith(f"{other.unit.name} per "):
            other.unit = one.unit
        elif other.unit.name.startswith(f"{one.unit.name} per "):
            one.unit = other.unit


def _share_age(sentence: Sentence, drafts: list[Draft]) -> None:
    """Reads the ages of several people ("two sisters, 12 and 14,"; "aged 12, 14 and 19")."""
    run: list[Draft] = []
    for draft in drafts:
        joint = run and sentence.text[run[-1].end : draft.start]
        if draft.number.form != "digits" or draft.unit not in (None, _AGE):
            run = []
            continue
        run = [*run, draft] if joint in (", ", " and ", ", and ") else [draft]
        first = run[0]
        if len(run) == 1 or not _AGES_END.match(sentence.text, draft.end, sentence.end):
            continue
        if first.unit == _AGE or _AGED_GROUP.search(sentence.before(first.start, 40)):
            for one in run:
                one.unit = _AGE


def share(sentence: Sentence, drafts: list[Draft]) -> None:
    """Gives the unit after a list's last number to those before it, and a modifier to a conversion after it."""
    _share_age(sentence, drafts)
    listed = False
    for following, draft in pairwise(reversed(drafts)):
        joint = _joint(sentence, draft, following)
        listed = joint in _LAST_JOINTS or (listed and joint == ",")
        shared = following.unit is not None and following.unit.kind not in ("fraction", "multiple")
        if shared and following.unit.kind == "percent" and (draft.low or 0) > _ALL:
            continue
        guessed = draft.unit is None or (draft.unit == _PEOPLE and draft.noun is None and joint == ",")
        if guessed and shared and (listed or (draft.unit is None and _PARTITIVE.fullmatch(joint))):
            draft.unit = following.unit
    _share_modifier(sentence, drafts)
    _share_bound(sentence, drafts)
    _share_rate(sentence, drafts)
    for draft, following in pairwise(drafts):
        joint = sentence.text[draft.end : following.start]
        converted = joint in _CONVERSIONS or (joint == "; " and sentence.text[draft.start - 1] == "(")
        if converted and following.modifier == "exact" and draft.modifier not in ("range", "vague"):
            bounds.apply(following, draft.modifier)
