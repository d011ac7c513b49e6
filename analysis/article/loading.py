"""Articles from files: plain text, Markdown and HTML."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import BinaryIO

from analysis.article.article import Article, CorrectionsFile, InputError
from analysis.article.dating import iso_date
from analysis.article.patience import limited

LARGEST_ARTICLE = 5_000_000
"""The bytes that one article may have, some thirty times as many as the longest long reads."""

LARGEST_CORRECTIONS = 1_000_000
"""The bytes that the corrections of one article may have."""

SUFFIXES = {".txt": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}
_HEADLINE = 200
_LETTER_HEAD = re.compile(r"\A\s*(?:[A-Z][A-Za-z-]{1,40}:[ \t].*\r?\n){2,}")
_FIELD = re.compile(r"^([A-Z][A-Za-z-]+):[ \t]+(.*\S)", re.MULTILINE)
_STRANGE_IN_ENGLISH = re.compile(
    # three accented letters, one beside a capital or a sign, signs inside words, parts of UTF-8
    r"[À-ÖØ-öø-ÿŠŒŽšœžŸ]{3}|[a-z][À-ÖØ-ÞŠŒŽŸ]|(?<![A-Za-z])[ÒÔÓÕ][A-Z]"
    r"|[A-Za-z][‚ƒ„†‡ˆ‰‹›˜¡¢¤¥¦§¨©ª«¬¯±²³¶¸¹º»¼½¾¿×÷µ¡][A-Za-z]|[ÂÃ][\x80-¿]|â€"
)
"""Characters that bytes of other encodings become in Windows-1252."""
_SPLIT = "split it into its articles (one file each, or lines of a .jsonl)"


def load(path: str | os.PathLike[str], *, language: str = "en") -> Article:
    """Read one article from a `.txt`, `.md` or `.html` file, with the `<article>.corrections.toml` beside it, if any.

    A relative path is looked up in the working directory, then in the folders above it, so that a notebook opened from
    `notebooks/` finds `seeds/…`. `language` is the ISO 639-1 code that the text must be in, or `any`. Raises
    `InputError` for whatever cannot be read as an article.
    """
    path = find(Path(path))
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}: not an article file; give one that ends in {', '.join(SUFFIXES)}")
    content = _bytes(path, LARGEST_ARTICLE, "article", _SPLIT)
    with limited(len(content), str(path)):
        article = parse(content, path.suffix, article_name(path), str(path))
        return checked(replace(article, corrections=_corrections(path)), str(path), language)


def parse(data: bytes, suffix: str, article_id: str, name: str) -> Article:
    """Return the article in a file whose name ends in `suffix`, one of `SUFFIXES`; `name` is its name in an error."""
    kind, text = SUFFIXES[suffix.lower()], decode(data, name)
    if kind == "text":
        letter = _letter_head(text)
        return Article(text, article_id, headline(text), published=iso_date(letter.get("date") or letter.get("sent")))
    from analysis.article import markup

    return markup.from_html(text, article_id, name) if kind == "html" else markup.from_markdown(text, article_id)


def article_name(path: Path) -> str:
    """Return an article's id: its file's name without suffix, in characters that any file system takes."""
    return re.sub(r"[^\w.-]+", "-", path.stem).strip("-.")[:100] or "article"


def headline(text: str) -> str | None:
    """Return the first line if it looks like a title: short, followed by more, without a final full stop.

    Of an e-mail, it is the subject.
    """
    if subject := _letter_head(text).get("subject"):
        return subject
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    return first if rest.strip() and len(first) <= _HEADLINE and not first.endswith((".", ",", ";")) else None


def _letter_head(text: str) -> dict[str, str]:
    """Return the fields at the top of an e-mail by their names in lower case; none of another text."""
    head = _LETTER_HEAD.match(text[:10_000])
    letter = {name.lower(): value for name, value in _FIELD.findall(head.group())} if head else {}
    return letter if "subject" in letter and not letter.keys().isdisjoint(("from", "date", "sent")) else {}


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8; `name` is the name of the data in an error."""
    if not data.strip():
        raise InputError(f"{name}: empty; give a file with an article's text in it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name}: is in UTF-16; convert it: iconv -f UTF-16 -t UTF-8 old > new")
    if b"\0" in data:
        raise InputError(f"{name}: binary, not text; give the article as .txt, .md or .html")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        encoding = _likely_encoding(data)
        raise InputError(
            f"{name}: not UTF-8 (byte {error.start}); convert it from {encoding}: "
            f"iconv -f {encoding} -t UTF-8 old > new"
        ) from None


def sound(text: str) -> str:
    """Return `text` with a question mark for each lone surrogate: JSON can hold these, UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def is_sound(text: str) -> bool:
    """Tell whether UTF-8 can hold a text."""
    return text.isascii() or sound(text) == text


def sound_article(article: Article) -> Article:
    """Return `article` with its text and metadata `sound`, so that tables can hold them; offsets stay what they are."""
    values = {field.name: getattr(article, field.name) for field in fields(article)}
    changed = {name: sound(value) for name, value in values.items() if isinstance(value, str) and not is_sound(value)}
    return replace(article, **changed) if changed else article


def checked(article: Article, name: str, language: str) -> Article:
    """Return `article` with its language, where it is long enough to tell.

    Raises `InputError` where it has no letters or another language.
    """
    if not article.text.strip():
        raise InputError(f"{name}: empty; give an article's text")
    if not any(character.isalpha() for character in article.text):
        raise InputError(f"{name}: no letters in it; give an article's text")
    if language == "any":
        return article
    from analysis.article.language import identify

    identified = identify(article.text)
    if identified not in (None, language):
        raise InputError(
            f"{name}: reads as language '{identified}', not '{language}'; the rules are for English "
            "(--language any reads it all the same)"
        )
    return replace(article, language=identified)


def find(path: Path, above: bool = True) -> Path:
    """Return the file at `path`; raise `InputError` without one.

    A relative path is looked for in the working directory and, with `above`, in the folders above it: notebooks run in
    a folder below the one that their parameters name articles from.
    """
    candidates = [path]
    if above and not path.is_absolute():
        candidates += [folder / path for folder in Path.cwd().parents]
    for candidate in candidates:
        if candidate.is_dir():
            raise InputError(f"{path}: a folder, not an article; name one file in it")
        if candidate.exists():
            return candidate
    raise InputError(f"{path}: no such file; check the name, or run from the folder that holds it")


def open_regular(path: Path) -> BinaryIO:
    """Open the file at `path`; raise `InputError` where it is a pipe, a device or anything else without an end."""
    # Without O_NONBLOCK, opening a pipe waits for its other end.
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise InputError(f"{path}: not a regular file; copy what it gives to a file")
    return os.fdopen(descriptor, "rb")


def replaced(path: str | os.PathLike[str], outputs: Iterable[Path]) -> Path | None:
    """Return the file or folder of `outputs` that the file at `path` is, or lies in, under any name."""
    place = Path(os.path.realpath(path))
    for output in filter(os.path.exists, outputs):
        if any(os.path.exists(part) and os.path.samefile(part, output) for part in (place, *place.parents)):
            return output
    return None


def amount(length: float) -> str:
    """Put a number of bytes into words."""
    for unit in ("bytes", "kB", "MB"):
        if length < 1000:
            return f"{length:.0f} {unit}"
        length /= 1000
    return f"{length:.0f} GB"


def _bytes(path: Path, most: int, kind: str, remedy: str) -> bytes:
    with open_regular(path) as file:
        try:
            content = file.read(most + 1)
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror}); check the disk that it is on") from None
        if len(content) > most:
            size = max(os.fstat(file.fileno()).st_size, len(content))
            raise InputError(f"{path}: {amount(size)} in one {kind}, {amount(most)} at most; {remedy}")
    return content


def _corrections(article: Path) -> CorrectionsFile | None:
    path = article.with_suffix(".corrections.toml")
    if not os.path.exists(path):  # unlike Path.exists, False for a name that is too long for the file system
        return None
    try:
        toml = _bytes(path, LARGEST_CORRECTIONS, "corrections file", "keep in it what corrects this article")
        return CorrectionsFile(str(path), toml.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8, as TOML must be") from None


def _likely_encoding(data: bytes) -> str:
    if _is_windows_1252(data):
        return "WINDOWS-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    return best.encoding.upper().replace("_", "-") if best else "its encoding (WINDOWS-1252?)"


def _is_windows_1252(data: bytes) -> bool:
    """Tell whether letters and signs beyond ASCII stand where English has them, if read as Windows-1252."""
    try:
        return not _STRANGE_IN_ENGLISH.search(data.decode("cp1252"))
    except UnicodeDecodeError:
        return False
