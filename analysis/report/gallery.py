"""The reports of several articles, and a page that leads to each: `python -m analysis.report.gallery ARTICLE...`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click
from markupsafe import Markup

from analysis import charts, read
from analysis.article import InputError
from analysis.project import release
from analysis.reading import Reading
from analysis.report import Kernel, make_report
from analysis.report.page import render, resource
from analysis.story import story


def make_gallery(articles: Sequence[str | os.PathLike[str]], output: str | os.PathLike[str] = ".") -> Path:
    """Make the report of each article and `reports/index.html` under `output`; returns the path of the latter.

    Raises what `make_report` raises, with the index as it was.
    """
    with Kernel() as kernel:
        for article in articles:
            make_report(article, output, kernel=kernel)
    index = Path(output) / "reports" / "index.html"
    cards = [_card(read(article)) for article in articles]
    making = index.with_suffix(".making")
    page = render("gallery.html.j2", cards=cards, style=Markup(resource("page.css")), version=release())
    making.write_text(page, encoding="utf-8", newline="\n")
    making.replace(index)
    return index


def _card(reading: Reading) -> dict[str, object]:
    """What the gallery shows of an article: its title, the first sentence of its story, a small chart, its page."""
    article = reading.article
    page = f"{article.article_id}/report.html"
    chart = charts.reading(reading, narrow=True)
    chart.name = article.article_id  # the ids of all charts stand on one page
    svg = chart.svg().replace('<a href="#', f'<a href="{page}#')
    return {
        "title": article.title or article.article_id,
        "page": page,
        "words": article.words,
        "figures": len(reading.claims),
        "sentence": story(reading)[0],
        "chart": Markup(svg) if len(reading.claims) else "",
    }


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--output", default=".", show_default=True, metavar="DIR", help="Folder of reports/ and figures/.")
def main(articles: tuple[str, ...], output: str) -> None:
    """Make the report of each ARTICLE and reports/index.html, which leads to them."""
    try:
        click.echo(make_gallery(articles, output))
    except InputError as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    main()
