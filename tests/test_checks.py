"""Whether the figures that an article relates add up."""

from __future__ import annotations

import json
import sys
from collections import Counter
from fractions import Fraction

import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import Article, charts, read, summary
from analysis.adding_up import adding_up
from analysis.article import CorrectionsFile, Span
from analysis.attributions import Attribution
from analysis.checks import Check, find_checks
from analysis.checks.intervals import CARELESS, ROUNDED, Interval, exactly, worded
from analysis.checks.relations import table
from analysis.findings import Findings, find
from analysis.quantities import find_quantities
from analysis.quoting import words
from analysis.vocabulary import CHECK_KINDS, VERDICTS

sys.path.insert(0, str(ROOT / "notebooks" / "methods"))
import check_measures

EXAMPLES = [
    (name, rule[what], [(rule["kind"], verdict)] if verdict else [])
    for name, rule in table()["rules"].items()
    for what, verdict in (("holds", "consistent"), ("fails", "inconsistent"), ("quiet", None))
]


def found(text: str) -> list[Check]:
    """The checks of a text as its figures are read without the networks."""
    article = Article(text)
    return find_checks(article, find_quantities(article), [])


def verdicts(text: str) -> list[str]:
    return [check.verdict for check in found(text)]


@pytest.mark.parametrize(
    ("rule", "text", "expected"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_rule_does_on_its_examples_what_it_says(rule, text, expected):
    article = Article(text)
    told = find_checks(article, find(article).quantities, [])
    assert [(check.kind, check.verdict) for check in told] == expected


def test_every_rule_has_a_kind_of_the_contract_and_every_kind_a_rule():
    assert {rule["kind"] for rule in table()["rules"].values()} == set(CHECK_KINDS)


WORDINGS = {
    "{part:,} of the {whole:,} boats sank.": lambda n: n["part"] <= n["whole"],
    "The fire killed {whole:,} people, including {part:,} children.": lambda n: n["part"] <= n["whole"],
    "They met {whole:,} farmers, {part:,} of whom had sold their land.": lambda n: n["part"] <= n["whole"],
    "Of the {whole:,} pupils, {part:,} came by bus.": lambda n: n["part"] <= n["whole"],
    "The yard built {part:,} ferries and {rest:,} tankers, {whole:,} in all.": lambda n: (
        n["part"] + n["rest"] == n["whole"]
    ),
    "The yard built {part:,} ferries and {rest:,} tankers, a total of {whole:,}.": lambda n: (
        n["part"] + n["rest"] == n["whole"]
    ),
    "The choir has {whole:,} singers: {part:,} women and {rest:,} men.": lambda n: n["part"] + n["rest"] == n["whole"],
    "Of the {whole:,} teams, {part:,} are new and the other {rest:,} teams are old.": lambda n: (
        n["part"] + n["rest"] == n["whole"]
    ),
    "They counted {whole:,} owls, {part:,} more than the {rest:,} of last year.": lambda n: (
        n["part"] + n["rest"] == n["whole"]
    ),
    "There were {rest:,} owls, {part:,} fewer than the {whole:,} of last year.": lambda n: (
        n["part"] + n["rest"] == n["whole"]
    ),
}
SMALL = st.integers(11, 99)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turnover at the brewer dropped to 41.2 million euros from 44 million.", ["consistent"]),
        ("Admissions climbed to 1,150 last week from 1,310.", ["inconsistent"]),
        ("Sales of 4,500 cars, down from 4,100 a year ago, disappointed the maker.", ["inconsistent"]),
        ("Net income jumped to 3bn yuan in 2004, compared with 1.4bn yuan in 2003.", ["consistent"]),
        ("The index fell to 97.5 in February from 95.5 in January.", ["inconsistent"]),
        ("The wait for a bed was 40 days, down from 36 days in 2003.", ["inconsistent"]),
        ("The naira climbed to 1,530 per dollar, up from 1,560 on Monday.", []),
        ("The rise brings in 40 lorries from 12 towns.", []),
        ("Use rose to 45 percent among men, compared with 60 percent of women.", []),
        ("It earned $1.2bn, above forecasts of $1bn.", ["consistent"]),
        ("Inflation was 1.3% in December, above the bank's target of 2%.", ["inconsistent"]),
        ("Fares are 10 percent above the 8 percent paid in tax.", []),
        ("Nearly two thirds - 65% - of the 1,000 people interviewed agreed.", ["consistent"]),
        ("Almost half (21%) of those polled said so.", ["inconsistent"]),
        ("More than half (45%) of the respondents were worried.", ["inconsistent"]),
        ("A third of voters (40% in the south) agreed.", []),
        ("Two of a total of 10 names were rejected.", ["consistent"]),
        ("Twelve girls of 10 sang.", []),
        ("The bank was fined $85 million, including a record $100 million penalty.", ["inconsistent"]),
        ("The hotel has 12 rooms, including a 30-seat restaurant.", []),
        ("Fifty people were hurt in 12 towns, including 20 in Kel.", []),
        ("Ten people – including 14 children – died.", ["inconsistent"]),
        ("The firm employs 400 people in 12 shops. About 30 of them will leave.", []),
        ("Of the 10 judges who will hear the case, 16 were women.", ["inconsistent"]),
        ("Sales were 200m euros ($240m; £140m) and costs 100m euros ($120m; £70m).", ["consistent", "consistent"]),
        ("It holds 3,217 tonnes of gold, or about 13.5m ounces.", ["inconsistent"]),
        ("He works two days a week, or 16 hours.", []),
        ("The index had risen 20.54 points, or 0.2%, to 10,847.66 by late morning.", ["consistent"]),
    ],
)
def test_what_news_relates_in_other_words_is_told_and_what_only_looks_like_it_is_not(text, expected):
    assert verdicts(text) == expected


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*WORDINGS]), SMALL, SMALL, SMALL)
def test_what_counts_of_small_numbers_say_is_told_exactly(wording, part, rest, whole):
    numbers = {"part": part, "rest": rest, "whole": whole}
    assume(whole not in (part, rest))  # what is told twice is told once
    assume(max(part, rest) <= 3 * whole)  # what is many times its whole is taken for a misreading
    assert verdicts(wording.format(**numbers)) == ["consistent" if WORDINGS[wording](numbers) else "inconsistent"]


SHARES = (
    "In court, {part:,} of the {whole:,} appeals, or {share} percent, failed.",
    "Of the {whole:,} people asked, {part:,} ({share}%) said so.",
    "They lost ${part:,}, or {share} percent of the ${whole:,} in the fund.",
    "It failed {part:,} of {whole:,} kitchens ({share}%) this year.",
)
CHANGES = (
    "Profit {rose} {share} percent to ${after:,} from ${before:,}.",
    "Rent {rose} from ${before:,} to ${after:,}, a {turn} of {share} percent.",
    "Rent is ${after:,}, {up} from ${before:,} in May, a {turn} of {share} percent.",
    "The budget {rose} by {share} percent, from ${before:,} to ${after:,}.",
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SHARES), st.integers(101, 9999), st.data())
def test_a_share_that_is_rounded_holds_and_one_far_off_does_not(wording, whole, data):
    part = data.draw(st.integers(whole // 10, whole - 1))
    assume(part > 20)
    share = round(100 * part / whole)
    numbers = {"part": part, "whole": whole}
    assert "inconsistent" not in verdicts(wording.format(share=share, **numbers))
    far = share + 40 if share < 55 else share - 40
    assert verdicts(wording.format(share=far, **numbers)) == ["inconsistent"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CHANGES), st.integers(1001, 99999), st.floats(0.42, 2.18))
def test_a_change_that_is_rounded_holds_and_one_the_wrong_way_or_far_off_does_not(wording, before, ratio):
    after = round(ratio * before)
    assume(abs(after / before - 1) > 0.1)
    rise = {"rose": "rose", "turn": "rise", "up": "up"}
    fall = {"rose": "fell", "turn": "drop", "up": "down"}
    right, wrong = (rise, fall) if after > before else (fall, rise)
    numbers = {"before": before, "after": after, "share": round(100 * abs(after / before - 1))}
    assert "inconsistent" not in verdicts(wording.format(**right, **numbers))
    assert verdicts(wording.format(**wrong, **numbers)) == ["inconsistent"]
    assert verdicts(wording.format(**right, **(numbers | {"share": numbers["share"] + 60}))) == ["inconsistent"]


UNRELATED = (
    "Police counted {} people in the square.",
    "The hospital has {} beds.",
    "It cost {} dollars.",
    "The road is {} miles long.",
    "Prices rose {} percent.",
    "About {} percent of voters stayed at home.",
    "The match lasted {} minutes.",
    "Nearly {} shops opened on Monday, and a hall of {} seats.",
    "Sales were ${} million.",
    "Between 1990 and 2000 they built {} ships and lost {}.",
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(UNRELATED), st.integers(2, 5000), st.integers(2, 5000)), min_size=2, max_size=8)
)
def test_numbers_that_no_words_relate_are_never_checked(sentences):
    assert found(" ".join(sentence.format(*numbers) for sentence, *numbers in sentences)) == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="⟨⟩cm019 of the,.()%", max_size=60))
def test_any_text_can_be_checked(text):
    assert all(check.verdict in VERDICTS for check in found(text))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12,000 people", 11700, 12300),
        ("12,400 people", 12350, 12450),
        ("12,345 people", Fraction("12344.5"), Fraction("12345.5")),
        ("40 people", 40, 40),
        ("about 40 people", 36, 44),
        ("more than 40 people", 40, float("inf")),
        ("$1.2 billion", 1_150_000_000, 1_250_000_000),
        ("$2.0 billion", 1_950_000_000, 2_050_000_000),
        ("7 percent", Fraction("6.5"), Fraction("7.5")),
        ("0.7 percent", Fraction("0.65"), Fraction("0.75")),
        ("half of them", Fraction("0.45"), Fraction("0.55")),
    ],
)
def test_a_number_can_be_what_is_rounded_to_it(text, low, high):
    (quantity,) = find_quantities(Article(f"There were {text}."))
    assert worded(quantity, f"There were {text}.", ROUNDED) == Interval(low, high)


@settings(max_examples=100)
@given(st.integers(1, 10**9))
def test_who_is_careless_may_mean_all_that_who_is_careful_does(number):
    text = f"There were {number:,} boats."
    for quantity in find_quantities(Article(text)):
        careful, careless = (worded(quantity, text, leeway) for leeway in (ROUNDED, CARELESS))
        assert careless.low <= careful.low <= number <= careful.high <= careless.high


def test_dozens_are_no_number_to_reckon_with():
    assert found("Dozens of the 12 boats sank.") == []


@pytest.mark.parametrize(
    "text", ["The yard built 5 ferries and 6 tankers, 11.3 in all.", "It grew 40 percent to 1 from 0."]
)
def test_what_cannot_be_reckoned_is_not_told(text):
    assert all(check.verdict in VERDICTS for check in found(text))


def test_intervals_are_exact():
    assert exactly(Fraction(1, 3)) * exactly(3) == exactly(1)
    assert Interval(Fraction(0), float("inf")) * exactly(0) == exactly(0)
    assert exactly(1) / Interval(Fraction(0), Fraction(2)) == Interval(Fraction(1, 2), float("inf"))


def test_conversions_of_an_article_are_held_against_the_middle_one():
    text = "It pays 90 pesos ($9), 80 pesos ($8) and 70 pesos ($70)."
    assert Counter(verdicts(text)) == {"consistent": 1, "inconsistent": 1}
    assert found("It pays 90 pesos ($9).") == []


def test_rates_of_different_days_are_no_contradiction():
    assert found("It paid 90 pesos ($9) in May and pays 80 pesos ($6) now.") == []


def test_a_correction_is_checked_instead_of_what_was_read():
    text = "The firm will close 48 shops, including 52 in the north."
    record = '[[change]]\nquote = "52"\nlow = 25\nhigh = 25\nreason = "misprint"\nauthor = "A"\ndate = 2026-11-30\n'
    corrected = Article(text, corrections=CorrectionsFile("a.corrections.toml", record))
    assert read(Article(text)).checks["verdict"].tolist() == ["inconsistent"]
    assert read(corrected).checks["verdict"].tolist() == ["consistent"]


def test_the_table_has_what_is_expected_beside_what_is_stated():
    (row,) = read(Article("The firm will close 48 shops, including 52 in the north.")).checks.to_dict("records")
    assert row["claims"] == ["q1", "q2"]
    assert (row["check_id"], row["kind"], row["verdict"]) == ("c1", "part_of_whole", "inconsistent")
    assert (row["expected_low"], row["expected_high"]) == (0, 48)
    assert (row["stated_low"], row["stated_high"]) == (52, 52)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It rained.", []),
        (
            "Of the 32 teams, 20 come from Europe.",
            ["1 relation between figures checked: it holds (a part and its whole: “32 teams” and “20”)."],
        ),
        (
            "Of the 32 teams, 20 come from Europe. The firm owns 48 shops, including 12 in the north.",
            [
                "2 relations between figures checked: both hold (a part and its whole: “32 teams” and “20”; "
                "a part and its whole: “48 shops” and “12”)."
            ],
        ),
        (
            "The firm will close 48 shops, including 52 in the north.",
            ["“48 shops” and “52” do not fit as a part and its whole: one of them should be at most 48, but is 52."],
        ),
    ],
)
def test_checks_are_told_in_sentences_and_in_one_where_all_hold(text, told):
    assert [*map(words, adding_up(read(Article(text))))] == told


def test_who_says_it_between_commas_does_not_part_what_belongs_together():
    text = "Of the 78 passengers, he added, 190 were nursing mothers."
    said = Attribution(source=(Span(22, 24),), cue=(Span(25, 30),), content=(), stance="asserts", quotation="indirect")
    article = Article(text)
    assert text[22:30] == "he added"
    quantities = find_quantities(article)
    assert find_checks(article, quantities, []) == []
    assert [check.verdict for check in find_checks(article, quantities, [], [said])] == ["inconsistent"]


def test_one_in_so_many_is_no_part_of_them():
    assert found("Only one in 13 of the 12 million cards is in default.") == []


def test_figures_that_do_not_add_up_are_marked_in_charts_and_tables():
    wrong = read(Article("The firm will close 48 shops, including 52 in the north. It owns 7 ships."))
    right = read(Article("The firm will close 48 shops, including 25 in the north. It owns 7 ships."))
    assert summary.not_adding_up(wrong) == {"q1", "q2"}
    assert [words.endswith("(does not add up)") for words in summary.stated(wrong)] == [True, True, False]
    assert "2 figures marked: does not add up." in charts.reading(wrong).alt
    for chart, times in ((charts.reading, 1), (charts.claims, 2)):
        assert chart(wrong).svg().count("does not add up") - chart(wrong).alt.count("does not add up") * 2 == times
        assert "does not add up" not in chart(right).svg()


def test_a_dismissed_check_is_told_with_who_says_so_and_why():
    record = '[[dismiss]]\nquote = "52"\nreason = "other shops are meant"\nauthor = "A"\ndate = 2026-11-30\n'
    text = "The firm will close 48 shops, including 52 in the north."
    reading = read(Article(text, corrections=CorrectionsFile("a.corrections.toml", record)))
    assert reading.checks.empty
    assert [*map(words, adding_up(reading))] == ["A dismisses what was checked about “52”: other shops are meant."]


def without_networks(article: Article) -> Findings:
    quantities = find_quantities(article)
    return Findings(article, quantities=quantities, checks=find_checks(article, quantities, []))


def counted(checks: pd.DataFrame, verdict: str) -> tuple[int, int, int]:
    """How many checks of a verdict are marked, found, and both."""
    some = checks[checks["verdict"] == verdict]
    return some["marked"].sum(), some["found"].sum(), (some["marked"] * some["found"]).sum()


@pytest.mark.parametrize(("half", "holding", "failing"), [("development", 27, 25), ("blind", 29, 20)])
def test_of_what_is_marked_most_is_told_and_nothing_else(half, holding, failing):
    checks = check_measures.compare(check_measures.short(half))
    for verdict, floor in (("consistent", holding), ("inconsistent", failing)):
        _, found, right = counted(checks, verdict)
        assert found == right >= floor


@pytest.mark.parametrize(("half", "floor"), [("development", 0.8), ("blind", 0.65)])
def test_of_what_is_planted_in_passages_most_is_told_and_nothing_else(half, floor):
    checks = check_measures.compare(check_measures.planted(half), without_networks)
    marked, found, right = counted(checks, "inconsistent")
    assert right >= floor * marked and right >= 0.95 * found
    assert set(checks["verdict"]) == {"inconsistent"}


def test_the_marked_texts_are_of_many_kinds():
    short = [case for half in ("development", "blind") for case in check_measures.short(half)]
    assert len(short) == 120
    for half in ("development", "blind"):
        planted = check_measures.planted(half)
        assert len({case.article.text for case in planted}) == len(planted) >= 60
        assert len({check["planted"] for case in planted for check in case.checks}) >= 30


def test_figures_that_are_not_read_make_no_check_right():
    text = "Only 31 of the 50 boats made it."
    marks = [{"kind": "part_of_whole", "verdict": "consistent", "figures": ["Only", "50"]}]
    row = {"text": "a", "kind": "part_of_whole", "verdict": "consistent"}
    compared = check_measures.compare([check_measures.MarkedText(Article(text, "a"), marks)], without_networks)
    assert compared.to_dict("records") == [row | {"marked": 1, "found": 0}, row | {"marked": 0, "found": 1}]
    with pytest.raises(ValueError, match="'boat' stands 0 times"):
        marks[0]["figures"] = ["boat"]
        check_measures.compare([check_measures.MarkedText(Article("It rained."), marks)], without_networks)


def test_the_articles_that_are_counted_may_be_lines_records_or_files(tmp_path):
    text = "Only 31 of the 50 boats made it."
    (tmp_path / "lines.txt").write_text(f"{text}\n{text}\n")
    (tmp_path / "records.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b.txt").write_text(text)
    read_in = {
        path: [article.article_id for _, article in check_measures.articles(tmp_path / path)]
        for path in ("lines.txt", "records.jsonl", "folder")
    }
    assert read_in == {"lines.txt": ["1", "2"], "records.jsonl": ["a"], "folder": ["b"]}
    counts = check_measures.counts(check_measures.told(check_measures.articles(tmp_path / "lines.txt")))
    assert counts["consistent"].tolist() == [2] and counts["inconsistent"].tolist() == [0]


def test_the_time_that_checks_take_grows_with_the_text_alone():
    """Twice the paragraphs are twice the relations: no rule looks from one paragraph into another."""
    paragraph = (
        "Of the 84 people on board, 47 were saved, or 56 percent, up from 40 of the 90 in May (12 miles, or 19 km)."
    )
    few, many = (without_networks(Article("\n\n".join([paragraph] * times))) for times in (4, 8))
    assert len(many.checks) == 2 * len(few.checks) > 0
