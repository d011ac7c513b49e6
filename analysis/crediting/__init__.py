"""Crediting: which attribution stands behind each quantity, whether it holds it or carries on to it."""

from analysis.crediting.crediting import credit

__all__ = ["credit"]
