"""Numbers that are not quantities: parts of names, labels, years, and "one" as a pronoun."""

from __future__ import annotations

import re

from analysis.article.calendar import DAYS_AND_MONTHS, MONTHS
from analysis.quantities import numbering, rosters
from analysis.quantities.atoms import WORDS
from analysis.quantities.nouns import PEOPLE, is_people, is_plural
from analysis.quantities.numbers import HARM
from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import alternatives, table, word_sets

_LISTS = word_sets("exclusions")
_HYPHENED = re.compile(r"(?<![\w-])([^\W\d_][\w.]*)[-‑]\Z")
_GLUED_BEFORE = re.compile(r"[^\W\d]\Z|\S[/#_@№:\\]\Z|=[\"']?\Z|\w\.\Z")
_GLUED_AFTER = re.compile(
    r"[-‑](?:[A-Z]\b|[A-Z][a-z]|[A-Z]+\d)|[:/#_\d]\d|\.\d|[-‑]\d+[-‑]|[-‑](?:for[-‑]\d|figures?\b)"
)
_NUMERALS = "|".join(word for kind in ("small", "tens", "scale") for word in table("numbers")[kind])
_GLUED_AFTER_WORD = re.compile(
    rf"-(?:on-|off|figures?\b|to-(?!(?:{_NUMERALS})\b)|tim|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)|\so['’]clock|\s[ap]\.?m\b"
    r"|\sin\sthe\s(?:morning|afternoon|evening)(?=\s*[.,;:!?\"”]|\Z)",
    re.IGNORECASE,
)
_GLUED_WORD = re.compile(r"(?!x\b)[^\W\d]")
_CAPITALISED = re.compile(r"\s([A-Z][a-z]+)\b")
_WORD = re.compile(r"[\w’']+|[^\w\s]")
_COMPOUNDED_BEFORE = re.compile(
    rf"\w[-‑]to[-‑]\Z|\b(?:{'|'.join(word for words in table('nouns')['relatives'].values() for word in words)})-of-\Z",
    re.IGNORECASE,
)
"""Words joined to a number that is no part of a name ("*two-to-*one", "*mother-of-*two")."""
_TRIED = re.compile(r"\d-for-\Z")
"""The successes before a number of attempts ("*9-for-*27")."""
_STANDARD = re.compile(r"802\.\d{1,2}[a-z]{0,2}\b")
"""Names such as "802.11b", which is no 802 billion."""
_PART = re.compile(
    r"\s(?:percent\s)?to\s[0-9.]{1,5}\s?(?:%|percent|per\scent|points)|\sof\s(?:the|its|their)\s[1-9][0-9,]*\s[a-z]"
)
"""The words after the first of two shares ("beats Bo 45 *to 40 percent*"), or after a part ("12 *of the 20 seats*")."""
_GAPPED = re.compile(
    r"[0-9](?:\s?%|\s(?:percent|per\scent|[a-z]+))?(?:,|,?\s(?:and|but|to))\s(?:the\s|for\s)?(?:[a-z-]+\s)?(?:[A-Z][\w.’'-]*\s){1,3}\Z"
)
"""A share and the name of who has the next one ("gave Horak 51 *percent and Kral* 49")."""
_SIDES = frozenset(("ayes", "noes", "yeas", "nays"))
_HIGHEST_LABEL = 3000
_LONGEST_PRODUCT = 4
"""Digits in the name of a product."""
_DIALLED = re.compile(
    rf"\b(?:{alternatives(_LISTS['dialled'])})\b"
    r"(?:\s(?:us|them|police|on|at|the|number|line|is|or|to|toll[\s-]free|free)){0,4}:?\s[+0-9()\s.-]{0,24}\Z",
    re.IGNORECASE,
)
_IN_DIGIT_GROUPS = re.compile(r".?[\s.-][0-9]|[\s.-][0-9.,;)\s]{0,2}")
"""The character before and the two after one group of a telephone number."""
_YEAR_OF_PRICES = re.compile(r"(?:19|20)[0-9]{2}")
_PRICED_IN = re.compile(r"(?:\b(?:in|constant|real)\s|\()\Z", re.IGNORECASE)
_HOURS = 12
_DAYTIME = re.compile(r"\s(?:in\sthe\s(?:early\s)?(?:morning|afternoon|evening)|at\snight)\b")
_AT = re.compile(
    r"\b(?:at|around|about|by|until|till|before|after|since|from|between|towards?)\s"
    r"(?:(?:about|around|roughly|nearly|almost|past)\s)?\Z",
    re.IGNORECASE,
)
_PUT = re.compile(
    rf"\b(?:puts?|putting|pegg?\w*|stands?|stood|tolls?|{'|'.join(table('ellipsis')['nouns'])})\b[^.,;:!?]*\Z",
    re.IGNORECASE,
)
"""Words after which "at" leads to a figure ("*put the dead* at 12 in the morning")."""
_SEVERAL = re.compile(r"\s(?:were|are|have)\b")
"""Verbs that agree with a plural, not with one thing that bears a number."""
_NOMINAL_TAGS = frozenset(("NOUN", "PROPN", "ADJ", "DET", "PRON"))
_CLAUSE_TAGS = frozenset(("VERB", "AUX", "ADP", "SCONJ", "PRON", "DET"))


def is_code(sentence: Sentence, draft: Draft) -> bool:
    """Whether letters or signs glued to a number make it part of a name ("G-7", "5G", "A2", "3-D")."""
    if draft.kind == "money" or draft.modifier == "range":
        return False
    text, number = sentence.text, draft.number
    before = sentence.before(number.start, 24)
    if sentence.match(_STANDARD, number.start):
        return True
    if before.endswith(("-", "‑")):
        if _TRIED.search(before):
            return True
        if _COMPOUNDED_BEFORE.search(before):
            return False
        label = _HYPHENED.search(before)
        if label is None:
            return number.form == "words"
        return label[1].lower() not in _LISTS["prefixes"]
    if not text[number.end - 1].isdigit():
        return sentence.match(_GLUED_AFTER_WORD, number.end) is not None
    if _GLUED_BEFORE.search(before) or sentence.match(_GLUED_AFTER, number.end):
        return True
    return draft.unit is None and sentence.match(_GLUED_WORD, draft.number_end) is not None


def is_no_quantity(sentence: Sentence, draft: Draft) -> bool:
    """Whether the number is a pronoun, a year, a label or part of a name."""
    if "per " in (draft.unit_name or ""):
        return False
    if _is_pronoun(sentence, draft) or _is_result(sentence, draft) or _is_time(sentence, draft):
        return True
    if draft.kind not in (None, "count", "fraction", "multiple"):
        return False
    counted = draft.unit_name == "vote" or _counts(sentence, draft)  # "approved the bill 61 to 38"
    return (
        _is_year(sentence, draft, counted)
        or _is_dialled(sentence, draft)
        or _is_capitalised_name(sentence, draft)
        or _is_label(sentence, draft, counted)
    )


def _is_result(sentence: Sentence, draft: Draft) -> bool:
    """Whether a score is a result rather than twenty: "their test *scores* fell", "a *score* of his own"."""
    word = sentence.text[draft.number_start : draft.number.end].rpartition(" ")[2].lower()
    if word == "score":
        return draft.noun is None or not _counts(sentence, draft)
    if word != "scores" or HARM.search(sentence.before(draft.number.start, 12)):
        return False
    return sentence.tag_at(sentence.token_from(draft.number.start) - 1) in _NOMINAL_TAGS


def _is_time(sentence: Sentence, draft: Draft) -> bool:
    """Whether the number is an hour ("at five in the morning") or the year of prices ("in 2019 dollars")."""
    before = sentence.before(draft.number_start, 24)
    if draft.kind == "money":
        digits = sentence.text[draft.number_start : draft.number_end]
        return _YEAR_OF_PRICES.fullmatch(digits) is not None and _PRICED_IN.search(before) is not None
    hour = draft.unit is None and draft.is_whole and 0 < draft.value <= _HOURS
    at = hour and _AT.search(before) and not _PUT.search(sentence.before(draft.number_start, 60))
    daytime = sentence.match(_DAYTIME, draft.number_end) if at else None
    return daytime is not None and sentence.tag_at(sentence.token_from(daytime.end())) != "NOUN"


def _counts(sentence: Sentence, draft: Draft) -> bool:
    """Whether the word after the number is a plural, or stands for people, rather than a verb."""
    if draft.noun is None:
        return False
    head = sentence.text[slice(*draft.noun)].rpartition(" ")[2]
    return (is_plural(head) or head.lower() in PEOPLE) and not _acts(sentence, draft.number_start, draft.noun)


def _acts(sentence: Sentence, number_start: int, noun: tuple[int, int]) -> bool:
    """Whether the noun is the verb of a label that opens the sentence ("Room 214 *holds* 18 desks")."""
    label = sentence.text[sentence.start : number_start].strip()
    position = sentence.token_from(noun[0])
    verb = sentence.tokens[position : position + 1] == (noun,) and sentence.words[position].endswith("s")
    return label.istitle() and label.isalpha() and verb and sentence.tag_at(position + 1) in ("NUM", "DET")


def is_bare(sentence: Sentence, draft: Draft) -> bool:
    """Whether a number without unit is "one", part of a compound ("two-way"), or a list's marker ("3.")."""
    if draft.unit is not None:
        return False
    number = sentence.text[draft.number_start : draft.number_end]
    whole_sentence = sentence.text[sentence.start : sentence.end].strip(" .()")
    return draft.attributive or number.lower() == "one" or number == whole_sentence


def _is_dialled(sentence: Sentence, draft: Draft) -> bool:
    """Whether a number is to be called or texted ("text 85258 for help")."""
    if draft.noun is not None or draft.number.form != "digits" or draft.value < 100:
        return False
    start, end = draft.number.start, draft.number.end
    digits = sentence.text[start:end]
    around = sentence.text[start - 1 : start] + sentence.text[end : end + 2]
    telephone = len(digits) > 3 or digits in _LISTS["emergency"] or _IN_DIGIT_GROUPS.fullmatch(around)
    return bool(digits.isdigit() and telephone and _DIALLED.search(sentence.before(start, 60)))


def _is_product(sentence: Sentence, draft: Draft, words: list[tuple[str, int]]) -> bool:
    """Whether a number after a capitalised word is part of a product's name, with a noun or not ("a Model 3 car")."""
    number = draft.number
    if number.form != "digits" or not draft.is_whole or number.end - number.start > _LONGEST_PRODUCT or len(words) < 2:
        return False
    name = sentence.text[words[0][1] : number.start].strip()
    if not (name.istitle() and name.isalpha()) or name.lower() in DAYS_AND_MONTHS | _LISTS["function_words"]:
        return False
    before = words[1][0]
    counted = before.replace(",", "").isdigit() or WORDS.get(before, ("", 0))[0] in ("small", "tens", "scale")
    return counted or (sentence.text[words[1][1]].islower() and before in _LISTS["introducing"])


def _is_label(sentence: Sentence, draft: Draft, counted: bool) -> bool:
    """Whether the word before the number names a series or a thing ("Section 427", "Windows 10")."""
    number = draft.number
    words = sentence.words_before(draft.number_start, 32)
    if not words or number.scale > 1 or number.form not in ("digits", "words"):
        return False
    word, offset = words[0]
    if word.rstrip(":") in _SIDES or rosters.lists(sentence, draft.number_start):
        return False
    # Labels have no separator between thousands.
    grouped = number.value >= 1000 and draft.is_whole and not sentence.text[number.start : number.end].isalnum()
    if grouped and word not in ("no", "no.", "nos", "nos.", "patent", "#"):
        return False
    if word == "number" and numbering.subject(sentence, draft.number_start) is not None:
        return False
    if _is_product(sentence, draft, words):
        return True
    phrase = f"{words[1][0]} {word}" if len(words) > 1 else word
    if not _LISTS["labels"].isdisjoint((word, phrase, word.rstrip("."))):
        named = sentence.tag_at(sentence.token_from(draft.number_start) - 1) == "NOUN" and not is_plural(word)
        # "By one account 40 were hurt", but not "the top 10 are new".
        several = named and word != "top" and sentence.match(_SEVERAL, draft.number_end)
        return word not in _LISTS["weak_labels"] or not (counted or several)
    if counted or number.form != "digits" or not draft.is_whole or number.value > _HIGHEST_LABEL:
        return False
    if sentence.is_headline or sentence.match(_PART, draft.number_end):
        return False
    if _GAPPED.search(sentence.before(draft.number_start, 80)):
        return False
    name = sentence.text[offset : draft.number_start].strip()
    return _is_name(sentence, offset, name) or _begins_name(sentence, draft)


def _is_name(sentence: Sentence, offset: int, word: str) -> bool:
    """Whether a word right before a number is the beginning of a name with it ("Apple Watch 5", "Area 51")."""
    if not word[:1].isupper() or not word[-1].isalnum() or word.endswith(("'s", "’s", "`s")):
        return False
    if word.lower() in _LISTS["function_words"]:
        return False
    return offset != sentence.start or sentence.tags[0] == "PROPN"


def _begins_name(sentence: Sentence, draft: Draft) -> bool:
    """Whether a bare number and the capitalised word after it are a name ("50 Cent", "11 Pro")."""
    name = sentence.match(_CAPITALISED, draft.number_end)
    if draft.unit is not None or name is None or draft.modifier != "exact" or is_people(name[1]):
        return False
    return name[1] not in _LISTS["openers"] and name[1].lower() not in DAYS_AND_MONTHS


def _is_capitalised_name(sentence: Sentence, draft: Draft) -> bool:
    """Whether a spelled number is part of a name ("Big Ten", "Four Seasons", "Air Force One")."""
    start = draft.number_start
    if draft.number.form != "words" or not sentence.text[start].isupper():
        return False
    if start == sentence.start:
        # "Zero Hedge asked"
        named = _begins_name(sentence, draft) and sentence.tags[sentence.token_from(draft.number_end)] == "PROPN"
        return named and not sentence.is_headline
    if sentence.text[start : start + 2] in ("A ", "An"):
        return False
    before = sentence.before(start, 2)
    opens = before[-1] in "\"'“‘—–:(" or before[0] in ":.—–-•*·"
    return not opens and not sentence.is_headline


def _is_year(sentence: Sentence, draft: Draft, counted: bool) -> bool:
    """Whether a bare four-digit number is a year."""
    number = draft.number
    digits = sentence.text[number.start : number.end]
    if len(digits) != 4 or not digits.isdigit() or not 1100 <= number.value <= 2199:
        return False
    words = sentence.words_before(draft.number_start, 24)
    word = words[0][0] if words else ""
    if 1900 <= number.value <= 2099:
        return number.value % 100 != 0 or not counted or word in ("the", "in", "since", "")
    return (word in _LISTS["year_before"] or word.capitalize() in MONTHS) and not counted


def _is_pronoun(sentence: Sentence, draft: Draft) -> bool:
    """Whether "one" stands for somebody or something, or means "some" ("one of the", "one day")."""
    number = draft.number
    if sentence.text[number.start : number.end].lower() != "one":
        return False
    after = [word.lower() for word in _WORD.findall(sentence.after(number.end, 32))] + [""]
    before = sentence.words_before(number.start, 24)
    previous = before[0][0] if before else ""
    if not after[0][:1].isalnum():
        return after[0] != "-"
    if after[0] in _LISTS["times_of_day"]:
        return after[1] not in _LISTS["lapse"] and previous not in _LISTS["measuring"]
    if after[0] in _LISTS["one_after"] or previous in _LISTS["one_before"]:
        return True
    return sentence.tag_at(sentence.token_from(number.end)) in _CLAUSE_TAGS
