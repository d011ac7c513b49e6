"""Crediting: who stands behind each quantity, out of all who are named around it."""

from analysis.crediting.crediting import Credits, credit, probabilities, weigh

__all__ = ["Credits", "credit", "probabilities", "weigh"]
