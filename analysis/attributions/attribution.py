"""The attribution: the relation of PARC 3.0 (Pareti 2016) and PolNeAR (Newell et al. 2018)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.article import Span, covering


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
    return innermost_holders(attributions, [covering(attribution.cue) for attribution in attributions], others=True)


def innermost_holders(
    attributions: Sequence[Attribution], spans: Sequence[Span], *, others: bool = False
) -> list[int | None]:
    """For each span the attribution whose content holds it, the shortest of them; None where there is none.

    With `others`, the spans are those of the attributions themselves, and none is held by its own.
    """
    contents = sorted((span, number) for number, attribution in enumerate(attributions) for span in attribution.content)
    innermost: list[int | None] = [None] * len(spans)
    reached, open_ = 0, []
    for start, end, at in sorted((*span, at) for at, span in enumerate(spans)):
        while reached < len(contents) and contents[reached][0].start <= start:
            open_.append(contents[reached])
            reached += 1
        open_ = [(span, number) for span, number in open_ if span.end > start]
        holders = [
            (span.end - span.start, number)
            for span, number in open_
            if end <= span.end and not (others and number == at)
        ]
        if holders:
            innermost[at] = min(holders)[1]
    return innermost
