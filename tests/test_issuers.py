"""Who made a document that is a source."""

from __future__ import annotations

from itertools import product

import pytest

from analysis.article import Article, Span
from analysis.sources import resolve_sources

MAKERS = ("the audit office", "the Ward Union", "Halden University", "the ministry", "the charity Handreach")
DOCUMENTS = ("report", "study", "survey", "review", "analysis")


class _Named:
    def __init__(self, start: int, end: int) -> None:
        self.source = (Span(start, end),)


def issuer(document: str) -> str | None:
    """The name of whoever made the document, out of a text that says no more."""
    text = f"{document[0].upper()}{document[1:]} says that 40 homes were lost."
    sources, (of,) = resolve_sources(Article(text), [_Named(0, len(document))])
    made = sources[of].issuer
    return None if made is None else sources[made].name


@pytest.mark.parametrize("wording", ["a {document} by {maker}", "figures from {maker}", "{maker}'s {document}"])
def test_a_document_tells_who_made_it(wording):
    missed = []
    for maker, document in product(MAKERS, DOCUMENTS):
        told = wording.format(maker=maker, document=document)
        found = issuer(told)
        if found is None or found.lower().removeprefix("the ") != maker.lower().removeprefix("the "):
            missed.append((told, found))
    assert len(missed) <= 5, missed


@pytest.mark.parametrize("document", ["a report", "the latest figures", "recent estimates"])
def test_a_document_that_does_not_tell_has_no_issuer(document):
    assert issuer(document) is None


def test_a_person_has_no_issuer():
    assert issuer("Maria Lopez of the audit office") is None
