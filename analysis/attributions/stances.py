"""Stances: denial, refusal to comment, and conspicuous silence."""

from __future__ import annotations

import re

_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|disput(?:e|es|ed|ing)|refut\w+|rebut\w*|repudiat\w+|disavow\w*"
    r"|denial|rebuff\w*)\b"
)
_DECLINES = re.compile(
    r"\b(?:declin|refus)(?:e|es|ed|ing) to (?:\w+ )?(?:answer|be interviewed|comment|confirm|disclose|discuss|elaborate"
    r"|identify|name|provide|release|reply|respond|reveal|say|speak|specify|speculate|talk)\b"
)
_KEEPS_SILENT = re.compile(
    r"\b(?:not|never|\w+n't|fail\w*|yet to)\b.*"
    r"\b(?:acknowledg|address|comment|confirm|disclos|discuss|elaborat|explain|identif|mention"
    r"|respond|reveal|said|say|specif)"
)
_REACH = 60
"""Characters of the content in which "declined" finds what it is that is declined."""


def stance(cue: str, content: str) -> str:
    """The stance of an attribution from the words of its cue and content: asserts, denies, declines or silent."""
    cue = " ".join(cue.lower().replace("’", "'").split())
    if _DECLINES.search(f"{cue} {content[:_REACH].lower()}"):
        return "declines"
    if _KEEPS_SILENT.search(cue):
        return "silent"
    return "denies" if _DENIES.search(cue) else "asserts"
