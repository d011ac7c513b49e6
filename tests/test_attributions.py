"""Attributions: sentence -> source, cue, content, stance, quotation."""

import json
import os
from pathlib import Path

import pytest
from attacks.time import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from analysis.article import Article
from analysis.attributions import find_attributions
from analysis.attributions.stances import stance

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("WHO_SAYS_SHARED", ROOT.parent / "shared"))
GOLD = SHARED / "gold" / "secret-deployment.json"
SEED = ROOT / "seeds" / "secret-deployment.txt"


def rows(text):
    """The attributions of a text as (source, cue, content, stance, quotation), the parts of each joined by ` … `."""

    def joined(spans):
        return " … ".join(span.of(text) for span in spans)

    return [
        (joined(one.source), joined(one.cue), joined(one.content), one.stance, one.quotation)
        for one in find_attributions(Article(text))
    ]


def test_an_unquoted_content_stands_in_the_sentence_of_its_cue():
    text = "The union wants a rise of 12 percent. The strike costs the region $30 million a day, the chamber estimates."
    assert all("strike" not in content for source, _, content, *_ in rows(text) if source == "The union")
    quoted = "“The strike costs us dearly. We lose 12 contracts a day,” Maria Lopez said."
    assert any("dearly" in content and "contracts" in content for _, _, content, *_ in rows(quoted))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        # the source before its verb
        ("The minister said that prices had fallen.", "The minister", "said", "that prices had fallen"),
        ("Maria Lopez said prices had fallen.", "Maria Lopez", "said", "prices had fallen"),
        (
            "Officials in Kyiv have warned that the dam may break.",
            "Officials in Kyiv",
            "have warned",
            "that the dam may break",
        ),
        (
            "The agency estimates that over 1,000 homes were lost.",
            "The agency",
            "estimates",
            "that over 1,000 homes were lost",
        ),
        (
            "The mayor told reporters that the bridge was safe.",
            "The mayor",
            "told",
            "that the bridge was safe",
        ),
        (
            "Maria Lopez, who lives nearby, said the fire spread fast.",
            "Maria Lopez",
            "said",
            "the fire spread fast",
        ),
        (
            "Maria Lopez, a teacher, said the fire spread fast.",
            "Maria Lopez, a teacher,",
            "said",
            "the fire spread fast",
        ),
        # behind it, or in the midst of what is said
        ("The bridge is safe, said the mayor.", "the mayor", "said", "The bridge is safe"),
        ("The bridge is safe, the mayor said.", "the mayor", "said", "The bridge is safe"),
        ("The bridge, the mayor said, is safe.", "the mayor", "said", "The bridge … is safe"),
        # other constructions
        (
            "Prices fell by 3 percent, according to the bank.",
            "the bank",
            "According to",
            "Prices fell by 3 percent",
        ),
        (
            "According to the bank, prices fell by 3 percent.",
            "the bank",
            "According to",
            "prices fell by 3 percent",
        ),
        (
            "In a new poll of voters, 45 percent approved.",
            "a new poll of voters",
            "In",
            "45 percent approved",
        ),
        ("The attack was confirmed by the army.", "the army", "was confirmed", "The attack"),
        (
            "The toll was put at 300, a figure later raised to 450 by the police.",
            "the police",
            "raised to",
            "450",
        ),
        ("The ministry puts the toll at 300.", "The ministry", "puts", "the toll at 300"),
        (
            "The senator's claim that the vote was rigged is false.",
            "The senator's",
            "claim",
            "that the vote was rigged",
        ),
        ("Reports indicate that the troops have left.", "Reports", "indicate", "that the troops have left"),
        ("Footage shows soldiers leaving the town.", "Footage", "shows", "soldiers leaving the town"),
        (
            "One video captures a soldier leaving the town.",
            "One video",
            "captures",
            "a soldier leaving the town",
        ),
        (
            "The accounts paint a picture of a town in ruins.",
            "The accounts",
            "paint a picture of",
            "a town in ruins",
        ),
        ("The senator criticized the plan.", "The senator", "criticized", "the plan"),
        ("The senator called for a ban on guns.", "The senator", "called for", "a ban on guns"),
        ("The company refused to raise wages.", "The company", "refused", "to raise wages"),
        ("The minister is expected to resign.", "", "is expected", "The minister … to resign"),
        # verbs that look like nouns
        (
            "Prices were $500, The Wall Street Journal reports.",
            "The Wall Street Journal",
            "reports",
            "Prices were $500",
        ),
        (
            "Gifts hit $9, a Times analysis of newly filed reports shows.",
            "a Times analysis of newly filed reports",
            "shows",
            "Gifts hit $9",
        ),
        ("Another slide shows that eight are grown.", "Another slide", "shows", "that eight are grown"),
        ("A Field poll out this week shows Lopez ahead.", "A Field poll out this week", "shows", "Lopez ahead"),
        # figures that are shown, found, modelled, revised
        (
            "Surveys show a lead, with RealClearPolitics showing her ahead 3 points.",
            "RealClearPolitics",
            "showing",
            "her ahead 3 points",
        ),
        (
            "In 2013, research conducted by the Center for Media and Public Affairs found prices rose.",
            "research conducted by the Center for Media and Public Affairs",
            "found",
            "prices rose",
        ),
        (
            "Scholars modeled what would happen if they were to reply: 9 jobs would go.",
            "Scholars",
            "modeled",
            "what would happen if they were to reply: 9 jobs would go",
        ),
        (
            "The bank cut its growth forecast by 2 points to 4 percent.",
            "The bank",
            "cut",
            "its growth forecast by 2 points to 4 percent",
        ),
        # how far content and source go
        (
            "The mayor pointed out that it rains, so thousands stay in.",
            "The mayor",
            "pointed out",
            "that it rains, so thousands stay in",
        ),
        (
            "Prices rose 9 percent, according to the Tax Foundation, more than twice the rate of wages.",
            "the Tax Foundation",
            "according to",
            "Prices rose 9 percent",
        ),
    ],
)
def test_an_indirect_attribution(text, source, cue, content):
    assert (source, cue.lower(), content) in [(row[0], row[1].lower(), row[2]) for row in rows(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It rains,” he said.", ("he", "said", "“It rains,”", "asserts", "direct")),
        ('"It rains," said Maria Lopez.', ("Maria Lopez", "said", '"It rains,"', "asserts", "direct")),
        ("''It rains,'' she said.", ("she", "said", "''It rains,''", "asserts", "direct")),
        ("She said, “It rains.”", ("She", "said", "“It rains.”", "asserts", "direct")),
        (
            "“It rains,” he said, “and it pours.”",
            ("he", "said", "“It rains,” … “and it pours.”", "asserts", "direct"),
        ),
        ("“It rains. It pours,” he said.", ("he", "said", "“It rains. It pours,”", "asserts", "direct")),
        (
            "“It rains,” he said. “It pours.”",
            ("he", "said", "“It rains,” … “It pours.”", "asserts", "direct"),
        ),
        (
            "“It rains,” he said.\n\n“It pours.”",
            ("he", "said", "“It rains,” … “It pours.”", "asserts", "direct"),
        ),
        (
            "He said it was “a great day” for all.",
            ("He", "said", "it was “a great day” for all", "asserts", "mixed"),
        ),
        (
            "Lopez made the following comment:\n\n“It rains.”",
            ("Lopez", "made the following comment:", "“It rains.”", "asserts", "direct"),
        ),
        (
            "The New York Times reports:\n\n“It rains.”",
            ("The New York Times", "reports:", "“It rains.”", "asserts", "direct"),
        ),
        (
            "“It rains,” he said. “It pours on hundreds of poor” workers.",
            ("he", "said", "“It rains,” … “It pours on hundreds of poor” workers", "asserts", "mixed"),
        ),
        (  # a paragraph of the quotation whose line break was lost
            'Mr Lopez said: "It rains in the north. "It pours in the south of the country."',
            (
                "Mr Lopez",
                "said:",
                '"It rains in the north. "It pours in the south of the country."',
                "asserts",
                "direct",
            ),
        ),
    ],
)
def test_a_quotation_with_its_speaker(text, expected):
    assert rows(text) == [expected]


@pytest.mark.parametrize(
    ("text", "source", "stance"),
    [
        ("The minister denied that she had lied.", "The minister", "denies"),
        ("The minister rejected claims of fraud.", "The minister", "denies"),
        ("A spokesman declined to comment.", "A spokesman", "declines"),
        ("The company did not respond to a request for comment.", "The company", "declines"),
        ("The Kremlin's silence on the matter is conspicuous.", "The Kremlin's", "silent"),
        ("The deployment remains unacknowledged by Moscow.", "Moscow", "silent"),
        ("The president spoke for an hour, omitting mention of the strike.", "The president", "silent"),
        ("The president made no mention of the strike.", "The president", "silent"),
        ("The ministry has not commented on the report.", "The ministry", "silent"),
        ("The ministry has not acknowledged the losses.", "The ministry", "silent"),
        ("The ministry confirmed the report.", "The ministry", "asserts"),
        ("The senator does not support the plan.", "The senator", "asserts"),
    ],
)
def test_stance(text, source, stance):
    assert (source, stance) in [(row[0], row[3]) for row in rows(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He said it rains, adding that it pours.",
            [("He", "said", "it rains"), ("He", "adding", "that it pours")],
        ),
        (
            "Lopez said it rains, but Smith denied that it pours.",
            [("Lopez", "said", "it rains"), ("Smith", "denied", "that it pours")],
        ),
        (
            "He said that she thinks that it rains.",
            [("He", "said", "that she thinks that it rains")],
        ),
    ],
)
def test_none_stands_inside_another(text, expected):
    assert [row[:3] for row in rows(text)] == expected


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Hundreds feared dead in landslide", "feared", "Hundreds … dead in landslide"),
        ("12 miners feared trapped after blast", "feared", "12 miners … trapped"),
        ("Three dead, five feared lost at sea", "feared", "Three dead … five … lost at sea"),
        ("More than 100 workers said to be trapped", "said", "More than 100 workers … to be trapped"),
    ],
)
def test_those_of_whom_a_passive_tells_are_not_its_source(text, cue, content):
    assert [row[:3] for row in rows(text)] == [("", cue, content)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Hundreds feared they would lose their homes.", "Hundreds"),
        ("Thousands reported that the water was dirty.", "Thousands"),
        ("Adelson said much of the talk was about trade.", "Adelson"),
        ("The senator has called the plan a hoax.", "The senator"),
    ],
)
def test_those_who_fear_or_say_something_are_its_source(text, source):
    assert [row[0] for row in rows(text)] == [source]


def test_a_headline_is_no_part_of_the_source_below_it():
    (found,) = find_attributions(Article("Flood\nOfficials said that about 1,200 people may have left."))
    assert [span.of("Flood\nOfficials") for span in found.source] == ["Officials"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It rains.",
        "The “Big Easy” is a city.",
        "He walked over the hill and met a friend.",
        "Prices fell more than expected.",
        "They opened accounts without them knowing for five years.",
        "If they were to reply in kind it rains.",
        "“",
        "said",
        ": :",
    ],
)
def test_a_text_in_which_nobody_says_anything(text):
    assert rows(text) == []


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("said", "they had not returned 40 calls", "asserts"),
        ("said", "the ministry declined to comment", "asserts"),
        ("did not deny", "that 40 died", "asserts"),
        ("denied", "having failed to respond to messages", "denies"),
        ("refused", "to say how many", "declines"),
        ("neither confirmed nor denied", "the report", "declines"),
        ("did not immediately respond to", "a request for comment", "declines"),
        ("’s silence on", "the matter", "silent"),
        ("has not acknowledged", "the losses", "silent"),
    ],
)
def test_the_words_of_cue_and_content_tell_the_stance(cue, content, expected):
    assert stance(cue, content) == expected


WORDS = st.sampled_from(
    "“ ” \" '' said says that the minister , . according to by who not denied his 's estimates 300 and but : ( ) — ? \n\n told "
    "report was confirmed silence on unacknowledged mention no omitting asked in a poll He Lopez saying ;".split(" ")
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_spans_lie_in_the_text_and_attributions_in_order(text):
    found = find_attributions(Article(text))
    for one in found:
        assert one.cue and one.content
        for spans in (one.source, one.cue, one.content):
            assert list(spans) == sorted(spans)
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert one.stance in ("asserts", "denies", "declines", "silent")
        assert one.quotation in ("direct", "indirect", "mixed")
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize("piece", ["he said that ", "X, who ", "“it ", "a, b and ", "(", "according to "])
def test_long_sentences_take_linear_time(piece):
    assert_linear(piece, find_attributions)


@pytest.mark.skipif(not GOLD.exists(), reason=f"{GOLD} is not here")
def test_the_seed_against_its_gold():
    gold = json.loads(GOLD.read_text("utf-8"))["attributions"]
    found = find_attributions(Article(SEED.read_text("utf-8")))

    def overlap(spans, mark):
        if mark is None:
            return not spans
        return any(span.start < mark["end"] and mark["start"] < span.end for span in spans)

    def same(one, mark):
        return all(overlap(getattr(one, part), mark[part]) for part in ("source", "cue", "content"))

    required = [mark for mark in gold if not mark["optional"]]
    assert sum(any(same(one, mark) for one in found) for mark in required) >= 15
    assert sum(not any(same(one, mark) for mark in gold) for one in found) <= 3
    for mark in required:
        for one in found:
            assert not same(one, mark) or one.stance == mark["stance"]
