"""Finding hedges: a lexicon, and a few conditions on where its words count.

Hedges, boosters and conditionals after Hyland (2005), *Metadiscourse*, and Rubin (2007), "Stating with certainty
or stating with doubt" (NAACL); approximators after Lakoff (1973), "Hedges" (Journal of Philosophical Logic 2).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.article import Article, Span
from analysis.hedges import lexicon

NEGATIONS = frozenset("not n't never cannot without nor no unable yet cant".split())
_NEGATION_REACH = 4
_BEFORE_NOUN = frozenset("the military naval economic industrial political its their his her our full of 's".split())
_CURRENCY = frozenset("$€£¥₹₽₩₪₴#~")


@dataclass(frozen=True, slots=True)
class Hedge:
    """A marker of (un)certainty at `text[start:end]`; `kind`: hedge, booster, conditional or approximator."""

    start: int
    end: int
    kind: str


def find_hedges(article: Article) -> list[Hedge]:
    """The hedges of an article in text order, none overlapping another; the longest phrase wins."""
    words = [_plain(token.of(article.text)) for token in article.tokens]
    table = lexicon.entries()
    hedges, at = [], 0
    while at < len(words):
        candidates = table.get("n't" if words[at].endswith("n't") else words[at])
        entry = candidates and _first_that_counts(article, words, at, candidates)
        if entry:
            last = at + len(entry.words)
            if entry.kind != lexicon.NOTHING:
                start, end = article.tokens[at].start, article.tokens[last - 1].end
                hedges.append(Hedge(start, end, _kind(words, at, entry)))
            at = last
        else:
            at += 1
    return hedges


def touching(hedges: Sequence[Hedge], span: Span) -> range:
    """Which of the hedges of an article, in text order, share a character with a span."""
    first = bisect_right(hedges, span.start, key=lambda hedge: hedge.end)
    return range(first, max(first, bisect_left(hedges, span.end, key=lambda hedge: hedge.start)))


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _first_that_counts(article, words, at, candidates):
    for entry in candidates:
        last = at + len(entry.words)
        if (
            _same(words[at:last], entry.words)
            and article.sentence_at(article.tokens[at].start) == article.sentence_at(article.tokens[last - 1].start)
            and _counts(article, words, at, last, entry)
        ):
            return entry
    return None


def _same(words: list[str], entry: tuple[str, ...]) -> bool:
    """Whether words are those of an entry; `n't` in it is the end of any word ("isn't")."""
    if "n't" not in entry or len(words) != len(entry):
        return (*words,) == entry
    return all(word == own or (own == "n't" and word.endswith(own)) for word, own in zip(words, entry, strict=True))


def _counts(article: Article, words: list[str], at: int, last: int, entry: lexicon.Entry) -> bool:
    """Whether the words at `at` are used in the sense of `entry`."""
    if entry.group == "before_number":
        return _modifies_number(words, at, last)
    if entry.group == "after_number":
        return _is_number(words, at - 1) or _is_number(words, at - 2)
    if entry.group == "modals":
        return _is_modal(article, words, at)
    if words[at].startswith("suspect") and len(entry.words) == 1 and entry.group == "verbs":
        return _tag(article, at) == "VERB"
    if entry.kind == "booster" and entry.group == "verbs" and words[at].endswith("confirmed"):
        return not _holds_office(words, last)
    return True


def _kind(words: list[str], at: int, entry: lexicon.Entry) -> str:
    """What a marker marks where it stands: "not confirmed" is a hedge, not a booster."""
    if entry.kind == "booster" and entry.group in ("verbs", "adjectives"):
        nearby = words[max(at - _NEGATION_REACH, 0) : at]
        if any(word in NEGATIONS or word.endswith("n't") for word in nearby):
            return "hedge"
    return entry.kind


def _modifies_number(words: list[str], at: int, last: int) -> bool:
    if words[at] == "about" and at and words[at - 1] in lexicon.words("concerning"):
        return False
    following = last
    if following < len(words) and words[following] in _CURRENCY:
        following += 1
    if not _is_number(words, following):
        return False
    if words[at] == "over" and _lasts(words, at, following):
        return False
    if words[last - 1] in ("about", "over", "some", "under") and words[following] == "one":
        return following + 1 < len(words) and words[following + 1] in lexicon.words("scales") | {"-", "in"}
    return True


def _lasts(words: list[str], at: int, number: int) -> bool:
    """Whether "over" means "during": "$30 billion *over* 10 years"."""
    duration = not lexicon.words("durations").isdisjoint(words[number + 1 : number + 2])
    return duration and at > 0 and words[at - 1] not in lexicon.words("lasting")


def _is_number(words: list[str], at: int) -> bool:
    if not 0 <= at < len(words):
        return False
    word = words[at]
    if word in ("a", "an", "the"):
        return word != "the" and at + 1 < len(words) and words[at + 1] in lexicon.words("scales")
    if word[0].isdigit():
        return "/" not in word
    return word in lexicon.words("words") or (word.partition("-")[0] in lexicon.words("words") and "-" in word)


def _is_modal(article: Article, words: list[str], at: int) -> bool:
    """Whether `may` and `might` are the verbs, not the month, the surname or the noun."""
    token = article.tokens[at]
    if words[at] == "could":
        return True
    if words[at] == "might":
        return not _is_noun(words, at)
    if token.of(article.text) == "may":
        return True
    begins = article.sentences[article.sentence_at(token.start)].start == token.start
    return (begins or _tag(article, at) == "AUX") and not _is_number(words, at + 1) and words[at + 1 : at + 2] != ["'s"]


def _is_noun(words: list[str], at: int) -> bool:
    """Whether "might" is the noun: "its military *might*"."""
    return at > 0 and words[at - 1] in _BEFORE_NOUN


def _tag(article: Article, at: int) -> str:
    sentence = article.sentence_at(article.tokens[at].start)
    first = bisect_left(article.tokens, (article.sentences[sentence].start,))
    return article.tags_in(sentence)[at - first]


def _holds_office(words: list[str], last: int) -> bool:
    """Whether "confirmed" is about an office: "confirmed *as* judge", "confirmed *by* the Senate"."""
    following = words[last : last + 6]
    return following[:1] == ["as"] or (following[:1] == ["by"] and "senate" in following)
