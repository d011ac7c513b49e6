"""The report and the notebooks in a real browser, as a reader has them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, SEED, WITHOUT_FINDINGS
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium (`apt-get install chromium`, or Google Chrome)")

LONG = "the Subcommittee on the Supervision of " + "Locks, Weirs and Canals and the Reconstruction of " * 6 + "Harbours"
ARTICLES = {
    "thirty": f"In a statement, {LONG} said that 450 locks had been repaired and that about 30 were beyond repair.\n"
    + "\n".join(
        f"{who} said that {what} had been lost in flood {n}."
        for n, (who, what) in enumerate(
            zip(
                ["Officials", "Mayor Ada Thorne", "Reports"] * 10,
                ["over 1,000 people", "$4.5 million", "45 percent"] * 10,
                strict=True,
            )
        )
    ),
    "none": WITHOUT_FINDINGS,
    "dense": (ROOT / "seeds" / "gallery" / "mayor-poll.txt").read_text("utf-8"),
    "sides": (
        "The army said that 40 of its soldiers had died in the fighting near Marnek. The rebels said that they had killed 310 soldiers.\n"
        "The army said that 500 rebels had died in the fighting. The rebels said that 25 rebels may have died in the fighting."
    ),
}
CORRECTIONS = {
    "sides": "".join(
        f'[[change]]\nquote = "{words}"\ntopic = "{topic}"\nreason = "both sides"\nauthor = "A. Checker"\ndate = 2025-02-01\n'
        for words, topic in {
            "40": "soldiers killed", "310 soldiers": "soldiers killed", "500 rebels": "rebels killed", "25 rebels": "rebels killed",
        }.items()
    )
}  # fmt: skip


PATIENCE = 120
"""Seconds until whatever does not happen is given up: a machine that does other things too is slow."""


@pytest.fixture(scope="module")
def browser():
    expect.set_options(timeout=1000 * PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], timeout=1000 * PATIENCE
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address_of(report_of):
    """Where a report is: the committed one of the seed, and one for each article above, made when asked for."""

    def address(name: str) -> str:
        if name == "seed":
            return (ROOT / "reports" / "secret-deployment" / "report.html").as_uri()
        return report_of(name, ARTICLES[name], CORRECTIONS.get(name, "")).as_uri()

    return address


@pytest.fixture(scope="module")
def new_page(browser, address_of):
    """Opens a report on a telephone; collects what it asks for from outside and what it complains of."""
    contexts = []

    def open_page(name: str, **options) -> Page:
        context = browser.new_context(viewport={"width": 360, "height": 900}, **options)
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(f"dialog: {dialog.message}"))
        page.goto(address_of(name))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def pages(new_page):
    """The page of each report, opened once."""
    return cache(new_page)


@pytest.fixture
def opened(pages):
    """Shows a report as it is when it has just been opened, on a screen of some width, light or dark."""

    def open_report(name: str = "seed", width: int = 1200, scheme: str = "light") -> Page:
        page = pages(name)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="screen", color_scheme=scheme)
        page.mouse.move(0, 0)
        page.goto(page.url.partition("#")[0])
        page.reload()  # a page that differs in its fragment alone is not loaded again
        page.wait_for_selector("html[data-ready]")
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
        return page

    return open_report


@pytest.mark.parametrize("name", ["seed", *ARTICLES])
def test_a_page_asks_for_nothing_complains_of_nothing_and_fits_a_telephone(opened, name):
    page = opened(name, width=360)
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


RULES = {"light": {}, "dark": {"runOnly": ["cat.color"]}}
"""What axe looks for: in the dark, where nothing but colours is different, at colours alone."""


@pytest.mark.parametrize("scheme", RULES)
@pytest.mark.parametrize("name", ["seed", *ARTICLES])
def test_axe_finds_no_serious_violation(opened, name, scheme):
    page = opened(name, scheme=scheme)
    # Thirty figures have the colours of a few in their charts, and axe takes long to find them all.
    context = {"exclude": ["svg"]} if (name, scheme) == ("thirty", "dark") else None
    found = Axe().run(page, context, {"resultTypes": ["violations"], **RULES[scheme]}).response
    serious = [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == [] and "color-contrast" in {one["id"] for one in found["passes"]}


@pytest.mark.parametrize("width", [768, 380])
def test_axe_finds_no_violation_on_smaller_screens(opened, width):
    found = Axe().run(opened("sides", width=width), {"exclude": ["svg"]}, {"resultTypes": ["violations"]}).response
    assert [(one["id"], one["nodes"][0]["target"]) for one in found["violations"]] == []


def test_a_link_to_a_figure_is_copied_and_leads_to_it_for_good(opened):
    page = opened()
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.locator("#note-q2").get_by_role("button", name="copy link").click()
    expect(page.locator("#note-q2")).to_contain_text("copied")
    link = page.evaluate("window.copied")
    text = SEED.read_text("utf-8")
    assert text[int(link.rpartition("#at-")[2]) :].startswith("1,000 North Korean soldiers")
    page.evaluate("link => { location.hash = link.split('#')[1]; }", link)
    expect(page.locator("#q2:target")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_a_chart_is_saved_with_the_name_of_the_article_and_a_credit_line(opened, kind):
    page = opened()
    with page.expect_download() as waiting:
        page.locator(".saves").locator("visible=true").first.get_by_role("button", name=kind).click()
    saved = waiting.value
    assert saved.suggested_filename == f"secret-deployment-claims.{kind.lower()}"
    content = Path(saved.path()).read_bytes()
    if kind == "SVG":
        assert b"Secret Deployment: North Korean" in content and b"Chart: who-says-how-many" in content
    else:
        assert content.startswith(b"\x89PNG")


def test_a_long_table_is_folded_away_on_a_telephone_and_opens_for_whoever_comes_to_a_row(opened):
    page = opened("thirty", width=360)
    expect(page.locator("table.figures")).to_be_hidden()
    page.evaluate("location.hash = 'claims-row-q3'")
    expect(page.locator("#claims-row-q3")).to_be_in_viewport()
    expect(page.get_by_role("button", name="as a table")).to_have_count(0)


def test_a_click_on_a_mark_of_the_chart_lands_on_the_figure_in_its_sentence(opened):
    page = opened()
    page.locator("#claims-q2 a").click()
    mark = page.locator("#q2:target")
    expect(mark).to_have_text("over 1,000 North Korean soldiers")
    expect(mark).to_be_in_viewport(ratio=1)


def test_a_telephone_has_a_chart_of_its_own(opened):
    page = opened(width=360)
    expect(page.locator("#claims-narrow-q2")).to_be_visible()
    expect(page.locator("#claims-q2")).to_be_hidden()
    page.locator("#note-q2").get_by_text("chart", exact=True).locator("visible=true").click()
    expect(page.locator(":target")).to_have_id("claims-narrow-q2")


@pytest.mark.parametrize("way", ["chart", "table"])
def test_a_figure_leads_back_to_the_chart_and_to_its_row(opened, way):
    page = opened()
    page.locator("#q3 a").first.click()
    target = page.locator(":target")
    expect(target).to_have_id("note-q3")
    page.locator("#note-q3").get_by_text(way, exact=True).locator("visible=true").click()
    expect(target).to_have_id({"chart": "claims-q3", "table": "claims-row-q3"}[way])
    expect(target).to_contain_text("over 3,000")
    expect(target).to_be_in_viewport(ratio=1)


def test_who_says_what_of_what_is_shown_where_several_sources_speak_of_several_topics(opened):
    page = opened("sides")
    expect(page.get_by_text("Who says what of what", exact=True)).to_be_visible()
    matrix = page.get_by_role("group", name="Chart. Sources contradict each other on both topics").locator(
        "visible=true"
    )
    link = matrix.get_by_role("link", name="q4: rebels killed (disputed): 25, hedged, The rebels.")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#card")).to_contain_text("25 rebels may have died")
    page.keyboard.press("Enter")
    expect(page.locator("#q4:target")).to_be_in_viewport(ratio=1)
    telephone = opened("sides", width=360)
    telephone.get_by_text("Who says what of what", exact=True).click()  # folded away there
    expect(telephone.locator("svg[aria-label*='contradict']").locator("visible=true")).to_have_count(1)
    assert opened("none").get_by_text("Who says what of what").count() == 0


def test_a_claim_under_the_pointer_or_with_the_focus_shows_its_sentence_its_source_and_its_hedges(opened):
    page = opened()
    card = page.locator("#card")
    expect(card).to_be_hidden()
    page.locator("#claims-q2 a").hover()
    for words in (
        "South Korean intelligence estimates that over 1,000 North Korean soldiers",
        "more than 1,000",
        "named organisation",
        "hedged: “estimates”",
    ):
        expect(card).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.locator(".wide svg a[aria-label^='q3:']").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card).to_contain_text("Volodymyr Zelenskyy")


def test_the_table_is_sorted_by_value(opened):
    page = opened()
    table = page.locator("table.figures")
    first = table.locator("tbody tr").first
    heading = table.locator("th", has_text="states")
    heading.get_by_role("button").click()
    expect(first).to_have_id("claims-row-q4")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    heading.get_by_role("button").click()
    expect(first).to_have_id("claims-row-q1")


def test_figures_are_chosen_by_source_topic_kind_doubt_and_words(opened):
    page = opened("thirty")
    rows = page.locator("table.figures tbody tr:not([hidden])")
    told = page.locator(".filters output")
    every = page.locator("table.figures tbody tr").count()
    passing = page.locator("table.figures tr[data-mentioned]").count()
    assert 0 < passing < every
    expect(rows).to_have_count(every - passing)
    page.locator("[data-choice=also]").check()
    expect(rows).to_have_count(every)
    page.locator("select[data-choice=source]").select_option(label="Ada Thorne")
    hers = page.locator("table.figures td:nth-child(4)").get_by_text("Ada Thorne").locator("visible=true").count()
    expect(rows).to_have_count(hers)
    expect(told).to_have_text(f"{hers} of {every} figures")
    page.get_by_role("searchbox").fill("nothing like it")
    expect(rows).to_have_count(0)
    page.evaluate("location.hash = 'claims-row-q3'")  # whoever comes to a row that is not chosen sees it
    expect(page.locator("#claims-row-q3")).to_be_in_viewport()
    expect(rows).to_have_count(every)


def test_a_row_opens_to_its_sentence(opened):
    page = opened()
    row = page.locator("#claims-row-q2")
    expect(row.locator(".sentence")).to_be_hidden()
    row.locator("summary").click()
    expect(row.locator(".sentence")).to_contain_text("South Korean intelligence estimates that over 1,000")


def test_buttons_and_keys_lead_from_figure_to_figure(opened):
    page = opened()
    told = page.locator(".steps output")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(":target")).to_have_id("q1")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(":target")).to_have_id("q2")
    expect(page.locator("#q2")).to_be_in_viewport(ratio=1)
    expect(told).to_have_text("2 of 4")
    page.keyboard.press("Alt+ArrowUp")
    page.get_by_role("button", name="Previous").click()
    expect(told).to_have_text("4 of 4")  # after the last one comes the first
    page.locator("#q1 a").focus()
    page.locator("#note-q3").get_by_text("chart", exact=True).locator("visible=true").click()
    page.keyboard.press("Alt+ArrowDown")  # from where the reader is
    expect(told).to_have_text("4 of 4")
    assert opened("none").locator(".steps").count() == 0


@pytest.mark.parametrize("name", ["seed", "dense"])
def test_the_page_of_an_article_of_350_words_is_short(opened, name):
    """A reader scrolls at most 6,000 pixels on a telephone and prints at most four pages."""
    assert opened(name, width=380).evaluate("document.documentElement.scrollHeight") <= 6000
    page = opened(name)
    page.emulate_media(media="print")
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert 1 <= len(pages) <= 4


def test_the_page_of_thirty_figures_is_under_a_megabyte(address_of):
    assert len(urlopen(address_of("thirty")).read()) < 1_000_000


def test_everything_can_be_read_without_the_script(new_page):
    words = new_page("seed", java_script_enabled=False).locator("main").inner_text()
    assert "Volodymyr Zelenskyy" in words and "3 times apart" in words


def test_a_page_is_printed_on_a4_without_what_only_a_screen_can_do(opened):
    page = opened()
    page.emulate_media(media="print")
    assert (
        page.locator("nav").is_hidden()
        and page.locator(".steps").is_hidden()
        and page.locator("details.fold").first.is_hidden()
    )
    page.set_viewport_size({"width": 673, "height": 950})  # A4 less its margins, at 96 dots per inch
    assert page.evaluate("document.documentElement.scrollWidth") <= 673
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_jupyterlab_runs_a_notebook_and_shows_its_chart_and_its_tables(browser, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks", ignore=shutil.ignore_patterns("methods"))
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    environment = os.environ | {"HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path), "IPYTHONDIR": str(tmp_path)}
    options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=", "--ServerApp.password="]
    log = tmp_path / "log"
    with log.open("w") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options, str(tmp_path / "notebooks")],
            env=environment, cwd=tmp_path, stdout=written, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/api", server, log)
        page = browser.new_page(viewport={"width": 1300, "height": 2400}, reduced_motion="reduce")
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(f"http://127.0.0.1:{port}/lab/tree/4-claims.ipynb?reset")
        page.wait_for_selector("text=| Idle")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator("#jp-mainmenu-run").get_by_text("Run All Cells", exact=True).click()
        page.wait_for_selector(".jp-OutputArea-output img[src^='data:image/svg+xml']")
        page.wait_for_selector("table.dataTable")
        page.wait_for_selector("text=| Idle")
        assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        page.close()
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(address, timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text()[-2000:])
