"""Who can speak: whether a subject is a person, a group, an organisation or a document."""

from __future__ import annotations

import re

from analysis.attributions import lexicon
from analysis.attributions.candidates import Items
from analysis.attributions.passages import Passage
from analysis.attributions.phrases import LINKS

_ABSTRACT = re.compile(r"(?:[ts]ion|ment|ness|ity|[ae]nce|ship|ism|ing|ure|age|ology|graphy|dom|hood)s?$")
_PERSONAL = frozenset("he she they we i you who his her their our my".split())


def is_document(passage: Passage, source: Items) -> bool:
    """Whether a source is, or holds, a document: a report, a poll, images, footage."""
    return not lexicon.nouns("documents").isdisjoint(passage.words[source[0] : source[1]])


def can_speak(passage: Passage, source: Items) -> bool:
    """Whether a source may be one: its head is a name, a person's pronoun, or a noun for no thing or abstraction."""
    start, end = source
    for at in range(start + 1, end):
        if (
            passage.words[at] in LINKS
            and passage.tags[at] == "ADP"
            and passage.words[at - 1] not in ("release", "analysis", "group", "number")
        ):
            end = at
            break
    head = passage.words[end - 1]
    if (
        passage.tags[end - 1] == "PROPN"
        or _is_capital(passage, end - 1)
        or head in _PERSONAL
        or passage.words[source[0]] in _PERSONAL
    ):
        return True
    if head in lexicon.nouns("people") or head in lexicon.nouns("documents") or is_document(passage, source):
        return True
    return not _ABSTRACT.search(head) and head not in lexicon.nouns("things")


def _is_capital(passage: Passage, at: int) -> bool:
    """Whether an item is written with a capital letter that it has in mid-sentence too."""
    word = passage.spans[at].of(passage.text)
    return (
        word[0].isupper()
        and passage.tags[at] in ("NOUN", "ADJ", "VERB")
        and (at > 0 or word in passage.names)
    )
