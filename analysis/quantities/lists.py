"""What the members of a list or a conversion in brackets share: a unit, a modifier."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.quantities import bounds
from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence

_PARTITIVE = re.compile(r"of (?:the|its|their|his|her|our|my|your|these|those)")
_LAST_JOINTS = ("and", "or", "to", ", and", ", or")
_CONVERSIONS = (" (", "(", ", or ", " or ")


def share(sentence: Sentence, drafts: list[Draft]) -> None:
    """Gives the unit after a list's last number to those before it, and a modifier to a conversion after it."""
    listed = False
    for following, draft in pairwise(reversed(drafts)):
        joint = sentence.text[draft.end : following.start].strip(" -").lower()
        listed = joint in _LAST_JOINTS or (listed and joint == ",")
        shared = following.unit is not None and following.unit.kind not in ("fraction", "multiple")
        if draft.unit is None and shared and (listed or _PARTITIVE.fullmatch(joint)):
            draft.unit = following.unit
    for draft, following in pairwise(drafts):
        converted = sentence.text[draft.end : following.start] in _CONVERSIONS
        if converted and following.modifier == "exact" and draft.modifier not in ("range", "vague"):
            bounds.apply(following, draft.modifier)
