"""The sentences from which the part-of-speech tagger learns, and the tags that words can have."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from analysis.article import Article, segments
from analysis.article.tagging_features import LETTERS, described, settings

LONGEST_RUN = 3
"""Equal marks in a row that are kept of one token of the treebank (a ruled line, a row of dots)."""


class Sentence(NamedTuple):
    """A sentence in this project's tokens.

    `counted`: whether the accuracy counts the word, which each token of the treebank gives but once. `forms`: the
    treebank's finer tags (Penn Treebank's), of the first or only token in the word.
    """

    words: list[str]
    tags: list[str]
    counted: list[bool]
    forms: list[str]


class TreebankToken(NamedTuple):
    """A syntactic word of the treebank, at its place in the sentence's text."""

    start: int
    end: int
    tag: str
    form: str
    relation: str


def treebank(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL-U file, in this project's tokens."""
    blocks = path.read_text("utf-8").strip().split("\n\n")
    return [_retokenised(*_placed(block.split("\n"))) for block in blocks]


def _placed(lines: list[str]) -> tuple[str, list[TreebankToken]]:
    (text,) = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    tokens, end = [], 0
    for fields in (line.split("\t") for line in lines if not line.startswith("#")):
        if fields[0].isdigit():
            start = text.index(fields[1], end)
            end = start + len(fields[1])
            tokens.append(TreebankToken(start, end, fields[3], fields[4], fields[7]))
    return text, tokens


def _retokenised(text: str, tokens: Sequence[TreebankToken]) -> Sentence:
    starts = {token.start for token in tokens}
    sentence = Sentence([], [], [], [])
    for start, end in segments.tokens(text):
        word = text[start:end]
        if start in starts or sentence.words[-LONGEST_RUN:] != [word] * LONGEST_RUN:
            covered = [token for token in tokens if token.start < end and start < token.end]
            sentence.words.append(word)
            sentence.tags.append(_fitting_tag(word, covered))
            sentence.counted.append(start in starts)
            sentence.forms.append(covered[0].form)
    return sentence


def _fitting_tag(word: str, covered: Sequence[TreebankToken]) -> str:
    """The tag of a word of ours, given the treebank's tokens that share characters with it.

    A compound is what its last part is, but an adjective where that is a participle before a noun (state-run). A
    contraction is what its first part is (don't: AUX). A mark that is part of a longer token (the full stop of
    `Dr.`) is punctuation.
    """
    first, last = covered[0], covered[-1]
    if len(covered) > 1 and "-" in word:
        return "ADJ" if last.tag == "VERB" and last.relation == "amod" else last.tag
    if len(word) == 1 and not word.isalnum() and last.end - first.start > 1 and first.tag != "SYM":
        return "PUNCT"
    return first.tag


def news(corpora: Path) -> Iterator[list[str]]:
    """The sentences, as words, of news without tags: BBC articles and the training texts of PolNeAR."""
    with (corpora / "bbc" / "articles.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    texts += [path.read_text("utf-8") for path in sorted((corpora / "polnear" / "train" / "text").glob("*.txt"))]
    for text in texts:
        article = Article(text)
        for sentence in article.sentences:
            yield [token.of(text) for token in article.tokens_in(sentence)]


def tagged_news(path: Path) -> list[Sentence]:
    """News sentences of CofeNet (Wang et al. 2022) with Stanford CoreNLP's tags; only `_COMPARABLE` tags count."""
    sentences = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        text, forms = "", {}
        for word, form in zip(row["tokens"], row["pos"], strict=True):
            word = _BRACKETS.get(word, word)
            text += word if word == "n't" else " " + word
            forms[len(text) - len(word), len(text)] = form
        places = list(segments.tokens(text))
        found = [forms.get(place, "") for place in places]
        tags = [next((tag for start, tag in _COMPARABLE.items() if form.startswith(start)), "X") for form in found]
        sentences.append(Sentence([text[slice(*place)] for place in places], tags, [tag != "X" for tag in tags], found))
    return sentences


_COMPARABLE = {"NNP": "PROPN", "NN": "NOUN", "VB": "VERB", "MD": "VERB", "JJ": "ADJ"}
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}


def tag_counts(tagged: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[str, Counter[str]]:
    """How often each word, as the features see it, has each tag in sentences of words and tags."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for words, tags in tagged:
        for word, tag in zip(words, tags, strict=True):
            counts[described(word, "n", {}).word][tag] += 1
    return counts


def ambiguity_classes(counts: Mapping[str, Counter[str]], least: int, share: float = 0.1) -> dict[str, str]:
    """Per word counted `least` times, the letters of up to three tags that it has in at least `share` of them."""
    return {
        word: "".join(LETTERS[tag] for tag, count in tags.most_common(3) if count >= share * tags.total())
        for word, tags in sorted(counts.items())
        if tags.total() >= least
    }


def inflections(base: str) -> tuple[str, list[str]]:
    """The form of a noun or verb in -s, and what may be its forms in -ed and -ing, by the rules of spelling."""
    if base.endswith("e"):
        return base + "s", [base + "d", base[:-1] + "ing"]
    if re.search("[^aeiou]y$", base):
        return base[:-1] + "ies", [base[:-1] + "ied", base + "ing"]
    plural = base + ("es" if re.search("([sxz]|[cs]h)$", base) else "s")
    return plural, [stem + ending for stem in (base, base + base[-1]) for ending in ("ed", "ing")]


def with_paradigms(classes: Mapping[str, str], counts: Mapping[str, Counter[str]], least: int) -> dict[str, str]:
    """The classes, in which words that are nouns or verbs are also the other if their paradigm has that.

    An example: `estimates`, seen as a noun only, can be a verb since `estimated` is one, `least` times or more.
    """
    completed = dict(classes)
    for base in sorted(word for word in counts if word.isalpha() and len(word) > 2):
        plural, past = inflections(base)
        found = {
            "VERB": sum(counts[form]["VERB"] for form in (base, plural, *past) if form in counts),
            "NOUN": sum(counts[form]["NOUN"] for form in (base, plural) if form in counts),
        }
        for form in {base, plural} & completed.keys():
            if any(LETTERS[tag] in classes[form] for tag in found):
                missing = [LETTERS[tag] for tag in found if found[tag] >= least and LETTERS[tag] not in classes[form]]
                completed[form] = classes[form] + "".join(missing)
    return completed


def in_capitals(words: Sequence[str]) -> list[str]:
    """The words as they stand in a headline that is all in capitals."""
    return [word.upper() for word in words]


def in_title_case(words: Sequence[str]) -> list[str]:
    """The words as they stand in a headline whose longer words begin with a capital."""
    return [
        word if place and word.lower() in _SMALL_IN_TITLES else word[0].upper() + word[1:]
        for place, word in enumerate(words)
    ]


_SMALL_IN_TITLES = frozenset("a an and as at but by for from in into of on or over the to via with".split())


def headlines(
    sentences: Sequence[Sentence], style: Callable[[Sequence[str]], list[str]], share: float, random: Random
) -> list[Sentence]:
    """Copies of a random `share` of the sentences as headlines, where they are long enough to be seen to be one."""
    chosen = random.sample(sentences, round(share * len(sentences)))
    copies = [sentence._replace(words=style(sentence.words)) for sentence in chosen]
    return [copy for copy in copies if next(settings(copy.words)) != "N"]


def homographs(
    sentences: Sequence[Sentence],
    classes: Mapping[str, str],
    counts: Mapping[str, Counter[str]],
    random: Random,
) -> list[Sentence]:
    """Copies of sentences in which random words that can be noun and verb take the places of words in -s.

    These places are those of verbs, and of nouns before a verb. News has many such words (estimates, reports,
    claims), each of which the web texts of the treebank show in one of its two roles only.
    """
    both = {LETTERS["NOUN"], LETTERS["VERB"]}
    words = [word for word in classes if word.endswith("s") and both <= set(classes[word])]
    weights = [counts[word].total() ** 0.5 for word in words]
    copies = []
    for sentence in sentences:
        places = [place for place in range(len(sentence.words)) if _takes_homograph(sentence, place)]
        if places:
            changed = list(sentence.words)
            for place, word in zip(places, random.choices(words, weights, k=len(places)), strict=True):
                changed[place] = word.capitalize() if changed[place][0].isupper() else word
            copies.append(sentence._replace(words=changed))
    return copies


def _takes_homograph(sentence: Sentence, place: int) -> bool:
    form, tag, *following = sentence.forms[place], *sentence.tags[place : place + 2]
    return (form, tag) == ("VBZ", "VERB") or (form == "NNS" and following in (["VERB"], ["AUX"]))
