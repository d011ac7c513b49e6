"""The passages of `notebooks/methods/passages`: their texts and marks, and what is wrong with them.

`python notebooks/methods/passages.py [FOLDER...]` checks the marks of each folder and counts what there is.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from analysis.agreement import KINDS
from analysis.article import Article
from analysis.reading.schema import MODIFIERS, SOURCE_TYPES, STATUSES

FOLDER = Path(__file__).parent / "passages"
"""Its folders: `learn` and `short` are learned from, `choose` and `short-choose` judge; `second` marks some again."""
ROLES = ("event", "place", "time")


class Passage(NamedTuple):
    """A passage with its figures and groups, as `passages/README.md` describes them."""

    article: Article
    figures: list[dict[str, Any]]
    groups: list[dict[str, Any]]


def load(folder: Path) -> list[Passage]:
    """The passages of a folder, in order of name."""
    passages = []
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text("utf-8"))
        article = Article(path.with_suffix(".txt").read_bytes().decode("utf-8"), path.stem)
        passages.append(Passage(article, case["figures"], case["groups"]))
    return passages


def problems(path: Path) -> Iterator[str]:
    """What is wrong with the marks of one passage."""
    case = json.loads(path.read_text("utf-8"))
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    if case["sha256"] != sha256(text.encode("utf-8")).hexdigest():
        yield "the text is not the one that was marked"
    figures, groups = case["figures"], {group["id"]: group["kind"] for group in case["groups"]}
    by_number = {figure["n"]: figure for figure in figures}
    for figure in figures:
        yield from (f"figure {figure['n']}: {what}" for what in _slips(figure, text, by_number, groups))
    for name, kind in groups.items():
        if kind not in KINDS:
            yield f"group {name}: kind {kind}"
        if sum(figure["group"] == name for figure in figures) < 2:
            yield f"group {name}: fewer than two figures"


def _slips(figure: dict[str, Any], text: str, by_number: dict[int, Any], groups: dict[str, str]) -> Iterator[str]:
    if text[figure["start"] : figure["end"]] != figure["number"]:
        yield "the number does not stand where it is said to"
    if figure["modifier"] not in MODIFIERS:
        yield f"modifier {figure['modifier']}"
    low, high, modifier = figure["low"], figure["high"], figure["modifier"]
    if low is None and high is None:
        yield "both sides are open"
    bounds = {"more_than": high, "at_least": high, "less_than": low, "at_most": low}
    if modifier in bounds and bounds[modifier] is not None:
        yield f"{modifier} with low {low} and high {high}"
    if modifier in ("exact", "approximate") and low != high:
        yield f"{modifier} with low {low} and high {high}"
    if figure["status"] not in (*STATUSES, None):
        yield f"status {figure['status']}"
    for role in ROLES:
        if figure[role] is not None and figure[role].lower() not in text.lower():
            yield f"{role} {figure[role]!r} does not stand in the text"
    types = figure["type"] if isinstance(figure["type"], list) else [figure["type"]]
    if not {*types} <= {*SOURCE_TYPES, None}:
        yield f"type {figure['type']}"
    if figure["group"] not in (*groups, None):
        yield f"group {figure['group']} is not there"
    whole = by_number.get(figure["part_of"])
    if figure["part_of"] is not None and whole in (None, figure):
        yield f"part of {figure['part_of']}, which is not there"
    if whole is not None and figure["group"] is not None and whole["group"] == figure["group"]:
        yield "a part is in one group with its whole"


def repeated(folders: list[Path], words: int = 8) -> Iterator[str]:
    """Runs of so many words (numbers aside) that stand in two passages."""
    seen: dict[tuple[str, ...], str] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.txt"))):
        told = re.findall(r"[^\W\d_]+", path.read_text("utf-8").lower())
        for run in {tuple(told[at : at + words]) for at in range(len(told) - words + 1)}:
            if seen.setdefault(run, path.stem) != path.stem:
                yield f"{path.stem} and {seen[run]}: {' '.join(run)}"


def main(folders: list[Path]) -> int:
    """Print what is wrong with the passages of the folders and what there is; 1 where anything is wrong."""
    wrong = 0
    for folder in folders:
        counted: Counter[str] = Counter()
        for path in sorted(folder.glob("*.json")):
            for problem in problems(path):
                print(f"{folder.name}/{path.stem}: {problem}")
                wrong += 1
            case = json.loads(path.read_text("utf-8"))
            counted.update(["passages", *["figures"] * len(case["figures"]), *(one["kind"] for one in case["groups"])])
            counted["without a group"] += not case["groups"]
        print(f"{folder.name}: " + ", ".join(f"{amount} {name}" for name, amount in counted.items()))
    return int(wrong > 0)


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    sys.exit(main(given or sorted({path.parent for path in FOLDER.glob("*/*.txt")})))
