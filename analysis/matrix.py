"""Who says what of what: the topics that several sources put a figure on, beside what else these sources say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from analysis import summary, wording

if TYPE_CHECKING:
    from analysis.reading import Reading

TOPICS, COLUMNS = 8, 6
"""The most topics and sources shown; the article's own voice and unnamed sources count as columns too."""
_OWN, _NOBODY = "own voice", "nobody named"
"""The keys of columns without a source; no `source_id` equals them."""
_STANCES = {"denies": "denies it", "disputes": "disputes it", "confirms": "confirms it"}
_DENIALS = ("denies it", "disputes it")


@dataclass(frozen=True, slots=True)
class Statement:
    """An interval that a source states of a topic, with the ids of all figures that state it so."""

    quantities: tuple[str, ...]
    low: float | None
    high: float | None
    modifier: str
    unit: str | None
    """None for a count: figures of a topic may count "people" and "men"."""
    kind: str
    hedged: bool
    stance: str | None
    """The stance of a source that does not simply assert, in words: "denies it"."""

    @property
    def words(self) -> str:
        """The interval in words."""
        return wording.interval(self.low, self.high, self.modifier)


@dataclass(frozen=True, slots=True)
class Topic:
    """A row. `sure`: its figures are surely about one thing; `disputed`: its sources exclude each other."""

    name: str
    unit: str | None
    sure: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A column. `source_id` is None for the article's own voice and for unnamed sources."""

    key: str
    name: str
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Topics (rows) by sources (columns), the most telling first; both are empty where there is nothing to show.

    `cells`: what a source (by key) states of a topic (by name), in text order. `more_topics` and `more_sources` are
    how many are left out.
    """

    topics: tuple[Topic, ...] = ()
    sources: tuple[Source, ...] = ()
    cells: dict[tuple[str, str], tuple[Statement, ...]] = field(default_factory=dict)
    more_topics: int = 0
    more_sources: int = 0

    def cell(self, topic: Topic, source: Source) -> tuple[Statement, ...]:
        """What the source states of the topic; nothing where it is silent on it."""
        return self.cells.get((topic.name, source.key), ())

    def speaking(self, topic: Topic) -> int:
        """How many sources speak of the topic, not counting the article's own voice and unnamed ones."""
        return sum(bool(self.cell(topic, source)) for source in self.sources if source.source_id)


def matrix(reading: Reading) -> Matrix:
    """The matrix of a reading, with at most `TOPICS` topics and `COLUMNS` sources.

    Empty unless two topics have several sources each, or two sources of a shared topic speak of other topics too.
    Topics with most sources come first; topics of one source alone come last.
    """
    claims = [_keyed(claim) for claim in _claims(reading)]
    attributed = [claim for claim in claims if claim["source_id"]]
    speakers = Counter(topic for topic, _ in {(claim["topic"], claim["key"]) for claim in attributed})
    shared = {topic for topic, amount in speakers.items() if amount > 1}
    voices = {claim["key"] for claim in attributed if claim["topic"] in shared}
    candidates = [claim for claim in attributed if claim["key"] in voices]
    spoken = {(claim["topic"], claim["key"]) for claim in candidates}
    breadth = Counter(key for _, key in spoken)
    if len(shared) < 2 and sum(amount > 1 for amount in breadth.values()) < 2:
        return Matrix()
    topics = _ranked((claim["topic"] for claim in candidates), speakers)
    kept = topics[:TOPICS]
    weight = Counter(key for topic, key in spoken if topic in kept)
    weight.update(key for topic, key in spoken if topic in shared)  # shared topics count twice
    sources = _ranked((claim["key"] for claim in candidates if claim["topic"] in kept), weight)
    within = [claim for claim in claims if claim["topic"] in kept]
    sources += [_NOBODY] * any(claim["key"] == _NOBODY for claim in within)
    own = [_OWN] * any(claim["key"] == _OWN for claim in within)
    columns = sources[: COLUMNS - len(own)] + own
    rows = [topic for topic in kept if any((topic, key) in spoken for key in columns if key in weight)]
    cells = {
        (topic, key): _statements(claim for claim in within if claim["topic"] == topic and claim["key"] == key)
        for topic in rows
        for key in columns
    }
    names = {claim["key"]: claim for claim in claims}
    return Matrix(
        topics=tuple(_topic(reading, topic, [cells[topic, key] for key in columns]) for topic in rows),
        sources=tuple(Source(key, wording.credited(names[key]), names[key]["source_id"]) for key in columns),
        cells={place: statements for place, statements in cells.items() if statements},
        more_topics=len(topics) - len(rows),
        more_sources=len({*voices, *sources} - {*columns}),
    )


def finding(grid: Matrix) -> str:
    """The most telling fact of a matrix, for a chart's title."""
    several = [topic for topic in grid.topics if grid.speaking(topic) > 1]
    disputed = sum(topic.disputed for topic in several)
    if not several:
        return "No two sources speak of the same things"
    if disputed:
        return f"Sources contradict each other on {_share_of_topics(disputed, len(several))} that several speak of"
    sure = all(topic.sure for topic in several)
    if len(several) == 1:
        return f"One topic {'has' if sure else 'may have'} figures from several sources, who also speak of other topics"
    return f"{len(several)} topics {'have' if sure else 'may have'} figures from several sources"


def _share_of_topics(amount: int, topics: int) -> str:
    """`2 of the 3 topics`, `all 3 topics`, `both topics`, `the one topic`."""
    if amount < topics:
        return f"{amount} of the {topics} topics"
    return {1: "the one topic", 2: "both topics"}.get(topics, f"all {topics} topics")


def _claims(reading: Reading) -> list[dict[str, Any]]:
    """The claims in text order, each with its kind and the stance of its attribution; null is None.

    A copy with the source and the stance follows for everybody who disputes or confirms it.
    """
    stances = reading.attributions[["attribution_id", "stance"]]
    kinds = reading.quantities[["quantity_id", "kind", "number_start"]]
    claims = reading.claims.merge(kinds, on="quantity_id").merge(stances, on="attribution_id", how="left")
    records = claims.astype(object).where(claims.notna(), None).to_dict("records")
    names = reading.sources.set_index("source_id")["name"].to_dict()
    reactions = reading.attributions[reading.attributions["stance"].isin(["disputes", "confirms"])].to_dict("records")
    rows = []
    for claim in records:
        rows.append(claim)
        for reaction in reactions:
            holds = any(start <= claim["number_start"] < end for start, end in reaction["content_spans"])
            if holds and reaction["source_id"] in names and reaction["source_id"] != claim["source_id"]:
                about = {name: reaction[name] for name in ("source_id", "attribution_id", "stance")}
                rows.append(claim | about | {"source_name": names[reaction["source_id"]]})
    return rows


def _keyed(claim: dict[str, Any]) -> dict[str, Any]:
    nobody = _OWN if claim["attribution_id"] is None else _NOBODY
    return claim | {"key": claim["source_id"] or nobody}


def _ranked(keys: Iterable[str], weight: Counter[str]) -> list[str]:
    """The distinct keys: the weightiest first, then the most frequent, then the first."""
    amount = Counter(keys)
    return sorted(amount, key=lambda key: (-weight[key], -amount[key]))


def _statements(claims: Iterable[dict[str, Any]]) -> tuple[Statement, ...]:
    """The distinct statements of some claims."""
    quantities: dict[tuple[Any, ...], list[str]] = {}
    for claim in claims:
        unit = None if claim["kind"] == "count" else claim["unit"]
        stated = claim["low"], claim["high"], claim["modifier"], unit, claim["kind"], claim["hedged"]
        key = *stated, _STANCES.get(claim["stance"])
        quantities.setdefault(key, []).append(claim["quantity_id"])
    return tuple(Statement(tuple(ids), *key) for key, ids in quantities.items())


def _topic(reading: Reading, name: str, cells: Sequence[Sequence[Statement]]) -> Topic:
    disagreements = reading.disagreements[reading.disagreements["topic"] == name]
    unit = reading.claims.loc[reading.claims["topic"] == name, "unit"].dropna()
    sure = bool(summary.is_sure(disagreements).all())
    contested = sure and bool(disagreements["kind"].eq("disagreement").any())
    return Topic(name, next(iter(unit), None), sure, contested and _contradict([cell for cell in cells if cell]))


def _contradict(cells: Sequence[Sequence[Statement]]) -> bool:
    """Whether a source denies a figure, or all that it states excludes all that another one states."""
    if any(statement.stance in _DENIALS for cell in cells for statement in cell):
        return len(cells) > 1
    return any(all(_apart(here, there) for here in one for there in other) for one, other in combinations(cells, 2))


def _apart(one: Statement, other: Statement) -> bool:
    return any(
        first.high is not None and second.low is not None and first.high < second.low
        for first, second in ((one, other), (other, one))
    )
