"""The documentation is true and whole: its code does what the pages say, and its links lead somewhere."""

from __future__ import annotations

import io
import os
import posixpath
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT

from analysis.__main__ import cli, main
from analysis.findings.corrections import _READERS, _READERS_OF_ALL
from analysis.project import NAME
from analysis.reading.schema import COLUMNS
from analysis.vocabulary import MODIFIERS, QUANTITY_KINDS, SOURCE_TYPES

DOCS = ROOT / "notebooks" / "docs"
PAGES = DOCS / "pages"
WRITTEN = sorted(path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.md"))
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
INSTALLING = {"python3 -m venv environment", ". environment/bin/activate", "pip install git+ADDRESS"}
"""What test_package.py does with the wheel, and no test by a network."""


class Block(NamedTuple):
    language: str
    file: str
    code: str


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in BLOCK.findall((PAGES / page).read_text("utf-8"))]


def printed(block: Block, names: dict) -> str:
    """What the block prints when it is executed here, in this process, except that papermill has one of its own."""
    if block.language == "python":
        with redirect_stdout(io.StringIO()) as output:
            exec(compile(block.code, "the page", "exec"), names)
        return output.getvalue()
    told = ""
    for command in block.code.splitlines():
        if command in INSTALLING:
            continue
        program, *words = shlex.split(command)
        if program == NAME:
            told += command_told(words)
        else:
            assert program == "papermill", f"no test executes {command!r}"
            subprocess.run([sys.executable, "-m", program, *words], check=True, capture_output=True)
    return told


def command_told(words: list[str]) -> str:
    """What the command prints, errors as `main` tells them."""
    done = CliRunner().invoke(cli, words)
    if done.exception and not isinstance(done.exception, SystemExit):
        return f"Error: {done.exception}\n"
    assert main and done.exit_code == 0, done.output
    return done.stdout


def executed(page: str) -> int:
    """Execute the blocks of a page, in the working directory; each prints what the page says; how many there were."""
    names: dict = {"__name__": "page"}
    told = None
    number = 0
    for block in blocks(page):
        number += 1
        if block.file:
            Path(block.file).write_text(block.code, "utf-8")
        elif block.language == "text":
            assert told is not None, f"{page}: nothing prints\n{block.code}"
            assert [line.rstrip() for line in told.splitlines()] == [line.rstrip() for line in block.code.splitlines()]
            told = None
        else:
            told = printed(block, names)
    return number


REPORTS = {"how-to/articles.md", "how-to/excel.md", "how-to/papermill.md"}
"""Pages whose code makes whole reports, as that of the tutorial does: `make test` leaves them to the slow tests."""


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=[pytest.mark.slow] * (page in REPORTS)) for page in WRITTEN if blocks(page)],
)
def test_every_code_block_does_what_its_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (PAGES / page).read_text("utf-8")
    assert executed(page) == text.count("\n```") / 2, "a block of no language, or in an odd place"


def test_every_page_and_link_of_the_documentation_leads_somewhere(monkeypatch):
    monkeypatch.syspath_prepend(DOCS)
    import hooks

    texts = {
        page: hooks.led((PAGES / page).read_text("utf-8"), f"{hooks.WRITTEN}/{page}", page, None) for page in WRITTEN
    }
    texts |= {page: hooks.page_of(name, None) for name, page in hooks.PAGES.items()}
    reports = {
        path.relative_to(ROOT).as_posix()
        for folder in hooks.reports()
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    images = {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.png")}
    for page, text in texts.items():
        for path, anchor in LINK.findall(BLOCK.sub("", text)):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
            assert target in texts.keys() | reports | images, f"{page}: {path} leads nowhere"
            if anchor and target in texts:
                assert anchor in anchors(texts[target]), f"{page}: {path} has no #{anchor}"
    assert "reports/secret-deployment/report.html" in reports

    def named(entries: list) -> list[str]:
        return [
            page
            for entry in entries
            for page in ([entry] if isinstance(entry, str) else named(next(iter(entry.values()))))
        ]

    navigation = re.search(r"^nav:\n(?:  .*\n)+", (DOCS / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)[0]
    assert sorted(named(yaml.safe_load(navigation)["nav"])) == sorted(texts)


def test_the_repository_is_linked_where_it_has_an_address(monkeypatch):
    monkeypatch.syspath_prepend(DOCS)
    import hooks

    linked = hooks.page_of("METHODOLOGY.md", "https://example.org/a/b")
    assert "(https://example.org/a/b/blob/main/analysis/frames/frames.md)" in linked and "](security.md)" in linked
    assert "frames.md" not in hooks.page_of("METHODOLOGY.md", None)
    assert "(reports/methods/accuracy.ipynb)" in linked
    page, text = "how-to/corpus.md", "[a](excel.md) [b](../../../../SECURITY.md#what) [c](../../../../README.md)"
    assert (
        hooks.led(text, f"{hooks.WRITTEN}/{page}", page, "https://example.org/a/b")
        == "[a](excel.md) [b](../security.md#what) [c](https://example.org/a/b/blob/main/README.md)"
    )


def test_every_table_and_field_of_corrections_is_documented():
    corrections = (PAGES / "how-to" / "corrections.md").read_text("utf-8")
    for field in (*_READERS, *_READERS_OF_ALL):
        assert re.search(rf"^\|[^|]*`{field}`[^|]*\|", corrections, re.MULTILINE), field
    for terms in (MODIFIERS, QUANTITY_KINDS, SOURCE_TYPES):
        assert "one of " + ", ".join(f"`{term}`" for term in terms) in corrections
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"`{table}`" in readme for table in COLUMNS)


def anchors(text: str) -> list[str]:
    """What a heading is linked by."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w]+", "-", heading.lower()).strip("-") for heading in headings]


OF_THE_REPOSITORY = ["README.md", "METHODOLOGY.md", "CONTRIBUTING.md", "SECURITY.md"]


@pytest.mark.parametrize("name", OF_THE_REPOSITORY + [f"notebooks/docs/pages/{page}" for page in WRITTEN])
def test_links_between_files_of_the_repository_lead_somewhere(name):
    """Those of the documentation, too, whose pages are read there as well as on the site."""
    outside = "../../" if name == "README.md" else "no such"  # pages of the repository on its host
    for path, anchor in LINK.findall(BLOCK.sub("", (ROOT / name).read_text("utf-8"))):
        if path and not path.startswith(outside):
            target = (ROOT / name).parent / path
            assert target.exists(), f"{path} leads nowhere"
            assert not anchor or target.suffix != ".md" or anchor in anchors(target.read_text("utf-8")), anchor
    assert os.path.getsize(PAGES / "report.png") < 150_000
