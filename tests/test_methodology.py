"""What METHODOLOGY.md says of accuracy is what was measured."""

from __future__ import annotations

import json

from conftest import ROOT

from analysis.reading.datapackage import data_dictionary


def test_the_accuracy_table_is_that_of_the_executed_notebook():
    measured = json.loads((ROOT / "reports" / "methods" / "accuracy.json").read_text("utf-8"))["headline"]
    methodology = (ROOT / "METHODOLOGY.md").read_text("utf-8")
    for row in measured:
        interval = "–" if row["low"] is None else f"{row['low']:.1f}–{row['high']:.1f}"
        line = f"| {row['measure']} | {row['texts'] or '–'} | {row['score']:.1f} | {interval} |"
        assert line in methodology, f"METHODOLOGY.md lacks {line}"


def test_the_data_dictionary_is_that_of_the_schema():
    methodology = (ROOT / "METHODOLOGY.md").read_text("utf-8")
    assert f"<!-- data dictionary -->\n\n{data_dictionary()}\n<!-- end of data dictionary -->" in methodology
