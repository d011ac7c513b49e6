"""The tables of METHODOLOGY.md that are computed: the accuracy measured last, and the data dictionary."""

from __future__ import annotations

import json
from pathlib import Path

import scoring

from analysis.reading.datapackage import data_dictionary

PROJECT = Path(__file__).parents[2]


def with_tables(text: str) -> str:
    """METHODOLOGY.md's `text` with its tables computed anew, each between the two comments that bear its name.

    Raises `ValueError` where a comment is missing.
    """
    measured = json.loads((PROJECT / "reports" / "methods" / "accuracy.json").read_text("utf-8"))
    tables = {"accuracy": scoring.as_markdown(measured["headline"]), "data dictionary": data_dictionary()}
    for name, table in tables.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        for comment in (begin, end):
            if comment not in text:
                raise ValueError(f"METHODOLOGY.md: no line '{comment}', where a table begins or ends")
        before, after = text.partition(begin)[0], text.partition(end)[2]
        text = f"{before}{begin}\n\n{table}\n{end}{after}"
    return text


if __name__ == "__main__":
    file = PROJECT / "METHODOLOGY.md"
    file.write_text(with_tables(file.read_text("utf-8")), "utf-8")
