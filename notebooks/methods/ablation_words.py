"""Which entries of the word lists change nothing: each left out in turn, and the corpora read again.

The lists are those of `analysis.quantities`, and the lexicons of hedges, sources and stances. Run from the project's
root: python notebooks/methods/ablation_words.py [--shared ../shared] [--articles 400]
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ablation
import pandas as pd

from analysis.article import Article
from analysis.attributions import find_attributions
from analysis.quantities.tables import table

_TRIED = 60
"""Articles in which an entry stands that are read again without it; without a pattern of a stance, all are."""
_PATTERN = re.compile(r"\\|\(\?|\[|\w\?")

Read = Callable[[Article], object]


@cache
def _attributions(article: Article) -> list[Any]:
    return find_attributions(article)


def _quantities(modules: Callable[[str], Any]) -> Read:
    return modules("analysis.quantities.grammar").find_quantities


def _hedges(modules: Callable[[str], Any]) -> Read:
    return modules("analysis.hedges.finding").find_hedges


def _sources(modules: Callable[[str], Any]) -> Read:
    resolve = modules("analysis.sources.resolving").resolve_sources
    return lambda article: resolve(article, _attributions(article))


def _stances(modules: Callable[[str], Any]) -> Read:
    stances = modules("analysis.attributions.stances")
    return lambda article: [_stance(stances, article, one) for one in _attributions(article)]


def _stance(stances: Any, article: Article, one: Any) -> tuple[str, str, bool]:
    cue, content = (" ".join(span.of(article.text) for span in spans) for spans in (one.cue, one.content))
    told = stances.stance(cue, content)
    return told, stances.stance_on_another(cue, told), stances.is_attitude(cue)


class Lexicon(NamedTuple):
    """Tables of words: the package or module made of them, the module that has them, and how they read an article."""

    made: str
    tables: str
    reader: Callable[[Callable[[str], Any]], Read]
    by_lines: bool = False
    """whether a text of several words is a list of lines"""


_QUANTITIES = Path(sys.modules["analysis.quantities"].__file__).parent
LEXICONS = {
    **{path.stem: Lexicon("analysis.quantities", "", _quantities) for path in sorted(_QUANTITIES.glob("*.toml"))},
    "hedges": Lexicon("analysis.hedges", "analysis.hedges.lexicon", _hedges),
    "sources": Lexicon("analysis.sources", "analysis.sources.lexicon", _sources),
    "stances": Lexicon("analysis.attributions.stances", "analysis.attributions.stances", _stances, by_lines=True),
}


class Entry(NamedTuple):
    """One word, phrase, pattern or name of a lexicon, and the lists that lead to it."""

    lexicon: str
    path: tuple[str, ...]
    word: str

    @property
    def place(self) -> str:
        """The lexicon and the list, as a reader finds them."""
        return ".".join((self.lexicon, *self.path))


def _tables_of(name: str) -> dict[str, Any]:
    module = LEXICONS[name].tables
    return importlib.import_module(module)._tables() if module else table(name)


def entries(names: Sequence[str] = tuple(LEXICONS)) -> list[Entry]:
    """Every entry of the lexicons; of lists of names and values, the names."""
    return [Entry(name, *found) for name in names for found in _listed(_tables_of(name), (), LEXICONS[name].by_lines)]


def _listed(value: Any, path: tuple[str, ...], by_lines: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, (dict, list)) or (isinstance(inner, str) and (" " in inner or by_lines)):
                yield from _listed(inner, (*path, name), by_lines)
            else:
                yield path, name
    elif isinstance(value, str):
        yield from ((path, word) for word in dict.fromkeys(value.splitlines() if by_lines else value.split()) if word)
    else:
        yield from ((path, word) for word in value if isinstance(word, str))


@contextmanager
def left_out(words: Sequence[Entry]) -> Iterator[Read]:
    """How articles are read while `words`, of one lexicon, are in no list; what was made of the lists is made anew."""
    lexicon = LEXICONS[words[0].lexicon]
    saved = {name: module for name, module in sys.modules.items() if _is_made(name, lexicon)}
    for name in saved:
        del sys.modules[name]
    undo = [_take_out(entry) for entry in words]
    try:
        yield lexicon.reader(importlib.import_module)
    finally:
        for back in reversed(undo):
            back()
        for name in [name for name in sys.modules if _is_made(name, lexicon)]:
            del sys.modules[name]
        sys.modules.update(saved)
        parent, _, last = lexicon.made.rpartition(".")
        setattr(sys.modules[parent], last, saved[lexicon.made])


def _is_made(name: str, lexicon: Lexicon) -> bool:
    return (name == lexicon.made or name.startswith(f"{lexicon.made}.")) and name != "analysis.quantities.tables"


def _take_out(entry: Entry) -> Callable[[], None]:
    """Takes an entry out of its list; what is returned puts it back."""
    parent, inner = None, _tables_of(entry.lexicon)
    for name in entry.path:
        parent, inner = inner, inner[name]
    if isinstance(inner, dict):
        items = list(inner.items())
        del inner[entry.word]
        return lambda: (inner.clear(), inner.update(items))
    if isinstance(inner, list):
        position = inner.index(entry.word)
        inner.remove(entry.word)
        return lambda: inner.insert(position, entry.word)
    by_lines = LEXICONS[entry.lexicon].by_lines
    kept = [word for word in (inner.splitlines() if by_lines else inner.split()) if word != entry.word]
    parent[entry.path[-1]] = ("\n" if by_lines else " ").join(kept)
    return lambda: parent.update({entry.path[-1]: inner})


def ablation_of_words(texts: Sequence[str], names: Sequence[str] = tuple(LEXICONS)) -> pd.DataFrame:
    """Each entry, in how many of `texts` it stands, and whether what is read changes in one of those (60 at most)."""
    articles = [Article(text) for text in texts]
    usual: dict[Callable, list[str]] = {}
    rows = []
    for entry in entries(names):
        reader = LEXICONS[entry.lexicon].reader
        if reader not in usual:
            usual[reader] = list(map(repr, map(reader(importlib.import_module), articles)))
        stands = _stands(entry)
        found = [number for number, article in enumerate(articles) if stands(article.text)]
        tried = found if LEXICONS[entry.lexicon].by_lines else found[:: max(1, len(found) // _TRIED)][:_TRIED]
        changed = _changes([entry], [(articles[number], usual[reader][number]) for number in tried])
        rows.append([entry.place, entry.word, len(found), len(tried), changed])
    return pd.DataFrame(rows, columns=["list", "word", "stands in", "tried in", "changes"])


def _stands(entry: Entry) -> Callable[[str], object]:
    """Whether a text may hold an entry; patterns of several words may stand in any."""
    if LEXICONS[entry.lexicon].by_lines:
        return lambda text: True
    if _PATTERN.search(entry.word):
        return re.compile(entry.word, re.IGNORECASE).search
    return re.compile(rf"(?<![^\W\d_]){_slots(re.escape(entry.word))}(?![^\W\d_])", re.IGNORECASE).search


def _slots(word: str) -> str:
    """The pattern of a phrase such as "{hint hints} of" with its alternatives."""
    return re.sub(r"\\\{(.*?)\\\}", lambda slot: f"(?:{slot[1].replace(chr(92) + ' ', '|')})", word)


def _changes(words: Sequence[Entry], usual: Sequence[tuple[Article, str]]) -> bool:
    """Whether an article is read otherwise without `words`, or cannot be."""
    if not usual:
        return False
    try:
        with left_out(words) as read:
            return any(repr(read(article)) != told for article, told in usual)
    except (IndexError, KeyError, ValueError):
        return True


def by_list(told: pd.DataFrame) -> pd.DataFrame:
    """How many entries each list has, how many of them stand in the texts, and how many change something there."""
    marks = told.assign(stand=told["stands in"] > 0, change=told["changes"])
    return marks.groupby("list").agg(entries=("word", "size"), stand=("stand", "sum"), change=("change", "sum"))


def main() -> None:
    """Print the lists, and the entries that change nothing."""
    texts = ablation.corpora(*ablation.options(__doc__))
    told = ablation_of_words(texts)
    print(f"{len(told)} entries, {(~told['changes']).sum()} of them change nothing in {len(texts)} texts")
    print(by_list(told).to_string())
    for place, idle in told[~told["changes"]].groupby("list"):
        print(f"{place}: {', '.join(idle['word'])}")


if __name__ == "__main__":
    main()
