"""The marks that the networks of figures learn from and are judged by."""

from __future__ import annotations

import copy
import json
import sys

import pytest
from conftest import ROOT

from analysis.article import Article

sys.path.insert(0, str(ROOT / "notebooks" / "methods"))
import passages
from variants import varied

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


@pytest.mark.parametrize("folder", ["learn", "short"])
def test_a_variant_is_marked_as_its_text_is(folder):
    made = [variant for passage in passages.load(passages.FOLDER / folder)[:60] for variant in varied(passage, 0)]
    assert made
    for variant in made:
        text, figures = variant.article.text, variant.figures
        assert all(text[one["start"] : one["end"]] == one["number"] for one in figures)
        groups = [one["group"] for one in figures]
        assert all(groups.count(group["id"]) > 1 for group in variant.groups)
        assert {one["part_of"] for one in figures} <= {None, *(one["n"] for one in figures)}


def test_numbers_of_different_things_coincide_in_a_renumbered_passage():
    text = "Police said 40 people died in Vale, doctors 46. In Dorn 31 died."
    marks = [
        {"n": n, "number": number, "start": text.index(number), "end": text.index(number) + 2, "low": int(number)}
        | {"high": int(number), "group": group, "part_of": None}
        for n, (number, group) in enumerate([("40", "A"), ("46", "A"), ("31", None)], 1)
    ]
    passage = passages.Passage(Article(text), marks, [{"id": "A", "kind": "disagreement"}])
    variant = next(varied(passage, 0))
    vale, doctors, dorn = (one["low"] for one in variant.figures)
    assert dorn in (vale, doctors) or vale == 31 or doctors == 31
    assert variant.article.text.startswith(f"Police said {vale} people died in Vale, doctors {doctors}.")
