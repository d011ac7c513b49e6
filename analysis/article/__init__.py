"""An article: its immutable text and the paragraphs, sentences and tokens in it, all with offsets."""

from analysis.article.article import Article, CorrectionsFile, InputError, Span, covering, overlaps, overlaps_any
from analysis.article.loading import article_name, load

__all__ = [
    "Article",
    "CorrectionsFile",
    "InputError",
    "Span",
    "article_name",
    "covering",
    "load",
    "overlaps",
    "overlaps_any",
]
