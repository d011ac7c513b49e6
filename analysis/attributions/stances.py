"""Stances: denial, refusal to comment, conspicuous silence; and what is done to another's figure."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_NOT = r"\b(?:not|never|without|yet to|fail\w*|\w+n't)\b"
_SAID = r"(?:(?:he|she|it|they) )?(?:said|told|added|reported|not only)\b"
_NO_STANCES = ("disputes", "confirms", "attitudes")
_REACH = 60
"""Characters of the content in which "declined" finds what it is that is declined."""


def stance(cue: str, content: str) -> str:
    """The stance of an attribution from the words of its cue and content: asserts, denies, declines or silent."""
    cue, content = (" ".join(words.lower().replace("’", "'").split()) for words in (cue, content))
    for name, pattern in _patterns().items():
        if name in _NO_STANCES:
            continue
        match = pattern.search(f"{cue} {content[:_REACH]}" if name == "declines" else cue)
        # What a content tells of somebody's silence is asserted: "said that they had not returned 40 calls".
        if match and match.start() <= len(cue) + 1:
            return name
    return "asserts"


def stance_on_another(cue: str, stance: str) -> str:
    """The stance of one whose content holds a figure that another is credited with: disputes, confirms, or as it is."""
    cue = " ".join(cue.lower().replace("’", "'").split())
    if _patterns()["confirms"].search(cue) and stance in ("asserts", "denies"):
        return "confirms"
    return "disputes" if stance == "denies" or (stance == "asserts" and _patterns()["disputes"].search(cue)) else stance


def is_attitude(cue: str) -> bool:
    """Whether a cue tells of an attitude or an act to what the article itself tells: "*criticized* 40 arrests"."""
    return _patterns()["attitudes"].match(cue.lower()) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(lines.splitlines()).replace("NOT", _NOT).replace("SAID", _SAID))
        for name, lines in _tables().items()
    }


@cache
def _tables() -> dict[str, str]:
    return tomllib.loads(files("analysis.attributions").joinpath("stances.toml").read_text("utf-8"))
