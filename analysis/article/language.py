"""Which language a text is in."""

from __future__ import annotations

from functools import cache

_SAMPLE = 5_000


def identify(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, judged by its first 5,000 characters.

    A text in Latin letters too short to judge (py3langid less than 70 % sure, under 200 letters) counts as English:
    it is likelier that a snippet was given than that it is in another language.
    """
    sample = text[:_SAMPLE]
    language, certainty = _identifier().classify(sample)
    letters = [character for character in sample if character.isalpha()]
    if len(letters) < 200 and certainty < 0.7 and all(character < "\u0250" for character in letters):
        return "en"
    return language


@cache
def _identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
