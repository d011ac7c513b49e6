"""How often the sentences that open a report are true, and how often they are preferred to hand-written ones.

Prints the counts of passages/summaries.jsonl, and the computed sentences that differ by now and have to be judged anew.

python notebooks/methods/summaries.py
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from analysis import read
from analysis.quoting import words
from analysis.story import story

FOLDER = Path(__file__).parent / "passages"
GALLERY = Path(__file__).parents[2] / "seeds" / "gallery"


def main() -> None:
    """Print the counts, then what has changed since they were judged."""
    records = [json.loads(line) for line in (FOLDER / "summaries.jsonl").read_text("utf-8").splitlines()]
    for name in ("true_before", "true_unseen", "true_now"):
        judged = [true for record in records if record["true_before"] for true in record[name]]
        print(f"{name}: {sum(judged)} of {len(judged)} sentences on 30 articles, {sum(judged) / len(judged):.1%}")
    gallery = [true for record in records if not record["true_before"] for true in record["true_now"]]
    print(f"true_now, of the gallery: {sum(gallery)} of {len(gallery)} sentences")
    print("preferred:", dict(Counter(record["preferred"] for record in records if "preferred" in record)))
    for record in records:
        if "computed" in record:
            folder, name = record["article"].split("/")
            path = GALLERY / f"{name}.txt" if folder == "gallery" else FOLDER / folder / f"{name}.txt"
            for told in map(words, story(read(path))):
                if told not in record["computed"]:
                    print(f"not judged: {record['article']}: {told}")


if __name__ == "__main__":
    main()
