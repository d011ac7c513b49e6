"""How to cite the page of an article: in plain words and as BibTeX."""

from __future__ import annotations

import re

from analysis.article import Article
from analysis.project import NAME, release

_SPECIAL = re.compile(r"([&%$#_{}])|\\|~|\^")
_SPELT = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def citations(article: Article) -> dict[str, str]:
    """`plain` and `bibtex`, each with the SHA-256 of the text, which tells one version of an article from another."""
    title = " ".join((article.title or article.article_id).split())
    program = f"{NAME} {release()}"
    details = [article.publisher, article.published, article.address]
    where = ", ".join(" ".join(str(part).split()) for part in details if part)
    plain = f"“{title}”" + f" ({where})" * bool(where)
    fields = {
        "title": f"{{Who says how many: {_latex(title)}}}",
        "author": f"{{{NAME}}}",
        "year": str(article.published)[:4] if article.published else None,
        "url": _plain_address(article.address),
        "note": f"Figures and sources of the article, found by {_latex(program)}; SHA-256 of the text {article.sha256}",
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    key = re.sub(r"[^A-Za-z0-9]+", "-", article.article_id).strip("-") or "article"
    return {
        "plain": f"Who says how many: {plain}. Figures and sources of the article, found by {program}. "
        f"SHA-256 of the text: {article.sha256}.",
        "bibtex": f"@misc{{{key},\n{rows}}}",
    }


def _latex(words: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[1]}" if match[1] else _SPELT[match[0]], words)


def _plain_address(address: str | None) -> str | None:
    """An address without the characters that would end a field."""
    return address and address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
