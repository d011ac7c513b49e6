"""`make reproduce`: which files differ, and where."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from pyarrow import parquet

from analysis.article import InputError
from analysis.report import reproduction

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Title"]},
        {
            "cell_type": "code", "id": "b", "metadata": {}, "execution_count": 1, "source": "draw()",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["one\n", "two\n"]},
                {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "<Figure>", "text/html": "<b>3</b>"}},
            ],
        },
    ],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><g id="axes"><path d="M 0 0"/><text>1,000</text></g></svg>'
ROWS = {"claim": ["q1", "q2"], "low": [1000.0, None]}


def changed(notebook=NOTEBOOK, **changes) -> str:
    """The notebook, with a text replaced."""
    text = json.dumps(notebook)
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    return text


DIFFERENCES = {
    "an output": ("a.ipynb", changed(), changed(a=("<b>3</b>", "<b>4</b>")),
                  "cell 2, output 2, text/html\n  committed: '<b>3</b>'\n  made now:  '<b>4</b>'"),
    "a stream": ("a.ipynb", changed(), changed(a=("two", "three")), "cell 2, output 1, text\n"),
    "a source": ("a.ipynb", changed(), changed(a=("draw()", "paint()")), "cell 2, source\n"),
    "a cell's id": ("a.ipynb", changed(), changed(a=('"id": "b"', '"id": "c"')), "cell 2\n"),
    "the metadata": ("a.ipynb", changed(), changed(a=('"nbformat_minor": 5', '"nbformat_minor": 4')), "metadata\n"),
    "one cell less": ("a.ipynb", changed(), json.dumps(NOTEBOOK | {"cells": NOTEBOOK["cells"][:1]}),
                      "cell 2, output 1, text (now metadata)\n"),
    "a value": ("a.csv", "id,low\nq1,5\nq2,7\n", "id,low\nq1,5\nq2,8\n",
                "row 2, column low\n  committed: '7'\n  made now:  '8'"),
    "a column": ("a.csv", "id,low\nq1,5\n", "id,high\nq1,5\n", "header\n"),
    "one row more": ("a.csv", "id\nq1\n", "id\nq1\nq2\n", "the end (now row 2, column id)\n"),
    "line ends": ("a.csv", "id\nq1\n", "id\r\nq1\r\n", "byte 2: the same content, written in another way"),
    "an attribute": ("a.svg", SVG, SVG.replace("M 0 0", "M 0 1"), "element svg > g#axes > path[1]\n"),
    "a label": ("a.svg", SVG, SVG.replace("1,000", "1,001"), "text in svg > g#axes > text[2]\n"),
    "no SVG": ("a.svg", SVG, "<svg>", "element svg (now as .svg unreadable)\n"),
    "a long line": ("a.html", "<p>\n" + "x" * 500 + "a", "<p>\n" + "x" * 500 + "b",
                    f"line 2\n  committed: '… {25 * 'x'}a'\n  made now:  '… {25 * 'x'}b'"),
}  # fmt: skip


@pytest.mark.parametrize("case", DIFFERENCES)
def test_a_difference_is_told_by_its_first_place(case, tmp_path):
    name, committed, made, told = DIFFERENCES[case]
    for folder, text in (("committed", committed), ("made", made)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8", newline="")
    assert reproduction.difference(tmp_path / "committed" / name, tmp_path / "made" / name).startswith(told)


TABLES = {
    "row 2, column low\n  committed: 'None'\n  made now:  '3.0'": {"table": pa.table(ROWS | {"low": [1000.0, 3.0]})},
    "schema\n": {"table": pa.table(ROWS).rename_columns(["claim", "high"])},
    "byte ": {"table": pa.table(ROWS), "compression": "none"},
}


@pytest.mark.parametrize("told", TABLES)
def test_a_difference_of_tables_is_told_by_row_and_column(told, tmp_path):
    parquet.write_table(pa.table(ROWS), tmp_path / "committed.parquet")
    parquet.write_table(**TABLES[told], where=tmp_path / "made.parquet")
    found = reproduction.difference(tmp_path / "committed.parquet", tmp_path / "made.parquet")
    assert found.startswith(told)


REPORT = {
    "figures/secret-deployment/claims.svg": SVG,
    "reports/secret-deployment/1-article.ipynb": changed(),
    "reports/secret-deployment/report.html": "<p>one</p>",
    "reports/secret-deployment/tables/claims.csv": "id\nq1\n",
}


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Stands in a folder with a committed report; makes the one that is compared with it."""
    monkeypatch.chdir(tmp_path)

    def write(folder, files):
        for name, text in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def build(files):
        monkeypatch.setattr("analysis.report.make_report", lambda article, output: write(output, files))

    write("", REPORT | {"reports/secret-deployment/.ipynb_checkpoints/old.ipynb": "{}"})
    (tmp_path / ".reproduced").mkdir()
    (tmp_path / ".reproduced" / "of an earlier run").touch()
    return build


def test_the_same_bytes_leave_nothing_behind(make, tmp_path, capsys):
    make(REPORT)
    assert reproduction.main() == 0
    assert capsys.readouterr().out == (
        "same     reports/secret-deployment/tables/claims.csv\n"
        "same     figures/secret-deployment/claims.svg\n"
        "same     reports/secret-deployment/1-article.ipynb\n"
        "same     reports/secret-deployment/report.html\n"
        "The same bytes.\n"
    )
    assert not (tmp_path / ".reproduced").exists()


def test_other_bytes_are_listed_shown_and_kept(make, tmp_path, capsys):
    made = REPORT | {"reports/secret-deployment/1-article.ipynb": changed(a=("two", "three"))}
    made["reports/secret-deployment/report.html"] = "<p>two</p>"
    made["reports/secret-deployment/new.json"] = "{}"
    del made["figures/secret-deployment/claims.svg"]
    make(made)
    assert reproduction.main() == 1
    printed = capsys.readouterr()
    assert printed.out == (
        "same     reports/secret-deployment/tables/claims.csv\n"
        "extra    reports/secret-deployment/new.json\n"
        "missing  figures/secret-deployment/claims.svg\n"
        "differs  reports/secret-deployment/1-article.ipynb\n"
        "differs  reports/secret-deployment/report.html\n"
        "\n"
        "reports/secret-deployment/1-article.ipynb, cell 2, output 1, text\n"
        "  committed: 'one\\ntwo\\n'\n"
        "  made now:  'one\\nthree\\n'\n"
    )
    assert printed.err == "\nWhat was made now is in .reproduced\n"
    assert sorted(path.name for path in (tmp_path / ".reproduced").iterdir()) == ["reports"]


def test_a_report_that_cannot_be_made_ends_in_one_line(make, monkeypatch, capsys):
    def fail(article, output):
        raise InputError("seeds/secret-deployment.txt: no such file")

    monkeypatch.setattr("analysis.report.make_report", fail)
    assert reproduction.main() == 1
    assert capsys.readouterr() == ("", "Error: seeds/secret-deployment.txt: no such file\n")
