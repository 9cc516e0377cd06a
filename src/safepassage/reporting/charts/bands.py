"""People over time in many runs: the median within bands, and what was planned beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.terms import Window
from safepassage.reporting.charts.frame import Frame, Span, frame
from safepassage.reporting.charts.marks import level, moment
from safepassage.reporting.charts.scales import Scale
from safepassage.reporting.charts.steps import step_line
from safepassage.reporting.svg import compact, drawing, group, path
from safepassage.reporting.words import people

TOP = 28


@dataclass(frozen=True, slots=True)
class Band:
    """People at one moment: the quantiles 5, 25, 50, 75 and 95 %, in this order, and the mean."""

    at_s: int
    quantiles: tuple[int, int, int, int, int]
    mean: float


@dataclass(frozen=True, slots=True)
class BandChart:
    """What the chart shows: bands in order of time, and what to hold them against.

    `persons` is how many come out by the plan, `planned_s` when it is complete (None: not shown), `beside` the mean of
    another figure at the same moments. With `by_mean` the line is the mean, within the outer band
    alone; otherwise it is the median.
    """

    bands: Sequence[Band]
    persons: int
    planned_s: int | None = None
    beside: Sequence[Band] = ()
    windows: Sequence[Window] = ()
    by_mean: bool = False


def band_chart(
    chart: BandChart, planned: Sequence[int], span: Span, *, width: float, height: float, label: str
) -> Markup:
    """Draw the bands, and beside them people out by the plan.

    `planned` holds those at each pixel of the plot, sampled for `plot_of`; where it is empty, none are drawn.
    """
    plot = plot_of(span, width, height)
    highest = max((max(band.quantiles[-1], band.mean) for band in (*chart.bands, *chart.beside)), default=0)
    y, grid = plot.values(max(chart.persons, highest))
    shown = _shown(chart.bands, plot)
    lines = [_between(shown, plot, y, 0, 4, "band outer")]
    if not chart.by_mean:
        lines.append(_between(shown, plot, y, 1, 3, "band inner"))
    if chart.beside:
        lines.append(_line(_shown(chart.beside, plot), plot, y, "beside", by_mean=True))
    if planned:
        lines.append(path(step_line(plot, y, planned), "as-planned"))
    lines.append(_line(shown, plot, y, "middle", by_mean=chart.by_mean))
    marks = [level(plot, y(chart.persons), f"the plan brings out {people(chart.persons)}")]
    if chart.planned_s is not None:
        words = f"planned completion {span.clock.words(chart.planned_s, year=False)}"
        marks.append(moment(plot, chart.planned_s, words, plot.top - 14))
    return drawing(width, height, label, plot.bands(chart.windows), grid, *lines, *marks, plot.axis())


def plot_of(span: Span, width: float, height: float) -> Frame:
    """Give the frame in which bands are drawn, to sample a curve for it."""
    return frame(span, width, height, top=TOP)


def _shown(bands: Sequence[Band], plot: Frame) -> list[Band]:
    return [band for band in bands if plot.span.first_s <= band.at_s <= plot.span.last_s]


def _between(bands: Sequence[Band], plot: Frame, y: Scale, low: int, high: int, class_: str) -> Markup:
    above = [(plot.x(band.at_s), y(band.quantiles[high])) for band in bands]
    below = [(plot.x(band.at_s), y(band.quantiles[low])) for band in reversed(bands)]
    return group(path(compact([[*above, *below]], closed=True), class_))


def _line(bands: Sequence[Band], plot: Frame, y: Scale, class_: str, *, by_mean: bool) -> Markup:
    values = ((plot.x(band.at_s), y(band.mean if by_mean else band.quantiles[2])) for band in bands)
    return path(compact([values]), class_)
