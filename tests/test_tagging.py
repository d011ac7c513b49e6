"""The part-of-speech tagger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from itertools import chain, product
from time import process_time

import nbformat
import numpy as np
import pytest
from conftest import ROOT, shared_folder
from hypothesis import given
from hypothesis import strategies as st

from analysis.article import Article
from analysis.article.tagging import MODEL, tag
from analysis.article.tagging_chain import Chain
from analysis.article.tagging_features import EDGE, TAGS, described, features_together, verbs_around
from analysis.article.tagging_together import Together

TREEBANK = shared_folder() / "corpora" / "ud_english_ewt"
NOTEBOOK = ROOT / "notebooks" / "methods" / "train-tagger.ipynb"
WORDS = "the estimates of 12,000 losses Reports say that Seoul claims ,".split()


def tags_of(text: str) -> list[tuple[str, str]]:
    """The words of a text's first sentence, each with its tag."""
    article = Article(text)
    words = (token.of(text) for token in article.tokens_in(article.sentences[0]))
    return list(zip(words, article.tags_in(0), strict=True))


def metadata() -> dict[str, object]:
    with files("analysis.article").joinpath(MODEL).open("rb") as file, np.load(file) as arrays:
        return json.loads(arrays["metadata"].tobytes())


def test_a_sentence_of_the_news():
    assert tags_of("Officials suggest upwards of 12,000 North Korean soldiers have been deployed to aid Russia.") == [
        ("Officials", "NOUN"), ("suggest", "VERB"), ("upwards", "NOUN"), ("of", "ADP"), ("12,000", "NUM"),
        ("North", "PROPN"), ("Korean", "PROPN"), ("soldiers", "NOUN"), ("have", "AUX"), ("been", "AUX"),
        ("deployed", "VERB"), ("to", "PART"), ("aid", "VERB"), ("Russia", "PROPN"), (".", "PUNCT"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Seoul estimates that 3,000 troops have died.", "estimates", "VERB"),
        ("Police estimates put the crowd at 40,000.", "estimates", "NOUN"),
        ("Reports indicate that the soldiers carry false papers.", "Reports", "NOUN"),
        ("He reports that 500 were hurt.", "reports", "VERB"),
        ("A report said 300 had died.", "report", "NOUN"),
        ("Doctors report a rise in cases.", "report", "VERB"),
        ("Their claims were denied by the Kremlin.", "claims", "NOUN"),
        ("Moscow claims its forces killed 300.", "claims", "VERB"),
        ("The minister hopes that the deal will hold.", "hopes", "VERB"),
        ("The strike left 12 dead.", "strike", "NOUN"),
        ("Sources say the deal is worth some 4 billion.", "Sources", "NOUN"),
        ("At least 12 people were killed.", "killed", "VERB"),
        ("The 44-year-old mayor won.", "44-year-old", "ADJ"),
        ("A US-led coalition said so.", "US-led", "ADJ"),
        ("She doesn't know how many there are.", "doesn't", "AUX"),
        ("It cost the bank £600m.", "£", "SYM"),
        ("The Kremlin’s silence is conspicuous.", "’s", "PART"),
        ("He’s leaving on Friday.", "’s", "AUX"),
        ("More than half of voters approve.", "of", "ADP"),
    ],
)
def test_words_in_their_sentences(sentence, word, expected):
    assert dict(tags_of(sentence))[word] == expected


@pytest.mark.parametrize(
    "headline",
    [
        "US PRESIDENT SAYS 3,000 TROOPS KILLED IN KURSK",
        "President Says 3,000 Troops Killed in Kursk",
        "President says 3,000 troops killed in Kursk",
    ],
)
def test_capital_letters_do_not_make_names_of_the_words_of_a_headline(headline):
    tags = {word.lower(): tag for word, tag in tags_of(headline)}
    found = [tags[word] for word in ("says", "3,000", "troops", "killed", "in", "kursk")]
    assert found == ["VERB", "NUM", "NOUN", "VERB", "ADP", "PROPN"]


def test_no_words_have_no_tags():
    assert tag([]) == []
    assert tag([[]]) == [[]]


@given(st.lists(st.text(min_size=1), max_size=60))
def test_any_words_have_a_valid_tag_each(words):
    (tags,) = tag([words])
    assert len(tags) == len(words)
    assert set(tags) <= set(TAGS)


@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_the_tags_depend_on_nothing_but_the_words(words):
    assert tag([words]) == tag([tuple(words)])


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=40), max_size=12))
def test_a_sentence_is_tagged_alike_alone_and_among_others(sentences):
    assert tag(sentences) == [tag([words])[0] for words in sentences]


@given(st.integers(0, 10_000), st.lists(st.integers(1, 4), min_size=1, max_size=5), st.sampled_from([0, 3, 30]))
def test_the_tags_of_each_sentence_have_the_highest_sum(seed, lengths, size):
    random, tags, contexts = np.random.default_rng(seed), 3, 2
    scores = random.integers(-size, size + 1, (sum(lengths), tags))
    context = random.integers(0, contexts, len(scores))
    transitions = random.integers(-5, 6, (contexts, tags + 1, tags))

    def total(first, sentence):
        words = range(first, first + len(sentence))
        steps = zip(words, (tags, *sentence), sentence, strict=False)
        return sum(scores[word, tag] + transitions[context[word], before, tag] for word, before, tag in steps)

    found = Chain(transitions).best(scores, context, lengths)
    for first, length in zip(np.cumsum(lengths) - lengths, lengths, strict=True):
        best = max(total(first, sentence) for sentence in product(range(tags), repeat=length))
        assert total(first, found[first : first + length].tolist()) == best


def test_features_of_neighbours_are_looked_up_as_they_are_told():
    tokens = [EDGE, *(described(word, "n", {"the": "F", "of": "B"}) for word in WORDS), EDGE]
    threes = list(zip(tokens, tokens[1:], tokens[2:], verbs_around(tokens[1:-1]), strict=False))
    told = [features_together(*three) for three in threes]
    known = {feature: row for row, feature in enumerate({*chain(*told[::2])} | {"word=the", "kinds=a b"}, start=1)}
    together = Together(known)
    numbers = np.array([together.numbers(token) for token in tokens])
    rows = together.rows(numbers, np.arange(1, len(tokens) - 1), [verbs for *_, verbs in threes])
    assert rows.T.tolist() == [[known.get(feature, 0) for feature in features] for features in told]


def test_more_sentences_than_are_tagged_at_once_keep_their_tags():
    words = "Reports say that Seoul claims 12,000 losses .".split()
    assert tag([words] * 1000) == tag([words]) * 1000


def test_other_processes_give_the_same_tags(seed):
    code = (
        "from analysis import Article; from pathlib import Path; import sys;"
        "a = Article(Path(sys.argv[1]).read_text('utf-8')); print([a.tags_in(i) for i in range(len(a.sentences))])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(seed)],
            env=os.environ | {"PYTHONHASHSEED": number}, capture_output=True, text=True, check=True,
        ).stdout
        for number in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1


def test_it_is_fast_enough_to_be_forgotten(seed):
    article = Article(seed.read_text("utf-8"))
    sentences = [[token.of(article.text) for token in article.tokens_in(span)] for span in article.sentences]
    tag(sentences[:1])
    start = process_time()
    tag(sentences * 5)
    assert 5 * len(article.tokens) / (process_time() - start) > 8_000


def test_the_model_is_small_and_names_its_origin():
    assert files("analysis.article").joinpath(MODEL).stat().st_size < 600_000
    origin = metadata()
    assert "CC BY-SA 4.0" in origin["sentences"]
    assert (ROOT / origin["trained by"]) == NOTEBOOK


def test_the_notebook_is_committed_clean_with_tagged_parameters():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert [cell.metadata.get("tags") for cell in code if cell.metadata.get("tags")] == [["parameters"]]


@pytest.mark.slow
def test_without_the_corpora_the_notebook_stops_and_says_so(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(NOTEBOOK), str(tmp_path / "out.ipynb"), "-p", "corpora", "nowhere"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "no training without the corpora" in done.stderr


@pytest.fixture
def tagger_sentences(monkeypatch):
    """The module beside the notebook that reads the treebank."""
    monkeypatch.syspath_prepend(str(NOTEBOOK.parent))
    return __import__("tagger_sentences")


CONLLU = """# text = The state-run firm, a 15-year-old one, can't pay Dr. Who...
1\tThe\tthe\tDET\tDT\t_\t5\tdet\t_\t_
2\tstate\tstate\tNOUN\tNN\t_\t4\tcompound\t_\tSpaceAfter=No
3\t-\t-\tPUNCT\tHYPH\t_\t4\tpunct\t_\tSpaceAfter=No
4\trun\trun\tVERB\tVBN\t_\t5\tamod\t_\t_
5\tfirm\tfirm\tNOUN\tNN\t_\t16\tnsubj\t_\tSpaceAfter=No
6\t,\t,\tPUNCT\t,\t_\t5\tpunct\t_\t_
7\ta\ta\tDET\tDT\t_\t13\tdet\t_\t_
8\t15\t15\tNUM\tCD\t_\t10\tnummod\t_\tSpaceAfter=No
9\t-\t-\tPUNCT\tHYPH\t_\t8\tpunct\t_\tSpaceAfter=No
10\tyear\tyear\tNOUN\tNN\t_\t12\tobl\t_\tSpaceAfter=No
11\t-\t-\tPUNCT\tHYPH\t_\t12\tpunct\t_\tSpaceAfter=No
12\told\told\tADJ\tJJ\t_\t13\tamod\t_\t_
13\tone\tone\tNOUN\tNN\t_\t5\tappos\t_\tSpaceAfter=No
14\t,\t,\tPUNCT\t,\t_\t5\tpunct\t_\t_
15-16\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
15\tca\tcan\tAUX\tMD\t_\t17\taux\t_\t_
16\tn't\tnot\tPART\tRB\t_\t17\tadvmod\t_\t_
17\tpay\tpay\tVERB\tVB\t_\t0\troot\t_\t_
18\tDr.\tDr.\tPROPN\tNNP\t_\t17\tobj\t_\t_
19\tWho\tWho\tPROPN\tNNP\t_\t18\tflat\t_\tSpaceAfter=No
20\t...\t...\tPUNCT\t.\t_\t17\tpunct\t_\t_
"""


def test_the_treebank_is_read_in_tokens_of_our_own(tagger_sentences, tmp_path):
    (tmp_path / "small.conllu").write_text(CONLLU, encoding="utf-8")
    (sentence,) = tagger_sentences.treebank(tmp_path / "small.conllu")
    tags = dict(zip(sentence.words, sentence.tags, strict=True))
    assert {word: tags[word] for word in ("state-run", "15-year-old", "can't", "Dr", ".", "Who")} == {
        "state-run": "ADJ", "15-year-old": "ADJ", "can't": "AUX", "Dr": "PROPN", ".": "PUNCT", "Who": "PROPN",
    }  # fmt: skip
    assert sum(sentence.counted) == 13


@pytest.mark.skipif(not TREEBANK.exists(), reason=f"the treebank is not there: {TREEBANK}")
def test_the_accuracy_on_the_treebank_is_what_the_model_claims(tagger_sentences):
    hits = [
        right == guess
        for sentence in tagger_sentences.treebank(TREEBANK / "dev.conllu")
        for right, guess, counted in zip(sentence.tags, *tag([sentence.words]), sentence.counted, strict=True)
        if counted
    ]
    assert metadata()["accuracy"] > 0.945
    assert np.mean(hits) >= metadata()["accuracy"] - 0.005
