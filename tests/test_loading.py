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
    assert "<script>alert(1)</script>" in article.text  # shown as words, like any others
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
