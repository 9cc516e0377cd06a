"""Step lines and areas: values that hold until they change, drawn at one corner a change."""

from collections.abc import Sequence

from safepassage.reporting.charts.frame import Frame
from safepassage.reporting.charts.scales import Scale
from safepassage.reporting.measures.curves import Curve
from safepassage.reporting.svg import polyline


def sampled(curve: Curve, plot: Frame) -> list[int]:
    """Give a curve's value at every pixel of the plot, so that a drawing stays small."""
    seconds = (plot.span.last_s - plot.span.first_s) / max(1.0, plot.right - plot.left)
    pixels = range(int(plot.right - plot.left) + 1)
    return [curve.at(round(plot.span.first_s + pixel * seconds)) for pixel in pixels]


def step_line(plot: Frame, y: Scale, values: Sequence[int]) -> str:
    """Give a line through values, one a pixel."""
    return polyline(_corners(plot, y, values))


def step_area(plot: Frame, y: Scale, below: Sequence[int], above: Sequence[int]) -> str:
    """Give the area between two step lines."""
    return polyline([*_corners(plot, y, above), *reversed(_corners(plot, y, below))]) + "Z"


def _corners(plot: Frame, y: Scale, values: Sequence[int]) -> list[tuple[float, float]]:
    corners = [(plot.left, y(values[0]))]
    for pixel in range(1, len(values)):
        if values[pixel] != values[pixel - 1]:
            x = plot.left + pixel
            corners += [(x, y(values[pixel - 1])), (x, y(values[pixel]))]
    return [*corners, (plot.right, y(values[-1]))]
