"""Findings: all that is found in an article, by one pipeline of stages."""

from analysis.findings.claims import Claim, Disagreement, disagreements, is_hedged
from analysis.findings.explaining import Reason, explain
from analysis.findings.findings import Findings
from analysis.findings.pipeline import find

__all__ = ["Claim", "Disagreement", "Findings", "Reason", "disagreements", "explain", "find", "is_hedged"]
