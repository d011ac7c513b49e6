"""Texts that take long to read: whatever is repeated, twice as much of it takes twice as long."""

from __future__ import annotations

import json
import re
import time
import tomllib
from collections.abc import Callable, Iterator
from threading import Thread
from unittest.mock import patch

import numpy as np

from analysis import read
from analysis.article import Article, InputError, language, loading, markup, patience
from analysis.attributions import find_attributions, tagger
from analysis.corpus import Inputs, articles
from analysis.findings import pipeline
from analysis.reading import rows
from attacks import LINEAR, ROOT, attack
from attacks.inputs_addresses import web_archive

OPENING = "Officials said that about 40 people had died. "
SHORT, TIMES, MOST, NOTICED = 700, 4, 10, 0.3
"""Characters of the shorter text, how many times longer the other is, how many times longer it may take, and seconds
below which nothing is told: were the time quadratic, it took 16 times as long."""
TRIES = 3
"""How often both texts are timed before they fail: other processes slow down one try, not the fastest of three."""

REPEATED = [
    *".,;:!?-–—…'\"“”‘’([{<>)}]/\\|*#$€%&@^~`+=_½¼٣²", " ", "\t", "\n", "\r", "\r\n", "\u2028", "\xa0", "\u200b", "\u00ad", "\ufeff",
    *"019aAé中ßİ", "\u0301", "\U0001f600", "\ud800", *(f"{mark} " for mark in ".?!…,-–½1aA$“”'"),
    "1,", "11,", "111,", "1.", "1-", "1/", "1:1:", "1,111", "1, 2, ", "1–", "1 – ", "1-to-", "1\xa0", "1a", "a.1", "1st ", "(1) ", "[1] ",
    "one-", "hundred and ", "two thousand ", "two point one ", "two-point-", "twenty-", "half ", "half a ", "half a million ",
    "third of a ", "a third to a half ", "two and a half ", "tens of ", "dozens of ", "tens of thousands of ", "million million ",
    "1 to ", "1 to 2 ", "1 and 2 ", "between 1 and ", "from 1 to ", "one in ", "1 in 5 ", "one of the ", "1 of them, ", "out of ",
    "for every ", "$1 ", "$1-", "$1 per ", "US$", "1 % (", "5 percent ", "5 points ", "share 5 points.\n", "1/2 ", "1 1/2 ", "9/11 ",
    "May 1 ", "10:30 ", "2024 ", "minus ", "about 1, ", "the figure to ", "5-year-old ", "5 km ", "5 feet 3 inches ", "rose 5% ",
    "from 5% to 6% ", "twice as many ", "three times ", "5 x 3 ", "John ", "John Smith ", "John Smith, ", "J. ", "J.", "U.S. ", "A B ", "ABC ",
    "Mr. Smith ", "O'Brien ", "'s ", "John's ", "the Ministry of ", "of the ", "de la ", "and John ", "Smiths said. ", "(A) ",
    "“a” ", "“a ", "a” ", "\"a ", "'a' ", "“a,” he said. ", "he said, ", "said that ", "according to ", "according to John, ", "who ",
    "which the ", "that ", "it is said that ", "if ", "may not ", "no one ", "reportedly, ", "a\n", "A\n\n", "a.\n", "a b\n", "1\n", "1\t",
    "http://", "www.", "a@b.c ", "&amp;", "<p>", "<a>", "| ", "***", "```", "[x](y) ", "- a\n", "Q: ", "A: ", "x: y\n",
    "He said 5 people died. ", "Police said 5 died, 3 were hurt.\n", "Kyiv said 5, Moscow 6. ", "5 men and 3 women, ", "a poll of 5 ",
]  # fmt: skip
"""A token, or a few, of every class that a rule looks for."""
FAST = [".", " ", "two point one ", "John ", "“a ", "who ", "A: "]


def _scores(pieces, _network) -> np.ndarray:
    """Scores at random: as many sources, cues and contents as no news has."""
    return np.random.default_rng(1).normal(scale=3, size=(len(pieces), len(tagger.LABELS))).astype(np.float32)


def tables_of(article: Article) -> None:
    """Make the tables of an article without the network, which looks at 224 pieces at a time."""
    with patch.object(tagger, "scores", _scores):
        rows.rows(article)


def assert_linear(repeated: str, work: Callable[[Article], object] = tables_of, shortest: int = SHORT) -> None:
    """Assert that the processor's time for work on a repetition grows no faster than the repetition does."""

    def seconds(text: str) -> float:
        begin = time.process_time()
        work(Article(text))
        return time.process_time() - begin

    seconds(OPENING)  # lists and models are loaded by it
    # Figures are compared up to some distance, which a shorter text may not have.
    for size in (shortest, shortest * TIMES):
        short = long = float("inf")
        for _ in range(TRIES):
            short = min(short, seconds(OPENING + repeated * (size // len(repeated))))
            long = min(long, seconds(OPENING + repeated * (size * TIMES // len(repeated))))
            if long < NOTICED or long < MOST * short:
                return
    raise AssertionError(f"{size} characters take {short:.2f} s, {size * TIMES} take {long:.2f} s")


@attack(LINEAR, "repetition", FAST)
def repetition_takes_linear_time(_, repeated):
    assert_linear(repeated)


@attack(LINEAR, "repetition", [one for one in REPEATED if one not in FAST], slow=True)
def more_repetition_takes_linear_time(_, repeated):
    assert_linear(repeated)


@attack(
    LINEAR,
    "repetition",
    [
        f"{before}{one.strip()}{after}"
        for one in REPEATED[::8]
        for before, after in (("The ", " said. "), ("A ", " b 5 c\n"))
    ],
    slow=True,
)
def repetition_of_sentences_and_paragraphs_takes_linear_time(_, repeated):
    assert_linear(repeated)


@attack(LINEAR, "repetition", ["he said that ", "X, who ", "“it ", "a, b and ", "(", "according to "], slow=True)
def a_long_sentence_takes_linear_time(_, repeated):
    started = time.process_time()
    find_attributions(Article(repeated * 10_000))
    assert time.process_time() - started < 20


def listed() -> Iterator[str]:
    """The words and phrases of the lists beside the modules that read, one in fourteen."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "analysis").glob("*/*.toml")))
    found = {word for text in texts for word in _strings(tomllib.loads(text)) if re.fullmatch(r"[\w' -]{2,30}", word)}
    yield from sorted(found)[::14]


def _strings(value) -> Iterator[str]:
    match value:
        case str():
            yield from (value, *value.split())
        case list():
            for one in value:
                yield from _strings(one)
        case dict():
            for key, one in value.items():
                yield key
                yield from _strings(one)


@attack(LINEAR, "repetition", [" ".join(some) + " " for some in zip(*[iter(listed())] * 5, strict=False)], slow=True)
def repetition_of_listed_words_takes_linear_time(_, repeated):
    assert_linear(repeated)


ATTRIBUTES = {
    "without values": "<p {}>",
    "with values": "<p {}=1>",
    "in quotation marks": '<p {}="a b">',
    "in single quotation marks": "<p {}='a b'>",
    "without spaces": '<p {}="1">',
    "with slashes": "<p /{}/>",
    "never closed": "<p {}",
}


@attack(LINEAR, "HTML", [(name, 5_000) for name in ATTRIBUTES])
@attack(LINEAR, "HTML", [(name, 400_000) for name in ATTRIBUTES], slow=True)
def attributes_take_linear_time(_, case):
    name, many = case
    before, _, after = ATTRIBUTES[name].partition("{}")
    join = "" if name == "without spaces" else " "
    value = after.removesuffix(">")
    tag = before + join.join(f"a{number}{value}" for number in range(many)) + after[len(value) :]
    begin = time.process_time()
    try:
        found = markup.from_html(f"<p>{OPENING * 5}</p>{tag}{OPENING * 5}", "a", "a.html")
    except InputError:
        assert name == "never closed"
    else:
        assert OPENING.strip() in found.text
    assert time.process_time() - begin < (30 if many > 5_000 else 3)


@attack(LINEAR, "time limit", ("of this process", "of a process that has such an alarm itself"))
def an_article_that_takes_for_ever_is_refused(_, case):
    import signal

    alarms = []
    handler = signal.signal(signal.SIGPROF, lambda *_: alarms.append(1))
    if case != "of this process":
        signal.setitimer(signal.ITIMER_PROF, 30)
    try:
        with (
            patch.object(patience, "PATIENCE", 0.3),
            patch.object(pipeline, "find_hedges", lambda _: re.match("(a*)*b", "a" * 99)),
        ):
            begin = time.process_time()
            read(Article(OPENING, "slow")).claims  # noqa: B018
    except InputError as error:
        assert "slow: takes longer than" in str(error) and time.process_time() - begin < 20
    else:
        raise AssertionError("read all the same")
    finally:
        left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        assert signal.signal(signal.SIGPROF, handler) != signal.SIG_DFL
    assert (left > 0) == (case != "of this process"), "the alarm of someone else is gone"
    assert len(read(Article(OPENING)).claims) == 1 and alarms == []


PARSERS = {
    "a.html": (markup, "from_html"),
    "a.md": (markup, "from_markdown"),
    "a.txt": (loading, "headline"),
    "in.jsonl": (articles, "headline"),
    "in.warc": (markup, "from_html"),
    "language.txt": (language, "identify"),
}
"""What parses a file of each kind."""


@attack(LINEAR, "time limit", PARSERS)
def a_file_that_takes_for_ever_to_parse_is_refused(folder, name):
    contents = {
        ".jsonl": json.dumps({"id": "a", "text": OPENING}),
        ".warc": web_archive([{"id": "a", "text": OPENING}]),
    }
    path = folder / name
    content = contents.get(path.suffix, OPENING)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (record,) = Inputs([path])
    readings = [lambda: articles.article_of(record, "en")] + [lambda: read(path)] * (path.suffix in loading.SUFFIXES)
    with patch.object(patience, "PATIENCE", 0.3), patch.object(*PARSERS[name], lambda *_: re.match("(a*)*b", "a" * 99)):
        for reading in readings:
            begin = time.process_time()
            try:
                reading()
            except InputError as error:
                assert f"{record.name}: takes longer than" in str(error), error
                assert time.process_time() - begin < 20
            else:
                raise AssertionError("read all the same")


@attack(LINEAR, "time limit")
def an_article_is_read_in_any_thread(_, __):
    found = []
    thread = Thread(target=lambda: found.append(len(read(Article(OPENING)).claims)))
    thread.start()
    thread.join()
    assert found == [1]
