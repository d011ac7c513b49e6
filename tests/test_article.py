"""Paragraphs, sentences and tokens of an article, and their offsets."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.article import Article


def sentences(text: str) -> list[str]:
    article = Article(text)
    return [span.of(text) for span in article.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Smith met Gen. Li.", ["Mr. Smith met Gen. Li."]),
        ("J. K. Rowling wrote it. It sold.", ["J. K. Rowling wrote it.", "It sold."]),
        ("Prices rose 3.5 percent. Wages fell.", ["Prices rose 3.5 percent.", "Wages fell."]),
        ("It ended at 5 p.m. The crowd left.", ["It ended at 5 p.m.", "The crowd left."]),
        ("U.S. Marines landed.", ["U.S. Marines landed."]),
        ("They came from the U.S. They stayed.", ["They came from the U.S.", "They stayed."]),
        ("He said no. The vote failed.", ["He said no.", "The vote failed."]),
        ("See No. 5 and Art. 12 of it.", ["See No. 5 and Art. 12 of it."]),
        ("“We lost 12 men.” Others fled.", ["“We lost 12 men.”", "Others fled."]),
        ('"We won." The crowd cheered.', ['"We won."', "The crowd cheered."]),
        ("“How many?” Smith asked. Nobody knew.", ["“How many?” Smith asked.", "Nobody knew."]),
        ("“Stop!” he said.", ["“Stop!” he said."]),
        ("“It is over.” He added that.", ["“It is over.”", "He added that."]),
        ("(It was cold.) They left.", ["(It was cold.)", "They left."]),
        ("What now?! Nothing.", ["What now?!", "Nothing."]),
        ("He paused… then left. Done.", ["He paused… then left.", "Done."]),
        ("Acme Inc. said so. Acme Inc. The end.", ["Acme Inc. said so.", "Acme Inc.", "The end."]),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text, expected):
    assert sentences(text) == expected


def test_a_headline_without_a_full_stop_is_a_sentence_of_its_own():
    assert sentences("Soldiers Emerge as Key Players\nThe war goes on.") == [
        "Soldiers Emerge as Key Players",
        "The war goes on.",
    ]


def test_each_line_is_a_paragraph():
    text = "Headline\n\nFirst.\nSecond.\r\nThird."
    assert [span.of(text) for span in Article(text).paragraphs] == ["Headline", "First.", "Second.", "Third."]


def test_the_blocks_of_a_hard_wrapped_text_are_its_paragraphs():
    line = "These words were wrapped at some seventy characters by an old editor and"
    text = f"{line}\n{line}\n{line}\nthen end.\n\n{line}\n{line}\nthen end."
    assert len(Article(text).paragraphs) == 2
    assert len(Article(text).sentences) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia’s 12,000 men", ["Russia", "’s", "12,000", "men"]),
        ("a 44-year-old", ["a", "44-year-old"]),
        ("$1.2bn, 9/11", ["$", "1.2", "bn", ",", "9/11"]),
        ("O'Brien can't; they're long-range", ["O'Brien", "can't", ";", "they", "'re", "long-range"]),
        ("the U.S. at 5 p.m.", ["the", "U.S.", "at", "5", "p.m."]),
    ],
)
def test_tokens(text, expected):
    assert [span.of(text) for span in Article(text).tokens] == expected


@given(st.text())
def test_spans_hold_what_they_say_for_any_text(text):
    article = Article(text)
    for spans in (article.paragraphs, article.sentences, article.tokens):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    shown = "".join(span.of(text) for span in article.tokens)
    assert shown == "".join(c for c in text if c in shown)  # nothing is made up, the order is kept
    for at, span in enumerate(article.sentences):
        assert article.sentence_at(span.start) == at == article.sentence_at(span.end - 1)
        paragraph = article.paragraphs[article.paragraph_at(span.start)]
        assert paragraph.start <= span.start and span.end <= paragraph.end


@given(st.text(alphabet='aB.!?…”’") \n\t1,', max_size=300))
def test_no_word_is_lost_between_sentences(text):
    article = Article(text)
    kept = "".join(span.of(text) for span in article.sentences)
    assert "".join(kept.split()) == "".join(text.split())


def test_the_hash_is_of_the_utf_8_text():
    assert Article("é").sha256 == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_an_article_cannot_be_changed():
    with pytest.raises(AttributeError):
        Article("a").text = "b"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", None),
        ('https://example.org/"><script>', None),
        ("example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_only_an_address_on_the_web_is_one_to_be_led_to(url, address):
    assert Article("It rains.", url=url).address == address
