"""Computed words and tables as notebooks show them: HTML in which article text is always escaped."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from analysis import wording
from analysis.marks import PLAIN

# Importance beats JupyterLab's own rule, which aligns the cells of every table to the right.
_TABLE_STYLE = """
.analysis-table { border-collapse: collapse; font-size: .88em; margin: .5em 0 1em; }
table.analysis-table th, table.analysis-table td { text-align: left !important;
  vertical-align: top; padding: .35em .7em; border-bottom: 1px solid var(--line, #ddd);
  overflow-wrap: break-word; min-width: 2em; max-width: 28em; }
table.analysis-table th { border-bottom: 2px solid var(--muted, #888); white-space: nowrap; }
table.analysis-table th.number, table.analysis-table td.number { text-align: right !important;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
"""
_interactive = False


def interactive() -> None:
    """Make the next tables and DataFrames of this notebook sortable and searchable, without a network (itables)."""
    global _interactive
    os.environ["ITABLES_CONFIG"] = ""  # itables would read the pyproject.toml of the working directory
    from itables import init_notebook_mode

    init_notebook_mode(all_interactive=True, connected=False)
    _interactive = True


class Prose:
    """Sentences computed from the data, shown as one paragraph."""

    def __init__(self, *sentences: str) -> None:
        self.text = " ".join(sentence for sentence in sentences if sentence)

    def _repr_html_(self) -> str:
        return f'<p class="prose {PLAIN}">{escape(self.text)}</p>'

    def __repr__(self) -> str:
        return self.text


class Table:
    """Columns of a DataFrame for a reader; nulls as a dash, texts unabridged.

    `name` says what it is; `columns` maps the frame's columns to headings; `empty` is shown where there are no rows.
    `order` gives, for columns that are sorted by another column of the frame, that column. Where each row has a
    `quantity_id` of its own, that is its anchor: `claims-row-q1`.
    """

    def __init__(
        self,
        name: str,
        frame: pd.DataFrame,
        columns: dict[str, str],
        empty: str,
        order: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.headings = columns
        self.records = frame[list(self.headings)].to_dict("records")
        self.order = {column: frame[key].tolist() for column, key in (order or {}).items()}
        self.numeric = {name for name in self.headings if is_numeric_dtype(frame[name]) and frame[name].dtype != bool}
        self.empty = empty

    def _repr_html_(self) -> str:
        if not self.records:
            return f'<p class="prose">{escape(self.empty)}</p>'
        if _interactive:
            return self._sortable()
        head = "".join(
            f'<th scope="col"{self._class(name)}>{escape(heading)}</th>' for name, heading in self.headings.items()
        )
        return (
            f"<style>{_TABLE_STYLE}</style>\n"
            f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(self.name)}">\n'
            f'<table class="analysis-table {PLAIN}">\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{self._rows()}\n</tbody>\n</table>\n</div>"
        )

    def _rows(self) -> str:
        rows = []
        identities = [record.get("quantity_id") for record in self.records]
        anchored = all(isinstance(identity, str) for identity in identities) and len(set(identities)) == len(identities)
        for at, record in enumerate(self.records):
            cells = []
            for name, value in record.items():
                key = self.order[name][at] if name in self.order else value if name in self.numeric else None
                order = _attribute("data-order", _sort_key(key))
                cells.append(f"<td{self._class(name)}{order}>{_cell(name, value)}</td>")
            anchor = f"{self.name}-row-{identities[at]}" if anchored else None
            rows.append(f"<tr{_attribute('id', anchor)}>{''.join(cells)}</tr>")
        return "\n".join(rows)

    def _class(self, name: str) -> str:
        return _attribute("class", "number" if name in self.numeric else None)

    def _sortable(self) -> str:
        from itables import to_html_datatable

        cells = [[_cell(name, value) for name, value in record.items()] for record in self.records]
        frame = pd.DataFrame(cells, columns=list(self.headings.values()))
        return to_html_datatable(
            frame,
            allow_html=True,  # the cells were escaped above
            order=[],
            maxBytes=0,  # all rows, however long
            showIndex=False,
            classes=f"compact {PLAIN}",
            columnDefs=[{"className": "dt-left", "targets": "_all"}],
        )

    def __repr__(self) -> str:
        if not self.records:
            return self.empty
        return pd.DataFrame(self.records).set_axis(self.headings.values(), axis="columns").to_string(index=False)


def _attribute(name: str, value: str | None) -> str:
    return "" if value is None else f' {name}="{escape(value)}"'


def _sort_key(value: float | None) -> str | None:
    """A number as a sort key; unknown ones come first."""
    return None if value is None else "-inf" if pd.isna(value) else f"{value:.15g}"


def _cell(name: str, value: Any) -> str:
    if name in ("quantity_id", "claims", "part_of") and isinstance(value, str | list):
        return ", ".join(map(_link, [value] if isinstance(value, str) else value))
    return escape(_worded(value))


def _link(identity: str) -> str:
    """A quantity's id, as a link to its mark in the article."""
    return f'<a href="#{escape(identity)}">{escape(identity)}</a>'


def _worded(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return wording.number(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value)
