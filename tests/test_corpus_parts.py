"""A corpus in parts, on workers: the rows of an undisturbed reading in one process, whatever happens on the way."""

from __future__ import annotations

import errno
import gc
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import duckdb
import pandas as pd
import prepared
import pytest
from conftest import ROOT
from distributed import Client, LocalCluster

from analysis.article import InputError, patience
from analysis.article.loading import LARGEST_ARTICLE
from analysis.corpus import Inputs, cluster, parts, read_articles, reader, write_tables
from analysis.corpus.cluster import write_corpus
from analysis.corpus.parts import TABLES, packed
from analysis.corpus.records import Record
from analysis.reading.schema import COLUMNS

TEXT = "Officials said that {0} soldiers had been killed since the spring. The ministry did not comment."
ARTICLES = 12
PART = 4


def records(texts) -> str:
    return "".join(json.dumps({"id": f"n{number}", "text": text}) + "\n" for number, text in enumerate(texts))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    path.write_text(records(TEXT.format(1000 + number) for number in range(ARTICLES)))
    return path


@pytest.fixture(autouse=True)
def prepared_readers(monkeypatch):
    """Copies a prepared process for each reader, but for those of `in_parts`, which start as a user's do."""
    monkeypatch.setattr(reader, "COMMAND", prepared.command(prepared.READER))


@pytest.fixture(scope="module")
def in_parts(corpus, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed")
    write_corpus(Inputs([corpus]), folder, workers=2, part=PART)
    return folder


@pytest.fixture
def begun(in_parts, tmp_path) -> Path:
    """A corpus whose second part is still missing."""
    copy = tmp_path / "begun"
    subprocess.run(["cp", "-r", in_parts, copy], check=True)
    (copy / "articles.parquet" / "part-00001.parquet").unlink()
    return copy


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / f"{name}.parquet")


def rejected(folder: Path) -> dict[str, str]:
    """The reason of each article that was rejected."""
    return dict(table(folder, "rejected")[["article_id", "reason"]].itertuples(index=False))


def test_the_rows_are_those_of_one_process_whatever_the_parts(corpus, in_parts, tmp_path):
    write_tables(read_articles([corpus]), tmp_path / "one")
    write_corpus(Inputs([corpus]), tmp_path / "other", workers=1, part=5)
    for name in COLUMNS:
        for folder in (in_parts, tmp_path / "other"):
            pd.testing.assert_frame_equal(table(folder, name), table(tmp_path / "one", name))
    assert table(in_parts, "claims")["low"].tolist() == [1000.0 + number for number in range(ARTICLES)]


def test_each_table_is_a_folder_of_parts_that_duckdb_reads(in_parts):
    parts = [f"part-{number:05}.parquet" for number in range(ARTICLES // PART)]
    for name in (*COLUMNS, "rejected"):
        assert sorted(path.name for path in (in_parts / f"{name}.parquet").iterdir()) == parts
    (count,) = duckdb.sql(f"SELECT count(*) FROM '{in_parts}/quantities.parquet/*.parquet'").fetchall()
    assert count == (ARTICLES,)
    assert json.loads((in_parts / "corpus.json").read_text())["complete"]


def test_articles_that_have_been_read_are_not_kept(article_file, tmp_path, monkeypatch):
    def read_part(items, language, columns, digest, expected):
        rejected = [asdict(item.rejected("not read")) for item in items]
        return packed({name: [] for name in TABLES} | {"rejected": rejected}, digest)

    def count(position):
        kept.append(sum(isinstance(found, Record) for found in gc.get_objects()))

    kept: list[int] = []
    monkeypatch.setattr(cluster, "read_part", read_part)
    corpus = article_file(records(TEXT.format(1000 + number) for number in range(100)), "in.jsonl")
    gc.freeze()  # what was there before need not be looked at
    try:
        write_corpus(Inputs([corpus]), tmp_path / "out", part=4, on_position=count)
    finally:
        gc.unfreeze()
    assert len(kept) == 25 and max(kept) < 40


POISON = """
import faulthandler, os, sys, time
from analysis.article import language, patience
from analysis.corpus import reader
rows, watch, watched = reader.rows, faulthandler.dump_traceback_later, {}
def watch_patiently(seconds, **how):  # whatever is no poison may take long on a busy machine
    watched.update(how, timeout=seconds)
    watch(100 * seconds, **how)
def poisoned(article):
    if "HANG" in article.text: watch(**watched), time.sleep(600)
    if "LOOP" in article.text: __import__("re").match("(a|aa)+$", "a" * 60 + "b")
    if "CRASH" in article.text: os.kill(os.getpid(), 11)
    if "RAISE" in article.text: raise RecursionError("too deep")
    if "MEMORY" in article.text: bytearray(3_000_000_000)
    if "PRINT" in article.text: print("x" * 100_000, file=sys.__stdout__)
    return rows(article)
language._identifier()  # takes half a second to load
reader.rows, patience.PATIENCE, reader._WAITS = poisoned, 1.0, 2
faulthandler.dump_traceback_later = watch_patiently
reader.main()
"""


def test_a_poisoned_article_costs_itself_alone(tmp_path, article_file, monkeypatch):
    monkeypatch.setattr(reader, "COMMAND", prepared.command(POISON))
    monkeypatch.setattr(patience, "PATIENCE", 1.0)
    monkeypatch.setattr(reader, "_WAITS", 2)
    monkeypatch.setattr(reader, "_ATTEMPTS", 2)
    texts = [f"{TEXT.format(number)} {mark}" for number, mark in enumerate(("HANG", "LOOP", "CRASH", "RAISE", "PRINT", "good", "MEMORY"))]  # fmt: skip
    foreign = "Die Regierung hat am Montag mitgeteilt, dass die Zahl der Verletzten weiter gestiegen ist. " * 3
    page = article_file(b"<html><p>Caf\xe9", "page.html")
    totals = write_corpus(
        Inputs([article_file(records([*texts, foreign, "", "1 2 3"]), "in.jsonl"), page]), tmp_path / "out", part=PART
    )
    assert table(tmp_path / "out", "articles")["article_id"].tolist() == ["n4", "n5"]
    reasons = {
        "n0": "takes longer than 1 s",
        "n1": "takes longer than 1 s",
        "n2": "ends the process that reads it (exit code -11)",
        "n3": "RecursionError: too deep",
        "n6": "needs more memory than an article may take",
        "n7": "reads as language 'de'",
        "n8": "empty",
        "n9": "no letters",
        "page": "not UTF-8",
    }
    told = rejected(tmp_path / "out")
    assert told.keys() == reasons.keys() and totals["rejected"] == len(reasons)
    for identity, reason in reasons.items():
        assert told[identity].startswith(reason), identity


def test_missing_and_damaged_parts_are_made_again_and_complete_ones_are_not(corpus, in_parts, begun):
    kept, _, damaged = (begun / "articles.parquet" / f"part-{number:05}.parquet" for number in range(ARTICLES // PART))
    damaged.write_bytes(damaged.read_bytes()[:-20])
    before = kept.stat().st_mtime_ns
    stray = begun / "claims.parquet" / "part-00001.writing"
    stray.write_bytes(b"half")
    totals = write_corpus(Inputs([corpus]), begun, part=PART)
    assert files(begun) == files(in_parts) and kept.stat().st_mtime_ns == before
    assert totals["articles"] == ARTICLES and 0 < totals["words"] < 2 * 30 * PART


def test_an_id_that_two_files_share_is_read_once(corpus, tmp_path, article_file):
    other = article_file(records([TEXT.format(1)]), "other.jsonl")
    totals = write_corpus(Inputs([corpus, other]), tmp_path / "out", part=PART)
    assert totals["articles"] == ARTICLES and table(tmp_path / "out", "rejected")["input"].tolist() == [str(other)]
    assert rejected(tmp_path / "out")["n0"] == f"two articles have this id, 'n0': {corpus}, line 1 too; rename one"


def test_what_was_begun_otherwise_is_not_gone_on_with(corpus, begun, tmp_path, article_file, monkeypatch):
    before = files(begun)
    other = article_file(corpus.read_text().replace("1002", "2002"))
    other = other.rename(tmp_path / "corpus.jsonl")

    def refuses(problem: str, path: Path = corpus, largest: int = LARGEST_ARTICLE, **settings):
        with pytest.raises(InputError, match=problem):
            write_corpus(Inputs([path], largest), begun, **{"part": PART, **settings})

    refuses("part-00000.parquet: made from other input", other)
    refuses("begun with articles_per_part 4, not 3", part=3)
    refuses("begun with language en, not any", language="any")
    refuses("begun with largest_article 5000000, not 99", largest=99)
    monkeypatch.setattr(parts, "release", lambda: "0.0.9")
    refuses(r"begun with software \d+\.\d+\.\d+ .*, not 0\.0\.9")
    monkeypatch.undo()
    assert files(begun) | {"corpus.json": b""} == before | {"corpus.json": b""}
    other.write_text("".join(corpus.read_text().splitlines(keepends=True)[:PART]))
    refuses("made from more input", other)


def test_a_folder_that_holds_something_else_is_left_alone(corpus, in_parts, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Sir")
    with pytest.raises(InputError, match="holds something else"):
        write_corpus(Inputs([corpus]), tmp_path, part=PART)
    assert files(tmp_path) == {"letter.txt": b"Dear Sir"}
    with pytest.raises(InputError, match="holds the tables of a corpus in parts"):
        write_tables(read_articles([corpus]), in_parts)
    with pytest.raises(InputError, match="cannot be written"):
        write_corpus(Inputs([corpus]), corpus / "folder", part=PART)


def test_a_full_disk_leaves_whole_parts_only(corpus, begun, monkeypatch):
    def full(number):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = files(begun)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"No space left on device\); make room, then give the same command again"):
        write_corpus(Inputs([corpus]), begun, part=PART)
    assert files(begun).keys() == before.keys()


def test_no_articles_are_refused(tmp_path, article_file):
    with pytest.raises(InputError, match="no articles in the input"):
        write_corpus(Inputs([article_file("", "in.jsonl")]), tmp_path / "out", part=PART)


# A running cluster -----------------------------------------------------------------------------------------------


def test_a_running_cluster_gives_the_same_files(corpus, in_parts, tmp_path):
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", **cluster._NO_DASHBOARD
    ) as running:
        write_corpus(Inputs([corpus]), tmp_path / "out", scheduler=running.scheduler_address, part=PART)
    assert files(tmp_path / "out") == files(in_parts)


def test_a_cluster_that_cannot_work_is_refused(corpus, tmp_path, monkeypatch):
    def refuses(problem: str, address: str):
        with pytest.raises(InputError, match=problem):
            write_corpus(Inputs([corpus]), tmp_path / "out", scheduler=address, part=PART)

    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    refuses("tcp://127.0.0.1:9: no scheduler can be reached there", "tcp://127.0.0.1:9")
    refuses("nonsense: no scheduler can be reached there", "nonsense")
    monkeypatch.setattr(cluster, "_PATIENCE", 300)  # to reach one that is there, on a busy machine
    wait = Client.wait_for_workers
    monkeypatch.setattr(Client, "wait_for_workers", lambda client, number, timeout: wait(client, number, timeout=1))
    told = {"packages": {"analysis": "0.1.0", "distributed": "1", "python": "3.11"}}
    older = {"packages": {**told["packages"], "analysis": "0.0.9"}}
    versions = {"client": told, "scheduler": told, "workers": {"tcp://w": older}}
    monkeypatch.setattr(Client, "get_versions", lambda *_, **__: versions)
    with LocalCluster(n_workers=1, processes=False, protocol="tcp", **cluster._NO_DASHBOARD) as running:
        refuses(r"tcp://w has analysis 0\.0\.9, here is 0\.1\.0", running.scheduler_address)
        running.scale(0)
        refuses("the scheduler has no workers", running.scheduler_address)
    assert not (tmp_path / "out").exists()


def test_a_worker_of_another_version_does_not_work():
    with pytest.raises(InputError, match=r"worker .*, not 0\.0\.9"):
        reader.read_part([], "en", (), "", "0.0.9")


# Kills (tests/kills.py does this with a cluster, and more often) ------------------------------------------------------


def start(corpus: Path, folder: Path, new: bool = False) -> subprocess.Popen:
    words = ["tables", corpus, "--output", folder, "--workers", "2", "--part", PART]
    command = [*prepared.command(prepared.COMMAND, new), *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_a_part(process: subprocess.Popen, folder: Path) -> None:
    while process.poll() is None and not list(folder.glob("articles.parquet/part-*.parquet")):
        time.sleep(0.01)


def test_after_kills_the_same_command_makes_the_same_files(corpus, in_parts, tmp_path):
    killed = start(corpus, tmp_path)
    wait_for_a_part(killed, tmp_path)
    killed.kill()
    killed.communicate()
    done = start(corpus, tmp_path)
    output, errors = done.communicate()
    assert done.returncode == 0, errors
    assert files(tmp_path) == files(in_parts)
    assert f"{ARTICLES} articles, " in output and ", 0 rejected; " in output and errors == ""


def test_a_killed_reader_loses_nothing(corpus, in_parts, tmp_path, monkeypatch):
    started = []
    popen = subprocess.Popen

    def one_that_dies(*arguments, **options):
        process = popen(*arguments, **options)
        started.append(process)
        if len(started) % 2:
            os.kill(process.pid, signal.SIGKILL)
        return process

    monkeypatch.setattr(subprocess, "Popen", one_that_dies)
    write_corpus(Inputs([corpus]), tmp_path, workers=2, part=PART)
    assert len(started) > 2 and files(tmp_path) == files(in_parts)


@pytest.mark.slow
def test_runs_side_by_side_do_not_disturb_each_other(corpus, in_parts, tmp_path):
    runs = [(start(corpus, tmp_path / name, new=True), tmp_path / name) for name in ("one", "other")]
    for process, folder in runs:
        assert process.communicate()[1] == "" and files(folder) == files(in_parts)


STOPPED = """
import signal
from analysis import __main__
from analysis.corpus import parts, reader
reader.rows = parts.PartsFolder.words = lambda *_: signal.raise_signal(signal.SIGINT)
__main__.main()
"""


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "stopped at {0}, line 1; nothing was changed. With --workers, the same command would go on from there"),
        (["--workers", "2"], "stopped; give the same command again to go on"),
    ],
)
def test_ctrl_c_tells_where_and_how_to_go_on(options, told, corpus, tmp_path):
    done = prepared.run(["tables", corpus, "--output", tmp_path / "out", *options], source=STOPPED)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", f"Error: {told.format(corpus)}\n")


def test_a_large_input_in_one_process_is_told_of_workers(corpus, tmp_path):
    program = "from analysis import __main__; __main__._LARGE = 1000; __main__.main()"
    done = prepared.run(["tables", corpus, "--output", tmp_path / "out"], source=program)
    told = b"This takes long in one process; with --workers it would go on after an interruption.\n"
    assert (done.returncode, done.stderr) == (0, told)


def test_a_run_in_one_process_imports_no_dask():
    check = "import sys, analysis.corpus; print({'dask', 'distributed'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "set()\n"
