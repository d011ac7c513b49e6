"""Passages with reports inside reports, made from the wordings of `passages/nested.toml`, with their marks.

The passages that were written have few of them. A figure of an inner report is credited to whoever that report is of,
any other to the outer speaker, and what stands beside the reports to the article itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from passages import FOLDER, Passage

from analysis.article import Article

WORDINGS = FOLDER / "nested.toml"
_SHAPES = {"reports": 10, "acts": 5, "two_reports": 2, "report_and_statement": 2, "refused": 1, "chains": 1}
"""How often each shape of a passage is made, beside the others."""
_PARTS = re.compile(r"\{(\w)\}|\[([^|]*)\|([^\]]*)\]")
_FIRST = re.compile(r"\A“?|: “")
"""Behind what a sentence begins, or a quotation that is one."""
_CREDITED = {"f": "i", "n": "i", "g": "o", "p": "o"}
"""Whose each figure is, by its part of the wording, unless the shape says otherwise."""
_COUNTED = {"f": "counted", "g": "counted", "p": "people", "n": None}
"""The list of what each figure counts."""


class _Voice(NamedTuple):
    name: str
    type: str


def nested_passages(half: str, number: int, seed: int) -> Iterator[Passage]:
    """So many passages from one half of the wordings, `learn` or `choose`."""
    random = np.random.default_rng(seed)
    wordings = _wordings(half)
    shapes, often = list(_SHAPES), np.array([*_SHAPES.values()], dtype=float)
    for at in range(number):
        writer = _Writer(random, wordings)
        writer.write(str(random.choice(shapes, p=often / often.sum())))
        yield Passage(Article(writer.text, f"nested-{half}-{at + 1:04}"), writer.figures, [])


def _wordings(half: str) -> dict[str, list[str]]:
    """The wordings of each list; those of voices as "type: name"."""
    lists = tomllib.loads(WORDINGS.read_text("utf-8"))[half]
    told = {}
    for name, lines in lists.items():
        told[name] = []
        for line in lines.strip().splitlines():
            kind, _, rest = line.partition(": ") if name in ("outer", "inner") else ("", "", line)
            told[name] += [f"{kind}: {one}" if kind else one for one in rest.split(" | ")]
    return told


class _Writer:
    """One passage as it is written: its text so far and the marks of its figures."""

    def __init__(self, random: np.random.Generator, wordings: dict[str, list[str]]) -> None:
        self.random, self.wordings = random, wordings
        self.text, self.figures = "", []
        self.voices = {"o": self._voice("outer")}
        others = [one for one in map(_voice, wordings["inner"]) if one.name != self.voices["o"].name]
        inner, other = random.choice(len(others), 2, replace=False)
        self.voices |= {"i": others[inner], "j": others[other]}

    def write(self, shape: str) -> None:
        """Write one or two paragraphs around a sentence of that shape."""
        credited = _CREDITED | ({"g": "j"} if shape == "two_reports" else {})
        if self.random.random() < 0.5:
            own = self.random.random() < 0.4
            self._sentence(self._one("before_with_figure" if own else "before"), dict.fromkeys(_CREDITED))
        sentence = self._one(shape)
        if shape not in ("refused", "chains"):
            # A clause behind "according to" and the like cannot go on with "and that".
            frames = [one for one in self.wordings["frames"] if " that {x}." in one]
            sentence = self._one("frames", frames if "that {" in sentence else None).replace("{x}", sentence)
        self._sentence(sentence, credited)
        if self.random.random() < 0.3:
            self._sentence(self._one("after"), credited | {"g": "o"})

    def _one(self, name: str, some: list[str] | None = None) -> str:
        return str(self.random.choice(some or self.wordings[name]))

    def _voice(self, name: str) -> _Voice:
        return _voice(self._one(name))

    def _sentence(self, wording: str, credited: dict[str, str | None]) -> None:
        """Add a sentence, its parts filled in."""
        if self.text:
            self.text += "\n\n" if self.random.random() < 0.3 else " "
        start, at, subject = len(self.text), 0, self.voices["o"]
        for part in _PARTS.finditer(wording):
            self.text += wording[at : part.start()]
            at = part.end()
            name = part[1]
            if name is None:
                self.text += part[3] if subject.type == "unnamed_group" else part[2]
            elif name in self.voices:
                subject = self.voices[name]
                self.text += subject.name
            else:
                self._figure(name, self.voices.get(credited[name]))
        self.text += wording[at:]
        for first in _FIRST.finditer(self.text[start:]):
            place = start + first.end()
            self.text = self.text[:place] + self.text[place : place + 1].upper() + self.text[place + 1 :]

    def _figure(self, part: str, voice: _Voice | None) -> None:
        """Add a number, with what it counts and at times a modifier, and mark it."""
        number, counted = self._number(), _COUNTED[part]
        self.text += str(self.random.choice(["", "", "", "about ", "at least ", "some "])) if counted else ""
        self.figures.append(
            {
                "n": len(self.figures) + 1,
                "number": number,
                "start": len(self.text),
                "end": len(self.text) + len(number),
                "source": [voice.name] if voice else None,
                "type": voice.type if voice else None,
                "group": None,
            }
        )
        self.text += number + (f" {self._one(counted)}" if counted and self.random.random() < 0.9 else "")

    def _number(self) -> str:
        if self.random.random() < 0.15:
            return str(self.random.choice("three four seven nine twelve fifteen twenty thirty forty ninety".split()))
        return f"{int(10 ** self.random.uniform(0.8, 4.5)):,}"


def _voice(worded: str) -> _Voice:
    kind, _, name = worded.partition(": ")
    return _Voice(name, kind)
