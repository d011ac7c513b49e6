"""The rows of the chart of claims, grouped by topic and by axis."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from analysis import summary, wording
from analysis.charts.chart import FIRM, HEDGED, OWN_VOICE, Layout, label
from analysis.folding import axis
from analysis.vocabulary import UNCERTAIN

if TYPE_CHECKING:
    from analysis.reading import Reading

_BOLD_LINE = 0.17
_TOPIC_LINES = 4
_POSSIBLY = " (possibly the same)"


@dataclass(frozen=True)
class ClaimLayout(Layout):
    """Beside the common lengths, the height of a topic's first line, and the columns that words may take."""

    header: float
    about: int
    source: int
    name_room: int

    @property
    def plot(self) -> float:
        """The width of the plot itself."""
        return self.width - self.left - self.right


@dataclass(frozen=True)
class Row:
    """A claim: what is written beside its mark, and what the mark shows."""

    quantity: str
    number: str
    subject: str
    low: float | None
    high: float | None
    modifier: str
    source: str
    beneath: str
    colour: str


@dataclass(frozen=True)
class Group:
    """The claims of one topic: its name in lines, and `ratio` where they differ."""

    name: list[str]
    rows: list[Row]
    ratio: float | None

    def header(self, layout: ClaimLayout) -> float:
        """The height of the name; a single claim has none."""
        return layout.header + (len(self.name) - 1) * _BOLD_LINE if len(self.rows) > 1 else 0

    def height(self, layout: ClaimLayout) -> float:
        """The height of the name and of all rows."""
        return len(self.rows) * layout.row + self.header(layout)


def panels_of(reading: Reading, layout: ClaimLayout, drawn: set[str]) -> dict[str, list[Group]]:
    """The topics by the axis that they share: counts of anything share one, each other unit has its own."""
    ratios = summary.disagreeing(reading).set_index("topic")["ratio"].to_dict()
    unsure = set(reading.disagreements["topic"][~summary.is_sure(reading.disagreements)])
    rows = reading.claims.merge(reading.quantities[["quantity_id", "text", "number_text", "kind"]], on="quantity_id")
    rows["corrected"] = rows["quantity_id"].isin(reading.corrections["quantity_id"])
    rows["misfit"] = rows["quantity_id"].isin(summary.not_adding_up(reading))
    rows["source_type"] = rows["source_id"].map(summary.kinds_of_sources(reading))
    rows = rows.astype(object).where(rows.notna(), None)
    hedges = reading.hedges[reading.hedges["kind"].isin(UNCERTAIN)]
    hedge_text = hedges.set_index("hedge_id")["text"].to_dict()
    panels: dict[str, list[Group]] = {}
    for topic, of_topic in rows[rows["quantity_id"].isin(drawn)].groupby("topic", sort=False):
        records = of_topic.to_dict("records")
        members = [_row(record, hedge_text, layout) for record in records]
        ratio = ratios.get(topic)
        # Where nothing is drawn beside it, the name may run on over the plot.
        room = layout.about if layout.beside and ratio is None else layout.name_room
        name = wrap(label(topic, 2 * layout.title), room, max_lines=_TOPIC_LINES, placeholder="…")
        if topic in unsure:
            name = wrap(" ".join(name) + _POSSIBLY, room)
        panels.setdefault(axis(records[0]), []).append(Group(name or [""], members, ratio))
    return panels


def _row(record: dict[str, Any], hedge_text: dict[str, str], layout: ClaimLayout) -> Row:
    credited = record["source_name"] is not None
    hedges = dict.fromkeys(hedge_text[hedge].lower() for hedge in record["hedges"] if hedge in hedge_text)
    beneath = [record["source_type"]] if credited else []
    if record["hedged"]:
        beneath.append("hedged: " + ", ".join(f"“{hedge}”" for hedge in hedges))
    if record["corrected"]:
        beneath.append("corrected")
    if record["misfit"]:
        beneath.append("does not add up")
    # The expression up to the end of its number, and the rest: what it counts.
    before, number, after = record["text"].partition(record["number_text"])
    return Row(
        quantity=record["quantity_id"],
        number=label(before + number if number else record["number_text"], 40),
        subject=label(record["concept"] or after.lstrip("-‑").strip(), layout.about),
        low=record["low"],
        high=record["high"],
        modifier=record["modifier"],
        source=label(wording.credited(record), layout.source),
        beneath=label(" · ".join(beneath), layout.about + 2),
        colour=HEDGED if record["hedged"] else FIRM if credited else OWN_VOICE,
    )
