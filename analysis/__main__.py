"""The command line, `who-says-how-many` or `python -m analysis`."""

from __future__ import annotations

import codecs
import os
import re
import resource
import shutil
import signal
import sqlite3
import sys
import threading
import time
import traceback
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import urlsplit

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until `main`, Ctrl-C ends the process without more ado

import click
from tqdm import tqdm

from analysis.article import InputError
from analysis.article.loading import LARGEST_ARTICLE
from analysis.project import FILES, NAME, release

if TYPE_CHECKING:
    from analysis.corpus.records import Rejected
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
    help="Size from which an article is rejected. Any input may be as large as it likes, but what is packed may unpack "
    "to 200 times its size at most (200 MB, where that is more).",
)

_EXCEL = click.option(
    "--excel", is_flag=True, help="Begin each CSV file with a byte-order mark, by which Excel knows that it is UTF-8."
)
_XLSX = click.option(
    "--xlsx", is_flag=True, help="Also write tables.xlsx, a workbook with a sheet for each table; it holds no formulas."
)

_GO_ON = "stopped; give the same command again to go on"
_BEGIN_ANEW = "stopped at {}; nothing was changed. With --workers, the same command would go on from there"
_TOO_LATE = "stopped when {} was in its place already, whole"
_SHOWN = 20
"""Rejected articles that are told one by one."""
_NAMED = 5
"""Files of other kinds that are named."""
_ONE = {"quantities": "quantity", "rejected": "rejected"}  # other tables are called by a plural in -s
_TRACEBACKS = "WHO_SAYS_TRACEBACK" in os.environ
_ADDRESSES = {"report": 3 * 2**30, "tables": 5 * 2**29}
"""Bytes of address space that a command needs at least: with less, libraries end the process."""
_OPEN_FILES = 256  # that a report needs at least: where it gets none, the messaging library ends the process
_LONGEST_LINE = 4000  # characters of a message
codecs.lookup("unicode_escape")  # which errors are told with, also where memory is short by then
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
    """Execute the notebooks on each ARTICLE (.txt, .md, .html, or its address: https://…): tables, charts, report.html.

    Of several articles, those that cannot be read are told at the end, and the exit code is 1.
    """
    _check_addresses("report")
    _allow_open_files()
    from analysis import report as reporting
    from analysis.report import NotebookError

    _check_names(articles)
    left_out: list[tuple[str, Exception]] = []
    options = {"language": language, "timeout": timeout, "excel": excel, "xlsx": xlsx}
    _end_as_ctrl_c_does()
    with reporting.Kernel() if len(articles) > 1 else nullcontext() as kernel:
        for article in articles:
            try:
                with _at_hand(article) as path:
                    _check_place(os.fspath(path), output)
                    _report(article, path, output, kernel, options)
            except (InputError, NotebookError) as error:
                left_out.append((article, error))
                if len(articles) > 1:
                    _warn(f"error: {error}" if isinstance(error, InputError) else f"error: {article}: {error}")
    if len(articles) > 1 and left_out:
        told = ", ".join(article for article, _ in left_out)
        raise click.ClickException(one_line(f"no report of {len(left_out)} of {len(articles)} articles: {told}"))
    for article, error in left_out:
        raise error if isinstance(error, InputError) else click.ClickException(one_line(f"{article}: {error}"))


def _at_hand(article: str) -> AbstractContextManager[str | Path]:
    """The path of an article, which is fetched where it is an address."""
    if "://" not in article:
        return nullcontext(article)
    from analysis.corpus.fetching import fetched

    return fetched(article)


def _check_names(articles: tuple[str, ...]) -> None:
    """An `InputError` where the report of one article would take the place of another's."""
    from analysis.article import article_name

    names: dict[str, str] = {}
    for article in articles:
        other = names.setdefault(article_name(Path(urlsplit(article).path if "://" in article else article)), article)
        if other is not article:
            raise InputError(f"{article}: its report would take the place of that of {other}; rename one of the files")


def _check_place(article: str, output: str) -> None:
    """An `InputError` where the report of an article would take the place of the article."""
    from analysis.article import article_name
    from analysis.article.loading import find, replaced

    if not _encodable(article):
        raise InputError(f"{article}: its name is not UTF-8; rename the file")
    folders = [Path(output, place, article_name(Path(article))) for place in ("reports", "figures")]
    if folder := replaced(find(Path(article)), folders):
        raise InputError(f"{article}: lies where its report would be written, {folder}; give another output folder")


def _report(article: str, path: str | Path, output: str, kernel: Kernel | None, options: dict[str, Any]) -> None:
    from analysis.report import make_report

    name = one_line(article)
    address = {} if path == article else {"address": article}
    with tqdm(desc=one_line(Path(article).name), unit="notebook", leave=False, disable=None) as progress:
        try:
            page = make_report(path, output, progress=progress, kernel=kernel, **options, **address)
        except KeyboardInterrupt as stop:
            early = f"stopped at {name}; its report is as it was"
            raise _stopped(stop, early, f"the report of {name}") from None
    _say(str(page), f"the report of {name} is in its place")


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
@click.option("--text-column", default="text", show_default=True, metavar="NAME", help="Where archives have texts.")
@click.option("--id-column", default="id", show_default=True, metavar="NAME", help="Where archives have ids.")
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
    for which s3fs has to be installed). Of records, title, publisher, published and url are kept, too (a date that
    could mean two days, 03/04/2024, is left out), and all other columns as input_<name>, as text.

    An article that cannot be read, or takes too long, is listed in rejected.parquet and rejected.csv with the reason;
    with --strict, the first one ends the run. In one process, what is stopped begins anew. With --workers or
    --scheduler, an article that takes too much memory or crashes its process is rejected, too, and the same command
    again goes on after whatever ended the run.
    """
    _check_addresses("tables")
    from analysis import corpus
    from analysis.reading.spreadsheets import Spreadsheets

    if workers and scheduler:
        raise click.UsageError("give --workers or --scheduler, not both")
    _end_as_ctrl_c_does()
    found = corpus.Inputs(inputs, largest_article, corpus.Fields(id_column, text_column))
    start, in_parts = time.monotonic(), bool(workers or scheduler)
    found.keep_from(output)
    if others := found.passed_over:
        shown = ", ".join(others[:_NAMED]) + " …" * (len(others) > _NAMED)
        _warn(f"passed over {len(others):,} file{'s' * (len(others) > 1)} of other kinds: {shown}")
    if found.size > _LARGE and not in_parts:
        _warn("This takes long in one process; with --workers it would go on after an interruption.")
    with tqdm(total=found.size, unit="B", unit_scale=True, leave=False, disable=None) as progress:
        refused = 0

        def reached(position: int) -> None:
            progress.update(max(0, position - progress.n))

        def told(rejected: Rejected) -> None:
            nonlocal refused
            refused += 1
            if refused <= _SHOWN:
                progress.clear()
                _warn(f"rejected: {rejected.name}: {rejected.reason}")

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
            }
            totals = tabulate(found, output, on_position=reached, on_rejected=told, **options)
        except KeyboardInterrupt as stop:
            early = _GO_ON if in_parts else _BEGIN_ANEW.format(one_line(found.last or found.name))
            raise _stopped(stop, early, one_line(output)) from None
    if refused > _SHOWN:
        _warn(f"rejected: {refused - _SHOWN:,} more; {output}/rejected.csv lists all of them")
    words = totals.pop("words")
    listed = totals["articles"] + totals.get("rejected", 0)
    if listed != found.number:
        raise InputError(f"{output}: tells of {listed:,} articles, but {found.number:,} were given; please report this")
    rate = words / (time.monotonic() - start)
    counts = ", ".join(
        f"{amount:,} {_ONE.get(name, name[:-1]) if amount == 1 else name}" for name, amount in totals.items()
    )
    _say(f"{output}: {counts}; {words:,} words read, {rate:,.0f} a second", f"{output} is complete")


@cli.command()
@click.argument("folder", default=NAME)
def notebooks(folder: str) -> None:
    """Copy the notebooks, and the articles that they study unless told otherwise, to a new FOLDER for JupyterLab."""
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
    _say(f"{place / 'notebooks'}: open them with jupyter lab", f"the notebooks are in {place}")


def _stopped(stop: KeyboardInterrupt, early: str, made: str) -> click.ClickException:
    """What is told of an interrupt: `early`, unless it came when what was `made` was in its place."""
    from analysis.reading.publishing import PublishedError

    return click.ClickException(_TOO_LATE.format(made) if isinstance(stop, PublishedError) else early)


def _end_as_ctrl_c_does() -> None:
    """Whatever asks this process to end ends it in order: its own processes ended, scratch folders removed."""
    for which in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(which) is not signal.SIG_IGN:  # nohup
            signal.signal(which, signal.default_int_handler)


def one_line(text: str) -> str:
    """`text` as one line that does nothing to a terminal, and not too long.

    What is not to be seen (line breaks, escape sequences) is written as Python writes it.
    """
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode()
        for character in text
    )
    return shown if len(shown) <= _LONGEST_LINE else f"{shown[: _LONGEST_LINE // 2]} … {shown[-_LONGEST_LINE // 2 :]}"


def _say(line: str, done: str) -> None:
    """Print `line`; an `InputError` where nobody takes it, which says what is `done` all the same."""
    try:
        click.echo(_encoded(one_line(line), sys.stdout))
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left to be written is written nowhere
        raise InputError(f"standard output: cannot be written ({error.strerror}); {done}") from None


def _warn(line: str) -> None:
    """Print `line` on standard error, if anybody takes it."""
    try:
        click.echo(one_line(line), err=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _encoded(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _open_standard_streams() -> None:
    """Open those that are closed: the next file that is opened would else be taken for one of them."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))


def main() -> None:
    """Run the command line; bad input ends in one line on standard error and exit code 2."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _open_standard_streams()
    if not _TRACEBACKS:  # of what fails where nobody waits for it, as a file is closed after a failure
        sys.unraisablehook = threading.excepthook = lambda *_: None
    try:
        sys.exit(cli(standalone_mode=False))
    except click.ClickException as error:
        error.message = one_line(error.message)  # ty: ignore[invalid-assignment]  # the rest of the error stays
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        _refuse("stopped; nothing was changed", 1)
    except InputError as error:
        _refuse(str(error))
    except KeyboardInterrupt:
        _refuse("stopped before anything was changed", 1)
    except MemoryError:
        _refuse("not enough memory; nothing was changed: allow more (ulimit -v), or give fewer articles at a time")
    except OSError as error:
        _refuse(f"{error.filename or 'output'}: {error.strerror or error}; nothing was changed")
    except sqlite3.Error as error:
        place = os.environ.get("TMPDIR", "the folder for temporary files")
        _refuse(f"{place}: cannot be written ({error}); make room there, or set TMPDIR to another folder")
    except Exception as error:
        if _TRACEBACKS:
            raise
        at = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__}: {error} ({Path(at.filename).name}, line {at.lineno})"
        _refuse(f"{told}; please report it, with what WHO_SAYS_TRACEBACK=1 shows")


def _refuse(problem: str, code: int = 2) -> None:
    _warn(f"error: {problem}")
    sys.exit(code)


def _check_addresses(command: str) -> None:
    """An `InputError` where the system allows this process less memory than a command needs."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if 0 <= allowed < (least := _ADDRESSES[command]):
        raise InputError(
            f"{command}: {allowed / 2**30:.1f} GB of memory are allowed, it needs {least / 2**30:.1f}; "
            "raise the limit (ulimit -v)"
        )


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


if __name__ == "__main__":
    main()
