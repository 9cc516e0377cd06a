"""How many vehicles wait at a crossing over time, on average over runs."""

from collections.abc import Sequence

from markupsafe import Markup

from safepassage.domain.terms import Window
from safepassage.reporting.charts.frame import Span, frame
from safepassage.reporting.svg import compact, drawing, path

Spell = tuple[int, int, float]
"""A span of time `[from, to)` in seconds after the start, and the vehicles that wait in it on average."""


def queue_chart(
    spells: Sequence[Spell], windows: Sequence[Window], span: Span, *, width: float, height: float, label: str
) -> Markup:
    """Draw the vehicles that wait as an area of steps, over the windows of the crossing."""
    plot = frame(span, width, height, top=10)
    shown = [spell for spell in spells if spell[0] < span.last_s]
    y, grid = plot.values(max((waiting for _, _, waiting in shown), default=0), steps=3)
    corners = [(plot.left, y(0))]
    for begin, end, waiting in shown:
        corners += [(plot.x(begin), y(waiting)), (min(plot.right, plot.x(end)), y(waiting))]
    corners.append((corners[-1][0], y(0)))
    area = path(compact([corners], closed=True), "queue")
    return drawing(width, height, label, plot.bands(windows), grid, area, plot.axis())
