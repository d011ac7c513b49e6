"""Tables for spreadsheets: cells that run nothing, CSV that Excel reads as UTF-8, and a workbook of all tables."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from analysis.article import InputError
from analysis.reading.schema import COLUMNS

WORKBOOK = "tables.xlsx"
"""The workbook's file."""

# Microsoft: Excel specifications and limits.
_MOST_ROWS, _MOST_COLUMNS, _LONGEST_CELL = 1_048_576, 16_384, 32_767
_MADE = datetime(1980, 1, 1)  # the date of every entry in the workbook, too: the same tables give the same bytes

# OWASP's list (CSV Injection): = + - @, also full-width, and tab, carriage return and line feed at the start. Invisible
# characters and quotation marks before a sign are dropped by some programs. The middle of a cell counts too: where the
# list separator is a semicolon, Excel breaks cells there and at line ends, whatever the quotation marks say; an import
# by spaces breaks them at these. After a space, dashes and numbers with a sign stay as they are.
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff"
_SIGN = r"[=+\-@＝＋－＠]"
_HARMLESS = rf"""(?:[+\-][+\-.,:;%\d)”’"']*+|{_SIGN})(?:\s|$)"""
_FORMULA_START = re.compile(
    rf"""^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?=["{_CONTROLS} ]*+{_SIGN})"""
    rf"""|(?<=[ ])(?!{_HARMLESS})(?=["{_CONTROLS}]*+{_SIGN})"""
)


class Spreadsheets(NamedTuple):
    """What is written for spreadsheets.

    With `excel`, CSV begins with a byte-order mark, without which Excel takes UTF-8 for another encoding; with `xlsx`,
    there is a workbook too.
    """

    excel: bool = False
    xlsx: bool = False

    @property
    def encoding(self) -> str:
        """The encoding of the CSV, by its name in Python."""
        return "utf-8-sig" if self.excel else "utf-8"


PLAIN = Spreadsheets()
"""CSV without a byte-order mark, and no workbook."""


def spreadsheet_cell(value: Any) -> Any:
    """`value` for a CSV cell: lists as JSON, null empty, and an apostrophe before what a spreadsheet would run."""
    value = _flat(value)
    if value is None:
        return ""
    return _FORMULA_START.sub("'", value) if isinstance(value, str) else value


def _flat(value: Any) -> Any:
    """`value`, a list as JSON and NaN as None."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return None if isinstance(value, float) and math.isnan(value) else value


class Workbook:
    """Writes tables into `tables.xlsx` in an existing folder: a sheet for each, in the order of the contract.

    Texts stay texts, whatever they begin with, also when a cell is edited. One that is too long for a cell is cut, and
    ends in an ellipsis. Raises `InputError` for a table of more rows or columns than a sheet has.
    """

    def __init__(self, folder: Path, tables: Mapping[str, pa.Schema]) -> None:
        from xlsxwriter import Workbook as Writer

        order = [*COLUMNS, "rejected"]
        self._columns = {name: tables[name].names for name in sorted(tables, key=order.index)}
        self._written = dict.fromkeys(tables, 0)
        for name, columns in self._columns.items():
            if len(columns) > _MOST_COLUMNS:
                raise _refused(f"{name}: {len(columns):,} columns, and a sheet of Excel has {_MOST_COLUMNS:,}")
        # Rows go to temporary files at once, which stay in this folder.
        self._book = Writer(folder / WORKBOOK, {"constant_memory": True, "tmpdir": str(folder)})
        self._book.set_properties({"created": _MADE})
        heading = self._book.add_format({"bold": True})
        self._as_text = self._book.add_format({"quote_prefix": True})
        self._sheets = {name: self._book.add_worksheet(name) for name in self._columns}
        for name, columns in self._columns.items():
            sheet = self._sheets[name]
            sheet.freeze_panes(1, 0)
            for number, column in enumerate(columns):
                sheet.write_string(0, number, _fitting(column), heading)

    def add(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        """Append rows (each a dict with its table's columns) to the sheets of the tables that are given."""
        for name in self._columns.keys() & rows.keys():
            sheet = self._sheets[name]
            for row in rows[name]:
                self._written[name] += 1
                if self._written[name] >= _MOST_ROWS:
                    raise _refused(f"{name}: over {_MOST_ROWS - 1:,} rows, more than a sheet of Excel has")
                for number, column in enumerate(self._columns[name]):
                    value = _flat(row.get(column))
                    if value is None:
                        continue
                    if isinstance(value, bool):
                        sheet.write_boolean(self._written[name], number, value)
                    elif isinstance(value, str):
                        text_format = self._as_text if _FORMULA_START.match(value) else None
                        sheet.write_string(self._written[name], number, _fitting(value), text_format)
                    else:
                        sheet.write_number(self._written[name], number, value)

    def close(self) -> None:
        """Write the file."""
        from xlsxwriter.exceptions import FileCreateError, FileSizeError

        try:
            self._book.close()
        except FileCreateError as error:  # it has no path and no number of its own
            raise error.args[0] from None
        except FileSizeError:
            raise _refused("over 4 GB, more than Excel reads") from None


def _refused(problem: str) -> InputError:
    return InputError(f"{WORKBOOK}: {problem}; give fewer articles at a time, or no --xlsx")


def _fitting(text: str) -> str:
    """`text`, or as much of it as a cell holds, which counts in UTF-16."""
    if len(text) <= _LONGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    return units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"
