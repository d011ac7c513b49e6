"""What METHODOLOGY.md says of accuracy is what was measured."""

from __future__ import annotations

import json

from conftest import ROOT


def test_the_accuracy_table_is_that_of_the_executed_notebook():
    measured = json.loads((ROOT / "reports" / "methods" / "accuracy.json").read_text("utf-8"))["headline"]
    methodology = (ROOT / "METHODOLOGY.md").read_text("utf-8")
    for row in measured:
        interval = "–" if row["low"] is None else f"{row['low']:.1f}–{row['high']:.1f}"
        line = f"| {row['measure']} | {row['texts'] or '–'} | {row['score']:.1f} | {interval} |"
        assert line in methodology, f"METHODOLOGY.md lacks {line}"
