"""Which figures are about the same thing: the rules, of which each asks for evidence of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from analysis.article import Article
from analysis.attributions import Attribution
from analysis.quantities import Quantity
from analysis.topics.lexicon import first_names
from analysis.topics.revisions import is_change, is_listed, is_revised, took_over
from analysis.topics.scopes import Scope, find_scopes
from analysis.topics.shares import Share, find_shares

_COMPARABLE = ("count", "money", "percent", "fraction", "measure", "duration")
_RATIOS = ("percent", "fraction")
_AMOUNTS = ("count", "money")
_CANDIDATES = 6
"""So many of the quantities that a rule may join are looked at, the latest first: topics stay linear in an article."""
_TELLING_COUNT = 10
"""From here on a count that comes back, of the same thing, is the same count; "two men" and "two men" need not be."""
_TELLING_DIGITS = 3
"""So many digits that a value seldom comes back by chance."""
_VAGUE = 50
"""A vague number may stand for so many times its least."""
_ROUNDER = 1.2
"""A number told to be round or a bound lies within this ratio of the exact one."""
_NEAR = 3
"""Sentences within which two sources speak of the same thing if they word it the same."""


class Topic(NamedTuple):
    """What a quantity is about; the same name says that others are about the same thing.

    `revises`: index of the quantity of which it tells another value ("down from 40"). `change`: whether that value is
    one of another time.
    """

    name: str
    revises: int | None = None
    change: bool = False


class _Figure(NamedTuple):
    """A quantity with all that its topic is told by."""

    quantity: Quantity
    scope: Scope
    share: Share | None
    voice: int | None
    sentence: int

    @property
    def headline(self) -> bool:
        return self.sentence == 0


def find_topics(
    article: Article,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    voices: Sequence[int | None],
) -> list[Topic]:
    """The topic of each quantity; `voices` tells who is credited with each.

    A quantity shares the topic of one before it where it revises that one or is another's word on it (`revisions`),
    or, unit and kind being the same, where both state the same interval in words that are alike, two voices tell them
    of things worded the same, one is a rounder number for the other, or both are the share of the same candidate in
    a poll (`shares`). Precision goes before recall: different names, places, times or parts of a population keep
    them apart. A topic is named by the first concept, or by the expression itself where it has none.
    """
    scopes = find_scopes(article, quantities, attributions)
    shares = find_shares(article, quantities)
    same_key: defaultdict[Hashable, list[int]] = defaultdict(list)
    figures = [
        _Figure(*each, article.sentence_at(each[0].number_start))
        for each in zip(quantities, scopes, shares, voices, strict=True)
    ]
    likes: list[int | None] = []
    first: list[int] = []
    revised: list[int | None] = []
    listed = False
    for number, figure in enumerate(figures):
        antecedent = _antecedent(article, quantities, scopes, number)
        listed = antecedent is None and number > 0 and is_listed(article, quantities, number, listed)
        like = number - 1 if listed else antecedent
        keys = [] if _stands_apart(figure, antecedent) else list(_keys(figure))
        if like is None:
            like = _alike(figures, number, keys, same_key)
        if like is None and number > 0 and not _stands_apart(figure, antecedent):
            like = _beside(figures, number, likes[-1])
        likes.append(like)
        for key in keys:
            same_key[key].append(number)
        first.append(number if like is None else first[like])
        revised.append(antecedent)
    changes = [
        antecedent is not None and antecedent == number - 1 and is_change(article, quantities, number)
        for number, antecedent in enumerate(revised)
    ]
    return [Topic(*all_three) for all_three in zip(_named(article, quantities, first), revised, changes, strict=True)]


def _antecedent(article: Article, quantities: Sequence[Quantity], scopes: Sequence[Scope], number: int) -> int | None:
    """Index of the quantity that this one revises."""
    antecedent = quantities[number].antecedent
    if antecedent is not None and not scopes[antecedent].apart and took_over(article, quantities[number]):
        return antecedent
    revised = number > 0 and antecedent is None and is_revised(article, scopes, quantities, number)
    return number - 1 if revised else None


def _stands_apart(figure: _Figure, antecedent: int | None) -> bool:
    """Whether it is like no other: a part, an addition, or with unit and concept borrowed for no good reason."""
    return figure.scope.apart or (figure.quantity.antecedent is not None and antecedent is None)


def _named(article: Article, quantities: Sequence[Quantity], first: Sequence[int]) -> list[str]:
    """The name of each quantity's topic, told by the index of the topic's first quantity; no two share one."""
    names: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for number in sorted(set(first)):
        quantity = quantities[number]
        name = quantity.concept or " ".join(article.text[quantity.start : quantity.end].split())
        taken[name] += 1
        names[number] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return [names[number] for number in first]


# Rules --------------------------------------------------------------------------------------------------------------


def _keys(figure: _Figure) -> Iterator[tuple[Hashable, ...]]:
    """The rules that may join it with others, each with what both must have the same."""
    quantity, scope = figure.quantity, figure.scope
    if figure.share is not None:
        yield "share", figure.share
    elif quantity.kind in _COMPARABLE:
        about = (scope.unit, quantity.kind, quantity.trend)
        yield "restated", *about, quantity.low, quantity.high
        if scope.words:
            yield "same", *about, scope.words
        if quantity.kind in _AMOUNTS and scope.unit is not None:
            yield "rounder", *about


def _alike(
    figures: Sequence[_Figure],
    number: int,
    keys: list[tuple[Hashable, ...]],
    same_key: dict[Hashable, list[int]],
) -> int | None:
    """Index of the latest quantity that a rule joins with that one."""
    for key in keys:
        for other in same_key[key][: -_CANDIDATES - 1 : -1]:
            one, before = figures[number], figures[other]
            if not _clash(_happened(one), _happened(before)) and _RULES[key[0]](one, before):
                return other
    return None


def _beside(figures: Sequence[_Figure], number: int, like: int | None) -> int | None:
    """Index of the quantity that comes back beside one that does: "46 percent *to 44*", and the same two later on.

    `like` is the quantity that the one before `number` is a restatement of, if any.
    """
    if like is None or like + 2 >= number:
        return None
    before, before_other, one, other = (figures[at] for at in (number - 1, like, number, like + 1))
    close = one.sentence == before.sentence and other.sentence == before_other.sentence
    same = _stated(one) == _stated(other) and _stated(before) == _stated(before_other)
    return like + 1 if close and same and one.quantity.kind in _COMPARABLE else None


def _stated(figure: _Figure) -> tuple[Hashable, ...]:
    """What a figure states."""
    quantity = figure.quantity
    return quantity.kind, quantity.unit, quantity.low, quantity.high


def _is_restated(one: _Figure, other: _Figure) -> bool:
    """Whether the same interval comes back: the less telling the number is, the more words must come back with it."""
    quantity, (scope, others) = one.quantity, (one.scope, other.scope)
    within = scope.groups <= others.groups or others.groups <= scope.groups
    if _clash(scope.times, others.times) or (quantity.kind in _RATIOS and not within):
        return False
    same = bool(scope.words & others.words)
    shared = len(scope.context & others.context)
    if quantity.kind == "count":
        return _is_recounted(one, other, same, shared)
    if _digits(quantity) >= _TELLING_DIGITS or one.headline or other.headline:
        return shared > 0
    if quantity.kind == "money":
        # A bound and a rate come back by chance less often than a bare sum, a sum of two digits less than one of one.
        bounded = quantity.modifier not in ("exact", "approximate") or " per " in (quantity.unit or "")
        return shared >= (2 if same else 4 - _digits(quantity)) - bounded
    return same and shared > 1 and not _clash(scope.names, others.names)


def _is_recounted(one: _Figure, other: _Figure, same: bool, shared: int) -> bool:
    """Whether the same count comes back; the unit is the counted thing, but "people" tell nothing."""
    scope, others = one.scope, other.scope
    if max(one.quantity.low or 0, one.quantity.high or 0) < _TELLING_COUNT:
        return scope.words == others.words and len(scope.words) > 1 and not _clash(scope.names, others.names)
    if one.quantity.modifier == "vague" and scope.unit in (None, "person"):
        return same and shared > 1
    telling = _digits(one.quantity) >= _TELLING_DIGITS or one.headline or other.headline
    return shared > (scope.unit == "person") and (telling or not _clash(scope.names, others.names))


def _is_same(one: _Figure, other: _Figure) -> bool:
    """Whether two different numbers of things worded the same are rival claims.

    Nothing around them tells the things apart, and two voices tell them: one alone would contradict itself, unless
    it is a source that changes its figure.
    """
    scope, others = one.scope, other.scope
    changed = one.voice is not None and (scope.changed or others.changed)
    if one.voice == other.voice and not changed:
        return False
    clash = _clash(scope.names, others.names) or _clash(scope.days, others.days)
    if clash or scope.groups != others.groups or scope.times != others.times:
        return False
    if None not in (scope.owner, others.owner) and scope.owner != others.owner:
        return False
    words, ratio = scope.words, one.quantity.kind in _RATIOS
    happened = one.quantity.kind == "count" and words <= {*first_names("happenings").values()}
    more = bool(scope.days & others.days) or (not ratio and bool(scope.context & others.context - words))
    near = one.sentence - other.sentence <= _NEAR
    if happened or len(words) >= (3 if ratio else 2):
        return more or near
    return more and near and scope.names == others.names


def _is_rounder(one: _Figure, other: _Figure) -> bool:
    """Whether one is a vague number for the other ("thousands", "2,521") or a bound near it ("nearly 50", "47")."""
    rounder, exact = sorted((one, other), key=lambda figure: figure.quantity.modifier != "vague")
    scope, others = one.scope, other.scope
    if scope.groups != others.groups or _clash(scope.names, others.names) or _clash(scope.times, others.times):
        return False
    least, most = sorted((_bound(one.quantity), _bound(other.quantity)))
    shared = len(scope.context & others.context)
    if rounder.quantity.modifier == "vague":
        near = _TELLING_COUNT <= _bound(rounder.quantity) <= _bound(exact.quantity) < _VAGUE * least
        return near and exact.quantity.modifier != "vague" and scope.words == others.words and shared > 1
    near = least < most <= _ROUNDER * least and one.quantity.modifier != other.quantity.modifier
    return near and shared > 1 and bool(scope.words & others.words)


def _is_share(one: _Figure, other: _Figure) -> bool:
    return one.scope.groups == other.scope.groups and not _clash(one.scope.times, other.scope.times)


_RULES: dict[Hashable, Callable[[_Figure, _Figure], bool]] = {
    "restated": _is_restated,
    "same": _is_same,
    "rounder": _is_rounder,
    "share": _is_share,
}


def _clash(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether both tell something, and nothing in common."""
    return bool(some and others) and some.isdisjoint(others)


def _happened(figure: _Figure) -> frozenset[str]:
    """What happened to the counted people or things: those killed are not those missing."""
    return figure.scope.words & {*first_names("happenings").values()}


def _bound(quantity: Quantity) -> float:
    return (quantity.high if quantity.low is None else quantity.low) or 0


def _digits(quantity: Quantity) -> int:
    """How many digits of the number are told, zeros at its ends aside."""
    return len(f"{_bound(quantity):.6g}".partition("e")[0].replace(".", "").strip("0"))
