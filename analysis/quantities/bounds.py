"""Bounds: the interval of a number with "over", "up to" or "about" before it, or "or more" after it."""

from __future__ import annotations

import re
from typing import TypeVar

from analysis.quantities.atoms import atoms
from analysis.quantities.negation import is_negated
from analysis.quantities.nouns import counted_noun, is_plural
from analysis.quantities.quantity import Bounded, Counted, Draft, Measured
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import alternatives, table, whole_words

Stage = TypeVar("Stage", bound=Bounded)
_TABLE = table("modifiers")
_BEFORE = {phrase: modifier for modifier, phrases in _TABLE["before"].items() for phrase in phrases}
_AFTER = {phrase: modifier for modifier, phrases in _TABLE["after"].items() for phrase in phrases}
_TRANSPARENT = frozenset(_TABLE["transparent"])
_PREPOSITIONS = {word: frozenset(words) for word, words in _TABLE["preposition"].items()}
_LONGEST = max(phrase.count(" ") + 1 for phrase in _BEFORE)
_LAST_WORDS = frozenset(phrase.rpartition(" ")[2] for phrase in _BEFORE)
_FOLLOWING = re.compile(rf"([\s,(]*)({alternatives(_AFTER)})(?!\w|\s+(?:than|to)\b)", re.IGNORECASE)
_DENIALS = {"more_than": "at_most", "at_most": "more_than", "less_than": "at_least", "at_least": "less_than"}
"""The modifiers that negated bounds amount to."""
_ALMOST = ("nearly", "almost", "close", "approaching", "nearing", "not ", "nowhere", "nothing")
"""Bounds that no negation reverses."""
_AS_MUCH = ("as ", "up to", "anything up to")
"""Upper bounds whose negation means less ("not as many as 40")."""
_VERBAL = tuple(_TABLE["verbal"]["before"])
_PASSING = re.compile(
    rf"\b(?:(may|might|could|can)\s(?:yet\s|well\s|even\s)?)?"
    rf"(?:(?P<passing>{'|'.join(_TABLE['verbal']['passing'])})|(?P<reaching>{'|'.join(_TABLE['verbal']['reaching'])}))"
    r"\s(?:only\s|just\s|even\s|the\s)?\Z",
    re.IGNORECASE,
)
_FIGURE = whole_words(_TABLE["verbal"]["figures"])
_CONJUNCTIONS = frozenset(("plus", "tops", "minimum", "maximum", "max", "no more", "at best"))
"""Modifiers after a number that are ordinary words unless the clause ends there."""
_ARTICLES = frozenset(("a", "an", "the"))
_CLOSED = frozenset(("", ".", ",", ";", ")", "-", '"', "”", "'", "’"))
_PREFIX = re.compile(r"(?<![\w-])(sub|over|under|nearly|about)[-‑]\Z", re.IGNORECASE)
_ROUND = re.compile(r"1(?:00|,?000|\s?million|m|bn)(?:,000)*")
_ROUNDED = re.compile(r"(?:[1-9][05]|00|ty|hundred|thousand|[mb]illion|dozen)\Z", re.IGNORECASE)
_SIGNS = {sign: modifier for sign, modifier in _BEFORE.items() if not sign[0].isalpha() and len(sign) == 1}
_MARK = re.compile(r"[\s-](?:marks?|threshold|barrier|milestone)\b")
"""What allows "the" between modifier and number ("past the $1 billion *mark*")."""
_LEVELS = "|".join((*_TABLE["verbal"]["figures"], *table("ellipsis")["nouns"]))
"""Nouns of what rises to a level ("toll", "prices", "figure")."""
_MOVING, _PUT, _BRINGING = ("|".join(_TABLE["rising"][name]) for name in ("moving", "put", "bringing"))
_RISEN = re.compile(
    rf"\b(?:{_LEVELS})\b[^.,;:!?]{{0,40}}\s(?:{_MOVING})\s\Z|\b(?:be|been|being|is|are|was|were)\s(?:{_PUT})\s\Z",
    re.IGNORECASE,
)
"""What has a new level behind "up to" ("the toll *moved* up to 30")."""
_BROUGHT = re.compile(rf"\b(?:{_BRINGING})\s(?:[\w’'-]+\s){{1,4}}?(?<=\s)(?:{_LEVELS})\s\Z", re.IGNORECASE)
"""What is brought to a new level ("took *the toll* up to 30")."""
_CHANGED = re.compile(
    rf"\b(?:{'|'.join(table('trends')['change']['stems'])})\b[^.;:!?]{{0,40}}\sfrom\s[^,;:!?]{{0,30}}\d[^,;:!?]{{0,20}}\s\Z",
    re.IGNORECASE,
)
"""What leads from a level up to another one ("rose *from 5.1 percent* up to 5.4 percent")."""
_LEVEL_FIRST = re.compile(rf"(?:[\w’'-]+\s){{0,2}}(?:{_LEVELS})\s", re.IGNORECASE)
_OPENING_TAGS = frozenset(("DET", "PRON", "PROPN"))
_LENGTHS_OF_TIME = frozenset("second minute hour day week month quarter year decade century night".split())


def bound_before(sentence: Sentence, draft: Measured) -> Bounded:
    """`draft` with the modifier before its number, and the interval that it leaves."""
    modifier, start = modifier_before(sentence, draft)
    if draft.number.form == "vague":
        return Bounded(draft._replace(start=start, modifier="vague", high=None))
    if modifier is None:
        return Bounded(draft)
    bounded = Bounded(draft._replace(start=start))
    if draft.modifier == "range" and sentence.before(start, 6).lower().endswith("from "):
        return bounded  # "from up to 252 miles to 287 miles"
    words = sentence.text[start : draft.number_start].lower()
    reversible = modifier in _DENIALS and not words.startswith(_ALMOST)
    if reversible and is_negated(sentence, start, verb=words.startswith(_VERBAL)):
        as_much = modifier == "at_most" and words.startswith(_AS_MUCH)
        modifier = "less_than" if as_much else _DENIALS[modifier]
    return with_modifier(bounded, modifier)


def bound_by_verb(sentence: Sentence, draft: Counted) -> Counted:
    """`draft` with the bound that a verb right before it sets: "never passed 3%", "may reach 40".

    "He passed 40 houses" counts exactly 40; a toll that passed 40 is more than 40.
    """
    before = sentence.before(draft.start, 32)
    verb = _PASSING.search(before) if draft.modifier in ("exact", "approximate") else None
    if verb is None or draft.unit_name == "vote":
        return draft
    start = draft.start - len(before) + verb.start()
    denied = is_negated(sentence, start, verb=True)
    if verb["passing"]:
        counts = draft.noun is not None or draft.kind in ("measure", "duration")
        if denied or not counts or _FIGURE.search(sentence.text, sentence.start, start):
            return with_modifier(draft, "at_most" if denied else "more_than")
    elif denied:
        return with_modifier(draft, "less_than")
    elif verb[1] and verb[1].lower() != "can":
        return with_modifier(draft, "at_most")
    return draft


def bound_after(sentence: Sentence, draft: Stage) -> Stage:
    """`draft` with the modifier after it ("or more"), unless one before it says more."""
    match = sentence.match(_FOLLOWING, draft.end)
    if match is None or not _is_modifier(sentence, draft.start, match):
        return draft
    draft = draft._replace(end=match.end())
    modifier = _AFTER[match[2].lower()]
    if draft.modifier in ("exact", "approximate"):
        return with_modifier(draft, modifier)
    return draft._replace(high=None) if draft.modifier == "range" and modifier == "at_least" else draft


def with_modifier(draft: Stage, modifier: str) -> Stage:
    """`draft` with `modifier`, and the interval open on the side that it leaves open; a range keeps its outer end."""
    if draft.modifier == "range" and modifier == "approximate":
        return draft
    low = None if modifier in ("less_than", "at_most") else draft.low
    high = None if modifier in ("more_than", "at_least") else draft.high
    return draft._replace(modifier=modifier, low=low, high=high)


def modifier_before(sentence: Sentence, draft: Draft) -> tuple[str | None, int]:
    """The modifier before the number, and where it begins; without one, None and where the draft begins."""
    start = draft.start
    if start > sentence.start and sentence.text[start - 1] in _SIGNS:
        return _SIGNS[sentence.text[start - 1]], start - 1
    if prefix := _PREFIX.search(sentence.before(start, 8)):
        return _BEFORE[prefix[1].lower()], start - len(prefix.group())
    words = sentence.words_before(start)
    modifier, position = None, 0
    while position < len(words):
        phrase, length = _longest_modifier(words, position)
        word = words[position][0]
        if phrase is not None and not _is_preposition(sentence, draft, phrase, words, position):
            modifier = _BEFORE[phrase] if modifier in (None, "approximate") else modifier
            position += length
            start = words[position - 1][1]
        elif (
            word in _TRANSPARENT
            or (word == "a" and (position or _is_round(sentence, draft)))
            or (word == "an" and position)
            or (word == "the" and sentence.match(_MARK, draft.end))
        ):
            position += 1
        else:
            break
    return modifier, start


def _is_round(sentence: Sentence, draft: Draft) -> bool:
    """Whether "a" may stand before the digits: "less than *a* 100 miles"; not "over a 100-mile stretch"."""
    digits = sentence.text[draft.number.start : draft.number.end]
    return _ROUND.fullmatch(digits) is not None and sentence.text[draft.number.end : draft.number.end + 1] not in "-‑"


def _longest_modifier(words: list[tuple[str, int]], position: int) -> tuple[str | None, int]:
    """The longest modifier whose last word is at `position`, counted from the number back, and its length in words."""
    longest = min(_LONGEST, len(words) - position) if words[position][0] in _LAST_WORDS else 0
    for length in range(longest, 0, -1):
        phrase = " ".join(word for word, _ in reversed(words[position : position + length]))
        if phrase in _BEFORE:
            return phrase, length
    return None, 0


def _is_preposition(sentence: Sentence, draft: Draft, word: str, words: list[tuple[str, int]], position: int) -> bool:
    """Whether a possible modifier is a preposition: "talk about three things", "$5 billion over 10 years"."""
    before = words[position + 1][0] if position + 1 < len(words) else ""
    if word in ("over", "under"):
        if before in _PREPOSITIONS[word]:
            return True
        return draft.unit_name in _LENGTHS_OF_TIME and _is_during(sentence, draft, before, words[position][1])
    if word == "say":
        return not before.endswith(",")
    if word == "some":
        return position > 0
    if word == "up to":
        before = words[position + 2][0] if position + 2 < len(words) else ""
        return before in _PREPOSITIONS[word] or _leads_up(sentence, draft, words[position + 1][1])
    if word == "past":
        return before == "" or before in _PREPOSITIONS[word]
    return before in _PREPOSITIONS.get(word, ())


def _is_during(sentence: Sentence, draft: Draft, before: str, offset: int) -> bool:
    """Whether "over" at `offset`, after the word `before`, says in what time something happens, not how long it lasts.

    So it does where it opens a sentence whose subject follows ("Over six months it fell") and after the particle of
    a verb ("kept coming in over three days").
    """
    if before == "":
        following = sentence.token_from(draft.end)
        return sentence.word_at(following) == "," or sentence.tag_at(following) in _OPENING_TAGS
    particle = sentence.token_from(offset) - 1
    if before == "in" and sentence.tag_at(particle) == "ADV":
        return sentence.word_at(particle - 1).endswith("ing")
    return not before.endswith(",") and before not in _PREPOSITIONS["lasting"]


def _leads_up(sentence: Sentence, draft: Draft, offset: int) -> bool:
    """Whether "up to" at `offset` leads to a new level: "the toll moved up to 30", "Toll of fire up to 30"."""
    before = sentence.before(offset, 80)
    if _BROUGHT.search(before) or _CHANGED.search(before):
        return True
    if _RISEN.search(before):
        counted = counted_noun(sentence, draft.end, plural=True) if draft.unit is None else None
        moved = counted is not None and sentence.tag_at(sentence.token_from(draft.end)) != "ADV"
        return draft.kind != "measure" and not moved  # not "the crowd moved up to 30 barriers"
    if draft.unit is not None or not sentence.match(_LEVEL_FIRST, sentence.start):
        return False
    last = sentence.token_from(offset) - 1
    inflected = sentence.word_at(last).endswith(("s", "ed", "ing"))  # a tagger may take other words for verbs
    return not {"VERB", "AUX"} & {*sentence.tags[: last + inflected], *sentence.tags[last + 1 :]}


def _is_plus_before_noun(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether "plus" stands between a round number and what it counts ("6,000 *plus* residents", not "7 plus tips")."""
    if match[1] != " " or not _ROUNDED.search(sentence.before(match.start(), 12)):
        return False
    following = sentence.token_from(match.end())
    noun = sentence.tag_at(following) == "NOUN" and is_plural(sentence.words[following])
    return noun or counted_noun(sentence, match.end(), plural=True) is not None


def _is_modifier(sentence: Sentence, start: int, match: re.Match[str]) -> bool:
    """Whether "plus" or "maximum" after a number is a modifier there (not in "2 plus 2")."""
    phrase = match[2].lower()
    if phrase == "+":
        return not match[1] and not sentence.text[match.end() : match.end() + 1].isdigit()
    if phrase.startswith("and "):
        rest = sentence.after(match.end(), 24)
        following = next(atoms(rest), None)
        return following is None or rest[: following.start].strip(" $£€¥") != ""  # not "40 dead and over 500 wounded"
    if phrase not in _CONJUNCTIONS:
        return True
    if phrase == "plus" and _is_plus_before_noun(sentence, match):
        return True
    before = sentence.words_before(start)
    return sentence.text[match.end() : match.end() + 1] in _CLOSED and not (before and before[0][0] in _ARTICLES)
