"""CONTRIBUTING.md is true: its recipes work on a copy of the project, and its map is that of the imports."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
NEW_FILE = re.compile(r"A new file, `([^`]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)
CHANGE = re.compile(r"In `([^`]+)`, (after|instead of) `([^`]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)
RECIPES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##)", GUIDE, re.DOTALL | re.MULTILINE))
EXECUTED = {title: recipe for title, recipe in RECIPES.items() if CHANGE.search(recipe)}
PRELUDE = "from analysis import read\nfrom analysis.article import Article\n"


def check_of(recipe: str) -> str:
    """The code that a recipe promises to work: what is fenced, but belongs to no file."""
    return "".join(code for _, code in FENCED.findall(CHANGE.sub("", NEW_FILE.sub("", recipe))))


def make_changes(recipe: str, project: Path) -> None:
    for path, content in NEW_FILE.findall(recipe):
        (project / path).write_text(content, "utf-8")
    for path, how, anchor, added in CHANGE.findall(recipe):
        text = (project / path).read_text("utf-8")
        assert text.count(anchor) == 1, f"{path}: {anchor!r} stands there {text.count(anchor)} times"
        new = f"{anchor}\n{added.rstrip(chr(10))}" if how == "after" else added.rstrip("\n")
        (project / path).write_text(text.replace(anchor, new), "utf-8")


def failing(project: Path) -> list[str]:
    """The titles of the recipes whose promise does not hold in `project`."""
    checks = {title: PRELUDE + check_of(recipe) for title, recipe in EXECUTED.items()}
    program = (
        f"for title, check in {checks!r}.items():\n"
        "    try: exec(check, {})\n"
        "    except Exception as error: print(title, '|', repr(error))\n"
    )
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout.splitlines()


def test_each_recipe_does_what_it_promises(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(ROOT / "analysis", project / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    assert len(EXECUTED) == 5
    assert [line.partition(" |")[0] for line in failing(project)] == [*EXECUTED], "true before the change is made"
    for recipe in EXECUTED.values():
        make_changes(recipe, project)
    assert failing(project) == []


def imported(path: Path) -> Iterator[str]:
    """The rooms that a module imports, those that it needs for its types alone left out."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            room = node.module.split(".")[1:2]
            yield from room or [alias.name for alias in node.names]


def floors() -> dict[str, int]:
    """The floor of each room, as the map tells it."""
    rows = re.findall(r"^\| (\d+|ground) \| ((?:`\w+` ?)+)\|", GUIDE, re.MULTILINE)
    return {
        room: -1 if floor == "ground" else int(floor) for floor, rooms in rows for room in re.findall(r"`(\w+)`", rooms)
    }


def test_the_map_names_every_room():
    rooms = {path.stem for path in (ROOT / "analysis").glob("[!_]*.py")} | {"__main__"}
    rooms |= {path.parent.name for path in (ROOT / "analysis").glob("*/__init__.py")}
    assert set(floors()) == rooms


@pytest.mark.parametrize("room", sorted(floors()))
def test_a_room_imports_only_from_floors_below(room):
    floor = floors()
    package = ROOT / "analysis" / room
    for path in package.rglob("*.py") if package.is_dir() else [package.with_suffix(".py")]:
        for other in imported(path):
            assert other == room or other not in floor or floor[other] < floor[room], f"{path.name} imports {other}"
