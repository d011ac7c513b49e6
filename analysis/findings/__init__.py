"""Findings: all that is found in an article, by one pipeline of stages."""

from analysis.findings.claims import Claim, Disagreement, disagreements, is_hedged
from analysis.findings.findings import Findings
from analysis.findings.pipeline import find

__all__ = ["Claim", "Disagreement", "Findings", "disagreements", "find", "is_hedged"]
