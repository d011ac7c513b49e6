"""A text as HTML with marked, anchored spans. Article text is escaped, always: it can never run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from analysis import wording
from analysis.article import Article, Span

if TYPE_CHECKING:
    import pandas as pd

COLOURS = {"quantity": "#fbe3a4", "source": "#c9dff2", "hedge": "#7a4fa3"}
"""Backgrounds of quantities and sources; hedges are underlined, so that all three can be told apart without colour."""

STYLE = f"""
.article-text {{ font-family: Georgia, "Times New Roman", serif; font-size: 1.05em; line-height: 1.6;
  max-width: 44em; }}
.article-text p {{ margin: 0 0 .9em; white-space: pre-wrap; overflow-wrap: anywhere; }}
.article-text mark {{ color: inherit; background: none; padding: 0 .1em; border-radius: .15em; }}
.article-text mark.quantity {{ background: var(--quantity, {COLOURS["quantity"]}); font-weight: bold;
  color: var(--marked, #1a1a1a); }}
.article-text mark.source {{ background: var(--source, {COLOURS["source"]}); color: var(--marked, #1a1a1a); }}
.article-text mark.hedge {{ border-bottom: 2px dotted var(--hedge, {COLOURS["hedge"]}); }}
.article-text mark:target {{ outline: 3px solid var(--target, #b3261e); }}
"""


@dataclass(frozen=True)
class Mark:
    """A marked span: its class, its tooltip, its anchor, and the target of its link."""

    span: Span
    kind: str
    title: str
    anchor: str | None = None
    link: str | None = None


def marks_of(tables: dict[str, pd.DataFrame], link: str | None = None) -> list[Mark]:
    """The marks of a reading: its quantities (anchored by id), its sources where they speak, its hedges.

    `link` is the target of a quantity's link, with `{}` for its id.
    """
    claims = tables["claims"].to_dict("records")
    marks = [
        Mark(
            Span(row["start"], row["end"]),
            "quantity",
            _quantity_title(row, claim),
            anchor=row["quantity_id"],
            link=link and link.format(row["quantity_id"]),
        )
        for row, claim in zip(tables["quantities"].to_dict("records"), claims, strict=True)
    ]
    sources = tables["sources"].set_index("source_id")
    spoken = {
        Span(*span): row["source_id"]
        for table in ("attributions", "claims")
        for row in tables[table].to_dict("records")
        for span in row["source_spans"]
        if isinstance(row["source_id"], str)
    }
    for span, source in spoken.items():
        name, kind = sources.loc[source, ["name", "type"]]
        marks.append(Mark(span, "source", f"source {source}: {name} ({kind.replace('_', ' ')})"))
    for row in tables["hedges"].to_dict("records"):
        marks.append(Mark(Span(row["start"], row["end"]), "hedge", row["kind"]))
    return marks


def _quantity_title(quantity: dict[str, Any], claim: dict[str, Any]) -> str:
    """What a tooltip says of a quantity: `q2: over 1,000 soldier, according to …, hedged`."""
    words = [f"{quantity['quantity_id']}: {quantity['modifier'].replace('_', ' ')} {quantity['number_text']}"]
    if isinstance(quantity["unit"], str):
        words[0] += f" ({quantity['unit']})"
    words.append(f"source: {wording.credited(claim)}")
    if claim["hedged"]:
        words.append("hedged")
    return "; ".join(words)


PLAIN = "tex2jax_ignore mathjax_ignore"
"""Classes without which notebook front ends typeset what stands between two dollar signs as a formula."""
_START = f'<style>{STYLE}</style>\n<div class="article-text {PLAIN}" lang="en">'


def article_html(article: Article, marks: Sequence[Mark], *, anchors: bool = False) -> str:
    """The whole article as paragraphs with its marks; `anchors` writes each mark's id as well."""
    paragraphs = "\n".join(
        f"<p>{marked(article.text, marks, paragraph, anchors)}</p>" for paragraph in article.paragraphs
    )
    return f"{_START}\n{paragraphs}\n</div>"


def passage_html(article: Article, marks: Sequence[Mark], span: Span) -> str:
    """One stretch of the article with its marks."""
    return f"{_START}<p>{marked(article.text, marks, span)}</p></div>"


def marked(text: str, marks: Iterable[Mark], within: Span, anchors: bool = False) -> str:
    """`within` as HTML, the marks nested properly: one that crosses another's end is closed and opened again."""
    inside = [
        (max(mark.span.start, within.start), min(mark.span.end, within.end), mark)
        for mark in marks
        if mark.span.start < within.end and within.start < mark.span.end
    ]
    inside.sort(key=lambda item: (item[0], -item[1], item[2].kind))
    pieces: list[str] = []
    opened: list[tuple[int, Mark]] = []
    position = within.start

    def close_until(offset: int) -> None:
        nonlocal position
        while opened and (ending := min(end for end, _ in opened)) <= offset:
            pieces.append(escape(text[position:ending]))
            position = ending
            depth = min(level for level, (end, _) in enumerate(opened) if end == ending)
            pieces.extend(_closing(mark) for _, mark in reversed(opened[depth:]))
            opened[depth:] = [(end, mark) for end, mark in opened[depth:] if end > ending]
            pieces.extend(_opening(mark, None) for _, mark in opened[depth:])

    for start, end, mark in inside:
        close_until(start)
        pieces.append(escape(text[position:start]))
        position = start
        pieces.append(_opening(mark, mark.anchor if anchors else None))
        opened.append((end, mark))
    close_until(within.end)
    pieces.append(escape(text[position : within.end]))
    return "".join(pieces)


def _opening(mark: Mark, anchor: str | None) -> str:
    identity = f' id="{escape(anchor)}"' if anchor else ""
    link = f'<a href="{escape(mark.link)}">' if mark.link else ""
    return f'<mark class="{escape(mark.kind)}"{identity} title="{escape(mark.title)}">{link}'


def _closing(mark: Mark) -> str:
    return "</a></mark>" if mark.link else "</mark>"
