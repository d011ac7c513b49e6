"""What an article is said to say first, and which of its figures are the main ones."""

from __future__ import annotations

import pytest

from analysis import Article, read, summary
from analysis.quoting import Figure, words
from analysis.story import story
from analysis.vocabulary import SALIENCES


def told(text: str) -> list[str]:
    return [words(sentence) for sentence in story(read(Article(text)))]


def test_the_seeds_story_is_what_it_says_of_its_main_figures(seed):
    sentences = story(read(seed))
    estimates, intelligence, difference, doubt, silence = map(words, sentences)
    assert estimates == (
        "Estimates: “… upwards of 12,000 North Korean soldiers have been deployed to aid Russia’s counteroffensive in Kursk …”."
    )  # fmt: skip
    assert intelligence == (
        "South Korean intelligence: “over 1,000 North Korean soldiers have been killed or wounded since their deployment …”."
    )  # fmt: skip
    # How sure the model is that both are about one thing is another matter.
    assert difference.replace("may differ", "differ").startswith(
        "Sources differ: “over 1,000 North Korean soldiers” (South Korean intelligence) and “"
    )
    assert difference.endswith("over 3,000 …” (Volodymyr Zelenskyy), 3 times apart.")
    assert doubt.startswith("Hedged: “upwards of 12,000 North Korean soldiers” and “over 1,000 North Korean soldiers”;")
    assert silence.startswith("Silent or declining to say more: the Kremlin (“")
    linked = [part.quantity_id for sentence in sentences for part in sentence if isinstance(part, Figure)]
    assert linked == ["q1", "q2", "q2", "q3", "q1", "q2"]


def test_a_difference_that_is_not_sure_is_told_as_possible(monkeypatch):
    monkeypatch.setattr(summary, "SURE", 2)
    near = told("Police said 40 people had died. The doctors said that 46 people had died.")
    assert "Sources may differ: “40 people” (Police) and “46 people” (the doctors)." in near


def test_what_is_quoted_stands_in_the_article_word_for_word():
    text = "The town lies low. Officials in Marnek said on Friday, after a long night, that 1,200 people had left."
    assert told(text)[0] == "Officials in Marnek: “1,200 people had left”."


def test_a_quotation_holds_nothing_of_what_another_source_says(monkeypatch):
    monkeypatch.setattr(summary, "SURE", 2)
    (quoted, _) = told("The unions claimed 100,000 marchers and the police said 44,000 people had marched in Lund.")
    assert ("100,000" in quoted) != ("44,000" in quoted)


def test_a_long_clause_is_cut_at_its_commas_and_says_so():
    lead = (
        "While rain fell on the hills, on the plain, on the roads and on the sea, and "
        + "very " * 20
        + "long queues stood"
    )
    (quoted, *_) = told(f"{lead}, 450 people slept in the hall, and nobody complained of it at all.")
    assert quoted == "The article: “… 450 people slept in the hall, and nobody complained of it at all”."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It rained.", "The article states no figures; nothing in it is attributed to anybody."),
        ("Ada Thorne said it rained.", "The article states no figures; it tells what is said by Ada Thorne."),
        ("Some 40 people left. A fire burned 50 houses.", "No main figure has a source."),
        (
            "Ada Thorne said that 40 people left. A fire burned 50 houses.",
            "Without a source: “50 houses”.",
        ),
        ("Ada Thorne said that 40 people left. Police said that 50 houses burned.", "Every main figure has a source."),
    ],
)  # fmt: skip
def test_what_has_no_source_is_told(text, sentence):
    assert sentence in told(text)


def test_a_difference_is_told_with_both_ends_and_whoever_states_them(monkeypatch):
    monkeypatch.setattr(summary, "SURE", 0)  # how sure the model is of them is another matter
    near = told("Police said 40 people had died. The doctors said that 46 people had died.")
    assert "Sources differ: “40 people” (Police) and “46 people had died” (the doctors)." in near
    far = told("Police said 40 people had died. The doctors said that 460 people had died.")
    assert any(sentence.endswith("(the doctors), 12 times apart.") for sentence in far)


def salience(text: str) -> dict[str, str]:
    found = read(Article(text)).quantities
    assert set(found["salience"]) <= set(SALIENCES)
    return dict(zip(found["number_text"], found["salience"], strict=True))


def test_a_difference_is_between_what_two_sources_measure_alike(monkeypatch):
    monkeypatch.setattr(summary, "SURE", 0)
    again = told("Police said 40 people had died. Later the police said that 46 people had died.")
    assert not any("differ" in sentence for sentence in again)


def test_a_dateline_is_no_part_of_what_is_quoted():
    for dateline in ("ORSANA, March 11 (Wire) — ", "LAGOS - ", "Geneva - ", "PORT SELWYN, Oct. 19 -- "):
        sentences = told(f"Flood hits the plain\n\n{dateline}Some 4,200 people left the plain on Friday. It rained.")
        assert sentences[0].endswith(": “Some 4,200 people left the plain on Friday”."), dateline


def test_quotations_end_with_the_quotation_that_they_begin_in():
    (quoted, *_) = told('"We put 3,200 shrouds into our vans," Ada Thorne said, and nobody spoke for a long time.')
    assert quoted == "Ada Thorne: “We put 3,200 shrouds into our vans …”."
    (quoted, *_) = told('She greeted "300,000 colleagues" on the square.')
    assert "‘300,000 colleagues’" in quoted


def test_refusals_are_told_in_the_words_of_the_article():
    silence = told("Some 4,200 people left. The operator declined to comment on the report. The army denied it.")[-1]
    assert "the operator (“declined to comment on the report”)" in silence


FILLER = "It rained all night. The river rose. The bridge held. "


def test_ages_durations_and_small_counts_are_mentioned_in_passing():
    found = salience(
        f"{FILLER}Ada Thorne, 34, spoke for 90 minutes of 450 houses, two apologies, $5 and at least three wells."
    )
    assert found == {
        "34": "mentioned", "90": "mentioned", "450": "main", "two": "mentioned", "$5": "main", "three": "main"
    }  # fmt: skip


def test_small_counts_of_the_first_sentences_are_main_figures_and_ages_are_not():
    assert salience("Two people died in Marnek. A man, 34, was held.") == {"Two": "main", "34": "mentioned"}


def test_what_is_stated_otherwise_too_is_a_main_figure():
    found = salience(f"{FILLER}Police said four people had died. Doctors said that six people had died.")
    assert found == {"four": "main", "six": "main"}
