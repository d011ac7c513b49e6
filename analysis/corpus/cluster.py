"""Many articles on Dask: workers take parts of the input and return their tables, which this process writes."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from analysis.article import InputError
from analysis.corpus.batches import Part, parts
from analysis.corpus.inputs import Inputs
from analysis.corpus.listing import FORMS
from analysis.corpus.parts import PartsFolder, software
from analysis.corpus.reader import begin_readers, end_readers, read_part
from analysis.corpus.records import Rejected
from analysis.reading.spreadsheets import PLAIN, Spreadsheets

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 10
_WAITING = 2

# The articles of a part travel with its task, so that they survive its worker; a log of the last thousand messages
# would keep them in memory. Workers that are threads of this process have nothing to profile, and their event loops
# need not wake a hundred times a second.
_SETTINGS = {
    "distributed.admin.low-level-log-length": 1,
    "distributed.diagnostics.computations.max-history": 1,
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
}

# Dask listens on a port even without a dashboard; on a free one, runs side by side do not warn of each other.
_NO_DASHBOARD = {"dashboard_address": "127.0.0.1:0", "scheduler_kwargs": {"dashboard": False}}


def write_corpus(
    inputs: Inputs,
    output: str | os.PathLike[str],
    *,
    part: int,
    workers: int = 1,
    scheduler: str | None = None,
    language: str = "en",
    strict: bool = False,
    spreadsheets: Spreadsheets = PLAIN,
    on_position: Callable[[int], None] = lambda position: None,
    on_rejected: Callable[[Rejected], None] = lambda rejected: None,
) -> dict[str, int]:
    """Write the tables of a corpus to the folder `output`, in parts of `part` articles.

    The parts are read by `workers` workers of this machine, or by those of a running Dask `scheduler` (its address,
    such as tcp://host:8786). Parts that are complete in `output` are not read again. What cannot be read as an article,
    or hangs or crashes the process that reads it, goes to the table `rejected` and, in the order of the inputs, to
    `on_rejected`; with `strict`, it ends the run. `spreadsheets` sets how the CSV is written, and whether a workbook
    is. Calls `on_position` after each part with the bytes of the inputs up to its end. Returns the number of rows of
    each table, and the number of `words` read in this run.

    Raises `InputError` where `output` holds something else, an input cannot be reached, or no worker is left.
    """
    number = count = words = next_reported = 0
    refused: dict[int, list[Rejected]] = {}
    settings = {"language": language, "articles_per_part": part, **inputs.settings}
    with _client(workers, scheduler) as client, PartsFolder(output, settings) as folder:
        for done, files in _read(client, parts(inputs, part), folder, language, inputs.columns):
            number, count = number + 1, count + done.count
            if files:
                folder.write(done, files)
                words += folder.words(done.number)
            refused[done.number] = folder.rejected(done.number)
            if strict and refused[done.number]:
                raise refused[done.number][0].error
            while next_reported in refused:  # parts are not done in their order
                for rejected in refused.pop(next_reported):
                    on_rejected(rejected)
                next_reported += 1
            on_position(done.position)
        if not number:
            raise InputError(f"{inputs.name}: no articles in the input; give {FORMS}")
        return {**folder.finish(number, count, spreadsheets), "words": words}


def _read(
    client: Client, parts_in_order: Iterator[Part], folder: PartsFolder, language: str, columns: tuple[str, ...]
) -> Iterator[tuple[Part, dict[str, bytes] | None]]:
    """Yield each part as it is done, with its files, or None where the folder holds them already.

    Reads no more parts from the input than keep the workers busy, so that no corpus fills the memory.
    """
    from distributed import as_completed

    running, waiting = as_completed(), {}

    def next_done() -> tuple[Part, Any]:
        future = next(running)
        return waiting.pop(future.key), future.result()

    for part in parts_in_order:
        if folder.holds(part):
            yield part, None
            continue
        while running.count() >= _WAITING * max(1, sum(client.nthreads().values())):
            yield next_done()
        future = client.submit(read_part, part.items, language, columns, folder.digest(part), software(), pure=False)
        waiting[future.key] = part._replace(items=[])
        running.add(future)
    while running.count():
        yield next_done()


@contextmanager
def _client(workers: int, scheduler: str | None) -> Generator[Client]:
    """Give a client of a cluster of this machine, or of a running one; failures of the cluster are an `InputError`."""
    if not scheduler:
        begin_readers(workers)  # they start up during the imports
    import dask
    from distributed import KilledWorker
    from distributed.comm import CommClosedError

    # The error reports what happens to workers.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    again = "give the same command again to go on"
    try:
        with dask.config.set(_SETTINGS), _connected(scheduler) if scheduler else _started(workers) as client:
            yield client
    except (CancelledError, CommClosedError) as error:
        raise InputError(f"{scheduler}: the scheduler is gone; start it, then {again}") from error
    except KilledWorker as error:
        raise InputError(f"{scheduler}: its workers keep ending ({error}); see their logs, then {again}") from None
    except ModuleNotFoundError as error:
        raise InputError(f"{scheduler}: a worker lacks {error.name}; install the same lock there") from None


@contextmanager
def _connected(scheduler: str) -> Generator[Client]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{scheduler}: no scheduler can be reached there ({error}); check the address") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise InputError(f"{scheduler}: the scheduler has no workers; start: dask worker {scheduler}") from None
        _check_versions(client, scheduler)
        try:
            yield client
        finally:
            with suppress(Exception):
                client.run(end_readers)


@contextmanager
def _started(workers: int) -> Generator[Client]:
    """Give a client of a cluster in this process: its workers are threads, each with a process that reads."""
    import dask
    from distributed import Client, LocalCluster
    from distributed.comm import inproc

    inproc.global_manager._ip = "127.0.0.1"  # it learns its address by a route to 8.8.8.8 otherwise
    options = {"threads_per_worker": 1, "processes": False, "memory_limit": 0, **_NO_DASHBOARD}
    with (
        TemporaryDirectory() as scratch,  # Dask leaves its own behind
        dask.config.set({"temporary-directory": scratch}),
        LocalCluster(n_workers=workers, **options) as cluster,
        Client(cluster) as client,
    ):
        try:
            yield client
        except BaseException:
            end_readers(busy=True)
            raise
        finally:
            end_readers()


def _check_versions(client: Client, scheduler: str) -> None:
    """Raise `InputError` for a cluster whose packages differ from ours where they must be the same."""
    versions = cast(dict[str, Any], client.get_versions(packages=["analysis"]))
    our_packages = versions["client"]["packages"]
    for name, program in {"scheduler": versions["scheduler"], **versions["workers"]}.items():
        its_packages = program["packages"]
        for package in ("analysis", "distributed", "python"):
            if its_packages[package] != our_packages[package]:
                raise InputError(
                    f"{scheduler}: {name} has {package} {its_packages[package]}, here is {our_packages[package]}; "
                    "install the same lock on both"
                )
