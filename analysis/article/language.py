"""The language of a text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 5_000
_ENOUGH, _SHARE = 50, 0.08
_LEAST = 200
_BEYOND_LATIN = "\u0250"
_ENGLISH = frozenset(
    ("the", "and", "that", "with", "which", "said", "this", "from", "were", "they", "would", "their", "after", "about")
)
"""Words that are frequent in English and in no other language: 8 to 18 % of the words of an English article."""
_WORD = re.compile(r"[^\W\d_]+")


def identify(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, judged by its first 5,000 characters.

    `None`: fewer than 200 letters, mostly Latin, are too short to judge. Text with many frequent English words is not
    given to py3langid, whose model takes half a second to load.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    if len(words) >= _ENOUGH and sum(word in _ENGLISH for word in words) >= _SHARE * len(words):
        return "en"
    letters = [character for character in sample if character.isalpha()]
    if len(letters) < _LEAST and 2 * sum(character < _BEYOND_LATIN for character in letters) >= len(letters):
        return None
    return _identifier().classify(sample)[0]


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
