"""How fast the stages of the tables are, and other programs beside them; and where the time goes."""

from __future__ import annotations

import cProfile
import gc
import pstats
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import analysis
from analysis import Article
from analysis.attributions import find_attributions
from analysis.corpus import Inputs
from analysis.quantities import find_quantities
from analysis.reading.rows import rows as all_tables

Work = Callable[[Article], Any]


def pace(articles: Sequence[Article], works: Mapping[str, Work], rounds: int) -> pd.DataFrame:
    """One row for each of `works`: `words_per_second`, and how many times as long as the first it takes.

    The works take turns, so that a machine that slows down slows them all; of all rounds the best counts.
    """
    words = sum(article.words for article in articles)
    seconds = pd.DataFrame([{name: taken(articles, work) for name, work in works.items()} for _ in range(rounds)])
    rows = (words / seconds.min()).round().rename_axis("measure").reset_index(name="words_per_second")
    rows["times the splitting"] = (rows["words_per_second"][0] / rows["words_per_second"]).round(1)
    return rows


def taken(articles: Sequence[Article], work: Work) -> float:
    """Seconds of processor time, threads added up, that `work` takes for articles of which nothing is computed yet.

    Garbage is collected before, as timeit does.
    """
    fresh = [Article(article.text, article.article_id) for article in articles]
    gc.collect()
    gc.disable()
    started = time.process_time()
    for article in fresh:
        work(article)
    seconds = time.process_time() - started
    gc.enable()
    return seconds


WORK: dict[str, Work] = {
    "splitting": lambda article: (article.paragraphs, article.sentences, article.tokens),
    "figures": find_quantities,
    "attributions": find_attributions,
    "all tables": all_tables,
}
"""What is timed; all tables as rows, the form in which they are written."""


def bare_read(articles: Sequence[Article], folder: str) -> dict[str, Work]:
    """No more than opening each article's file, which is put into `folder`, and decoding it."""
    places = {article.article_id: Path(folder, f"{number}.txt") for number, article in enumerate(articles)}
    for article in articles:
        places[article.article_id].write_text(article.text, "utf-8")
    return {"bare read of the file": lambda article: places[article.article_id].read_text("utf-8")}


def quantulum3() -> dict[str, Work]:
    """The same of quantulum3, where it is installed; the project itself does without."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from quantulum3 import parser
    except ImportError:
        return {}
    return {"quantulum3": lambda article: parser.parse(article.text)}


SPACY = "spaCy, architecture of en_core_web_sm"


def spacy() -> dict[str, Work]:
    """The same of a spaCy pipeline, where it and spacy-lookups-data (for the lemmas) are installed.

    It has the components and the architecture of en_core_web_sm, whose weights no registry offers; these here are
    random. Of the rules that lead from its tags to parts of speech there is one for each tag.
    """
    try:
        import spacy
        import spacy_lookups_data  # noqa: F401 (spaCy finds the tables in it by itself)
        from spacy.training import Example
    except ImportError:
        return {}
    features = {"attrs": "NORM PREFIX SUFFIX SHAPE SPACY IS_SPACE".split(), "rows": [5000, 1000, 2500, 2500, 50, 50]}
    vectors = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False} | features,
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": vectors})
    for name, words in {"tagger": shared, "parser": shared, "ner": vectors}.items():
        model = nlp.get_factory_meta(name).default_config["model"] | {"tok2vec": words}
        nlp.add_pipe(name, config={"model": model})
    rules = nlp.add_pipe("attribute_ruler", before="ner")
    nlp.add_pipe("lemmatizer", config={"mode": "rule"}, before="ner")
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("one " * 60), _annotation(60))])
    for number in range(_TAGS):
        rules.add([[{"TAG": f"T{number}"}]], {"POS": ("NOUN", "VERB", "ADJ", "ADP", "DET")[number % 5]})
    return {SPACY: lambda article: nlp(article.text)}


_TAGS = 50


def _annotation(words: int) -> dict[str, list]:
    """An annotation of so many words with as many labels as the treebanks of news have."""
    return {
        "tags": [f"T{number % _TAGS}" for number in range(words)],
        "heads": [max(number - 1, 0) for number in range(words)],
        "deps": ["ROOT", *(f"D{number % 45}" for number in range(1, words))],
        "entities": [f"U-E{number % 18}" for number in range(words)],
    }


def inputs_per_second(path: Path) -> float:
    """Articles that can be taken out of a file in a second of processor time, not yet read."""
    started = time.process_time()
    return sum(1 for _ in Inputs([path])) / (time.process_time() - started)


def profile(articles: Sequence[Article], most: int) -> pd.DataFrame:
    """The functions in which the reading of all tables spends most time, by cProfile: their calls and share of it.

    What is called from Python is slowed down by the profiler, so that the network's share is larger without it.
    """
    all_tables(articles[0])  # models are loaded with the first article
    profiler = cProfile.Profile()
    for article in articles:
        profiler.runcall(all_tables, Article(article.text, article.article_id))
    told = pstats.Stats(profiler)
    rows = [
        {"function": _called(*place), "calls": calls, "percent": round(100 * own / told.total_tt, 1)}
        for place, (_, calls, own, *_) in told.stats.items()
    ]
    return pd.DataFrame(rows).nlargest(most, "percent")


def _called(path: str, line: int, name: str) -> str:
    """A function as its module and name; without the address that a built-in method may have in its name."""
    if path == "~":
        return name.strip("<>{}").partition(" at 0x")[0]
    below = Path(analysis.__file__).parent
    return f"{Path(path).relative_to(below) if Path(path).is_relative_to(below) else Path(path).name}: {name}"
