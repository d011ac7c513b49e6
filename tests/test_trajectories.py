"""How a figure travels through articles: linked, first stated, repeated, revised, and what it loses on the way."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pandas as pd
import pytest
from conftest import ROOT

from analysis import Article, InputError, trajectories
from analysis.corpus import read_articles, write_tables
from analysis.trajectories.sourcing import wilson

DEMONSTRATION = ROOT / "seeds" / "demonstration"

# Three papers on one fire; the third hands on what the others say.
FIRE = [
    ("north-1", "North", "2030-05-01", "Fire in port\nPolice said fire injured up to 300 people. At least 12 people died, Mayor Ada Thorne said."),
    ("south-1", "South", "2030-05-02", "Fire in port\nThe blaze injured 300 people. Mayor Ada Thorne said 15 people had died, up from 12."),
    ("east-1", "East", "2030-05-03T08:00:00+01:00", "Smoke\nFifteen people died in the fire. The fire injured 40 people, police said. Some 15 boats burned."),
    ("east-2", "East", None, "Doctors\nDoctors said 21 people had died."),
]  # fmt: skip


def linked(articles, tmp_path, about: str = "") -> pd.DataFrame:
    write_tables(
        [Article(text, name, title=text.split("\n")[0], publisher=paper, published=day) for name, paper, day, text in articles],
        tmp_path / "tables",
    )
    return trajectories.link_claims(trajectories.open_tables(tmp_path / "tables"), about)


@pytest.fixture(scope="module")
def fire(tmp_path_factory) -> pd.DataFrame:
    return linked(FIRE, tmp_path_factory.mktemp("fire"))


def named(found: pd.DataFrame, word: str) -> str:
    (name,) = [name for name in found["topic"].dropna().unique() if word in name]
    return name


def trajectory(found: pd.DataFrame, word: str) -> pd.DataFrame:
    return trajectories.trajectory(found, named(found, word))


def test_claims_are_linked_by_unit_and_words_in_order_of_publication(fire):
    dead = fire[fire["topic"].eq(named(fire, "died"))]
    assert dead["article_id"].tolist() == ["north-1", "south-1", "south-1", "east-1", "east-2"]
    assert dead["low"].tolist() == [12, 15, 12, 15, 21]
    assert fire.loc[fire["text"].str.contains("boats"), "topic"].isna().all()


def test_a_repeat_loses_its_bound_and_its_source(fire):
    injured = trajectory(fire, "injured")
    assert injured["event"].tolist() == ["first", "repeat", "revision"]
    assert injured.loc[1, ["publisher", "of", "loses_bound", "loses_source"]].tolist() == ["South", 0, True, True]


def test_a_revision_is_an_interval_that_nobody_stated_before(fire):
    dead = trajectory(fire, "died")
    assert dead["event"].tolist() == ["first", "revision", "repeat", "repeat"]
    assert dead["loses_bound"].tolist() == [False, False, True, False]
    assert dead.loc[3, "loses_source"]


def test_an_article_without_a_date_has_no_place_in_a_trajectory(fire):
    assert "east-2" not in trajectory(fire, "died")["article_id"].tolist()


def test_who_repeats_whom_is_counted(fire):
    counted = trajectories.repeats(trajectory(fire, "died")).set_index(["publisher", "whom"])
    assert counted.loc[("East", "South")].tolist() == [1, 0, 1]
    assert counted.loc[("South", "North"), "loses_bound"] == 1


def test_a_source_may_deny_what_others_state(tmp_path):
    told = [(f"a-{n}", "A", f"2030-05-0{n}", f"Reports say {number} people died in the fire.") for n, number in ((1, 60), (2, 40))]
    denial = ("b-3", "B", "2030-05-03", "Mayor Ada Thorne denied that 60 people had died in the fire.")
    found = trajectory(linked([*told, denial], tmp_path), "died")
    assert found["event"].tolist() == ["first", "revision", "denial"]
    assert found.loc[2, ["of", "source_name"]].tolist() == [0, "Ada Thorne"]


def test_articles_can_be_chosen_by_their_titles(tmp_path):
    assert set(linked(FIRE, tmp_path, "FIRE")["article_id"]) == {"north-1", "south-1"}


def test_what_stands_in_one_article_alone_has_no_topic(tmp_path):
    found = linked([FIRE[0]], tmp_path)
    assert found["topic"].isna().all() and trajectories.topics(found).empty
    nothing = trajectories.trajectory(found, "anything")
    assert nothing.empty and trajectories.repeats(nothing).empty and "no dated figures" in trajectories.finding(nothing, "it")


def test_topics_tell_how_far_their_claims_lie_apart(fire):
    dead = trajectories.topics(fire).set_index("topic").loc[named(fire, "died")]
    assert dead[["claims", "articles", "lowest", "highest"]].tolist() == [5, 4, 12, 21]
    assert dead["ratio"] == 21 / 12 and not dead["compatible"]


def test_what_cannot_be_opened_is_told_in_one_line(tmp_path):
    with pytest.raises(InputError, match="lacks articles.parquet"):
        trajectories.open_tables(tmp_path)
    for table in ("articles", "quantities", "attributions", "sources", "claims"):
        (tmp_path / f"{table}.parquet").write_text("no Parquet")
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        trajectories.open_tables(tmp_path)


def test_a_table_may_be_a_folder_of_parts(tmp_path, fire):
    linked(FIRE, tmp_path)
    for path in list((tmp_path / "tables").glob("*.parquet")):
        table = pd.read_parquet(path)
        path.unlink()
        path.mkdir()
        table.iloc[:1].to_parquet(path / "part-00000.parquet")
        table.iloc[1:].to_parquet(path / "part-00001.parquet")
    again = trajectories.link_claims(trajectories.open_tables(tmp_path / "tables"))
    pd.testing.assert_frame_equal(again, fire)


# Sourcing -----------------------------------------------------------------------------------------------------------


def test_the_share_with_a_named_source_is_widened_by_what_is_misread(tmp_path):
    linked(FIRE, tmp_path)
    tables = trajectories.open_tables(tmp_path / "tables")
    (whole,) = trajectories.named_sources(tables, "all", 0.1).to_dict("records")
    low, high = wilson(whole["named"], whole["figures"])
    assert whole["share"] == 100 * whole["named"] / whole["figures"]
    assert (whole["low"], whole["high"]) == pytest.approx((max(100 * low - 10, 0), min(100 * high + 10, 100)))
    assert trajectories.named_sources(tables, "publisher", 0)["publisher"].tolist() == ["East", "North", "South"]
    assert trajectories.named_sources(tables, "day", 0)["day"].isna().sum() == 1
    assert trajectories.cited_sources(tables, 1)["name"].tolist() == ["Ada Thorne"]


@pytest.mark.parametrize(("hits", "of", "low", "high"), [(0, 10, 0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)])
def test_wilsons_interval_is_as_published(hits, of, low, high):
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_the_reading_error_is_the_one_that_was_measured():
    assert 0 < trajectories.reading_error() < 0.5


# Beside the truth of the demonstration corpus -----------------------------------------------------------------------

Statement = tuple[str, str, float | None, float | None]
"""Topic of the truth, article, low, high."""


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((DEMONSTRATION / "truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("demonstration")
    write_tables(read_articles([DEMONSTRATION / "articles.jsonl"]), folder)
    return trajectories.link_claims(trajectories.open_tables(folder))


def true_topics(found: pd.DataFrame, truth: dict) -> pd.Series:
    """The topic of the truth that each claim found is about, by where it stands."""
    topics = pd.Series(None, found.index, "object")
    ends = found["start"] + found["text"].str.len()
    for figure in truth["figures"]:
        start, end = figure["start"], figure["start"] + len(figure["quote"])
        here = found["article_id"].eq(figure["article"]) & found["start"].lt(end) & ends.gt(start)
        scale = 100 if figure["unit"] == "fraction" else 1
        bound, side = (figure["high"], "high") if figure["low"] is None else (figure["low"], "low")
        topics[here & (found[side] - bound * scale).abs().lt(1e-6)] = figure["topic"]
    return topics


def matched(found: pd.DataFrame, true: pd.Series) -> dict[str, str]:
    """The topics found by those of the truth that they share the most claims with, one to one."""
    pairs = pd.crosstab(found["topic"], true).stack().sort_values(ascending=False, kind="stable")
    matches: dict[str, str] = {}
    for topic, name in pairs[pairs > 0].index:
        if topic not in matches and name not in matches.values():
            matches[topic] = name
    return matches


def rates(found: Iterable, true: Iterable) -> tuple[int, int]:
    """Precision and recall in percent."""
    found, true = set(found), set(true)
    return round(100 * len(found & true) / len(found)), round(100 * len(found & true) / len(true))


def statements(rows: Iterable[dict], topic: str) -> list[tuple[Statement, dict]]:
    return [((topic, row["article"], *(None if pd.isna(row[side]) else round(row[side], 4) for side in ("low", "high"))), row)
            for row in rows]  # fmt: skip


def measure(found: pd.DataFrame, truth: dict) -> dict[str, tuple[int, int]]:
    """Precision and recall of claims linked, and of the statements of each kind and loss, over all topics."""
    true = true_topics(found, truth)
    matches = matched(found, true)
    told = [pair for name, topic in truth["topics"].items() for pair in statements(topic["trajectory"], name)]
    read = []
    for topic, name in matches.items():
        rows = trajectories.trajectory(found, topic)
        rows = rows.assign(article=rows["article_id"], of=rows["of"].map(rows["article_id"]))
        rows["loses"] = [["bound"] * int(bound) + ["source"] * int(source) for bound, source in rows[["loses_bound", "loses_source"]].to_numpy()]
        read += statements(rows.to_dict("records"), name)
    scores = {"linked": rates(found["topic"].map(matches).dropna().items(), true.dropna().items())}
    missed = len(truth["figures"]) - true.notna().sum()
    scores["linked"] = scores["linked"][0], round(scores["linked"][1] * true.notna().sum() / (true.notna().sum() + missed))
    for event in ("first", "revision", "denial"):
        scores[event] = rates(*([key for key, row in side if row["event"] == event] for side in (read, told)))
    scores["repeat"] = rates(*([(key, row["of"]) for key, row in side if row["event"] == "repeat"] for side in (read, told)))
    for loss in ("bound", "source"):
        scores[f"{loss} lost"] = rates(*([key for key, row in side if loss in row["loses"]] for side in (read, told)))
    return scores


def test_print(demonstration, truth):
    print(measure(demonstration, truth))
