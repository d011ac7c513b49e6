"""The command line: `python -m analysis report ARTICLE...` and `python -m analysis tables INPUT...`."""

from __future__ import annotations

import os
import re
import resource
import signal
import sys
import threading
import time
from pathlib import Path

import click
from tqdm import tqdm

from analysis.article import InputError


def _code(_context: click.Context, _option: click.Parameter, language: str) -> str:
    if language != "any" and not re.fullmatch("[a-z]{2}", language):
        raise click.BadParameter(f"'{language}' is no ISO 639-1 code, such as en; 'any' takes all")
    return language


_LANGUAGE = click.option(
    "--language",
    default="en",
    show_default=True,
    callback=_code,
    help="ISO 639-1 code that texts must be in; 'any' takes all.",
)

_GO_ON = "stopped; give the same command again to go on"
_BEGIN_ANEW = "stopped at {}; nothing was changed. With --workers, an article that takes too long is left out"
_ONE = {"quantities": "quantity", "rejected": "rejected"}  # other tables are called by a plural in -s
_TRACEBACKS = "WHO_SAYS_TRACEBACK" in os.environ
_OPEN_FILES = 256  # that a report needs at least: where it gets none, the messaging library ends the process
_LONGEST_LINE = 4000  # characters of a message
_LARGE = 20_000_000  # bytes of input, which take about ten minutes


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
@click.option(
    "--timeout",
    type=click.IntRange(min=1, max=1_000_000),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="Time that one notebook may take.",
)
def report(articles: tuple[str, ...], output: str, language: str, timeout: int) -> None:
    """Execute the notebooks on each ARTICLE (.txt, .md, .html): tables, charts and report.html."""
    from analysis.article import article_name
    from analysis.report import NotebookError, make_report

    _allow_open_files()
    names: dict[str, str] = {}
    for article in articles:
        if not _encodable(article):
            raise InputError(f"{article}: its name is not UTF-8; rename the file")
        other = names.setdefault(article_name(Path(article)), article)
        if other is not article:
            raise InputError(f"{article}: its report would take the place of that of {other}; rename one of the files")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: kernels ended, scratch removed
    for article in articles:
        with tqdm(desc=_on_one_line(Path(article).name), unit="notebook", leave=False, disable=None) as progress:
            try:
                page = make_report(article, output, language=language, timeout=timeout, progress=progress)
            except NotebookError as error:
                raise click.ClickException(f"{article}: {error}") from None
            except KeyboardInterrupt:
                raise click.ClickException(f"stopped at {article}; its report is as it was") from None
        _say(str(page))


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--output",
    required=True,
    metavar="DIR",
    help="Folder for <table>.parquet, <table>.csv and datapackage.json; with workers, each Parquet table is a folder "
    "of parts, and there is no CSV.",
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
def tables(
    inputs: tuple[str, ...], output: str, language: str, workers: int | None, scheduler: str | None, part: int
) -> None:
    """Tabulate the figures and sources of articles.

    INPUT is a .txt, .md or .html file, a folder of these, .jsonl, .csv or .parquet with id and text, or a web archive
    (.warc); .jsonl, .csv and .warc also packed (.gz, .zst); on this machine or at an address (https://…; s3://…,
    for which s3fs has to be installed). Of records, title, publisher, published and url are kept, too; a date that
    could mean two days (03/04/2024) is left out.

    In one process, the first article that cannot be read ends the run, no article has a time limit, and what is
    stopped begins anew. With --workers or --scheduler an article that cannot be read, or takes too long, is listed in
    rejected.parquet, and the same command again goes on after whatever ended the run.
    """
    from analysis import corpus

    if workers and scheduler:
        raise click.UsageError("give --workers or --scheduler, not both")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: its processes ended
    found, start, in_parts = corpus.Inputs(inputs), time.monotonic(), bool(workers or scheduler)
    if found.size > _LARGE and not in_parts:
        click.echo("This takes long in one process; with --workers it would go on after an interruption.", err=True)
    with tqdm(total=found.size, unit="B", unit_scale=True, leave=False, disable=None) as progress:

        def reached(position: int) -> None:
            progress.update(max(0, position - progress.n))

        try:
            if in_parts:
                from analysis.corpus.cluster import write_corpus

                totals = write_corpus(
                    found, output, part=part, workers=workers, scheduler=scheduler, language=language, reached=reached
                )
            else:
                totals = corpus.write_tables(corpus.read_articles(found, language=language, reached=reached), output)
        except KeyboardInterrupt:
            raise click.ClickException(_GO_ON if in_parts else _BEGIN_ANEW.format(found.last)) from None
    words = totals.pop("words")
    rate = words / (time.monotonic() - start)
    counts = ", ".join(
        f"{amount:,} {_ONE.get(name, name[:-1]) if amount == 1 else name}" for name, amount in totals.items()
    )
    _say(f"{output}: {counts}; {words:,} words read, {rate:,.0f} a second")


def main() -> None:
    """Run the command line; bad input ends in one line on standard error and exit code 2."""
    _open_standard_streams()
    if not _TRACEBACKS:  # of what fails where nobody waits for it, as a file is closed after a failure
        sys.unraisablehook = threading.excepthook = lambda *_: None
    try:
        sys.exit(cli(standalone_mode=False))
    except click.ClickException as error:
        error.message = _on_one_line(error.message)
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        _fail("stopped; nothing was changed", code=1)
    except InputError as error:
        _fail(str(error))
    except MemoryError:
        _fail("not enough memory; nothing was changed: allow more (ulimit -v), or give fewer articles at a time")
    except OSError as error:
        _fail(f"{error.filename or 'output'}: {error.strerror or error}; nothing was changed")
    except Exception as error:
        if _TRACEBACKS:
            raise
        _fail(f"{type(error).__name__}: {error}; please report it, with what WHO_SAYS_TRACEBACK=1 shows")


def _fail(message: str, code: int = 2) -> None:
    click.echo(f"error: {_on_one_line(message)}", err=True)
    sys.exit(code)


def _say(line: str) -> None:
    """Print a line when all is done; where it cannot be, say that all is done."""
    try:
        click.echo(_on_one_line(line))
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # where the rest goes as Python ends
        raise InputError(f"standard output: {error.strerror}; what was to be written is written") from None


def _on_one_line(text: str) -> str:
    """`text` with what a terminal would obey (line breaks, escape sequences) written out, and not too long."""
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )
    return shown if len(shown) <= _LONGEST_LINE else f"{shown[: _LONGEST_LINE // 2]} … {shown[-_LONGEST_LINE // 2 :]}"


def _allow_open_files() -> None:
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= most < _OPEN_FILES:
        raise InputError(f"report: {most} open files are allowed, it needs {_OPEN_FILES}; raise the limit (ulimit -n)")
    if 0 <= now < _OPEN_FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, most))


def _encodable(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def _open_standard_streams() -> None:
    """Open what is closed of the standard streams: files opened later would take their places, and be written to."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
            setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    main()
