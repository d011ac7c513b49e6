"""What is done to another's figure: disputed or confirmed, told as such, and credited to its maker alone."""

from __future__ import annotations

from itertools import product

import pytest

from analysis.article import Article
from analysis.attributions import is_attitude, stance_on_another
from analysis.attributions.stances import stance
from analysis.reading.rows import rows

DISPUTING = ("disputed", "rejected", "denied", "questioned", "challenged", "cast doubt on", "contradicted", "dismissed")
CONFIRMING = ("confirmed", "corroborated", "verified", "acknowledged", "did not dispute", "does not deny")
MAKERS = ("the union's", "the charity's", "the army's", "the ministry's")
DOCUMENTS = ("estimate", "figure", "count", "toll")


@pytest.mark.parametrize("cue", DISPUTING)
def test_a_cue_of_doubt_disputes_anothers_figure(cue):
    assert stance_on_another(cue, stance(cue, "the union's estimate of 300 deaths")) == "disputes"


@pytest.mark.parametrize("cue", CONFIRMING)
def test_a_cue_of_assent_confirms_anothers_figure(cue):
    assert stance_on_another(cue, "asserts") == "confirms"


@pytest.mark.parametrize("cue", ["said", "told reporters", "added", "according to"])
def test_whoever_only_reports_anothers_figure_asserts(cue):
    assert stance_on_another(cue, "asserts") == "asserts"


@pytest.mark.parametrize("cue", ["criticized", "has sharply condemned", "praised", "welcomed"])
def test_an_attitude_is_none_to_a_figure(cue):
    assert is_attitude(cue) and not is_attitude(f"said they {cue}")


def test_whoever_rejects_a_figure_is_not_credited_with_it():
    wrong = []
    for (maker, document), cue in product(product(MAKERS, DOCUMENTS), ("rejected", "disputed", "dismissed", "denied")):
        text = f"The mayor {cue} {maker} {document} of 300 deaths. The mayor said it rains."
        (claim,) = rows(Article(text))["claims"]
        wrong += [text] if "mayor" in (claim["source_name"] or "").lower() else []
    assert len(wrong) <= 3, wrong
