"""Bounds: what "over", "up to", "about" before a number and "or more" after it make of its interval."""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.quantities.atoms import atoms
from analysis.quantities.negation import is_negated
from analysis.quantities.nouns import counted_noun, is_plural
from analysis.quantities.quantity import Draft
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import table

_TABLE = table("modifiers")
_BEFORE = {phrase: modifier for modifier, phrases in _TABLE["before"].items() for phrase in phrases}
_AFTER = {phrase: modifier for modifier, phrases in _TABLE["after"].items() for phrase in phrases}
_TRANSPARENT = frozenset(_TABLE["transparent"])
_PREPOSITIONS = {word: frozenset(words) for word, words in _TABLE["preposition"].items()}
_LONGEST = max(phrase.count(" ") + 1 for phrase in _BEFORE)
_FOLLOWING = re.compile(
    rf"([\s,(]*)({'|'.join(map(re.escape, sorted(_AFTER, key=len, reverse=True)))})(?!\w|\s+(?:than|to)\b)",
    re.IGNORECASE,
)
_DENIALS = {"more_than": "at_most", "at_most": "more_than", "less_than": "at_least", "at_least": "less_than"}
"""What a negation makes of a bound."""
_ALMOST = ("nearly", "almost", "close", "approaching", "nearing", "not ", "nowhere", "nothing")
"""Bounds that no negation turns round."""
_AS_MUCH = ("as ", "up to", "anything up to")
"""Upper bounds that, denied, are not reached ("not as many as 40")."""
_VERBAL = tuple(_TABLE["verbal"]["before"])
_PASSING = re.compile(
    rf"\b(?:(may|might|could|can)\s(?:yet\s|well\s|even\s)?)?"
    rf"(?:(?P<passing>{'|'.join(_TABLE['verbal']['passing'])})|(?P<reaching>{'|'.join(_TABLE['verbal']['reaching'])}))"
    r"\s(?:only\s|just\s|even\s|the\s)?\Z",
    re.IGNORECASE,
)
_FIGURE = re.compile(rf"\b(?:{'|'.join(_TABLE['verbal']['figures'])})\b", re.IGNORECASE)
_CONJUNCTIONS = frozenset(("plus", "tops", "minimum", "maximum", "max", "no more", "at best"))
"""Modifiers after a number that are ordinary words where the clause goes on."""
_ARTICLES = frozenset(("a", "an", "the"))
_CLOSED = frozenset(("", ".", ",", ";", ")", "-", '"', "”", "'", "’"))
_PREFIX = re.compile(r"(?<![\w-])(sub|over|under|nearly|about)[-‑]\Z", re.IGNORECASE)
_ROUND = re.compile(r"1(?:00|,?000|\s?million|m|bn)(?:,000)*")
_ROUNDED = re.compile(r"(?:[1-9][05]|00|ty|hundred|thousand|[mb]illion|dozen)\Z", re.IGNORECASE)
_SIGNS = {sign: modifier for sign, modifier in _BEFORE.items() if not sign[0].isalpha() and len(sign) == 1}
_MARK = re.compile(r"[\s-](?:marks?|threshold|barrier|milestone)\b")
_MONEY = " $£€¥"
_LENGTHS_OF_TIME = frozenset("second minute hour day week month quarter year decade century night".split())


def bound_before(sentence: Sentence, draft: Draft) -> None:
    """Reads the modifier before the number and sets the interval that it leaves."""
    modifier = _preceding(sentence, draft)
    if draft.number.form == "vague":
        draft.modifier, draft.high = "vague", None
    elif draft.modifier == "range" and sentence.before(draft.start, 6).lower().endswith("from "):
        return  # "from up to 252 miles to 287 miles"
    elif modifier in _DENIALS and _is_denied(sentence, draft.start):
        as_much = modifier == "at_most" and sentence.text[draft.start : draft.start + 8].lower().startswith(_AS_MUCH)
        apply(draft, "less_than" if as_much else _DENIALS[modifier])
    elif modifier is not None:
        apply(draft, modifier)


def _is_denied(sentence: Sentence, start: int) -> bool:
    """Whether the bound that begins at `start` is said not to hold; "nearly" is none."""
    bound = sentence.text[start : start + 12].lower()
    return not bound.startswith(_ALMOST) and is_negated(sentence, start, verb=bound.startswith(_VERBAL))


def bound_by_verb(sentence: Sentence, draft: Draft) -> None:
    """Reads what a verb of passing or reaching right before the number makes of it: "never passed 3%", "may reach 40".

    Who passes 40 houses passes so many; a toll that passes 40 is more than that.
    """
    before = sentence.before(draft.start, 32)
    verb = _PASSING.search(before) if draft.modifier in ("exact", "approximate") else None
    if verb is None or (draft.unit is not None and draft.unit.name == "vote"):
        return
    start = draft.start - len(before) + verb.start()
    denied = is_negated(sentence, start, verb=True)
    if verb["passing"]:
        counts = draft.noun is not None or (draft.unit is not None and draft.unit.kind in ("measure", "duration"))
        if denied or not counts or _FIGURE.search(sentence.text, sentence.start, start):
            apply(draft, "at_most" if denied else "more_than")
    elif denied:
        apply(draft, "less_than")
    elif verb[1] and verb[1].lower() != "can":
        apply(draft, "at_most")


def bound_after(sentence: Sentence, draft: Draft) -> None:
    """Reads the modifier after what was read of the quantity so far, unless one before it says more."""
    match = _FOLLOWING.match(sentence.text, draft.end, sentence.end)
    if match is None or not _is_modifier(sentence, draft.start, match):
        return
    draft.end = match.end()
    modifier = _AFTER[match[2].lower()]
    if draft.modifier in ("exact", "approximate"):
        apply(draft, modifier)
    elif draft.modifier == "range" and modifier == "at_least":
        draft.high = None


def apply(draft: Draft, modifier: str) -> None:
    """Sets `modifier` and opens the interval on the side that it leaves open; a range keeps its outer end."""
    if draft.modifier == "range" and modifier == "approximate":
        return
    draft.modifier = modifier
    if modifier in ("more_than", "at_least"):
        draft.high = None
    elif modifier in ("less_than", "at_most"):
        draft.low = None


def from_bound(sentence: Sentence, draft: Draft) -> Draft:
    """A copy of `draft` that begins with the modifier before its number, if there is one."""
    copy = replace(draft)
    _preceding(sentence, copy)
    return copy


def _preceding(sentence: Sentence, draft: Draft) -> str | None:
    """The modifier before the number; `draft.start` moves to where it begins."""
    start = draft.start
    if start > sentence.start and sentence.text[start - 1] in _SIGNS:
        draft.start -= 1
        return _SIGNS[sentence.text[start - 1]]
    if prefix := _PREFIX.search(sentence.before(start, 8)):
        draft.start -= len(prefix.group())
        return _BEFORE[prefix[1].lower()]
    words = sentence.words_before(start)
    found, position = None, 0
    while position < len(words):
        phrase, length = _longest(words, position)
        if phrase is not None and not _is_preposition(draft, phrase, words, position):
            found = _BEFORE[phrase] if found in (None, "approximate") else found
            position += length
            draft.start = words[position - 1][1]
        elif (
            words[position][0] in _TRANSPARENT
            or (position == 0 and words[0][0] == "a" and _is_round(sentence, draft))
            or _is_marked(sentence, draft, words[position][0])
            or (position and words[position][0] in ("a", "an"))
        ):
            position += 1
        else:
            break
    return found


def _is_round(sentence: Sentence, draft: Draft) -> bool:
    """Whether "a" may stand before the digits: "less than *a* 100 miles"; not "over a 100-mile stretch"."""
    digits = sentence.text[draft.number.start : draft.number.end]
    return _ROUND.fullmatch(digits) is not None and sentence.text[draft.number.end : draft.number.end + 1] not in "-‑"


def _is_marked(sentence: Sentence, draft: Draft, word: str) -> bool:
    """Whether "the" stands between modifier and number as in "past the $1 billion mark"."""
    return word == "the" and _MARK.match(sentence.text, draft.end, sentence.end) is not None


def _longest(words: list[tuple[str, int]], position: int) -> tuple[str | None, int]:
    """The longest phrase known as a modifier that ends with the word at `position`, counted from the number back."""
    for length in range(min(_LONGEST, len(words) - position), 0, -1):
        phrase = " ".join(word for word, _ in reversed(words[position : position + length]))
        if phrase in _BEFORE:
            return phrase, length
    return None, 0


def _is_preposition(draft: Draft, word: str, words: list[tuple[str, int]], position: int) -> bool:
    """Whether a would-be modifier is a preposition: "talk about three things", "$5 billion over 10 years"."""
    before = words[position + 1][0] if position + 1 < len(words) else ""
    if word in ("over", "under"):
        if before in _PREPOSITIONS[word]:
            return True
        if draft.unit is None or draft.unit.name not in _LENGTHS_OF_TIME:
            return False
        return before != "" and not before.endswith(",") and before not in _PREPOSITIONS["lasting"]
    if word == "say":
        return not before.endswith(",")
    if word == "some":
        return position > 0
    if word == "up to":
        before = words[position + 2][0] if position + 2 < len(words) else ""
    if word == "past":
        return before == "" or before in _PREPOSITIONS[word]
    return before in _PREPOSITIONS.get(word, ())


def _is_so_many(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether "plus" stands between a round number and what it counts ("6,000 *plus* residents", not "7 plus tips")."""
    round_number = _ROUNDED.search(sentence.before(match.start(), 12)) is not None
    following = sentence.token_from(match.end())
    noun = sentence.tags[following : following + 1] == ("NOUN",) and is_plural(sentence.words[following])
    counts = noun or counted_noun(sentence, match.end(), plural=True) is not None
    return match[1] == " " and round_number and counts


def _is_modifier(sentence: Sentence, start: int, match: re.Match[str]) -> bool:
    """Whether "plus" or "maximum" after a number is a modifier there (not in "2 plus 2")."""
    phrase = match[2].lower()
    if phrase == "+":
        return not match[1] and not sentence.text[match.end() : match.end() + 1].isdigit()
    if phrase.startswith("and "):
        rest = sentence.after(match.end(), 24)
        following = next(atoms(rest), None)
        return following is None or rest[: following.start].strip(_MONEY) != ""  # not "40 dead and over 500 wounded"
    if phrase not in _CONJUNCTIONS:
        return True
    if phrase == "plus" and _is_so_many(sentence, match):
        return True
    before = sentence.words_before(start)
    return sentence.text[match.end() : match.end() + 1] in _CLOSED and not (before and before[0][0] in _ARTICLES)
