"""How often the sentences that open a report are true, and how often they are preferred to hand-written ones.

Prints the counts of passages/summaries.jsonl, and the computed sentences that differ by now and have to be judged anew.

python notebooks/methods/summaries.py
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis import read
from analysis.quoting import words
from analysis.story import story
from analysis.trajectories.sourcing import wilson

FOLDER = Path(__file__).parent / "passages"
GALLERY = Path(__file__).parents[2] / "seeds" / "gallery"
JUDGED = {
    "true_before": "thirty articles, the first sentences",
    "true_unseen": "the same, reworded before anybody had read these articles",
    "true_old": "articles that nothing was tuned on, those reworded sentences",
    "true_first": "the same, of what is sure",
    "true_second": "further such articles, once the faults of the former were mended",
}
"""The judgements by name, each of sentences of one day, and what was judged."""


def main() -> None:
    """Print the counts, then what has changed since they were judged."""
    records = [json.loads(line) for line in (FOLDER / "summaries.jsonl").read_text("utf-8").splitlines()]
    for name, what in JUDGED.items():
        print(f"{name} ({what}): {_counted(records, name)}")
    thirty = [record for record in records if record.get("true_before")]
    print(f"true_now, of the thirty: {_counted(thirty, 'true_now')}")
    print(f"true_now, of the gallery: {_counted(_within(records, 'gallery'), 'true_now')}")
    print(f"true_now, of all: {_counted(records, 'true_now')}")
    for name in ("preferred", "preferred_now"):
        print(f"{name}:", dict(Counter(record[name] for record in records if name in record)))
    for record in records:
        if "computed" in record:
            folder, name = record["article"].split("/")
            path = GALLERY / f"{name}.txt" if folder == "gallery" else FOLDER / folder / f"{name}.txt"
            for told in map(words, story(read(path))):
                if told not in record["computed"]:
                    print(f"not judged: {record['article']}: {told}")


def _within(records: Iterable[Mapping[str, Any]], folder: str) -> list[Mapping[str, Any]]:
    return [record for record in records if record["article"].startswith(f"{folder}/")]


def _counted(records: Iterable[Mapping[str, Any]], name: str) -> str:
    judged = [record[name] for record in records if record.get(name)]
    true, all_of_them = sum(map(sum, judged)), sum(map(len, judged))
    low, high = wilson(true, all_of_them)
    return (
        f"{true} of {all_of_them} sentences on {len(judged)} articles, {true / all_of_them:.1%} "
        f"({low:.0%} to {high:.0%}), {all_of_them / len(judged):.1f} an article"
    )


if __name__ == "__main__":
    main()
