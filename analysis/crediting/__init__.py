"""Crediting: who stands behind each quantity, out of all who are named around it."""

from analysis.crediting.crediting import Credits, credit

__all__ = ["Credits", "credit"]
