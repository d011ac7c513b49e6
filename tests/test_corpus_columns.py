"""Archives as others have them: ids and texts in columns of any name, and further columns that are kept."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date

import pandas as pd
import pytest
import zstandard
from conftest import ROOT
from prepared import run

from analysis.corpus import Fields, Inputs, tabulate
from analysis.corpus.cluster import write_corpus
from analysis.corpus.columns import MOST_COLUMNS

TEXT = "Police said on Monday that over 1,000 people had fled the town, and that about 40 were missing."
FIELDS = Fields("nr", "body")
RECORDS = [
    {"nr": 7, "body": TEXT, "title": "Flood", "id": "x", "section": "=1+1", "words": 12, "tags": ["a", "b"], "paid": True},
    {"nr": 8, "body": TEXT, "title": "Fire", "id": "y", "section": None, "words": 5.5},
]  # fmt: skip
KEPT = {
    "input_id": ["x", "y"],
    "input_section": ["=1+1", None],
    "input_words": ["12", "5.5"],
    "input_tags": ['["a", "b"]', None],
    "input_paid": ["true", None],
}


def json_lines(records) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def csv_rows() -> bytes:
    frame = pd.DataFrame({"nr": [7, 8], "body": TEXT, "title": ["Flood", "Fire"]}).assign(**KEPT)
    return frame.rename(columns=lambda name: name.removeprefix("input_")).to_csv(index=False, sep=";").encode()


def parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


ARCHIVES = {
    "in.jsonl": json_lines(RECORDS),
    "in.jsonl.gz": gzip.compress(json_lines(RECORDS)),
    "in.jsonl.zst": zstandard.compress(json_lines(RECORDS)),
    "in.csv": csv_rows(),
    "utf-16.csv": csv_rows().decode().encode("utf-16"),
}


def kept(folder) -> dict[str, list]:
    articles = pd.read_parquet(folder / "articles.parquet").sort_values("article_id")
    assert list(articles["article_id"]) == ["7", "8"] and list(articles["title"]) == ["Flood", "Fire"]
    further = articles.filter(like="input_").astype(object)
    return further.where(further.notna(), None).to_dict("list")


@pytest.mark.parametrize("name", ARCHIVES)
def test_further_columns_are_kept_with_a_prefix_as_text(name, article_file, tmp_path):
    tabulate(Inputs([article_file(ARCHIVES[name], name)], fields=FIELDS), tmp_path / "out")
    assert kept(tmp_path / "out") == KEPT
    assert pd.read_csv(tmp_path / "out" / "articles.csv")["input_section"][0] == "'=1+1", "no spreadsheet runs it"
    resource = json.loads((tmp_path / "out" / "datapackage.json").read_text())["resources"]
    (articles,) = [one for one in resource if one["name"] == "articles"]
    assert articles["schema"]["fields"][-1]["description"] == "the input's column paid, as text"


def test_parts_keep_the_columns_of_all_archives(article_file, tmp_path):
    inputs = [article_file(json_lines([record]), f"{record['nr']}.jsonl") for record in RECORDS]
    write_corpus(Inputs(inputs, fields=FIELDS), tmp_path / "out", part=1)
    assert kept(tmp_path / "out") == KEPT
    assert write_corpus(Inputs(inputs, fields=FIELDS), tmp_path / "out", part=1)["words"] == 0, "nothing is read again"


def test_parquet_columns_of_any_flat_type_are_kept(article_file, tmp_path):
    frame = pd.DataFrame(
        {"id": [1], "text": [TEXT], "day": [date(2025, 1, 31)], "at": [pd.Timestamp("2025-01-31 12:00")]}
    )
    frame = frame.assign(n=3, share=0.5, blob=[b"\xff"], nested=[{"a": 1}])
    tabulate(Inputs([article_file(parquet(frame), "in.parquet")]), tmp_path / "out")
    articles = pd.read_parquet(tmp_path / "out" / "articles.parquet")
    assert articles.filter(like="input_").iloc[0].to_dict() == {
        "input_day": "2025-01-31", "input_at": "2025-01-31 12:00:00", "input_n": "3", "input_share": "0.5",
    }  # fmt: skip


def test_no_more_columns_than_can_be_looked_at_are_kept(article_file, tmp_path):
    record = {"id": 1, "text": TEXT} | {f"c{number}": number for number in range(2 * MOST_COLUMNS)}
    tabulate(Inputs([article_file(json_lines([record]), "in.jsonl")]), tmp_path / "out")
    assert len(pd.read_parquet(tmp_path / "out" / "articles.parquet").filter(like="input_").columns) == MOST_COLUMNS


def test_the_command_takes_the_names_of_columns_and_says_which_are_missing(article_file, tmp_path):
    archive = article_file(ARCHIVES["in.csv"], "in.csv")
    done = run(["tables", archive, "--output", tmp_path / "out", "--strict"], cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        f"Error: {archive}: no column text; there are nr, body, title, id, section, words, tags, paid; "
        "say which it is (--text-column), or name the columns in the first row\n"
    )
    options = ["--text-column", "body", "--id-column", "nr"]
    assert run(["tables", archive, "--output", tmp_path / "out", *options], cwd=ROOT).returncode == 0
    assert kept(tmp_path / "out") == KEPT
