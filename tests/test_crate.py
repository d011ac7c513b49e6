"""A report folder as a research object: RO-Crate 1.1, profile Process Run Crate 0.5, read back by rocrate."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import ROOT, SEED
from rocrate import vocabs
from rocrate.rocrate import ROCrate

import analysis
from analysis import InputError, Reading
from analysis.article import Article, load
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import files_of
from analysis.report.crate import FILE, RELEASED, write_crate
from analysis.report.notebooks import CHAPTERS

SHOWN = {"article": "seeds/secret-deployment.txt", "output": "reports/x", "language": "en", "interactive": False}
MADE = {
    "report.html": "<p>a page",
    **{f"{chapter}.ipynb": "{}" for chapter in CHAPTERS},
    **{f"tables/{table}.{form}": table for table, form in files_of(COLUMNS)},
    "tables/datapackage.json": "{}",
    "a file, 100 % of an unknown kind": "",
}
CHARTS = ("claims.svg", "reading.svg", "sources.svg")


def described(folder: Path, article: str | Path = SEED, **altered) -> Path:
    """A folder with the files of a report, described, in the place where it is published."""
    reading = Reading(load(article))
    if altered:
        reading = Reading(Article(reading.article.text, **altered))
    made = folder / "reports" / reading.article.article_id
    for name, content in (MADE | {f"figures/{chart}": "<svg/>" for chart in CHARTS}).items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(content, "utf-8", newline="\n")
    write_crate(made, reading, SHOWN, article)
    shutil.move(made / "figures", folder / "figures" / reading.article.article_id)
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return described(tmp_path_factory.mktemp("output"))


@pytest.fixture(scope="module")
def crate(folder):
    return ROCrate(folder)


@pytest.fixture(scope="module")
def action(crate):
    return crate.root_dataset["mentions"]


def told(folder: Path) -> dict[str, dict]:
    return {entity["@id"]: entity for entity in json.loads((folder / FILE).read_text("ascii"))["@graph"]}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# What MUST hold: RO-Crate 1.1, "Root Data Entity"; then the table "Requirements" of Process Run Crate 0.5.
MUSTS = [
    (FILE, "@type", "CreativeWork"),
    (FILE, "about", {"@id": "./"}),
    (FILE, "conformsTo", {"@id": "https://w3id.org/ro/crate/1.1"}),
    ("./", "@type", "Dataset"),
    ("./", "name", f"Who says how many: {load(SEED).title}"),
    ("./", "description", "The figures of one news article: who says each one, how firmly, and whether they agree."),
    ("./", "datePublished", RELEASED),
    ("./", "license", {"@id": "https://spdx.org/licenses/MIT"}),
    ("./", "conformsTo", {"@id": "https://w3id.org/ro/wfrun/process/0.5"}),
    ("https://w3id.org/ro/wfrun/process/0.5", "@type", "CreativeWork"),
    ("#who-says-how-many", "@type", "SoftwareApplication"),
    ("#report", "@type", "CreateAction"),
    ("#report", "instrument", {"@id": "#who-says-how-many"}),
]


@pytest.mark.parametrize(("entity", "property_", "value"), MUSTS)
def test_the_crate_says_what_its_specifications_demand(entity, property_, value, folder):
    assert told(folder)[entity][property_] == value


def test_every_file_must_be_a_part_of_the_root(crate, folder):
    files = {identifier for identifier, entity in told(folder).items() if entity["@type"] == "File"}
    assert files == {part.id for part in crate.root_dataset["hasPart"]}


def test_identifiers_must_be_uri_references_and_what_is_referred_to_is_described(folder):
    entities = told(folder)
    assert not any(set(identifier) & set(' \\<>"{}|^`') for identifier in entities)
    assert references(list(entities.values())) <= {*entities, "https://w3id.org/ro/crate/1.1"}


def test_terms_must_be_of_the_context(folder):
    context = json.loads((folder / FILE).read_text("ascii"))["@context"]
    assert context == [
        "https://w3id.org/ro/crate/1.1/context",
        {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
    ]
    terms = {term for entity in told(folder).values() for term in entity if not term.startswith("@")}
    assert terms <= set(vocabs.RO_CRATE["@context"])


def references(value) -> set[str]:
    if isinstance(value, dict) and set(value) == {"@id"}:
        return {value["@id"]}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(references, parts))


def test_every_file_of_the_report_is_a_result_with_its_hash_size_and_format(folder, action):
    results = {unquote(entity.id): entity for entity in action["result"] if entity.type == "File"}
    assert set(results) == set(MADE)
    for name, entity in results.items():
        assert entity["sha256"] == sha256(folder / name)
        assert entity["contentSize"] == str((folder / name).stat().st_size)
        assert "/" in entity["encodingFormat"] and entity["description"] and entity["name"] == name


def test_charts_are_results_that_lie_outside(folder, crate, action):
    charts = [entity for entity in action["result"] if entity.type != "File"]
    assert [entity["name"] for entity in charts] == list(CHARTS)
    assert not {entity.id for entity in charts} & {part.id for part in crate.root_dataset["hasPart"]}
    for entity in charts:
        assert entity["sha256"] == sha256((folder / entity.id).resolve())
        assert entity["encodingFormat"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("name", "encoding", "description"),
    [
        ("report.html", "text/html", "one page that needs no network"),
        ("4-claims.ipynb", "application/x-ipynb+json", "executed"),
        ("tables/hedges.csv", "text/csv", "The table hedges: article_id, hedge_id, start, end, text, kind"),
        ("tables/hedges.parquet", "application/vnd.apache.parquet", "The table hedges"),
        ("tables/datapackage.json", "application/json", "Frictionless"),
    ],
)
def test_files_say_what_they_are(name, encoding, description, crate):
    assert crate.get(name)["encodingFormat"] == encoding and description in crate.get(name)["description"]


def test_the_article_and_the_notebooks_are_inputs_with_their_hashes(crate, action):
    inputs = {entity["name"]: entity for entity in action["object"]}
    assert inputs[SEED.name]["sha256"] == sha256(SEED) and inputs[SEED.name]["encodingFormat"] == "text/plain"
    for chapter in CHAPTERS:
        notebook = inputs[f"notebooks/{chapter}.ipynb"]
        assert notebook["sha256"] == sha256(ROOT / "notebooks" / f"{chapter}.ipynb")
        assert crate.get(f"{chapter}.ipynb")["isBasedOn"] == notebook


def test_parameters_are_inputs(action):
    assert {entity["name"]: entity["value"] for entity in action["object"] if entity.type == "PropertyValue"} == SHOWN
    assert action["description"] == "python -m analysis report seeds/secret-deployment.txt"


def test_corrections_that_were_applied_are_an_input(tmp_path, article_file):
    article = article_file("Police said that 40 people died in the flood, which came at night.")
    corrections = article_file("# none", "article.corrections.toml")
    entity = told(described(tmp_path, article))["#corrections"]
    assert (entity["name"], entity["sha256"]) == (corrections.name, sha256(corrections))


def test_a_file_that_is_no_plain_text_has_its_own_hash_not_that_of_its_text(tmp_path, article_file):
    article = article_file("# Flood\n\nPolice said that **40** people died in the flood.", "flood.md")
    entity = told(described(tmp_path, article))["#article"]
    assert (entity["encodingFormat"], entity["sha256"]) == ("text/markdown", sha256(article))
    assert entity["headline"] == "Flood"


def test_software_is_told_with_the_versions_of_its_direct_dependencies(action):
    software = action["instrument"]
    assert (software["name"], software["softwareVersion"]) == ("who-says-how-many", analysis.__version__)
    python, *packages = software["softwareRequirements"]
    assert python["softwareVersion"] == ">=3.11"
    required = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {package["name"] for package in packages} == {line.partition(">")[0] for line in required}
    for package in packages:
        assert package["softwareVersion"] == importlib.metadata.version(package["name"])


def test_the_date_is_that_of_the_version_that_is_cited():
    citation = dict(
        line.split(": ", 1) for line in (ROOT / "CITATION.cff").read_text("utf-8").splitlines() if ": " in line
    )
    assert (citation["version"], citation["date-released"]) == (analysis.__version__, RELEASED)


def test_the_same_report_has_the_same_crate_whenever_and_wherever_it_is_made(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("rocrate.model.root_dataset.iso_now", lambda: "2030-01-01T00:00:00+00:00")
    other = described(tmp_path / "else where")
    assert (other / FILE).read_bytes() == (folder / FILE).read_bytes()


def test_a_crate_that_is_written_once_more_does_not_describe_itself(tmp_path):
    folder = described(tmp_path)
    write_crate(folder, Reading(load(SEED)), SHOWN, SEED)
    assert told(folder)[FILE]["@type"] == "CreativeWork"


def test_no_path_of_the_machine_is_told(folder):
    text = (folder / FILE).read_text("ascii")
    assert str(ROOT) not in text and str(folder.parent) not in text


def test_an_article_is_looked_for_as_it_was_when_it_was_loaded(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    assert told(described(tmp_path, "seeds/secret-deployment.txt"))["#article"]["sha256"] == sha256(SEED)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "\nhttps://x"])
def test_only_a_web_address_is_told(url, tmp_path):
    assert "url" not in told(described(tmp_path, url=url))["#article"]


def test_a_web_address_is_told(tmp_path):
    assert told(described(tmp_path, url="https://example.org/a?b=1"))["#article"]["url"] == "https://example.org/a?b=1"


@pytest.mark.parametrize(
    "title",
    [
        '"}], "@graph": [{"@id": "./',
        "</script><script>alert(1)</script>",
        "\u202egnitcelfer\0\x1b[31m\r\n",
        "@id",
        "\ud800",
    ],
)
def test_a_hostile_title_is_text(title, tmp_path, folder):
    hostile = described(tmp_path, title=title, article_id="secret-deployment")
    assert told(hostile)["#article"]["headline"] == title
    assert set(told(hostile)) == set(told(folder))
    assert ROCrate(hostile).name == f"Who says how many: {title}"


def test_a_crate_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(InputError, match=rf"{FILE}: cannot be written"):
        write_crate(tmp_path, Reading(load(SEED)), SHOWN, SEED)
