"""Whether relations between figures are told rightly, by marks made by hand; and what is told in published articles.

`python notebooks/methods/check_measures.py TEXTS...` reads the articles of these files and folders, counts the checks
by kind and verdict, and says how many of the inconsistent ones a reader found right (`check_verdicts.csv`). `--show`
prints those that nobody has judged, with their paragraphs; `--sample 40` so many consistent ones, drawn at random.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import passages
from scoring import percent

from analysis.article import Article
from analysis.checks import Check
from analysis.findings import Findings, find
from analysis.quantities import Quantity
from analysis.vocabulary import VERDICTS

GOLD = Path(__file__).parents[2] / "tests" / "gold" / "checks"
JUDGED = Path(__file__).parent / "check_verdicts.csv"
"""What a reader made of each inconsistent verdict: corpus, article, where its numbers start, kind, and `right`."""
_SEED = 7


class MarkedText(NamedTuple):
    """A text and its checks of some verdicts: `kind`, `verdict` and `figures`, words that stand in it once."""

    article: Article
    checks: list[dict[str, Any]]
    verdicts: tuple[str, ...] = VERDICTS


def short(half: str) -> list[MarkedText]:
    """The short texts of tests/gold/checks, `half` of them: development or blind. All their checks are marked."""
    return [MarkedText(Article(case["text"], case["id"]), case["checks"]) for case in _lines(GOLD / f"{half}.jsonl")]


def planted(half: str) -> list[MarkedText]:
    """Passages in which numbers were changed so that they do not add up; only what is inconsistent is marked."""
    texts = []
    for case in _lines(GOLD / f"planted-{half}.jsonl"):
        text = (passages.FOLDER / f"{case['passage']}.txt").read_bytes().decode("utf-8")
        for words, others in case["edits"]:
            text = _replaced(text, words, others)
        checks = [{"verdict": "inconsistent", **check} for check in case["checks"]]
        texts.append(MarkedText(Article(text, case["passage"]), checks, ("inconsistent",)))
    return texts


def _replaced(text: str, words: str, others: str) -> str:
    if text.count(words) != 1:
        raise ValueError(f"{words!r} stands {text.count(words)} times in the passage, not once")
    return text.replace(words, others)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def compare(texts: Iterable[MarkedText], found_in: Callable[[Article], Findings] = find) -> pd.DataFrame:
    """One row per check that is marked, found or both: `text`, `kind`, `verdict`, and `marked` and `found` as 1 or 0.

    They are the same check where they are about the same figures and have the same verdict. `found_in` gives the
    findings of an article.
    """
    rows = []
    for article, checks, verdicts in texts:
        findings = found_in(article)
        kinds = {
            (_figures(findings.quantities, article.text, check["figures"]), check["verdict"]): check["kind"]
            for check in checks
        }
        told = {
            (frozenset(check.figures), check.verdict): check.kind
            for check in findings.checks
            if check.verdict in verdicts and not _holding_direction(check)
        }
        rows += [
            {
                "text": article.article_id,
                "kind": kinds.get(key) or told[key],
                "verdict": key[1],
                "marked": int(key in kinds),
                "found": int(key in told),
            }
            for key in {**kinds, **told}
        ]
    return pd.DataFrame(rows, columns=["text", "kind", "verdict", "marked", "found"])


def _holding_direction(check: Check) -> bool:
    """Whether a level rose or fell as the words say, by no stated size; that is not marked."""
    return check.kind == "change" and len(check.figures) == 2 and check.verdict == "consistent"


def _figures(quantities: Sequence[Quantity], text: str, marked: Iterable[str]) -> frozenset[int | None]:
    return frozenset(_figure(quantities, text, words) for words in marked)


def _figure(quantities: Sequence[Quantity], text: str, words: str) -> int | None:
    """The index of the first figure that the words touch; None where none is read there."""
    if text.count(words) != 1:
        raise ValueError(f"{words!r} stands {text.count(words)} times in the text, not once")
    start = text.index(words)
    held = (n for n, one in enumerate(quantities) if one.number_start < start + len(words) and start < one.number_end)
    return next(held, None)


def scores(checks: pd.DataFrame, resamples: int) -> pd.DataFrame:
    """Of each verdict, how many that are told are right (precision) and how many that are marked are told (recall)."""
    rows = []
    for verdict, some in checks.groupby("verdict"):
        by_text = some.assign(right=some["marked"] * some["found"]).groupby("text")[["marked", "found", "right"]].sum()
        for measure, of in (("precision", "found"), ("recall", "marked")):
            score = percent(by_text["right"], by_text[of], resamples)
            rows.append({"measure": f"{measure}, {verdict}", **score})
    return pd.DataFrame(rows)


def by_kind(checks: pd.DataFrame) -> pd.DataFrame:
    """Per verdict and kind, how many checks are marked, found and both."""
    counted = checks.assign(right=checks["marked"] * checks["found"])
    return counted.groupby(["verdict", "kind"])[["marked", "found", "right"]].sum().reset_index()


# Published articles -------------------------------------------------------------------------------------------------


class Told(NamedTuple):
    """A check of a published article."""

    corpus: str
    findings: Findings
    check: Check

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What stands in `check_verdicts.csv` beside the judgement."""
        starts = (str(self.findings.quantities[figure].number_start) for figure in self.check.figures)
        return self.corpus, self.findings.article.article_id, " ".join(starts), self.check.kind


def articles(path: Path) -> Iterator[tuple[str, Article]]:
    """The articles of a folder of texts or of a file (JSON lines with `id` and `text`, or a text a line)."""
    if path.is_dir():
        for text in sorted(path.glob("*.txt")):
            yield path.name, Article(text.read_bytes().decode("utf-8-sig"), text.stem)
    elif path.suffix == ".jsonl":
        for record in _lines(path):
            yield path.parent.name, Article(record["text"], record["id"])
    else:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            yield path.stem, Article(line, str(number))


def told(some: Iterable[tuple[str, Article]]) -> Iterator[Told]:
    """The checks of these articles."""
    for corpus, article in some:
        findings = find(article)
        for check in findings.checks:
            yield Told(corpus, findings, check)


def judged() -> dict[tuple[str, str, str, str], bool]:
    """By the key of an inconsistent check, whether the reader who looked at it found it right."""
    frame = pd.read_csv(JUDGED, dtype={"article": str, "starts": str})
    keys = frame[["corpus", "article", "starts", "kind"]].itertuples(index=False, name=None)
    return dict(zip(keys, frame["right"] == "yes", strict=True))


def counts(checks: Iterable[Told]) -> pd.DataFrame:
    """Per corpus and kind, how many checks are consistent and inconsistent, and how many of these right or unjudged."""
    known = judged()
    rows = []
    for one in checks:
        wrong = one.check.verdict == "inconsistent"
        rows.append(
            {
                "corpus": one.corpus,
                "kind": one.check.kind,
                "consistent": int(not wrong),
                "inconsistent": int(wrong),
                "right": int(wrong and known.get(one.key, False)),
                "unjudged": int(wrong and one.key not in known),
            }
        )
    return pd.DataFrame(rows).groupby(["corpus", "kind"]).sum()


def _shown(one: Told) -> str:
    article, figures = one.findings.article, [one.findings.quantities[figure] for figure in one.check.figures]
    paragraphs = sorted({article.paragraph_at(figure.number_start) for figure in figures})
    words = "; ".join(article.text[figure.start : figure.end] for figure in figures)
    texts = "\n".join(article.paragraphs[number].of(article.text) for number in paragraphs)
    return f"{','.join(one.key)}: {one.check.verdict}\n  {words}\n{texts}\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("texts", type=Path, nargs="+", help=articles.__doc__)
    options.add_argument("--show", action="store_true", help="print the inconsistent checks that nobody has judged")
    options.add_argument("--sample", type=int, default=0, help="print so many consistent checks, drawn at random")
    given = options.parse_args()
    checks = [one for path in given.texts for one in told(articles(path))]
    print(counts(checks).to_string())
    if given.show:
        known = judged()
        print(
            *(_shown(one) for one in checks if one.check.verdict == "inconsistent" and one.key not in known), sep="\n"
        )
    if given.sample:
        holding = [one for one in checks if one.check.verdict == "consistent"]
        print(*map(_shown, random.Random(_SEED).sample(holding, given.sample)), sep="\n")


if __name__ == "__main__":
    main()
