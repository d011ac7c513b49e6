"""Articles from files: plain text, Markdown and HTML."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from analysis.article.article import Article, CorrectionsFile, InputError

LARGEST_ARTICLE = 5_000_000
"""Bytes that one article may have; some thirty times the longest long reads."""

SUFFIXES = {".txt": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}
_HEADLINE = 200


def load(path: str | os.PathLike[str], *, language: str = "en") -> Article:
    """Read one article from a `.txt`, `.md` or `.html` file, with the `<article>.corrections.toml` beside it, if any.

    A relative path is looked for in the working directory, then in the folders above it, so that a notebook
    opened from `notebooks/` finds `seeds/…`. `language` is the ISO 639-1 code that the text must be in, or
    `any`. Raises `InputError` for whatever cannot be read as an article.
    """
    path = find(Path(path))
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}: not an article file; give one that ends in {', '.join(SUFFIXES)}")
    article = parse(_bytes(path), path.suffix, article_name(path), str(path))
    return checked(replace(article, corrections=_corrections(path)), str(path), language)


def parse(data: bytes, suffix: str, article_id: str, name: str) -> Article:
    """The article in a file whose name ends in `suffix`, one of `SUFFIXES`; `name` says in an error what it is."""
    kind, text = SUFFIXES[suffix.lower()], decode(data, name)
    if kind == "html":
        from analysis.article import markup

        return markup.from_html(text, article_id, name)
    if kind == "markdown":
        from analysis.article import markup

        return markup.from_markdown(text, article_id)
    return Article(text, article_id, title=headline(text))


def article_name(path: Path) -> str:
    """The article's id: the file's name without its suffix, in characters that any file system takes."""
    return re.sub(r"[^\w.-]+", "-", path.stem).strip("-.")[:100] or "article"


def headline(text: str) -> str | None:
    """The first line, where it looks like a title: short, followed by more, without a final full stop."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    return first if rest.strip() and len(first) <= _HEADLINE and not first.endswith((".", ",", ";")) else None


def decode(data: bytes, name: str) -> str:
    """`data` as UTF-8 text; `name` says in an error what it is."""
    if not data.strip():
        raise InputError(f"{name}: empty; give a file with an article's text in it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name}: is in UTF-16; convert it: iconv -f UTF-16 -t UTF-8")
    if b"\0" in data:
        raise InputError(f"{name}: binary, not text; give the article as .txt, .md or .html")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: not UTF-8 (byte {error.start}); convert it from {_likely_encoding(data)}: "
            f"iconv -f {_likely_encoding(data)} -t UTF-8"
        ) from None


def checked(article: Article, name: str, language: str) -> Article:
    """`article` with its language filled in; an `InputError` where it has no letters or another language."""
    if not article.text.strip():
        raise InputError(f"{name}: empty; give a file with an article's text in it")
    if not any(character.isalpha() for character in article.text):
        raise InputError(f"{name}: no letters in it; give a file with an article's text in it")
    if language == "any":
        return article
    from analysis.article.language import identify

    found = identify(article.text)
    if found != language:
        raise InputError(
            f"{name}: reads as language '{found}', not '{language}'; the rules are for English "
            "(--language any reads it all the same)"
        )
    return replace(article, language=found)


def find(path: Path) -> Path:
    """The file at `path`, or under a folder above the working directory; an `InputError` where there is none."""
    candidates = [path]
    if not path.is_absolute():
        candidates += [folder / path for folder in Path.cwd().parents]
    for candidate in candidates:
        if candidate.is_dir():
            raise InputError(f"{path}: a folder, not an article; name one file in it")
        if candidate.exists():
            return candidate
    raise InputError(f"{path}: no such file; check the name, or run from the folder that holds it")


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_ARTICLE:
            raise InputError(
                f"{path}: {size / 1e6:.0f} MB in one article, {LARGEST_ARTICLE / 1e6:.0f} MB at most; "
                "split it into its articles (one file each, or lines of a .jsonl)"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None


def _corrections(article: Path) -> CorrectionsFile | None:
    path = article.with_suffix(".corrections.toml")
    if not os.path.exists(path):  # of a name too long for the file system, too
        return None
    try:
        return CorrectionsFile(str(path), _bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8, as TOML must be") from None


def _likely_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    return best.encoding.upper().replace("_", "-") if best else "its encoding (WINDOWS-1252?)"
