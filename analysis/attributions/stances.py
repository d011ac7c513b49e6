"""Stances of a source: denial, refusal to comment, conspicuous silence, dispute or confirmation of another's figure."""

from __future__ import annotations

import re
from functools import cache, partial

from analysis.article.wordlists import word_lists

_NOT = r"\b(?:not|never|without|yet to|fail\w*|\w+n't)\b"
_SAID = r"(?:(?:he|she|it|they) )?(?:said|told|added|reported|not only)\b"
_REACH = 60
"""Characters at the beginning of the content that are searched for what is declined ("declined *to comment*")."""


def stance(cue: str, content: str) -> str:
    """The stance of an attribution from the words of its cue and content: asserts, denies, declines or silent."""
    cue, content = _plain(cue), _plain(content)
    for name in ("declines", "silent", "denies"):
        match = _patterns()[name].search(f"{cue} {content[:_REACH]}" if name == "declines" else cue)
        # A match that begins in the content is part of what is asserted: "said that they had not returned 40 calls".
        if match and match.start() <= len(cue) + 1:
            return name
    return "asserts"


def stance_on_another(cue: str, stance: str) -> str:
    """The stance where the content holds a figure that another is credited with: disputes, confirms, or as before."""
    cue = _plain(cue)
    if _patterns()["confirms"].search(cue) and stance in ("asserts", "denies"):
        return "confirms"
    return "disputes" if stance == "denies" or (stance == "asserts" and _patterns()["disputes"].search(cue)) else stance


def is_attitude(cue: str) -> bool:
    """Whether a cue is an attitude or an act towards what the article itself states: "*criticized* 40 arrests"."""
    return _patterns()["attitudes"].match(cue.lower()) is not None


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(lines.splitlines()).replace("NOT", _NOT).replace("SAID", _SAID))
        for name, lines in _tables().items()
    }


_tables = partial(word_lists, "analysis.attributions", "stances")
