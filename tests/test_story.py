"""What an article is said to say first, and which of its figures are the main ones."""

from __future__ import annotations

import pytest

from analysis import Article, read, summary
from analysis.quoting import Figure, words
from analysis.story import differences, figures, story
from analysis.vocabulary import SALIENCES


def told(text: str) -> list[str]:
    return [words(sentence) for sentence in story(read(Article(text)))]


def test_the_seeds_story_is_what_it_says_of_its_main_figures(seed):
    sentences = story(read(seed))
    estimates, intelligence, difference, doubt, silence = map(words, sentences)
    assert estimates == (
        "“Estimates suggest upwards of 12,000 North Korean soldiers have been deployed to aid Russia’s counteroffensive"
        " in Kursk, a region Ukraine seized control of in a surprise incursion last summer”."
    )
    assert intelligence == (
        "South Korean intelligence: “over 1,000 North Korean soldiers have been killed or wounded since their deployment …”."
    )  # fmt: skip
    assert difference == (
        "Figures differ: “over 1,000 North Korean soldiers” (South Korean intelligence) and “over 3,000” (Volodymyr Zelenskyy),"
        " 3 times apart."
    )
    assert doubt == "Hedged: “over 1,000 North Korean soldiers” and “upwards of 12,000 North Korean soldiers”."
    assert silence.startswith("Silent or disputing: the Kremlin (“silence on the matter”)")
    linked = [part.quantity_id for sentence in sentences for part in sentence if isinstance(part, Figure)]
    assert linked == ["q1", "q2", "q2", "q3", "q2", "q1"]


NEAR = "Police said 40 people had died. The doctors said that 46 people had died."


@pytest.fixture
def one_thing(monkeypatch):
    """What is compared at all is told to be of one thing: how sure the model is of it is another matter."""
    for module, name in ((differences, "POSSIBLY"), (summary, "SURE")):
        monkeypatch.setattr(module, name, 0)


def test_a_difference_is_told_with_both_ends_and_whoever_states_them(one_thing):
    assert told(NEAR)[-1] == "Figures differ: “40 people” (police) and “46 people” (the doctors)."
    assert told(NEAR.replace("46", "460"))[-1].endswith("(the doctors), 12 times apart.")


def test_a_difference_in_what_is_possibly_one_thing_says_so(one_thing, monkeypatch):
    monkeypatch.setattr(summary, "SURE", 2)
    assert told(NEAR)[-1] == (
        "Figures differ, possibly of the same thing: “40 people” (police) and “46 people” (the doctors)."
    )


def test_a_difference_that_is_not_sure_is_not_told(monkeypatch):
    monkeypatch.setattr(differences, "POSSIBLY", 2)
    assert told(NEAR) == ["Police: “40 people had died”.", "The doctors: “46 people had died”."]


def test_a_source_that_is_not_sure_is_not_named(one_thing, monkeypatch):
    monkeypatch.setattr(figures, "CREDITED", 2)
    assert told(NEAR) == [
        "“Police said 40 people had died”.",
        "“The doctors said that 46 people had died”.",
        "Figures differ: “40 people” and “46 people”.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Police said 40 people had died. Later the police said that 46 people had died.",  # one source
        "Police said that about 40 people had died. The doctors said that 41 people had died.",  # rounded
        "Police said 40 people had died. The doctors said that at least 35 people had died.",  # both may be right
        "Police said 40 to 90 people had died. The doctors said that up to 90 people had died.",  # one of the bounds
    ],
)
def test_figures_that_may_both_be_right_do_not_differ(text, one_thing):
    assert not any("differ" in sentence for sentence in told(text))


def test_a_value_is_of_whoever_states_it_first(one_thing):
    again = f"{NEAR} The mayor said that 40 people had died."
    assert told(again)[-1] == "Figures differ: “40 people” (police) and “46 people” (the doctors)."


def test_what_is_quoted_stands_in_the_article_word_for_word():
    text = "The town lies low. Officials in Marnek said on Friday, after a long night, that 1,200 people had left."
    assert told(text)[0] == "Officials in Marnek: “1,200 people had left”."


def test_a_clause_that_does_not_stand_alone_is_quoted_with_its_sentence():
    (quoted, *_) = told("The army, in a first bulletin, had spoken of seven dead policemen. It rained.")
    assert quoted == "“The army, in a first bulletin, had spoken of seven dead policemen”."


def test_who_is_quoted_behind_a_quotation_stands_in_it(monkeypatch):
    monkeypatch.setattr(figures, "CREDITED", 2)
    (quoted, *_) = told('"We put 3,200 shrouds into our vans," Ada Thorne said.')
    assert quoted == "“‘We put 3,200 shrouds into our vans,’ Ada Thorne said”."


def test_a_long_sentence_is_cut_at_its_commas_and_says_so():
    lead = (
        "While rain fell on the hills, on the plain, on the roads and on the sea, and "
        + "very " * 40
        + "long queues stood"
    )
    (quoted, *_) = told(f"{lead}, 450 people slept in the hall, and nobody complained of it at all.")
    assert quoted.endswith("“… 450 people slept in the hall, and nobody complained of it at all”.")


def test_a_name_is_told_without_what_is_added_to_it():
    (quoted, *_) = told("A nurse at the clinic in Dabbat, 17 kilometres away, said that 410 people had been treated.")
    assert "17" not in quoted.partition("“")[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It rained.", "The article states no figures; nothing in it is attributed to anybody."),
        ("Ada Thorne said it rained.", "The article states no figures; it cites Ada Thorne."),
        ("Some 40 people left. A fire burned 50 houses.", "The article: “A fire burned 50 houses”."),
        (
            "Some 40 people left. A fire burned 50 houses. The flood took 60 cows. It cost $700.",
            "Without a source: “$700”.",
        ),
        ("Ada Thorne said that 40 people left. Police said that 50 houses burned.", "Police: “50 houses burned”."),
    ],
)
def test_what_has_no_source_is_told(text, sentence):
    assert sentence in told(text)


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("The mayor said that 400 houses had burned, perhaps 500 houses.", True),
        ("The mayor estimates that 400 houses have burned.", True),
        ("The mayor said 400 houses had burned, and that more might come to light.", False),
    ],
)
def test_a_figure_is_told_as_hedged_where_the_hedge_is_its_own(text, hedged):
    assert any(sentence.startswith("Hedged") for sentence in told(text)) is hedged


def test_at_most_five_sentences_are_told(seed):
    assert len(story(read(seed))) <= 5


def salience(text: str) -> dict[str, str]:
    found = read(Article(text)).quantities
    assert set(found["salience"]) <= set(SALIENCES)
    return dict(zip(found["number_text"], found["salience"], strict=True))


def test_a_dateline_is_no_part_of_what_is_quoted():
    for dateline in ("ORSANA, March 11 (Wire) — ", "LAGOS - ", "BENGALURU: ", "Geneva - ", "PORT SELWYN, Oct. 19 -- "):
        sentences = told(f"Flood hits the plain\n\n{dateline}Some 4,200 people left the plain on Friday. It rained.")
        assert sentences[0].endswith(": “Some 4,200 people left the plain on Friday”."), dateline


def test_quotations_end_with_the_quotation_that_they_begin_in():
    (quoted, *_) = told('"We put 3,200 shrouds into our vans," Ada Thorne said, and nobody spoke for a long time.')
    assert quoted == "Ada Thorne: “We put 3,200 shrouds into our vans …”."
    (quoted, *_) = told('She greeted "300,000 colleagues" on the square.')
    assert "‘300,000 colleagues’" in quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"We sold 3,200 ladders in May," Ada Thorne said on Friday.', "Ada Thorne: “We sold 3,200 ladders in May”."),
        (
            "The fire destroyed 340 homes in two days, according to the fire service.",
            "The fire service: “The fire destroyed 340 homes in two days”.",
        ),
        (
            '"We lost 212 cows in two weeks," the herders told reporters.',
            "The herders: “We lost 212 cows in two weeks”.",
        ),
        (
            "\"The hall holds 900 people, and we call it 'the barn,'\" the mayor said.",
            "The mayor: “The hall holds 900 people, and we call it 'the barn'”.",
        ),
        (
            "The fire destroyed 340 homes in two days, according to the fire service, which has been criticised.",
            "The fire service: “The fire destroyed 340 homes in two days …”.",
        ),
        (
            "Some 4,000 workers walked out on Monday, the union said, adding that more would follow.",
            "The union: “Some 4,000 workers walked out on Monday …”.",
        ),
    ],
)
def test_an_ellipsis_stands_where_more_is_left_out_than_who_says_so(text, quoted):
    assert told(text)[0] == quoted


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Sea Rescue said that it rained.", "The article states no figures; it cites Sea Rescue."),
        ("Villagers said that it rained.", "The article states no figures; it cites villagers."),
        ("Labour said that it rained.", "The article states no figures; it cites Labour."),
        ("Bakers said that it rained. A firm, Bakers, is closed.", "The article states no figures; it cites Bakers."),
        ("Dutch officials said that it rained.", "The article states no figures; it cites Dutch officials."),
        (
            "The mill’s owner, Tarn AG, which funded the study, declined to say what it had cost.",
            "The mill’s owner, Tarn AG “declined to say what it had cost”.",
        ),
    ],
)
def test_a_name_stands_as_it_does_within_a_sentence(text, sentence):
    assert sentence in told(text)


def test_a_refusal_that_is_quoted_as_a_main_sentence_stands_once():
    sentences = told("The ferry operator denies that 12 people drowned. The ferry sank on Monday.")
    assert sum("denies" in sentence for sentence in sentences) == 1


def test_refusals_are_told_in_the_words_of_the_article():
    silence = told("Some 4,200 people left. The operator declined to comment on the report. The army denied it.")[-1]
    assert silence == "The operator “declined to comment on the report”; the army “denied it”."


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
