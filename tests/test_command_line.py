"""`python -m analysis`: what it writes, and how it refuses."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import prepared
import pytest
from click.testing import CliRunner
from conftest import ROOT

from analysis.__main__ import cli
from analysis.article import load
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import files_of

TEXT = "Officials said that over 1,000 soldiers had been killed since the spring. The ministry did not comment."


def run(*arguments, cwd=ROOT, new=False) -> subprocess.CompletedProcess:
    done = prepared.run(arguments, cwd=cwd, new=new)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(*arguments) -> str:
    """The one line with which the command refuses."""
    done = run(*arguments)
    assert done.returncode == 2, done.stderr
    assert done.stdout == "" and "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


def lines(*records) -> str:
    return "".join(record if isinstance(record, str) else json.dumps(record) + "\n" for record in records)


def test_help_names_both_commands():
    done = run("--help", new=True)
    assert done.returncode == 0 and "report" in done.stdout and "tables" in done.stdout


def test_tables_of_a_file_a_folder_and_json_lines_are_the_same_tables(tmp_path, article_file):
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "one.txt").write_text(TEXT)
    (folder / "two.md").write_text(f"# Losses\n\n{TEXT}")
    (folder / "notes.csv").write_text("not an article")
    records = [{"id": 7, "text": TEXT, "publisher": "The Daily", "published": "2025-01-31"}, {"id": "b", "text": TEXT}]
    done = run("tables", folder, article_file(lines(*records), "more.jsonl"), "--output", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"{name}.{form}" for name, form in files_of((*COLUMNS, "rejected"))
    } | {"datapackage.json", "corpus.json"}
    articles = pd.read_parquet(tmp_path / "out" / "articles.parquet").set_index("article_id")
    assert list(articles.index) == ["deep/one", "two", "7", "b"]
    assert articles.loc["7", "publisher"] == "The Daily" and articles.loc["two", "title"] == "Losses"
    quantities = pd.read_parquet(tmp_path / "out" / "quantities.parquet")
    assert quantities.groupby("article_id")["low"].first().to_dict() == dict.fromkeys(articles.index, 1000)


def test_parquet_input_gives_what_json_lines_give(tmp_path, article_file):
    records = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]
    pd.DataFrame(records).to_parquet(tmp_path / "in.parquet")
    for source, place in ((tmp_path / "in.parquet", "one"), (article_file(lines(*records), "in.jsonl"), "two")):
        assert run("tables", source, "--output", tmp_path / place).returncode == 0
    for name, form in files_of(COLUMNS):
        written = [(tmp_path / place / f"{name}.{form}").read_bytes() for place in ("one", "two")]
        assert written[0] == written[1]


BAD_LINES = {
    "not JSON": (lines({"id": 1, "text": TEXT}, "{oops\n"), r"line 2: not JSON"),
    "not an object": (lines({"id": 1, "text": TEXT}, "[1]\n"), r"line 2: not a JSON object"),
    "no id": (lines("\n", {"text": TEXT}), r"line 2: lacks an id"),
    "no text": (lines({"id": 1, "text": None}), r"line 1: lacks a text"),
    "blank text": (lines({"id": 1, "text": " "}), r"line 1: empty"),
    "same id": (lines({"id": "1", "text": TEXT}, {"id": 1, "text": TEXT}), "two articles have this id"),
    "no lines": ("\n", "no articles in the input"),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_strict_stops_at_a_bad_line_and_nothing_is_written(case, article_file, tmp_path):
    content, problem = BAD_LINES[case]
    output = tmp_path / "out"
    output.mkdir()
    (output / "articles.csv").write_text("earlier")
    line = refused("tables", article_file(content, "in.jsonl"), "--output", output, "--strict")
    assert problem in line
    assert [path.name for path in output.iterdir()] == ["articles.csv"]
    assert (output / "articles.csv").read_text() == "earlier"


def test_two_articles_of_one_id_are_both_named(article_file, tmp_path):
    one, two = (article_file(lines({"id": 1, "text": TEXT}), name) for name in ("one.jsonl", "two.jsonl"))
    line = refused("tables", one, two, "--output", tmp_path / "out", "--strict")
    assert f"{two}, line 1: two articles have this id, '1': {one}, line 1 too" in line


def test_what_is_no_article_is_listed_and_the_rest_is_read_with_workers_and_without(article_file, tmp_path):
    content = lines({"id": 1, "text": TEXT}, "{oops\n", {"id": 2, "text": TEXT}, {"id": "\x1b[1m\n", "text": "1"})
    source = article_file(content, "in.jsonl")
    one, parts = (tmp_path / name for name in ("one", "parts"))
    alone, done = run("tables", source, "--output", one), run("tables", source, "--output", parts, "--workers", 1)
    assert alone.returncode == done.returncode == 0
    assert "2 articles, 2 quantities, " in done.stdout and ", 2 rejected; " in done.stdout
    assert alone.stdout.split(";")[0].removeprefix(str(one)) == done.stdout.split(";")[0].removeprefix(str(parts))
    assert [line.split(";")[0] for line in alone.stderr.splitlines()] == [
        f"rejected: {source}, line 2: not JSON",
        f"rejected: {source}, line 4: no letters in it",
    ]
    assert done.stderr == alone.stderr
    assert {path.name for path in one.iterdir()} == {path.name for path in parts.iterdir()}
    for path in one.glob("*.csv"):
        assert path.read_bytes() == (parts / path.name).read_bytes()
    rows = pd.read_parquet(parts / "rejected.parquet").to_dict("records")
    assert [row["place"] for row in rows] == ["line 2", "line 4"] and rows[0]["reason"].startswith("not JSON")
    pd.testing.assert_frame_equal(pd.read_parquet(one / "rejected.parquet"), pd.DataFrame(rows))
    assert "holds the tables of a corpus" in refused("tables", article_file(TEXT), "--output", parts)
    assert "holds tables that are not in parts" in refused("tables", source, "--output", one, "--workers", 1)
    assert ", line 2: not JSON" in refused("tables", source, "--output", tmp_path / "s", "--strict", "--workers", 1)


@pytest.mark.parametrize("workers", [(), ("--workers", 1)])
def test_an_archive_of_which_nothing_can_be_read_is_an_error(workers, article_file, tmp_path):
    source = article_file(f"nr,body\n1,{TEXT}\n", "in.csv")
    done = run("tables", source, "--output", tmp_path / "out", *workers)
    rejected, error = done.stderr.splitlines()
    assert done.returncode == 2 and done.stdout == ""
    assert rejected.startswith(f"rejected: {source}: no column id and text; there are nr, body; say which it is (--id")
    assert error == f"Error: {tmp_path / 'out'}: no article could be read; {tmp_path / 'out'}/rejected.csv says why"


@pytest.mark.parametrize("workers", [(), ("--workers", 1)])
def test_dates_that_are_left_out_are_counted(workers, article_file, tmp_path):
    dates = ("03/04/2025", "2025-01-31", None, 1740787200000, "", "4 May 2025")
    records = [{"id": number, "text": TEXT, "published": day} for number, day in enumerate(dates)]
    done = run("tables", article_file(lines(*records), "in.jsonl"), "--output", tmp_path / "out", *workers)
    told = "published: 2 dates are left out, such as '03/04/2025'; write them as 2025-01-31"
    assert done.stderr.splitlines() == [told]


def test_the_command_alone_shows_its_help():
    done = run()
    assert "Commands:\n  notebooks" in done.stderr and "..." not in done.stderr.split("Commands:")[1]


def test_reports_that_would_take_each_others_place_are_refused(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT)
    one, two = (tmp_path / folder / "a.txt" for folder in ("one", "two"))
    line = refused("report", one, two, "--output", tmp_path / "out")
    assert line == f"Error: {two}: its report would take the place of that of {one}; rename one of the files"
    assert not (tmp_path / "out").exists()


def test_a_language_is_told_by_its_code(article_file, tmp_path):
    done = run("tables", article_file(TEXT), "--output", tmp_path / "out", "--language", "english")
    assert done.returncode == 2 and "'english' is no ISO 639-1 code, such as en" in done.stderr


def test_an_article_larger_than_is_allowed_is_rejected(article_file, tmp_path):
    corpus = article_file(lines({"id": 1, "text": TEXT}, {"id": 2, "text": TEXT * 5}), "in.jsonl")
    done = run("tables", corpus, "--output", tmp_path / "out", "--workers", 1, "--largest-article", 200)
    assert done.returncode == 0 and ": 1 article, " in done.stdout and ", 1 rejected; " in done.stdout
    (row,) = pd.read_parquet(tmp_path / "out" / "rejected.parquet").to_dict("records")
    assert (row["place"], row["reason"]) == ("line 2", "515 bytes in one article; split it")


def test_an_input_is_not_replaced(article_file, tmp_path):
    corpus = article_file(f"id,text\n1,{TEXT}\n", "articles.csv")
    assert f"{corpus}: would be replaced by the output" in refused("tables", corpus, "--output", tmp_path)
    assert corpus.read_text() == f"id,text\n1,{TEXT}\n"
    (tmp_path / "reports" / "report").mkdir(parents=True)
    page = article_file(f"<html><p>{TEXT}</p></html>", "reports/report/report.html")
    assert "lies where its report would be written" in refused("report", page, "--output", tmp_path)


def test_one_of_a_kind_is_told_in_the_singular(article_file, tmp_path):
    done = run("tables", article_file("Officials said that over 1,000 had died."), "--output", tmp_path / "out")
    assert ": 1 article, 1 quantity, " in done.stdout


def test_workers_and_a_scheduler_exclude_each_other(article_file, tmp_path):
    done = run("tables", article_file(TEXT), "--output", tmp_path, "--workers", 1, "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2 and "not both" in done.stderr


def test_what_cannot_be_read_or_written_is_refused_in_one_line(article_file, tmp_path):
    article, out = article_file(TEXT), tmp_path / "out"
    (tmp_path / "empty folder").mkdir()
    (tmp_path / "fake.parquet").write_text("no parquet")
    assert "no such file" in refused("tables", tmp_path / "nowhere.txt", "--output", out)
    assert "no such file" in refused("tables", tmp_path / "nowhere.jsonl", "--output", out)
    assert "no articles" in refused("tables", tmp_path / "empty folder", "--output", out)
    assert "not a Parquet file" in refused("tables", tmp_path / "fake.parquet", "--output", out, "--strict")
    assert "cannot be written" in refused("tables", article, "--output", article)
    assert "two articles have this id" in refused("tables", article, article, "--output", out, "--strict")
    assert not out.exists()


def test_the_report_refuses_bad_input_before_a_kernel_starts(article_file, tmp_path):
    assert "no such file" in refused("report", tmp_path / "nowhere.txt")
    assert "a folder, not an article" in refused("report", tmp_path)
    assert "convert it from" in refused("report", article_file("Café".encode("cp1252") * 50), "--output", tmp_path)
    article = article_file(TEXT)
    assert "cannot be written" in refused("report", article, "--output", article)
    assert article.read_text() == TEXT


def test_the_report_takes_no_file_of_a_folder_above(article_file, monkeypatch, tmp_path):
    article, below = article_file(TEXT), tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert "no such file" in refused("report", article.name)
    assert [*below.iterdir()] == []


def test_of_several_reports_those_are_made_that_can_be(article_file, monkeypatch, tmp_path):
    made = []
    monkeypatch.setattr(
        "analysis.report.make_report", lambda article, *_, **__: made.append(str(load(article))) or article
    )
    one, two = article_file(TEXT, "one.txt"), article_file(TEXT, "two.txt")
    empty, missing = article_file("", "empty.txt"), tmp_path / "missing.txt"
    done = CliRunner().invoke(cli, ["report", *map(str, (empty, one, missing, two))])
    assert done.exit_code == 1 and len(made) == 2
    assert done.stdout.splitlines() == [str(one), str(two)]
    first, second, last = done.stderr.splitlines()
    assert "empty.txt: empty" in first and "missing.txt: no such file" in second
    assert last == f"Error: no report of 2 of 4 articles: {empty}, {missing}"


def test_ctrl_c_ends_a_report_in_one_line(article_file, monkeypatch):
    def stop(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.report.make_report", stop)
    done = CliRunner().invoke(cli, ["report", str(article_file(TEXT, "seen.txt"))])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: stopped at ") and done.stderr.endswith("seen.txt; its report is as it was\n")


def test_importing_the_package_loads_none_of_the_heavy_libraries():
    heavy = "import sys, analysis; print({'matplotlib', 'pandas', 'pyarrow', 'papermill'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
