"""Who runs on: the document or the organization whose figures go on through the sentences after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.article import Article
from analysis.crediting import lexicon
from analysis.crediting.voices import Voice, words_of
from analysis.quantities import Quantity

CARRIED_FAR = ("percent", "fraction", "score")
"""The kinds of quantity that a document carries into the next paragraph."""
CARRIED = (*CARRIED_FAR, "count", "multiple")
"""The kinds that a poll carries within a paragraph."""
CARRIED_BY_DOCUMENTS = (*CARRIED, "money", "measure")
CARRIED_BY_BODIES = (*CARRIED_BY_DOCUMENTS, "duration")

_SUBJECT = 4


@dataclass(frozen=True, slots=True)
class Running:
    """Who runs on into a sentence; `near`: whether the voice was heard in the sentence's paragraph."""

    voice: Voice
    near: bool

    def carries(self, quantity: Quantity) -> bool:
        """Whether the voice runs on to a quantity of its sentence."""
        if not self.near:
            return quantity.kind in CARRIED_FAR
        if self.voice.type != "document":
            return quantity.kind in CARRIED_BY_BODIES
        return quantity.kind in (CARRIED if self.voice.is_poll else CARRIED_BY_DOCUMENTS)


def run(
    article: Article, here: Sequence[Sequence[Voice]], figures: Sequence[Sequence[Quantity]]
) -> list[Running | None]:
    """For each sentence who runs on into it; `here` and `figures` are the voices and the quantities of each.

    A run starts with an attribution whose source is a document of findings, or an organization that reports. It
    ends where another source speaks or another poll is named, and where a paragraph passes without a figure that
    it may carry; that of an organization ends with its paragraph. Sentences that tell how a poll was made, or of
    the organization itself, are passed over, and whoever made a poll does not end it.
    """
    found: list[Running | None] = []
    latest, heard = None, 0
    for sentence, span in enumerate(article.sentences):
        text, paragraph = span.of(article.text), article.paragraph_at(span.start)
        if latest is not None and paragraph > heard + latest.is_finding:
            latest = None
        asked = latest is not None and latest.is_poll
        speaking = [
            voice for voice in here[sentence] if voice.source and not (voice.answers if asked else voice.is_respondent)
        ]
        if lexicon.tells_method(text):
            speaking = [voice for voice in speaking if voice.is_finding]
            if asked:
                heard = paragraph
        if latest is not None and lexicon.names_another(text, latest.mention):
            latest = None
        running = None
        if latest is not None and not speaking and not _is_aside(article, latest, sentence):
            running = Running(latest, paragraph == heard)
        found.append(running)
        if speaking:
            if latest is None or not any(voice.made(latest) for voice in speaking):
                latest = next((one for one in speaking[::-1] if one.is_finding or one.reports(figures)), None)
            heard = paragraph
        elif running and any(map(running.carries, figures[sentence])):
            heard = paragraph
    return found


def _is_aside(article: Article, voice: Voice, sentence: int) -> bool:
    """Whether a sentence tells how a poll was made, or begins with the source itself, other times or a name."""
    text = article.sentences[sentence].of(article.text)
    if lexicon.tells_method(text):
        return True
    if voice.is_poll:
        return lexicon.turn_pattern().match(text) is not None
    subject = {*words_of(" ".join(text.split()[:_SUBJECT]))} - lexicon.DETERMINERS
    itself = not subject.isdisjoint(words_of(voice.mention))
    return itself or lexicon.aside_pattern().match(text) is not None or _turns(article, voice, sentence)


def _turns(article: Article, voice: Voice, sentence: int) -> bool:
    """Whether a sentence behind one of an organization turns to something else that has a name.

    Behind one of a company that is whatever are no results.
    """
    if voice.type == "document":
        return False
    tags = article.tags_in(sentence)
    first = next((tag for tag in tags if tag not in ("ADJ", "ADP", "ADV", "DET", "PUNCT")), None)
    told = article.sentences[sentence].of(article.text)
    return first == "PROPN" or not (voice.is_body or lexicon.result_pattern().search(told))
