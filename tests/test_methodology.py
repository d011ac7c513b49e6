"""What METHODOLOGY.md says of accuracy is what was measured."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "notebooks" / "methods"))
import methodology


def test_what_is_computed_in_it_is_what_is_computed_now():
    text = (ROOT / "METHODOLOGY.md").read_text("utf-8")
    assert text == methodology.with_tables(text), "METHODOLOGY.md is out of date: make methodology"


def test_a_file_without_a_place_for_a_table_is_told():
    with pytest.raises(ValueError, match=r"METHODOLOGY\.md: no line '<!-- accuracy -->'"):
        methodology.with_tables("# Methodology\n")


def test_the_table_of_speed_is_that_of_the_executed_notebook():
    told = json.loads((ROOT / "reports" / "methods" / "performance.json").read_text("utf-8"))
    text = (ROOT / "METHODOLOGY.md").read_text("utf-8")
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
        assert line in text, f"METHODOLOGY.md lacks {line}"
