"""How articles word that figures belong together: "12 of the 40", "up from", "in all", conversions in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from analysis.article import Article, Span, covering
from analysis.article.wordlists import word_lists
from analysis.attributions import Attribution
from analysis.quantities import Quantity

LETTERS = {
    "count": "c",
    "money": "m",
    "percent": "p",
    "duration": "d",
    "age": "a",
    "measure": "u",
    "fraction": "f",
    "multiple": "x",
    "score": "s",
}
_SLOT = re.compile(r"⟨\w(\d+)⟩")
_ROLE = re.compile(r"(?<!P)<(\w+)>")
_MACRO, _GROUP = re.compile(r"\{([a-z]+)(2?)\}"), re.compile(r"\(\?P<(\w+)>")
_IN_BRACKETS = re.compile(r"(?<=⟩)\s?\(⟨[mu]\d+⟩(?:[;,]\s⟨[mu]\d+⟩)?\)")
"""A conversion in brackets, which does not matter to the words around it."""
_PART_BEFORE = re.compile(r"\b[Oo]f\s(?:the|them|those|these)\b[^.,;:]*,\s\Z")
_PART_AFTER = re.compile(r"(?:\s[\w’'-]+)?\sof\s(?:the|them|those|these)\b")
_ASIDE_ENDS = re.compile(r"(?:\s[\w’'-]+){0,3}(?=,)")
"""What may stand between who says it and the comma behind: "police said on Sunday,"."""
_NO_RISE = re.compile(r"improv|\w+(?:th|ment|ion)\Z")
"""What may go with a number that falls: a rate that improves, or a noun that is itself the level ("growth slows")."""
_REACH = 60
"""Characters before a figure that hold the words that it depends on."""


class Relation(NamedTuple):
    """Figures that the text relates: their indices by role, the words of a rule's groups, and the word before."""

    kind: str
    roles: Mapping[str, tuple[int, ...]]
    words: dict[str, str]
    previous: str

    @property
    def only_bounds(self) -> bool:
        """Whether it says of a figure only that it is no more, or no less, than another one."""
        return self.kind in ("part_of_whole", "restated") or (
            self.kind in ("change", "difference") and len(self.roles) == 2
        )


class Rule(NamedTuple):
    """A wording: the kind of relation, its pattern with figures as slots, and whether words of `bound` rule it out."""

    kind: str
    pattern: re.Pattern[str]
    free: bool


def table() -> dict[str, Any]:
    """The wordings of relations, the classes of their roles and the factors of units, as relations.toml has them."""
    return word_lists("analysis.checks", "relations")


@cache
def rules() -> list[Rule]:
    """The rules, in the order of the table."""
    return [
        Rule(rule["kind"], _compiled(rule["pattern"]), rule.get("free", False)) for rule in table()["rules"].values()
    ]


def _compiled(pattern: str) -> re.Pattern[str]:
    macros, roles = table()["macros"] | {"rises": _turns("up"), "falls": _turns("down")}, table()["roles"]
    pattern = pattern.replace("~", "{words}").replace("{items}", macros["items"].replace("~", "{words}"))
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda macro: _GROUP.sub(rf"(?P<\g<1>{macro[2]}>", macros[macro[1]]), pattern)
    pattern = pattern.replace(" ", r"\s")
    return re.compile(_ROLE.sub(lambda role: rf"(?P<{role[1]}>⟨[{roles[role[1].rstrip('23')]}]\d+⟩)", pattern))


def _turns(trend: str) -> str:
    """The words of a trend behind which two numbers are the levels before and after a change."""
    trends = word_lists("analysis.quantities", "trends")
    changing = re.compile("|".join(trends["change"]["stems"]))
    words = [word for word in trends[trend] if changing.fullmatch(word) and not _NO_RISE.match(word)]
    return rf"\b(?:{'|'.join(words)})\b"


def find_asides(text: str, attributions: Sequence[Attribution]) -> list[Span]:
    """The asides that say between commas who says it, each with the comma before it."""
    asides = []
    for attribution in attributions:
        if attribution.source:
            span = covering([*attribution.source, *attribution.cue])
            end = _ASIDE_ENDS.match(text, span.end)
            if end and text.startswith(", ", max(span.start - 2, 0)):
                asides.append(Span(span.start - 2, end.end()))
    return sorted(asides)


def find_relations(article: Article, quantities: Sequence[Quantity], asides: Sequence[Span]) -> Iterator[Relation]:
    """The relations that each paragraph states between its figures, `asides` left out."""
    by_paragraph: dict[int, list[int]] = {}
    for number, quantity in enumerate(quantities):
        by_paragraph.setdefault(article.paragraph_at(quantity.number_start), []).append(number)
    for paragraph, numbers in by_paragraph.items():
        whole = _with_slots(article, paragraph, numbers, quantities, asides)
        plain = _IN_BRACKETS.sub("", whole)
        for rule in rules():
            if len(numbers) == 1 and rule.kind != "span_of_time":
                continue
            text = whole if rule.kind == "conversion" else plain
            for match in rule.pattern.finditer(text):
                words = {role.rstrip("23"): group for role, group in match.groupdict().items() if group}
                roles = {role: slots for role, group in words.items() if (slots := _slots(group))}
                previous = (text[max(match.start() - _REACH, 0) : match.start()].split() or [""])[-1]
                if not (rule.free and _is_bound(quantities[roles["whole"][0]], previous)):
                    yield Relation(rule.kind, roles, words, previous)


def _is_bound(whole: Quantity, previous: str) -> bool:
    """Whether a figure depends on the word before it, so that "of them" behind it may speak of another one."""
    return "⟩" in previous or (previous in table()["bound"] and whole.end > whole.number_end)


def find_parts(article: Article, quantities: Sequence[Quantity], wholes: Sequence[int | None]) -> Iterator[Relation]:
    """The parts that are worded as parts of something stated elsewhere ("85 *of the dead*").

    `wholes`: the index of the figure of which each is a part.
    """
    for part, whole in enumerate(wholes):
        start, end = quantities[part].start, quantities[part].number_end
        before = article.text[max(start - _REACH, 0) : start]
        if whole is not None and (_PART_BEFORE.search(before) or _PART_AFTER.match(article.text, end)):
            yield Relation("part_of_whole", {"part": (part,), "whole": (whole,)}, {}, "")


def _slots(text: str) -> tuple[int, ...]:
    return tuple(int(slot[1]) for slot in _SLOT.finditer(text))


def _with_slots(
    article: Article, paragraph: int, numbers: Sequence[int], quantities: Sequence[Quantity], asides: Sequence[Span]
) -> str:
    """The paragraph without asides, each figure in it a slot with its kind and its index."""
    span, text = article.paragraphs[paragraph], article.text
    starts = [max(quantities[number].start, span.start) for number in numbers]
    pieces, at = [], span.start
    for number, start, following in zip(numbers, starts, [*starts[1:], span.end], strict=True):
        quantity = quantities[number]
        end = quantity.end if quantity.end <= following else quantity.number_end
        pieces += [_between(text, at, start, asides), f"⟨{LETTERS[quantity.kind]}{number}⟩"]
        at = max(end, at)
    return "".join([*pieces, _between(text, at, span.end, asides)])


def _between(text: str, start: int, end: int, asides: Sequence[Span]) -> str:
    """The words between two offsets without the asides there, and without what could be taken for a slot."""
    pieces = []
    for aside in asides[bisect_left(asides, (start, start)) :]:
        if aside.end > end:
            break
        if aside.start >= start:
            pieces.append(text[start : aside.start])
            start = aside.end
    return "".join([*pieces, text[start:end]]).replace("⟨", "(").replace("⟩", ")")
