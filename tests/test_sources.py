"""Sources: who stands behind a mention, by name and type."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.article import Article, Span
from analysis.sources import resolve_sources


@dataclass(frozen=True)
class Attributed:
    source: tuple[Span, ...]


def at(text, *mentions):
    """Attributions to `mentions`, each found behind the one before."""
    found, begin = [], 0
    for mention in mentions:
        begin = text.index(mention, begin)
        found.append(Attributed((Span(begin, begin + len(mention)),)))
        begin += len(mention)
    return found


def resolved(text, *mentions):
    sources, index = resolve_sources(Article(text), at(text, *mentions))
    return [(sources[i].name, sources[i].type) for i in index]


@pytest.mark.parametrize(
    ("mention", "name", "kind"),
    [
        ("Maria Lopez", "Maria Lopez", "named_person"),
        ("Ukrainian president Volodymyr Zelenskyy", "Volodymyr Zelenskyy", "named_person"),
        ("Maria Lopez, a teacher from Leeds,", "Maria Lopez", "named_person"),
        ("Win Htein, a member of the committee,", "Win Htein", "named_person"),
        ("FBI General Counsel James A. Baker", "James A. Baker", "named_person"),
        ("Lee Wang of The Intercept", "Lee Wang", "named_person"),
        ("Putin", "Putin", "named_person"),
        ("Technorati", "Technorati", "named_organization"),
        ("the manager of his campaign, Jeff Weaver,", "Jeff Weaver", "named_person"),
        ("The Archbishop of Cardiff, Peter Smith,", "Peter Smith", "named_person"),
        ("The Dean of Ely, the Most Reverend Peter Smith,", "Peter Smith", "named_person"),
        ("The Bank of England, led by Mervyn King,", "Bank of England", "named_organization"),
        ("The Kremlin", "Kremlin", "named_organization"),
        ("Moscow", "Moscow", "named_organization"),
        ("the Defence Ministry", "Defence Ministry", "named_organization"),
        ("South Korean intelligence", "South Korean intelligence", "named_organization"),
        ("The Washington Post", "Washington Post", "named_organization"),
        ("a person familiar with the matter", "a person familiar with the matter", "anonymous_person"),
        ("A close ally", "A close ally", "anonymous_person"),
        ("Someone close to the talks", "Someone close to the talks", "anonymous_person"),
        ("Hundreds", "Hundreds", "unnamed_group"),
        ("footage circulating online", "footage circulating online", "document"),
        ("a Quinnipiac poll", "a Quinnipiac poll", "document"),
        ("a Quinnipiac poll’s", "a Quinnipiac poll", "document"),
        ("a study being released by researchers", "a study being released by researchers", "document"),
        ("the report", "the report", "document"),
        ("recent reports", "recent reports", "unspecified"),
        ("Research done for the Electoral Commission", "Research done for the Electoral Commission", "document"),
        ("the bank", "the bank", "named_organization"),
        ("a bank", "a bank", "unnamed_group"),
        ("a civil complaint filed by the state", "a civil complaint filed by the state", "document"),
        ("research conducted by the Pew Center", "research conducted by the Pew Center", "document"),
        ("Polling averages", "Polling averages", "document"),
        ("RealClearPolitics", "RealClearPolitics", "named_organization"),
        ("McAdams", "McAdams", "named_person"),
        ("Ohio", "Ohio", "named_organization"),
        ("63 percent", "63 percent", "unnamed_group"),
        ("IMF chief economist Maury Obstfeld", "Maury Obstfeld", "named_person"),
        ("the head of his campaign, Maria Lopez", "Maria Lopez", "named_person"),
        ("the release of images by the army", "the release of images by the army", "document"),
        ("a North Korean soldier", "a North Korean soldier", "anonymous_person"),
        ("a spokesman for the mayor", "a spokesman for the mayor", "anonymous_person"),
        ("some analysts", "some analysts", "unnamed_group"),
        ("locals", "locals", "unnamed_group"),
        ("Ukrainian officials", "Ukrainian officials", "unnamed_group"),
        ("police", "police", "named_organization"),
        ("the police", "the police", "named_organization"),
        ("the army", "the army", "named_organization"),
        (
            "A judge handling a Freedom of Information case",
            "A judge handling a Freedom of Information case",
            "anonymous_person",
        ),
        ("the Canadian", "the Canadian", "anonymous_person"),
        ("SBC Communications", "SBC Communications", "named_organization"),
        ("the latest data available from the FBI", "the latest data available from the FBI", "document"),
        ("the Bureau of Labor Statistics", "Bureau of Labor Statistics", "named_organization"),
        ("Reports", "Reports", "unspecified"),
        ("Estimates", "Estimates", "unspecified"),
        ("A government report last year", "A government report", "document"),
        ("A study on Monday", "A study", "document"),
        ("The ministry earlier this month", "The ministry", "named_organization"),
        ("An official late Friday", "An official", "anonymous_person"),
        ("A bank report two years ago", "A bank report", "document"),
        ("A poll released Friday", "A poll released Friday", "document"),
        ("A Gallup poll out Thursday", "A Gallup poll", "document"),
        ("A Survey Of US Troops", "A Survey Of US Troops", "document"),
        ("Q", "Q", "unspecified"),
        ("Insurers", "Insurers", "unnamed_group"),
        ("Airlines", "Airlines", "unnamed_group"),
        ("Rail unions", "Rail unions", "unnamed_group"),
        ("MPs", "MPs", "unnamed_group"),
        ("three firms asked by the station", "three firms asked by the station", "unnamed_group"),
        ("the 64-year-old", "the 64-year-old", "anonymous_person"),
        ("Ms Lopez and her family", "Ms Lopez", "named_person"),
        ("Halden Foods", "Halden Foods", "named_organization"),
        ("Yukos", "Yukos", "named_organization"),  # nobody of that surname is named in full
        ("The bookmaker Quayline", "Quayline", "named_organization"),
        ("The regulator, Watermark,", "Watermark", "named_organization"),
        ("The country's largest union, the Ward Union,", "Ward Union", "named_organization"),
        ("The contractor, Halden Aerospace,", "Halden Aerospace", "named_organization"),
        ("Gallup, the polling firm,", "Gallup", "named_organization"),
        ("The Ward Institute, which is based in Leeds,", "Ward Institute", "named_organization"),
        ("The National Water Agency (NWA)", "National Water Agency (NWA)", "named_organization"),
        ("The state news agency Xinhua", "Xinhua", "named_organization"),
        ("Think tank the Ward Foundation", "Ward Foundation", "named_organization"),
        ("Johnson, Smith and Company", "Johnson, Smith and Company", "named_organization"),
        ("The Kenya Red Cross and the army", "Kenya Red Cross and the army", "named_organization"),
        ("The University of the West Indies", "University of the West Indies", "named_organization"),
        ("The U.S. Geological Survey", "U.S. Geological Survey", "named_organization"),
        ("Detective Chief Inspector Omar Shah of West Yorkshire Police", "Omar Shah", "named_person"),
        ("Chief Superintendent Ade Okafor of Thames Valley Police", "Ade Okafor", "named_person"),
        ("The University of Southern California", "University of Southern California", "named_organization"),
        ("Its spokesman, Youssef Amrani,", "Youssef Amrani", "named_person"),
        ("One of them, Tarek Sule,", "Tarek Sule", "named_person"),
        ("Two officers, who", "Two officers", "unnamed_group"),
        ("Maria", "Maria", "named_person"),
    ],
)
def test_name_and_type_of_a_mention(mention, name, kind):
    text = f"{mention[0].upper()}{mention[1:]} said that it rains."
    assert resolved(text, text[: len(mention)])[0] == (
        name if mention[0].isupper() else name[0].upper() + name[1:],
        kind,
    )


def test_a_spokesman_for_one_is_not_a_spokesman_for_another():
    text = "A spokesman for the ministry said so. A spokesman for the embassy denied it."
    assert [name for name, _ in resolved(text, "A spokesman for the ministry", "A spokesman for the embassy")] == [
        "A spokesman for the ministry",
        "A spokesman for the embassy",
    ]


def test_a_company_is_no_country():
    text = "Japan said so. The company said more."
    assert resolved(text, "Japan", "The company") == [
        ("Japan", "named_organization"),
        ("The company", "named_organization"),
    ]


def test_a_rival_may_be_a_firm():
    assert resolved("Last week rival Shell said that it rains.", "Shell") == [("Shell", "named_organization")]


def test_a_headlines_plural_is_no_name():
    text = "Beekeepers Say Hives Are Empty\n\nIt is a bad year for beekeepers."
    assert resolved(text, "Beekeepers") == [("Beekeepers", "unnamed_group")]


def test_a_single_word_is_a_person_where_someone_bears_it_as_a_surname():
    text = "Halden was there. Zubair Halden said so. Later Halden said more."
    assert {kind for _, kind in resolved(text, "Halden", "Zubair Halden", "Halden")} == {"named_person"}


@pytest.mark.parametrize(
    ("text", "mentions", "name"),
    [
        ("Pat Ferguson said so. He added more.", ["Pat Ferguson", "He"], "Pat Ferguson"),
        ("The project aims high. It wants more.", ["The project", "It"], "The project"),
        ("Maria Lopez said so. Lopez added more.", ["Maria Lopez", "Lopez"], "Maria Lopez"),
        ("Lopez said so. Later Maria Lopez added more.", ["Lopez", "Maria Lopez"], "Maria Lopez"),
        ("Putin spoke. President Putin said so.", ["Putin", "President Putin"], "President Putin"),
        ("Maria Lopez said so. She added more.", ["Maria Lopez", "She"], "Maria Lopez"),
        ("Maria Lopez met David Smith. He said so.", ["He"], "David Smith"),
        ("Maria Lopez met David Smith. Mr. Smith said so, and she agreed.", ["Mr. Smith", "she"], None),
        (
            "The Defence Ministry said so. The ministry added more.",
            ["The Defence Ministry", "The ministry"],
            "Defence Ministry",
        ),
        ("David Smith, who lives here, said so.", ["who"], "David Smith"),
        ("Senator David Smith of Ohio, who lives here, said so.", ["who"], "David Smith"),
        ("It heard from the Bank of Japan, which said so.", ["which"], "Bank of Japan"),
        ("It follows polls by Halden University that say so.", ["that"], "polls by Halden University"),
        ("The Coast/Herald poll, which asks them all, said so.", ["which"], "The Coast/Herald poll"),
        ("Vice President Joe Biden came. The vice president said so.", ["The vice president"], "Joe Biden"),
        (
            "Vice President Joe Biden met President Barack Obama. The president said so.",
            ["The president"],
            "Barack Obama",
        ),
        (
            "The Congressional Budget Office said so. The CBO added more.",
            ["The Congressional Budget Office", "The CBO"],
            "Congressional Budget Office",
        ),
        (
            "A new Gallup poll shows it. The poll found more.",
            ["A new Gallup poll", "The poll"],
            "A new Gallup poll",
        ),
        (
            "The Geological Survey of Leeds (GSL) said so. The GSL added more.",
            ["The Geological Survey of Leeds (GSL)", "The GSL"],
            "Geological Survey of Leeds (GSL)",
        ),
        (
            "The Institute for Water Studies, a think tank, said so. The IWS added more.",
            ["The Institute for Water Studies, a think tank,", "The IWS"],
            "Institute for Water Studies",
        ),
        (
            "Software firm Nexwave Technologies said so. Nexwave added more.",
            ["Software firm Nexwave Technologies", "Nexwave"],
            "Nexwave Technologies",
        ),
        (
            "The regulator, Watermark, said so. Watermark added more.",
            ["The regulator, Watermark,", "Watermark"],
            "Watermark",
        ),
        (
            "The Commission on Water Debts said so. The commission added more.",
            ["The Commission on Water Debts", "The commission"],
            "Commission on Water Debts",
        ),
        ("Philip Dunn MP said so. Mr Dunn added more.", ["Philip Dunn MP", "Mr Dunn"], "Philip Dunn MP"),
        ("JOHN SMITH said so. SMITH added more.", ["JOHN SMITH", "SMITH"], "JOHN SMITH"),
        ("Reports say so. Later reports say more.", ["Reports", "reports"], None),
    ],
)
def test_short_forms_are_led_back_to_the_fullest_name(text, mentions, name):
    names = {found for found, _ in resolved(text, *mentions)}
    if name is None:
        names = names - {"David Smith"}
        assert len(names) == 1
    else:
        assert names == {name}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Office for Water Statistics", "The Office for Budgets"),
        ("The Committee on Climate Change", "The Committee on Standards"),
        ("The Ministry of Health", "The Ministry of Defence"),
        ("Halden Foods", "Halden Motors"),
        ("China", "China Airlines"),
        ("Reuters", "The Reuters Institute"),
    ],
)
def test_two_bodies_whose_names_begin_alike_stay_apart(one, other):
    sources, index = resolve_sources(Article(text := f"{one} said so. {other} added more."), at(text, one, other))
    assert len(sources) == 2 and index == [0, 1]


def test_two_people_of_one_surname_stay_apart():
    text = "Bill Clinton spoke. Hillary Clinton spoke too. Mrs. Clinton said so. Mr. Clinton said so."
    assert [name for name, _ in resolved(text, "Mrs. Clinton", "Mr. Clinton")] == [
        "Hillary Clinton",
        "Bill Clinton",
    ]


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Anna Smith and Peter Jones", "Anna Smith and Peter Jones"),
        ("Professor Anna Smith, and Dr Peter Jones", "Anna Smith and Peter Jones"),
        ("Anna Smith, Peter Jones and Tom Lee", "Anna Smith, Peter Jones and Tom Lee"),
        ("Senators Bob Corker and Jeff Flake", "Bob Corker and Jeff Flake"),
        ("The mayor, Lee Fox, and the police chief, Ann Ray,", "Lee Fox and Ann Ray"),
        ("Ada Lopez and her husband, Ben Cole,", "Ada Lopez"),
        ("Ann Lee, the sister of Bob Ray and Tom Fox,", "Ann Lee"),
        ("Gordon Brown and Tony Blair's office", "Gordon Brown and Tony Blair's office"),
        ("A study by Ann Ray and Tom Fox", "A study by Ann Ray and Tom Fox"),
    ],
)
def test_people_who_are_named_together_are_one_source(mention, name):
    assert resolved(f"{mention} said 40 people died.", mention)[0][0] == name


def test_each_of_those_named_together_may_speak_alone():
    text = "Anna Smith and Peter Jones said 40 people died. Mr Jones blamed the weather. They said 12 were hurt."
    assert resolved(text, "Anna Smith and Peter Jones", "Mr Jones", "They") == [
        ("Anna Smith and Peter Jones", "named_person"),
        ("Peter Jones", "named_person"),
        ("Anna Smith and Peter Jones", "named_person"),
    ]


def test_sources_come_in_order_of_first_mention_with_all_their_mentions():
    text = "Maria Lopez said so. The Kremlin said so. Lopez added more. It rains."
    attributions = at(text, "Maria Lopez", "The Kremlin", "Lopez")
    sources, index = resolve_sources(Article(text), [*attributions[::-1], Attributed(())])
    assert [source.name for source in sources] == ["Maria Lopez", "Kremlin"]
    assert [len(source.mentions) for source in sources] == [2, 1]
    assert index == [0, 1, 0, None]


TYPES = {"named_person", "named_organization", "document", "anonymous_person", "unnamed_group", "unspecified"}


@given(
    st.text(min_size=1, max_size=200),
    st.lists(st.tuples(st.integers(0, 199), st.integers(1, 30)), max_size=5),
)
def test_any_span_of_any_text_has_a_source(text, pairs):
    spans = [Span(min(start, len(text) - 1), min(start + length, len(text))) for start, length in pairs]
    attributions = [Attributed((span,)) for span in spans if span.start < span.end]
    sources, index = resolve_sources(Article(text), attributions)
    assert all(i is not None for i in index)
    for attribution, i in zip(attributions, index, strict=True):
        assert attribution.source[0] in sources[i].mentions
    assert all(source.type in TYPES for source in sources)


SHARED = Path(os.environ.get("WHO_SAYS_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.mark.skipif(not (SHARED / "gold/secret-deployment.json").exists(), reason="the seed's gold is not here")
def test_types_of_the_seeds_sources():
    import json

    text = (Path(__file__).parents[1] / "seeds/secret-deployment.txt").read_text("utf-8")
    gold = json.loads((SHARED / "gold/secret-deployment.json").read_text("utf-8"))["attributions"]
    gold = [one for one in gold if one["source"] and not one["optional"]]
    attributions = [Attributed((Span(one["source"]["start"], one["source"]["end"]),)) for one in gold]
    sources, index = resolve_sources(Article(text), attributions)
    right = sum(sources[i].type == one["source_type"] for one, i in zip(gold, index, strict=True))
    assert right >= len(gold) - 1
