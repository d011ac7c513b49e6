"""Short passages in which an account runs on over several sentences, made from the wordings of `passages/running.toml`.

The figures of the account are credited to whoever gives it, also where a sentence has no verb of saying; those of
sentences about something else to the article itself, those of another speaker to that one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import numpy as np
from passages import FOLDER, Passage

from analysis.article import Article

WORDINGS = FOLDER / "running.toml"
_PARTS = re.compile(r"\{(\w)\}")
_GOING = (1, 1, 1, 2, 2, 3)
"""How many sentences go on, one of these."""
_MARKS = ("“”", "“”", '""', "''", "‘’")
"""Quotation marks of a passage, one pair of these."""
_OWN, _OTHER, _BETWEEN, _BEFORE, _PARAGRAPH = 0.4, 0.3, 0.2, 0.2, 0.2


def running_passages(number: int, seed: int) -> Iterator[Passage]:
    """So many passages."""
    random = np.random.default_rng(seed)
    lists = tomllib.loads(WORDINGS.read_text("utf-8"))
    told = {name: {key: _wordings(lines) for key, lines in some.items()} for name, some in lists.items()}
    for at in range(number):
        writer = _Writer(random)
        writer.write(told["polls" if random.random() < 0.5 else "accounts"], told)
        marks = str.maketrans("“”", _MARKS[int(random.integers(len(_MARKS)))])
        yield Passage(Article(writer.text.translate(marks), f"running-{at + 1:04}"), writer.figures, [])


def _wordings(lines: str) -> list[tuple[str, str]]:
    """Each wording with its type, which is empty but for voices."""
    wordings = []
    for line in lines.strip().splitlines():
        kind, _, rest = line.partition(": ") if re.match(r"[a-z_]+: ", line) else ("", "", line)
        wordings += [(kind, one.strip()) for one in rest.split(" | ")]
    return wordings


class _Writer:
    """One passage as it is written: its text so far and the marks of its figures."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random, self.text = random, ""
        self.figures: list[dict[str, Any]] = []

    def write(
        self, account: dict[str, list[tuple[str, str]]], told: dict[str, dict[str, list[tuple[str, str]]]]
    ) -> None:
        """Write an account, what goes on with it, and at times what does not."""
        voice = self._one(account["voices"])
        if self.random.random() < _BEFORE:
            self._sentence(self._one(told["rest"]["before"])[1], voice, None)
        opening = self._one(account["opening"])[1]
        self._sentence(opening, voice, voice)
        quoted = "“" in opening
        going = [one for one in account["going"] if ("“" in one[1]) == quoted]
        for _ in range(int(self.random.choice(_GOING))):
            if not quoted and self.random.random() < _BETWEEN:
                self._sentence(self._one(told["rest"]["between"])[1], voice, None)
            self._sentence(self._one(going)[1], voice, voice)
        if self.random.random() < _OTHER:
            other = self._one(told["accounts"]["voices"])
            wording = self._one(told["rest"]["other"])[1]
            self._sentence(wording.replace("{j}", "{o}"), other, None if "denied" in wording else other)
        if self.random.random() < _OWN:
            self._sentence(self._one(told["rest"]["own"])[1], voice, None)

    def _one(self, wordings: list[tuple[str, str]]) -> tuple[str, str]:
        return wordings[int(self.random.integers(len(wordings)))]

    def _sentence(self, wording: str, voice: tuple[str, str], credited: tuple[str, str] | None) -> None:
        """Add a sentence, its parts filled in."""
        if self.text:
            self.text += "\n\n" if self.random.random() < _PARAGRAPH else " "
        start, at = len(self.text), 0
        for part in _PARTS.finditer(wording):
            self.text += wording[at : part.start()]
            at = part.end()
            if part[1] == "o":
                self.text += voice[1]
            else:
                self._figure(part[1], credited)
        self.text += wording[at:]
        first = start + (self.text[start] == "“")
        self.text = self.text[:first] + self.text[first].upper() + self.text[first + 1 :]

    def _figure(self, part: str, credited: tuple[str, str] | None) -> None:
        amount = self.random.integers(3, 97) if part == "q" else int(10 ** self.random.uniform(0.7, 4))
        number = f"{amount:,}"
        self.figures.append(
            {
                "n": len(self.figures) + 1,
                "number": number,
                "start": len(self.text),
                "end": len(self.text) + len(number),
                "source": [credited[1]] if credited else None,
                "type": credited[0] if credited else None,
                "group": None,
            }
        )
        self.text += number
