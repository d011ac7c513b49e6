"""What the words around a figure say of what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analysis.article import Article, Span, overlaps_any
from analysis.article.calendar import DAYS_AND_MONTHS
from analysis.attributions import Attribution
from analysis.quantities import Quantity
from analysis.topics.lexicon import CLAUSE_BREAK, WORD, changes, first_names, lexicon, stems, times, word_set

_REACH = 240
"""Characters that a clause may have on either side of the figure."""
_SETTING = re.compile(r"\b(?:in|during)\s(?:the|an?|this|that)\s((?:[\w-]+\s?){1,3})")
_PART_OF = r"(?:of|among)\s(?:them|whom|these|those|which)"
_ADDED = re.compile(rf"\s(?:others|additional|more|fewer|{_PART_OF})\b")
_OF_THE_WHOLE = re.compile(r"\sof\s(?:the|these|those|its|their|his|her)\b")
_ADDING = re.compile(rf"\b(?:another|additional|extra|{_PART_OF},?)\s\Z", re.IGNORECASE)
_OWNED = re.compile(r"(?:its|his|her|their)\s", re.IGNORECASE)
_LONG = 3
"""Letters that a word has at least whose capital tells something."""
_HEADLINE_WORDS = 4
_HEADLINE_SHARE = 0.65


class Scope(NamedTuple):
    """What a quantity is about.

    `unit`: its unit, `person` for all that count people. `words`: stems of the telling words of its concept.
    `context`: those and the ones of its clause. `names`, `groups`, `times`, `days`: the names, parts of a
    population, signs of time, and days and months in its clause; `names` holds what it happened in, too. `changed`:
    whether a sign stands there that a source changes its figure. `apart`: whether it is a part of another figure or
    comes on top of one. `owner`: index of the paragraph that says whose figure it is, where its source belongs to them
    ("*its* principal said").
    """

    unit: str | None
    words: frozenset[str]
    context: frozenset[str]
    names: frozenset[str]
    groups: frozenset[str]
    times: frozenset[str]
    days: frozenset[str]
    changed: bool
    apart: bool
    owner: int | None


def find_scopes(article: Article, quantities: Sequence[Quantity], attributions: Iterable[Attribution]) -> list[Scope]:
    """The scope of each quantity. Sources and cues are left out: who says it is not what it is about."""
    attributions = list(attributions)
    text = _veiled(article.text, (span for one in attributions for span in (*one.source, *one.cue)))
    owned = sorted(
        content
        for one in attributions
        if one.source and _OWNED.match(article.text, one.source[0].start)
        for content in one.content
    )
    ends = [0, *(quantity.end for quantity in quantities)]
    starts = [*(quantity.start for quantity in quantities), len(text)]
    return [
        _scope(article, text, quantity, Span(end, start), owned)
        for quantity, end, start in zip(quantities, ends[:-1], starts[1:], strict=True)
    ]


def _veiled(text: str, spans: Iterable[Span]) -> str:
    """The text with blanks in the place of `spans`."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            start = max(start, at)
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


def _scope(article: Article, text: str, quantity: Quantity, room: Span, owned: Sequence[Span]) -> Scope:
    """The scope of a quantity in the veiled text.

    `room` reaches from the quantity before to the one after; `owned` is what sources say that belong to someone.
    """
    index = article.sentence_at(quantity.number_start)
    sentence = article.sentences[index]
    before = text[max(sentence.start, quantity.start - _REACH) : quantity.start]
    clause = _clause(text, quantity, sentence, room)
    written = WORD.findall(clause)
    lower = [word.lower() for word in written]
    unit, words = _counted(quantity)
    return Scope(
        unit=unit,
        words=words,
        context=words | stems(lower),
        names=stems(_names(article, index, written)) | stems(_setting(clause)),
        groups=_groups(written) or _groups(WORD.findall(before)[::-1], 1),
        times=frozenset(times().findall(clause.lower())),
        days=frozenset(word for word in written if word[0].isupper() and word.lower() in DAYS_AND_MONTHS),
        changed=changes().search(clause.lower()) is not None,
        apart=_is_apart(text, quantity, before),
        owner=article.paragraph_at(quantity.start) if overlaps_any(Span(quantity.start, quantity.end), owned) else None,
    )


def _clause(text: str, quantity: Quantity, sentence: Span, room: Span) -> str:
    """The words around the quantity: its sentence or, where that holds others, as far as the next break."""
    before = text[max(sentence.start, room.start, quantity.start - _REACH) : quantity.start]
    after = text[quantity.end : min(sentence.end, room.end, quantity.end + _REACH)]
    if room.start > sentence.start:
        before = before[max((found.end() for found in CLAUSE_BREAK.finditer(before)), default=0) :]
    if room.end < sentence.end and (found := CLAUSE_BREAK.search(after)):
        after = after[: found.start()]
    return f"{before} {after}"


def _is_apart(text: str, quantity: Quantity, before: str) -> bool:
    """Whether it is "12 more", "another 12", "12 of whom" or, of counts, "12 of the 40"."""
    if _ADDED.match(text, quantity.number_end) or _ADDING.search(before):
        return True
    return quantity.kind == "count" and _OF_THE_WHOLE.match(text, quantity.number_end) is not None


def _counted(quantity: Quantity) -> tuple[str | None, frozenset[str]]:
    """Unit and words of the concept, by which "46 deaths" and "46 people killed" are the same."""
    unit, concept = quantity.unit, (quantity.concept or "").lower()
    named = WORD.findall(concept)
    if unit in lexicon()["light_units"]:
        head = next((number for number, word in enumerate(named) if word.startswith(unit)), 0)
        if head:
            return named[head - 1].removesuffix("s"), stems(named[:head] + named[head + 1 :])
    words = stems(named)
    happened = lexicon()["happening_units"].get(unit)
    if happened:
        return "person", words - stems([unit]) | {*happened}
    return unit, words


def _names(article: Article, sentence: int, written: Sequence[str]) -> list[str]:
    """The capitalized words, lower-case, but for days, months and a first word that is no name; none in a headline.

    Of "Alder School" the first counts: of schools there are many.
    """
    capitalized = [word for word in written if word[0].isupper()]
    longer = [word for word in written if len(word) > _LONG]
    capitals = sum(word[0].isupper() for word in longer)
    if len(longer) >= _HEADLINE_WORDS and capitals > _HEADLINE_SHARE * len(longer):
        return []
    first = WORD.match(article.text, article.sentences[sentence].start)
    if first and capitalized[:1] == [first[0]] and article.tags_in(sentence)[0] != "PROPN":
        del capitalized[0]
    names = [lower for word in capitalized if (lower := word.lower()) not in DAYS_AND_MONTHS]
    return [name for name in names if name not in word_set("kinds")] or names


def _setting(clause: str) -> list[str]:
    """The lower-case words that say in what it happened ("in the attack")."""
    words = (word for phrase in _SETTING.findall(clause) for word in phrase.split())
    return [word for word in words if word[0].islower()]


def _groups(words: Sequence[str], most: int | None = None) -> frozenset[str]:
    """The parts of a population that `words` name, the first `most` of them."""
    names = first_names("groups")
    # "White" with a capital is a house.
    found = [names[word.lower()] for word in words if word != "White" and word.lower() in names]
    return frozenset(found[:most])
