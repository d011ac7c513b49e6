"""The marks that the networks of figures learn from and are judged by."""

from __future__ import annotations

import copy
import json
import sys

import numpy as np
import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "notebooks" / "methods"))
import passages
from excerpts import excerpt

LINES = (passages.ARTICLES / "choose.jsonl").read_text("utf-8").splitlines()
RECORD = next(record for record in map(json.loads, LINES) if any(figure["part_of"] for figure in record["figures"]))


def test_all_marks_are_in_order(capsys):
    folders = sorted(folder for folder in passages.FOLDER.iterdir() if folder.is_dir())
    assert passages.main(folders) == 0, capsys.readouterr().out
    assert "choose: 100 passages" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"group": "nowhere"}, "is not there"),
        ({"part_of": 10_000}, "which is not there"),
        ({"start": 10**6}, "does not stand behind"),
    ],
)
def test_a_slip_in_an_article_is_told(change, told):
    record = copy.deepcopy(RECORD)
    record["figures"][1] |= change
    assert any(told in problem for problem in passages.article_problems(record))


def test_an_article_of_another_text_is_refused(tmp_path):
    record = RECORD | {"corpus": "corpus", "article": "a"}
    (tmp_path / "corpus" / "text").mkdir(parents=True)
    (tmp_path / "corpus" / "text" / "a.txt").write_text("Another text.", "utf-8")
    (tmp_path / "marks.jsonl").write_text(json.dumps(record), "utf-8")
    with pytest.raises(ValueError, match=r"a in .* is not the one marked"):
        passages.load_articles(tmp_path / "marks.jsonl", tmp_path)


def test_no_article_is_marked_twice_or_judged_after_being_learned_from():
    names = {
        path.stem: [json.loads(line)["article"] for line in path.read_text("utf-8").splitlines()]
        for path in passages.ARTICLES.glob("*.jsonl")
    }
    told = [*names["learn"], *names["choose"], *names["blind"]]
    assert len(told) == len({*told})
    gold = (ROOT / "tests" / "gold").rglob("*.json")
    assert not {*told} & {json.loads(path.read_text("utf-8"))["article"] for path in gold}


def test_an_excerpt_is_marked_as_its_text_is():
    random = np.random.default_rng(0)
    made = [excerpt(passage, random) for passage in passages.load(passages.FOLDER / "learn")[:60]]
    for some in filter(None, made):
        text, figures = some.article.text, some.figures
        assert len(figures) > 1
        assert all(text[one["start"] : one["end"]] == one["number"] for one in figures)
        groups = [one["group"] for one in figures]
        assert all(groups.count(group["id"]) > 1 for group in some.groups)
        assert {one["part_of"] for one in figures} <= {None, *(one["n"] for one in figures)}
    assert len([*filter(None, made)]) > 50
