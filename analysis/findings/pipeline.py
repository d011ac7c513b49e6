"""From an article to all that is found in it: each stage takes the findings so far and returns them with its own."""

from __future__ import annotations

from dataclasses import replace

from analysis.agreement import compare, with_units
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
    findings = Findings(article, find_hedges(article), find_attributions(article), find_quantities(article))
    findings = join_claims(_united(_compared(findings)))
    return dismiss(_checked(correct(findings, _claimed)))


def _compared(findings: Findings) -> Findings:
    """With who is credited with each quantity, and the quantities compared.

    Both see the quantities as worded, without the units that one borrows from another: what is inferred by comparing
    figures must not decide how they compare.
    """
    article, quantities = findings.article, [quantity.as_worded() for quantity in findings.quantities]
    credits = credit(article, quantities, findings.attributions)
    return replace(findings, credits=credits, comparison=compare(article, quantities, credits.voices))


def _united(findings: Findings) -> Findings:
    """With the quantities; one that names no unit takes that of the figure that counts the same thing."""
    return replace(findings, quantities=with_units(findings.quantities, findings.comparison))


def _claimed(findings: Findings) -> Findings:
    """With the claims that follow from quantities that corrections changed."""
    return join_claims(_compared(findings))


def _checked(findings: Findings) -> Findings:
    """With the checks of the quantities that the article relates, as corrected."""
    wholes = [claim.about.part_of for claim in findings.claims]
    return replace(findings, checks=find_checks(findings.article, findings.quantities, wholes, findings.attributions))
