"""Tables for spreadsheets: CSV that Excel reads as UTF-8, and a workbook that runs nothing and is the same every time."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from zipfile import ZipFile

import frictionless
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from analysis import InputError, read
from analysis.__main__ import cli
from analysis.reading import spreadsheets
from analysis.reading.schema import COLUMNS
from analysis.reading.spreadsheets import WORKBOOK, Spreadsheets
from analysis.reading.writers import table_writer

TEXT = "“Over 1,000 people fled to Córdoba,” police said on Monday. About 40 may be missing, the mayor said."
HEDGE = {"article_id": "a", "hedge_id": "h1", "start": 0, "end": 3, "text": "may", "kind": "hedge"}
COUNTED = 1_048_576


def written(folder: Path, *texts: str) -> Path:
    """A workbook that has these texts in a column of its only sheet."""
    with table_writer(folder, ["hedges"], Spreadsheets(xlsx=True)) as writer:
        writer.add({"hedges": [HEDGE | {"text": text} for text in texts]})
    return folder / WORKBOOK


def cells(workbook: Path) -> list[openpyxl.cell.Cell]:
    return list(openpyxl.load_workbook(workbook)["hedges"]["E"][1:])


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [*map(str, words)])


def test_a_workbook_has_every_table_as_parquet_has_it(tmp_path):
    reading = read(text=TEXT)
    reading.write(tmp_path, xlsx=True)
    sheets = pd.read_excel(tmp_path / WORKBOOK, sheet_name=None)
    assert list(sheets) == list(COLUMNS)
    for name, sheet in sheets.items():
        table = pd.read_parquet(tmp_path / f"{name}.parquet")
        assert list(sheet.columns) == list(table.columns) and len(sheet) == len(table)
    assert list(sheets["quantities"]["low"]) == [1000, 40]
    assert list(sheets["quantities"]["text"]) == list(reading.quantities["text"])
    assert [json.loads(spans) for spans in sheets["attributions"]["cue_spans"]] == reading.attributions[
        "cue_spans"
    ].to_list()
    assert list(sheets["claims"]["hedged"]) == [False, True]


@pytest.mark.parametrize(
    "text", ["=1+1", "=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "{=1}", "＝1", '"=1', "\t=1", "\n=1", "\u200b=1"]
)
def test_a_text_is_never_a_formula_however_it_begins(text, tmp_path):
    workbook = written(tmp_path, text)
    (cell,) = cells(workbook)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix or text == "{=1}", "it remains a text when somebody edits the cell"
    with ZipFile(workbook) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_a_text_that_looks_like_an_address_or_a_number_stays_a_text(tmp_path):
    found = cells(written(tmp_path, "https://example.org", "1,000", "0042", "1e5", "TRUE"))
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in found] == [
        (text, "s", None) for text in ("https://example.org", "1,000", "0042", "1e5", "TRUE")
    ]


def test_a_workbook_with_any_character_can_be_opened(tmp_path):
    text = "".join(chr(number) for number in range(0x20)) + "\x7f\x85\u2028\ufffe\uffff\ud7ff\U0010ffff<&>]]>_x0041_"
    (cell,) = cells(written(tmp_path, text))
    assert cell.value.endswith("<&>]]>_x005F_x0041_") or cell.value.endswith("<&>]]>_x0041_")


@pytest.mark.parametrize("character", ["x", "é", "𝛑"], ids=["ASCII", "one unit of UTF-16", "two units"])
def test_a_cell_holds_what_excel_allows_and_shows_that_it_was_cut(character, tmp_path):
    units = len(character.encode("utf-16-le")) // 2
    full, too_long = character * (32_767 // units), character * (32_767 // units + 1)
    whole, cut = (cell.value for cell in cells(written(tmp_path, full, too_long)))
    assert whole == full
    assert cut.endswith("…") and too_long.startswith(cut[:-1])
    assert 32_765 <= len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert list(pd.read_parquet(tmp_path / "hedges.parquet")["text"]) == [full, too_long]


def test_a_workbook_tells_no_time(tmp_path):
    workbook = written(tmp_path, "may")
    with ZipFile(workbook) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert file.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2  # created, modified
    (tmp_path / "again").mkdir()
    assert written(tmp_path / "again", "may").read_bytes() == workbook.read_bytes()


def test_more_rows_than_a_sheet_has_are_refused_and_nothing_is_changed(tmp_path, monkeypatch):
    assert spreadsheets._MOST_ROWS == COUNTED
    monkeypatch.setattr(spreadsheets, "_MOST_ROWS", 4)
    earlier = written(tmp_path, "a", "b", "c").read_bytes()
    with pytest.raises(InputError, match=r"^tables\.xlsx: hedges: over 3 rows, more .* give fewer articles .*--xlsx$"):
        written(tmp_path, "a", "b", "c", "d")
    assert (tmp_path / WORKBOOK).read_bytes() == earlier
    assert {path.suffix for path in tmp_path.iterdir()} == {".xlsx", ".csv", ".parquet"}, "no scratch is left"


def test_more_columns_than_a_sheet_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "_MOST_COLUMNS", 5)
    with pytest.raises(InputError, match=r"^tables\.xlsx: hedges: 6 columns, and a sheet of Excel has 5"):
        written(tmp_path, "a")
    assert list(tmp_path.iterdir()) == []


def test_csv_for_excel_has_a_byte_order_mark_and_is_the_same_otherwise(tmp_path):
    reading = read(text=TEXT)
    reading.write(tmp_path / "plain")
    reading.write(tmp_path / "excel", excel=True)
    for plain in (tmp_path / "plain").glob("*.csv"):
        assert (tmp_path / "excel" / plain.name).read_bytes() == codecs.BOM_UTF8 + plain.read_bytes()
    for plain in (tmp_path / "plain").glob("*.parquet"):
        assert (tmp_path / "excel" / plain.name).read_bytes() == plain.read_bytes()


@pytest.mark.parametrize("workers", [[], ["--workers", "1"]], ids=["one process", "in parts"])
def test_tables_writes_for_excel_on_request(workers, article_file, tmp_path):
    archive = article_file(
        json.dumps({"id": "=1", "text": TEXT, "desk": "+1"}) + '\n{"id": "b", "text": ""}\n', "in.jsonl"
    )
    output = tmp_path / "out"
    done = run("tables", archive, "--output", output, "--excel", "--xlsx", *workers)
    assert done.exit_code == 0, done.output
    sheets = pd.read_excel(output / WORKBOOK, sheet_name=None)
    assert list(sheets) == [*COLUMNS, "rejected"]
    assert list(sheets["quantities"]["low"]) == [1000, 40] and list(sheets["rejected"]["article_id"]) == ["b"]
    articles = openpyxl.load_workbook(output / WORKBOOK)["articles"]
    assert {cell.value: cell.data_type for row in articles for cell in row}.items() >= {("=1", "s"), ("+1", "s")}
    assert all(path.read_bytes().startswith(codecs.BOM_UTF8) for path in output.glob("*.csv"))
    if not workers:
        described = frictionless.Package(output / "datapackage.json").validate()
        assert described.valid, described.flatten(["type", "message"])

    (output / "mine.xlsx").write_text("of a stranger")
    assert run("tables", archive, "--output", output, *workers).exit_code == 0
    assert not (output / WORKBOOK).exists(), "no workbook of earlier tables stands beside new ones"
    assert (output / "mine.xlsx").exists()
    assert not any(path.read_bytes().startswith(codecs.BOM_UTF8) for path in output.glob("*.csv"))


def test_tables_that_are_too_large_for_a_workbook_are_written_without_one(article_file, tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "_MOST_ROWS", 2)
    article, output = article_file(TEXT), tmp_path / "out"
    refused = run("tables", article, "--output", output, "--xlsx")
    assert isinstance(refused.exception, InputError) and "give fewer articles at a time, or no --xlsx" in str(
        refused.exception
    )
    assert run("tables", article, "--output", output).exit_code == 0
    assert len(pd.read_csv(output / "claims.csv")) == 2


def test_a_folder_in_the_place_of_the_workbook_is_no_loss(article_file, tmp_path):
    (tmp_path / "out" / WORKBOOK).mkdir(parents=True)
    refused = run("tables", article_file(TEXT), "--output", tmp_path / "out", "--xlsx")
    assert isinstance(refused.exception, InputError) and WORKBOOK in str(refused.exception)
    assert (tmp_path / "out" / WORKBOOK).is_dir()
