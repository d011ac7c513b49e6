"""Features of a word and its neighbours, looked up among those that have weights: for many words at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analysis.article.tagging_features import TOGETHER, Token

_PARTS = (*(f"{place}.{field}" for place in ("before", "here", "after") for field in Token._fields), "here.verbs")
"""All possible parts of the features, in the order of their numbers."""


class Together:
    """The rows of the features `TOGETHER`, looked up for many words at once.

    Each text that is a part of such a feature has a number, by field (of `Token`, or verbs); 0 stands for all others.
    The key of a feature is the number of its name, then those of its parts, as digits to a large base.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        entries: dict[str, list[tuple[list[str], int]]] = {name: [] for name in TOGETHER}
        for feature, row in rows.items():
            name, _, texts = feature.partition("=")
            if name in TOGETHER:
                entries[name].append((texts.split(" "), row))
        columns = {
            name: dict(zip(TOGETHER[name], zip(*(texts for texts, _ in pairs), strict=True), strict=False))
            for name, pairs in entries.items()
        }
        self._number = _numbered(columns.values())
        # The base exceeds the number of features, too, so that no key of two parts equals one of three.
        self._base = len(TOGETHER) + 1 + max(map(len, self._number.values()))
        self._factors = np.array([[self._factor(parts, part) for part in _PARTS] for parts in TOGETHER.values()])
        self._names = np.array([self._base ** len(parts) * at for at, parts in enumerate(TOGETHER.values(), start=1)])
        keys = np.concatenate([self._keys(at, parts) for at, parts in enumerate(columns.values()) if parts])
        order = np.argsort(keys)
        self._sorted = np.append(keys[order], np.iinfo(np.int64).max)  # an end that no key reaches
        self._rows = np.append(np.array([row for pairs in entries.values() for _, row in pairs], np.int64)[order], 0)

    def _factor(self, parts: Sequence[str], part: str) -> int:
        return self._base ** parts[::-1].index(part) if part in parts else 0

    def _keys(self, feature: int, columns: Mapping[str, Sequence[str]]) -> np.ndarray:
        """The keys of a feature, given the texts of its parts."""
        keys = self._names[feature]
        for part, texts in columns.items():
            numbers = np.array([*map(self._number[_field(part)].get, texts)])
            keys = keys + self._factors[feature, _PARTS.index(part)] * numbers
        return keys

    def numbers(self, token: Token) -> tuple[int, ...]:
        """The numbers of a token's fields."""
        return tuple(self._number[field].get(text, 0) for field, text in zip(Token._fields, token, strict=True))

    def rows(self, numbers: np.ndarray, places: np.ndarray, verbs: Sequence[str]) -> np.ndarray:
        """The rows (features x words), 0 where there is none, of the words at `places` of tokens with `numbers`.

        `verbs`: those of `verbs_around` for each word.
        """
        known = self._number["verbs"]
        parts = [numbers[places - 1], numbers[places], numbers[places + 1], [[known.get(text, 0)] for text in verbs]]
        sought = self._factors @ np.concatenate(parts, axis=1).T + self._names[:, None]
        at = np.searchsorted(self._sorted, sought)
        return np.where(self._sorted[at] == sought, self._rows[at], 0)


def _numbered(features: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, dict[str, int]]:
    """A number from 1 for each text, by field, given the texts of the parts of each feature."""
    texts: dict[str, dict[str, None]] = {field: {} for field in (*Token._fields, "verbs")}
    for columns in features:
        for part, column in columns.items():
            texts[_field(part)].update(dict.fromkeys(column))
    return {field: {text: number for number, text in enumerate(known, start=1)} for field, known in texts.items()}


def _field(part: str) -> str:
    """The field of a part of a feature: `kind` of `here.kind`."""
    return part.partition(".")[2]
