"""Articles out of HTML and Markdown: the main text as paragraphs, and what the page says of itself."""

from __future__ import annotations

import copy
import re
from html.parser import HTMLParser

from analysis.article.article import Article, InputError
from analysis.article.dating import iso_date, stated_day
from analysis.article.visible import SOFT_HYPHEN, is_note_mark, is_unread, keep_visible, kept_spaces, raised

_NO_GUESSES = {"original_date": True, "extensive_search": False, "max_date": "9999-12-31"}
_SPACES = re.compile(r"[ \t\n\r\f\v]+")  # not those that part the digits of one number
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
    if tree is None:
        raise InputError(f"{name}: no article found in this page; save its main text as .txt")
    dated = copy.deepcopy(tree)
    spaces = kept_spaces(page)
    keep_visible(tree, spaces)
    # Its own guess at a date would depend on the day of the reading.
    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=True, date_extraction_params=_NO_GUESSES
    )
    if not found or not (found.text or "").strip():
        raise InputError(f"{name}: no article found in this page; save its main text as .txt")
    back = str.maketrans({sign: space for space, sign in spaces.items()} | {SOFT_HYPHEN: None})
    return Article(
        found.text.translate(back),
        article_id,
        title=found.title and found.title.translate(back),
        publisher=found.sitename or found.hostname,
        published=stated_day(dated, found.url),
        url=found.url,
        extracted=True,
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
    blocks.feed(mistune.create_markdown(escape=False, plugins=["table", "footnotes", "strikethrough"])(source))
    blocks.close()
    return Article(
        "\n\n".join(blocks.texts),
        article_id,
        title=fields.get("title") or blocks.heading,
        publisher=fields.get("publisher"),
        published=iso_date(fields.get("published") or fields.get("date")),
        url=fields.get("url"),
        extracted=True,
    )


class _Blocks(HTMLParser):
    """The visible text of each block of the HTML that Markdown gives; `heading` is the first heading.

    Code, footnotes, their marks and tables are no more read than in a web page.
    """

    _BLOCK = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote ul ol hr div section article table pre details".split())
    _OPEN = frozenset("div section article table ul ol blockquote pre script style template details".split())
    """Elements that other blocks stand in; what else is left out ends with its block at the latest."""
    _VOID = frozenset("br hr img input link meta wbr source area base col embed param track".split())
    _LEFT_OUT = frozenset(("pre", "table", "script", "style"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.heading: str | None = None
        self._pieces: list[str] = []
        self._left_out, self._depth = "", 0
        self._set_apart: list[str] | None = None
        self._raised, self._address = False, None

    def handle_starttag(self, tag, attrs):
        if tag in self._BLOCK:
            self._end_inline()
        if self._left_out:
            self._depth += tag == self._left_out
            return
        told = dict(attrs)
        if tag not in self._VOID and (
            tag in self._LEFT_OUT or told.get("class") == "footnotes" or is_unread(tag, told)
        ):
            self._left_out, self._depth = tag, 1
        elif tag == "sup":
            self._end_inline()
            self._set_apart, self._raised, self._address = [], True, None
        elif tag == "a":
            self._address = told.get("href")
            if self._set_apart is None:
                self._set_apart = []
        elif tag == "br":
            self.handle_data(" ")
        elif tag == "q":
            self.handle_data("“")
        if tag in self._BLOCK:
            self._finish_block()

    def handle_endtag(self, tag):
        if tag in self._BLOCK:
            self._end_inline()
        if self._left_out:
            self._depth -= tag == self._left_out
            self._left_out = self._left_out if self._depth else ""
        elif tag == "sup" or (tag == "a" and not self._raised):
            self._end_inline()
        elif tag == "q":
            self.handle_data("”")
        if tag in self._BLOCK:
            self._finish_block(heading=tag in ("h1", "h2"))

    def handle_data(self, data):
        if not self._left_out:
            (self._pieces if self._set_apart is None else self._set_apart).append(data)

    def close(self):
        super().close()
        self._end_inline()
        self._finish_block()

    def _end_inline(self) -> None:
        """Ends what no block stands in: a superscript, a link, and whatever is struck out."""
        if self._left_out and self._left_out not in self._OPEN:
            self._left_out = ""
        if self._set_apart is not None:
            before, text = "".join(self._pieces[-4:]), "".join(self._set_apart)
            if self._raised:
                text = raised(before, text, linked=self._address is not None)
            elif is_note_mark(text, self._address):
                text = ""
            self._set_apart, self._raised = None, False
            self.handle_data(text)

    def _finish_block(self, heading: bool = False) -> None:
        text = _SPACES.sub(" ", "".join(self._pieces).replace(SOFT_HYPHEN, "")).strip()
        self._pieces.clear()
        if text:
            self.texts.append(text)
            if heading and self.heading is None:
                self.heading = text
