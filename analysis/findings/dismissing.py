"""Checks that a person dismisses: they leave the table of checks, and the table of corrections says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from reprlib import repr as shortened

from analysis.article import InputError, Span, overlaps
from analysis.checks import Check
from analysis.findings.corrections import Correction, find_corrections
from analysis.findings.findings import Findings


def dismiss(findings: Findings) -> Findings:
    """The findings without the checks that the article's corrections dismiss, and a row of corrections for each.

    Raises `InputError` for a record whose words hold the figures of no check, of several, or of one dismissed already.
    """
    records = [record for record in find_corrections(findings.article) if record.action == "dismiss"]
    dismissed: dict[Check, Correction] = {}
    for record in records:
        check = _find_check(findings, record)
        if check in dismissed:
            raise InputError(
                f"{record.where}: dismisses the same check as {dismissed[check].where}; keep one of the two"
            )
        dismissed[check] = record
    rows = [
        record.row(findings.article.text, record.span, "verdict", f"{check.verdict} ({check.kind})", None, None)
        for check, record in dismissed.items()
    ]
    kept = [check for check in findings.checks if check not in dismissed]
    return replace(findings, checks=kept, corrections=[*findings.corrections, *rows])


def _find_check(findings: Findings, record: Correction) -> Check:
    """The check that a record names: the one that holds every figure whose number the quote touches."""
    text, quantities = findings.article.text, findings.quantities
    numbers = [Span(quantity.number_start, quantity.number_end) for quantity in quantities]
    quoted = {index for index, number in enumerate(numbers) if overlaps(record.span, number)}
    candidates = [check for check in findings.checks if quoted and quoted <= {*check.figures}]
    quote = shortened(record.span.of(text))
    if not candidates:
        raise InputError(
            f"{record.where}: no check is about the figures in {quote}; quote figures of one check, number included, "
            "or delete the record"
        )
    if len(candidates) > 1:
        checks = "; ".join(_figures(text, numbers, check.figures) for check in candidates)
        raise InputError(
            f"{record.where}: {len(candidates)} checks are about {quote}: {checks}; quote a figure of one alone"
        )
    return candidates[0]


def _figures(text: str, numbers: Sequence[Span], figures: Sequence[int]) -> str:
    return ", ".join(shortened(numbers[figure].of(text)) for figure in figures)
