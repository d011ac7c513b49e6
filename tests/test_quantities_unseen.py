"""Kinds of figures that were missed or misread in texts that nobody had seen, each beside what only looks like it."""

from __future__ import annotations

import pytest

from analysis.article import Article
from analysis.quantities import find_quantities


def read(text: str) -> list[tuple[float | None, float | None, str, str | None]]:
    return [(one.low, one.high, one.modifier, one.unit) for one in find_quantities(Article(text))]


def modifiers(text: str) -> list[str]:
    return [one.modifier for one in find_quantities(Article(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Inflation picked up to 4.2 percent in May.",
        "The death toll on the coast moved up to 231.",
        "The prize money has been put up to £4,000.",
        "Late bills brought the estimate up to €3.1 billion.",
        "It took the rate up to 90 percent.",
        "Toll of harbour fire up to 12",
    ],
)
def test_a_figure_that_moves_up_to_a_level_is_there(text):
    assert modifiers(text) == ["exact"]


@pytest.mark.parametrize(
    "text",
    [
        "The blast injured up to 20.",
        "The hall holds up to 300.",
        "They put up to 30 tents there.",
        "The crowd moved up to 30 barriers.",
        "The bus picked up to 20 children from the school.",
        "On Monday up to 40 died.",
        "Trains speed up to 120 km per hour.",
        "Toll reached up to 12",
        "Fines up to $500 loom.",
    ],
)
def test_up_to_is_a_bound_where_nothing_moves(text):
    assert modifiers(text) == ["at_most"]


@pytest.mark.parametrize(
    "text",
    [
        "Over six months, it fell.",
        "Over six months it came to little.",
        "Over six months the dealer sold nothing.",
        "Claims kept coming in over six months.",
        "It was spread over six months.",
    ],
)
def test_what_happens_over_a_time_takes_that_time(text):
    assert read(text) == [(6, 6, "exact", "month")]


@pytest.mark.parametrize(
    "text",
    [
        "They waited for over six months.",
        "Those waiting over six months get a letter.",
        "It was the worst month in over six months.",
        "They were not seen in over six months.",
        "Over six months have passed.",
        "Over six months of talks failed.",
        "Over six months ago it closed.",
    ],
)
def test_what_lasts_over_a_time_takes_more(text):
    assert read(text) == [(6, None, "more_than", "month")]


@pytest.mark.parametrize(
    "text",
    [
        "They lifted the toll of the storm on Monday from 8 to 13.",
        "They raised the amount that the town is to pay in the next four-year term from 8 to 13.",
        "He kept correcting himself, from 8 to 13.",
        "The fee: from 8 to 13",
        "It would lengthen the line from 8 to 13.",
    ],
)
def test_what_changes_from_one_figure_to_another_has_two(text):
    assert [figure[:3] for figure in read(text) if figure[3] != "year"] == [(8, 8, "exact"), (13, 13, "exact")]


@pytest.mark.parametrize(
    "text",
    [
        "Guesses range from 8 to 13.",
        "It rose sharply, to anywhere from 8 to 13.",
        "Tickets, from $8 to $13, are gone.",
        "From 8 to 13 boats sank.",
        "He faces a term, from 8 to 13 years.",
        "It had cost from $8 to $13.",
    ],
)
def test_what_lies_from_one_figure_to_another_has_one(text):
    assert [figure[:3] for figure in read(text)] == [(8, 13, "range")]


@pytest.mark.parametrize(
    "text",
    ["Over 5 miles (8 km) burned.", "It lost over $5 million (£4 million).", "It took over 60 hours (2 1/2 days)."],
)
def test_a_conversion_in_brackets_has_the_modifier_of_what_it_converts(text):
    assert modifiers(text) == ["more_than", "more_than"]


@pytest.mark.parametrize(
    "text",
    [
        "Some wait beyond 6 months (1,118).",
        "Over 300 homes (5 km from here) burned.",
        "There were over 40 firms ($4 million).",
    ],
)
def test_another_thing_in_brackets_has_its_own_modifier(text):
    assert modifiers(text) == ["more_than", "exact"]


@pytest.mark.parametrize(
    "text",
    [
        "The dead in the valley now number 41.",
        "The wounded now number 41.",
        "The dead in fact number 41.",
        "Sailors killed in the raid on both barracks now number 41",
        "The villagers, who number 41, sued.",
    ],
)
def test_the_verb_number_has_a_figure_behind_it(text):
    assert [figure[:3] for figure in read(text)] == [(41, 41, "exact")]


@pytest.mark.parametrize(
    "text",
    [
        "Bus number 10 was late.",
        "He went to school number 4.",
        "She is now number 3.",
        "The cars on route number 4 stopped.",
    ],
)
def test_the_noun_number_makes_a_label(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("The loss was nearly double what analysts expected.", "less_than"),
        ("Ice cost 30 taka, double the old price.", "exact"),
        ("It is close to double the number once assumed.", "approximate"),
        ("They paid more than double the fee.", "more_than"),
        ("They have double the votes.", "exact"),
    ],
)
def test_double_something_is_twice_as_much(text, modifier):
    assert read(text)[-1][2:] == (modifier, "times")


@pytest.mark.parametrize(
    "text",
    [
        "He was a double agent.",
        "They booked a double room.",
        "The toll may double.",
        "It will nearly double the fee.",
        "It is to close roads, double the fee and leave.",
        "It helped double the fee.",
        "Sales more than double the rest.",
    ],
)
def test_the_verb_and_the_adjective_double_are_no_figures(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Scores killed as bridge falls",
        "Rains: scores drown after boat overturns",
        "Scores were hurt in the crush.",
        "Scores feared dead in the mine.",
        "Storm kills scores, officers say",
        "They had seen scores of dead soldiers of the army.",
        "Heat kills scores of people.",
    ],
)
def test_scores_of_people_are_twenties(text):
    low, high, modifier, unit = read(text)[0]
    assert (low, high, modifier) == (40, None, "vague") and unit in ("person", "soldier")


def test_a_score_of_something_is_twenty():
    assert read("They burned a score of their lorries.") == [(20, 20, "exact", "lorry")]
    assert read("A score of dead lay there.") == [(20, 20, "exact", "person")]


@pytest.mark.parametrize(
    "text",
    [
        "He scores a goal.",
        "The scores of both were read.",
        "Higher scores of pupils were seen.",
        "A score of his own is played.",
        "A credit score of most buyers fell.",
        "Their exam scores were hurt by it.",
    ],
)
def test_results_and_music_are_no_twenties(text):
    assert read(text) == []


def test_the_height_of_a_score_is_the_figure():
    assert [low for low, *_ in read("He has a score of 40.")] == [40]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sales were a third higher than in May.", 1 / 3),
        ("Imports cost a ninth less than in March.", 1 / 9),
        ("Within a year an eighth of output was lost.", 1 / 8),
        ("About an eighth of the homes burned.", 1 / 8),
    ],
)
def test_parts_have_an_article_and_of_or_more_than(text, value):
    assert [(low, high, unit) for low, high, _, unit in read(text)] == [(value, value, "fraction")]


@pytest.mark.parametrize(
    "text", ["A third man was held.", "It was his eighth of the season.", "He took a third more serious risk."]
)
def test_ordinals_are_no_parts(text):
    assert read(text) == []


def test_a_plus_sign_is_no_telephone_number():
    assert read("Growth was put at +0.8 per cent, after +1.2% in May.") == [
        (0.8, 0.8, "exact", "percent"),
        (1.2, 1.2, "exact", "percent"),
    ]
    assert read("Call +49 30 901820 or write to +1.212.555.0123.") == []


@pytest.mark.parametrize(
    "text",
    [
        "At five in the morning we met.",
        "They attacked around two in the afternoon and left.",
        "It began at about 4 in the morning and went on.",
        "It was at prices in 2019 dollars.",
        "On 14. September 2031 it opens.",
        "Haro (0317.KS) fell.",
    ],
)
def test_hours_dates_tickers_and_years_of_prices_are_no_figures(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("They put the dead at 12 in the morning.", 12),
        ("Storms killed 5 in the morning and went.", 5),
        ("He paid a fine of 2000 dollars.", 2000),
        ("It fell (by 0.5) in May.", 0.5),
    ],
)
def test_figures_beside_a_time_stay(text, low):
    assert [figure[0] for figure in read(text)] == [low]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Two sisters, Mia (4) and Lena (6), live there.", [4, 6]),
        ("Anna Berg (41), Tom (9) and Lee Marsh (38) died.", [41, 9, 38]),
        ("The towns of Ashby (12) and Corby (9) lead.", []),
    ],
)
def test_numbers_behind_the_names_of_people_are_ages_if_one_is(text, ages):
    assert [figure.low for figure in find_quantities(Article(text)) if figure.kind == "age"] == ages


def test_a_point_of_a_list_in_brackets_is_no_figure():
    assert read("He must (1) sign it and (2) pay.") == []


def test_a_list_of_names_has_a_figure_for_each():
    lows = [low for low, *_ in read("The dead by state: Jarra 471, Bansa 236, New Yola 187 and Kogo 21.")]
    assert lows == [471, 236, 187, 21]
    figures = read("Acora had 27 dead, Churra 18, Angora 15, Huayo nine and Pampa province three.")
    assert [(low, unit) for low, _, _, unit in figures] == [(n, "person") for n in (27, 18, 15, 9, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "It flies the Boeing 747, Airbus 320.",
        "It runs on Windows 7, Windows 8 and Windows 10.",
        "They met on May 3, June 5 and July 8.",
    ],
)
def test_lists_of_products_and_dates_have_none(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("By the clinic's account 254 were hurt.", 254),
        ("Altogether 37 spent shells were found.", 37),
        ("She spoke to 812 Faroese.", 812),
        ("Some 160 Fulani had died there.", 160),
    ],
)
def test_bare_counts_are_no_names_or_labels(text, low):
    assert [figure[0] for figure in read(text)] == [low]


@pytest.mark.parametrize("text", ["Room 214 was empty.", "Case 40 was closed.", "The rapper 50 Cent came."])
def test_names_and_labels_stay(text):
    assert read(text) == []


@pytest.mark.parametrize("change", ["rose", "fell", "edged", "went", "was revised"])
@pytest.mark.parametrize(("one", "other"), [("5.1 percent", "5.4 percent"), ("40", "46 people"), ("£3", "£4")])
def test_from_one_level_up_to_another_gives_two_levels(change, one, other):
    assert modifiers(f"The figure {change} from {one} up to {other} in May.") == ["exact", "exact"]


def test_a_range_from_one_price_up_to_another_keeps_its_end_open():
    assert modifiers("Fares range from $5 up to $90.") == ["exact", "at_most"]


@pytest.mark.parametrize(
    "text",
    [
        "The bid rose to 47 pounds ($65.84) in cash.",
        "Holders get 21 pounds per share, and 26 pounds in new stock.",
        "It sells at 90 pence. The first one went for 12 pounds.",
        "The fund holds 3 million pounds. It gave 40 pounds to each family.",
    ],
)
def test_pounds_are_money_where_the_article_tells_of_sterling(text):
    assert all(unit.startswith("GBP") for *_, unit in read(text) if unit not in ("USD", "family"))


@pytest.mark.parametrize(
    "text", ["The parcel weighs 47 pounds.", "The dog lost 12 pounds (5.4 kg).", "It took 40 pounds of flour."]
)
def test_pounds_are_a_weight_elsewhere(text):
    assert read(text)[0][3] == "pound"


def test_what_stands_at_the_beginning_of_a_text_has_nothing_before_it():
    assert read("35m of its devices were sold; the zoom is 4x")[0] == (35e6, 35e6, "exact", "device")
    assert read("1/2 of them agree. It is 3/")[0][0] == 0.5


@pytest.mark.parametrize("bound", ["up to", "anything up to", "as much as"])
def test_a_denied_upper_bound_means_less(bound):
    assert modifiers(f"It will not cost {bound} $40.") == ["less_than"]


@pytest.mark.parametrize("number", ["61", "19", "nine"])
@pytest.mark.parametrize("person", ["a man", "a local woman", "the boy", "one girl", "another teenager"])
def test_a_person_of_a_number_is_of_that_age(person, number):
    assert read(f"The fire killed {person} of {number} in the town.")[-1][3] == "year"


@pytest.mark.parametrize("people", ["two boys", "the girls", "Women", "three local men", "youths", "anyone"])
def test_several_people_of_a_number_are_of_that_age(people):
    assert read(f"The rule is for {people} of 14 or more.")[-1] == (14, None, "at_least", "year")


TEAMS = ["Two groups of 12 met.", "The boys of 45 Commando sang to three packs of 12.", "Men of 9 nations met."]


@pytest.mark.parametrize(
    "text", ["A team of 61 flew in.", "The men of 40 villages left.", "A father of three died.", *TEAMS]
)
def test_no_age_is_told_of_a_group_or_of_what_is_counted(text):
    assert read(text)[-1][3] != "year"


@pytest.mark.parametrize("text", ["The others were boys not yet 13.", "Children not yet 13 ride free."])
def test_people_not_yet_of_an_age_are_younger(text):
    assert read(text) == [(None, 13, "less_than", "year")]


@pytest.mark.parametrize(
    "who", ["every pupil", "a driver", "Nobody", "anyone who is", "children who were still", "no one"]
)
@pytest.mark.parametrize("verb", ["pays", "may enter", "ran"])
def test_a_person_under_a_number_is_younger(who, verb):
    assert read(f"He said {who} under 18 {verb} there.") == [(None, 18, "less_than", "year")]


@pytest.mark.parametrize(
    "text", ["A player over 18 holes tires.", "A worker over 40 shifts tires.", "A man over 6ft sat."]
)
def test_what_a_person_does_over_a_number_of_things_is_no_age(text):
    assert "age" not in [one.kind for one in find_quantities(Article(text))]


PARTS = [
    ("Water was back in 3,200 out of 5,000 cottages.", (3200, "cottage"), (5000, "cottage")),
    ("Some 870 out of the 1,200 cottages stood empty.", (870, "cottage"), (1200, "cottage")),
    ("The court heard 14 out of 23 witnesses.", (14, "witness"), (23, "witness")),
    ("Rebels freed 12 of 30 hostages.", (12, "hostage"), (30, "hostage")),
    ("He missed two of 14 meetings.", (2, "meeting"), (14, "meeting")),
]


@pytest.mark.parametrize(("text", "part", "whole"), PARTS)
def test_a_part_counts_what_the_whole_counts(text, part, whole):
    assert [(low, unit) for low, _, _, unit in read(text)] == [part, whole]


@pytest.mark.parametrize(
    "text", ["Nine out of 10 cats", "45 out of 50 tests", "One out of 1,000 bulbs", "87 out of 120"]
)
def test_a_part_of_a_round_whole_or_of_an_unnamed_one_is_a_fraction(text):
    assert [unit for *_, unit in read(f"{text} failed.")] == ["fraction"]


@pytest.mark.parametrize(
    "text", ["A score of 7 of 12 is good.", "He spent two of 50 pounds.", "It read 40 of 12-page books."]
)
def test_no_part_is_of_what_is_no_larger_count(text):
    assert read(text)[0][3] is None


CHANGED = [
    "sweetened its bid",
    "upped the dividend",
    "padded the bank's limit",
    "extended their age limit",
    "prodded his fee",
]


@pytest.mark.parametrize("change", CHANGED)
def test_one_object_goes_from_one_level_to_another(change):
    assert [figure[:3] for figure in read(f"The firm {change} from $12 to $13.")] == [
        (12, 12, "exact"),
        (13, 13, "exact"),
    ]


@pytest.mark.parametrize("offer", ["sells its bags", "sells the bag", "sold bags", "prices a bag", "rents boats"])
def test_objects_are_sold_from_one_price_to_another(offer):
    assert read(f"The firm {offer} from $12 to $13.") == [(12, 13, "range", "USD")]


@pytest.mark.parametrize(
    "text", ["300 face eviction", "All 60 claim fraud", "Some 40 sign letter", "He said 12 face trial"]
)
def test_a_plural_number_without_a_determiner_counts_no_singular(text):
    assert [unit for *_, unit in read(f"{text}.")] == [None]


@pytest.mark.parametrize("hall", ["a 300 room hotel", "the new 300 room hotel", "its 300 room hotel"])
def test_a_plural_number_behind_a_determiner_measures_the_noun_after_its_own(hall):
    assert [unit for *_, unit in read(f"They opened {hall} today.")] == ["room"]


@pytest.mark.parametrize("aged", ["18-24 age group", "35 to 44 age bracket", "over-65 age group"])
def test_a_group_of_an_age_is_as_old_as_its_members(aged):
    assert [unit for *_, unit in read(f"It was lowest in the {aged}.")] == ["year"]
    assert [unit for *_, unit in read("It was lowest in over five age groups.")] == ["group"]


@pytest.mark.parametrize("ones", ["three ones", "three new ones", "three much older ones"])
def test_ones_are_of_what_was_named_before(ones):
    assert read(f"They lost 12 tanks and {ones}.")[1] == (3, 3, "exact", "tank")


OUTLETS = {
    "au": "AUD",
    "ca": "CAD",
    "nz": "NZD",
    "sg": "SGD",
    "hk": "HKD",
    "jm": "JMD",
    "uk": "USD",
    "us": "USD",
    "com": "USD",
    "eu": "USD",
}


@pytest.mark.parametrize(("end", "code"), OUTLETS.items())
@pytest.mark.parametrize("sum_", ["$640 million", "$3.50", "40 dollars", "two dollars"])
def test_a_dollar_is_that_of_the_outlet(sum_, end, code):
    article = Article(f"The hall cost {sum_}, the mayor said.", url=f"https://www.herald.co.{end}/news/1")
    assert [one.unit for one in find_quantities(article)] == [code]
    assert [one.unit for one in find_quantities(Article(article.text))] == ["USD"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("It cost US$5, or $8 here.", ["USD", "AUD"]),
        ("It cost A$8 here, and $5 abroad.", ["AUD", "USD"]),
        ("U.S. sales rose to $4 billion, American analysts said.", ["USD"]),
        ("U.S. analysts said that Australian mines in Australia cost $4 billion.", ["AUD"]),
        ("It cost $8 (U.S.) and £3.", ["USD", "GBP"]),
        ("A loaf costs 90 cents.", ["AUD"]),
    ],
)
def test_an_outlet_also_tells_of_other_dollars(text, units):
    found = find_quantities(Article(text, url="https://news.example.net.au/1"))
    assert [one.unit for one in found] == units
