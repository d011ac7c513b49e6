"""An interval as a mark: a dot is an exact value, a ring an approximate one, a bar a range, an arrow an open side."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

LEGEND = ("dot: exact", "ring: approximate", "bar: range", "arrow: open-ended", "orange: hedged", "grey: no source")
# Spaces that do not break keep the two sides of each entry together.
WRAPPED_LEGEND = "\N{NO-BREAK SPACE}· ".join(entry.replace(" ", "\N{NO-BREAK SPACE}") for entry in LEGEND)
"""The legend for `textwrap.wrap`."""
_DECADES = 20
_LINEAR = ("percent", "percentage point", "year")
"""Units whose readers think in differences, however far their values spread."""


def spans_decades(low: float, high: float, unit: str | None) -> bool:
    """Whether values from `low` to `high` need a logarithmic axis."""
    return low > 0 and high / low >= _DECADES and unit not in _LINEAR


def draw_interval(
    axes: Axes,
    y: float,
    low: float | None,
    high: float | None,
    limits: tuple[float, float],
    *,
    colour: str,
    hollow: bool,
    link: str,
) -> None:
    """Draw the interval at `y`, an open side (None) up to the limit; nothing where both are open.

    Lengths are the axes' own. `hollow` is for an approximate value; all marks lead to `link`.
    """
    if low is None and high is None:
        return
    is_open = low is None or high is None
    start, end = (limits[0] if low is None else low), (limits[1] if high is None else high)
    if start != end:
        width = 2 if is_open else 5
        line = Line2D([start, end], [y, y], color=colour, linewidth=width, solid_capstyle="butt", alpha=0.75, url=link)
        axes.add_line(line)
    if is_open:
        tip, marker = (start, "<") if low is None else (end, ">")
        axes.plot([tip], [y], marker=marker, color=colour, markersize=8, clip_on=False, url=link)
    for value in {value for value in (low, high) if value is not None}:
        axes.plot(
            [value], [y], marker="o", markersize=7, color=colour, markerfacecolor="white" if hollow else colour,
            markeredgewidth=1.6, clip_on=False, url=link,
        )  # fmt: skip
