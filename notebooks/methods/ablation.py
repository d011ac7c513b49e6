"""Which rules of `analysis.quantities` change nothing: each pattern switched off, and the corpora read again.

Run from the project's root: python notebooks/methods/ablation.py [--shared ../shared] [--articles 400]
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pandas as pd

import analysis.quantities
from analysis.article import Article
from analysis.quantities import find_quantities

_FOUND = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")
_TRIED = 40
"""Articles in which a rule applies that are read again without it."""


class Watched:
    """A pattern that says whether it was found, or is switched off."""

    def __init__(self, pattern: re.Pattern[str]):
        self.pattern, self.found, self.off = pattern, False, False
        self._nothing = re.compile(r"(?!)", pattern.flags)

    def __getattr__(self, name: str):
        if name not in _FOUND:
            return getattr(self.pattern, name)
        if self.off:
            return getattr(self._nothing, name)
        asked = getattr(self.pattern, name)

        def ask(*arguments, **options):
            self.found = self.found or self.pattern.search(*_text_of(name, arguments)) is not None
            return asked(*arguments, **options)

        return ask


def _text_of(name: str, arguments: tuple) -> tuple:
    return arguments[1:2] if name == "sub" else arguments[:3]


def modules() -> list[ModuleType]:
    """The modules that read quantities."""
    package = analysis.quantities
    return [importlib.import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__)]


@contextmanager
def watched_rules() -> Iterator[dict[str, Watched]]:
    """Every pattern of those modules, by module and name, watched until the context ends."""
    places = [
        (module, name, value)
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    ]
    by_pattern: dict[int, Watched] = {}
    rules: dict[str, Watched] = {}
    for module, name, pattern in places:
        if id(pattern) not in by_pattern:
            by_pattern[id(pattern)] = rules[f"{module.__name__.rpartition('.')[2]}.{name}"] = Watched(pattern)
        setattr(module, name, by_pattern[id(pattern)])
    try:
        yield rules
    finally:
        for module, name, pattern in places:
            setattr(module, name, pattern)


def ablation(texts: Sequence[str]) -> pd.DataFrame:
    """Each rule, in how many of `texts` it applies, and in how many of those (40 at most) it changes a quantity."""
    with watched_rules() as rules:
        usual, applies = [], {name: [] for name in rules}
        for number, text in enumerate(texts):
            usual.append(find_quantities(Article(text)))
            for name, rule in rules.items():
                if rule.found:
                    applies[name].append(number)
                    rule.found = False
        rows = []
        for name, rule in rules.items():
            rule.off = True
            tried = applies[name][:: max(1, len(applies[name]) // _TRIED)][:_TRIED]
            changed = sum(_read(texts[number]) != usual[number] for number in tried)
            rule.off = False
            rows.append([name, len(applies[name]), len(tried), changed])
    table = pd.DataFrame(rows, columns=["rule", "applies in", "tried in", "changes"])
    return table.sort_values(["changes", "applies in", "rule"], ignore_index=True)


def _read(text: str) -> object:
    try:
        return find_quantities(Article(text))
    except Exception as error:  # what cannot be read without a rule needs it
        return repr(error)


def idle(table: pd.DataFrame) -> pd.DataFrame:
    """The rules that change nothing."""
    return table[table["changes"] == 0].drop(columns="changes")


def corpora(shared: Path, articles: int) -> list[str]:
    """The sentences of NewsQuant, the contested passages, the hard inputs, and so many articles each of two corpora."""
    texts = [one["text"] for one in json.loads((shared / "corpora/newsquant/visible.json").read_text("utf-8"))]
    texts += [path.read_text("utf-8") for path in sorted((shared / "gold/contested").glob("*.txt"))]
    texts += [one["text"] for one in _lines(shared / "gold/hard/inputs.jsonl")]
    texts += [one["text"] for one in _lines(shared / "corpora/bbc/articles.jsonl")][:articles]
    texts += [path.read_text("utf-8") for path in sorted((shared / "corpora/polnear").rglob("*.txt"))[:articles]]
    return texts


def _lines(path: Path) -> Iterable[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def options(about: str) -> tuple[Path, int]:
    """The folder of the corpora, and how many articles of each to read, as the command line has them."""
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=400)
    told = parser.parse_args()
    if not (told.shared / "corpora").is_dir():
        sys.exit(f"{told.shared}: no corpora there; give the folder that has them with --shared")
    return told.shared, told.articles


def main() -> None:
    """Print the rules that change nothing."""
    table = ablation(corpora(*options(__doc__)))
    print(f"{len(table)} rules, {len(idle(table))} of them change nothing")
    print(idle(table).to_string(index=False))


if __name__ == "__main__":
    main()
