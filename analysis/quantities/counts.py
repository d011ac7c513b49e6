"""What a number without a unit counts: a noun, times, a person's years, a part of a whole."""

from __future__ import annotations

import re

from analysis.quantities import nouns
from analysis.quantities.atoms import Number
from analysis.quantities.dictionary import unit_at, unit_of_phrase
from analysis.quantities.quantity import Draft, Unit
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
"""What makes a number a person's age whatever follows ("Mr. Daniloff, now 81 and retired")."""
_OF_AN_AGE = re.compile(rf"\b(?:{'|'.join(table('nouns')['aged'])})\s(?:who\sare\s)?\Z", re.IGNORECASE)
_OLDER_OR_YOUNGER = re.compile(r"(?:above|below|over|under)\s", re.IGNORECASE)
_OR_TWO = re.compile(r"\b(?:an?|another|one|this|last|past|next)\s([a-z]+)\sor\s\Z", re.IGNORECASE)
_RELATIVES = {word: Unit(unit, "count") for unit, words in table("nouns")["relatives"].items() for word in words}
_RELATIVE_BEFORE = re.compile(rf"\b({'|'.join(_RELATIVES)})[\s-]of[\s-](?:an?\s)?\Z", re.IGNORECASE)
_STATED = re.compile(
    r"\s(?:(?:are|is|was|were)\s)?(?:believed|confirmed|feared|presumed|reported|thought)\s(?:to\s(?:be|have\sbeen)\s)?"
    rf"(?:{'|'.join(table('nouns')['people'])})\b"
)
"""What is said of people alone ("hundreds feared dead")."""
_SIDE = re.compile(
    r"\s(?:in\sfavou?r|against|opposed|(?:for|abstentions?|abstaining)(?=\s*[,.;)]|\s(?:and|with|to)\b|\Z))\b"
)
_VOTE = re.compile(rf"\b(?:{'|'.join(table('trends')['vote']['stems'])})\b", re.IGNORECASE)
"""What makes "220 in favour and 210 against" votes."""
_MAGNITUDE = re.compile(r"\bmagnitude(?:-|\s(?:of\s)?)\Z", re.IGNORECASE)
_HURT = re.compile(r"\b(?:kill|injur|wound)(?:s|es|ed|ing)\s\Z", re.IGNORECASE)
"""What is done to people where nothing else is named ("quake kills 40")."""
_OLDEST = 115


def count(sentence: Sentence, draft: Draft) -> None:
    """Gives `draft`, which has no unit of measurement, the unit of what it counts, where there is any."""
    form = draft.number.form
    if form == "fraction":
        draft.unit = Unit("fraction", "fraction")
    elif form == "multiple":
        draft.unit = Unit("time", "count") if _is_often(sentence, draft) else Unit("times", "multiple")
    elif _is_age(sentence, draft):
        draft.unit = Unit("year", "age")
    elif times := _times(sentence, draft):
        draft.unit, draft.end = times
    else:
        _count_noun(sentence, draft)
    if draft.unit is None:
        draft.unit = _told_beside(sentence, draft)


def _is_often(sentence: Sentence, draft: Draft) -> bool:
    """Whether a multiple may tell how often something happened ("warned them twice"), and ends its clause."""
    word = sentence.text[draft.number_start : draft.number_end].lower()
    return word == "twice" and _CLOSED.match(sentence.after(draft.end, 2)) is not None


def _told_beside(sentence: Sentence, draft: Draft) -> Unit | None:
    """The unit of a figure without a noun, by the words beside it: "mother of 3", "kills 40", "12 feared dead"."""
    before = sentence.before(draft.start, 24)
    if relative := _RELATIVE_BEFORE.search(before):
        return _RELATIVES[relative[1].lower()]
    if _MAGNITUDE.search(sentence.before(draft.number_start, 16)):
        return Unit("magnitude", "count")
    side = _SIDE.match(sentence.text, draft.end, sentence.end)
    if side and _VOTE.search(sentence.text, sentence.start, sentence.end):
        return Unit("vote", "count")
    people = _HURT.search(before) or _STATED.match(sentence.text, draft.end, sentence.end)
    return Unit("person", "count") if people else None


def _count_noun(sentence: Sentence, draft: Draft) -> None:
    offset = draft.end
    if partitive := _OF_THE.match(sentence.text, offset, sentence.end):
        offset = partitive.end()
    elif of := _is_large(draft.number) and _OF.match(sentence.text, offset, sentence.end):
        offset = of.end()
        if described := _FIGURED.match(sentence.text, offset, sentence.end):
            offset = described.end()
        elif measured := unit_at(sentence, offset + 1, digits=False):
            draft.unit, draft.end = measured
            return
    draft.attributive = sentence.text[offset : offset + 1] in ("-", "‑")
    if draft.attributive and sentence.text.startswith("strong", offset + 1):
        draft.unit, draft.end = Unit("person", "count"), offset + len("-strong")
        return
    if draft.attributive:
        noun = nouns.compounded(sentence, offset + 1)
    else:
        noun = nouns.counted_noun(sentence, offset, plural=draft.high != 1)
    if noun is None and (bare := bare_rate(sentence, offset)):
        draft.unit, draft.end = bare
        return
    if noun is None or (draft.number.value % 1 and not draft.attributive and not nouns.is_plural(noun.word)):
        _count_or_two(sentence, draft)
        return
    draft.noun = (noun.start, noun.end)
    draft.unit, draft.end = Unit(noun.unit, "count"), noun.end
    measured = None if draft.attributive else unit_of_phrase(sentence.text[noun.start : noun.end])
    if measured is not None:
        draft.unit = measured
    elif rate := rate_at(sentence, draft.end):
        draft.unit, draft.end = Unit(f"{noun.unit} per {rate[0]}", "count"), rate[1]


def _is_large(number: Number) -> bool:
    """Whether "of" may join the number to what it counts ("dozens of", "35m of")."""
    return number.form == "vague" or number.scale > 1


def _count_or_two(sentence: Sentence, draft: Draft) -> None:
    """Reads "a week or two": one to two weeks, the noun before the number."""
    noun = _OR_TWO.search(sentence.before(draft.start, 40))
    if noun is None or draft.number.value != 2:
        return
    draft.low, draft.high, draft.modifier = 1.0, 2.0, "range"
    draft.start += noun.start() - len(sentence.before(draft.start, 40))
    draft.unit = unit_of_phrase(noun[1]) or Unit(noun[1].lower(), "count")


def _is_age(sentence: Sentence, draft: Draft) -> bool:
    """Whether a bare number is a person's age: "at age 78", "Senard, 65, now faces", "those over 65"."""
    number = draft.number
    if number.value % 1 or not 0 < number.value <= _OLDEST:
        return False
    if follows_age(sentence, draft.number_start):
        return True
    before, after = sentence.before(draft.start, 40), sentence.after(draft.end, 2)
    if _OLDER_OR_YOUNGER.match(sentence.text, draft.start, draft.number_start) and _OF_AN_AGE.search(before):
        return nouns.counted_noun(sentence, draft.end, plural=True) is None
    if number.form == "digits" and _THEN.search(before) and after in (" a", ", ", ") ", ","):
        return True
    if number.form != "digits" or not _CLOSED.match(after):
        return False
    if before.endswith("("):
        return after.startswith(")") and number.value > 9 and _NAME_BEFORE_BRACKET.search(before) is not None
    return _AFTER_A_NAME.search(before) is not None


def _times(sentence: Sentence, draft: Draft) -> tuple[Unit, int] | None:
    """Tells a multiple ("three times as many", "ten-fold") from a count of times ("three times a week")."""
    word = _TIMES.match(sentence.text, draft.end, sentence.end)
    if word is None:
        return None
    if word[2] or word[1].lower() == "fold" or _COMPARED.match(sentence.text, word.end(), sentence.end):
        return Unit("times", "multiple"), word.end()
    if rate := rate_at(sentence, word.end()):
        return Unit(f"time per {rate[0]}", "count"), rate[1]
    return Unit("time", "count"), word.end()
