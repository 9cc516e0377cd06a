"""Linked movements over time: how many have left, against how many may have left."""

from markupsafe import Markup

from safepassage.reporting.charts.frame import Span, frame
from safepassage.reporting.charts.steps import sampled, step_area, step_line
from safepassage.reporting.measures.curves import Curve
from safepassage.reporting.svg import drawing, path


def linked_movement(left: Curve, allowed: Curve, span: Span, *, width: float, height: float, label: str) -> Markup:
    """Draw people who have left as an area, and how many may have left as a line above it."""
    plot = frame(span, width, height)
    y, grid = plot.values(max(left.highest, allowed.highest), steps=3)
    values = sampled(left, plot)
    area = path(step_area(plot, y, [0] * len(values), values), "area p2")
    limit = path(step_line(plot, y, sampled(allowed, plot)), "limit")
    return drawing(width, height, label, grid, area, limit, plot.axis())
