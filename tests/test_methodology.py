"""What METHODOLOGY.md says of accuracy is what was measured."""

from __future__ import annotations

import json
import sys

import pandas as pd
from conftest import ROOT

from analysis.reading.datapackage import data_dictionary

sys.path.insert(0, str(ROOT / "notebooks" / "methods"))
import scoring


def test_the_accuracy_table_is_that_of_the_executed_notebook():
    measured = json.loads((ROOT / "reports" / "methods" / "accuracy.json").read_text("utf-8"))["headline"]
    methodology = (ROOT / "METHODOLOGY.md").read_text("utf-8")
    table = scoring.as_markdown(measured)
    assert f"{table}\n\n" in methodology, f"METHODOLOGY.md lacks this table:\n{table}"


def test_the_table_of_speed_is_that_of_the_executed_notebook():
    told = json.loads((ROOT / "reports" / "methods" / "performance.json").read_text("utf-8"))
    methodology = (ROOT / "METHODOLOGY.md").read_text("utf-8")
    report, kernels, from_nothing, bare_install = told["report"]
    pace = pd.DataFrame(told["stages"]).pivot(index="measure", columns="texts", values="words_per_second")
    few, *_, many = told["growth"]
    lines = [
        f"| report of the case study, beside its bare kernels | {report['seconds']:.1f} s, {kernels['seconds']:.1f} s; "
        f"{report['times']:.2f} times |",
        f"| the same from nothing, beside the bare install of the lock | {from_nothing['seconds']:.0f} s, "
        f"{bare_install['seconds']:.0f} s |",
        *(f"| {stage} | {row['news']:,.0f} | {row['invented']:,.0f} |" for stage, row in pace.iterrows()),
        f"| two workers beside one; two separate processes beside one | {told['workers'][0]['faster']:.2f}, "
        f"{told['workers'][0]['ceiling']:.2f} |",
        *(
            f"| {size['articles']:,.0f} articles: words a second, megabytes | {size['words per second']:,.0f}, "
            f"{size['megabytes']:,.0f} |"
            for size in (few, many)
        ),
    ]
    for line in lines:
        assert line in methodology, f"METHODOLOGY.md lacks {line}"


def test_the_data_dictionary_is_that_of_the_schema():
    methodology = (ROOT / "METHODOLOGY.md").read_text("utf-8")
    assert f"<!-- data dictionary -->\n\n{data_dictionary()}\n<!-- end of data dictionary -->" in methodology
