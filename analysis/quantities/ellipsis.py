"""Elliptical figures: "a figure later put at over 3,000", "92 of whom", "187 by tender"."""

from __future__ import annotations

import re

from analysis.quantities import nouns
from analysis.quantities.money import coin
from analysis.quantities.quantity import Draft, Unit
from analysis.quantities.rates import rate_at
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table, whole_words

_NOUNS, _PRONOUNS, _PARALLELS, _BOUNDS = (
    "|".join(table("ellipsis")[name]) for name in ("nouns", "pronouns", "parallels", "bounds")
)
_FIGURE, _CORRECTION, _REVISION = (
    whole_words(table("ellipsis")[name]) for name in ("nouns", "corrections", "revisions")
)
_TO_A_VALUE = r"\b(?!\s(?:of|needed|required|wanted)\b)[^.;:!?]{0,80}?\s(?:to|at|as|by|reach\w*|hit|exceed\w*)\s\Z"
_REVISED = re.compile(rf"\b(?:{_NOUNS}){_TO_A_VALUE}", re.IGNORECASE)
_PRONOUN = re.compile(rf".*\b(?P<pronoun>{_PRONOUNS}){_TO_A_VALUE}", re.IGNORECASE | re.DOTALL)
_NUMBER_OF = re.compile(
    rf"\b(?:{_NOUNS})(?P<of>\sof)\b[^.;:!?]{{0,80}}\s(?:to|at|is|was|were|reach\w*|hit|exceed\w*)\s\Z", re.IGNORECASE
)
_PUT_AT = re.compile(
    r"\b(?:puts?|putting|pegs?|pegged|estimat(?:ed?|es|ing))\s(?:(?:the|its|their|his|her)\s)?"
    r"(?P<noun>(?!\b(?:it|them|that|this)\b)[^.,;:!?]{1,60})\sat\s\Z",
    re.IGNORECASE,
)
_SAMPLE = re.compile(
    r"\b([a-z]+)\ssamples?(?:\ssize)?\s(?:(?:is|was|of|includes?|included)\s){1,2}(?:only\s)?\Z",
    re.IGNORECASE,
)
_BOUND = re.compile(rf"\b(?:{_BOUNDS})\s(?:of|at)\s\Z", re.IGNORECASE)
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
"""A name and a verb before a share without its noun ("Trump has 221 delegates. *Cruz has* 69, *Rubio has* 41")."""
_ENDED = re.compile(r"\s?(?:[.,;]|and\b|\Z)")
_RIVAL = re.compile(r"[a-z],\s(?:and\s)?(?:its|their|his|her|the)\s(?:(?:[a-z]+|[A-Z][a-z]+s)\s){1,2}\Z")
"""The same without a name or verb ("won 31 seats, *its rival* 28")."""
_BROKEN = re.compile(r"[:;()?!–—\n]")
"""Punctuation between two figures that are not parallel."""
_PAID = re.compile(
    r"\b(?:spen[dt]|spends|spending|invest(?:s|ed|ing)?|pay|pays|paid|paying|costs?|costing|donat(?:e|es|ed|ing)|raises?|raised"
    r"|raising|earn(?:s|ed|ing)?|owe[sd]?|worth|made|making|accept(?:s|ed|ing)?|receiv(?:e|es|ed|ing)|pour(?:s|ed|ing)?"
    r"|contribut(?:e|es|ed|ing)|funnel(?:s|ed|ing)?)\s\Z",
    re.IGNORECASE,
)
"""Verbs whose object is a sum of money ("spent millions")."""
_SMALLEST_SUM = 1e6
_REVISABLE = ("count", "money", "measure", "percent")
_SENTENCES_BACK = 2
_QUANTITIES_BACK = 6
_WIDEST_BRIDGE = 70
_VERB_REACH = 30


def resolve(sentence: Sentence, draft: Draft, earlier: list[tuple[Sentence, Draft]]) -> Draft:
    """`draft` with the unit of the figure that it refers to, where it has no noun of its own.

    `earlier` holds the quantities before it, in text order. A revision ("a figure later inflated to") takes over the
    concept too.
    """
    if draft.unit is not None:
        return _rated(draft, earlier) if draft.unit.name.startswith("per ") else draft
    if unit := _unit_before(sentence, draft):
        return draft._replace(unit=unit)
    if _is_sum(sentence, draft):
        return draft._replace(unit=_currency(sentence, earlier))
    if not earlier:
        return draft
    if antecedent := _revised(sentence, draft, earlier):
        return draft._replace(unit=antecedent.unit, concept=antecedent.concept)
    if _BOUND.search(sentence.before(draft.start, 24)):
        limited = _latest(sentence, earlier, ("count",))
        return draft._replace(unit=limited.unit) if limited and limited.number_start > sentence.start else draft
    if _is_part(sentence, draft, *earlier[-1]):
        whole = _latest(sentence, earlier, ("count",))
        return draft._replace(unit=whole.unit, concept=draft.concept or whole.concept) if whole else draft
    if _is_gapped(sentence, draft):
        shared = _latest(sentence, earlier[-1:], ("count",))
        return draft._replace(unit=shared.unit) if shared else draft
    return _parallel(sentence, draft, *earlier[-1])


def _rated(draft: Draft, earlier: list[tuple[Sentence, Draft]]) -> Draft:
    """`draft` ("9 per 100,000") with the unit of an earlier rate by as many ("12 deaths per 100,000 people")."""
    for _, rate in reversed(earlier[-_QUANTITIES_BACK:]):
        if rate.unit and draft.unit and f" {draft.unit.name} ".replace(" persons ", " ") in f" {rate.unit.name} ":
            return draft._replace(unit=rate.unit, concept=draft.concept or rate.concept)
    return draft


def _unit_before(sentence: Sentence, draft: Draft) -> Unit | None:
    """The unit in "the number of *soldiers* rose to 3,000", "put *losses* at 3,000", "the *voter* sample is 834"."""
    before = sentence.before(draft.start, 110)
    # Where a verb bounds the number ("the number of cases surpassed 5,000"), it is part of the figure.
    counted = _NUMBER_OF.search(before) or (draft.modifier == "more_than" and _NUMBER_OF.search(f"{before}to "))
    if noun := counted or _PUT_AT.search(before):
        offset = draft.start - len(before) + (noun.end("of") if counted else noun.start("noun"))
        if noun_phrase := nouns.counted_noun(sentence, offset, plural=True):
            return Unit(noun_phrase.unit, "count")
    sample = _SAMPLE.search(sentence.before(draft.start))
    if sample is None or sentence.tag_at(sentence.token_from(draft.start - len(sample.group()))) != "NOUN":
        return None
    return Unit(nouns.singular(sample[1].lower()), "count")


def _is_sum(sentence: Sentence, draft: Draft) -> bool:
    """Whether a vague number alone is a sum of money ("spent millions on television")."""
    if draft.number.form != "vague" or draft.low is None or draft.low < _SMALLEST_SUM:
        return False
    return _PAID.search(sentence.before(draft.start)) is not None


def _currency(sentence: Sentence, earlier: list[tuple[Sentence, Draft]]) -> Unit:
    """The currency of the last sum before, dollars where there is none near."""
    in_full_units = [(other, draft) for other, draft in earlier if not coin(draft.unit)]
    last = _latest(sentence, in_full_units, ("money",))
    return Unit(last.unit.numerator if last and last.unit else "USD", "money")


def _revised(sentence: Sentence, draft: Draft, earlier: list[tuple[Sentence, Draft]]) -> Draft | None:
    """The quantity that the figure revises ("a figure later inflated to over 3,000")."""
    before = sentence.before(draft.start, 110)
    revised = _REVISED.search(before)
    pronoun = None if revised else _PRONOUN.match(before)
    start = revised.start() if revised else pronoun.start("pronoun") if pronoun else None
    if start is None or not _REVISION.search(before, max(start - _VERB_REACH, 0)):
        return None
    anaphor = draft.start - len(before) + start
    recent = [
        (other, figure)
        for other, figure in earlier[-_QUANTITIES_BACK:]
        if figure.number_end <= anaphor and not _OF_THE_WHOLE.search(other.before(figure.start, 12))
    ]
    antecedent = _latest(sentence, recent, _REVISABLE)
    if antecedent is None or revised or _CORRECTION.search(before, start):
        return antecedent
    return antecedent if _stands_for(sentence, anaphor, *recent[-1]) else None


def _stands_for(sentence: Sentence, anaphor: int, other: Sentence, figure: Draft) -> bool:
    """Whether a pronoun, the subject of the verb after it, means the figure rather than another noun nearby.

    "Which" and "that" mean the figure if no noun stands between; "that" also if it opens the next sentence, and "it"
    too, if the figure follows a noun such as "total".
    """
    position = sentence.token_from(anaphor)
    if sentence.tag_at(position + 1) not in ("VERB", "AUX", "ADV"):
        return False
    word = sentence.words[position].lower()
    if other is sentence:
        between = sentence.tags[sentence.token_from(figure.end) : position]
        return word in ("which", "that") and not {"NOUN", "PROPN"} & {*between}
    if word == "it" and not _FIGURE.search(other.before(figure.start, figure.start - other.start)):
        return False
    return word != "which" and position == 0 and sentence.index - other.index == 1


def _is_gapped(sentence: Sentence, draft: Draft) -> bool:
    """Whether the figure is somebody's share of what was counted before ("Cruz has 69, Rubio has 41")."""
    before = sentence.before(draft.start)
    return (_GAPPED.match(before) or (_RIVAL.search(before) and _ENDED.match(sentence.text, draft.end))) is not None


def _is_part(sentence: Sentence, draft: Draft, other: Sentence, previous: Draft) -> bool:
    """Whether the figure is a part of one before it: "92 of whom", "of them, 40", "of the 1,590 votes, 1,128"."""
    if _OF_THEM.match(sentence.text, draft.number_end) or _AMONG_THEM.search(sentence.before(draft.start)):
        return True
    if _ANOTHER.search(sentence.before(draft.start, 16)):
        return True
    if other is not sentence:
        return False
    if _OTHERS.match(sentence.text, draft.number_end):
        return True
    opening = sentence.text[sentence.start : previous.start]
    return len(opening) < 16 and _OF_THE_WHOLE.search(opening) is not None


def _latest(sentence: Sentence, earlier: list[tuple[Sentence, Draft]], kinds: tuple[str, ...]) -> Draft | None:
    """The last quantity of one of `kinds` in this sentence or the two before it."""
    for other, draft in reversed(earlier[-_QUANTITIES_BACK:]):
        if sentence.index - other.index > _SENTENCES_BACK:
            return None
        if draft.kind in kinds:
            return draft
    return None


def _parallel(sentence: Sentence, draft: Draft, other: Sentence, previous: Draft) -> Draft:
    """`draft` with the unit of a figure in parallel ("435 *homes* by open sale and 187 by tender")."""
    unit = previous.unit
    if other is not sentence or unit is None or draft.start - previous.end > _WIDEST_BRIDGE:
        return draft
    if unit.kind in ("fraction", "multiple", "duration", "age"):
        return draft
    if unit.kind == "percent" and draft.high is not None and draft.high > 100:
        return draft
    bridge = sentence.text[previous.end : draft.start]
    if unit.name == "vote" and bridge.strip() in ("to", "against", "for and"):
        return draft._replace(unit=unit)
    if _BROKEN.search(bridge) or not _PARALLEL.search(bridge):
        return draft
    rate = rate_at(sentence, draft.end) if " per " not in unit.name else None
    return draft._replace(unit=unit.per(rate[0]), end=rate[1]) if rate else draft._replace(unit=unit)
