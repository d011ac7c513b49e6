"""All attributions of an article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from analysis.article import Article, Span
from analysis.attributions.attribution import Attribution
from analysis.attributions.linking import link
from analysis.attributions.quotations import quotations
from analysis.attributions.stances import stance
from analysis.attributions.tagger import Part, find_parts

_WORD = re.compile(r"\w+")


def find_attributions(article: Article) -> list[Attribution]:
    """The attributions of an article that have a content, ordered by the first character of content or cue.

    The tagger finds sources, cues and contents, and the linker puts them together. The extents follow PolNeAR
    (Newell et al. 2018), from which both learned: no attribution stands inside another's content. A participle without
    a source ("*emphasizing* the cost") tells nothing of whoever does it, and is left out.
    """
    quoted = quotations(article)
    found = [_attribution(article, quoted, parts) for parts in link(article, find_parts(article))]
    complete = (one for one in found if one.content and (one.source or not _is_participle(article, one.cue)))
    return sorted(complete, key=lambda one: (one.start, one.cue))


def _attribution(article: Article, quoted: Sequence[Span], parts: Sequence[Part]) -> Attribution:
    source, cue, content = (
        tuple(part.span for part in parts if part.role == role) for role in ("source", "cue", "content")
    )
    words = [" ".join(span.of(article.text) for span in spans) for spans in (cue, content)]
    return Attribution(source, cue, content, stance(*words), _quotation(article.text, quoted, content))


def _is_participle(article: Article, cue: Sequence[Span]) -> bool:
    return cue[0].of(article.text).split()[0].endswith("ing")


def _quotation(text: str, quoted: Sequence[Span], content: Sequence[Span]) -> str:
    """Whether all, some or no words of the content stand in quotation marks: direct, mixed or indirect."""
    words = (word for span in content for word in _WORD.finditer(text, span.start, span.end))
    inside = [_is_quoted(quoted, word.start()) for word in words]
    return "direct" if inside and all(inside) else "mixed" if any(inside) else "indirect"


def _is_quoted(quoted: Sequence[Span], offset: int) -> bool:
    """Whether a character stands in one of the quotations, which are in text order."""
    before = bisect_right(quoted, offset, key=lambda span: span.start) - 1
    return before >= 0 and offset < quoted[before].end
