"""Use of bays over time: a row a place, darker where more of its bays are busy."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.reporting.charts.crossing_use import Bins, bins
from safepassage.reporting.charts.frame import AXIS_ROOM, TICK_FONT, Frame, Span, frame
from safepassage.reporting.measures.bays import BayUse
from safepassage.reporting.svg import box, drawing, fitted, group, path, text
from safepassage.reporting.words import number

ROW = 20
LEVELS = 5


@dataclass(frozen=True, slots=True)
class BayRow:
    """One row of the chart: the name of a place and the use of its bays."""

    name: str
    use: BayUse


def bay_use(rows: Sequence[BayRow], span: Span, *, width: float, left: float, label: str) -> Markup:
    """Draw the rows; `left` is the room for names, on the right stands the most bays busy at once."""
    height = len(rows) * ROW + 8 + AXIS_ROOM
    plot = frame(span, width, height, left=left, top=6, right=62)
    drawn = [_row(row, plot, 6 + index * ROW) for index, row in enumerate(rows)]
    return drawing(width, height, label, *drawn, plot.axis())


def level(busy: float, most: float) -> int:
    """Give the shade, 0 (nothing) to 5, for a share of bays that are busy."""
    if busy <= 0 or most <= 0:
        return 0
    return min(LEVELS, 1 + int(busy / most * LEVELS * 0.999))


def _row(row: BayRow, plot: Frame, top: float) -> Markup:
    bin_ = bins(plot.span)
    use = row.use
    most = use.bays or use.busiest
    busy = use.per_bin(bin_.first_s, plot.span.last_s, bin_.length_s)
    cells = [
        path(_cells(plot, bin_, [level(b, most) == shade for b in busy], top), f"heat{shade}")
        for shade in range(1, LEVELS + 1)
    ]
    words = f"{number(use.busiest)} of {number(use.bays)}" if use.bays else number(use.busiest)
    return group(
        box(plot.left, top, plot.right - plot.left, ROW - 4, "track"),
        *cells,
        text(plot.left - 6, top + 12, fitted(row.name, plot.left - 8, TICK_FONT), "tick name", "end"),
        text(plot.right + 6, top + 12, words, "tick"),
    )


def _cells(plot: Frame, bin_: Bins, chosen: Sequence[bool], top: float) -> str:
    """Give the chosen bins as one path; neighbours are joined."""
    parts, begin = [], None
    for index, here in enumerate([*chosen, False]):
        if here and begin is None:
            begin = index
        elif not here and begin is not None:
            left = max(plot.left, plot.x(bin_.first_s + begin * bin_.length_s))
            right = min(plot.right, plot.x(bin_.first_s + index * bin_.length_s))
            parts.append(f"M{left:.1f} {top:.1f}h{right - left:.1f}v{ROW - 4}H{left:.1f}Z")
            begin = None
    return "".join(parts)
