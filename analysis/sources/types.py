"""Types of sources, after the Markkula Center's sourcing schema (Vincent et al. 2024, arXiv 2501.00164)."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.sources import lexicon
from analysis.sources.mentions import DETERMINERS, Mention

_BODIES = frozenset(["police", "authorities", "media"])
_SHARES = frozenset(["percent", "%", "majority", "plurality", "half", "third", "quarter"])
_PREFIX = re.compile(r"^(?:Mc|Mac|O['’]|D['’]|De|Di|Du|La|Le|Van|Fitz|Mar|Al)(?=[A-Z])")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]")
_OF_AN_AGE = re.compile(r"[\w-]+-year-olds?")
_INITIALS_OF_MANY = re.compile(r"[A-Z]{2,}s")
"""Plural initials: "MPs", "NGOs"."""
_PUBLISHING = frozenset(["release", "publication"])
_GENERIC = frozenset(
    """some many most several other various recent early earlier initial the these those latest new unconfirmed local
    media news multiple first""".split()
)
"""Words that do not identify a report: "*some recent* reports"."""


def source_type(mention: Mention) -> str | None:
    """The type of a mention, not a pronoun, by its words alone; None where they leave it open."""
    if mention.name and mention.name.person:
        return "named_person"
    if _is_document(mention):
        return "unspecified" if _is_vague(mention) else "document"
    if mention.head in _BODIES or mention.head in lexicon.words("organizations", "nouns"):
        return _type_of_body(mention)
    people = _type_of_people(mention)
    if people:
        return people
    if mention.words == ("Q",):  # asks in an interview
        return "unspecified"
    if mention.name or mention.words[-1][0].isupper():
        return _type_of_name(mention)
    share = mention.head in _SHARES or mention.words[0][0].isdigit()
    return "unnamed_group" if share or lexicon.is_plural(mention.head) else None


def _type_of_body(mention: Mention) -> str:
    """The type of a body: "the bank" is one named before, "a bank" is any."""
    pointing_back = mention.definite and mention.head not in _BODIES
    return "named_organization" if mention.capitals or mention.name or pointing_back else "unnamed_group"


def _type_of_people(mention: Mention) -> str | None:
    """Whether a common noun means several people or one; None where it means neither."""
    if mention.head in lexicon.plurals("common", "roles") or mention.head in lexicon.words("common", "groups"):
        return "unnamed_group"
    determined = mention.words[0].lower() in DETERMINERS
    if mention.head in lexicon.words("common", "roles", *(["demonyms"] if determined else [])):
        return "anonymous_person"
    if lexicon.is_plural(mention.head) and not _is_named(mention):
        return "unnamed_group"
    return "anonymous_person" if _OF_AN_AGE.fullmatch(mention.head) else None


def _is_named(mention: Mention) -> bool:
    """Whether a plural is a name: its capital is not only that of a sentence or headline, as in "Insurers say"."""
    if len(mention.words) > 1:
        capitalized = mention.words[-1][0].isupper()
        return capitalized and not (mention.common and mention.head in lexicon.plurals("organizations", "nouns"))
    return not mention.common and mention.head not in lexicon.plurals("organizations", "nouns")


def _type_of_name(mention: Mention) -> str:
    """Whether a name without given name and title is a person, an organisation or a people."""
    lower = [word.lower() for word in mention.words]
    if _INITIALS_OF_MANY.fullmatch(mention.words[-1]):
        return "unnamed_group"
    if len(lower) == 1 and (lower[0] in lexicon.words("organizations", "states") or _has_inner_capital(mention)):
        return "named_organization"
    bodies = lexicon.words("organizations", "nouns", "trading", "metonyms", "countries")
    if lower[0] == "the" or mention.words[-1].isupper() or not bodies.isdisjoint(lower):
        return "named_organization"
    if lower[-1].endswith(("ans", "crats", "is", "ese", "ish")):
        return "unnamed_group"
    return "named_person" if len(lower) <= 3 else "named_organization"


def _has_inner_capital(mention: Mention) -> bool:
    """Whether a word is written as only firms and websites are ("RealClearPolitics"), not as a surname ("McCain")."""
    return _INNER_CAPITAL.search(_PREFIX.sub("", mention.words[-1])) is not None


def _is_document(mention: Mention) -> bool:
    head = mention.head
    if len(mention.words) > 1 and mention.words[-1][0].isupper():
        bodies = lexicon.words("organizations", "nouns")
        of_a_body = any(word.lower() in bodies and after in ("of", "for") for word, after in pairwise(mention.words))
        office = head == "survey" and mention.words[-2].lower() in lexicon.words("organizations", "surveys")
        if head in bodies or of_a_body or office:
            return False
    published = "of" in mention.words and not _PUBLISHING.isdisjoint(word.lower() for word in mention.words[:3])
    return published or head in lexicon.nouns("common", "documents") or head in lexicon.words("common", "vague")


def _is_vague(mention: Mention) -> bool:
    """Whether nothing identifies the document: "reports", "some estimates"."""
    vague = mention.head in lexicon.words("common", "vague") and not mention.told_apart
    if mention.definite and not mention.head.endswith("s"):
        return False  # "the report" is one that was named before, "the reports" may be any
    return vague and all(word.lower() in _GENERIC for word in mention.words[:-1])
