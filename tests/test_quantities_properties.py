"""What holds of quantities in any text."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.article import Article
from analysis.quantities import find_quantities

PIECES = (
    "1 12 1,000 3.5 .5 ½ 2016 $ £ € US$ % percent per cent - – ~ < ( ) , . ; : / ' \" one two twenty hundred thousand million "
    "dozen dozens tens of a an the half third quarter thirds twice times and or to in out between from over nearly about up at "
    "least more than soldiers people years year-old -page aged m k bn km May March Section figure later put it them whom to "
    "\n \t fell by rose"
).split(" ")
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def below_thousand(number: int) -> str:
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (f"-{SMALL[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{SMALL[hundreds]} hundred" + (f" and {below_thousand(rest)}" if rest else "")


def spelled(number: int) -> str:
    groups = []
    for scale, word in (
        (10**12, " trillion"),
        (10**9, " billion"),
        (10**6, " million"),
        (1000, " thousand"),
        (1, ""),
    ):
        group, number = divmod(number, scale)
        if group:
            joint = "and " if scale == 1 and groups and group < 100 and groups[-1].endswith("thousand") else ""
            groups.append(joint + below_thousand(group) + word)
    return " ".join(groups) or "zero"


@settings(max_examples=150)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    )
)
def test_offsets_hold_and_values_are_finite(text: str) -> None:
    quantities = find_quantities(Article(text))
    end = 0
    for quantity in quantities:
        assert end <= quantity.number_start < quantity.number_end <= len(text)
        assert 0 <= quantity.start <= quantity.number_start
        assert quantity.number_end <= quantity.end <= len(text)
        end = quantity.number_end
        sides = [side for side in (quantity.low, quantity.high) if side is not None]
        assert sides and all(math.isfinite(side) for side in sides)
        if len(sides) == 2:
            assert quantity.low <= quantity.high


@settings(max_examples=100)
@given(st.integers(min_value=2, max_value=10**15 - 1))
def test_spelled_numbers_are_read_back(number: int) -> None:
    (quantity,) = find_quantities(Article(f"They counted {spelled(number)} votes."))
    assert (quantity.low, quantity.high, quantity.unit) == (number, number, "vote")


@settings(max_examples=100)
@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_digits_are_read_back(number: int) -> None:
    (quantity,) = find_quantities(Article(f"They counted {number:,} votes."))
    assert quantity.low == number


@pytest.mark.parametrize("space", [" ", "\N{NO-BREAK SPACE}"])
def test_any_white_space_parts_the_words_of_a_figure(space):
    text = "The number of soldiers in the region rose to 3,000".replace(" ", space)
    (found,) = find_quantities(Article(text))
    assert (found.low, found.unit) == (3000, "soldier")


def read(text: str) -> list[tuple[float | None, float | None, str, str | None]]:
    return [(found.low, found.high, found.modifier, found.unit) for found in find_quantities(Article(text))]


THIN = "\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}\N{FIGURE SPACE}"
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "R": "ZAR", "HK$": "HKD", "S$": "SGD", "A$": "AUD", "Rs ": "INR"}


@settings(max_examples=100)
@given(
    number=st.integers(min_value=1000, max_value=10**9),
    separator=st.sampled_from([" ", *THIN, "'", "’"]),
    sign=st.sampled_from([None, *SIGNS]),
)
def test_thousands_are_read_whatever_parts_them(number: int, separator: str, sign: str | None) -> None:
    digits = f"{number:,}".replace(",", separator)
    if sign is None:
        assert read(f"They sent {digits} troops to the border.") == [(number, number, "exact", "troop")]
    else:
        assert read(f"They sent {sign}{digits} to the border.") == [(number, number, "exact", SIGNS[sign])]


@settings(max_examples=50)
@given(cents=st.integers(min_value=100_000, max_value=10**11), separator=st.sampled_from([".", " ", *THIN, "'"]))
def test_decimal_commas_are_read_behind_parted_thousands(cents: int, separator: str) -> None:
    whole = f"{cents // 100:,}".replace(",", separator)
    (found,) = find_quantities(Article(f"The painting fetched {whole},{cents % 100:02} euros."))
    assert (found.low, found.unit) == (pytest.approx(cents / 100), "EUR")


@settings(max_examples=50)
@given(st.integers(min_value=10**6, max_value=10**9), st.integers(min_value=1000, max_value=99_999))
def test_a_text_that_parts_thousands_by_points_does_so_throughout(large: int, small: int) -> None:
    one, other = (f"{number:,}".replace(",", ".") for number in (large, small))
    assert [found.low for found in find_quantities(Article(f"It has {one} people and {other} homes."))] == [
        large,
        small,
    ]


ABBREVIATED = {"m": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "tr": 1e12, "k": 1e3}


@settings(max_examples=60)
@given(
    number=st.decimals(min_value=1, max_value=999, places=1),
    scale=st.sampled_from([*ABBREVIATED]),
    sign=st.sampled_from([sign for sign in SIGNS if sign != "Rs "]),
    space=st.sampled_from(["", " "]),
)
def test_abbreviated_scales_multiply_sums(number: object, scale: str, sign: str, space: str) -> None:
    space = "" if scale == "k" else space
    ((low, high, modifier, unit),) = read(f"The plan costs {sign}{number}{space}{scale} now.")
    assert low == high == pytest.approx(float(str(number)) * ABBREVIATED[scale])
    assert (modifier, unit) == ("exact", SIGNS[sign])


SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "hundred thousand": 1e5}


@settings(max_examples=60)
@given(number=st.integers(min_value=1, max_value=8), scale=st.sampled_from([*SCALES]), money=st.booleans())
def test_either_of_two_numbers_shares_the_scale(number: int, scale: str, money: bool) -> None:
    low, high = number * SCALES[scale], (number + 1) * SCALES[scale]
    if money and scale not in ("hundred", "hundred thousand"):
        for second in (f"${number + 1}", f"{number + 1}"):
            assert read(f"The plan costs ${number} or {second} {scale}.") == [(low, high, "range", "USD")]
    else:
        text = f"It hurt {SMALL[number]} or {SMALL[number + 1]} {scale} people."
        assert read(text) == [(low, high, "range", "person")]


PARTS = {"a half": 1 / 2, "one-half": 1 / 2, "a quarter": 1 / 4, "three-quarters": 3 / 4, "a third": 1 / 3}


@settings(max_examples=80)
@given(
    number=st.integers(min_value=2, max_value=19),
    part=st.sampled_from([*PARTS]),
    unit=st.sampled_from(["mile", "hour", "year", "litre", "metre", "acre"]),
)
def test_mixed_numbers_in_words(number: int, part: str, unit: str) -> None:
    expected = [(pytest.approx(number + PARTS[part]), pytest.approx(number + PARTS[part]), "exact", unit)]
    assert read(f"It took {SMALL[number]} and {part} {unit}s there.") == expected
    assert read(f"It took {SMALL[number]} {unit}s and {part} there.") == expected


@pytest.mark.parametrize("unit", ["hour", "year", "mile", "day", "acre", "page", "season"])
def test_one_and_a_half_around_the_unit(unit: str) -> None:
    article = "an" if unit[0] in "aeh" else "a"
    assert read(f"It took {article} {unit} and a half.") == [(1.5, 1.5, "exact", unit)]


MORE = ["more than", "over", "above", "higher than", "in excess of", "beyond"]
LESS = ["less than", "under", "below", "lower than"]
CLAUSES = [
    "The rate {} been {} {} percent.",
    "Inflation, the bank said, {} been {} {} percent.",
    "In May the share of the vote {} ever really been {} {} percent.",
]
NEGATED = "has not|hasn’t|has never|can hardly have|could scarcely have|cannot have|has, so far, not".split("|")


@settings(max_examples=100)
@given(
    clause=st.sampled_from(CLAUSES),
    negated=st.sampled_from(NEGATED),
    bound=st.sampled_from(MORE + LESS),
    number=st.integers(min_value=2, max_value=99),
)
def test_a_negated_bound_is_turned_round(clause: str, negated: str, bound: str, number: int) -> None:
    upper = bound in MORE
    expected = (None, number, "at_most") if upper else (number, None, "at_least")
    assert read(clause.format(negated, bound, number)) == [(*expected, "percent")]
    plain = (number, None, "more_than") if upper else (None, number, "less_than")
    assert read(clause.format("has", bound, number)) == [(*plain, "percent")]


VERBS = "exceed|go beyond|rise above|climb past|fall below|drop under|come to more than|be less than".split("|")


@settings(max_examples=100)
@given(
    verb=st.sampled_from(VERBS),
    negated=st.sampled_from(["did not", "will not", "may never", "would hardly", "didn't"]),
    again=st.sampled_from(["fail to", "never", "not"]),
    number=st.integers(min_value=2, max_value=99),
)
def test_negating_twice_gives_the_first_bound(verb: str, negated: str, again: str, number: int) -> None:
    first = read(f"The rate may {verb} {number} percent.")
    once = read(f"The rate {negated} {verb} {number} percent.")
    assert {first[0][2], once[0][2]} in ({"more_than", "at_most"}, {"less_than", "at_least"})
    assert read(f"The rate {negated} {again} {verb} {number} percent.") == first


@pytest.mark.parametrize(
    "text",
    [
        "He did not say more than 40 people had died.",
        "It is not clear whether more than 40 people died.",
        "She did not vote, but more than 40 people did.",
        "He did not leave because more than 40 people had come.",
        "There is no doubt more than 40 people died.",
        "Not only more than 40 people came.",
        "More than 40 people did not vote.",
        "They have no home; more than 40 people fled.",
    ],
)
def test_a_negation_ends_with_its_clause(text: str) -> None:
    assert read(text)[-1][:3] == (40, None, "more_than")


BOUNDS = {
    "up to": "at_most",
    "no more than": "at_most",
    "nearly": "less_than",
    "at least": "at_least",
    "more than": "more_than",
}


@settings(max_examples=60)
@given(
    bound=st.sampled_from([*BOUNDS]),
    low=st.integers(min_value=2, max_value=50),
    width=st.integers(min_value=1, max_value=40),
    joint=st.sampled_from(["-", "–", " to "]),
)
def test_a_bound_of_a_range_is_that_of_its_outer_end(bound: str, low: int, width: int, joint: str) -> None:
    sides = (None, low + width) if BOUNDS[bound] in ("at_most", "less_than") else (low, None)
    assert read(f"It takes {bound} {low}{joint}{low + width} days there.") == [(*sides, BOUNDS[bound], "day")]


@settings(max_examples=60)
@given(
    number=st.integers(min_value=2, max_value=400),
    base=st.sampled_from([1000, 10_000, 100_000]),
    joint=st.sampled_from(["per", "for every", "in every", "out of every", "per every"][:4]),
    nouns=st.sampled_from(
        [("deaths", "death", "births"), ("murders", "murder", "inhabitants"), ("beds", "bed", "residents")]
    ),
)
def test_rates_by_so_many_are_one_figure(number: int, base: int, joint: str, nouns: tuple[str, str, str]) -> None:
    counted, unit, those = nouns
    expected = [(number, number, "exact", f"{unit} per {base:,} {those}")]
    for written in (f"{base:,}", f"{base:,}".replace(",", " ")):
        assert read(f"There were {number} {counted} {joint} {written} {those}.") == expected


CURRENCIES = {"$": "USD", "€": "EUR", "A$": "AUD", "HK$": "HKD", "NZ$": "NZD", "S$": "SGD"}


@settings(max_examples=50)
@given(
    cents=st.integers(min_value=2, max_value=99),
    sign=st.sampled_from([*CURRENCIES]),
    rate=st.sampled_from(["", " per share"]),
)
def test_small_coin_is_in_the_currency_of_the_sum_beside(cents: int, sign: str, rate: str) -> None:
    _, coins = read(f"It earned {sign}2 billion, or {cents} cents{rate}, there.")
    unit = CURRENCIES[sign] + rate
    assert coins == (pytest.approx(cents / 100), pytest.approx(cents / 100), "exact", unit)


@settings(max_examples=30)
@given(st.integers(min_value=2, max_value=19), st.integers(min_value=1, max_value=99))
def test_whole_money_and_small_coin_are_one_sum(whole: int, cents: int) -> None:
    for text, unit in (
        (f"It cost {SMALL[whole]} dollars and {below_thousand(cents)} cents.", "USD"),
        (f"It cost {whole} euros and {cents} cents.", "EUR"),
        (f"It cost {whole} pounds and {cents} pence.", "GBP"),
    ):
        ((low, _, _, found),) = read(text)
        assert (low, found) == (pytest.approx(whole + cents / 100), unit)


@settings(max_examples=50)
@given(
    year=st.integers(min_value=1950, max_value=2049),
    preposition=st.sampled_from(["in", "since", "during", "by"]),
    level=st.sampled_from(["4.1 million bicycles", "9,000 bicycles", "45 percent", "$3 billion", "300 bicycles"]),
)
def test_a_year_is_no_end_of_a_range(year: int, preposition: str, level: str) -> None:
    found = read(f"Sales rose 12% {preposition} {year} to {level}.")
    assert [low for low, *_ in found] == [
        12,
        {"4": 4.1e6, "9": 9000, "$": 3e9, "3": 300}.get(level[0], 45) if level[:2] != "45" else 45,
    ]


@settings(max_examples=30)
@given(st.integers(min_value=10, max_value=99))
def test_years_in_words_are_no_figures(year: int) -> None:
    assert read(f"It was built in nineteen {below_thousand(year)}.") == []


DIGIT = st.sampled_from("0123456789")
PHONES = [
    "+49 ## ######", "+44 (0)## #### ####", "+1 2## ### ####", "+81-#-####-####", "0300 ### ####", "020 #### ####", "(0##) #### ####", "01 ## ## ## ##",
    "1800 ### ###", "1-800-###-####", "(2##) ###-####", "91-##-####-####", "0##-#######",
]  # fmt: skip


@settings(max_examples=100)
@given(
    st.sampled_from(PHONES),
    st.lists(DIGIT, min_size=12, max_size=12),
    st.sampled_from(["Call {} now.", "Her number is {}, she said."]),
)
def test_telephone_numbers_are_no_figures(phone: str, digits: list[str], text: str) -> None:
    rest = iter(digits)
    assert read(text.format("".join(next(rest) if sign == "#" else sign for sign in phone))) == []


@settings(max_examples=60)
@given(
    name=st.sampled_from(
        ["ISO 9001", "ISO 9001-2", "IEC 62304", "ISO/IEC 27001", "EN 50126-1", "DIN 4102", "RFC 2616", "ASTM D638"]
    ),
    text=st.sampled_from(["The plant meets {} and makes 40 engines.", "Under {} rules it makes 40 engines."]),
)
def test_standards_are_no_figures(name: str, text: str) -> None:
    assert [low for low, *_ in read(text.format(name))] == [40]


@pytest.mark.parametrize(
    "name", ["737 Max jets", "787 Dreamliners", "Falcon 9 rockets", "Boeing 747 jets", "Mazda 3 sedans"]
)
@pytest.mark.parametrize("number", ["two", "12 new", "three old"])
def test_products_are_counted_not_read(name: str, number: str) -> None:
    ((low, _, _, unit),) = read(f"The firm bought {number} {name} there.")
    assert low == {"two": 2, "12 new": 12, "three old": 3}[number]
    assert unit.lower() == name.split()[-1][:-1].lower()


@settings(max_examples=60)
@given(
    lost=st.integers(min_value=1, max_value=200),
    lead=st.integers(min_value=1, max_value=99),
    text=st.sampled_from([
        "The House passed it {}-{}.", "The council voted {}-{} for it.", "It passed by {} votes to {}.", "The vote was {} to {}.",
        "Lawmakers approved the bill by a vote of {} to {}.", "It was a {}-{} vote.", "It was approved with {} in favour and {} against.",
    ]),
)  # fmt: skip
def test_votes_keep_both_sides(lost: int, lead: int, text: str) -> None:
    assert [(low, unit) for low, _, _, unit in read(text.format(lost + lead, lost))] == [
        (lost + lead, "vote"),
        (lost, "vote"),
    ]


@settings(max_examples=40)
@given(st.integers(min_value=4, max_value=7), st.integers(min_value=0, max_value=11))
def test_feet_and_inches_in_every_notation(feet: int, inches: int) -> None:
    value = pytest.approx(feet + inches / 12)
    notations = [
        f"{feet}'{inches}\"",
        f"{feet}’ {inches}”",
        f"{feet}ft {inches}in",
        f"{feet}-foot-{inches}",
        f"{feet} feet {inches} inches",
    ]
    for written in notations:
        assert read(f"He is {written}, they said.") == [(value, value, "exact", "foot")]


@settings(max_examples=60)
@given(
    prefix=st.sampled_from(["kilo", "mega", "giga"]),
    unit=st.sampled_from(
        [("watt", "W"), ("hertz", "Hz"), ("pascal", "Pa"), ("watt-hour", "Wh"), ("joule", "J"), ("bit", "bit")]
    ),
    number=st.integers(min_value=2, max_value=900),
)
def test_multiples_of_units_by_name_and_symbol(prefix: str, unit: tuple[str, str], number: int) -> None:
    name, symbol = unit
    plural = "" if name == "hertz" else "s"
    for written in (f"{prefix}{name}{plural}", f"{prefix[0].upper() if prefix != 'kilo' else 'k'}{symbol}"):
        assert read(f"It is {number} {written} there.") == [(number, number, "exact", prefix + name)]


@pytest.mark.parametrize("length", ["km", "kilometres", "kilometers", "metres", "miles", "feet", "yards"])
@pytest.mark.parametrize("power", ["square", "sq", "sq.", "cubic", "cu"])
def test_areas_and_volumes(length: str, power: str) -> None:
    ((_, _, _, unit),) = read(f"It is 300 {power} {length} there.")
    singular = {"km": "kilometre", "kilometers": "kilometre", "feet": "foot"}.get(length, length.rstrip("s"))
    assert unit == f"{'square' if power[0] == 's' else 'cubic'} {singular}"


def test_soft_hyphens_inside_a_number_are_part_of_it() -> None:
    (found,) = find_quantities(Article("They counted 12\N{SOFT HYPHEN}5 people."))
    assert (found.low, found.unit) == (125, "person")
