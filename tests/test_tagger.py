"""The tagger of attributions and the linker: from an article to labelled words, and from these to attributions."""

import re
import subprocess
import sys
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from conftest import ROOT, needs_shared, shared_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.article import Article, Span
from analysis.attributions import contents, tagger
from analysis.attributions.linking import link
from analysis.attributions.tagger import LABELS, Part, best_labels, find_parts, forbidden, restricted
from analysis.encoder import encoder
from analysis.encoder.wordpieces import word_pieces

sys.path.insert(0, str(ROOT / "notebooks" / "methods"))
import attribution_corpus
import attribution_measures
import scoring

TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(["“It", "rains,”", "said", "Ana", "Petrov.", "\n\n", "[SEP]", "\ud800", "Jose\u0301", "ﬁ", "İ"])
    ).map(" ".join),
)

# Word pieces ------------------------------------------------------------------------------------------------------


@given(TEXTS)
def test_every_word_stands_in_the_text_and_in_one_window(text):
    pieces = word_pieces(Article(text))
    words = [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    assert all(word and not word.isspace() for word in words)
    assert all(end <= start for end, start in zip(pieces.ends, pieces.starts[1:], strict=False))
    windows = list(pieces.windows(longest=20))
    assert [word for window in windows for word in range(window.start, window.end)] == list(range(len(words)))
    for window in windows:
        assert len(window.pieces) == len(window.shapes) == len(window.places)
        assert len(window.firsts) == window.end - window.start


def test_a_word_keeps_its_accents():
    text = "Jose\u0301 said"
    pieces = word_pieces(Article(text))
    assert text[pieces.starts[0] : pieces.ends[0]] == "Jose\u0301"


def test_windows_end_with_sentences_and_are_never_too_long():
    text = "The ministry said that it rained. " * 30
    pieces = word_pieces(Article(text))
    windows = list(pieces.windows(longest=50))
    assert all(len(window.pieces) <= 52 for window in windows)
    assert {text[pieces.ends[window.end - 1] - 1] for window in windows} == {"."}


def test_a_sentence_without_end_is_cut_between_words():
    pieces = word_pieces(Article("rain and " * 500))
    assert all(len(window.pieces) <= 52 for window in pieces.windows(longest=50))


# Labels -----------------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_the_labels_found_are_the_best_of_all_that_are_allowed(seed, words):
    random = np.random.default_rng(seed)
    scores, transitions = random.normal(size=(words, len(LABELS))), random.normal(size=(len(LABELS), len(LABELS)))

    def total(labels):
        steps = sum(transitions[pair] + forbidden()[pair] for pair in pairwise(labels))
        return scores[range(words), labels].sum() + steps + forbidden()[0, labels[0]]

    best = max(product(range(len(LABELS)), repeat=words), key=total)
    pieces = word_pieces(Article("rain " * words))
    assert tuple(best_labels(*restricted(pieces, scores, transitions))) == best


# Contents ---------------------------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_a_content_is_as_probable_as_all_labels_together_that_have_it(seed, words):
    random = np.random.default_rng(seed)
    pieces = word_pieces(Article("rain " * words))
    scores, transitions = random.normal(size=(words, len(LABELS))), random.normal(size=(len(LABELS), len(LABELS)))
    scores, transitions = restricted(pieces, scores, transitions)
    expected, total = {}, 0
    for labels in product(range(len(LABELS)), repeat=words):
        weight = np.exp(scores[range(words), labels].sum() + sum(transitions[pair] for pair in pairwise(labels)))
        total += weight
        for role, first, last in tagger._runs(np.array(labels)) if weight else ():
            if role == "content":
                expected[first, last] = expected.get((first, last), 0) + weight
    _, spans = contents.possible(scores, transitions)
    found = {(first, last): probability for first, last, probability in zip(*spans, strict=True)}
    assert found == pytest.approx({span: weight / total for span, weight in expected.items() if weight / total >= 0.02})


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_it_does_not_matter_in_which_blocks_an_article_is_summed(block):
    random = np.random.default_rng(1)
    emitted, chain = np.exp(4 * random.normal(size=(500, len(LABELS)))), np.exp(random.normal(size=(len(LABELS),) * 2))
    shares = [sums / sums.sum(axis=1, keepdims=True) for sums in contents._passes(emitted, chain)]
    for expected, sums in zip(shares, contents._passes(emitted, chain, block), strict=True):
        np.testing.assert_allclose(sums / sums.sum(axis=1, keepdims=True), expected)


SPANS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.floats(-1, 1)), max_size=7)


@given(SPANS)
def test_the_contents_chosen_gain_more_than_any_others_that_do_not_overlap(drawn):
    drawn = sorted((first, first + more, gain) for first, more, gain in drawn)
    first, last, gains = (np.array([span[column] for span in drawn]) for column in range(3))
    chosen = contents._best_apart(contents.Spans(first.astype(int), last.astype(int), gains), gains)
    assert all(one[1] < other[0] for one, other in pairwise(chosen))
    gain = {(first, last): gain for first, last, gain in sorted(drawn, key=lambda span: span[2])}
    totals = [
        sum(gain for *_, gain in some)
        for count in range(len(drawn) + 1)
        for some in combinations(drawn, count)
        if all(one[1] < other[0] for one, other in pairwise(some))
    ]
    assert sum(gain[span] for span in chosen) == pytest.approx(max(totals))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "​"])
def test_a_text_without_words_has_no_parts(text):
    assert find_parts(Article(text)) == []


def test_parts_come_in_text_order_and_do_not_overlap():
    parts = find_parts(Article((ROOT / "seeds" / "secret-deployment.txt").read_text("utf-8")))
    assert parts and all(one.span.end <= other.span.start for one, other in pairwise(parts))


def test_the_network_is_loaded_only_when_an_article_is_read():
    code = "import sys, analysis.attributions; sys.exit('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Links ------------------------------------------------------------------------------------------------------------


def marked(text):
    """An article and its parts, out of a text with [S …], [C …] and [T …] in it."""
    plain, spans = attribution_corpus.read_marked(text)
    parts = [Part(role, Span(*span)) for role, some in spans.items() for span in some]
    return Article(plain), sorted(parts, key=lambda part: part.span)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[S Ana] [C said] [T it rains].", ["Ana said it rains"]),
        ("[T It rains], [S Ana] [C said].", ["It rains Ana said"]),
        ("[T “It rains,”] [S Ana] [C said]. [T “It pours.”]", ["“It rains,” Ana said “It pours.”"]),
        ("[S Ana] [C said] [T it rains]. [S Bo] [C said] [T it pours].", ["Ana said it rains", "Bo said it pours"]),
        ("[T It rains], [S Ana] [C said]. [T It pours], [S Bo] [C said].", ["It rains Ana said", "It pours Bo said"]),
        ("[S Ana] [C said] [T it rains], [C adding] [T that it pours].", ["Ana said it rains", "Ana adding that it pours"]),
        ("[S Ana] [C said] [T it rains], and [C it is feared] [T that it pours].", ["Ana said it rains", "it is feared that it pours"]),
        ("[S Ana] [C said] [T it rains]. [C It is feared] [T that it pours].", ["Ana said it rains", "It is feared that it pours"]),
        ("[S Ana] and [S Bo] [C said] [T it rains].", ["Ana Bo said it rains"]),
        ("[S Ana], [S Bo] and [S Cy] [C said] [T it rains].", ["Ana Bo Cy said it rains"]),
        ("The toll was [C raised to] [T over 450 by the army].", ["raised to over 450 the army"]),
        ("The toll [C may rise to] [T 450 by the end of May].", ["may rise to 450 by the end of May"]),
        ("The toll [C may rise to] [T 450 by 2030].", ["may rise to 450 by 2030"]),
        ("The toll [C may rise to] [T 450 by Friday].", ["may rise to 450 by Friday"]),
        ("[T PENDER: It rains. It pours.]", ["PENDER : It rains. It pours."]),
        ("Rain.\n\n[T PENDER: It rains.]\n\n[T CLARK: It pours.]", ["PENDER : It rains.", "CLARK : It pours."]),
        ("Rain.\n\n[S LAHORE][C :] [T It rains], [S Ana] [C said].", ["It rains Ana said"]),
        ("Rain.\n\n[T LAHORE: It rains], [S Ana] [C said].", ["It rains Ana said"]),
        ("[S Ana] [C said] [T “It rains.]\n\n[T “It pours.”] [S Bo] [C says] [T it snows].", ["Ana said “It rains. “It pours.”", "Bo says it snows"]),
        ("[S Ana] [C said] [T “It rains.”]\n\n[T “It pours,”] [S Bo] [C says].", ["Ana said “It rains.”", "“It pours,” Bo says"]),
        ("[T It rains]. Nothing but that was heard here all that day. [T It pours], [S Bo] [C said].", ["It pours Bo said"]),
        ("[T It rains], here and there, [T it pours], [S Bo] [C said].", ["It rains it pours Bo said"]),
        ("[T It rains].", []),
        ("", []),
    ],
)  # fmt: skip
def test_the_parts_of_an_attribution_are_put_together(text, expected):
    article, parts = marked(text)
    assert [" ".join(part.span.of(article.text) for part in one) for one in link(article, parts)] == expected


@given(
    st.lists(st.sampled_from(["[S Ana]", "[C said]", "[T it rains]", ".", "and", "\n\n"]), max_size=20).map(" ".join)
)
def test_every_cue_makes_one_attribution(text):
    article, parts = marked(text)
    attributions = link(article, parts)
    assert [part for one in attributions for part in one if part.role == "cue"] == [
        part for part in parts if part.role == "cue"
    ]
    contents = [part for one in attributions for part in one if part.role == "content"]
    assert len(contents) == len(set(contents))


# The card ---------------------------------------------------------------------------------------------------------


@needs_shared
def test_the_shipped_network_is_as_good_as_its_card_says():
    shared = shared_folder()
    scorer = scoring.load_scorer(shared, "score_attribution")
    texts = attribution_corpus.load(shared / "corpora" / "polnear" / "dev", scorer)
    found = attribution_measures.linked(texts, [find_parts(text.article) for text in texts])
    table = attribution_measures.Measure(shared / "corpora", scorer, 10).table(found)
    card = (ROOT / "analysis" / "attributions" / "tagger.md").read_text("utf-8")
    claimed = dict(re.findall(r"^\| ([^|]+) \| [\d.–]+ \| [\d.–]+ \| ([\d.]+) \|", card, re.MULTILINE))
    # Another processor rounds otherwise, and a label in a thousand may tip over.
    assert {row.measure: float(claimed[row.measure]) for row in table.itertuples()} == pytest.approx(
        table.set_index("measure")["score"].to_dict(), abs=0.5
    )


def test_the_card_and_the_network_are_of_one_size():
    card = (ROOT / "analysis" / "attributions" / "tagger.md").read_text("utf-8")
    size = (ROOT / "analysis" / "encoder" / encoder.MODEL).stat().st_size
    assert f"{size / 1e6:.1f} MB" in card
    assert size < 25e6
