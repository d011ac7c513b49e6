"""An article: its immutable text and the paragraphs, sentences and tokens in it, all with offsets.

`article` holds the types; `segments` splits a text, `tagging` finds parts of speech, `phrases` noun phrases and
`quotations` what stands between quotation marks. `loading` reads files: `markup` and `visible` HTML and Markdown,
`dating` their dates, `language` their language, within the time that `patience` allows. `calendar` and `wordlists` hold
words.
"""

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
