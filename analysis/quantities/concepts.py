"""What a figure is about, in the article's words: the counted thing and what happens to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.article.calendar import DAYS_AND_MONTHS
from analysis.quantities.phrases import (
    LONGEST,
    NOMINAL,
    REACH,
    WORDS,
    is_verb,
    noun_phrase,
    predicate,
    said_of,
)
from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence

_CONVERTED = re.compile(r" ?\((?:about |around |some )?|[;,] ")
_WIDEST_CONVERSION = 9
_OTHERWISE_PUT = re.compile(r",? or (?:(?:about|almost|around|just over|more than|nearly|over|some) )?")
_END = re.compile(r"\b(from|to)\s(?:(?!from\b|to\b)[\w-]+\s){0,3}?\Z", re.IGNORECASE)
_OTHER_END = re.compile(r"(?:\s[\w’'-]+){0,6}?,?\s(from|to)\s(?:[\w-]+\s){0,3}?")
_EARLIER = re.compile(r"(?:[^.;:()]{0,30},\s(?:up|down)|\))\sfrom\s(?:[\w-]+\s){0,3}?")
_OF_THE_WHOLE = re.compile(r"(?:\w+\s)?[Oo]f\s(?:the|those|these|its|their)\s")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SPANS = ("duration", "measure")
_RELATIVE = frozenset(("which", "who", "whose"))
_CLITIC = re.compile(r" (?=['’]s\b)")


def find_concept(sentence: Sentence, draft: Draft, previous: Draft | None) -> str | None:
    """The counted thing with what happens to it ("North Korean soldiers killed or wounded"), at most ten words.

    A conversion is about what the quantity before it is about ("$5 (£3)", "4p or 1 percent"), and so are the ends of a
    change ("by 20 percent to 60, down from 75").
    """
    if previous is not None and _is_about_the_same(sentence, draft, previous):
        return previous.concept
    thing = _thing(sentence, draft)
    if not thing and previous is not None and _is_whole(sentence, previous):
        thing = _thing(sentence, previous)
        happening = predicate(sentence, sentence.token_from(draft.end))
    elif thing:
        happening = said_of(sentence, draft, thing[-1] + 1)
    elif draft.unit is None or _is_subject(sentence, draft):
        happening = predicate(sentence, sentence.token_from(draft.end)) or _clause_before(sentence, draft)
    else:
        happening = _clause_before(sentence, draft)
    for chosen in ({*thing, *happening}, thing, range(*_noun(sentence, draft))):
        told = _worded(sentence, sorted(chosen))
        if told and previous is not None and _is_within(sentence, chosen, previous):
            return previous.concept  # "*0.27 percentage points* to 5.8%"
        if told and DAYS_AND_MONTHS.issuperset(word.lower() for word in told):
            alike = previous is not None and (draft.unit is None or previous.unit == draft.unit)
            return previous.concept if alike and previous.start >= sentence.start else None
        if len(told) <= LONGEST:
            return _CLITIC.sub("", " ".join(told)) or None
    return None


def _is_within(sentence: Sentence, positions: Iterable[int], draft: Draft) -> bool:
    """Whether all of some tokens belong to a quantity itself, its noun apart."""
    if draft.noun is not None or draft.start < sentence.start:
        return False
    return all(draft.start <= sentence.tokens[at].start < draft.end for at in positions)


def _is_about_the_same(sentence: Sentence, draft: Draft, previous: Draft) -> bool:
    """Whether it converts the quantity before it ("$5 (£3; €4)"), or is an end of the same change."""
    if previous.start < sentence.start:
        return False
    gap = sentence.text[previous.end : draft.start]
    if len(gap) <= _WIDEST_CONVERSION and _CONVERTED.fullmatch(gap):
        return "(" in gap or sentence.text[previous.start - 1] == "("
    otherwise_put = draft.noun is None and draft.unit != previous.unit and _OTHERWISE_PUT.fullmatch(gap)
    if otherwise_put or _EARLIER.fullmatch(gap):
        return True
    if draft.attributive or (draft.noun is not None and previous.noun is None):
        return False
    end, before = _OTHER_END.fullmatch(gap), _END.search(sentence.before(previous.start))
    return end is not None and (previous.trend is not None or (before is not None and before[1] != end[1]))


def _is_whole(sentence: Sentence, previous: Draft) -> bool:
    """Whether what follows in the sentence is a part of that quantity ("*Of the 65 million in aid*, 48 million …")."""
    return _OF_THE_WHOLE.fullmatch(sentence.text, sentence.start, max(previous.start, sentence.start)) is not None


def _is_subject(sentence: Sentence, draft: Draft) -> bool:
    """Whether the figure alone is the subject of the verb after it ("Only 7 percent wanted it")."""
    first, after = sentence.token_from(draft.start), sentence.token_from(draft.end)
    if after >= len(sentence.tags) or sentence.tags[after] not in ("AUX", "VERB"):
        return False
    opens = first == 0 or sentence.tags[first - 1] in ("PUNCT", "CCONJ", "SCONJ", "ADV")
    return opens and not sentence.words[after].endswith("ing")


def _worded(sentence: Sentence, positions: list[int]) -> list[str]:
    """The words at `positions` but for figures and signs."""
    words = (sentence.words[position] for position in positions)
    return [word for word in words if len(word) > 1 and not word[0].isdigit() and word.lower() not in WORDS["numeric"]]


def _noun(sentence: Sentence, draft: Draft) -> tuple[int, int]:
    """First token of the counted noun phrase, and the one after its last."""
    if draft.noun is None:
        return 0, 0
    return sentence.token_from(draft.noun[0]), sentence.token_from(draft.noun[1])


def _thing(sentence: Sentence, draft: Draft) -> list[int]:
    """The tokens that name what is counted or measured."""
    if draft.noun is not None:
        first, end = _noun(sentence, draft)
        of, phrase = _complement(sentence, end, ("of",))
        return [*range(first, end), *of, *phrase]
    after = sentence.token_from(draft.end)
    if draft.unit is None:
        return [after] if after < len(sentence.words) and sentence.words[after].lower() == "others" else []
    return _complement(sentence, after, ("of", "in"))[1] or _attribute(sentence, draft, after)


def _complement(sentence: Sentence, position: int, prepositions: tuple[str, ...]) -> tuple[list[int], list[int]]:
    """Preposition and noun phrase of "of voters", "in loans" at `position`."""
    if position >= len(sentence.tokens) or sentence.words[position].lower() not in prepositions:
        return [], []
    phrase = noun_phrase(sentence, position + 1)
    if not phrase or (sentence.words[position].lower() == "in" and _tells_no_thing(sentence, phrase)):
        return [], []
    return [position], phrase


def _tells_no_thing(sentence: Sentence, phrase: list[int]) -> bool:
    """Whether a phrase behind "in" is a name, or tells when ("the three months to May", "early trading")."""
    last = sentence.words[phrase[-1]].lower()
    return sentence.tags[phrase[-1]] != "NOUN" or last in WORDS["times"] | WORDS["occasions"]


def _attribute(sentence: Sentence, draft: Draft, position: int) -> list[int]:
    """The noun phrase that the figure stands in front of ("a $150,000 contract")."""
    if position >= len(sentence.tokens) or sentence.text[draft.end : draft.end + 1] not in (" ", "-"):
        return []
    phrase = noun_phrase(sentence, position) if sentence.tags[position] in ("NOUN", "ADJ", "PROPN") else []
    return [] if phrase and _is_time(sentence, phrase) else phrase


def _is_time(sentence: Sentence, phrase: list[int]) -> bool:
    """Whether a phrase only tells when ("last year")."""
    first, last = (sentence.words[phrase[at]].lower() for at in (0, -1))
    return (first in WORDS["pointing"] and last in WORDS["times"]) or first in WORDS["days"]


def _clause_before(sentence: Sentence, draft: Draft) -> list[int]:
    """Subject and verb before a figure ("unemployment fell by 2 percent").

    A noun that only a preposition joins to a span of time or a measure has nothing to do with it ("the lead after 62
    minutes"), unless it is "of".
    """
    tags = sentence.tags
    start = position = _before_praise(sentence, sentence.token_from(draft.start)) - 1
    floor = max(position - REACH, -1)
    while position > floor and (
        tags[position] in ("ADP", "ADV", "DET", "PART", "AUX", "PUNCT", "SYM")
        or (position == start and sentence.words[position].lower() in WORDS["untelling"])
        or _YEAR.fullmatch(sentence.words[position])
        or _points_to_a_time(sentence, position)
    ):
        position -= 1
    if position == floor:
        return []
    found: list[int] = []
    skipped, floor = position, max(position - REACH, -1)
    if position > 0 and tags[position] == "ADJ" and tags[position - 1] == "AUX":
        found.append(position)  # "was *unchanged* at"
        position -= 1
    while position > floor and tags[position] in ("VERB", "ADV", "AUX", "PART"):
        if is_verb(sentence, position):
            found.append(position)
        position -= 1
    adjunct = draft.unit is not None and draft.unit.kind in _SPANS and skipped < start
    if adjunct and not found and sentence.words[skipped + 1].lower() != "of":
        return []
    return found + _subject_before(sentence, _before_clause(sentence, position + 1) if found else position + 1)


def _before_clause(sentence: Sentence, end: int) -> int:
    """Where a subject ends that a clause stands behind: "*core inflation*, which leaves out food, was unchanged"."""
    words = sentence.words
    if end < 1 or words[end - 1] != ",":
        return end
    comma = next((at for at in range(end - 2, 0, -1) if words[at] == ","), None)
    return end if comma is None or words[comma + 1].lower() not in _RELATIVE else comma


def _points_to_a_time(sentence: Sentence, position: int) -> bool:
    """Whether a word ends "last year" or "earlier this week"."""
    pointing = position > 0 and sentence.words[position - 1].lower() in WORDS["pointing"]
    return pointing and sentence.words[position].lower() in WORDS["times"]


def _subject_before(sentence: Sentence, end: int) -> list[int]:
    """The noun phrase that ends before `end`, with what tells it apart: "*tuberculosis in England* has increased"."""
    words, tags = sentence.words, sentence.tags
    position, found, phrase = end - 1, [], []
    while position >= 0 and len(found) + len(phrase) < LONGEST:
        if tags[position] in NOMINAL or (phrase and words[position] in ("'s", "’s")):
            phrase.append(position)
            position -= 1
            continue
        joint = position - (tags[position] == "DET")
        if not phrase or joint < 1 or words[joint].lower() not in WORDS["joining"] or tags[joint - 1] not in NOMINAL:
            break
        found += [] if _tells_when(sentence, phrase) else [*phrase, joint]
        position, phrase = joint - 1, []
    return found + phrase


def _tells_when(sentence: Sentence, phrase: list[int]) -> bool:
    told = [sentence.words[position].lower() for position in phrase]
    return told[0] in WORDS["times"] or all(word in DAYS_AND_MONTHS or word.isdigit() for word in told)


def _before_praise(sentence: Sentence, position: int) -> int:
    """The token before which a number's description begins ("*a brisk* 9 percent"); else that of the number."""
    for first in (position - 2, position - 3):
        if first >= 0 and sentence.words[first].lower() in ("a", "an"):
            describing = {"ADJ", "ADV", "VERB"} | ({"NOUN"} if first == position - 2 else set())
            described = {*sentence.tags[first + 1 : position]} <= describing
            return first if described else position
    return position
