"""Articles out of HTML and Markdown: the main text as paragraphs, and what the page says of itself."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from analysis.article.article import Article, InputError
from analysis.article.dating import iso_date, stated_day

_NO_GUESSES = {"original_date": True, "extensive_search": False, "max_date": "9999-12-31"}
_SOFT_HYPHEN = "\xad"  # where a word may be broken at the end of a line; no part of the word
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*\r?\n", re.DOTALL)
_FIELD = re.compile(r"^(\w+):(.+)$", re.MULTILINE)

# A tag with more attributes than any page has, as HTML is read (WHATWG, "Tokenization"): the time for one grows with
# the square of their number, in a library that nothing interrupts. What is longer than a hundred characters and stands
# outside quotation marks counts as several, so that the search for such tags takes linear time itself.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]{0,99}+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]{0,99}+)?+)?+"""
_LOADED_TAG = re.compile(rf"(<[a-zA-Z][^\s/>]{{0,99}}+)(?:{_ATTRIBUTE}){{200,}}+[^>]*+>?")


def from_html(page: str, article_id: str, name: str) -> Article:
    """The main text of an HTML page with its title, publisher, date and address (extracted by trafilatura)."""
    import trafilatura

    page = _LOADED_TAG.sub(r"\1>", page)
    tree = trafilatura.load_html(page)
    # Its own guess at a date would depend on the day of the reading.
    found = tree is not None and trafilatura.bare_extraction(
        page, include_comments=False, include_tables=False, with_metadata=True, date_extraction_params=_NO_GUESSES
    )
    if not found or not (found.text or "").strip():
        raise InputError(f"{name}: no article found in this page; save its main text as .txt")
    return Article(
        found.text.replace(_SOFT_HYPHEN, ""),
        article_id,
        title=found.title and found.title.replace(_SOFT_HYPHEN, ""),
        publisher=found.sitename or found.hostname,
        published=stated_day(tree, found.url),
        url=found.url,
    )


def from_markdown(source: str, article_id: str) -> Article:
    """A Markdown text without its marks; `title`, `publisher`, `date`/`published` and `url` from front matter."""
    import mistune

    fields = {}
    front_matter = _FRONT_MATTER.match(source)
    if front_matter:
        fields = {key.lower(): value.strip().strip("\"'") for key, value in _FIELD.findall(front_matter[1])}
        source = source[front_matter.end() :]
    blocks = _Blocks()
    # Escaped: raw HTML in an article is words to be shown, never markup.
    blocks.feed(mistune.create_markdown(escape=True, plugins=["table", "footnotes", "strikethrough"])(source))
    blocks.close()
    return Article(
        "\n\n".join(blocks.texts),
        article_id,
        title=fields.get("title") or blocks.heading,
        publisher=fields.get("publisher"),
        published=iso_date(fields.get("published") or fields.get("date")),
        url=fields.get("url"),
    )


class _Blocks(HTMLParser):
    """The text of each block of the HTML that Markdown gives; `heading` is the first heading."""

    _BLOCK = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote ul ol hr div".split())
    _LEFT_OUT = frozenset(["del", "pre", "section", "sup", "table"])
    """What is struck out, code, footnotes, their marks and tables: no more read than in a web page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.heading: str | None = None
        self._pieces: list[str] = []
        self._left_out = 0

    def handle_starttag(self, tag, attrs):
        if tag in self._LEFT_OUT:
            self._left_out += 1
        elif tag in self._BLOCK:
            self._finish_block()
        elif tag == "br":
            self._pieces.append(" ")

    def handle_endtag(self, tag):
        if tag in self._LEFT_OUT:
            self._left_out -= 1
        elif tag in self._BLOCK:
            self._finish_block(heading=tag in ("h1", "h2"))

    def handle_data(self, data):
        if not self._left_out:
            self._pieces.append(data)

    def close(self):
        super().close()
        self._finish_block()

    def _finish_block(self, heading: bool = False) -> None:
        text = " ".join("".join(self._pieces).replace(_SOFT_HYPHEN, "").split())
        self._pieces.clear()
        if text:
            self.texts.append(text)
            if heading and self.heading is None:
                self.heading = text
