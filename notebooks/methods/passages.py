"""The passages of `notebooks/methods/passages` and the marks on published articles in `notebooks/methods/articles`.

`python notebooks/methods/passages.py [FOLDER...]` checks the marks and counts what there is.
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

from corpora import marked_article

from analysis.agreement import KINDS
from analysis.article import Article
from analysis.vocabulary import MODIFIERS, SOURCE_TYPES, STATUSES

FOLDER = Path(__file__).parent / "passages"
"""Its folders: `learn` and `short` are learned from, `choose` and `short-choose` judge; `second` marks some again."""
ARTICLES = Path(__file__).parent / "articles"
"""Its files: `learn` is learned from, `choose` and `blind` judge; `second` marks `choose` again."""
ROLES = ("event", "place", "time")


class Passage(NamedTuple):
    """A passage or article with its figures and groups, as `passages/README.md` and `articles/README.md` tell them."""

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


def load_articles(path: Path, corpora: Path) -> list[Passage]:
    """The published articles that are marked in a file. Raises ValueError where a text is not the one marked."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [Passage(marked_article(record, corpora), record["figures"], record["groups"]) for record in records]


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
    yield from _slips_of_kinds(figures, groups)


def article_problems(record: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the marks of one published article, as far as they tell without its text."""
    figures, groups = record["figures"], {group["id"]: group["kind"] for group in record["groups"]}
    by_number = {figure["n"]: figure for figure in figures}
    end = 0
    for figure in figures:
        if not end <= figure["start"] < figure["end"]:
            yield f"figure {figure['n']}: it does not stand behind the one before"
        end = figure["end"]
        yield from (f"figure {figure['n']}: {what}" for what in _slips_of_groups(figure, by_number, groups))
    yield from _slips_of_kinds(figures, groups)


def _slips_of_kinds(figures: list[dict[str, Any]], groups: dict[str, str]) -> Iterator[str]:
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
    yield from _slips_of_groups(figure, by_number, groups)


def _slips_of_groups(figure: dict[str, Any], by_number: dict[int, Any], groups: dict[str, str]) -> Iterator[str]:
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
    """Print what is wrong with the passages of the folders and with the articles; 1 where anything is wrong."""
    wrong = 0
    for folder in folders:
        cases = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}
        told = {path.stem: problems(path) for path in sorted(folder.glob("*.json"))}
        wrong += _print(folder.name, "passages", cases, told)
    for path in sorted(ARTICLES.glob("*.jsonl")):
        records = {record["article"]: record for record in map(json.loads, path.read_text("utf-8").splitlines())}
        told = {name: article_problems(record) for name, record in records.items()}
        wrong += _print(path.name, "articles", records, told)
    return int(wrong > 0)


def _print(name: str, texts: str, cases: dict[str, dict[str, Any]], told: dict[str, Iterator[str]]) -> int:
    """Print the problems of each case and what there is of them; how many problems there are."""
    found = [f"{name}/{case}: {problem}" for case, some in told.items() for problem in some]
    counted: Counter[str] = Counter()
    for case in cases.values():
        counted.update([texts, *["figures"] * len(case["figures"]), *(one["kind"] for one in case["groups"])])
        counted["without a group"] += not case["groups"]
    print(*found, f"{name}: " + ", ".join(f"{amount} {what}" for what, amount in counted.items()), sep="\n")
    return len(found)


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    sys.exit(main(given or sorted(folder for folder in FOLDER.iterdir() if folder.is_dir())))
