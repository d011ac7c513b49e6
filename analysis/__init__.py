"""Figures in news articles: who says each one, how firmly, and whether they agree.

from analysis import read, read_many
read("seeds/secret-deployment.txt").claims
read_many(frame, text="body", id="nr").claims
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

# Before anything imports onnxruntime, here and in every process that is started from here: it would write an identifier
# of the machine to the user's cache, and send what it observes to its vendor.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# Before anything imports NumPy: its matrices here are small, and many articles are read by as many processes, whose
# threads would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__all__ = ["Article", "InputError", "Reading", "charts", "read", "read_many"]

_HOMES = {
    "Article": "analysis.article",
    "InputError": "analysis.article",
    "Reading": "analysis.reading",
    "read": "analysis.reading",
    "read_many": "analysis.corpus.many",
}


def __getattr__(name: str) -> Any:
    # Importing the package stays cheap: pandas and matplotlib wait until they are used.
    if name == "charts":
        return import_module("analysis.charts")
    if name == "__version__":
        from importlib.metadata import version

        return version("who-says-how-many")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'analysis' has no attribute '{name}'")
