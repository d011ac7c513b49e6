"""Kinds of wording that real articles brought up, over generated numbers, units and nouns: one step from what was tested."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.article import Article
from analysis.quantities import find_quantities

WHOLE = st.integers(min_value=2, max_value=98)
MEASURES = {"km": "kilometre", "kg": "kilogram", "kWh": "kilowatt-hour", "MW": "megawatt", "mm": "millimetre"}
SPELLED = {"two": 2, "five": 5, "ten": 10, "eleven": 11, "thirty": 30, "forty-two": 42}


def read(text: str) -> list[tuple[float | None, float | None, str, str | None]]:
    return [(one.low, one.high, one.modifier, one.unit) for one in find_quantities(Article(text))]


def units(text: str) -> list[str | None]:
    return [unit for *_, unit in read(text)]


@settings(max_examples=40)
@given(number=WHOLE, scale=st.sampled_from([("bn", 1e9), ("m", 1e6), ("k", 1e3)]), unit=st.sampled_from([*MEASURES]))
def test_symbols_of_units_stand_behind_scales(number, scale, unit):
    letters, factor = scale
    value = number * factor
    assert read(f"In all it came to {number}{letters} {unit} last year.") == [(value, value, "exact", MEASURES[unit])]


@pytest.mark.parametrize("unit", ["km", "kg", "mm", "mph", "ml"])
@pytest.mark.parametrize("word", SPELLED)
def test_symbols_of_units_stand_behind_words(word, unit):
    ((low, _, _, found),) = read(f"It was {word} {unit} there.")
    assert low == SPELLED[word] and found is not None


@pytest.mark.parametrize("noun", ["US soldiers", "UN envoys", "T shirts"])
@pytest.mark.parametrize("word", SPELLED)
def test_no_symbol_is_seen_in_names_behind_words(word, noun):
    assert units(f"He saw {word} {noun} there.") == [noun.split()[1].rstrip("s")]


@pytest.mark.parametrize("unit", ["year", "hour", "mile", "inch"])
@pytest.mark.parametrize("word", SPELLED)
@pytest.mark.parametrize("part", ["three-quarter", "three-quarters", "a quarter", "a half"])
def test_parts_are_added_in_the_singular_and_the_plural(word, part, unit):
    value = SPELLED[word] + (0.75 if part.startswith("three") else 0.25 if "quarter" in part else 0.5)
    plural = "inches" if unit == "inch" else f"{unit}s"
    assert read(f"It took {word} and {part} {plural}.") == [(value, value, "exact", unit)]


@settings(max_examples=30)
@given(
    cents=WHOLE,
    noun=st.sampled_from(["loaf", "carton", "bottle", "ride", "mug"]),
    end=st.sampled_from([".", ", he said.", " in May."]),
)
def test_a_price_is_told_with_what_it_buys(cents, noun, end):
    assert read(f"It costs {cents} cents a {noun}{end}") == [(cents / 100, cents / 100, "exact", f"USD per {noun}")]


@pytest.mark.parametrize("after", ["time", "while", "spokesman"])
def test_what_no_price_is_for_is_no_rate(after):
    assert units(f"They gave him $40 a {after}.") == ["USD"]


@settings(max_examples=40)
@given(
    one=WHOLE,
    other=WHOLE,
    joint=st.sampled_from([", compared with ", ", up from ", ", down from ", " against ", ", versus ", " from "]),
    per=st.sampled_from(["per share", "a litre", "a barrel", "per head"]),
)
def test_two_levels_of_a_price_share_what_it_is_for(one, other, joint, per):
    found = units(f"The firm paid ${one} {per}{joint}${other} in May.")
    assert len(found) == 2 and found[0] == found[1] and " per " in found[0]


@settings(max_examples=30)
@given(
    base=st.sampled_from(["1,000", "10,000", "100,000"]),
    number=WHOLE,
    opening=st.sampled_from(["For every", "In every", "Out of every", "Of every"]),
)
def test_a_rate_may_begin_with_what_it_is_by(base, number, opening):
    ((low, _, _, unit),) = read(f"{opening} {base} women, {number} fall ill.")
    assert low == number and unit.endswith(f"per {base} women")


@pytest.mark.parametrize(
    ("small", "large", "factor"),
    [
        ("metres", "km", 1000),
        ("minutes", "hours", 60),
        ("months", "years", 12),
        ("grams", "kg", 1000),
        ("days", "weeks", 7),
    ],
)
@pytest.mark.parametrize("low", [2, 5, 6])
@pytest.mark.parametrize("high", [2, 3])
def test_a_range_may_end_in_a_larger_unit(low, high, small, large, factor):
    assert read(f"It takes {low} {small} to {high} {large}.") == [(low, high * factor, "range", small.rstrip("s"))]


@settings(max_examples=40)
@given(
    bound=st.sampled_from(["about ", "nearly ", "just over ", "as much as ", "at least ", "some ", ""]),
    verb=st.sampled_from(["rose", "fell", "climbed", "gained", "slid"]),
    by=st.sampled_from(["", "by "]),
    size=WHOLE,
)
def test_a_level_behind_a_change_is_no_end_of_a_range(bound, verb, by, size):
    first, second = find_quantities(Article(f"The index {verb} {by}{bound}{size} percent to 3,005.47 on Monday."))
    assert size in (first.low, first.high) and first.modifier != "range"
    assert first.trend == ("down" if verb in ("fell", "slid") else "up") and second.low == 3005.47


@settings(max_examples=30)
@given(ages=st.lists(st.integers(min_value=4, max_value=17), min_size=2, max_size=3))
@pytest.mark.parametrize("group", ["Two sisters,", "The boys,", "His children,", "The victims, aged"])
def test_several_people_have_several_ages(group, ages):
    told = f"{', '.join(map(str, ages[:-1]))} and {ages[-1]}"
    found = [one for one in read(f"{group} {told}, were found.") if one[3] != "sister"]
    assert found == [(age, age, "exact", "year") for age in ages]


@pytest.mark.parametrize(
    ("country", "name", "code"),
    [
        ("Sweden", "crowns", "SEK"),
        ("Norwegian", "crowns", "NOK"),
        ("Czech", "crowns", "CZK"),
        ("Colombia", "pesos", "COP"),
        ("Chilean", "pesos", "CLP"),
        ("Rwanda", "francs", "RWF"),
        ("Tanzania", "shillings", "TZS"),
        ("Nepal", "rupees", "NPR"),
        ("Algeria", "dinars", "DZD"),
    ],
)
@pytest.mark.parametrize("number", ["1.9 billion", "40,000", "61.8"])
def test_a_shared_name_of_currencies_is_that_of_the_country_in_the_text(country, name, code, number):
    assert units(f"The {country} firm reported a turnover of {number} {name}.") == [code]


@pytest.mark.parametrize("noun", ["jewels", "colonies", "dependencies"])
def test_what_belongs_to_a_crown_is_no_money(noun):
    assert units(f"Denmark has three crown {noun}.") == [
        {"dependencies": "dependency", "colonies": "colony"}.get(noun, "jewel")
    ]


def test_crowns_of_no_country_are_no_money():
    assert units("The dentist fitted two crowns.") == ["crown"]


@settings(max_examples=30)
@given(number=WHOLE, verb=st.sampled_from(["pass", "exceed", "surpass"]))
def test_what_is_yet_to_be_passed_is_not_passed(number, verb):
    assert read(f"The toll has yet to {verb} {number}.")[0][:3] == (None, number, "at_most")


@pytest.mark.parametrize(
    ("words", "bound"), [("at or below", "at_most"), ("at or under", "at_most"), ("at or above", "at_least")]
)
@pytest.mark.parametrize("number", [3, 40, 500])
def test_a_bound_may_take_in_the_number(number, words, bound):
    assert read(f"The level stayed {words} {number} mg.")[0][2] == bound


@pytest.mark.parametrize("word", SPELLED)
@pytest.mark.parametrize(("tail", "part"), [("five", 0.5), ("two five", 0.25), ("seven", 0.7)])
def test_decimals_in_words(word, tail, part):
    value = SPELLED[word] + part
    assert read(f"It rose {word} point {tail} percent.")[0][:2] == (value, value)


@pytest.mark.parametrize("degrees", [" degrees", " degrees Celsius", "C"])
@pytest.mark.parametrize("number", [2, 17, 30])
def test_degrees_below_zero_are_negative(number, degrees):
    assert read(f"It was {number}{degrees} below zero.")[0][0] == -number


@pytest.mark.parametrize("word", [*SPELLED, "12", "50"])
def test_a_grand_is_a_thousand(word):
    value = 1000 * SPELLED.get(word, 0) or 1000 * int(word)
    assert read(f"He paid {word} grand for it.")[0][0] == value


@pytest.mark.parametrize("dimension", ["deep", "long", "wide", "high", "tall"])
@pytest.mark.parametrize("space", ["", " "])
@pytest.mark.parametrize("number", [2, 30, 415])
def test_m_before_a_dimension_is_metres(number, space, dimension):
    text = f"The firm has 40m users. The hole is {number}{space}m {dimension}."
    assert read(text)[1] == (number, number, "exact", "metre")


@pytest.mark.parametrize("verb", ["rejected", "voted down", "defeated"])
@pytest.mark.parametrize(("small", "large"), [(48, 52), (12, 30)])
def test_a_vote_that_was_lost_keeps_both_sides(small, large, verb):
    assert read(f"Senators {verb} it {small}-{large}.") == [(n, n, "exact", "vote") for n in (small, large)]


@pytest.mark.parametrize("opening", ["On May 12", "Under 12", "In room 12", "On channel 4", "On flight 93"])
@pytest.mark.parametrize("number", [200, 500, 750])
def test_a_number_behind_a_name_is_no_thousands(number, opening):
    assert number in [low for low, *_ in read(f"{opening} {number} people came.")]


@pytest.mark.parametrize("bound", ["nearly", "over", "about", "some", "almost"])
@pytest.mark.parametrize(("scale", "value"), [("hundred", 100), ("thousand", 1000), ("million", 1e6)])
def test_a_scale_word_behind_a_bound_is_a_number(bound, scale, value):
    assert value in read(f"It drew {bound} {scale} people.")[0][:2]


@pytest.mark.parametrize("years", [3, 30, 40])
@pytest.mark.parametrize("state", ["has not been seen", "was not heard of", "had not been well"])
def test_how_long_something_was_not_so_is_no_denied_bound(state, years):
    assert read(f"It {state} for more than {years} years.") == [(years, None, "more_than", "year")]


@pytest.mark.parametrize("years", [3, 30])
@pytest.mark.parametrize("verb", ["cannot", "may not", "will not"])
def test_how_long_something_may_not_be_is_a_denied_bound(verb, years):
    assert read(f"It {verb} be closed for more than {years} years.") == [(None, years, "at_most", "year")]


@pytest.mark.parametrize("place", ["table", "desk", "stand"])
@pytest.mark.parametrize("number", [200, 500, 750])
def test_a_text_that_parts_thousands_by_commas_does_not_part_them_by_spaces(number, place):
    lows = [low for low, *_ in read(f"They had 1,250 guests. Around {place} 12 {number} people stood.")]
    assert number in lows and 12_000 + number not in lows


@pytest.mark.parametrize("figure", ["number", "toll", "attendance", "turnout"])
@pytest.mark.parametrize("number", [40, 2000, 31_000])
def test_a_figure_that_passes_a_number_is_more_than_that(number, figure):
    assert read(f"The {figure} passed {number} people on Monday.")[0][:3] == (number, None, "more_than")


@pytest.mark.parametrize("address", ["ann{}@post.org", "{}.help@news.example.com", "a-{}@b.net"])
@pytest.mark.parametrize("number", [40, 2000, 31])
def test_numbers_in_addresses_of_mail_are_no_figures(number, address):
    assert [low for low, *_ in read(f"Write to {address.format(number)} for 3 tickets.")] == [3]


@pytest.mark.parametrize("year", [3, 30])
def test_what_could_not_have_lasted_longer_is_bounded(year):
    assert read(f"It could not have been closed for more than {year} years.") == [(None, year, "at_most", "year")]


@settings(max_examples=20)
@given(number=WHOLE)
def test_pounds_are_paid_or_weighed(number):
    assert units(f"He paid {number} pounds for it.") == ["GBP"]
    assert units(f"It weighed {number} pounds at birth.") == ["pound"]
    assert units(f"The parcel, for £3, weighed {number} pounds.") == ["GBP", "pound"]


@pytest.mark.parametrize("word", ["test", "exam", "credit", "box"])
def test_scores_that_are_results_are_no_twenties(word):
    assert read(f"Their {word} scores fell in May.") == read(f"The {word} scores of pupils fell in May.") == []


@settings(max_examples=20)
@given(points=st.integers(min_value=2, max_value=30), level=st.integers(min_value=31, max_value=90))
@pytest.mark.parametrize("percent", ["percent", "per cent"])
def test_points_to_a_level_in_percent_are_percentage_points(points, level, percent):
    assert units(f"Support fell {points} points to {level} {percent}.") == ["percentage point", "percent"]


@settings(max_examples=20)
@given(small=st.integers(min_value=0, max_value=20), more=st.integers(min_value=1, max_value=20))
@pytest.mark.parametrize("verb", ["lost", "trailed", "were beaten"])
def test_the_score_of_a_game_that_was_lost_is_no_range(verb, small, more):
    assert read(f"They {verb} {small}-{small + more} at home.") == []


@pytest.mark.parametrize("noun", ["pupil", "household", "screen", "goalkeeper"])
@pytest.mark.parametrize("number", [3, 2.5, 140])
def test_per_takes_any_noun(number, noun):
    assert units(f"They spent ${number} per {noun} on it.") == [f"USD per {noun}"]


@pytest.mark.parametrize("length", ["The jump of", "The swimmer covered", "At a depth of", "A distance of"])
@pytest.mark.parametrize("number", [3, 45, 320])
def test_m_is_metres_in_sentences_about_lengths(number, length):
    assert units(f"The firm has 40m users. {length} {number}m was enough.")[1] == "metre"


@settings(max_examples=20)
@given(one=st.integers(min_value=30, max_value=60), other=st.integers(min_value=20, max_value=29))
@pytest.mark.parametrize("joint", [" and ", ", ", " to "])
def test_a_share_behind_another_needs_no_sign(one, other, joint):
    lows = [low for low, *_ in read(f"The poll gave Horak {one} percent{joint}Kral {other}.")]
    assert lows == [one, other]


@settings(max_examples=20)
@given(low=st.integers(min_value=2, max_value=40), noun=st.sampled_from(["copy", "ticket", "voter", "barrel"]))
@pytest.mark.parametrize("joint", ["between {}m and {}m", "from {}m to {}m", "{}m-{}m"])
def test_m_on_both_ends_of_a_range_is_millions_of_what_is_counted(joint, low, noun):
    plural = "copies" if noun == "copy" else f"{noun}s"
    text = f"They sold {joint.format(low, low + 1)} {plural} a year."
    ((at_least, at_most, modifier, unit),) = read(text)
    assert (at_least, at_most, modifier) == (low * 1e6, (low + 1) * 1e6, "range") and unit.startswith(noun)


@pytest.mark.parametrize(("yes", "no"), [("Ayes", "noes"), ("Yeas", "nays")])
@pytest.mark.parametrize("mark", [" ", ": "])
@pytest.mark.parametrize("numbers", [(230, 180), (12, 7)])
def test_ayes_and_noes_are_votes(numbers, mark, yes, no):
    first, second = numbers
    assert read(f"{yes}{mark}{first}, {no}{mark}{second}.") == [(n, n, "exact", "vote") for n in numbers]
    assert first > second


@pytest.mark.parametrize("dash", [" – ", " — ", " - "])
@pytest.mark.parametrize("number", [9, 40])
def test_a_dash_behind_a_word_parts_what_it_says(number, dash):
    assert (number, number, "exact", "percent") in read(f"Some were unwilling to name one{dash}{number}% in all.")


@pytest.mark.parametrize("mark", ['"', "“", "``", "'", "("])
@pytest.mark.parametrize("number", [40, 640_000])
def test_a_bound_opens_a_quotation(number, mark):
    assert read(f"He put it at {mark}at least {number}, he said.")[0][:2] == (number, None)
