"""Texts in memory: one by `read(text=…)`, many by `read_many`."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pandas as pd
import pytest
from conftest import ROOT, SEED

import analysis
from analysis import InputError, read, read_many
from analysis.reading.schema import COLUMNS

TEXT = "Police said on Monday that over 1,000 people had fled the town, and that about 40 were missing."


def frame(**columns) -> pd.DataFrame:
    told = {
        "nr": [11, 12, 13],
        "body": [TEXT, None, TEXT],
        "section": ["a", "b", "c"],
        "day": pd.Timestamp("2025-01-31"),
    }
    return pd.DataFrame(told | columns)


# One


def test_a_text_is_read_with_what_is_known_of_it():
    reading = read(text=TEXT, title="Flood", publisher="The Daily", published=date(2025, 1, 31), url="https://x.org/1")
    told = reading.articles.loc[0, ["article_id", "title", "publisher", "published", "url"]].tolist()
    assert told == ["article", "Flood", "The Daily", "2025-01-31", "https://x.org/1"]
    assert reading.quantities["low"].tolist() == [1000, 40]
    assert reading.texts.empty, "the text is the caller's own"


@pytest.mark.parametrize(
    ("published", "read_as"),
    [
        (pd.Timestamp("2025-01-31"), "2025-01-31"),
        (pd.Timestamp("2025-01-31", tz="UTC"), "2025-01-31T00:00:00+00:00"),
        (pd.NaT, None),
        (float("nan"), None),
        ("", None),
    ],
)
def test_a_day_of_pandas_is_a_day_and_its_gap_none(published, read_as):
    assert read(text=TEXT, published=published).article.published == read_as


@pytest.mark.parametrize("source", [TEXT, TEXT * 30, f"Flood in the town\n\n{TEXT}"])
def test_a_text_is_not_taken_for_a_path(source):
    with pytest.raises(TypeError, match="read\\(text=…\\)"):
        read(source)


def test_an_address_is_not_taken_for_a_path():
    with pytest.raises(InputError, match=r"https://example.org/flood: an address; give it to who-says-how-many report"):
        read("https://example.org/flood")


def test_a_text_gives_what_its_file_gives():
    pd.testing.assert_frame_equal(read(text=SEED.read_text("utf-8")).claims.drop(columns="article_id"),
                                  read(SEED).claims.drop(columns="article_id"))  # fmt: skip


@pytest.mark.parametrize("given", [{}, {"source": SEED, "text": TEXT}, {"source": SEED, "title": "Flood"}])
def test_a_path_and_a_text_exclude_each_other(given):
    with pytest.raises(TypeError, match="read\\(\\) takes a path or an Article, or text="):
        read(**given)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": TEXT, "published": "03/04/2024"}, "published '03/04/2024': is no one day"),
        ({"text": "  "}, "article: empty"),
        ({"text": "Die Polizei teilte am Montag mit, dass mehr als 1.000 Menschen die Stadt verlassen hätten. " * 5}, "'de'"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_refused(given, told):
    with pytest.raises(InputError, match=told):
        read(**given)


# Many


@pytest.mark.parametrize("workers", [None, 2])
def test_tables_of_many_texts_merge_with_the_frame_that_they_came_from(workers):
    given = frame()
    readings = read_many(given, text="body", id="nr", workers=workers)
    assert all(readings.tables[name]["article_id"].dtype == given["nr"].dtype for name in (*COLUMNS, "rejected"))
    merged = given.merge(readings.claims, left_on="nr", right_on="article_id")
    assert merged[["nr", "section", "low"]].values.tolist() == [
        [11, "a", 1000], [11, "a", 40], [13, "c", 1000], [13, "c", 40],
    ]  # fmt: skip
    assert readings.rejected.to_dict("list") == {
        "article_id": [12],
        "reason": ["lacks a text; give it one, or leave it out"],
    }
    assert readings.articles["input_section"].tolist() == ["a", "c"]
    assert readings.articles["input_day"].dtype == given["day"].dtype, "further columns keep their type"
    alone = read(text=TEXT)
    for name in ("quantities", "attributions", "sources", "hedges", "disagreements"):
        of_one = readings.tables[name].query("article_id == 13").drop(columns="article_id").reset_index(drop=True)
        pd.testing.assert_frame_equal(of_one, alone.tables[name].drop(columns="article_id"))


def test_without_an_id_the_index_is_it():
    given = frame(body=TEXT).set_index("nr")
    assert read_many(given, text="body").articles["article_id"].tolist() == [11, 12, 13]
    assert read_many(given["body"]).articles["article_id"].tolist() == [11, 12, 13]
    assert read_many([TEXT, TEXT]).quantities["article_id"].tolist() == [0, 0, 1, 1]


def test_columns_that_tell_of_articles_are_read_as_such():
    readings = read_many(frame(published="1 March 2024", title="Flood"), text="body", id="nr")
    assert readings.articles[["title", "published"]].values.tolist() == [["Flood", "2024-03-01"]] * 2


def test_dates_of_publication_are_days_and_those_that_cannot_be_read_are_counted():
    days = [pd.Timestamp("2024-03-01"), pd.NaT, pd.Timestamp("2024-03-02 10:30")]
    told = read_many(frame(published=days, body=TEXT), text="body").articles["published"]
    assert told.dropna().tolist() == ["2024-03-01", "2024-03-02 10:30:00"]
    with pytest.warns(UserWarning, match="published: 2 dates are left out, such as '03/04/2024'"):
        read_many(frame(published=["03/04/2024", None, "March"], body=TEXT), text="body")


def test_a_text_that_is_a_file_name_harms_no_other():
    assert read_many([TEXT, "story.html"]).quantities["article_id"].tolist() == [0, 0]


def test_a_mapping_gives_ids_to_its_texts():
    assert read_many({"a": TEXT, 5: TEXT}).quantities["article_id"].tolist() == ["a", "a", 5, 5]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([str(SEED), None], "secret-deployment.txt: a file's name, not a text"),
        (["nowhere.md"], "nowhere.md: a file's name"),
        ([SEED], "a file's name"),
        (pd.DataFrame([[TEXT, TEXT]], columns=["text", "text"]), "two columns are called 'text'"),
        (pd.DataFrame([[TEXT, 1, 2]], columns=["text", "url", "url"]), "two columns are called 'url'"),
        (pd.DataFrame({"text": [TEXT], "a": 1, "b": 2}).set_index(["a", "b"]), "the index has several levels"),
    ],
)
def test_what_are_no_texts_with_ids_is_refused(texts, told):
    with pytest.raises(InputError, match=told):
        read_many(texts)


def test_a_text_may_end_in_the_name_of_a_file():
    assert len(read_many([f"{TEXT} The figures are in report.txt"]).quantities) == 2
    assert len(read_many(pd.DataFrame([[TEXT, 1, 2]], columns=["text", "x", "x"])).quantities) == 2


def test_texts_without_findings_and_no_texts_give_empty_tables():
    for texts in ([], ["The garden was quiet, and a cat slept on the wall."]):
        readings = read_many(texts)
        assert len(readings.articles) == len(texts) and readings.quantities.empty
        assert list(readings.quantities.columns) == [name for name, _, _ in COLUMNS["quantities"]]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"text": "text"}, "no column 'text'; there are 'nr', 'body', 'section', 'day'"),
        ({"text": "body", "id": "number"}, "no column 'number'"),
        ({"text": "body", "id": "same"}, "two texts have the id 1"),
        ({"text": "body", "id": "gaps"}, "row 1 has no id"),
    ],
)
def test_a_frame_that_cannot_be_merged_is_refused(options, told):
    given = frame(
        **{name: values for name, values in {"same": 1, "gaps": [1, None, 2]}.items() if name == options.get("id")}
    )
    with pytest.raises(InputError, match=told):
        read_many(given, **options)


def test_one_text_is_not_taken_for_many():
    with pytest.raises(TypeError, match="read\\(text=…\\)"):
        read_many(TEXT)


def test_a_notebook_shows_a_progress_bar_of_its_own():
    code = f"import ipykernel.zmqshell; from analysis import read_many; read_many([{TEXT!r}] * 2)"
    shell = "from IPython.testing.globalipapp import start_ipython; start_ipython();"
    done = subprocess.run([sys.executable, "-c", shell + code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "2/2" in done.stdout and done.stderr == ""


def test_a_script_without_a_terminal_shows_none(capfd):
    read_many([TEXT])
    assert capfd.readouterr() == ("", "")


def test_every_public_name_is_there_and_typed():
    assert all(getattr(analysis, name) for name in analysis.__all__)
    assert (ROOT / "analysis" / "py.typed").exists()
