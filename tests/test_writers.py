"""Tables as files: typed, whole or not at all, and safe in a spreadsheet."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.reading.schema import COLUMNS, ONLY_PARQUET, schema
from analysis.reading.spreadsheets import spreadsheet_cell
from analysis.reading.writers import table_writer

HEDGE = {"article_id": "a", "hedge_id": "h1", "start": 0, "end": 3, "text": "may", "kind": "hedge"}


def test_both_forms_hold_the_same_rows(tmp_path):
    with table_writer(tmp_path, ["hedges"]) as writer:
        writer.add({"hedges": [HEDGE]})
        writer.add({"hedges": [HEDGE | {"hedge_id": "h2"}]})
    parquet = pd.read_parquet(tmp_path / "hedges.parquet")
    assert parquet.to_dict("records") == [HEDGE, HEDGE | {"hedge_id": "h2"}]
    assert pd.read_csv(tmp_path / "hedges.csv").to_dict("records") == parquet.to_dict("records")


@pytest.mark.parametrize("table", COLUMNS)
def test_an_empty_table_has_all_its_columns_and_their_meaning(table, tmp_path):
    with table_writer(tmp_path, [table]) as writer:
        writer.add({table: []})
    written = pq.read_schema(tmp_path / f"{table}.parquet")
    assert written.equals(schema(table), check_metadata=False)
    assert all(field.metadata[b"description"] for field in written)
    if table in ONLY_PARQUET:
        assert not (tmp_path / f"{table}.csv").exists()
    else:
        assert list(pd.read_csv(tmp_path / f"{table}.csv").columns) == schema(table).names


def test_lists_are_json_in_csv(tmp_path):
    row = {name: None for name in schema("disagreements").names} | {"claims": ["q1", "q2"], "compatible": True}
    with table_writer(tmp_path, ["disagreements"]) as writer:
        writer.add({"disagreements": [row]})
    with (tmp_path / "disagreements.csv").open(newline="") as file:
        assert json.loads(next(csv.DictReader(file))["claims"]) == ["q1", "q2"]


STARTS = [
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "\0=1",
    "\u200b\u202e=1",
    '"=1',
]


@pytest.mark.parametrize("text", STARTS)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(text):
    assert spreadsheet_cell(text) == "'" + text


@pytest.mark.parametrize("text", STARTS)
@pytest.mark.parametrize("separator", [";", "\t", "\n", "\r", "\r\n", "\n\n"])
def test_so_is_what_a_spreadsheet_with_other_separators_would_take_for_a_cell(text, separator):
    assert spreadsheet_cell(f"he said{separator}{text}") == f"he said{separator}'{text}"


@pytest.mark.parametrize("text", [text for text in STARTS if not text.startswith('"')])
def test_so_is_what_an_import_by_spaces_would_take_for_a_cell(text):
    assert spreadsheet_cell(f"he said {text}A(1)") == f"he said '{text}A(1)"
    assert spreadsheet_cell(f" {text}A(1)") == f"' '{text}A(1)"
    assert spreadsheet_cell(f"he said{' ' * 9}{text}A(1)") == f"he said{' ' * 9}'{text}A(1)"


@pytest.mark.parametrize("text", ["fell by -5 percent", "from -5, to +3.5%", "he said -- twice -", "a = b", "a @ b"])
def test_dashes_and_numbers_after_a_space_stay_as_they_are(text):
    assert spreadsheet_cell(text) == text


def test_so_is_an_item_of_a_list():
    assert spreadsheet_cell(["he said;=1"]) == """["he said;'=1"]"""


@pytest.mark.parametrize("start", ["\t", "\r", "\n"])
def test_a_cell_that_begins_with_what_a_spreadsheet_strips_is_made_text(start):
    assert spreadsheet_cell(f"{start}one") == f"'{start}one"
    assert spreadsheet_cell(f"{start}=1") == f"'{start}'=1"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (float("nan"), ""),
        (-5.0, -5.0),
        (True, True),
        ("a=b; c - d", "a=b; c - d"),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_other_cells_are_written_as_they_are(value, cell):
    assert spreadsheet_cell(value) == cell


@given(st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("=+-@;\t\r\n\0\"',"))))
def test_any_text_is_one_cell_and_parquet_keeps_it_exactly(text):
    with tempfile.TemporaryDirectory() as folder:
        with table_writer(folder, ["hedges"]) as writer:
            writer.add({"hedges": [HEDGE | {"text": text}]})
        with (Path(folder) / "hedges.csv").open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        assert row["text"].replace("'", "") == text.replace("'", "")
        assert not row["text"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert pq.read_table(Path(folder) / "hedges.parquet")["text"].to_pylist() == [text]


def test_a_failure_leaves_earlier_files_as_they_were(tmp_path):
    with table_writer(tmp_path, ["hedges"]) as writer:
        writer.add({"hedges": [HEDGE]})
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ZeroDivisionError), table_writer(tmp_path, ["hedges"]) as writer:
        writer.add({"hedges": [HEDGE, HEDGE]})
        raise ZeroDivisionError
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"file.*cannot be written"), table_writer(tmp_path / "file" / "tables"):
        pass
    assert (tmp_path / "file").read_text() == "in the way"
