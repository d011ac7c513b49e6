"""Who made a document that is a source."""

from __future__ import annotations

from itertools import product

import pytest

from analysis.article import Article, Span
from analysis.reading.rows import rows
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


@pytest.mark.parametrize(
    ("document", "maker"),
    [
        ("a Halden University poll released on Wednesday", "Halden University"),
        ("the Mori survey of 2,000 adults", "Mori"),
        ("a Daily Herald/Gallup poll", "Daily Herald/Gallup"),
        ("figures from the Office for National Statistics (ONS)", "Office for National Statistics"),
        ("a report by the Department of Veterans Affairs", "Department of Veterans Affairs"),
        ("polls in Halden and Leeds", None),
    ],
)
def test_words_behind_a_document_do_not_hide_who_made_it(document, maker):
    assert issuer(document) == maker


@pytest.mark.parametrize("document", ["a report", "the latest figures", "recent estimates"])
def test_a_document_that_does_not_tell_has_no_issuer(document):
    assert issuer(document) is None


def test_a_person_has_no_issuer():
    assert issuer("Maria Lopez of the audit office") is None


BODIES = ("FIL", "Police", "The Interior Ministry", "The hospital", "Gallup", "The World Bank", "The army")
COMPOUNDS = (
    "The {body} count put the dead at 52.",
    "{body} figures show that 70 were hurt.",
    "{possessor} own tally stood at 60.",
    "{possessor} report put the missing at 15.",
    "A {body} survey found that 45 percent were hurt.",
)


@pytest.mark.parametrize("first", [True, False])
def test_what_is_named_after_a_source_was_made_by_it(first):
    missed = []
    for body, compound in product(BODIES, COMPOUNDS):
        bare = body.removeprefix("The ")
        said = f"{body} said on Monday that 40 people had died."
        told = compound.format(body=bare, possessor=f"{body}'s")
        told = told[0].upper() + told[1:]
        tables = rows(Article(f"{said} {told}" if first else f"{told} {said}"))
        names = {source["source_id"]: source["name"].removeprefix("The ") for source in tables["sources"]}
        made = [names.get(source["issuer"]) for source in tables["sources"] if source["type"] == "document"]
        if made != [bare] or sum(name == bare for name in names.values()) != 1:
            missed.append((told, made))
    assert len(missed) <= 0.15 * len(BODIES) * len(COMPOUNDS), missed
