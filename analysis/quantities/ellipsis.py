"""Elliptical figures: "a figure later put at over 3,000", "92 of whom", "187 by tender"."""

from __future__ import annotations

import re

from analysis.quantities import nouns
from analysis.quantities.money import coin
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.rates import rate_at
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_NOUNS, _PRONOUNS, _REVISIONS, _CORRECTIONS, _PARALLELS, _BOUNDS = (
    "|".join(table("ellipsis")[name])
    for name in ("nouns", "pronouns", "revisions", "corrections", "parallels", "bounds")
)
_FIGURE = re.compile(rf"\b(?:{_NOUNS})\b", re.IGNORECASE)
_TO_A_VALUE = r"\b(?!\s(?:of|needed|required|wanted)\b)[^.;:!?]{0,80}?\s(?:to|at|as|by|reach\w*|hit|exceed\w*)\s\Z"
_REVISED = re.compile(rf"\b(?:{_NOUNS}){_TO_A_VALUE}", re.IGNORECASE)
_POINTED_AT = re.compile(rf".*\b(?P<pronoun>{_PRONOUNS}){_TO_A_VALUE}", re.IGNORECASE | re.DOTALL)
_NUMBER_OF = re.compile(
    rf"\b(?:{_NOUNS})(?P<of>\sof)\b[^.;:!?]{{0,80}}\s(?:to|at|is|was|were|reach\w*|hit|exceed\w*)\s\Z", re.IGNORECASE
)
_PUT_AT = re.compile(
    r"\b(?:puts?|putting|pegs?|pegged|estimat(?:ed?|es|ing))\s(?:(?:the|its|their|his|her)\s)?"
    r"(?P<thing>(?!\b(?:it|them|that|this)\b)[^.,;:!?]{1,60})\sat\s\Z",
    re.IGNORECASE,
)
_SAMPLE = re.compile(
    r"\b([a-z]+)\ssamples?(?:\ssize)?\s(?:(?:is|was|of|includes?|included)\s){1,2}(?:only\s)?\Z",
    re.IGNORECASE,
)
_BOUND = re.compile(rf"\b(?:{_BOUNDS})\s(?:of|at)\s\Z", re.IGNORECASE)
_CORRECTION = re.compile(rf"\b(?:{_CORRECTIONS})\b", re.IGNORECASE)
_REVISION = re.compile(rf"\b(?:{_REVISIONS})\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\s(?:of|among)\s(?:them|whom|these|those|which)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\s(?:others|more)\b(?!\sthan\b)", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:another|an additional)\s\Z", re.IGNORECASE)
_AMONG_THEM = re.compile(r"\b(?:of|among)\s(?:them|whom|these|those|which),?\s(?:\w+\s){0,3}\Z", re.IGNORECASE)
_OF_THE_WHOLE = re.compile(r"\b(?:of|among)\s(?:the|those|these|its|their)\s\Z", re.IGNORECASE)
_PARALLEL = re.compile(
    rf"\b(?:{_PARALLELS})\s(?:[^\W\d][\w.’']*\s){{0,5}}\Z"
    r"|,\s(?:[A-Z][\w.’']*\s){0,4}(?:and\s)?(?:[A-Z][\w.’']*\s){0,2}\Z"
)
_GAPPED = re.compile(
    r"(?:\A|.*\s)(?:[A-Z][\w.’'-]*\s){1,4}(?:(?:has|have|had|will|would|could)\s)?(?:(?:has|have|had|get|gets|got|win|wins|won|take|takes"
    r"|took|taken|receive|receives|received|earn|earns|earned|picked\sup)\s)(?:only\s|just\s)?\Z",
    re.DOTALL,
)
"""Another's share of what was counted, the noun left out ("Trump has 221 delegates. Cruz has 69, Rubio has 41")."""
_ENDED = re.compile(r"\s?(?:[.,;]|and\b|\Z)")
_RIVAL = re.compile(r"[a-z],\s(?:and\s)?(?:its|their|his|her|the)\s(?:(?:[a-z]+|[A-Z][a-z]+s)\s){1,2}\Z")
"""The same of one who is not named ("won 31 seats, its rival 28")."""
_BROKEN = re.compile(r"[:;()?!–—\n]")
_PAID = re.compile(
    r"\b(?:spen[dt]|spends|spending|invest(?:s|ed|ing)?|pay|pays|paid|paying|costs?|costing|donat(?:e|es|ed|ing)|raises?|raised"
    r"|raising|earn(?:s|ed|ing)?|owe[sd]?|worth|made|making|accept(?:s|ed|ing)?|receiv(?:e|es|ed|ing)|pour(?:s|ed|ing)?"
    r"|contribut(?:e|es|ed|ing)|funnel(?:s|ed|ing)?)\s\Z",
    re.IGNORECASE,
)
"""What takes a sum of money after it ("spent millions")."""
_SUM = 1e6
_REVISABLE = ("count", "money", "measure", "percent")
_SENTENCES_BACK = 2
_QUANTITIES_BACK = 6
_WIDEST_BRIDGE = 70
_VERB_REACH = 30


def resolve(sentence: Sentence, draft: Draft, earlier: list[tuple[Sentence, Draft]]) -> None:
    """Gives a figure without a noun of its own the unit of the one it goes back to.

    `earlier` holds the quantities before it, in text order. A revision ("a figure later inflated to") takes over the
    concept too.
    """
    if draft.unit is not None:
        if draft.unit.name.startswith("per "):
            _rated(draft, earlier)
        return
    if _counted_before(sentence, draft) or _sampled(sentence, draft):
        return
    if _is_sum(sentence, draft):
        draft.unit = _currency(sentence, earlier)
    elif not earlier:
        return
    elif antecedent := _revised(sentence, draft, earlier):
        draft.unit, draft.concept = antecedent.unit, antecedent.concept
    elif _BOUND.search(sentence.before(draft.start, 24)):
        if (counted := _latest(sentence, earlier, ("count",))) and counted.number_start > sentence.start:
            draft.unit = counted.unit
    elif _is_part(sentence, draft, *earlier[-1]):
        if whole := _latest(sentence, earlier, ("count",)):
            draft.unit = whole.unit
            draft.concept = draft.concept or whole.concept
    elif _is_gapped(sentence, draft):
        if counted := _latest(sentence, earlier[-1:], ("count",)):
            draft.unit = counted.unit
    else:
        _parallel(sentence, draft, *earlier[-1])


def _rated(draft: Draft, earlier: list[tuple[Sentence, Draft]]) -> None:
    """Gives "9 per 100,000" the unit of a rate by as many before it ("12 deaths per 100,000 people")."""
    for _, one in reversed(earlier[-_QUANTITIES_BACK:]):
        if one.unit is not None and f" {draft.unit.name} ".replace(" persons ", " ") in f" {one.unit.name} ":
            draft.unit, draft.concept = one.unit, draft.concept or one.concept
            return


def _counted_before(sentence: Sentence, draft: Draft) -> bool:
    """Reads the unit of "the number of soldiers rose to 3,000", "put casualties at 3,000"; whether there was one."""
    before = sentence.before(draft.start, 110)
    # Where a verb bounds the number ("the number of cases surpassed 5,000"), it is part of the figure.
    counted = _NUMBER_OF.search(before) or (draft.modifier == "more_than" and _NUMBER_OF.search(f"{before}to "))
    put = None if counted else _PUT_AT.search(before)
    if not (counted or put):
        return False
    thing = counted.end("of") if counted else put.start("thing")
    noun = nouns.counted_noun(sentence, draft.start - len(before) + thing, plural=True)
    if noun is not None:
        draft.unit = Unit(noun.unit, "count")
    return noun is not None


def _is_sum(sentence: Sentence, draft: Draft) -> bool:
    """Whether a vague number alone is a sum of money ("spent millions on television")."""
    if draft.number.form != "vague" or draft.low is None or draft.low < _SUM:
        return False
    return _PAID.search(sentence.before(draft.start)) is not None


def _currency(sentence: Sentence, earlier: list[tuple[Sentence, Draft]]) -> Unit:
    """The currency of the last sum before, dollars where there is none near."""
    last = _latest(sentence, [one for one in earlier if not coin(one[1].unit)], ("money",))
    return Unit(last.unit.name.partition(" per ")[0], "money") if last else Unit("USD", "money")


def _sampled(sentence: Sentence, draft: Draft) -> bool:
    """Reads the unit of "the registered voter sample is 834"; whether there was one."""
    sample = _SAMPLE.search(sentence.before(draft.start))
    if sample is None or sentence.tags[sentence.token_from(draft.start - len(sample.group()))] != "NOUN":
        return False
    draft.unit = Unit(nouns.singular(sample[1].lower()), "count")
    return True


def _revised(sentence: Sentence, draft: Draft, earlier: list[tuple[Sentence, Draft]]) -> Draft | None:
    """The quantity that the figure revises ("a figure later inflated to over 3,000")."""
    before = sentence.before(draft.start, 110)
    revised = _REVISED.search(before)
    pointed = None if revised else _POINTED_AT.match(before)
    start = revised.start() if revised else pointed.start("pronoun") if pointed else None
    if start is None or not _REVISION.search(before, max(start - _VERB_REACH, 0)):
        return None
    anaphor = draft.start - len(before) + start
    recent = [
        (where, one)
        for where, one in earlier[-_QUANTITIES_BACK:]
        if one.number_end <= anaphor and not _OF_THE_WHOLE.search(where.before(one.start, 12))
    ]
    antecedent = _latest(sentence, recent, _REVISABLE)
    if antecedent is None or revised or _CORRECTION.search(before, start):
        return antecedent
    return antecedent if _stands_for(sentence, anaphor, *recent[-1]) else None


def _stands_for(sentence: Sentence, anaphor: int, where: Sentence, figure: Draft) -> bool:
    """Whether a pronoun, the subject of a verb after it, means the figure rather than anything named after or with it.

    "Which" and "that" have no noun between themselves and the figure, or "that" opens the sentence after the figure's,
    and so does "it" behind a figure on a total or the like.
    """
    position = sentence.token_from(anaphor)
    if sentence.tags[position + 1 : position + 2] not in (("VERB",), ("AUX",), ("ADV",)):
        return False
    word = sentence.words[position].lower()
    if where is sentence:
        between = sentence.tags[sentence.token_from(figure.end) : position]
        return word in ("which", "that") and not {"NOUN", "PROPN"} & {*between}
    if word == "it" and not _FIGURE.search(where.before(figure.start, figure.start - where.start)):
        return False
    return word != "which" and position == 0 and sentence.index - where.index == 1


def _is_gapped(sentence: Sentence, draft: Draft) -> bool:
    """Whether the figure is what somebody has of a thing counted before ("Cruz has 69, Rubio has 41")."""
    before = sentence.before(draft.start)
    return (_GAPPED.match(before) or (_RIVAL.search(before) and _ENDED.match(sentence.text, draft.end))) is not None


def _is_part(sentence: Sentence, draft: Draft, where: Sentence, previous: Draft) -> bool:
    """Whether the figure is a part of one before it: "92 of whom", "of them, 40", "of the 1,590 votes, 1,128"."""
    if _OF_THEM.match(sentence.text, draft.number_end) or _AMONG_THEM.search(sentence.before(draft.start)):
        return True
    if _ANOTHER.search(sentence.before(draft.start, 16)):
        return True
    if where is not sentence:
        return False
    if _OTHERS.match(sentence.text, draft.number_end):
        return True
    opening = sentence.text[sentence.start : previous.start]
    return len(opening) < 16 and _OF_THE_WHOLE.search(opening) is not None


def _latest(sentence: Sentence, earlier: list[tuple[Sentence, Draft]], kinds: tuple[str, ...]) -> Draft | None:
    """The last quantity of one of `kinds` in this sentence or the two before it."""
    for where, draft in reversed(earlier[-_QUANTITIES_BACK:]):
        if sentence.index - where.index > _SENTENCES_BACK:
            return None
        if draft.unit is not None and draft.unit.kind in kinds:
            return draft
    return None


def _parallel(sentence: Sentence, draft: Draft, where: Sentence, previous: Draft) -> None:
    """Gives "187" in "435 homes by open sale and 187 by tender" its unit."""
    if where is not sentence or previous.unit is None or draft.start - previous.end > _WIDEST_BRIDGE:
        return
    name, kind = previous.unit
    if kind in ("fraction", "multiple", "duration", "age"):
        return
    if kind == "percent" and draft.high is not None and draft.high > 100:
        return
    bridge = sentence.text[previous.end : draft.start]
    if name == "vote" and bridge.strip() in ("to", "against", "for and"):
        draft.unit = previous.unit
        return
    if _BROKEN.search(bridge) or not _PARALLEL.search(bridge):
        return
    if " per " not in name and (rate := rate_at(sentence, draft.end)):
        name, draft.end = f"{name} per {rate[0]}", rate[1]
    draft.unit = Unit(name, kind)
