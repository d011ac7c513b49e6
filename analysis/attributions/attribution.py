"""The attribution: the relation of PARC 3.0 (Pareti 2016) and PolNeAR (Newell et al. 2018)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.article import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something said, shown or held: its source, the cue that says so, and the content.

    Each part is a tuple of spans in text order, since each may be interrupted ("It rains," he said, "a lot");
    `source` is empty where nobody is named. `stance`: asserts, denies, declines (no comment), silent
    (conspicuously does not say). `quotation`: direct (all of the content stands in quotation marks), mixed
    (a part of it) or indirect.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    stance: str
    quotation: str

    @property
    def start(self) -> int:
        """Offset of the first character of content or cue."""
        return min(span.start for span in self.content + self.cue)


def reported_within(attributions: Sequence[Attribution]) -> list[int | None]:
    """For each attribution the innermost other one whose content holds its cue: "A said that *B had counted* 40"."""
    found: list[int | None] = []
    for inner in attributions:
        holders = [
            (span.end - span.start, number)
            for number, outer in enumerate(attributions)
            for span in outer.content
            if outer is not inner and span.start <= inner.cue[0].start and inner.cue[-1].end <= span.end
        ]
        found.append(min(holders)[1] if holders else None)
    return found
