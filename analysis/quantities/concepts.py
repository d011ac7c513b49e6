"""The concept of a figure, in the article's words: the counted thing and what happens to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.article.calendar import DAYS_AND_MONTHS
from analysis.quantities.nouns import NOMINAL
from analysis.quantities.phrases import LONGEST, REACH, WORDS, is_verb, noun_phrase, predicate, said_of
from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence

_CONVERSION = re.compile(r" ?\((?:about |around |some )?|[;,] ")
_WIDEST_CONVERSION = 9
_OTHERWISE_PUT = re.compile(r",? or (?:(?:about|almost|around|just over|more than|nearly|over|some) )?")
_END = re.compile(r"\b(from|to)\s(?:(?!from\b|to\b)[\w-]+\s){0,3}?\Z", re.IGNORECASE)
"""The words before one end of a change ("fell *to* 60 from 75")."""
_OTHER_END = re.compile(r"(?:\s[\w’'-]+){0,6}?,?\s(from|to)\s(?:[\w-]+\s){0,3}?")
"""The words between one end of a change and the other ("fell to 60 *from* 75")."""
_EARLIER = re.compile(r"(?:[^.;:()]{0,30},\s(?:up|down)|\))\sfrom\s(?:[\w-]+\s){0,3}?")
_OF_THE_WHOLE = re.compile(r"(?:\w+\s)?[Oo]f\s(?:the|those|these|its|their)\s")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SPANS = ("duration", "measure")
_RELATIVE = frozenset(("which", "who", "whose"))
_CLITIC = re.compile(r" (?=['’]s\b)")


def find_concept(sentence: Sentence, draft: Draft, previous: Draft | None) -> str | None:
    """The counted thing with what happens to it ("North Korean soldiers killed or wounded"), at most ten words.

    A conversion has the concept of the quantity before it ("$5 (£3)", "4p or 1 percent"), and so has an end of the same
    change ("by 20 percent to 60, down from 75").
    """
    if previous is not None and _is_about_the_same(sentence, draft, previous):
        return previous.concept
    thing, event = _thing_and_event(sentence, draft, previous)
    for positions in ({*thing, *event}, thing, _noun(sentence, draft)):
        words = _words(sentence, sorted(positions))
        if words and previous is not None and _is_within(sentence, positions, previous):
            return previous.concept  # "*0.27 percentage points* to 5.8%"
        if words and DAYS_AND_MONTHS.issuperset(word.lower() for word in words):
            alike = previous is not None and (draft.unit is None or previous.unit == draft.unit)
            return previous.concept if alike and previous.start >= sentence.start else None
        if len(words) <= LONGEST:
            return _CLITIC.sub("", " ".join(words)) or None
    return None


def _thing_and_event(sentence: Sentence, draft: Draft, previous: Draft | None) -> tuple[list[int], list[int]]:
    """The tokens that name the counted thing, and those of what happens to it."""
    after = sentence.token_from(draft.end)
    if thing := _thing(sentence, draft):
        return thing, said_of(sentence, draft, thing[-1] + 1)
    if previous is not None and _is_whole(sentence, previous):
        return _thing(sentence, previous), predicate(sentence, after)
    event = predicate(sentence, after) if draft.unit is None or _is_subject(sentence, draft) else []
    return [], event or _clause_before(sentence, draft)


def _is_within(sentence: Sentence, positions: Iterable[int], draft: Draft) -> bool:
    """Whether all tokens at `positions` belong to the words of a quantity without a noun."""
    if draft.noun is not None or draft.start < sentence.start:
        return False
    return all(draft.start <= sentence.tokens[position].start < draft.end for position in positions)


def _is_about_the_same(sentence: Sentence, draft: Draft, previous: Draft) -> bool:
    """Whether a figure converts the one before it ("$5 (£3; €4)"), or is an end of the same change."""
    if previous.start < sentence.start:
        return False
    gap = sentence.text[previous.end : draft.start]
    if len(gap) <= _WIDEST_CONVERSION and _CONVERSION.fullmatch(gap):
        return "(" in gap or sentence.text.endswith("(", 0, previous.start)
    otherwise_put = draft.noun is None and draft.unit != previous.unit and _OTHERWISE_PUT.fullmatch(gap)
    if otherwise_put or _EARLIER.fullmatch(gap):
        return True
    if draft.attributive or (draft.noun is not None and previous.noun is None):
        return False
    end, before = _OTHER_END.fullmatch(gap), _END.search(sentence.before(previous.start))
    return end is not None and (previous.trend is not None or (before is not None and before[1] != end[1]))


def _is_whole(sentence: Sentence, previous: Draft) -> bool:
    """Whether the sentence continues with parts of that quantity ("*Of the 65 million in aid*, 48 million …")."""
    return _OF_THE_WHOLE.fullmatch(sentence.text, sentence.start, max(previous.start, sentence.start)) is not None


def _is_subject(sentence: Sentence, draft: Draft) -> bool:
    """Whether the figure alone is the subject of the verb after it ("Only 7 percent wanted it")."""
    first, after = sentence.token_from(draft.start), sentence.token_from(draft.end)
    if sentence.tag_at(after) not in ("AUX", "VERB"):
        return False
    opens = first == 0 or sentence.tags[first - 1] in ("PUNCT", "CCONJ", "SCONJ", "ADV")
    return opens and not sentence.words[after].endswith("ing")


def _words(sentence: Sentence, positions: list[int]) -> list[str]:
    """The words at `positions` without numbers and signs."""
    words = (sentence.words[position] for position in positions)
    return [word for word in words if len(word) > 1 and not word[0].isdigit() and word.lower() not in WORDS["numeric"]]


def _noun(sentence: Sentence, draft: Draft) -> range:
    """The tokens of the counted noun phrase."""
    return range(*map(sentence.token_from, draft.noun or (0, 0)))


def _thing(sentence: Sentence, draft: Draft) -> list[int]:
    """The tokens that name what is counted or measured."""
    if draft.noun is not None:
        noun = _noun(sentence, draft)
        return [*noun, *_complement(sentence, noun.stop, ("of",))]
    after = sentence.token_from(draft.end)
    if draft.unit is None:
        return [after] if sentence.word_at(after).lower() == "others" else []
    return _complement(sentence, after, ("of", "in"))[1:] or _attribute(sentence, draft, after)


def _complement(sentence: Sentence, position: int, prepositions: tuple[str, ...]) -> list[int]:
    """The preposition and noun phrase of "of voters", "in loans" at `position`."""
    preposition = sentence.word_at(position).lower()
    phrase = noun_phrase(sentence, position + 1) if preposition in prepositions else []
    if not phrase or (preposition == "in" and _is_name_or_time(sentence, phrase)):
        return []
    return [position, *phrase]


def _is_name_or_time(sentence: Sentence, phrase: list[int]) -> bool:
    """Whether the phrase after "in" is a name, or a time ("the three months to May", "early trading")."""
    last = sentence.words[phrase[-1]].lower()
    return sentence.tags[phrase[-1]] != "NOUN" or last in WORDS["times"] | WORDS["occasions"]


def _attribute(sentence: Sentence, draft: Draft, position: int) -> list[int]:
    """The noun phrase at `position`, directly after the figure ("a $150,000 *contract*")."""
    if sentence.text[draft.end : draft.end + 1] not in (" ", "-"):
        return []
    phrase = noun_phrase(sentence, position) if sentence.tag_at(position) in ("NOUN", "ADJ", "PROPN") else []
    return [] if phrase and _is_time(sentence, phrase) else phrase


def _is_time(sentence: Sentence, phrase: list[int]) -> bool:
    """Whether a phrase is only a time ("last year")."""
    first, last = sentence.words[phrase[0]].lower(), sentence.words[phrase[-1]].lower()
    return (first in WORDS["pointing"] and last in WORDS["times"]) or first in WORDS["days"]


def _clause_before(sentence: Sentence, draft: Draft) -> list[int]:
    """Subject and verb before a figure ("unemployment fell by 2 percent").

    A noun that only a preposition joins to a span of time or a measure is not its subject ("the lead after 62
    minutes"), unless the preposition is "of".
    """
    tags = sentence.tags
    start = _before_article(sentence, sentence.token_from(draft.start)) - 1
    position = _before_adjuncts(sentence, start)
    if position is None:
        return []
    verbs: list[int] = []
    last, floor = position, max(position - REACH, -1)
    if position > 0 and tags[position] == "ADJ" and tags[position - 1] == "AUX":
        verbs.append(position)  # "was *unchanged* at"
        position -= 1
    while position > floor and tags[position] in ("VERB", "ADV", "AUX", "PART"):
        if is_verb(sentence, position):
            verbs.append(position)
        position -= 1
    if verbs:
        return verbs + _subject_before(sentence, _before_relative_clause(sentence, position + 1))
    adjunct = draft.kind in _SPANS and last < start and sentence.words[last + 1].lower() != "of"
    return [] if adjunct else _subject_before(sentence, position + 1)


def _before_adjuncts(sentence: Sentence, start: int) -> int | None:
    """The last token up to `start` that is no preposition, adverb, year or the like; None if that is out of reach."""
    position, floor = start, max(start - REACH, -1)
    while position > floor and (
        sentence.tags[position] in ("ADP", "ADV", "DET", "PART", "AUX", "PUNCT", "SYM")
        or (position == start and sentence.words[position].lower() in WORDS["untelling"])
        or _YEAR.fullmatch(sentence.words[position])
        or _points_to_a_time(sentence, position)
    ):
        position -= 1
    return None if position == floor else position


def _before_relative_clause(sentence: Sentence, end: int) -> int:
    """The end of the subject before a relative clause: "*core inflation*, which leaves out food, was unchanged"."""
    words = sentence.words
    if end < 1 or words[end - 1] != ",":
        return end
    comma = next((position for position in range(end - 2, 0, -1) if words[position] == ","), None)
    return end if comma is None or words[comma + 1].lower() not in _RELATIVE else comma


def _points_to_a_time(sentence: Sentence, position: int) -> bool:
    """Whether a word ends "last year" or "earlier this week"."""
    pointing = sentence.word_at(position - 1).lower() in WORDS["pointing"]
    return pointing and sentence.words[position].lower() in WORDS["times"]


def _subject_before(sentence: Sentence, end: int) -> list[int]:
    """The noun phrase that ends before `end`, with its complements: "*tuberculosis in England* has increased"."""
    words, tags = sentence.words, sentence.tags
    position, complements, phrase = end - 1, [], []
    while position >= 0 and len(complements) + len(phrase) < LONGEST:
        if tags[position] in NOMINAL or (phrase and words[position] in ("'s", "’s")):
            phrase.append(position)
            position -= 1
            continue
        joint = position - (tags[position] == "DET")
        if not phrase or joint < 1 or words[joint].lower() not in WORDS["joining"] or tags[joint - 1] not in NOMINAL:
            break
        complements += [] if _is_when(sentence, phrase) else [*phrase, joint]
        position, phrase = joint - 1, []
    return complements + phrase


def _is_when(sentence: Sentence, phrase: list[int]) -> bool:
    words = [sentence.words[position].lower() for position in phrase]
    return words[0] in WORDS["times"] or all(word in DAYS_AND_MONTHS or word.isdigit() for word in words)


def _before_article(sentence: Sentence, position: int) -> int:
    """The article before the description of the number at `position` ("*a* brisk 9 percent"), else `position`."""
    for article in (position - 2, position - 3):
        if sentence.word_at(article).lower() in ("a", "an"):
            describing = {"ADJ", "ADV", "VERB"} | ({"NOUN"} if article == position - 2 else set())
            return article if {*sentence.tags[article + 1 : position]} <= describing else position
    return position
