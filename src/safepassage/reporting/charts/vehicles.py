"""What vehicles do over time: a row a vehicle, or for many vehicles how many of a type do what."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from safepassage.reporting.charts.frame import AXIS_ROOM, TICK_FONT, Frame, Span, frame
from safepassage.reporting.charts.steps import sampled, step_area
from safepassage.reporting.measures.fleet import Doing, at_work
from safepassage.reporting.measures.fleet import Span as Work
from safepassage.reporting.svg import drawing, fitted, group, line, path, text

ROW = 15
THICKNESS = {Doing.LOADED: 9, Doing.SERVING: 9, Doing.EMPTY: 3, Doing.STANDING: 2}
STACKED = (Doing.LOADED, Doing.SERVING, Doing.EMPTY, Doing.STANDING)


def vehicle_rows(work: Sequence[Work], span: Span, *, width: float, left: float, label: str) -> Markup:
    """Draw a row a vehicle: thick where it is loaded or served, a thin line where it drives empty or stands."""
    names = list(dict.fromkeys(w.vehicle for w in work))
    height = len(names) * ROW + 10 + AXIS_ROOM
    plot = frame(span, width, height, left=left, top=6)
    top = {name: 6 + index * ROW for index, name in enumerate(names)}
    rules = [line(plot.left, top[n] + ROW, plot.right, top[n] + ROW, "grid") for n in names]
    words = [text(plot.left - 6, top[n] + 11, fitted(n, left - 8, TICK_FONT), "tick name", "end") for n in names]
    drawn = [path(_strips(plot, work, doing, top), f"strip {doing}") for doing in reversed(STACKED)]
    return drawing(width, height, label, *rules, *words, *drawn, plot.axis())


def _strips(plot: Frame, work: Sequence[Work], doing: Doing, top: Mapping[str, int]) -> str:
    """Give all spans of one kind as one path of bars."""
    thick = THICKNESS[doing]
    parts = []
    for w in work:
        if w.doing == doing:
            x, y = plot.x(w.begin_s), top[w.vehicle] + (ROW - thick) / 2
            width = max(0.6, plot.x(w.end_s) - x)
            parts.append(f"M{x:.1f} {y:g}h{width:.1f}v{thick}h-{width:.1f}Z")
    return "".join(parts)


def fleet_use(work: Sequence[Work], span: Span, *, width: float, height: float, label: str) -> Markup:
    """Draw how many vehicles do what over time, stacked."""
    plot = frame(span, width, height, top=8)
    layers: list[list[int]] = []
    for doing in STACKED:
        values = sampled(at_work(work, doing), plot)
        below = layers[-1] if layers else [0] * len(values)
        layers.append([a + b for a, b in zip(below, values, strict=True)])
    y, grid = plot.values(max(layers[-1]), steps=2)
    areas = [
        path(step_area(plot, y, layers[i - 1] if i else [0] * len(layers[0]), layers[i]), f"strip {doing}")
        for i, doing in enumerate(STACKED)
    ]
    return drawing(width, height, label, group(*areas), grid, plot.axis())
