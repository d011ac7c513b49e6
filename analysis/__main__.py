"""The command line, `who-says-how-many` or `python -m analysis`."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `main`, Ctrl-C ends the process without more ado

import click
from tqdm import tqdm

from analysis import terminal
from analysis.article import InputError
from analysis.article.loading import LARGEST_ARTICLE
from analysis.project import FILES, NAME, release

if TYPE_CHECKING:
    from analysis.report.kernel import Kernel


def _code(_context: click.Context, _option: click.Parameter, language: str) -> str:
    if language != "any" and not re.fullmatch("[a-z]{2}", language):
        raise click.BadParameter(f"'{language}' is no ISO 639-1 code, such as en; 'any' takes all")
    return language


def _tell_release(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        click.echo(f"{NAME} {release()}")
        context.exit()


_LANGUAGE = click.option(
    "--language",
    default="en",
    show_default=True,
    callback=_code,
    help="ISO 639-1 code that texts must be in; 'any' takes all.",
)

_LARGEST_ARTICLE = click.option(
    "--largest-article",
    type=click.IntRange(min=1),
    default=LARGEST_ARTICLE,
    show_default=True,
    metavar="BYTES",
    help="Size above which an article is rejected. An archive has no such limit, but a packed one may unpack to 200 "
    "times its size at most (200 MB, where that is more).",
)

_EXCEL = click.option(
    "--excel", is_flag=True, help="Begin each CSV file with a byte-order mark, by which Excel knows that it is UTF-8."
)
_XLSX = click.option(
    "--xlsx", is_flag=True, help="Also write tables.xlsx, a workbook with a sheet for each table; it holds no formulas."
)

_GO_ON = "stopped; give the same command again to go on"
_BEGIN_ANEW = "stopped at {}; nothing was changed. With --workers, the same command would go on from there"
_NAMED = 5  # files of other kinds
_LARGE = 20_000_000  # bytes of input, which take about ten minutes


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_release,
    help="Show the version and the commit that it was built from, and exit.",
)
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
@click.option(
    "--timeout",
    type=click.IntRange(min=1, max=1_000_000),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="Time that one notebook may take.",
)
@_EXCEL
@_XLSX
def report(articles: tuple[str, ...], output: str, language: str, timeout: int, excel: bool, xlsx: bool) -> None:
    """Make a report of each ARTICLE.

    An ARTICLE is a .txt, .md or .html file, or the address of a page (https://…). The notebooks are executed on it and
    become report.html. Articles that cannot be read are listed at the end; of several, the exit code is then 1.
    """
    terminal.check_addresses("report")
    terminal.allow_open_files()
    from analysis import report as reporting
    from analysis.report import NotebookError
    from analysis.report.overwriting import check_names, check_place

    check_names(articles)
    left_out: list[tuple[str, Exception]] = []
    options = {"language": language, "timeout": timeout, "excel": excel, "xlsx": xlsx}
    terminal.end_as_ctrl_c_does()
    with reporting.Kernel() if len(articles) > 1 else nullcontext() as kernel:
        for article in articles:
            try:
                with _at_hand(article) as path:
                    check_place(os.fspath(path), output)
                    _report(article, path, output, kernel, options)
            except (InputError, NotebookError) as error:
                left_out.append((article, error))
                if len(articles) > 1:
                    terminal.warn(f"Error: {error}" if isinstance(error, InputError) else f"Error: {article}: {error}")
    if len(articles) > 1 and left_out:
        told = ", ".join(article for article, _ in left_out)
        raise click.ClickException(
            terminal.one_line(f"no report of {len(left_out)} of {len(articles)} articles: {told}")
        )
    for article, error in left_out:
        raise error if isinstance(error, InputError) else click.ClickException(terminal.one_line(f"{article}: {error}"))


def _at_hand(article: str) -> AbstractContextManager[str | Path]:
    """The path of an article, which is fetched where it is an address."""
    if "://" not in article:
        return nullcontext(article)
    from analysis.corpus.fetching import fetched

    return fetched(article)


def _report(article: str, path: str | Path, output: str, kernel: Kernel | None, options: dict[str, Any]) -> None:
    from analysis.report import make_report

    name = terminal.one_line(article)
    address = {} if path == article else {"address": article}
    with tqdm(desc=terminal.one_line(Path(article).name), unit="notebook", leave=False, disable=None) as progress:
        try:
            page = make_report(path, output, progress=progress, kernel=kernel, **options, **address)
        except KeyboardInterrupt as stop:
            early = f"stopped at {name}; its report is as it was"
            raise terminal.stopped(stop, early, f"the report of {name}") from None
    terminal.say(str(page), f"the report of {name} is in its place")


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--output",
    required=True,
    metavar="DIR",
    help="Folder for <table>.parquet, <table>.csv, datapackage.json and corpus.json; with workers, each Parquet table "
    "is a folder of parts.",
)
@_LANGUAGE
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Read in parts, with N processes of this machine."
)
@click.option("--scheduler", metavar="ADDRESS", help="Read in parts, on a running Dask cluster: tcp://host:8786.")
@click.option(
    "--part",
    type=click.IntRange(min=1),
    default=100,  # seconds of work for each worker: little is lost when a run is stopped, none waits long at the end
    show_default=True,
    metavar="N",
    help="Articles of a part.",
)
@_LARGEST_ARTICLE
@click.option("--text-column", default="text", show_default=True, metavar="NAME", help="Column of an archive's texts.")
@click.option("--id-column", default="id", show_default=True, metavar="NAME", help="Column of an archive's ids.")
@_EXCEL
@_XLSX
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be read.")
def tables(
    inputs: tuple[str, ...],
    output: str,
    language: str,
    workers: int | None,
    scheduler: str | None,
    part: int,
    largest_article: int,
    text_column: str,
    id_column: str,
    excel: bool,
    xlsx: bool,
    strict: bool,
) -> None:
    """Tabulate the figures and sources of articles.

    INPUT is a .txt, .md or .html file, a folder of these, .jsonl, .csv or .parquet with id and text, or a web archive
    (.warc); .jsonl, .csv and .warc also packed (.gz, .zst); on this machine or at an address (https://…; s3://…,
    for which s3fs has to be installed). Of records, title, publisher, published and url are kept, too, and all other
    columns as input_<name>, as text. Dates that could mean two days (03/04/2024) are left out, and counted.

    An article that cannot be read, or takes too long, is listed in rejected.parquet and rejected.csv with the reason;
    with --strict, the first one ends the run. In one process, what is stopped begins anew. With --workers or
    --scheduler, an article that takes too much memory or crashes its process is rejected, too, and the same command
    again goes on after whatever ended the run.
    """
    terminal.check_addresses("tables")
    from analysis import corpus
    from analysis.reading.spreadsheets import Spreadsheets

    if workers and scheduler:
        raise click.UsageError("give --workers or --scheduler, not both")
    terminal.end_as_ctrl_c_does()
    found = corpus.Inputs(inputs, largest_article, corpus.Fields(id_column, text_column))
    start, in_parts = time.monotonic(), bool(workers or scheduler)
    found.keep_from(output)
    if others := found.passed_over:
        shown = ", ".join(others[:_NAMED]) + " …" * (len(others) > _NAMED)
        terminal.warn(f"passed over {len(others):,} file{'s' * (len(others) > 1)} of other kinds: {shown}")
    if found.size > _LARGE and not in_parts:
        terminal.warn("This takes long in one process; with --workers it would go on after an interruption.")
    with tqdm(total=found.size, unit="B", unit_scale=True, leave=False, disable=None) as progress:
        rejections = terminal.Rejections(progress)
        try:
            if in_parts:
                from analysis.corpus.cluster import write_corpus

                tabulate = partial(write_corpus, part=part, workers=workers or 1, scheduler=scheduler)
            else:
                tabulate = corpus.tabulate
            options: dict[str, Any] = {
                "language": language,
                "strict": strict,
                "spreadsheets": Spreadsheets(excel, xlsx),
                "on_position": lambda position: progress.update(max(0, position - progress.n)),
                "on_rejected": lambda rejected: rejections.tell(rejected.name, rejected.reason),
            }
            totals = tabulate(found, output, **options)
        except KeyboardInterrupt as stop:
            early = _GO_ON if in_parts else _BEGIN_ANEW.format(terminal.one_line(found.last or found.name))
            raise terminal.stopped(stop, early, terminal.one_line(output)) from None
    rejections.tell_of_others(output)
    words = totals.pop("words")
    listed = totals["articles"] + totals.get("rejected", 0)
    if listed != found.number:
        raise InputError(f"{output}: tells of {listed:,} articles, but {found.number:,} were given; please report this")
    if found.undated:
        terminal.warn(corpus.left_out(found.undated, found.undated_example))
    if not totals["articles"]:
        raise InputError(f"{output}: no article could be read; {output}/rejected.csv says why")
    rate = f"{words / (time.monotonic() - start):,.0f} a second"
    terminal.say(f"{output}: {terminal.amounts(totals)}; {words:,} words read, {rate}", f"{output} is complete")


@cli.command()
@click.argument("folder", default=NAME)
def notebooks(folder: str) -> None:
    """Copy the notebooks to a new FOLDER.

    The articles that they study unless told otherwise come along. Open them with JupyterLab.
    """
    from analysis.reading.publishing import unwritable

    place = Path(folder)
    try:
        (place / "notebooks").mkdir(parents=True)
        for notebook in sorted((FILES / "notebooks").glob("*.ipynb")):
            shutil.copy(notebook, place / "notebooks")
        shutil.copytree(FILES / "seeds", place / "seeds")
    except FileExistsError as error:
        raise InputError(f"{error.filename}: is there already; give a new folder") from None
    except OSError as error:
        raise unwritable(place, error) from None
    terminal.say(f"{place / 'notebooks'}: open them with jupyter lab", f"the notebooks are in {place}")


def main() -> None:
    """Run the command line; bad input ends in one line on standard error and exit code 2."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    terminal.open_standard_streams()
    with terminal.problems_told():
        sys.exit(cli(standalone_mode=False))


if __name__ == "__main__":
    main()
