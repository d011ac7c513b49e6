"""What a chart promises: nothing overlaps or is cut, every mark has its source, the same bytes every time."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest
from conftest import SEED
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from analysis import Article, charts, read
from analysis.folding import shown


def on_a_telephone(draw):
    def narrow(reading):
        return draw(reading, narrow=True)

    narrow.__name__ = f"{draw.__name__}_on_a_telephone"
    return narrow


def also(reading):
    return charts.claims(reading, also=True)


def also_on_a_telephone(reading):
    return charts.claims(reading, also=True, narrow=True)


DRAWN = (charts.claims, charts.matrix, charts.sources, charts.reading, charts.comparison)
CHARTS = (*DRAWN, *map(on_a_telephone, DRAWN), also, also_on_a_telephone)
SPEAKERS = (
    "Officials",
    "Mayor Ada Thorne of Lower Wexcombe",
    "Reports",
    "The Ministry of Water and Rivers",
    "A survey",
)
FIGURES = (
    "over 1,000 people", "12 houses", "$4.5 million", "45 percent", "nearly 500 miles", "between 10 and 12 years", "dozens of "
    "trees in the orchards along the whole length of the river", "about 3,000 cattle", "up to 2.5 billion euros", "one in five farms",
)  # fmt: skip


def article_with(figures: int) -> Article:
    """An article that attributes so many figures in turn to several speakers, some of them hedged."""
    told = [
        f"{SPEAKERS[n % len(SPEAKERS)]} said that {FIGURES[n % len(FIGURES)]} {'may have' if n % 3 else 'had'} been lost in flood {n}."
        for n in range(figures)
    ]
    return Article("\n".join(told) or "Nothing happened, and nobody spoke about it.", "flood")


READINGS = {"seed": lambda: read(SEED)} | {f"{n} figures": lambda n=n: read(article_with(n)) for n in (0, 1, 3, 60)}


@pytest.fixture(scope="module", params=READINGS)
def reading(request):
    return READINGS[request.param]()


@pytest.fixture(scope="module")
def drawn(reading):
    """A chart of the reading, drawn once."""
    return cache(lambda draw: draw(reading))


@cache
def boxes(chart) -> dict[Text, object]:
    renderer = FigureCanvasAgg(chart).get_renderer()
    chart.draw(renderer)
    texts = [text for text in chart.findobj(Text) if text.get_visible() and text.get_text().strip()]
    beyond = {
        tick.label1
        for axes in chart.axes
        for tick in axes.xaxis.get_major_ticks()
        if not axes.get_xlim()[0] <= tick.get_loc() <= axes.get_xlim()[1]
    }
    return {text: text.get_window_extent(renderer) for text in texts if text not in beyond}


@pytest.mark.parametrize("draw", CHARTS, ids=lambda draw: draw.__name__)
def test_no_label_is_cut_or_lies_on_another(draw, drawn):
    assert_apart(drawn(draw))


def assert_apart(chart) -> None:
    """Assert that no label of a chart is cut, or lies on another."""
    found = boxes(chart)
    assert found
    width, height = chart.get_size_inches() * chart.dpi
    for text, box in found.items():
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, text.get_text()
    for (one, first), (other, second) in combinations(found.items(), 2):
        apart = (
            first.x1 <= second.x0 + 1
            or second.x1 <= first.x0 + 1
            or first.y1 <= second.y0 + 2
            or second.y1 <= first.y0 + 2
        )
        assert apart, (one.get_text(), other.get_text())


@pytest.mark.parametrize("draw", CHARTS, ids=lambda draw: draw.__name__)
def test_a_chart_is_the_same_bytes_every_time_and_says_in_words_what_it_shows(draw, drawn, reading):
    chart = drawn(draw)
    svg = chart.svg()
    assert svg == draw(reading).svg()
    root = ElementTree.fromstring(svg)
    assert root.get("role") == ("group" if ' href="#q' in svg else "img")
    assert root.get("aria-label").startswith("Chart. ")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) and all(name.startswith(f"{chart.name}-") for name in ids)


def test_what_finds_no_room_is_called_more_figures_however_much_the_article_is_about_it():
    text = " ".join(f"The fire burned {number} barns in Dorn." for number in range(40, 54))
    assert also(read(Article(text))).alt.startswith("Chart. 2 more figures. ")
    assert also(read(Article("It rained."))).alt == "Chart. No more figures."


def test_every_claim_is_drawn_once_with_its_source_or_as_the_articles_own_voice(reading, drawn):
    both = drawn(charts.claims), drawn(also)
    words = [text.get_text() for chart in both for text in boxes(chart)]
    named = reading.claims["source_name"].dropna()
    assert sum(any(word.rstrip("…") in name for name in named) for word in words) >= named.nunique()
    own = reading.claims["attribution_id"].isna()
    assert words.count("the article’s own voice") == own.sum()
    for claim in reading.claims.dropna(subset="source_name").itertuples():
        assert claim.source_name[:50] in both[0].alt + both[1].alt
    told = [address for chart in both for address in chart.links]
    assert sorted(told) == sorted("#" + reading.claims["quantity_id"])


def test_at_most_three_axes_are_drawn_before_folding_and_a_printed_page_of_rows(reading, drawn):
    chart = drawn(charts.claims)
    assert len(chart.axes) <= 3 and chart.get_figheight() < 13
    if len(reading.claims) > 1:
        assert set(chart.links) == {f"#{one}" for one in shown(reading)} != set()


def test_the_marks_of_a_claim_lead_to_its_quantity_and_are_told_once(drawn):
    chart = drawn(charts.claims)
    root = ElementTree.fromstring(chart.svg())
    links = [element for element in root.iter() if element.tag.endswith("}a")]
    told = [link.get("href") for link in links if link.get("aria-label")]
    assert sorted(told) == sorted(chart.links)
    assert all(
        link.get("tabindex") == "-1" and link.get("aria-hidden") == "true"
        for link in links
        if not link.get("aria-label")
    )
    ids = {element.get("id") for element in root.iter()}
    assert {f"claims-{address[1:]}" for address in chart.links} <= ids


def test_a_long_name_of_a_topic_is_wrapped_and_not_cut():
    said = "{} said that {} volunteers of the northern river and canal rescue service had been hurt in the flood."
    for narrow in (False, True):
        found = read(Article(said.format("Police", 40) + " " + said.format("Doctors", 460)))
        chart = charts.claims(found, narrow=narrow)
        topics = [topic for topic in found.disagreements["topic"]]
        told = " ".join(" ".join(text.get_text() for text in boxes(chart)).split())
        assert all(topic in told for topic in topics)


def test_a_label_loses_what_would_steer_a_rendering_and_is_cut_at_a_word():
    from analysis.charts.chart import label

    assert label("one\n two\u202ethree\x1b four", 40) == "one two three four"
    assert label("the Ministry of Water and Rivers", 20) == "the Ministry of…"
    assert label("報道によると三千人", 10) == "報道によ…"


def test_dollar_signs_are_no_formulas():
    chart = charts.claims(read(Article("Officials said that $5 or $10 million_x^2 was lost. It cost $3 and $4.")))
    assert "$" in chart.svg()


def test_a_chart_shows_itself_as_svg_with_its_words_beside_it():
    shown = charts.claims(read(SEED))._repr_mimebundle_()
    assert shown["image/svg+xml"].startswith("<svg") and shown["text/plain"].startswith("Chart. ")


def test_a_chart_that_was_changed_after_it_was_drawn_is_drawn_again(seed):
    chart = charts.claims(read(seed))
    before = chart.svg()
    assert chart.svg() == before
    chart.axes[0].set_xlabel("something else")
    chart.alt = "described anew"
    assert "something else" in chart.svg() and "described anew" in chart.svg()
