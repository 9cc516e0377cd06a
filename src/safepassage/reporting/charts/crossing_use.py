"""Use of one crossing over time: vehicles a bin, when it is open, and convoys as marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.terms import Window
from safepassage.reporting.charts.frame import Frame, Span, frame
from safepassage.reporting.measures.crossings import CrossingUse, per_bin
from safepassage.reporting.svg import drawing, group, path, text

CONVOY_ROOM = 22


@dataclass(frozen=True, slots=True)
class Bins:
    """Bins of equal length and how to call them."""

    first_s: int
    length_s: int
    words: str


def bins(span: Span) -> Bins:
    """Choose bins that suit the length of the span; they begin at whole local hours."""
    length = span.last_s - span.first_s
    size, words = (900, "15 minutes") if length <= 8 * 3600 else (3600, "hour")
    if length > 20 * 86400:
        size, words = 6 * 3600, "6 hours"
    midnight = span.clock.midnight(span.clock.day(span.first_s))
    return Bins(midnight + (span.first_s - midnight) // size * size, size, words)


def crossing_use(
    use: CrossingUse, windows: Sequence[Window] | None, span: Span, *, width: float, height: float, label: str
) -> Markup:
    """Draw vehicles that leave the crossing in each bin: those with people aboard below, empty ones above."""
    top = 10 + (CONVOY_ROOM if use.convoys else 0)
    plot = frame(span, width, height, top=top)
    bin_ = bins(span)
    loaded = per_bin((p.at_s for p in use.passages if p.persons), bin_.first_s, span.last_s, bin_.length_s)
    empty = per_bin((p.at_s for p in use.passages if not p.persons), bin_.first_s, span.last_s, bin_.length_s)
    y, grid = plot.values(max(a + b for a, b in zip(loaded, empty, strict=True)), steps=3)
    both = [a + b for a, b in zip(loaded, empty, strict=True)]
    bars = (
        path(_bars(plot, bin_, [y(0)] * len(loaded), [y(v) for v in loaded]), "bar loaded"),
        path(_bars(plot, bin_, [y(v) for v in loaded], [y(v) for v in both]), "bar empty"),
    )
    return drawing(width, height, label, plot.bands(windows or ()), grid, *bars, _convoys(use, plot), plot.axis())


def _bars(plot: Frame, bin_: Bins, below: Sequence[float], above: Sequence[float]) -> str:
    """Give all bars as one path, with a hair's breadth between them where there is room."""
    width = plot.x(bin_.length_s) - plot.x(0)
    gap = 1 if width > 5 else 0
    parts = []
    for index, (base, tip) in enumerate(zip(below, above, strict=True)):
        left = max(plot.left, plot.x(bin_.first_s + index * bin_.length_s))
        right = min(plot.right, plot.x(bin_.first_s + (index + 1) * bin_.length_s) - gap)
        if tip < base and left < right:
            parts.append(f"M{left:.1f} {base:.1f}V{tip:.1f}H{right:.1f}V{base:.1f}Z")
    return "".join(parts)


def _convoys(use: CrossingUse, plot: Frame) -> Markup:
    """Mark every convoy with a triangle above the plot."""
    if not use.convoys:
        return Markup("")
    y = plot.top - CONVOY_ROOM + 3
    marks = "".join(f"M{plot.x(c.at_s) - 4:.1f} {y:.1f}h8l-4 8Z" for c in use.convoys)
    return group(path(marks, "convoy"), text(plot.left - 6, y + 8, "convoys", "tick", "end"))
