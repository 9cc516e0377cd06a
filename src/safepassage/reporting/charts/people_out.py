"""People out over time, by priority, against what is proven to be possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.terms import Window
from safepassage.reporting.charts.frame import Frame, Span, frame
from safepassage.reporting.charts.scales import Scale
from safepassage.reporting.charts.steps import sampled, step_area, step_line
from safepassage.reporting.measures.curves import Curve
from safepassage.reporting.svg import drawing, group, line, path, text
from safepassage.reporting.words import number


@dataclass(frozen=True, slots=True)
class OutChart:
    """What the chart shows. Curves are by priority; `asked` and `bound` are people, the others seconds.

    `earliest_s` is a proven time before which no plan that brings out as many finishes; None if nothing is proven.
    """

    curves: Mapping[int, Curve]
    asked: int
    bound: int
    completion_s: int
    earliest_s: int | None
    windows: Sequence[Window] = ()


def people_out(chart: OutChart, span: Span, *, width: float, height: float, label: str, top: float = 40) -> Markup:
    """Draw people out over time, stacked by priority with priority 1 at the bottom."""
    plot = frame(span, width, height, top=top)
    y, grid = plot.values(max(chart.asked, chart.bound))
    areas, below = [], [0] * (int(plot.right - plot.left) + 1)
    for priority, curve in chart.curves.items():
        above = [base + value for base, value in zip(below, sampled(curve, plot), strict=True)]
        areas.append(path(step_area(plot, y, below, above), f"area p{priority}"))
        below = above
    outline = path(step_line(plot, y, below), "outline")
    marks = (_people_lines(chart, plot, y), _time_lines(chart, plot))
    return drawing(width, height, label, plot.bands(chart.windows), grid, *areas, outline, *marks, plot.axis())


def _people_lines(chart: OutChart, plot: Frame, y: Scale) -> Markup:
    """Mark how many have asked to leave, and how many can be brought out at most when that is fewer."""
    if chart.bound >= chart.asked:
        return _level(plot, y(chart.asked), f"{number(chart.asked)} have asked to leave", "limit", above=True)
    room = y(chart.bound) - y(chart.asked) >= 30
    return group(
        _level(plot, y(chart.asked), f"{number(chart.asked)} have asked to leave", "asked", above=True),
        _level(plot, y(chart.bound), f"{number(chart.bound)} can be brought out at most", "limit", above=room),
    )


def _level(plot: Frame, y: float, words: str, class_: str, above: bool) -> Markup:
    return group(
        line(plot.left, y, plot.right, y, class_),
        text(plot.left + 6, y - 5 if above else y + 14, words, f"note-label {class_}-note"),
    )


def _time_lines(chart: OutChart, plot: Frame) -> Markup:
    """Mark the completion time, and the proven earliest one."""
    clock = plot.span.clock
    marks = []
    if chart.completion_s:
        words = f"completion {clock.words(chart.completion_s, year=False)}"
        marks.append(_moment(plot, chart.completion_s, words, "done", plot.top - 26))
    if chart.earliest_s is not None and chart.earliest_s < chart.completion_s:
        words = f"no plan completes before {clock.words(chart.earliest_s, year=False)}"
        marks.append(_moment(plot, chart.earliest_s, words, "limit", plot.top - 11))
    return group(*marks)


def _moment(plot: Frame, seconds: int, words: str, class_: str, y: float) -> Markup:
    x = min(plot.right, max(plot.left, plot.x(seconds)))
    late = x > (plot.left + plot.right) / 2
    anchor, shift = ("end", -5) if late else ("start", 5)
    return group(line(x, y - 8, x, plot.bottom, class_), text(x + shift, y, words, f"note-label {class_}-note", anchor))
