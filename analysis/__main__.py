"""The command line: `python -m analysis report ARTICLE...` and `python -m analysis tables INPUT...`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from tqdm import tqdm

from analysis.article import InputError

_LANGUAGE = click.option(
    "--language", default="en", show_default=True, help="ISO 639-1 code that texts must be in; 'any' takes all."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="who-says-how-many")
def cli() -> None:
    """Tabulate and chart the figures of news articles: who says each one, how firmly, and who differs."""


@cli.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option(
    "--output",
    default=".",
    show_default=True,
    metavar="DIR",
    help="Folder under which reports/<article>/ and figures/<article>/ are written.",
)
@_LANGUAGE
def report(articles: tuple[str, ...], output: str, language: str) -> None:
    """Execute the notebooks on each ARTICLE (.txt, .md, .html): tables, charts and report.html."""
    from analysis.report import NotebookError, make_report

    for article in articles:
        with tqdm(desc=Path(article).name, unit="notebook", leave=False, disable=None) as progress:
            try:
                page = make_report(article, output, language=language, progress=progress)
            except NotebookError as error:
                raise click.ClickException(f"{article}: {error}") from None
        click.echo(page)


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--output", required=True, metavar="DIR", help="Folder for <table>.parquet and <table>.csv.")
@_LANGUAGE
def tables(inputs: tuple[str, ...], output: str, language: str) -> None:
    """Tabulate the figures and sources of articles: .txt, .md, .html, folders of them, .jsonl, .parquet."""
    from analysis import corpus

    articles = corpus.read_articles(inputs, language=language)
    with tqdm(articles, total=corpus.count_articles(inputs), unit=" articles", disable=None) as progress:
        totals = corpus.write_tables(progress, output)
    click.echo(f"{output}: " + ", ".join(f"{amount} {name}" for name, amount in totals.items()))


def main() -> None:
    """Run the command line; bad input ends in one line on standard error and exit code 2."""
    try:
        cli()
    except InputError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"error: {error.filename or 'output'}: {error.strerror}; nothing was changed", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
