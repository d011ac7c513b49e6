"""Corrections: records beside an article that change, add or drop what was read, and say so."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from test_reading import NEWS, assert_contract

from analysis import Article, InputError, read
from analysis.article import CorrectionsFile, load
from analysis.corpus import read_articles, write_tables
from analysis.summary import stated

TEXT = (
    "The ministry said that over 1,000 soldiers had been killed. The army said that 400 soldiers had been killed. "
    "A further 40 men left."
)
SIGNED = 'reason = "the report says so"\nauthor = "A. Checker"\ndate = 2025-02-01\n'


def corrected(*records: str, text: str = TEXT, signed: str = SIGNED) -> Article:
    """An article with these records; each is its header and fields, its signature added."""
    toml = "".join(f"{record}\n{signed}" for record in records)
    return Article(text, corrections=CorrectionsFile("x.corrections.toml", toml))


def only(frame: pd.DataFrame) -> dict:
    (row,) = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return row


def fields(article: Article) -> dict[str, tuple]:
    """Per corrected field, what the machine read and what stands instead."""
    found = read(article).corrections
    found = found.astype(object).where(found.notna(), None)
    return {row["field"]: (row["machine"], row["corrected"]) for row in found.to_dict("records")}


def test_an_article_without_corrections_has_an_empty_table():
    assert read(Article(TEXT)).corrections.empty
    assert read(corrected()).corrections.empty


def test_a_corrected_interval_stands_in_the_tables_and_the_machines_beside_it():
    article = corrected('[[change]]\nquote = "400"\nlow = 450\nhigh = 500.5\nmodifier = "range"')
    reading = read(article)
    for table in (reading.quantities, reading.claims):
        row = table.set_index("quantity_id").loc["q2"]
        assert (row["low"], row["high"], row["modifier"]) == (450, 500.5, "range")
    assert fields(article) == {"low": ("400", "450"), "high": ("400", "500.5"), "modifier": ("exact", "range")}
    row = reading.corrections.iloc[0]
    assert (row["quantity_id"], row["text"], row["action"]) == ("q2", "400 soldiers", "changed")
    assert (row["reason"], row["author"], row["date"]) == ("the report says so", "A. Checker", "2025-02-01")


def test_an_interval_is_opened_with_none():
    article = corrected('[[change]]\nquote = "400"\nhigh = "none"\nmodifier = "at_least"')
    assert pd.isna(read(article).claims.loc[1, "high"])
    assert fields(article) == {"high": ("400", None), "modifier": ("exact", "at_least")}


def test_what_follows_from_a_corrected_unit_is_found_anew():
    assert len(read(Article(TEXT)).disagreements) == 1
    article = corrected('[[change]]\nquote = "400"\nunit = "USD"\nkind = "money"')
    assert read(article).disagreements.empty


def test_a_corrected_topic_makes_and_ends_disagreements():
    topic = read(Article(TEXT)).claims.loc[0, "topic"]
    apart = read(corrected('[[change]]\nquote = "400"\ntopic = "the army\'s own losses"'))
    assert apart.disagreements.empty
    together = read(corrected(f'[[change]]\nquote = "40 men"\ntopic = "{topic}"'))
    assert only(together.disagreements)["claims"] == ["q1", "q2", "q3"]


def test_a_corrected_source_is_credited_and_counted():
    source = 'source = { name = "General Staff", type = "named_organization" }'
    article = corrected(f'[[change]]\nquote = "400"\n{source}', f'[[change]]\nquote = "40 men"\n{source}')
    reading = read(article)
    counts = reading.sources.set_index("name")["quantities"]
    assert counts.to_dict() == {"The ministry": 1, "The army": 0, "General Staff": 2}
    claim = reading.claims.iloc[1]
    assert (claim["source_id"], claim["source_name"], claim["source_type"]) == (
        "s3",
        "General Staff",
        "named_organization",
    )
    assert pd.isna(claim["attribution_id"])
    assert fields(article)["source_name"][1] == "General Staff"
    assert reading.corrections["machine"].tolist()[:2] == ["The army", "named_organization"]


def test_a_source_that_the_article_has_is_not_made_twice():
    before = read(Article(TEXT)).sources
    named = before.loc[0]
    source = f'source = {{ name = "{named["name"]}", type = "{named["type"]}" }}'
    reading = read(corrected(f'[[change]]\nquote = "400"\n{source}'))
    ministry, army = before["quantities"]
    assert reading.sources["quantities"].tolist() == [ministry + 1, army - 1]


def test_the_source_that_was_read_keeps_its_attribution():
    named = read(Article(TEXT)).sources.loc[1]
    source = f'source = {{ name = "{named["name"]}", type = "{named["type"]}" }}'
    assert read(corrected(f'[[change]]\nquote = "400"\n{source}')).claims.loc[1, "attribution_id"] == "a2"


def test_source_none_is_the_articles_own_voice():
    article = corrected('[[change]]\nquote = "400"\nsource = "none"')
    claim = read(article).claims.iloc[1]
    assert claim[["attribution_id", "source_id", "source_name", "source_type"]].isna().all()
    assert fields(article) == {"source_name": ("The army", None), "source_type": ("named_organization", None)}


def test_a_dropped_quantity_is_gone_and_told_of():
    article = corrected('[[drop]]\nquote = "400"')
    reading = read(article)
    assert reading.quantities["quantity_id"].tolist() == ["q1", "q2"]
    assert reading.quantities["number_text"].tolist() == ["1,000", "40"]
    assert reading.corrections["quantity_id"].isna().all() and reading.corrections["corrected"].isna().all()
    assert set(reading.corrections["action"]) == {"dropped"}
    assert fields(article)["low"] == ("400", None)


def test_a_revision_of_what_is_dropped_or_of_another_kind_stands_alone():
    text = "Officials said 1,000 soldiers were killed, a figure later raised to 3,000 by Kyiv. He left."
    assert len(read(Article(text)).disagreements) == 1
    for record in ('[[drop]]\nquote = "1,000"', '[[change]]\nquote = "1,000"\nunit = "USD"\nkind = "money"'):
        assert read(corrected(record, text=text)).disagreements.empty


ADDED = '[[add]]\nquote = "A further"\nlow = 1\nhigh = 1\nmodifier = "exact"\nunit = "man"\nkind = "count"'


def test_an_added_quantity_stands_in_text_order_and_is_credited_by_the_same_rules():
    article = corrected(ADDED)
    reading = read(article)
    row = reading.quantities.iloc[2]
    assert (row["quantity_id"], row["text"], row["number_text"], row["low"]) == ("q3", "A further", "A further", 1)
    assert set(reading.corrections["quantity_id"]) == {"q3"} and set(reading.corrections["action"]) == {"added"}
    assert fields(article) == {
        "low": (None, "1"), "high": (None, "1"), "modifier": (None, "exact"), "unit": (None, "man"), "kind": (None, "count")
    }  # fmt: skip
    text = "Aides said that a child had died. It rained."
    spoken = read(corrected(ADDED.replace("A further", "a child"), text=text))
    assert spoken.claims["source_name"].tolist() == ["Aides"]


def test_an_added_quantity_takes_the_source_and_topic_that_its_record_gives():
    given = ADDED + '\nsource = { name = "Aides", type = "unnamed_group" }\ntopic = "men"\nconcept = "men who left"'
    claim = read(corrected(given)).claims.iloc[2]
    assert (claim["source_name"], claim["topic"], claim["concept"]) == ("Aides", "men", "men who left")


def test_a_quantity_may_be_dropped_and_another_added_in_its_place():
    reading = read(corrected('[[drop]]\nquote = "40 men"', ADDED.replace("A further", "further 40")))
    assert reading.quantities["text"].tolist()[2] == "further 40"
    assert reading.corrections["action"].unique().tolist() == ["added", "dropped"]


def test_prefix_and_suffix_tell_equal_words_apart():
    text = "Police said 40 people left. Doctors said 40 people died."
    for context, number in (('prefix = "Doctors said "', 1), ('suffix = " people left"', 0)):
        reading = read(corrected(f'[[change]]\nquote = "40"\n{context}\nlow = 39', text=text))
        assert reading.quantities["low"].tolist()[number] == 39


def test_two_records_may_correct_different_fields_of_one_quantity():
    article = corrected('[[change]]\nquote = "400"\nlow = 300', '[[change]]\nquote = "400"\ntopic = "losses"')
    assert list(fields(article)) == ["low", "topic"]


SHOPS = "The firm will close 48 shops, including 52 in the north. Of its 90 lorries, 20 are old. It has 7 ships."


def dismissing(*quotes: str) -> str:
    return "\n".join(f'[[dismiss]]\nquote = "{quote}"\n{SIGNED}' for quote in quotes)


@pytest.mark.parametrize("quote", ["48 shops, including 52", "52", "will close 48 shops"])
def test_a_dismissed_check_is_gone_and_told_of(quote):
    reading = read(Article(SHOPS, corrections=CorrectionsFile("x.corrections.toml", dismissing(quote))))
    assert reading.checks["claims"].tolist() == [["q3", "q4"]]
    assert reading.checks["check_id"].tolist() == ["c1"]
    assert only(reading.corrections) == {
        "article_id": "article", "quantity_id": None, "start": SHOPS.index(quote),
        "end": SHOPS.index(quote) + len(quote), "text": quote, "action": "dismissed", "field": "verdict",
        "machine": "inconsistent (part_of_whole)", "corrected": None, "reason": "the report says so",
        "author": "A. Checker", "date": "2025-02-01",
    }  # fmt: skip
    assert len(reading.quantities) == 5 and "(corrected)" not in "".join(stated(reading))


def test_a_check_of_a_corrected_figure_can_be_dismissed():
    toml = f'[[change]]\nquote = "20"\nlow = 200\nhigh = 200\n{SIGNED}\n{dismissing("20")}'
    article = Article(SHOPS, corrections=CorrectionsFile("x.corrections.toml", toml))
    assert read(article).corrections["action"].tolist() == ["changed", "changed", "dismissed"]
    assert read(article).corrections["machine"].tolist()[-1] == "inconsistent (part_of_whole)"


NO_CHECK = {
    "words without a figure": (dismissing("in the north"), "line 1: no check is about the figures in 'in the north'"),
    "a figure that nothing relates": (dismissing("7 ships"), "line 1: no check is about the figures in '7 ships'; quote"),
    "figures of two checks": (dismissing("52 in the north. Of its 90"), "line 1: no check is about the figures in"),
    "one check twice": (dismissing("48", "52"), "line 7: dismisses the same check as x.corrections.toml, line 1; keep"),
    "a dropped figure": (f'{dismissing("52")}\n[[drop]]\nquote = "52"\n{SIGNED}', "line 1: no check is about the figures in '52'"),
    "a field too much": (f'[[dismiss]]\nquote = "52"\nlow = 3\n{SIGNED}', "line 1: unknown field 'low'; [[dismiss]] takes quote,"),
    "no reason": ('[[dismiss]]\nquote = "52"\nauthor = "A"\ndate = 2025-02-01', "line 1: lacks reason; [[dismiss]] needs"),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_CHECK)
def test_what_dismisses_no_check_is_told_with_line_and_remedy(case):
    toml, problem = NO_CHECK[case]
    with pytest.raises(InputError) as caught:
        read(Article(SHOPS, corrections=CorrectionsFile("x.corrections.toml", toml)))
    assert str(caught.value).startswith("x.corrections.toml") and problem in str(caught.value)


def test_a_figure_of_several_checks_does_not_tell_which_one_to_dismiss():
    text = "Police said that 25 of the 90 workers were seized, four of them guards."
    toml = dismissing("25")
    with pytest.raises(InputError, match="2 checks are about '25': '25', '90'; '25', 'four'; quote a figure of one"):
        read(Article(text, corrections=CorrectionsFile("x.corrections.toml", toml)))


# Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.y.txt"])
def test_the_file_beside_an_article_is_found(name, article_file):
    path = article_file(TEXT, name)
    path.with_suffix(".corrections.toml").write_text(f'# why\n[[drop]]\nquote = "400"\n{SIGNED}')
    assert len(read(path).quantities) == len(read(Article(TEXT)).quantities) - 1
    assert read(path).article.text.strip() == TEXT
    assert read(load(path)).corrections.equals(read(path).corrections)


def test_the_tables_of_many_articles_are_corrected_too(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(TEXT)
    (folder / "two.corrections.toml").write_text(f'[[change]]\nquote = "400"\nlow = 300\n{SIGNED}')
    assert write_tables(read_articles([folder]), out)["corrections"] == 1
    written = only(pd.read_csv(out / "corrections.csv"))
    assert (written["article_id"], written["field"], written["machine"], written["corrected"]) == (
        "two",
        "low",
        400,
        300,
    )
    (folder / "two.corrections.toml").write_text(f'[[drop]]\nquote = "401"\n{SIGNED}')
    before = (out / "corrections.parquet").read_bytes()
    with pytest.raises(InputError, match=r"two\.corrections\.toml, line 1: '401' does not stand in the article"):
        write_tables(read_articles([folder]), out)
    assert (out / "corrections.parquet").read_bytes() == before


def test_a_file_that_is_not_utf8_is_named(article_file):
    article_file('reason = "Café"'.encode("utf-16"), "article.corrections.toml")
    with pytest.raises(InputError, match=r"article\.corrections\.toml: not UTF-8 \(byte 0\); save it as UTF-8"):
        load(article_file(TEXT))


def test_an_empty_file_holds_no_corrections(article_file):
    article_file("", "article.corrections.toml")
    assert read(article_file(TEXT)).corrections.empty


# What does not fit -----------------------------------------------------------------------------------------------

CHANGE = '[[change]]\nquote = "400"\n'
DROP = '[[drop]]\nquote = "400"\n'
MISFITS = {
    "not TOML": ("[[change]]\nquote =\n", "x.corrections.toml: not TOML: Invalid value (at line 2, column 8); https://toml.io"),
    "nested without end": (f"a = {'[' * 3000}", "x.corrections.toml: not TOML: "),
    "an endless number": (f"a = {'9' * 5000}", "x.corrections.toml: not TOML: "),
    "another kind of record": ("\n[[changes]]\n", "line 2: 'changes' is no kind of record; begin each with [[change]], [[add]], [[drop]] or [[dismiss]]"),
    "a single bracket": ("[change]\n", "line 1: begin each record with [[change]], on a line of its own"),
    "inline records": ('change = [{quote = "400"}]\n', "line 1: begin each record with [[change]], on a line of its own"),
    "a header within words": (f'{CHANGE}low = 1\nreason = """\n[[change]]\n"""', "line 1: begin each record"),
    "an unknown field": (f"{CHANGE}hihg = 3\n{SIGNED}", "line 1: unknown field 'hihg'; [[change]] takes quote, reason, author, date"),
    "a value for what is dropped": (f"{DROP}low = 3\n{SIGNED}", "line 1: unknown field 'low'; [[drop]] takes quote,"),
    "no quote": (f"[[drop]]\n{SIGNED}", "line 1: lacks quote; [[drop]] needs quote, reason, author, date"),
    "no reason": (f'{DROP}author = "A"\ndate = 2025-02-01', "line 1: lacks reason; [[drop]] needs"),
    "no author": (f'{DROP}reason = "A"\ndate = 2025-02-01', "line 1: lacks author; [[drop]] needs"),
    "no date": (f'{DROP}author = "A"\nreason = "B"', "line 1: lacks date; [[drop]] needs"),
    "an empty reason": (f'{DROP}author = "A"\nreason = " "\ndate = 2025-02-01', "line 1: reason is ' '; it must be a text"),
    "a date in quotes": (f'{DROP}author = "A"\nreason = "B"\ndate = "2025-02-01"', "line 1: date is '2025-02-01'; it must be a day, such as 2025-01-31, without"),
    "a date with a time": (f'{DROP}author = "A"\nreason = "B"\ndate = 2025-02-01T10:00:00', "it must be a day"),
    "an added one without kind": (f'[[add]]\nquote = "men"\nlow = 2\nhigh = 2\nunit = "man"\nmodifier = "exact"\n{SIGNED}', "line 1: lacks kind; [[add]] needs quote,"),
    "no change": (f"{CHANGE}{SIGNED}", "line 1: changes nothing; give one or more of low, high,"),
    "words that are gone": (f'# old\n\n[[drop]]\nquote = "900"\n{SIGNED}', "line 3: '900' does not stand in the article; quote the words exactly as they stand there, or delete the record"),
    "words typed otherwise": ('[[drop]]\nquote = "the  MINISTRY"\n' + SIGNED, "as they stand there, 'The ministry', or delete"),
    "another prefix": (f'{DROP}prefix = "of "\n{SIGNED}', "line 1: '400' does not stand in the article between this prefix and suffix; quote"),
    "words in two places": (f'[[drop]]\nquote = "soldiers"\n{SIGNED}', "line 1: 'soldiers' stands 2 times in the article; add a prefix or suffix"),
    "words without a figure": (f'[[drop]]\nquote = "ministry"\n{SIGNED}', "line 1: no figure is read in 'ministry'; quote the number too"),
    "words over two lines": ('[[drop]]\nquote = "The\\nministry"\n' + SIGNED, "line 1: 'The\\nministry' does not stand in the article"),
    "words with two figures": (f'[[drop]]\nquote = "1,000 soldiers had been killed. The army said that 400"\n{SIGNED}', "its quote holds 2 figures, '1,000', '400'; quote one of them"),
    "white space around the quote": (f'[[drop]]\nquote = " 400"\n{SIGNED}', "line 1: quote is ' 400'; it must be the figure's own words"),
    "a prefix that is no text": (f"{DROP}prefix = 1\n{SIGNED}", "line 1: prefix is 1; it must be a text in quotation marks"),
    "a number as text": (f'{CHANGE}low = "3,000"\n{SIGNED}', "line 1: low is '3,000'; it must be a number in full units, such as 1200, or \"none\" for an open side"),
    "a number that is none": (f"{CHANGE}low = nan\n{SIGNED}", "line 1: low is nan; it must be a number"),
    "a truth": (f"{CHANGE}low = true\n{SIGNED}", "line 1: low is True; it must be a number"),
    "a number too large": (f"{CHANGE}low = 1{'0' * 400}\n{SIGNED}", "it must be a number"),
    "an unknown modifier": (f'{CHANGE}modifier = "over"\n{SIGNED}', "line 1: modifier is 'over'; it must be one of exact, approximate, more_than"),
    "an unknown kind": (f'{CHANGE}kind = "men"\n{SIGNED}', "line 1: kind is 'men'; it must be one of count, money"),
    "an unknown trend": (f'{CHANGE}trend = "rise"\n{SIGNED}', "line 1: trend is 'rise'; it must be one of up, down, or \"none\""),
    "an unnamed topic": (f'{CHANGE}topic = "none"\n{SIGNED}', "line 1: topic is 'none'; it must be a text"),
    "an unknown type of source": (f'{CHANGE}source = {{ name = "Kyiv", type = "city" }}\n{SIGNED}', "its type one of named_person, named_organization,"),
    "a source by name alone": (f'{CHANGE}source = "Kyiv"\n{SIGNED}', "line 1: source is 'Kyiv'; it must be { name = "),
    "an interval upside down": (f"{CHANGE}low = 500\n{SIGNED}", "line 1: low 500 is above high 400; give both as they should be"),
    "an interval without bounds": (f'{CHANGE}low = "none"\nhigh = "none"\n{SIGNED}', "line 1: low and high are both open; give one of them, or [[drop]] the figure"),
    "a modifier of another interval": (f'{CHANGE}modifier = "more_than"\n{SIGNED}', "line 1: modifier more_than does not go with low 400 and high 400"),
    "one value twice": (f"{CHANGE}low = 1\n{SIGNED}{CHANGE}low = 2\n{SIGNED}", "line 7: corrects the low of the same figure as x.corrections.toml, line 1; keep one"),
    "a figure changed and dropped": (f"{CHANGE}low = 1\n{SIGNED}\n{DROP}{SIGNED}", "line 8: corrects the same figure as x.corrections.toml, line 1; keep one"),
    "a figure added that is there": (f"{ADDED.replace('A further', 'that 400')}\n{SIGNED}", "line 1: a figure stands there already, '400'; say [[change]] instead"),
    "a figure added twice": (f"{ADDED}\n{SIGNED}\n{ADDED}\n{SIGNED}", "line 12: a figure stands there already, 'A further'"),
    "an added quote of two sentences": (f"{ADDED.replace('A further', 'killed. A further')}\n{SIGNED}", "line 1: the quote goes on beyond its sentence"),
}  # fmt: skip


@pytest.mark.parametrize("case", MISFITS)
def test_what_does_not_fit_is_told_with_file_line_and_remedy(case):
    toml, problem = MISFITS[case]
    with pytest.raises(InputError) as caught:
        read(Article(TEXT, corrections=CorrectionsFile("x.corrections.toml", toml)))
    message = str(caught.value)
    assert message.startswith("x.corrections.toml") and problem in message and "\n" not in message


# Any corrections of any news -------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def at(text: str, start: int, end: int) -> str:
    """The fields that name one place of a text, whatever stands elsewhere."""
    return f"quote = {quoted(text[start:end])}\nprefix = {quoted(text[:start])}\nsuffix = {quoted(text[end:])}\n"


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(NEWS, st.data())
def test_offsets_and_contract_hold_after_any_corrections(text, data):
    machine = read(Article(text))
    records = []
    for row in machine.quantities.to_dict("records"):
        place = at(text, row["number_start"], row["number_end"])
        records += data.draw(
            st.sampled_from([
                [],
                [f"[[drop]]\n{place}"],
                [f'[[change]]\n{place}low = 7\nhigh = 9\nmodifier = "range"'],
                [f'[[change]]\n{place}source = {{ name = "Aides", type = "unnamed_group" }}\ntopic = "one"'],
                [f'[[change]]\n{place}source = "none"', f'[[change]]\n{place}unit = "none"\ntrend = "up"'],
            ])
        )  # fmt: skip
    numbers = machine.quantities[["number_start", "number_end"]].to_numpy()
    free = [
        span for span in machine.article.tokens if not ((numbers[:, 0] < span.end) & (span.start < numbers[:, 1])).any()
    ]
    for span in data.draw(st.lists(st.sampled_from(free), max_size=3, unique=True)) if free else []:
        values = 'low = 1\nhigh = "none"\nmodifier = "at_least"\nunit = "thing"\nkind = "count"'
        records.append(f"[[add]]\n{at(text, *span)}{values}")
    assume(records)
    article = corrected(*records, text=text)
    assert_contract(article)
    reading = read(article)
    added = sum(record.startswith("[[add]]") for record in records)
    dropped = sum(record.startswith("[[drop]]") for record in records)
    assert len(reading.quantities) == len(machine.quantities) + added - dropped
    assert reading.quantities["number_start"].is_monotonic_increasing
    spans = reading.quantities.set_index("quantity_id")
    for row in reading.corrections.to_dict("records"):
        assert row["text"] == text[row["start"] : row["end"]]
        if row["action"] != "dropped":
            assert spans.loc[row["quantity_id"], ["start", "end"]].tolist() == [row["start"], row["end"]]
    assert replace(article, corrections=None) == Article(text)
