"""The notebooks and the report that they make."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import prepared
import pytest
from conftest import ROOT, WITHOUT_FINDINGS

from analysis.reading.schema import COLUMNS
from analysis.reading.writers import files_of

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[1-4]-*.ipynb"))
"""The chapters of a report."""

MAYOR = """Flood leaves hundreds homeless
About 1,200 people were moved from their homes in Lower Wexcombe on Friday, the county’s rescue service said.
“We have never seen water like this,” said Mayor Ada Thorne, who put the damage at up to $4.5 million.
A government report last year had warned that one in five houses stood too low. The water company declined to comment.
At least three people are missing, according to police, and the number may rise.
"""


def report(article, output, *options) -> str:
    """Makes a report and returns its page."""
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "report", str(article), "--output", str(output), *options],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and done.stderr == "", done.stderr  # without a terminal there is no progress bar
    return (output / "reports" / article.stem / "report.html").read_text("utf-8")


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").rglob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_committed_clean_with_tagged_parameters(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    (parameters,) = [cell for cell in code if "parameters" in cell.metadata.get("tags", [])]
    assert "output" in set(re.findall(r"^(\w+) = ", parameters.source, re.MULTILINE))


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[pytest.mark.slow] * (path.stem != "4-claims")) for path in NOTEBOOKS],
    ids=lambda path: path.stem,
)
def test_papermill_executes_a_notebook_on_an_article_of_ones_own(path, tmp_path):
    (tmp_path / "my.txt").write_text(MAYOR, encoding="utf-8")
    words = [path, "out.ipynb", "-p", "article", "my.txt", "-p", "output", "made"]
    done = prepared.run(words, source=prepared.PAPERMILL, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Lower Wexcombe" in (tmp_path / "out.ipynb").read_text() or path.stem == "3-sources"
    assert list((tmp_path / "made" / "tables").glob("*.parquet"))


OWN_SCRIPTS = ["script"]


class Page(HTMLParser):
    """What a page asks for from outside, what it would run, its ids, and its words."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.requests, self.scripts, self.ids, self.words = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in ("script", "iframe", "object", "embed", "base", "form"):
            self.scripts.append(tag)
        self.scripts += [name for name in attributes if name.startswith("on")]
        for name in ("src", "srcset", "href", "xlink:href", "data", "action", "poster"):
            value = attributes.get(name) or ""
            if name == "href" and tag == "a" and value.startswith(("http://", "https://", "tables/", "../../figures/")):
                continue  # a link is followed by a reader, not by the page
            if value and not value.startswith(("#", "data:image/")):
                self.requests.append(value)
        if "id" in attributes:
            self.ids.append(attributes["id"])

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def seed_report(tmp_path_factory):
    output = tmp_path_factory.mktemp("seed")
    earlier = output / "reports" / "secret-deployment" / "failed" / "4-claims.ipynb"
    earlier.parent.mkdir(parents=True)
    earlier.touch()
    return output, report(ROOT / "seeds" / "secret-deployment.txt", output)


def test_a_report_has_its_notebooks_tables_and_charts(seed_report):
    output, _ = seed_report
    made = output / "reports" / "secret-deployment"
    assert {path.name for path in (made / "tables").iterdir()} == {
        f"{name}.{form}" for name, form in files_of(COLUMNS)
    } | {"annotations.jsonld", "datapackage.json"}
    assert {path.name for path in made.glob("*.ipynb")} == {path.name for path in NOTEBOOKS}
    charts = output / "figures" / "secret-deployment"
    assert {path.name for path in charts.iterdir()} == {
        f"{name}{width}.svg"
        for name in ("claims", "also", "sources", "reading", "comparison")
        for width in ("", "-narrow")
    }
    assert [path.name for path in (output / "reports").iterdir()] == ["secret-deployment"]  # no scratch left
    assert not (made / "failed").exists()  # of an earlier failure


def test_the_committed_report_is_what_the_notebooks_make(seed_report):
    output, _ = seed_report
    for place in (Path("reports/secret-deployment"), Path("figures/secret-deployment")):
        made = {path.relative_to(output): path for path in (output / place).rglob("*") if path.is_file()}
        committed = {path.relative_to(ROOT): path for path in (ROOT / place).rglob("*") if path.is_file()}
        assert made.keys() == committed.keys()
        stale = [str(name) for name in made if made[name].read_bytes() != committed[name].read_bytes()]
        assert not stale, f"{stale} differ from what is committed: run `make report` and commit"


def test_executed_notebooks_name_no_folder_of_the_machine(seed_report):
    output, _ = seed_report
    for path in (output / "reports" / "secret-deployment").glob("*.ipynb"):
        text = path.read_text("utf-8")
        assert str(output) not in text and str(ROOT) not in text and "ipykernel_" not in text
        assert not any(cell.get("outputs") is None for cell in json.loads(text)["cells"] if cell["cell_type"] == "code")


def test_the_page_asks_for_nothing_and_runs_nothing_but_its_own_script(seed_report):
    page = Page(seed_report[1])
    assert page.requests == [] and page.scripts == OWN_SCRIPTS
    assert len(page.ids) == len(set(page.ids))
    allowed = re.search(r"script-src 'sha256-([^']+)';", seed_report[1])[1]
    script = re.search(r'<script type="module">(.+?)</script>', seed_report[1], re.DOTALL)[1]
    assert b64encode(sha256(script.encode()).digest()).decode() == allowed


def test_the_page_is_small_enough_to_be_mailed(seed_report):
    assert len(seed_report[1].encode()) < 1e6


def test_every_link_of_the_page_leads_somewhere(seed_report):
    page = Page(seed_report[1])
    assert {"q1", "q2", "q3"} <= set(page.ids)
    assert set(re.findall(r'href="#([^"]+)"', seed_report[1])) <= set(page.ids)


def test_the_page_says_who_differs(seed_report):
    words = " ".join("".join(Page(seed_report[1]).words).split())
    assert "3 times apart" in words and "Volodymyr Zelenskyy" in words


def test_an_article_without_figures_or_sources_says_so(report_of):
    made = report_of("none", WITHOUT_FINDINGS)
    page = Page(made.read_text("utf-8"))
    words = "".join(page.words)
    assert "The article states no figures" in words and "attributed to anybody" in words
    assert not {"chart", "figures"} & set(page.ids)
    assert pd.read_parquet(made.parent / "tables" / "claims.parquet").empty
