"""Letters after a number that may be scales or units: millions or metres in "35m"."""

from __future__ import annotations

import re

from analysis.quantities.atoms import Number
from analysis.quantities.dictionary import unit_at
from analysis.quantities.nouns import counted_noun
from analysis.quantities.sentence import Sentence
from analysis.quantities.tables import stands_in

_COUNTED_AFTER = re.compile(
    r"\s(?:of\b|(?:(?!long|wide|high|tall|deep|away|from|above|below|apart|across|in|to|x|and|or|for|at|the|race|sprint"
    r"|final|hurdles|freestyle|two|three|four|five|six|seven|eight|nine|ten|[0-9])[\w-]+\s){0,2}?"
    r"(?!(?:across|metres|meters|hurdles|finals|races|champions|titles|heats|runners|events|relays|records"
    r"|as|is|was|has|this|always|less|ss)\b)(?:\w+s|\w*(?:people|men|women|children))\b)",
    re.IGNORECASE,
)
"""Counted things, before which "35m" means millions rather than metres."""
DIMENSION = re.compile(
    r"\s(?:across|long|wide|high|tall|deep|away|from|above|below|apart|thick|down|up|off|inside|outside|offshore|x)\b"
)
_IN_A_YEAR = re.compile(r"\s(?:in|during|since|by)\s(?:19|20)[0-9]{2}\b(?!\s?m)")
_RACED = re.compile(
    r"\s(?:\w+\s)?(?:metres|meters|hurdles|finals?|races?|champions?|titles?|heats?|runners?|events?|relays?|records?|freestyle|sprint"
    r"|butterfly|backstroke|breaststroke|medley)\b",
    re.IGNORECASE,
)
"""Races, before which "200m" is a distance."""
_SYMBOL = 2
"""Characters of a space and a letter, which is too short to be surely a symbol."""
_RACES = frozenset((50, 60, 100, 110, 200, 400, 800, 1500, 3000, 5000))
_MILLIONS = re.compile(
    r"[$£€][0-9.,]+m\b|\b[0-9.]+m\s(?:people|viewers|users|customers|homes|households|jobs|voters|tonnes|barrels|children|euros|dollars"
    r"|pounds|passengers|visitors|votes|workers|shares|subscribers)\b"
)
_LENGTHS = re.compile(
    r"\b(?:met(?:re|er)s?|tall|high|deep|long|wide|km|kilomet\w+|distance|sprint|races?|sw[aiu]m\w*|jump\w*|thr[eo]w\w*|freestyle|hurdles|relay"
    r"|height|depth|width|length|feet|ft|sea\slevel|radius|putt|yards?)\b",
    re.IGNORECASE,
)
_AMBIGUOUS = frozenset(("KRW", "ZAR"))
"""Currencies whose names are also other words: "the 400m *won* by Ohuruogu", "a 40m *rand*"."""


def is_scale(sentence: Sentence, scaled: Number) -> bool:
    """Whether the letter after a number without currency means thousand or million ("35m of its devices")."""
    text = sentence.text
    letter, before = text[scaled.end - 1], text[scaled.end - 2]
    if scaled.start > 1 and text[scaled.start - 1] in "xX×" and text[scaled.start - 2].isdigit():
        return False  # "4x100m"
    if letter in "kK":
        return before.isdigit() and not text.startswith(("-", "/"), scaled.end)
    return letter in "Mbm" and before not in "mM" and (letter != "m" or _counts_millions(sentence, scaled))


def _counts_millions(sentence: Sentence, scaled: Number) -> bool:
    """Whether "m" means millions: by what is counted or done after it, or because the text writes millions so."""
    text, end = sentence.text, scaled.end
    race = scaled.value / 1e6 in _RACES
    if text.startswith("-", end):
        return text.startswith("-strong", end)
    if sentence.match(_IN_A_YEAR, end) and not race:
        return not _LENGTHS.search(text, sentence.start, sentence.end)
    if sentence.match(DIMENSION, end):
        return False
    if _is_unit_of_millions(sentence, end) or sentence.match(_COUNTED_AFTER, end):
        return True
    if sentence.match(_RACED, end):
        return False
    if counted_noun(sentence, end, plural=True):
        return True
    following = sentence.token_from(end)
    if sentence.word_at(following) in ("are", "were", "have"):
        return True  # a length takes "is", "was" or "has"
    if sentence.tag_at(following) == "VERB" and sentence.words[following] != "won":
        return True
    return not race and stands_in(text, _MILLIONS) and not _LENGTHS.search(text, sentence.start, sentence.end)


def _is_unit_of_millions(sentence: Sentence, offset: int) -> bool:
    """Whether a currency or a measure with a name follows ("35m dollars", "35m tonnes")."""
    measured = unit_at(sentence, offset + 1, digits=True) if sentence.text[offset : offset + 1] == " " else None
    if measured is None:
        return False
    unit, end = measured
    return unit.kind in ("money", "measure") and unit.name not in _AMBIGUOUS and end - offset > _SYMBOL
