"""Articles from files, and files that are no articles."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import ROOT

from analysis.article import InputError, load

ENGLISH = "The ministry said that over 1,000 soldiers had left the region since the beginning of the year. "


def test_the_seed_is_read_as_it_stands(seed):
    article = load(seed)
    assert article.text == seed.read_bytes().decode("utf-8")
    assert article.article_id == "secret-deployment"
    assert article.title.startswith("Secret Deployment")
    assert len(article.paragraphs) == 7
    assert article.language == "en"


def test_line_ends_are_not_translated(article_file):
    assert load(article_file(ENGLISH + "\r\n" + ENGLISH)).text == ENGLISH + "\r\n" + ENGLISH


def test_a_byte_order_mark_is_not_text(article_file):
    assert load(article_file(b"\xef\xbb\xbf" + ENGLISH.encode())).text == ENGLISH


def test_the_same_bytes_are_accepted_as_any_path_type(article_file):
    path = article_file(ENGLISH)
    assert load(str(path)) == load(path)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (
            "From: The Brief <brief@daily.example>\r\nSubject: Flood: 40 homes lost\r\nDate: Mon, 3 Mar 2025 07:00:12 +0000\r\n",
            ("Flood: 40 homes lost", "2025-03-03T07:00:12+00:00"),
        ),
        (
            "From: Ida Fenn\nSent: 3 March 2025 09:12\nTo: a@b.example\nSubject: The vote\n",
            ("The vote", "2025-03-03T09:12:00"),
        ),
        ("Subject: The vote\nFrom: Ida Fenn\n", ("The vote", None)),
        ("Flood: 40 homes lost\nSubject: water\n", ("Flood: 40 homes lost", None)),
        ("Ukraine: 12 dead\nKyiv: 3 hurt\n", ("Ukraine: 12 dead", None)),
        ("Subject: the vote\n", ("Subject: the vote", None)),
        ("The vote\nDate: 3 March 2025\n", ("The vote", None)),
        ("", (None, None)),
    ],
)
def test_the_head_of_an_e_mail_gives_its_subject_and_date(head, told, article_file):
    article = load(article_file(f"{head}\n{ENGLISH}"))
    assert (article.title, article.published) == told
    assert head in article.text, "the text is not altered"


def test_html_gives_the_main_text_and_what_the_page_says_of_itself(article_file):
    page = f"""<html lang="en"><head><title>Soldiers left | The Daily</title>
      <meta property="og:site_name" content="The Daily"><meta property="og:title" content="Soldiers left">
      <meta property="article:published_time" content="2025-01-31T10:00:00Z"><link rel="canonical"
      href="https://daily.example/soldiers"></head><body><nav>Home Sport Weather</nav><article><h1>Soldiers left</h1>
      <p>{ENGLISH * 3}</p><p>{"Nobody else &amp; no one knew more about it. " * 4}</p></article>
      <script>alert("not text")</script><footer>About us</footer></body></html>"""
    article = load(article_file(page, "page.html"))
    assert "over 1,000 soldiers" in article.text and "else & no one" in article.text
    assert "alert" not in article.text and "Weather" not in article.text
    assert (article.title, article.publisher, article.published) == ("Soldiers left", "The Daily", "2025-01-31")
    assert article.url == "https://daily.example/soldiers"


def test_markdown_gives_its_words_without_its_marks(article_file):
    source = f"""---
title: "Soldiers left"
publisher: The Daily
date: 2025-01-31
---
# Soldiers left

The **ministry** [said](https://daily.example) that *over 1,000* soldiers
had left. {ENGLISH}

- One <script>alert(1)</script> list item
"""
    article = load(article_file(source, "page.md"))
    assert "The ministry said that over 1,000 soldiers had left." in article.text
    assert "One list item" in article.text
    assert (article.title, article.publisher, article.published) == ("Soldiers left", "The Daily", "2025-01-31")


def test_tables_footnotes_and_code_of_markdown_are_left_out(article_file):
    source = f"""# Rents

| City | Rent |
|------|-----:|
| Lund | 2,000 |

Rents ~~fell~~ rose by 7 percent, the index said.[^1] {ENGLISH}

```
x = 3000
```

[^1]: Based on 5,000 offers.
"""
    text = load(article_file(source, "page.md")).text
    assert "Rents rose by 7 percent, the index said. " in text
    assert not any(words in text for words in ("Lund", "2,000", "3000", "5,000", "fell", "|", "^", "~"))


def test_a_markdown_heading_is_the_title_where_front_matter_gives_none(article_file):
    assert load(article_file(f"# Soldiers left\n\n{ENGLISH * 2}", "page.md")).title == "Soldiers left"


FILLER = "The long inquiry into the flooding of the valley went on for days, as engineers and residents were heard."

VISIBLE = {
    "The toll was <del>450</del><ins>540</ins> people.": "The toll was 540 people.",
    "The toll was <s>450</s> 540 people.": "The toll was 540 people.",
    "The toll was <strike>450</strike> 540 people.": "The toll was 540 people.",
    '<span style="text-decoration: line-through">450</span> 540 people died.': "540 people died.",
    "The toll was 540<sup>3</sup> people.": "The toll was 540 people.",
    "The toll rose<sup>[4]</sup> to 540.<sup>5, 6</sup>": "The toll rose to 540.",
    'The toll rose<sup><a href="#n4">4</a></sup> to 540<a href="#n5">[5]</a>.': "The toll rose to 540.",
    "It covers 40 km<sup>2</sup> and 3 m<sup>3</sup>.": "It covers 40 km² and 3 m³.",
    "The mass is 4 ×10<sup>24</sup> kilograms.": "The mass is 4 ×10^24 kilograms.",
    "The 21<sup>st</sup> of them left.": "The 21st of them left.",
    "The <span hidden>450</span> 540 people left.": "The 540 people left.",
    'The <b style="display: none">450</b> 540 people left.': "The 540 people left.",
    "The <template>450</template> 540 people left.": "The 540 people left.",
    "He said <q>we lost 300 jobs</q> then.": "He said “we lost 300 jobs” then.",
    'On <time datetime="2019-05-01">1 May</time> he left.': "On 1 May he left.",
    "About 12&nbsp;500 people and 3&#8239;000 more.": "About 12\xa0500 people and 3\u202f000 more.",
    "More <mark>than</mark> <abbr>40</abbr> <b>people</b>, <small>he</small> said.": "More than 40 people, he said.",
}


@pytest.mark.parametrize("suffix", ["html", "md"])
@pytest.mark.parametrize("element", ["p", "li", "blockquote", "div"])
@pytest.mark.parametrize("written", VISIBLE)
def test_a_page_is_read_as_it_is_seen(written, element, suffix, article_file):
    body = f"<{element}>{written}</{element}>"
    body = f"<ul>{body}</ul>" if element == "li" else body
    page = f"<p>{FILLER}</p>\n\n{body}\n\n<p>{FILLER[::-1]}</p>\n"
    page = f"<html><body>{page}</body></html>" if suffix == "html" else page
    text = load(article_file(page, f"page.{suffix}"), language="any").text
    shown = [" ".join(line.lstrip("- ").split(" ")).replace("  ", " ") for line in text.split("\n") if line.strip()]
    assert shown == [FILLER, VISIBLE[written], FILLER[::-1]]


@pytest.mark.parametrize("written", ["~~450~~ 540", "<del>450</del> 540", "540<sup>3</sup>", "540[^1]"])
def test_markdown_marks_and_raw_html_are_read_as_they_are_seen(written, article_file):
    source = f"The toll was {written} people, he said. {ENGLISH}\n\n[^1]: A note of 12 words.\n"
    text = load(article_file(source, "page.md")).text
    assert " ".join(text.split()) == f"The toll was 540 people, he said. {ENGLISH.strip()}"


def test_what_is_struck_out_and_never_ended_ends_with_its_paragraph(article_file):
    assert load(article_file(f"One <del>450 people\n\n{ENGLISH}", "page.md")).text == f"One\n\n{ENGLISH.strip()}"


@pytest.mark.parametrize("kind", ["ul", "ol"])
def test_lists_beside_paragraphs_are_read_without_an_article_element(kind, article_file):
    items = "".join(f"<li>Some {number} people fell ill there.</li>" for number in (40, 50))
    for page in (f"<p>{FILLER}</p><{kind}>{items}</{kind}>", f"<h1>Illness</h1><{kind}>{items}</{kind}>"):
        text = load(article_file(f"<html><body>{page}</body></html>", "page.html")).text
        assert "Some 40 people" in text and "Some 50 people" in text


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("", "<p>On <time datetime='2019-05-01'>1 May 2019</time> they met.</p>", None),
        ("", "<p>Published on 1 May 2019, the list names 40.</p>", None),
        (
            "",
            "<header><time datetime='2020-02-03'>3 February</time></header><p>On 1 May 2019 they met.</p>",
            "2020-02-03",
        ),
        (
            "<meta name='pubdate' content='2020-02-03'>",
            "<p>On <time datetime='2019-05-01'>1 May</time>.</p>",
            "2020-02-03",
        ),
    ],
)
def test_the_day_of_publication_is_told_by_the_page_and_not_by_its_prose(head, body, published, article_file):
    page = f"<html><head>{head}</head><body><article>{body}<p>{FILLER}</p></article></body></html>"
    assert load(article_file(page, "page.html")).published == published


@pytest.mark.parametrize(
    "written", [FILLER.replace("days,", "days – 40 –"), "“Café” – the firm’s £1,000.", "À Zürich, 40 €."]
)
def test_the_advice_names_windows_1252_where_that_fits(written, article_file):
    with pytest.raises(InputError, match="convert it from WINDOWS-1252"):
        load(article_file(written.encode("cp1252")))


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("Министерство сообщило, что 40 человек погибли. " * 3, "cp1251"),
        ("“Café” is naïve, the firm’s résumé says.", "mac-roman"),
    ],
)
def test_the_advice_names_no_encoding_that_does_not_fit(written, encoding, article_file):
    with pytest.raises(InputError, match=r"convert it from (?!WINDOWS-1252)"):
        load(article_file(written.encode(encoding)))


@pytest.mark.parametrize("noun", ["film", "fibre", "crystal", "resistor", "turbine"])
@pytest.mark.parametrize(
    "text", ["a 300 µm {}.", "{} 40 MW, 3 GW", "5-10 kg {}", "Die {} casting: 3 t", "{}: 12 per mille"]
)
def test_a_short_english_text_is_not_refused_for_its_language(text, noun, article_file):
    article = load(article_file(text.format(noun)))
    assert (article.text, article.language) == (text.format(noun), None)


def test_a_text_too_short_to_tell_its_language_is_read_in_any(article_file):
    assert load(article_file("Mindestens 12 Menschen starben, sagte die Polizei."), language="de").language is None


def test_a_relative_path_is_found_from_a_folder_below(article_file, monkeypatch, tmp_path):
    article_file(ENGLISH)
    (tmp_path / "notebooks" / "methods").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "methods")
    assert load("article.txt").text == ENGLISH


BAD_INPUT = {
    "empty": (b"", "article.txt", "empty"),
    "blank": (b" \n\t\n", "article.txt", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "article.txt", "binary"),
    "windows-1252": ("“Café” cost over £1,000 – naïve".encode("cp1252") * 20, "article.txt", "convert it from"),
    "utf-16": (ENGLISH.encode("utf-16"), "article.txt", "UTF-16"),
    "no letters": (b"12 345 --- 67 %", "article.txt", "no letters"),
    "another language": (
        ("Das Ministerium teilte mit, dass über 1.000 Soldaten die Region seit Jahresbeginn verlassen haben. " * 3).encode(),
        "article.txt",
        "language 'de'",
    ),
    "unknown suffix": (ENGLISH.encode(), "article.docx", "not an article file"),
    "a page without an article": (b"<html><body></body></html>", "page.html", "no article found"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_named_with_its_problem_in_one_line(case, article_file):
    content, name, problem = BAD_INPUT[case]
    path = article_file(content, name)
    with pytest.raises(InputError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ") and problem in message and "\n" not in message


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.txt: no such file"):
        load(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="a folder, not an article"):
        load(tmp_path)


FOREIGN = {
    "de": "Die New York Times und The Voice of Germany berichteten mit dem Team von The Guardian, dass im Mai rund 450 "
    "Häuser von Hand gebaut worden waren, was die Stadt nach eigenen Angaben 3 Millionen Euro kostete. Das teilte das "
    "Ministerium am Montag in Berlin mit, nachdem zuvor von mehr als 500 Häusern die Rede gewesen war. Die Opposition "
    "sprach dagegen von nur 200 und verlangte eine Untersuchung.",
    "nl": "Volgens de New York Times en The Guardian had de gemeente in mei van de 450 huizen er 30 met een been in de "
    "lucht laten staan, wat de stad naar eigen zeggen 3 miljoen euro kostte. Dat zei het ministerie maandag in Den Haag, "
    "nadat eerder van meer dan 500 huizen sprake was geweest. De oppositie sprak van slechts 200 en eiste een onderzoek.",
    "da": "Kommunen ville have en have til alle, skrev The Guardian and The Times, og i maj var omkring 450 huse bygget, "
    "hvilket efter byens egne oplysninger kostede 3 millioner euro. Det sagde ministeriet mandag i København, efter at "
    "der tidligere havde været tale om mere end 500 huse. Oppositionen talte om kun 200 og krævede en undersøgelse.",
}  # fmt: skip


@pytest.mark.parametrize("language", FOREIGN)
def test_a_foreign_article_with_english_names_is_told_from_an_english_one(language, article_file):
    with pytest.raises(InputError, match=f"language '{language}'"):
        load(article_file(FOREIGN[language]))


def test_what_is_plainly_english_needs_no_model_of_languages():
    program = (
        "import sys; from analysis.article import load; load('seeds/secret-deployment.txt'); "
        "assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_an_article_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50_000_000)
    with pytest.raises(InputError, match="50 MB in one article"):
        load(path)


def test_any_language_is_read_on_demand(article_file):
    content, name, _ = BAD_INPUT["another language"]
    assert load(article_file(content, name), language="any").language is None


@pytest.mark.parametrize("text", ["Over 3,000 soldiers.", "Zelenskyy: 3,000 dead", "OK"])
def test_a_short_text_in_latin_letters_counts_as_english(text, article_file):
    assert load(article_file(text)).text == text
