"""From an article to all that is found in it: each stage takes the findings so far and returns them with its own."""

from __future__ import annotations

from dataclasses import replace

from analysis.agreement import with_units
from analysis.article import Article
from analysis.attributions import find_attributions
from analysis.checks import find_checks
from analysis.crediting import credit
from analysis.findings.claims import join_claims
from analysis.findings.correcting import correct
from analysis.findings.dismissing import dismiss
from analysis.findings.findings import Findings
from analysis.hedges import find_hedges
from analysis.quantities import find_quantities


def find(article: Article) -> Findings:
    """All that is found in an article, its corrections applied.

    Raises `InputError` for a correction that does not fit the article.
    """
    findings = Findings(article)
    for stage in (_hedged, _attributed, _quantified, claimed):
        findings = stage(findings)
    return dismiss(_checked(correct(findings, claimed)))


def _hedged(findings: Findings) -> Findings:
    return replace(findings, hedges=find_hedges(findings.article))


def _attributed(findings: Findings) -> Findings:
    return replace(findings, attributions=find_attributions(findings.article))


def _quantified(findings: Findings) -> Findings:
    """With the quantities; one that names no unit takes that of the figure that counts the same thing."""
    article = findings.article
    return replace(findings, quantities=with_units(article, find_quantities(article)))


def claimed(findings: Findings) -> Findings:
    """With who is credited with each quantity, and the claims that follow."""
    credits = credit(findings.article, findings.quantities, findings.attributions)
    return join_claims(replace(findings, credits=credits))


def _checked(findings: Findings) -> Findings:
    """With the checks of the quantities that the article relates, as corrected."""
    wholes = [claim.about.part_of for claim in findings.claims]
    return replace(findings, checks=find_checks(findings.article, findings.quantities, wholes, findings.attributions))
