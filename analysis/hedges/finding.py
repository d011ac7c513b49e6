"""Finding hedges by a lexicon, with conditions on the context of some of its words.

Hedges, boosters and conditionals after Hyland (2005), *Metadiscourse*, and Rubin (2007), "Stating with certainty
or stating with doubt" (NAACL); approximators after Lakoff (1973), "Hedges" (Journal of Philosophical Logic 2).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.article import Article, Span
from analysis.hedges import lexicon

_NEGATIONS = frozenset("not n't never cannot without nor no unable yet cant".split())
_NEGATION_REACH = 4
_BEFORE_NOUN = frozenset("the military naval economic industrial political its their his her our full of 's".split())
"""Words before the noun "might"."""
_CURRENCY = frozenset("$€£¥₹₽₩₪₴#~")


@dataclass(frozen=True, slots=True)
class Hedge:
    """A marker of (un)certainty at `text[start:end]`; `kind`: hedge, booster, conditional or approximator."""

    start: int
    end: int
    kind: str


def find_hedges(article: Article) -> list[Hedge]:
    """The hedges of an article in text order, none overlapping another; the longest phrase wins."""
    words = [token.of(article.text).lower().replace("’", "'") for token in article.tokens]
    entries = lexicon.entries()
    hedges, start = [], 0
    while start < len(words):
        candidates = entries.get("n't" if words[start].endswith("n't") else words[start], ())
        entry = _entry_at(article, words, start, candidates)
        end = start + len(entry.words) if entry else start + 1
        if entry and entry.kind != lexicon.NOTHING:
            span = article.tokens[start].start, article.tokens[end - 1].end
            hedges.append(Hedge(*span, _kind(words, start, entry)))
        start = end
    return hedges


def touching(hedges: Sequence[Hedge], span: Span) -> range:
    """Which of the hedges of an article, in text order, share a character with a span."""
    first = bisect_right(hedges, span.start, key=lambda hedge: hedge.end)
    return range(first, max(first, bisect_left(hedges, span.end, key=lambda hedge: hedge.start)))


def _entry_at(
    article: Article, words: list[str], start: int, candidates: tuple[lexicon.Entry, ...]
) -> lexicon.Entry | None:
    """The first of the candidates whose words stand at `start`, in one sentence and in the sense of the entry."""
    for entry in candidates:
        end = start + len(entry.words)
        if (
            _matches(words[start:end], entry.words)
            and article.sentence_at(article.tokens[start].start) == article.sentence_at(article.tokens[end - 1].start)
            and _is_meant(article, words, start, entry)
        ):
            return entry
    return None


def _matches(words: list[str], entry: tuple[str, ...]) -> bool:
    """Whether words are those of an entry; `n't` in it matches the end of any word ("isn't")."""
    if "n't" not in entry or len(words) != len(entry):
        return (*words,) == entry
    return all(word == own or (own == "n't" and word.endswith(own)) for word, own in zip(words, entry, strict=True))


def _is_meant(article: Article, words: list[str], start: int, entry: lexicon.Entry) -> bool:
    """Whether the words at `start` have the sense of `entry`."""
    word, end = words[start], start + len(entry.words)
    if entry.group == "before_number":
        return _modifies_number(words, start, end)
    if entry.group == "after_number":
        return _is_number(words, start - 1) or _is_number(words, start - 2)
    if entry.group == "modals":
        return _is_modal(article, words, start)
    if word.startswith("suspect") and len(entry.words) == 1 and entry.group == "verbs":
        return _tag(article, start) == "VERB"
    if entry.kind == "booster" and entry.group == "verbs" and word.endswith("confirmed"):
        return not _is_appointment(words, end)
    return True


def _kind(words: list[str], start: int, entry: lexicon.Entry) -> str:
    """The kind of an entry in its context: "not confirmed" is a hedge, not a booster."""
    if entry.kind == "booster" and entry.group in ("verbs", "adjectives"):
        nearby = words[max(start - _NEGATION_REACH, 0) : start]
        if any(word in _NEGATIONS or word.endswith("n't") for word in nearby):
            return "hedge"
    return entry.kind


def _modifies_number(words: list[str], start: int, end: int) -> bool:
    """Whether a number follows that the words modify."""
    if words[start] == "about" and start and words[start - 1] in lexicon.words("concerning"):
        return False
    number = end + (end < len(words) and words[end] in _CURRENCY)
    if not _is_number(words, number) or (words[start] == "over" and _means_during(words, start, number)):
        return False
    if words[end - 1] in ("about", "over", "some", "under") and words[number] == "one":
        return number + 1 < len(words) and words[number + 1] in lexicon.words("scales") | {"-", "in"}
    return True


def _means_during(words: list[str], start: int, number: int) -> bool:
    """Whether "over" means "during": "$30 billion *over* 10 years"."""
    duration = not lexicon.words("durations").isdisjoint(words[number + 1 : number + 2])
    return duration and start > 0 and words[start - 1] not in lexicon.words("lasting")


def _is_number(words: list[str], position: int) -> bool:
    if not 0 <= position < len(words):
        return False
    word = words[position]
    if word in ("a", "an", "the"):
        return word != "the" and position + 1 < len(words) and words[position + 1] in lexicon.words("scales")
    if word[0].isdigit():
        return "/" not in word
    return word in lexicon.words("words") or (word.partition("-")[0] in lexicon.words("words") and "-" in word)


def _is_modal(article: Article, words: list[str], position: int) -> bool:
    """Whether `may` and `might` are the verbs, not the month, the surname or the noun ("its military *might*")."""
    if words[position] == "could":
        return True
    if words[position] == "might":
        return position == 0 or words[position - 1] not in _BEFORE_NOUN
    token = article.tokens[position]
    if token.of(article.text) == "may":
        return True
    opens = article.sentences[article.sentence_at(token.start)].start == token.start
    following = words[position + 1 : position + 2]
    return (opens or _tag(article, position) == "AUX") and not _is_number(words, position + 1) and following != ["'s"]


def _tag(article: Article, position: int) -> str:
    """The part of speech of a token."""
    sentence = article.sentence_at(article.tokens[position].start)
    first = bisect_left(article.tokens, (article.sentences[sentence].start,))
    return article.tags_in(sentence)[position - first]


def _is_appointment(words: list[str], end: int) -> bool:
    """Whether "confirmed" is about an office: "confirmed *as* judge", "confirmed *by* the Senate"."""
    following = words[end : end + 6]
    return following[:1] == ["as"] or (following[:1] == ["by"] and "senate" in following)
