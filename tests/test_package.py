"""The project as its users have it: built, installed in an empty environment, and run in a folder of theirs."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tarfile
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT

from analysis.project import NAME
from analysis.reading.schema import COLUMNS

TEXT = "Police said on Monday that over 1,000 people had fled. “About 40 are missing,” Mayor Ada Thorne said.\n"
STRANGERS = ("analysis.py", "gettext.py", "pandas.py")
"""Modules of somebody else's in the working directory, called like some that are imported."""


def built(kind: str, project: Path, output: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(output)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (found,) = output.iterdir()
    return found


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder of programs of an environment that has the wheel, built from the sdist, and this one's libraries."""
    folder = tmp_path_factory.mktemp("package")
    with tarfile.open(built("sdist", ROOT, folder / "sdist")) as sdist:
        sdist.extractall(folder, filter="data")
    (project,) = folder.glob(f"{NAME.replace('-', '_')}-*")
    wheel = built("wheel", project, folder / "wheel")
    uv, place = (sys.executable, "-m", "uv", "--quiet", "--offline", "--no-config"), folder / "environment"
    subprocess.run([*uv, "venv", "--python", sys.executable, place], check=True)
    subprocess.run(
        [*uv, "pip", "install", "--python", place, "--no-deps", "--no-index", "--compile-bytecode", wheel], check=True
    )
    # A line in a .pth file adds the libraries, but not what .pth files among them add: this checkout.
    (libraries,) = place.glob("lib/python*/site-packages")
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    (place / "share").symlink_to(Path(sys.prefix, "share"))  # Jupyter's
    return place / "bin"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with an article, and modules that end whatever imports them."""
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    for stranger in STRANGERS:
        (tmp_path / stranger).write_text("import os; os._exit(99)")
    return tmp_path


def run(program: Path, *words: str, cwd: Path) -> str:
    done = subprocess.run([program, *words], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return done.stdout


def test_an_installed_package_makes_a_report_beside_a_strangers_modules(installed, folder):
    run(installed / NAME, "report", "article.txt", cwd=folder)
    report = folder / "reports" / "article"
    assert {path.stem for path in (report / "tables").glob("*.parquet")} == set(COLUMNS)
    assert list(pd.read_parquet(report / "tables" / "quantities.parquet")["low"].dropna()) == [1000, 40]
    page = (report / "report.html").read_text("utf-8")
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"{NAME} {version(NAME)} ({commit[:12]})" in page, "a page names version and commit"
    assert "PolNeAR" in page, "a page tells how right the tables are"


def test_an_installed_package_tabulates_by_several_processes_beside_a_strangers_modules(installed, folder):
    run(installed / NAME, "tables", "article.txt", "--output", "tables", "--workers", "1", cwd=folder)
    assert len(pd.read_parquet(folder / "tables" / "quantities.parquet")) == 2
    assert json.loads((folder / "tables" / "corpus.json").read_text())["software"].startswith(f"{version(NAME)} (")


def test_an_installed_package_gives_the_notebooks(installed, folder):
    run(installed / NAME, "notebooks", "mine", cwd=folder)
    names = {path.relative_to(folder).as_posix() for path in (folder / "mine").rglob("*")}
    assert {"mine/notebooks/5-corpus.ipynb", "mine/seeds/demonstration/articles.jsonl"} <= names
    assert "mine/notebooks/methods" not in names


def test_an_installed_package_is_complete(installed, folder):
    """Every file of the package that is no Python, as the checkout has it."""
    code = "from importlib.resources import files; print(files('analysis'))"
    package = Path(run(installed / "python", "-P", "-c", code, cwd=folder).strip())
    assert not package.is_relative_to(ROOT)
    here = {path.relative_to(ROOT / "analysis") for path in (ROOT / "analysis").rglob("*") if path.is_file()}
    missing = {path.as_posix() for path in here if "__pycache__" not in path.parts and not (package / path).is_file()}
    assert missing == set()
