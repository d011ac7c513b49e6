"""Features of a word and its neighbours, looked up among those that have weights: for many words at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain

import numpy as np

from analysis.article.tagging_features import TOGETHER, Token


class Together:
    """The rows of the features `TOGETHER`, looked up for many words at once.

    Each text that is a part of such a feature has a number, by what it tells (`_TOLD`); 0 stands for all others. The
    numbers of a feature's parts make up its key.
    """

    _TOLD = (*Token._fields, "verbs")

    def __init__(self, rows: Mapping[str, int]) -> None:
        texts: dict[str, list[list[str]]] = {name: [] for name in TOGETHER}
        found: dict[str, list[int]] = {name: [] for name in TOGETHER}
        for feature, row in rows.items():
            name, _, said = feature.partition("=")
            if name in TOGETHER:
                texts[name].append(said.split(" "))
                found[name].append(row)
        columns = {
            name: dict(zip(TOGETHER[name], zip(*some, strict=True), strict=False)) for name, some in texts.items()
        }
        self._number = {
            told: {text: number for number, text in enumerate(_texts(columns.values(), told), start=1)}
            for told in self._TOLD
        }
        # More than there are features, too, so that no key of two parts is one of three.
        self._base = len(TOGETHER) + 1 + max(map(len, self._number.values()))
        numbers = {
            name: [np.array([*map(self._number[_told(part)].get, texts)]) for part, texts in columns[name].items()]
            for name in TOGETHER
        }
        keys = np.concatenate([self._keys(name, parts) for name, parts in numbers.items() if parts])
        order = np.argsort(keys)
        self._sorted = np.append(keys[order], np.iinfo(np.int64).max)  # the last is that of no word
        self._rows = np.append(np.concatenate([*map(np.array, found.values())]).astype(np.int64)[order], 0)

    def _keys(self, name: str, parts: Sequence[np.ndarray]) -> np.ndarray:
        first = np.full_like(parts[0], list(TOGETHER).index(name) + 1)
        return reduce(lambda key, part: key * self._base + part, parts, first)

    def numbers(self, token: Token) -> tuple[int, ...]:
        """The numbers of what a token says."""
        return tuple(self._number[told].get(text, 0) for told, text in zip(Token._fields, token, strict=True))

    def rows(self, numbers: np.ndarray, places: np.ndarray, verbs: Sequence[str]) -> np.ndarray:
        """The rows (features x words), 0 where there is none, of the words at `places` of tokens with `numbers`.

        `verbs`: what `verbs_around` tells of each of the words.
        """
        known = self._number["verbs"]
        parts = {"here.verbs": np.array([known.get(text, 0) for text in verbs])}
        for place, distance in (("before", -1), ("here", 0), ("after", 1)):
            for told, column in zip(Token._fields, numbers[places + distance].T, strict=True):
                parts[f"{place}.{told}"] = column
        sought = np.stack([self._keys(name, [parts[part] for part in named]) for name, named in TOGETHER.items()])
        at = np.searchsorted(self._sorted, sought)
        return np.where(self._sorted[at] == sought, self._rows[at], 0)


def _told(part: str) -> str:
    """What a part of a feature tells: `kind` of `here.kind`."""
    return part.partition(".")[2]


def _texts(features: Iterable[Mapping[str, Sequence[str]]], told: str) -> Iterable[str]:
    """The different texts that tell a thing, in order of appearance."""
    return dict.fromkeys(
        chain.from_iterable(texts for columns in features for part, texts in columns.items() if _told(part) == told)
    )
