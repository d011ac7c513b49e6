"""The unit of a number without a unit of measurement: a noun, a frequency, a person's age, a fraction."""

from __future__ import annotations

import re

from analysis.quantities import nouns, numbering
from analysis.quantities.contests import VOTE_WORDS
from analysis.quantities.dictionary import unit_at, unit_of_phrase
from analysis.quantities.quantity import AGE, FRACTION, OLDEST, PERSON, TIMES, VOTE, Bounded, Counted, Draft, Unit
from analysis.quantities.rates import bare_rate, rate_at
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table
from analysis.quantities.units import follows_age

_OF_THE = re.compile(
    r"\sof\s(?:the|its|their|his|her|our|my|your|these|those)(?=\s)|\sof(?=\s[A-Z]\w+(?:\s\w+)?['’]s\s)"
)
_OF = re.compile(r"\sof(?=\s)", re.IGNORECASE)
_FIGURED = re.compile(r"\s[$£€¥]?[0-9][0-9,.]*-[a-z-]+[\"”’]?(?=\s)")
"""A description with a number of its own ("thousands of $12-an-hour workers")."""
_TIMES = re.compile(r"[\s-](times|fold)\b|(x)\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\s(?:as|more|the|higher|larger|greater|less|lower|that|faster|bigger|better|what|its|their|his|her|likelier"
    r"|longer|earnings|sales|revenues?|profits?|book|EBITDA)\b"
)
_AFTER_A_NAME = re.compile(
    r"(?:\bage,\s|\b(?:[Hh]e|[Ss]he|I)(?:['’]s|\s(?:was|is|turned|turns))\s(?:only\s|just\s)?|\b[A-Z][\w’'-]+(?:\s(?:Jr|Sr|III|II)\.?)?,\s|,\s(?:now|then)\s"
    r"|\b(?:mother|father|son|daughter|wife|husband|brother|sister|man|woman|boy|girl|driver|officer|victim|suspect),\s)\Z"
)
_NAME_BEFORE_BRACKET = re.compile(r"\b[A-Z][\w’'-]+\s[A-Z][\w’'-]+\s\(\Z")
_CLOSED = re.compile(r"\s?[,).;]|\Z")
_THEN = re.compile(r"[A-Z][\w’'-]+,\s(?:now|then)\s\Z")
"""Words before a person's age, whatever follows it ("Mr. Daniloff, now 81 and retired")."""
_PERSON = "|".join(form for noun in table("nouns")["aged"] for form in (noun, nouns.singular(noun)))
_OF_AN_AGE = re.compile(rf"\b(?:{_PERSON})\s(?:(?:who|that)\s(?:is|are|was|were)\s)?(?:still\s)?\Z", re.IGNORECASE)
_OLDER_OR_YOUNGER = re.compile(r"(?:above|below|over|under|not\syet)\s", re.IGNORECASE)
_PERSON_OF = re.compile(rf"\b(?:{_PERSON})\sof\s(?:only\s|just\s)?\Z", re.IGNORECASE)
"""Whose age follows: "a man *of 61*", "two boys *of 12*"."""
_AGE_GROUP = re.compile(r"[\s-]age[\s-][a-z]+(?<!s)\b")
"""What is of an age: "the 18-35 *age bracket*", not "over five *age groups*"."""
_OR_TWO = re.compile(r"\b(?:an?|another|one|this|last|past|next)\s([a-z]+)\sor\s\Z", re.IGNORECASE)
_RELATIVES = {word: Unit(unit, "count") for unit, words in table("nouns")["relatives"].items() for word in words}
_RELATIVE_BEFORE = re.compile(rf"\b({'|'.join(_RELATIVES)})[\s-]of[\s-](?:an?\s)?\Z", re.IGNORECASE)
_STATED = re.compile(
    r"\s(?:(?:are|is|was|were)\s)?(?:believed|confirmed|feared|presumed|reported|thought)\s(?:to\s(?:be|have\sbeen)\s)?"
    rf"(?:{'|'.join(table('nouns')['people'])})\b|\s(?:aboard|on\sboard)\b"
)
"""Words said only of people ("hundreds feared dead")."""
_SIDE = re.compile(
    r"\s(?:in\sfavou?r|against|opposed|(?:for|abstentions?|abstaining)(?=\s*[,.;)]|\s(?:and|with|to)\b|\Z))\b"
)
"""A side of a vote ("220 *in favour* and 210 *against*")."""
_AYES = re.compile(r"\b(?:ayes|noes|yeas|nays):?\s\Z", re.IGNORECASE)
_MAGNITUDE = re.compile(r"\bmagnitude(?:-|\s(?:of\s)?)\Z", re.IGNORECASE)
_HURT = re.compile(r"\b(?:kill|injur|wound)(?:s|es|ed|ing)\s\Z", re.IGNORECASE)
"""Verbs whose bare number is of people ("quake kills 40")."""
_TIME = Unit("time", "count")


def count(sentence: Sentence, draft: Bounded) -> Counted:
    """`draft`, which has no unit of measurement, with the unit of what it counts, if that is named."""
    form = draft.number.form
    if form == "fraction":
        counted = draft._replace(unit=FRACTION)
    elif form == "multiple":
        twice = sentence.text[draft.number_start : draft.number_end].lower() == "twice"
        frequency = twice and _CLOSED.match(sentence.after(draft.end, 2))  # "warned them twice."
        counted = draft._replace(unit=_TIME if frequency else TIMES)
    elif _is_age(sentence, draft):
        counted = draft._replace(unit=AGE)
    elif times := _times(sentence, draft):
        counted = draft._replace(unit=times[0], end=times[1])
    else:
        counted = _with_noun(sentence, draft)
    if counted.unit is None and (unit := _unit_beside(sentence, counted)):
        counted = counted._replace(unit=unit)
    return Counted(counted)


def _unit_beside(sentence: Sentence, draft: Draft) -> Unit | None:
    """The unit of a figure without a noun, by the words beside it: "mother of 3", "kills 40", "12 feared dead"."""
    before = sentence.before(draft.start, 24)
    if relative := _RELATIVE_BEFORE.search(before):
        return _RELATIVES[relative[1].lower()]
    if _MAGNITUDE.search(sentence.before(draft.number_start, 16)):
        return Unit("magnitude", "count")
    if numbered := numbering.unit(sentence, draft.start):
        return numbered
    sided = sentence.match(_SIDE, draft.end) and VOTE_WORDS.search(sentence.text, sentence.start, sentence.end)
    if sided or _AYES.search(before):
        return VOTE
    scores = sentence.text[draft.number_start : draft.end].lower() == "scores"  # by themselves people alone
    return PERSON if scores or _HURT.search(before) or sentence.match(_STATED, draft.end) else None


def _with_noun(sentence: Sentence, draft: Bounded) -> Bounded:
    """`draft` with the noun phrase after it and its unit: "12 soldiers", "35m of its devices", "12-page"."""
    offset = draft.end
    large = draft.number.form == "vague" or draft.number.scale > 1
    if partitive := sentence.match(_OF_THE, offset):
        offset = partitive.end()
    elif large and (joint := sentence.match(_OF, offset)):
        offset = joint.end()
        if described := sentence.match(_FIGURED, offset):
            offset = described.end()
        elif measured := unit_at(sentence, offset + 1, digits=False):
            return draft._replace(unit=measured[0], end=measured[1])
    if sentence.text[offset : offset + 1] not in ("-", "‑"):
        noun = nouns.counted_noun(sentence, offset, plural=draft.high != 1)
        return _with_counted(sentence, draft, offset, noun)
    draft = draft._replace(attributive=True)
    if sentence.text.startswith("strong", offset + 1):
        return draft._replace(unit=PERSON, end=offset + len("-strong"))
    return _with_counted(sentence, draft, offset, nouns.compounded(sentence, offset + 1))


def _with_counted(sentence: Sentence, draft: Bounded, offset: int, noun: nouns.NounPhrase | None) -> Bounded:
    """`draft` with the unit of its `noun`; without a noun, with the rate at `offset` or the noun before it."""
    if noun is None and (rate := bare_rate(sentence, offset)):
        return draft._replace(unit=rate[0], end=rate[1])
    if noun is None or not (draft.is_whole or draft.attributive or nouns.is_plural(noun.word)):
        return _one_or_two(sentence, draft)
    if noun.unit == "one":
        return draft._replace(end=noun.end)  # "three new ones" are of what was named before
    unit, end = Unit(noun.unit, "count"), noun.end
    measured = None if draft.attributive else unit_of_phrase(sentence.text[noun.start : noun.end])
    if measured is None and (rate := rate_at(sentence, end)):
        unit, end = unit.per(rate[0]), rate[1]
    return draft._replace(unit=measured or unit, end=end, noun=(noun.start, noun.end))


def _one_or_two(sentence: Sentence, draft: Bounded) -> Bounded:
    """`draft` as one to two of the noun before it in "a week or two"."""
    before = sentence.before(draft.start, 40)
    noun = _OR_TWO.search(before)
    if noun is None or draft.value != 2:
        return draft
    unit = unit_of_phrase(noun[1]) or Unit(noun[1].lower(), "count")
    start = draft.start - len(before) + noun.start()
    return draft._replace(start=start, low=1.0, high=2.0, modifier="range", unit=unit)


def _is_age(sentence: Sentence, draft: Draft) -> bool:
    """Whether a bare number is a person's age: "at age 78", "Senard, 65, now faces", "those over 65"."""
    number = draft.number
    if not draft.is_whole or not 0 < number.value <= OLDEST:
        return False
    if follows_age(sentence, draft.number_start):
        return True
    if draft.modifier != "exact" and sentence.match(_AGE_GROUP, draft.end):
        return True
    if _PERSON_OF.search(sentence.before(draft.number_start, 40)):
        following = sentence.after(draft.end, 2).lstrip()
        return not following[:1].isupper() and _counts_nothing(sentence, draft.end)
    before, after = sentence.before(draft.start, 40), sentence.after(draft.end, 2)
    if _OLDER_OR_YOUNGER.match(sentence.text, draft.start, draft.number_start) and _OF_AN_AGE.search(before):
        return _counts_nothing(sentence, draft.end)
    if number.form == "digits" and _THEN.search(before) and after in (" a", ", ", ") ", ","):
        return True
    if number.form != "digits" or not _CLOSED.match(after):
        return False
    if before.endswith("("):
        return after.startswith(")") and number.value > 9 and _NAME_BEFORE_BRACKET.search(before) is not None
    return _AFTER_A_NAME.search(before) is not None


def _counts_nothing(sentence: Sentence, offset: int) -> bool:
    """Whether no noun follows a number, but the end or a verb ("a citizen under 35 *pays* less")."""
    position = sentence.token_from(offset)
    if sentence.tag_at(position) == "ADV" and sentence.tag_at(position + 1) in nouns.NOMINAL:
        return False  # "the children of three then directors"
    return sentence.tag_at(position) == "VERB" or nouns.counted_noun(sentence, offset, plural=True) is None


def _times(sentence: Sentence, draft: Draft) -> tuple[Unit, int] | None:
    """The unit of a multiple ("three times as many", "ten-fold") or of a frequency ("three times a week")."""
    word = sentence.match(_TIMES, draft.end)
    if word is None:
        return None
    if word[2] or word[1].lower() == "fold" or sentence.match(_COMPARED, word.end()):
        return TIMES, word.end()
    rate = rate_at(sentence, word.end())
    return (_TIME.per(rate[0]), rate[1]) if rate else (_TIME, word.end())
