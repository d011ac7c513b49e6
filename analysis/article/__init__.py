"""An article: its immutable text and the paragraphs, sentences and tokens in it, all with offsets."""

from analysis.article.article import Article, InputError, Span, covering, overlaps
from analysis.article.loading import load

__all__ = ["Article", "InputError", "Span", "covering", "load", "overlaps"]
