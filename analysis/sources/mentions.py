"""A mention of a source: what its words say about who it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analysis.article import Article, Span
from analysis.article.calendar import DAYS, MONTHS, SHORT_MONTHS
from analysis.sources import lexicon
from analysis.sources.names import Name, is_title, within

PRONOUNS = frozenset("he she they it we i you his her their its our my who which that him them".split())
_POINTING_BACK = frozenset("the this that these those".split())
_ARTICLES = frozenset(["the", "a", "an"])
_ENDS_HEAD = frozenset(
    """of for from in at with on to about who which that by as near inside outside among whose circulating being out
    , (""".split()
)
_PARTICIPLES = frozenset(
    """conducted done undertaken filed released published issued commissioned sponsored obtained compiled prepared
    posted submitted produced reviewed signed written leaked available familiar close briefed aware involved
    present""".split()
)
_AFTER_NAME = frozenset("'s ’s ' ’ , ; : - – — who".split())
"""Tokens at the end of a source that are no part of its name: "the bank*'s* estimate", "Lopez, a teacher*,* said"."""
MADE_BY = frozenset(["by", "from"])
_NAMED_FOR = frozenset(["for", "on"])
_TIMES = frozenset("last this earlier late early online yesterday today".split())
_DAY = rf"(?:{'|'.join(DAYS)})"
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(SHORT_MONTHS)})\.?)"
_SPAN = r"(?:year|quarter|month|week|weekend|night|evening|afternoon|morning|spring|summer|autumn|fall|winter)"
_TIME = (
    rf"(?:(?:late|early|earlier|later)\s(?:on\s|in\s)?)?(?:(?:last|this|next)\s(?:{_SPAN}|{_DAY}|{_MONTH})|{_DAY}"
    rf"|(?<=[a-z]\s){_MONTH}|yesterday|today|tonight|(?:an?|\w+)\s(?:{_SPAN}|day)s?\s(?:ago|earlier|before))"
    r"(?:\s(?:night|evening|afternoon|morning))?"
)
"""An adverbial of time behind a noun: "a report *last year*", "an official *late on Monday*"."""
_WHEN = re.compile(rf"(?<![\w-]){_TIME}(?=,|\Z|\s(?:{'|'.join(sorted(map(re.escape, _ENDS_HEAD)))})\b)")
_TIME_AT_END = re.compile(rf",?\s(?:out\s)?(?:(?:on|in|from)\s)?(?:{_TIME}|(?<=\sin\s)[12][0-9]{{3}})\Z")
POSSESSIVES = frozenset("his her its their my our".split())
_WITH_OF = frozenset(
    """some many most several few one two three four five half dozens hundreds thousands number majority both all
    release publication series group batch set collection""".split()
)
_LONGEST_APPOSING = 20
_APPOSING = re.compile(r",\s(?:the\s(?:(?:most|right)\s)?)?\Z", re.IGNORECASE)
"""What stands between a role and the name of who has it: "the dean, *the Most Rev.* Ann Lee"."""
_CLITICS = ("'s", "’s")
_JOINT = re.compile(r",\s|,?\sand\s(?:the\s[a-z][a-z\s-]*,\s)?")
"""What stands between two people named together: "Ada Lopez *and* Ben Cole", "Ada Lopez, *and the owner,* Ben Cole"."""
DETERMINERS = _ARTICLES | frozenset(
    """this that these those some many most several few one two three his her their its our another other both all
    any each""".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A source as worded at `span`: its head noun phrase in words, the head noun, and the name in it, if any.

    `capitals`: whether the phrase has a capital letter other than that of a first determiner. `common`: whether the
    head noun is no name, though a sentence or headline may begin it with a capital. `told_apart`: whether
    a name, or who made it, stands behind the head ("research *for the Commission*", "figures *from the union*").
    `together`: the people that it names side by side, if there are several ("Ada Lopez and Ben Cole").
    """

    span: Span
    words: tuple[str, ...]
    head: str
    name: Name | None
    capitals: bool
    common: bool
    told_apart: bool
    together: tuple[Name, ...] = ()

    @property
    def pronoun(self) -> bool:
        """Whether the mention only points to another."""
        return len(self.words) == 1 and self.words[0].lower() in PRONOUNS

    @property
    def definite(self) -> bool:
        """Whether it points back: "the poll", "this ministry"."""
        return self.words[0].lower() in _POINTING_BACK

    @property
    def bare(self) -> tuple[str, ...]:
        """Its words in lower case without a leading article."""
        return bare(self.words)


def bare(words: Iterable[str]) -> tuple[str, ...]:
    """Words in lower case without a leading article."""
    words = tuple(word.lower() for word in words)
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def mention(article: Article, span: Span, names: list[Name]) -> Mention:
    """The mention at `span`, given all names of the article."""
    tokens = article.tokens_in(span) or (span,)
    while len(tokens) > 1 and tokens[-1].of(article.text) in _AFTER_NAME:
        tokens = tokens[:-1]
    span = Span(span.start, min(span.end, tokens[-1].end))
    spelled = [token.of(article.text) for token in tokens]
    people = {name.span.end for name in within(names, span) if name.person}
    behind_people = {at for at, token in enumerate(tokens, start=1) if token.end in people}
    acting = _acting(article, tokens)
    end = min(_head_end(spelled, behind_people, acting), _time_start(article.text, span, tokens))
    words = tuple(spelled[:end])
    name = _name_of(article, span, Span(tokens[0].start, tokens[end - 1].end), words, names)
    told_apart = any(word[0].isupper() or word in MADE_BY for word in spelled[end:])
    common = _is_common(article, tokens[end - 1])
    together = _named_together(article.text, within(names, span)) if name and name.person else ()
    return Mention(span, words, words[-1].lower(), name, _has_capitals(words), common, told_apart, together)


def _named_together(text: str, names: list[Name]) -> tuple[Name, ...]:
    """The people that a mention joins by "and", from the first one on; none where it names one, or what is theirs."""
    people = [name for name in names if name.person]
    joints = [text[one.span.end : other.titled.start] for one, other in pairwise(people)]
    count = next((at for at, joint in enumerate(joints) if not _JOINT.fullmatch(joint)), len(joints))
    last = max((at for at in range(count) if "and" in joints[at].split()), default=-1)
    owning = last >= 0 and text.startswith(_CLITICS, people[last + 1].span.end)
    return tuple(people[: last + 2]) if last >= 0 and not owning else ()


def _name_of(article: Article, span: Span, head: Span, words: tuple[str, ...], names: list[Name]) -> Name | None:
    """The name that the head noun phrase of a mention ends with; where that is no person's, one in apposition to it."""
    in_head = within(names, head)
    name = in_head[-1] if in_head and in_head[-1].span.end >= head.end - 1 else None  # "Kyiv's mayor" ends with none
    if name and name.person:
        return name
    return _apposed_name(article.text, within(names, span), words) or name


def _has_capitals(words: tuple[str, ...]) -> bool:
    """Whether a phrase has a capital letter other than that of a first determiner."""
    first = len(words) > 1 and words[0][0].isupper() and words[0].lower() not in DETERMINERS
    return first or any(word[0].isupper() for word in words[1:])


def without_time(worded: str) -> str:
    """A mention's words without an adverbial of time at their end."""
    kept = _TIME_AT_END.split(worded)[0]
    return worded if kept.rpartition(" ")[2] in _PARTICIPLES else kept


def _time_start(text: str, span: Span, tokens: tuple[Span, ...]) -> int:
    """The number of words before an adverbial of time behind a noun; all where there is none."""
    when = _WHEN.search(text, tokens[0].end, span.end)
    start = bisect_left(tokens, (when.start(),)) if when else len(tokens)
    # Behind a capital, a month is a name: "Mrs *May*", "Prime Minister *May*".
    capitalized = when and tokens[start - 1].of(text)[:1].isupper() and tokens[start].of(text)[:1].isupper()
    return len(tokens) if capitalized and start > 0 and is_title(tokens[start - 1].of(text)) else start


def _is_common(article: Article, head: Span) -> bool:
    """Whether the head has a small letter or, being a plural, is tagged as a noun or has one elsewhere."""
    word = head.of(article.text)
    if not (word[0].isupper() and word.endswith("s")):
        return word[0].islower()
    sentence = article.sentence_at(head.start)
    position = bisect_left(article.tokens_in(article.sentences[sentence]), (head.start,))
    if article.tags_in(sentence)[position : position + 1] == ("NOUN",):
        return word[1:].islower()
    return word.lower() in _words(article)


@lru_cache(maxsize=1)  # asked for many mentions of one article
def _words(article: Article) -> frozenset[str]:
    """The words of an article, those joined by hyphens also alone."""
    return frozenset(re.findall(r"\w+", article.text)).union(token.of(article.text) for token in article.tokens)


def _head_end(words: list[str], behind_people: set[int], acting: set[int]) -> int:
    """The number of words up to the end of the head noun phrase: before a preposition, a participle, a clause.

    `behind_people`: the words right behind a person's name; `acting`: those that say what a person does.
    """
    for at in range(1, len(words)):
        if words[at] in _PARTICIPLES and (at + 1 == len(words) or not words[at + 1][0].isalpha() or _closes(words, at)):
            return at
        if at in acting or _begins_another(words, at):
            return at
        goes_on = at not in behind_people and (_goes_on(words, at) if words[at] == "of" else _is_named_for(words, at))
        if words[at].lower() in _ENDS_HEAD and not goes_on:
            return at
    return len(words)


def _acting(article: Article, tokens: tuple[Span, ...]) -> set[int]:
    """The words that say what the person before them does: "a judge *handling* the case"."""
    if not any(token.of(article.text).endswith("ing") for token in tokens[1:]):
        return set()
    sentence = article.sentence_at(tokens[0].start)
    first = bisect_left(article.tokens_in(article.sentences[sentence]), (tokens[0].start,))
    tags = article.tags_in(sentence)[first : first + len(tokens)]
    return {
        at
        for at in range(1, len(tags))
        if tags[at] == "VERB" and tags[at - 1] == "NOUN" and tokens[at].of(article.text).endswith("ing")
    }


def _begins_another(words: list[str], at: int) -> bool:
    """Whether an agent or a companion begins: "firms *asked* by X", "Ada Lopez *and* her family"."""
    following = words[at + 1].lower() if at + 1 < len(words) else ""
    if words[at] == "and":
        return following in POSSESSIVES
    return words[at].islower() and words[at].endswith("ed") and following == "by"


def _closes(words: list[str], participle: int) -> bool:
    """Whether a participle belongs to the noun before it: "a poll *released* by X", not "a *released* poll"."""
    after = words[participle + 1]
    return after.lower() in _ENDS_HEAD or after[0].isupper() or after.lower() in _TIMES


def _goes_on(words: list[str], of: int) -> bool:
    """Whether the head stands behind `of`: "some of the voters", "Bank of America"."""
    before, after = words[of - 1], words[of + 1] if of + 1 < len(words) else ""
    if before.lower() in lexicon.nouns("common", "documents"):
        return False
    return (before[0].isupper() and after[:1].isupper()) or before.lower() in _WITH_OF


def _is_named_for(words: list[str], preposition: int) -> bool:
    """Whether what a body is for belongs to its name: "Office *for National Statistics*"."""
    after = next((word for word in words[preposition + 1 :] if word != "the"), "")
    body = words[preposition - 1]
    is_name = body[0].isupper() and body.lower() in lexicon.words("organizations", "nouns") and after[:1].isupper()
    return words[preposition] in _NAMED_FOR and is_name and after not in (*DAYS, *MONTHS)


def _apposed_name(text: str, names: list[Name], head: tuple[str, ...]) -> Name | None:
    """The person named behind a description: "the manager of his campaign, *Jeff Weaver*"."""
    if head[0][0].isupper() and head[0].lower() not in DETERMINERS and len(head) > 1 and head[-1][0].isupper():
        return None  # a name of its own: "Ada Lopez, mother of *Ben Lopez*"
    for name in names:
        start = name.titled.start
        if name.person and _APPOSING.search(text[max(start - _LONGEST_APPOSING, 0) : start]):
            return name
    return None
