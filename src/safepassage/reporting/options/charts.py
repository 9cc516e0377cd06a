"""Drawings of the negotiator's page: a bar for what a change gains, and who comes out if the agreement ends early."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.options import EndingHour
from safepassage.reporting.charts.frame import Frame, Span, frame
from safepassage.reporting.charts.scales import Scale
from safepassage.reporting.charts.steps import sampled, step_area, step_line
from safepassage.reporting.measures.curves import Curve
from safepassage.reporting.svg import box, drawing, group, line, path, polyline, text

BAR_WIDTH, BAR_HEIGHT = 200.0, 16.0
ARROW = 9.0


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain to draw, in any unit: as found, and the least and the most that is proven (None: nothing)."""

    found: float
    at_least: float
    at_most: float | None


def gain_bar(gain: Gain, widest: float, label: str) -> Markup:
    """Draw a gain: what may be at most is light, what was found dark, what is proven at least framed in ink.

    `widest` is the gain that fills the bar; more than that ends in an arrow.
    """
    x = Scale(0, max(widest, 1e-9), 0, BAR_WIDTH - ARROW)
    room = BAR_WIDTH - ARROW
    parts = [box(0, 0, room, BAR_HEIGHT, "track")]
    most = room if gain.at_most is None else x(max(0.0, gain.at_most))
    parts.append(box(0, 0, min(room, most), BAR_HEIGHT, "possible"))
    if gain.at_most is None or most > room + 0.5:
        tip = [(room, 2.0), (BAR_WIDTH - 1, BAR_HEIGHT / 2), (room, BAR_HEIGHT - 2)]
        parts.append(path(polyline(tip) + "Z", "possible"))
    parts.append(box(0, 4, min(room, x(max(0.0, gain.found))), BAR_HEIGHT - 8, "gained"))
    if gain.at_least > 0:
        sure = min(room, x(gain.at_least))
        parts.append(line(sure, 0, sure, BAR_HEIGHT, "sure"))
    return drawing(BAR_WIDTH, BAR_HEIGHT, label, *parts, class_="gain")


def ending_chart(
    hours: Sequence[EndingHour], persons: int, span: Span, *, width: float, height: float, label: str
) -> Markup:
    """Draw who comes out against the hour at which the agreement ends."""
    plot = frame(span, width, height, top=24)
    y, grid = plot.values(persons)
    announced = sampled(_curve((hour.at_s, hour.announced) for hour in hours), plot)
    known = sampled(_curve((hour.at_s, hour.known) for hour in hours), plot)
    nothing = [0] * len(announced)
    marks = [_planned(hour, plot, y) for hour in hours if hour.planned]
    all_out = group(
        line(plot.left, y(persons), plot.right, y(persons), "asked"),
        text(plot.left + 6, y(persons) + 14, f"{persons:,} have asked to leave", "note-label asked-note"),
    )
    return drawing(
        width,
        height,
        label,
        grid,
        path(step_area(plot, y, nothing, known), "area known"),
        path(step_area(plot, y, nothing, announced), "area announced"),
        path(step_line(plot, y, known), "outline"),
        *marks,
        all_out,
        plot.axis(),
    )


def _curve(points: Iterable[tuple[int, int]]) -> Curve:
    times, values = zip(*points, strict=True)
    return Curve(times, values)


def _planned(hour: EndingHour, plot: Frame, y: Scale) -> Markup:
    """Mark an hour that was planned anew: what was found, and how many can come out at most."""
    x = plot.x(hour.at_s)
    most = y(hour.known if hour.at_most is None else hour.at_most)
    tick = line(x - 5, most, x + 5, most, "limit-tick")
    return group(line(x, most, x, y(hour.known), "limit-tick"), tick, box(x - 3, y(hour.known) - 3, 6, 6, "planned"))
