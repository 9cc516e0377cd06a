"""The chance that nobody is left behind by each hour, and above it when the last one comes out, as a strip."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.reporting.charts.frame import Frame, Span, frame
from safepassage.reporting.charts.marks import moment
from safepassage.reporting.charts.scales import Scale
from safepassage.reporting.measures.chances import ChanceFrom
from safepassage.reporting.svg import box, compact, drawing, group, line, path, polyline, text

STRIP, STRIP_ROOM = 14, 30
TOP = 26 + STRIP_ROOM
PER_CENT = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class ChanceChart:
    """What the chart shows: chances in order of time, when it is planned, and the strip of completion.

    `completion` are the moments at the quantiles 5, 25, 50, 75 and 95 % of runs; None is later than any, or never.
    """

    chances: Sequence[ChanceFrom]
    planned_s: int
    completion: tuple[int | None, int | None, int | None, int | None, int | None]


def chance_chart(chart: ChanceChart, span: Span, *, width: float, height: float, label: str) -> Markup:
    """Draw a step line with its confidence interval."""
    plot = frame(span, width, height, top=TOP)
    y = Scale(0, 1, plot.bottom, plot.top)
    low = _steps([(chance.at_s, chance.low) for chance in chart.chances], plot, y)
    middle = _steps([(chance.at_s, chance.value) for chance in chart.chances], plot, y)
    high = _steps([(chance.at_s, chance.high) for chance in chart.chances], plot, y)
    words = f"planned {span.clock.words(chart.planned_s, year=False)}"
    return drawing(
        width,
        height,
        label,
        _grid(plot, y),
        path(compact([[*high, *reversed(low)]], closed=True), "band inner"),
        path(compact([middle]), "middle"),
        moment(plot, chart.planned_s, words, 12),
        _strip(chart, plot),
        plot.axis(),
    )


def _steps(points: Sequence[tuple[int, float]], plot: Frame, y: Scale) -> list[tuple[float, float]]:
    """Give the corners of a line that holds each value until the next moment; what was before the plot is kept."""
    corners = [(plot.left, y(0))]
    for at_s, value in points:
        x = min(plot.right, max(plot.left, plot.x(at_s)))
        corners += [(x, corners[-1][1]), (x, y(value))]
    return [*corners, (plot.right, corners[-1][1])]


def _grid(plot: Frame, y: Scale) -> Markup:
    lines = [line(plot.left, y(mark / 100), plot.right, y(mark / 100), "grid") for mark in PER_CENT]
    words = [text(plot.left - 6, y(mark / 100) + 4, f"{mark} %", "tick", "end") for mark in PER_CENT]
    return group(*lines, *words)


def _strip(chart: ChanceChart, plot: Frame) -> Markup:
    """Draw a thin bar over 90 % of runs, a thick one over half of them, a mark at the median; an arrow is never."""
    first, lower, median, upper, last = chart.completion
    if first is None:
        return Markup("")
    middle = plot.top - STRIP_ROOM + STRIP / 2 + 2
    parts = [_bar(plot, middle, first, last, 4, "band outer-strip")]
    if last is None:
        tip = [(plot.right, middle - 6), (plot.right + 9, middle), (plot.right, middle + 6)]
        parts.append(path(polyline(tip) + "Z", "band outer-strip"))
    if lower is not None:
        parts.append(_bar(plot, middle, lower, upper, STRIP, "band inner-strip"))
    if median is not None:
        x = plot.x(median)
        parts.append(line(x, middle - STRIP / 2 - 2, x, middle + STRIP / 2 + 2, "median-tick"))
    return group(text(plot.left - 6, middle + 4, "last out", "tick", "end"), *parts)


def _bar(plot: Frame, middle: float, first: int, last: int | None, thick: float, class_: str) -> Markup:
    left = max(plot.left, plot.x(first))
    right = plot.right if last is None else min(plot.right, plot.x(last))
    return box(left, middle - thick / 2, max(2.0, right - left), thick, class_)
