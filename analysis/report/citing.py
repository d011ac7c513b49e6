"""How to cite the page of an article: in plain words and as BibTeX."""

from __future__ import annotations

import re

from analysis.article import Article
from analysis.project import NAME, release

_LATEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
"""Replaces the characters that would end a field of BibTeX."""


def citations(article: Article) -> dict[str, str]:
    """`plain` and `bibtex`, each with the SHA-256 of the text, which tells one version of an article from another."""
    title = " ".join((article.title or article.article_id).split())
    program = f"{NAME} {release()}"
    details = [article.publisher, article.published, article.address]
    where = ", ".join(" ".join(str(part).split()) for part in details if part)
    plain = f"“{title}”" + f" ({where})" * bool(where)
    fields = {
        "title": f"{{Who says how many: {title.translate(_LATEX)}}}",
        "author": f"{{{NAME}}}",
        "year": str(article.published)[:4] if article.published else None,
        "url": article.address and article.address.translate(_ADDRESS),
        "note": f"Figures and sources of the article, found by {program.translate(_LATEX)}; "
        f"SHA-256 of the text {article.sha256}",
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    key = re.sub(r"[^A-Za-z0-9]+", "-", article.article_id).strip("-") or "article"
    return {
        "plain": f"Who says how many: {plain}. Figures and sources of the article, found by {program}. "
        f"SHA-256 of the text: {article.sha256}.",
        "bibtex": f"@misc{{{key},\n{rows}}}",
    }
