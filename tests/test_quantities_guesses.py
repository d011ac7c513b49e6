"""Numbers told loosely, over generated wordings: more than said ("6,000 plus"), guesses ("40, 50 or 60"), denials, sums as spoken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.article import Article
from analysis.quantities import find_quantities

ROUND = {"6,000": 6000, "40": 40, "250": 250, "Forty": 40, "Two hundred": 200, "3 million": 3e6}
NOUNS = {"residents": "resident", "cars": "car", "years": "year", "wounded": "person"}
BOUNDS = {
    "Upwards of": ("more_than", True),
    "More than": ("more_than", True),
    "At least": ("at_least", True),
    "Fewer than": ("less_than", False),
    "Up to": ("at_most", False),
}


def read(text: str) -> list[tuple[float | None, float | None, str, str | None]]:
    return [(one.low, one.high, one.modifier, one.unit) for one in find_quantities(Article(text))]


@pytest.mark.parametrize("number", ROUND)
@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("more", [" plus", "-plus", " or more"])
def test_a_round_number_may_be_told_to_be_more(number, noun, more):
    assert read(f"{number}{more} {noun} are left.") == [(ROUND[number], None, "at_least", NOUNS[noun])]


@pytest.mark.parametrize("rest", ["plus tips", "plus a pension", "plus interest"])
def test_what_is_added_leaves_the_number_as_it_is(rest):
    assert read(f"They were paid 17 {rest}.")[0][:3] == (17, 17, "exact")


@pytest.mark.parametrize("odd", ["or so", "-odd", "odd"])
@pytest.mark.parametrize("number", ["40", "300", "Forty"])
def test_a_number_may_be_told_to_be_about_so_much(number, odd):
    value = {"40": 40, "300": 300, "Forty": 40}[number]
    joint = "" if odd.startswith("-") else " "
    assert read(f"{number}{joint}{odd} men left.") == [(value, value, "approximate", "man")]


@pytest.mark.parametrize("bound", BOUNDS)
@pytest.mark.parametrize("last", ["or", "or perhaps", "or even", "or maybe"])
@pytest.mark.parametrize("several", [(110, 120, 145), (12, 17, 31), (3, 7)])
def test_guesses_share_the_bound_before_them(bound, last, several):
    *first, final = (f"{one},000" for one in several)
    modifier, below = BOUNDS[bound]
    found = read(f"{bound} {', '.join(first)} {last} {final} people came.")
    values = [one * 1000 for one in several]
    assert [(one[0] if below else one[1], one[2]) for one in found] == [(value, modifier) for value in values]
    assert all((one[1] if below else one[0]) is None for one in found)


@settings(max_examples=30)
@given(first=st.integers(min_value=1, max_value=8), noun=st.sampled_from(["goats", "ships", "days"]))
def test_three_guesses_that_follow_each_other_are_one_range(first, noun):
    low, high = 10 * first, 10 * first + 20
    assert read(f"There were {low}, {low + 10} or {high} {noun}.") == [(low, high, "range", noun.rstrip("s"))]


@pytest.mark.parametrize("article", ["A", "A further", "Another", "A good", "A full"])
@pytest.mark.parametrize(("scale", "value"), [("hundred", 100), ("thousand", 1000)])
def test_a_scale_word_may_be_described(article, scale, value):
    ((low, _, modifier, unit),) = read(f"{article} {scale} boats left.")
    assert (low, unit) == (value, "boat") and modifier == ("at_least" if article == "A good" else "exact")


@pytest.mark.parametrize("whole", [("two", 2), ("eleven", 11)])
@pytest.mark.parametrize("part", [("fifty", 50), ("twenty-five", 25)])
@pytest.mark.parametrize(("money", "code"), [("pounds", "GBP"), ("dollars", "USD"), ("euros", "EUR")])
@pytest.mark.parametrize("end", [".", " for a ticket.", ", she said."])
def test_a_sum_may_be_told_as_spoken(whole, part, money, code, end):
    value = pytest.approx(whole[1] + part[1] / 100)
    assert read(f"It costs {whole[0]} {money} {part[0]}{end}") == [(value, value, "exact", code)]


def test_two_numbers_behind_each_other_are_no_sum_where_the_second_counts():
    assert [one[3] for one in read("He gave two dollars fifty people wanted.")] == ["USD", "person"]


@pytest.mark.parametrize("claim", ["true", "the case", "correct"])
@pytest.mark.parametrize(
    ("bound", "denied"), [("more than", "at_most"), ("fewer than", "at_least"), ("at least", "less_than")]
)
def test_who_denies_that_a_bound_is_true_turns_it(claim, bound, denied):
    ((_, _, modifier, _),) = read(f"It is not {claim} that {bound} 70 ships sank.")
    assert modifier == denied
    ((_, _, modifier, _),) = read(f"It is {claim} that {bound} 70 ships sank.")
    assert modifier == bound.replace("fewer than", "less than").replace(" ", "_")


@pytest.mark.parametrize("verb", ["approved", "passed", "rejected"])
@pytest.mark.parametrize("noun", ["bill", "act", "rule"])
def test_both_sides_of_a_vote_are_kept_behind_what_is_voted_on(verb, noun):
    assert [one[::3] for one in read(f"Senators {verb} the {noun} 61 to 38.")] == [(61, "vote"), (38, "vote")]


@pytest.mark.parametrize("other", ["its rival", "the Greens", "and their ally", "the smaller party"])
@pytest.mark.parametrize("noun", ["seats", "votes", "towns"])
def test_another_who_is_told_of_without_the_noun_has_so_many_of_it(other, noun):
    assert [one[::3] for one in read(f"The party won 31 {noun}, {other} 28.")] == [
        (31, noun.rstrip("s")),
        (28, noun.rstrip("s")),
    ]


@pytest.mark.parametrize("day", ["Monday", "Tuesday", "Sunday"])
def test_a_number_in_brackets_behind_a_day_is_its_date(day):
    assert read(f"The polls, out on {day} (24), asked 900 people.") == [(900, 900, "exact", "person")]


@pytest.mark.parametrize("unit", ["hour", "mile", "year"])
@pytest.mark.parametrize(("part", "value"), [("three-quarters", 0.75), ("two-thirds", 2 / 3), ("a quarter", 0.25)])
def test_a_part_is_added_to_one(unit, part, value):
    article = "an" if unit == "hour" else "a"
    ((low, high, _, found),) = read(f"It took {article} {unit} and {part}.")
    assert low == high == pytest.approx(1 + value) and found == unit


@pytest.mark.parametrize("label", ["Room", "Bus", "Unit", "Train", "Class"])
@pytest.mark.parametrize("verb", ["holds", "carries", "seats", "needs"])
def test_what_a_numbered_thing_does_is_not_counted(label, verb):
    assert [one[::3] for one in read(f"{label} 214 {verb} 18 desks.")] == [(18, "desk")]


@pytest.mark.parametrize("verb", ["rejected", "defeated"])
@pytest.mark.parametrize("end", [".", ", officials said.", "; nobody spoke."])
def test_the_smaller_side_of_a_vote_may_come_first(verb, end):
    assert [one[::3] for one in read(f"Lawmakers {verb} the bill 54 to 71{end}")] == [(54, "vote"), (71, "vote")]
