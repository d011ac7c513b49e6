"""An article as the network reads it: word pieces in windows, with the shape and the place of each word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from unicodedata import combining

import numpy as np
from tokenizers import Tokenizer

from analysis.article import Article
from analysis.article.quotations import quotations

VOCABULARY = "vocabulary.json"
"""The word pieces of the network, beside this module."""
LONGEST = 128
"""Word pieces of a window, without the two that frame it."""

_NEWLINE, _OPENING, _CLOSING = "[unused0]", "[CLS]", "[SEP]"

SHAPES = 12
"""Shapes that a word can have (`_shape`); 0 is that of no word."""
_MARKS = dict.fromkeys('“”„«»"`', 6) | dict.fromkeys("'’‘", 7) | dict.fromkeys(".?!", 8) | {":": 9, ",": 10, ";": 10}
_OTHER = 11

PLACES = 8
"""Outside quotations, their first word, inside, their last word (0 to 3); 4 more at the beginning of a sentence."""
_FIRST, _INSIDE, _LAST, _BEGINS = 1, 2, 3, 4


class Window(NamedTuple):
    """A stretch of an article as the network takes it: one number for each piece.

    `firsts` tells where the words `start` to `end` (exclusive) of the article have their first pieces.
    """

    start: int
    end: int
    pieces: np.ndarray
    shapes: np.ndarray
    places: np.ndarray
    firsts: np.ndarray


@dataclass(frozen=True)
class WordPieces:
    """The words of an article (what stands between white space and punctuation, and each mark) and their pieces.

    Of each word, in text order: `starts` and `ends` (characters of the article), `sentences` and `paragraphs`
    (which one it stands in), `shapes`, `places`, and `firsts` (its first piece). Of each piece: `pieces` (its
    number in the vocabulary) and `words` (which word it is of).
    """

    starts: np.ndarray
    ends: np.ndarray
    sentences: np.ndarray
    paragraphs: np.ndarray
    shapes: np.ndarray
    places: np.ndarray
    firsts: np.ndarray
    pieces: np.ndarray
    words: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def opens(self) -> np.ndarray:
        """Which words open a paragraph."""
        return _changes(self.paragraphs)

    def windows(self, longest: int = LONGEST, first: int | None = None) -> Iterator[Window]:
        """The article in stretches of at most `longest` pieces (the first one of at most `first`).

        They end with a paragraph, if that leaves no more than two fifths empty; else with a sentence; else, in a
        sentence that is longer, with a word.
        """
        opens = self.opens
        ends_paragraph, ends_sentence = np.append(opens[1:], True), np.append(_changes(self.sentences)[1:], True)
        counts = np.cumsum(np.diff(np.append(self.firsts, len(self.pieces))) + opens)
        start, used, limit = 0, 0, first or longest
        while start < len(self):
            end = max(int(np.searchsorted(counts, used + limit, side="right")), start + 1)
            full = counts[start:end] >= used + 0.6 * limit
            for good in (ends_paragraph[start:end] & full, ends_sentence[start:end]):
                if good.any() and end < len(self):
                    end = start + int(np.flatnonzero(good)[-1]) + 1
                    break
            yield self._window(start, end, np.flatnonzero(opens[start:end]))
            start, used, limit = end, counts[end - 1], longest

    def _window(self, start: int, end: int, opening: np.ndarray) -> Window:
        """The words `start` to `end`, a piece of its own before each of those that open a paragraph."""
        begin = self.firsts[start]
        stop = self.firsts[end] if end < len(self) else len(self.pieces)
        newlines = self.firsts[start:end][opening] - begin
        words = np.insert(self.words[begin:stop], newlines, -1)
        firsts = (words >= 0) & _changes(words)
        vocabulary = _special()
        shapes = np.where(words < 0, 0, self.shapes[words])
        places = np.where(words < 0, 0, self.places[words])
        places = np.where(firsts, places, places % _BEGINS)
        pieces = np.insert(self.pieces[begin:stop], newlines, vocabulary[_NEWLINE])
        pieces = np.concatenate(([vocabulary[_OPENING]], pieces, [vocabulary[_CLOSING]]))
        return Window(start, end, pieces, np.pad(shapes, 1), np.pad(places, 1), np.flatnonzero(firsts) + 1)


def word_pieces(article: Article) -> WordPieces:
    """The word pieces of an article, by BERT's uncased vocabulary (Devlin et al. 2019)."""
    # A lone surrogate is no character to the tokenizer; one question mark for each keeps the offsets.
    text = article.text.encode("utf-8", "replace").decode("utf-8")
    encoding = _tokenizer().encode(text, add_special_tokens=False)
    pieces = np.array(encoding.ids, dtype=np.int64)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    begins = ~_continuing()[pieces]
    begins[:1] = True
    firsts = np.flatnonzero(begins)
    starts = offsets[firsts, 0]
    ends = offsets[np.append(firsts[1:], len(pieces))[: len(firsts)] - 1, 1]
    if not text.isascii():
        ends = np.array([_with_accents(text, end) for end in ends.tolist()], dtype=np.int64)
    sentences = _numbers([span.start for span in article.sentences], starts)
    shapes = [_shape(article.text[start:end]) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return WordPieces(
        starts=starts,
        ends=ends,
        sentences=sentences,
        paragraphs=_numbers([span.start for span in article.paragraphs], starts),
        shapes=np.array(shapes, dtype=np.int64),
        places=_places(article, starts) + _BEGINS * _changes(sentences),
        firsts=firsts,
        pieces=pieces,
        words=np.cumsum(begins) - 1,
    )


def _with_accents(text: str, end: int) -> int:
    """The end of a word with the combining marks that the tokenizer leaves off."""
    while end < len(text) and combining(text[end]):
        end += 1
    return end


def _places(article: Article, starts: np.ndarray) -> np.ndarray:
    """Where each word stands to the quotations of the article."""
    places = np.zeros(len(starts), dtype=np.int64)
    for quotation in quotations(article):
        first, end = np.searchsorted(starts, [quotation.start, quotation.end])
        if first < end:
            places[first:end] = _INSIDE
            places[first] = _FIRST
            places[end - 1] = _LAST
    return places


@lru_cache(50_000)
def _shape(word: str) -> int:
    """1 to 4 for letters (small, beginning with a capital, in capitals, other), 5 for digits, from 6 on for marks."""
    first = word[:1]
    if first.isalpha():
        if word.islower():
            return 1
        if word.isupper():
            return 3 if len(word) > 1 else 2
        return 2 if first.isupper() else 4
    return 5 if first.isdigit() else _MARKS.get(first, _OTHER)


def _numbers(begins: list[int], starts: np.ndarray) -> np.ndarray:
    """Which of the spans that begin at `begins` each of `starts` lies in."""
    return np.searchsorted(np.array(begins, dtype=np.int64), starts, side="right") - 1


def _changes(numbers: np.ndarray) -> np.ndarray:
    """Where a number differs from the one before; the first one does."""
    return np.append(np.ones(min(len(numbers), 1), dtype=bool), numbers[1:] != numbers[:-1])


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_str(files("analysis.encoder").joinpath(VOCABULARY).read_text("utf-8"))
    tokenizer.encode_special_tokens = True  # "[SEP]" in an article is a word in brackets, no end of a window
    tokenizer.no_padding()  # the file as its makers ship it pads and cuts off at 128 pieces
    tokenizer.no_truncation()
    return tokenizer


@cache
def _continuing() -> np.ndarray:
    """For each word piece of the vocabulary, whether it goes on with a word."""
    vocabulary = _tokenizer().get_vocab()
    continuing = np.zeros(max(vocabulary.values()) + 1, dtype=bool)
    continuing[[number for piece, number in vocabulary.items() if piece.startswith("##")]] = True
    return continuing


@cache
def _special() -> dict[str, int]:
    return {piece: _tokenizer().token_to_id(piece) for piece in (_NEWLINE, _OPENING, _CLOSING)}
