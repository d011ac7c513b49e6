"""The network's input: word pieces in windows, with the shape and the place of each word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple, cast
from unicodedata import combining

import numpy as np
from tokenizers import Tokenizer

from analysis.article import Article
from analysis.article.quotations import quotations

VOCABULARY = "vocabulary.json"
"""The file of the network's word pieces."""
LONGEST = 128
"""The word pieces of a window, without the two that frame it."""

_NEWLINE, _OPENING, _CLOSING = "[unused0]", "[CLS]", "[SEP]"

SHAPES = 12
"""The number of shapes of words (`_shape`); 0 is for pieces of no word."""
_MARKS = dict.fromkeys('“”„«»"`', 6) | dict.fromkeys("'’‘", 7) | dict.fromkeys(".?!", 8) | {":": 9, ",": 10, ";": 10}
_OTHER = 11

PLACES = 8
"""The number of places: outside quotations, first word, inside, last word (0 to 3); 4 more at a sentence's start."""
_FIRST, _INSIDE, _LAST, _BEGINS = 1, 2, 3, 4


class Window(NamedTuple):
    """A stretch of an article as the network's input: one number for each piece.

    `firsts` are the positions of the first pieces of the article's words `start` to `end` (exclusive).
    """

    start: int
    end: int
    pieces: np.ndarray
    shapes: np.ndarray
    places: np.ndarray
    firsts: np.ndarray


@dataclass(frozen=True)
class WordPieces:
    """The words of an article (stretches between white space and punctuation, and single marks) and their pieces.

    For each word, in text order: `starts` and `ends` (characters of the article), `sentences` and `paragraphs`
    (indices), `shapes`, `places`, and `firsts` (the index of its first piece). For each piece: `pieces` (its number in
    the vocabulary) and `words` (the index of its word).
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
        """For each word, whether it opens a paragraph."""
        return _changes(self.paragraphs)

    def windows(self, longest: int = LONGEST, first: int | None = None) -> Iterator[Window]:
        """Yield the article in stretches of at most `longest` pieces, the first one of at most `first`.

        A stretch ends with a paragraph if it is then at least three fifths full, or else with a sentence, or in a
        longer sentence with a word.
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
        """Return the words `start` to `end`, with a further piece before each that opens a paragraph."""
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
    """Return the word pieces of an article, in BERT's uncased vocabulary (Devlin et al. 2019)."""
    # The tokenizer takes no lone surrogates; a question mark for each keeps the offsets.
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
    """Return the end of a word with its combining marks, which the tokenizer leaves out."""
    while end < len(text) and combining(text[end]):
        end += 1
    return end


def _places(article: Article, starts: np.ndarray) -> np.ndarray:
    """Return the place of each word in or outside of quotations."""
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
    """Return 1 to 4 for letters (lower case, a first capital, capitals, other), 5 for digits, 6 and more for marks."""
    first = word[:1]
    if first.isalpha():
        if word.islower():
            return 1
        if word.isupper():
            return 3 if len(word) > 1 else 2
        return 2 if first.isupper() else 4
    return 5 if first.isdigit() else _MARKS.get(first, _OTHER)


def _numbers(begins: list[int], starts: np.ndarray) -> np.ndarray:
    """Return for each of `starts` the index of the span, out of those that begin at `begins`, that it lies in."""
    return np.searchsorted(np.array(begins, dtype=np.int64), starts, side="right") - 1


def _changes(numbers: np.ndarray) -> np.ndarray:
    """Tell for each number whether it differs from the one before; the first does."""
    return np.append(np.ones(min(len(numbers), 1), dtype=bool), numbers[1:] != numbers[:-1])


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_str(files("analysis.encoder").joinpath(VOCABULARY).read_text("utf-8"))
    tokenizer.encode_special_tokens = True  # "[SEP]" in an article is a word in brackets
    tokenizer.no_padding()  # the published file pads and truncates to 128 pieces
    tokenizer.no_truncation()
    return tokenizer


@cache
def _continuing() -> np.ndarray:
    """Return for each word piece of the vocabulary whether it continues a word."""
    vocabulary = _tokenizer().get_vocab()
    continuing = np.zeros(max(vocabulary.values()) + 1, dtype=bool)
    continuing[[number for piece, number in vocabulary.items() if piece.startswith("##")]] = True
    return continuing


@cache
def _special() -> dict[str, int]:
    return {piece: cast(int, _tokenizer().token_to_id(piece)) for piece in (_NEWLINE, _OPENING, _CLOSING)}
