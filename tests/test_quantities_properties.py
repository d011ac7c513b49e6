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


@settings(max_examples=300)
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


@settings(max_examples=200)
@given(st.integers(min_value=2, max_value=10**15 - 1))
def test_spelled_numbers_are_read_back(number: int) -> None:
    (quantity,) = find_quantities(Article(f"They counted {spelled(number)} votes."))
    assert (quantity.low, quantity.high, quantity.unit) == (number, number, "vote")


@settings(max_examples=200)
@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_digits_are_read_back(number: int) -> None:
    (quantity,) = find_quantities(Article(f"They counted {number:,} votes."))
    assert quantity.low == number


@pytest.mark.parametrize("space", [" ", "\N{NO-BREAK SPACE}"])
def test_any_white_space_parts_the_words_of_a_figure(space):
    text = "The number of soldiers in the region rose to 3,000".replace(" ", space)
    (found,) = find_quantities(Article(text))
    assert (found.low, found.unit) == (3000, "soldier")
