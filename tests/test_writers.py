"""Tables as files: typed, whole or not at all, and safe in a spreadsheet."""

from __future__ import annotations

import csv
import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis import InputError
from analysis.reading.schema import COLUMNS, schema
from analysis.reading.writers import TableWriter, spreadsheet_cell

HEDGE = {"article_id": "a", "hedge_id": "h1", "start": 0, "end": 3, "text": "may", "kind": "hedge"}


def test_both_forms_hold_the_same_rows(tmp_path):
    with TableWriter(tmp_path, ["hedges"]) as writer:
        writer.add({"hedges": [HEDGE]})
        writer.add({"hedges": [HEDGE | {"hedge_id": "h2"}]})
    parquet = pd.read_parquet(tmp_path / "hedges.parquet")
    assert parquet.to_dict("records") == [HEDGE, HEDGE | {"hedge_id": "h2"}]
    assert pd.read_csv(tmp_path / "hedges.csv").to_dict("records") == parquet.to_dict("records")


@pytest.mark.parametrize("table", COLUMNS)
def test_an_empty_table_has_all_its_columns_and_their_meaning(table, tmp_path):
    with TableWriter(tmp_path, [table]) as writer:
        writer.add({table: []})
    written = pq.read_schema(tmp_path / f"{table}.parquet")
    assert written.equals(schema(table), check_metadata=False)
    assert all(field.metadata[b"description"] for field in written)
    assert list(pd.read_csv(tmp_path / f"{table}.csv").columns) == schema(table).names


def test_lists_are_json_in_csv(tmp_path):
    row = {name: None for name in schema("disagreements").names} | {"claims": ["q1", "q2"], "compatible": True}
    with TableWriter(tmp_path, ["disagreements"]) as writer:
        writer.add({"disagreements": [row]})
    with (tmp_path / "disagreements.csv").open(newline="") as file:
        assert json.loads(next(csv.DictReader(file))["claims"]) == ["q1", "q2"]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(text):
    assert spreadsheet_cell(text) == "'" + text


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (float("nan"), ""), (-5.0, -5.0), ("a=b", "a=b")])
def test_other_cells_are_written_as_they_are(value, cell):
    assert spreadsheet_cell(value) == cell


def test_a_failure_leaves_earlier_files_as_they_were(tmp_path):
    with TableWriter(tmp_path, ["hedges"]) as writer:
        writer.add({"hedges": [HEDGE]})
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ZeroDivisionError), TableWriter(tmp_path, ["hedges"]) as writer:
        writer.add({"hedges": [HEDGE, HEDGE]})
        raise ZeroDivisionError
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"file.*cannot be written"), TableWriter(tmp_path / "file" / "tables"):
        pass
    assert (tmp_path / "file").read_text() == "in the way"
