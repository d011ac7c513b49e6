"""From quantities and attributions to who is credited with each quantity."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.article import Article
from analysis.attributions import Attribution
from analysis.crediting import lexicon
from analysis.crediting.running import run
from analysis.crediting.voices import Voice, by_sentence
from analysis.quantities import Quantity
from analysis.sources import Source

_BODIES = ("named_organization", "document")


def credit(
    article: Article,
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
    sources: Sequence[Source],
    source_of: Sequence[int | None],
) -> list[int | None]:
    """For each quantity the index of the attribution whose source is credited with it; None: the article's own voice.

    It is the innermost asserting attribution whose content holds the number. Where there is none, it is one before
    it in the sentence whose clause goes on ("…, X said, and 3 more"), or one of an organization or a document that
    speaks in the sentence before and in the one after, or that of a document or an organization that runs on
    (`running.run`). Those who answer a poll that runs on, or speaks in the sentence, are not its source, the poll is;
    where nobody is named in a run ("40 wells have been declared dry"), whoever runs on is.
    """
    voices = [
        Voice(article, number, attribution, None if source is None else sources[source])
        for number, (attribution, source) in enumerate(zip(attributions, source_of, strict=True))
    ]
    crediting = _Crediting(article, quantities, voices)
    found = map(crediting.voice, quantities)
    return [voice.number if voice else None for voice in found]


class _Crediting:
    """The voices and the figures of each sentence of an article, and who runs on into it."""

    def __init__(self, article: Article, quantities: Sequence[Quantity], voices: Sequence[Voice]) -> None:
        self.article = article
        self.here = by_sentence(article, voices)
        self.figures: list[list[Quantity]] = [[] for _ in article.sentences]
        for quantity in quantities:
            self.figures[article.sentence_at(quantity.number_start)].append(quantity)
        self.running = run(article, self.here, self.figures)

    def voice(self, quantity: Quantity) -> Voice | None:
        """Whoever is credited with the quantity."""
        sentence = self.article.sentence_at(quantity.number_start)
        here, running = self.here[sentence], self.running[sentence]
        holder = _holder(here, quantity, self.figures[sentence])
        asks = running and (running.voice.mentions("polls") or any(voice.is_share for voice in here))
        poll = running.voice if asks else next((voice for voice in here if voice.is_poll), None)
        if poll and _is_answer(here, quantity, holder):
            return poll
        carried = running.voice if running and running.carries(quantity) else None
        if holder:
            return carried if carried and not holder.source else holder
        if any(voice.is_about_itself(quantity) for voice in here):
            return None
        before = self._going_on(here, quantity)
        if before and poll and before.answers:
            return poll
        return before or self._surrounding(sentence) or carried

    def _going_on(self, here: Sequence[Voice], quantity: Quantity) -> Voice | None:
        """The last voice before the number in its sentence, if its clause goes on with the number.

        Where those that it is about prefer something ("X found men for it*, while women favored it, 51 percent …*"),
        it is that of X.
        """
        before = sorted((voice for voice in here if voice.end <= quantity.number_start), key=lambda voice: voice.end)
        others = [voice for voice in before if not voice.answers]
        last = (*before[-1:], *others[-1:])
        return next((voice for voice in last if self._goes_on(voice, quantity)), None)

    def _goes_on(self, voice: Voice, quantity: Quantity) -> bool:
        """Whether a figure stands in a clause that goes on behind a voice which closes its content or gives figures."""
        if not (voice.asserts and voice.source):
            return False
        if not (voice.follows_content or voice.is_finding or voice.reports(self.figures)):
            return False
        in_parenthesis = voice.follows_content and voice.cue.lower() == "according to"
        pattern = lexicon.PARENTHESIS if in_parenthesis else lexicon.going_on_pattern()
        return pattern.match(self.article.text, voice.end, quantity.number_start) is not None

    def _surrounding(self, sentence: int) -> Voice | None:
        """The voice of the sentence before, where the one after it is of the same source."""
        article = self.article
        if self.here[sentence] or not 0 < sentence < len(article.sentences) - 1:
            return None
        around = [article.paragraph_at(article.sentences[sentence + step].start) for step in (-1, 0, 1)]
        if len(set(around)) > 1 or not (self.here[sentence - 1] and self.here[sentence + 1]):
            return None
        before, after = self.here[sentence - 1][-1], self.here[sentence + 1][0]
        return before if before.source is after.source and before.type in _BODIES and before.asserts else None


def _holder(here: Sequence[Voice], quantity: Quantity, figures: Sequence[Quantity]) -> Voice | None:
    """The innermost asserting voice whose content holds the number, attitudes left out; `figures`: the sentence's."""
    holders = (voice for voice in here if voice.asserts and voice.holds(quantity))
    told = (
        voice
        for voice in holders
        if (voice.is_respondent or not voice.is_attitude) and not voice.tells_of_another(quantity, figures)
    )
    return min(told, key=lambda voice: sum(span.end - span.start for span in voice.attribution.content), default=None)


def _is_answer(here: Sequence[Voice], quantity: Quantity, holder: Voice | None) -> bool:
    """Whether the number tells how many answered a poll, or what they answered."""
    if holder:
        return holder.answers
    return any(voice.is_respondent and voice.names(quantity) for voice in here)
