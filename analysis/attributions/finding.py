"""All attributions of an article, by rule."""

from __future__ import annotations

from dataclasses import replace

from analysis.article import Article, Span
from analysis.attributions.attribution import Attribution
from analysis.attributions.candidates import Candidate
from analysis.attributions.nesting import free
from analysis.attributions.nominal import nominal_candidates
from analysis.attributions.passages import QUOTE, Passage, passages
from analysis.attributions.phrases import VERBAL
from analysis.attributions.quotations import quotations
from analysis.attributions.silence import silence_candidates
from analysis.attributions.stances import stance
from analysis.attributions.verbs import verb_candidates

_FEW_ITEMS = 6
"""A sentence of a quotation and no more around it is the quotation's: '"It rains and pours" today.'"""


def find_attributions(article: Article) -> list[Attribution]:
    """The attributions of an article, ordered by the first character of content or cue.

    Rules over parts of speech and a lexicon of attributing words, in the manner of Krestel, Bergler & Witte (2008,
    "Minding the Source", LREC) and of Pouliquen, Steinberger & Best (2007) for direct speech; the extents follow
    PolNeAR (Newell et al. 2018): no attribution stands inside another's content.
    """
    found: list[Attribution] = []
    speaker: int | None = None
    paragraph = -1
    for passage in passages(article, quotations(article)):
        here = [_attribution(passage, candidate) for candidate in free(passage, _candidates(passage))]
        if here:
            speaker = len(found) + _speaker(here)
            found += here
            paragraph = passage.paragraph
        elif speaker is not None and _continues(passage, found[speaker], paragraph):
            found[speaker] = _extended(found[speaker], passage)
            paragraph = passage.paragraph
        elif passage.paragraph != paragraph:
            speaker = None
    return sorted((one for one in found if one.content), key=lambda one: (one.start, one.cue))


def _candidates(passage: Passage) -> list[Candidate]:
    """All candidates of a passage in the order of their cues; of two with one cue, the one found first."""
    candidates: list[Candidate] = []
    for finder in (silence_candidates, nominal_candidates, verb_candidates):
        for candidate in finder(passage):
            if not any(one.cue[0] < candidate.cue[1] and candidate.cue[0] < one.cue[1] for one in candidates):
                candidates.append(candidate)
    return sorted(candidates, key=lambda one: one.cue)


def _attribution(passage: Passage, candidate: Candidate) -> Attribution:
    content = tuple(passage.span(*part) for part in sorted(candidate.content))
    cue = passage.span(*candidate.cue)
    attitude = candidate.stance
    if attitude == "asserts":
        attitude = stance(cue.of(passage.text), " ".join(span.of(passage.text) for span in content))
    source = (passage.span(*candidate.source),) if candidate.source else ()
    return Attribution(source, (cue,), content, attitude, _quotation(passage, candidate))


def _quotation(passage: Passage, candidate: Candidate) -> str:
    tags = [tag for start, end in candidate.content for tag in passage.tags[start:end] if tag != "PUNCT"]
    if tags and all(tag == QUOTE for tag in tags):
        return "direct"
    return "mixed" if QUOTE in tags else "indirect"


def _speaker(attributions: list[Attribution]) -> int:
    """Which attribution a quotation after the passage would continue: its last quotation, or its last."""
    last = len(attributions) - 1
    if not attributions[last].content:
        return last
    return next((at for at in range(last, -1, -1) if attributions[at].quotation != "indirect"), last)


def _continues(passage: Passage, last: Attribution, paragraph: int) -> bool:
    """Whether a passage without a cue of its own goes on with what was said before it."""
    same_paragraph = passage.paragraph == paragraph
    if _is_label(passage.text, last):
        return same_paragraph
    ends = same_paragraph and last.quotation != "indirect" and len(passage) <= _FEW_ITEMS
    if not passage.speech[0] or any(
        tag in VERBAL if ends else tag != "PUNCT" for tag in passage.tags[1:]
    ):
        return False
    return (
        same_paragraph
        or not last.content
        or (last.quotation != "indirect" and passage.paragraph == paragraph + 1)
    )


def _extended(last: Attribution, passage: Passage) -> Attribution:
    """The attribution with the passage as a further part of its content."""
    more = passage.span(0, len(passage))
    if not last.content:
        return replace(last, content=(more,), quotation="direct")
    if _is_label(passage.text, last):
        return replace(last, content=(*last.content[:-1], Span(last.content[-1].start, more.end)))
    quoted = all(tag in (QUOTE, "PUNCT") for tag in passage.tags)
    quotation = "direct" if quoted and last.quotation == "direct" else "mixed"
    return replace(last, content=(*last.content, more), quotation=quotation)


def _is_label(text: str, one: Attribution) -> bool:
    """Whether the cue is the colon of "PENCE: …"."""
    return one.cue[0].of(text) == ":"
