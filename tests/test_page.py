"""What the report's page says of each figure, and the tables that it shows."""

from __future__ import annotations

from urllib.parse import unquote

import pandas as pd
import pytest

from analysis import Article, read, summary, view
from analysis.article import Span
from analysis.report.citing import citations
from analysis.report.notes import choices, notes, original

TEXT = "Flood\nOfficials said that about 1,200 people may have left. Mayor Ada Thorne put the damage at up to $4.5 million."


def test_a_note_says_what_a_figure_states_who_says_it_and_how_it_is_hedged():
    first, second = notes(read(Article(TEXT)))
    assert (first.quantity_id, first.paragraph, first.states, first.unit) == ("q1", 1, "about 1,200", "person")
    assert (first.source, first.source_type) == ("Officials", "unnamed group")
    assert first.hedged and first.hedges == ("may",)
    assert (first.worded, first.order, first.kind, first.disputed) == ("about 1,200 people", 1200, "count", False)
    assert second.order == 4.5e6  # its highest value, where it has no lowest
    assert (second.states, second.unit, second.hedged) == ("4.5 million or less", "USD", False)
    assert "1,200 people</mark>" in first.sentence and "damage" not in first.sentence


def test_figures_can_be_chosen_by_keys_in_which_nothing_of_the_article_stands():
    told = choices(notes(read(Article(TEXT))))
    assert told["source"] == {"Officials": "choice-1", "Ada Thorne": "choice-2"}
    assert told["kind"] == {"count": "choice-1", "money": "choice-2"}


def test_figures_that_others_put_otherwise_or_deny_are_disputed(monkeypatch):
    monkeypatch.setattr(summary, "SURE", 0)  # how sure the model is of them is another matter
    apart = notes(read(Article("Police said 40 people had died. Doctors said that 460 people had died. It cost $5.")))
    assert [note.disputed for note in apart] == [True, True, False]


def test_a_note_tells_what_was_corrected(article_file):
    path = article_file(TEXT)
    path.with_suffix(".corrections.toml").write_text(
        '[[change]]\nquote = "about 1,200"\nlow = 1300\nhigh = 1300\nreason = "recount"\nauthor = "A. Checker"\ndate = 2025-02-01\n'
    )
    first, second = notes(read(path))
    assert first.states == "about 1,300" and "low 1200 → 1300 (A. Checker: recount)" in first.corrections
    assert second.corrections == ()
    assert summary.stated(read(path)) == ["about 1,300 (corrected)", "4.5 million or less"]


@pytest.mark.parametrize(
    ("url", "words", "address"),
    [
        ("https://example.org/a?b=1", "about 1,200 people", "https://example.org/a?b=1#:~:text=Officials said that-,about 1,200 people,-may have left. Mayor"),
        ("https://example.org/a#part", "up to $4.5 million", "https://example.org/a#:~:text=put the damage at-,up to $4.5 million,-."),
        ("javascript:alert(1)", "about 1,200 people", None),
        (None, "about 1,200 people", None),
    ],
)  # fmt: skip
def test_a_figure_leads_to_its_words_in_the_original(url, words, address):
    start = TEXT.index(words)
    found = original(Article(TEXT, url=url), Span(start, start + len(words)))
    assert found is None if address is None else unquote(found) == address


def test_a_hyphen_in_a_text_fragment_is_no_sign_of_its_syntax():
    text = "It was well-known - 40 people left."
    start = text.index("40")
    assert original(Article(text, url="https://example.org"), Span(start, start + 2)).endswith(
        "#:~:text=It%20was%20well%2Dknown%20%2D-,40,-people%20left."
    )


FRAME = pd.DataFrame(
    {
        "quantity_id": ["q1", "q2"],
        "states": ["900 or more", "12,000"],
        "bound": [900.0, float("nan")],
        "ratio": [2.5, 3.0],
    }
)
SHOWN = {"quantity_id": "id", "states": "states", "ratio": "times"}


def test_a_table_sorts_by_value_and_anchors_its_rows():
    html = view.Table("claims", FRAME, SHOWN, empty="", order={"states": "bound"})._repr_html_()
    assert '<tr id="claims-row-q1"><td><a href="#q1">q1</a></td><td data-order="900">900 or more</td>' in html
    assert '<td data-order="-inf">12,000</td>' in html and '<td class="number" data-order="2.5">2.5</td>' in html


def test_rows_that_share_a_figure_have_no_anchor():
    frame = FRAME.assign(quantity_id=["q1", None])
    html = view.Table("corrections", frame, SHOWN, empty="")._repr_html_()
    assert "<tr>" in html and "corrections-row" not in html and "<td>–</td>" in html


def test_an_interactive_table_escapes_what_it_shows(monkeypatch):
    monkeypatch.setattr(view, "_interactive", True)
    frame = FRAME.assign(states=["<img src=x onerror=alert(1)>", "</script>"])
    html = view.Table("claims", frame, SHOWN, empty="")._repr_html_()
    assert "dt_args" in html and "<img" not in html and "\\u003c/script" not in html.split("dt_args")[0]
    assert "&lt;img" in html


def test_a_citation_tells_the_text_and_is_valid_bibtex():
    article = Article(
        "It rained.", "flood 1", title="Flood & {fire}: 100% \\ more", published="2025-02-01", publisher="The Post"
    )
    told = citations(article)
    assert article.sha256 in told["plain"] and "The Post, 2025-02-01" in told["plain"]
    assert told["bibtex"].startswith("@misc{flood-1,\n") and told["bibtex"].endswith("}")
    assert r"Flood \& \{fire\}: 100\% \textbackslash{} more" in told["bibtex"]
    assert "year = {2025}" in told["bibtex"]
