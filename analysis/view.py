"""Computed words and tables as notebooks show them: HTML in which article text is always escaped."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from analysis import summary

# Importance beats JupyterLab's own rule, which aligns the cells of every table to the right.
_TABLE_STYLE = """
.analysis-table { border-collapse: collapse; font-size: .88em; margin: .5em 0 1em; }
table.analysis-table th, table.analysis-table td { text-align: left !important;
  vertical-align: top; padding: .35em .7em; border-bottom: 1px solid #ddd;
  overflow-wrap: break-word; min-width: 2em; max-width: 28em; }
table.analysis-table th { border-bottom: 2px solid #888; white-space: nowrap; }
table.analysis-table td.number { text-align: right !important;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
"""
# Notebook front ends typeset dollar signs as formulas unless told not to; two prices in a row are none.
_PLAIN = "tex2jax_ignore mathjax_ignore"


class Prose:
    """Sentences computed from the data, shown as one paragraph."""

    def __init__(self, *sentences: str):
        self.text = " ".join(sentence for sentence in sentences if sentence)

    def _repr_html_(self) -> str:
        return f'<p class="prose {_PLAIN}">{escape(self.text)}</p>'

    def __repr__(self) -> str:
        return self.text


class Table:
    """The columns of a DataFrame that a reader is to see; nulls as a dash, spans of text unabridged.

    `name` says what it is; `columns` maps the frame's columns to headings; `empty` is what is said where there
    are no rows.
    """

    def __init__(self, name: str, frame: pd.DataFrame, columns: dict[str, str], empty: str):
        self.name = name
        self.headings = columns
        self.records = frame[list(self.headings)].to_dict("records")
        self.numeric = {name for name in self.headings if is_numeric_dtype(frame[name]) and frame[name].dtype != bool}
        self.empty = empty

    def _repr_html_(self) -> str:
        if not self.records:
            return f'<p class="prose">{escape(self.empty)}</p>'
        head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in self.headings.values())
        rows = "\n".join(
            f"<tr>{''.join(_cell(name, value, name in self.numeric) for name, value in record.items())}</tr>"
            for record in self.records
        )
        return (
            f"<style>{_TABLE_STYLE}</style>\n"
            f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(self.name)}">\n'
            f'<table class="analysis-table {_PLAIN}">\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
        )

    def __repr__(self) -> str:
        if not self.records:
            return self.empty
        return pd.DataFrame(self.records).set_axis(self.headings.values(), axis="columns").to_string(index=False)


def _cell(name: str, value: Any, numeric: bool) -> str:
    if name in ("quantity_id", "claims"):
        identities = [value] if isinstance(value, str) else value
        return "<td>" + ", ".join(map(_link, identities)) + "</td>"
    opening = '<td class="number">' if numeric else "<td>"
    return f"{opening}{escape(_worded(value))}</td>"


def _link(identity: str) -> str:
    """A quantity's id, leading to its mark in the article."""
    return f'<a href="#{escape(identity)}">{escape(identity)}</a>'


def _worded(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return summary.number(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)
