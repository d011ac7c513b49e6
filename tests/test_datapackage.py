"""The tables' description for programs and for people, out of the schema; the first is checked by frictionless."""

from __future__ import annotations

import hashlib
import json

import pytest
from conftest import SEED
from frictionless import Package

from analysis import Article, InputError, read
from analysis.article import CorrectionsFile
from analysis.corpus import Inputs, read_articles, write_tables
from analysis.corpus.cluster import write_corpus
from analysis.corpus.parts import TABLES
from analysis.reading import schema
from analysis.reading.datapackage import data_dictionary, write_datapackage
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import table_writer

HOSTILE = (
    "=HYPERLINK(1)\n\r“Over 40\rpeople,” said\0 the @mayor; =cmd|' /C calc'!A0\t\"may\" have, left,\n-1 km away. "
    "Police said that up to 50 people\r\n+1 dogs fled. Others said that \u202e60 people and $1.5 million were lost."
)
CORRECTIONS = CorrectionsFile(
    "x.corrections.toml",
    '[[change]]\nquote = "40"\nlow = 50\nhigh = 50\nsource = { name = "Reuters", type = "named_organization" }\nreason = "=1+1"\nauthor = "A. Checker"\ndate = 2025-02-01\n',
)
ARTICLES = {
    "seed": lambda: read(SEED),
    "one without findings": lambda: read(Article("The garden was quiet.")),
    "a corrected one": lambda: read(Article("Police said that 40 people had left.", corrections=CORRECTIONS)),
    "a hostile one": lambda: read(Article(HOSTILE, "=1+1", title='"', publisher="@SUM(A1)", url="javascript:alert(1)")),
}


@pytest.fixture(params=ARTICLES)
def tables(request, tmp_path):
    """A folder with the tables of an article and their description."""
    ARTICLES[request.param]().write(tmp_path)
    write_datapackage(tmp_path)
    return tmp_path


def test_frictionless_finds_no_error_in_the_tables(tables):
    report = Package(tables / "datapackage.json").validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message", "note"])
    assert len(report.tasks) == len(COLUMNS) and not report.warnings


def test_frictionless_reads_as_many_rows_as_there_are(tables):
    package = Package(tables / "datapackage.json")
    assert package.get_resource("articles").read_rows()[0]["characters"] > 0
    for name in COLUMNS:
        assert [field.name for field in package.get_resource(name).schema.fields] == [
            column for column, _, _ in COLUMNS[name]
        ]


@pytest.mark.parametrize(
    ("table", "old", "new", "error"),
    [
        ("quantities", '"more_than"', '"many"', "constraint-error"),
        ("hedges", '"h2"', '"h1"', "primary-key"),
        ("claims", '"q1"', '"q99"', "foreign-key"),
        ("hedges", '"h1",', '"h1",x', "type-error"),
    ],
)
def test_frictionless_finds_what_is_against_the_schema(table, old, new, error, tmp_path):
    read(SEED).write(tmp_path)
    altered(tmp_path / f"{table}.csv", old, new)
    write_datapackage(tmp_path)
    assert errors(tmp_path) == {error}


def test_frictionless_finds_what_was_altered_later(tmp_path):
    read(SEED).write(tmp_path)
    write_datapackage(tmp_path)
    altered(tmp_path / "hedges.csv", '"may"', '"can"')
    assert errors(tmp_path) == {"hash-count"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Three articles, and one that is none."""
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    texts = [SEED.read_text("utf-8"), HOSTILE, "", "The garden was quiet."]
    path.write_text("".join(json.dumps({"id": f"n{number}", "text": text}) + "\n" for number, text in enumerate(texts)))
    return path


def test_the_tables_of_many_articles_describe_themselves(corpus, article_file, tmp_path):
    whole = article_file("".join(line for line in corpus.read_text().splitlines(keepends=True) if '""' not in line))
    write_tables(read_articles([whole.rename(tmp_path / "in.jsonl")], language="any"), tmp_path / "out")
    assert errors(tmp_path / "out") == set()


def test_tables_in_parts_describe_themselves(corpus, tmp_path):
    write_corpus(Inputs([corpus]), tmp_path, part=2, language="any")
    described = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert errors(tmp_path) == set()
    assert {resource["name"] for resource in described["resources"]} == TABLES.keys()
    for resource in described["resources"]:
        name = resource["name"]
        assert resource["path"] == [f"{name}.parquet/part-00000.parquet", f"{name}.parquet/part-00001.parquet"]
        meanings = [field.metadata[b"description"].decode() for field in TABLES[name]]
        assert [field["description"] for field in resource["schema"]["fields"]] == meanings
        resource["path"] = resource["path"][1]  # frictionless reads the first part alone
    (tmp_path / "datapackage.json").write_text(json.dumps(described))
    assert errors(tmp_path) == set()


def errors(folder) -> set[str]:
    return {found for (found,) in Package(folder / "datapackage.json").validate().flatten(["type"])}


def altered(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


def test_each_file_has_its_size_and_hash_and_each_column_its_meaning(tables):
    described = json.loads((tables / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in described["resources"]] == list(COLUMNS)
    for resource in described["resources"]:
        content = (tables / resource["path"]).read_bytes()
        if resource["name"] not in schema.ONLY_PARQUET:  # frictionless counts no bytes of Parquet
            assert resource["bytes"] == len(content)
            assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        fields = [(field["name"], field["description"]) for field in resource["schema"]["fields"]]
        assert fields == [(name, meaning) for name, _, meaning in COLUMNS[resource["name"]]]


def described_empty(folder) -> bytes:
    with table_writer(folder) as writer:
        writer.add({name: [] for name in COLUMNS})
    write_datapackage(folder)
    return (folder / "datapackage.json").read_bytes()


def test_the_same_tables_have_the_same_description(tmp_path):
    assert described_empty(tmp_path / "one") == described_empty(tmp_path / "two")


def test_each_vocabulary_of_the_schema_constrains_a_column(tmp_path):
    tables = json.loads(described_empty(tmp_path))["resources"]
    constraints = [field.get("constraints", {}) for table in tables for field in table["schema"]["fields"]]
    constrained = {tuple(one["enum"]) for one in constraints if "enum" in one}
    vocabularies = {name: value for name, value in vars(schema).items() if isinstance(value, tuple) and name[0] != "_"}
    assert {name for name, value in vocabularies.items() if value not in constrained} == set()


def test_a_description_that_cannot_be_written_is_named(tables):
    (tables / "datapackage.json").unlink()
    (tables / "datapackage.json").mkdir()
    with pytest.raises(InputError, match=r"datapackage\.json: cannot be written"):
        write_datapackage(tables)


def test_the_data_dictionary_tells_every_column_of_every_table():
    told = data_dictionary()
    for table, columns in COLUMNS.items():
        section = told.partition(f"### `{table}`\n")[2].partition("###")[0]
        for name, _, meaning in columns:
            assert f"| `{name}` | " in section and f" | {meaning} |" in section
    assert "| `source_spans` | list of [start, end] | " in told and told.count("Key: `article_id`, `quantity_id`.") == 2
