"""Articles out of HTML and Markdown: the main text as paragraphs, and the page's metadata."""

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

# A tag with more attributes than any page has, by the rules of HTML (WHATWG, "Tokenization"): the library that parses
# it takes time with the square of their number, and cannot be interrupted. An unquoted attribute of more than a
# hundred characters counts as several, so that this pattern itself takes linear time.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]{0,99}+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]{0,99}+)?+)?+"""
_LOADED_TAG = re.compile(rf"(<[a-zA-Z][^\s/>]{{0,99}}+)(?:{_ATTRIBUTE}){{200,}}+[^>]*+>?")


def from_html(page: str, article_id: str, name: str) -> Article:
    """Return the main text of an HTML page with its title, publisher, date and address (extracted by trafilatura)."""
    import trafilatura
    from trafilatura.settings import Document

    page = _LOADED_TAG.sub(r"\1>", page)
    tree = trafilatura.load_html(page)
    if tree is None:
        raise InputError(f"{name}: no article found in this page; save its main text as .txt")
    dated = copy.deepcopy(tree)
    spaces = kept_spaces(page)
    keep_visible(tree, spaces)
    # trafilatura's own guess at a date depends on the day of the reading.
    extracted = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=True, date_extraction_params=_NO_GUESSES
    )
    if not isinstance(extracted, Document) or not (text := extracted.text or "").strip():
        raise InputError(f"{name}: no article found in this page; save its main text as .txt")
    back = str.maketrans({sign: space for space, sign in spaces.items()} | {SOFT_HYPHEN: None})
    return Article(
        text.translate(back),
        article_id,
        title=extracted.title and extracted.title.translate(back),
        publisher=extracted.sitename or extracted.hostname,
        published=stated_day(dated, extracted.url),
        url=extracted.url,
        extracted=True,
    )


def from_markdown(source: str, article_id: str) -> Article:
    """Return a Markdown text without its marks, with title, publisher, date and address from its front matter."""
    import mistune

    fields = {}
    if front_matter := _FRONT_MATTER.match(source):
        fields = {key.lower(): value.strip().strip("\"'") for key, value in _FIELD.findall(front_matter[1])}
        source = source[front_matter.end() :]
    blocks = _Blocks()
    blocks.feed(str(mistune.create_markdown(escape=False, plugins=["table", "footnotes", "strikethrough"])(source)))
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
    """Collects the visible text of each block of HTML from Markdown, in `texts`, and the first `heading`.

    Leaves out code, footnotes, their marks and tables, as in a web page.
    """

    _BLOCK = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote ul ol hr div section article table pre details".split())
    _OPEN = frozenset("div section article table ul ol blockquote pre script style template details".split())
    """Elements that contain blocks; any other element that is left out ends with its block at the latest."""
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._BLOCK:
            self._end_inline()
        if self._left_out:
            self._depth += tag == self._left_out
            return
        attributes = dict(attrs)
        if tag not in self._VOID and (
            tag in self._LEFT_OUT or attributes.get("class") == "footnotes" or is_unread(tag, attributes)
        ):
            self._left_out, self._depth = tag, 1
        elif tag == "sup":
            self._end_inline()
            self._set_apart, self._raised, self._address = [], True, None
        elif tag == "a":
            self._address = attributes.get("href")
            if self._set_apart is None:
                self._set_apart = []
        elif tag == "br":
            self.handle_data(" ")
        elif tag == "q":
            self.handle_data("“")
        if tag in self._BLOCK:
            self._finish_block()

    def handle_endtag(self, tag: str) -> None:
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

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            (self._pieces if self._set_apart is None else self._set_apart).append(data)

    def close(self) -> None:
        super().close()
        self._end_inline()
        self._finish_block()

    def _end_inline(self) -> None:
        """End what cannot contain blocks: a superscript, a link, and whatever is struck out."""
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
