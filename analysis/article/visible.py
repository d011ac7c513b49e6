"""The text that a reader of a web page sees: without hidden or struck-out words and marks of notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

SOFT_HYPHEN = "\xad"
"""Marks where a word may be broken at the end of a line; not part of the word."""

_UNREAD = frozenset(("del", "s", "strike", "template", "noscript"))
_STYLED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[^;]*line-through", re.IGNORECASE)
_SPACE = re.compile(r"(?<=\S)[\u00a0\u2000-\u200a\u202f](?=\S)")
_PICTURES = range(0x2400, 0x2427)
"""Unicode's pictures of control characters, which no article writes."""

_BLOCKS = frozenset("p h1 h2 h3 h4 ul ol blockquote div".split())
_INLINE = "q ins abbr b bdi bdo big cite data dfn em font i kbd mark samp small strong sub tt u var wbr".split()
"""Elements that only change the look or meaning of words; extraction would break the line there."""

_NOTE = re.compile(r"\s*(?:[\[(].{0,40}[\])]|[0-9]{1,3}(?:\s?[,–-]\s?[0-9]{1,3})*|[a-z]|[*†‡§#]+)\s*")
"""A note's mark in a superscript: "5", "[5]", "5, 6", "a"."""
_LINKED_NOTE = re.compile(r"\s*(?:\[\W*\w{1,8}\W*\]|[0-9]{1,3}|[*†‡§])\s*")
_POWER = re.compile(r"\s*[-−–]?[0-9]{1,2}\s*")
_MEASURE = re.compile(
    r"(?:\b|[0-9])(?:[kcdmnµ]?m|ft|in|yd|mi|inch(?:es)?|feet|foot|miles?|yards?|\w*met(?:re|er)s?)\Z", re.IGNORECASE
)
_TEN = re.compile(r"[×x]\s?10\Z")
_ABOVE = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")


def is_unread(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Tell whether an element is struck out or hidden."""
    if tag in _UNREAD or (tag == "dialog" and "open" not in attributes):
        return True
    hidden = "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true"
    return hidden or _STYLED.search(attributes.get("style") or "") is not None


def raised(before: str, text: str, linked: bool) -> str:
    """Return the text that a superscript after the words `before` stands for; none for a mark of a note."""
    if linked:
        return ""
    if _POWER.fullmatch(text):
        if _MEASURE.search(before):
            return text.strip().translate(_ABOVE)
        if _TEN.search(before):
            return f"^{text.strip()}"
    after_digit = before[-1:].isdigit() and text.strip().isalpha()
    return text if after_digit or not _NOTE.fullmatch(text) else ""


def is_note_mark(text: str, address: str | None) -> bool:
    """Tell whether a link is the mark of a note: its text is one, and its address is in the same page."""
    return (address or "").startswith("#") and _LINKED_NOTE.fullmatch(text) is not None


def kept_spaces(page: str) -> dict[str, str]:
    """Return signs that `page` lacks for its no-break and thin spaces, which extraction would make plain."""
    free = (chr(code) for code in _PICTURES if chr(code) not in page)
    return dict(zip("\u00a0\u202f\u2009\u2007\u2008\u200a\u2005\u2006", free, strict=False))


def keep_visible(tree: Any, spaces: Mapping[str, str]) -> None:
    """Reduce a tree of lxml's to what a reader sees, with quotation marks for `q`, and signs for `spaces`."""
    from lxml.etree import strip_tags

    _wrap(tree)
    for element in [*tree.iter("*")]:
        unread = is_unread(element.tag, element.attrib) or _is_note(element)
        if unread and element.getparent() is not None and element.tag not in ("html", "body"):
            element.drop_tree()
    for element in [*tree.iter("sup")]:
        linked = next(element.iter("a"), None) is not None
        element.text = raised(_text_before(element), "".join(element.itertext()), linked)
        del element[:]
    for element in tree.iter("q"):
        opening, closing = "‘’" if next(element.iterancestors("q"), None) is not None else "“”"
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing
    for parent in {element.getparent() for element in tree.iter("time")}:
        if any(words and any(map(str.isalpha, words)) for words in (parent.text, *(child.tail for child in parent))):
            for element in parent.iterchildren("time"):
                element.tag = "ins"
    strip_tags(tree, "sup", *_INLINE)
    signs = str.maketrans(dict(spaces))
    for element in tree.iter("*"):
        for where in ("text", "tail"):
            if (words := getattr(element, where)) and not words.isascii():
                setattr(element, where, _SPACE.sub(lambda space: space.group().translate(signs), words))


def _wrap(tree: Any) -> None:
    """Put what stands directly under the body into an article; extraction would keep its paragraphs alone."""
    body = tree.find(".//body")
    while body is not None and len(body) == 1 and body[0].tag == "div":
        body = body[0]
    if body is None or body.find("p") is None or any(True for _ in body.iter("article", "main")):
        return
    blocks = [index for index, element in enumerate(body) if element.tag in _BLOCKS]
    article = body.makeelement("article")
    article.extend(body[blocks[0] : blocks[-1] + 1])
    body.insert(blocks[0], article)


def _is_note(element: Any) -> bool:
    return element.tag == "a" and is_note_mark("".join(element.itertext()), element.get("href"))


def _text_before(element: Any) -> str:
    """Return the last characters before an element in its block."""
    previous = element.getprevious()
    if previous is None:
        return (element.getparent().text or "")[-20:]
    return (previous.tail or "".join(previous.itertext()))[-20:]
