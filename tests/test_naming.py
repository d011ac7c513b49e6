"""What figures are about, as a reader would say it: names told from words of the article, whatever the networks tell."""

from __future__ import annotations

import pytest

from analysis.agreement.naming import names
from analysis.article import Article, Span
from analysis.frames import Frame
from analysis.quantities import find_quantities


def named(text: str, *frames: dict[str, str], groups: list[int] | None = None) -> list[str]:
    """The names of the figures of a text whose frames are given in words of each figure's sentence."""
    article = Article(text)
    quantities = find_quantities(article)

    def span(words: str | None, start: int) -> Span | None:
        return None if words is None else Span(at := text.index(words, start), at + len(words))

    starts = [article.sentences[article.sentence_at(quantity.start)].start for quantity in quantities]
    told = [
        Frame(*(span(frame.get(role), start) for role in ("event", "place", "time")), frame.get("status"))
        for frame, start in zip(frames, starts, strict=True)
    ]
    return names(article, quantities, told, groups or list(range(len(told))))


@pytest.mark.parametrize(
    ("text", "frame", "name"),
    [
        ("At least 52 people were killed in the Brenta fire on Tuesday.", {"event": "killed"}, "people killed in the Brenta fire"),
        ("Soldiers arrested about 40 students in Marnek.", {"event": "arrested", "place": "Marnek"}, "students arrested in Marnek"),
        ("The storm kills 31 farmers. They were killed at night.", {"event": "kills"}, "farmers killed"),
        ("The cost of the new tunnel is $520 million.", {"event": "cost"}, "cost of the new tunnel"),
        ("So far $640 million has been spent.", {"event": "spent"}, "money spent"),
        ("A poll found that 45 percent of voters agree.", {}, "share of voters"),
        ("Annual inflation in Ardavia rose to 38 percent.", {"event": "inflation"}, "annual inflation in Ardavia"),
    ],
)  # fmt: skip
def test_a_name_says_what_is_counted_or_measured_and_what_happens_to_it(text, frame, name):
    assert named(text, frame) == [name]


def test_figures_of_one_group_share_a_name_that_the_fullest_of_them_gives():
    text = "Police said 40 people were killed in the blaze. Doctors counted 46."
    assert named(text, {"event": "killed"}, {"event": "counted"}, groups=[0, 0]) == ["people killed in the blaze"] * 2


@pytest.mark.parametrize(
    ("text", "frames", "apart"),
    [
        ("Police in Lund held 40 men. Police in Malmo held 40 men.",
         [{"event": "held", "place": "Lund"}, {"event": "held", "place": "Malmo"}], ["men held in Lund", "men held in Malmo"]),
        ("Police held 40 men on Monday. Police held 40 men on Friday.",
         [{"event": "held", "time": "Monday"}, {"event": "held", "time": "Friday"}], ["men held (Monday)", "men held (Friday)"]),
        ("Police held 40 men. Police held 60 men.",
         [{"event": "held"}, {"event": "held"}], ["men held: 40", "men held: 60"]),
        ("Police held 40 men. Police held 40 men.",
         [{"event": "held"}, {"event": "held"}], ["men held: 40", "men held (2)"]),
    ],
)  # fmt: skip
def test_equal_names_are_told_apart_by_what_differs(text, frames, apart):
    assert named(text, *frames) == apart


def test_what_is_no_name_is_no_place():
    text = "Village buries 38 men. In the village all was quiet."
    assert named(text, {"event": "buries", "place": "Village"}) == ["men"]


def test_a_figure_of_which_nothing_is_told_is_named_by_its_own_words():
    assert named("$5!", {}) == ["$5"]
