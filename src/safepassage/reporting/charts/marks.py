"""Marks in charts over time: a level that is aimed at, and a moment that was planned."""

from markupsafe import Markup

from safepassage.reporting.charts.frame import TICK_FONT, Frame
from safepassage.reporting.svg import group, line, text, text_width


def level(plot: Frame, y: float, words: str) -> Markup:
    """Mark a level over the whole width, with its words above it."""
    return group(line(plot.left, y, plot.right, y, "asked"), text(plot.left + 6, y - 5, words, "note-label asked-note"))


def moment(plot: Frame, seconds: int, words: str, y: float) -> Markup:
    """Mark a moment over the whole height, with its words at `y` on the side where they have room."""
    x = min(plot.right, max(plot.left, plot.x(seconds)))
    wide = text_width(words, TICK_FONT)
    late = x + 5 + wide > plot.right
    anchor, shift = ("end", -5) if late and x - 5 - wide >= 0 else ("start", 5)
    at = x + shift if anchor == "end" else max(0.0, min(x + shift, plot.right - wide))
    return group(line(x, y - 8, x, plot.bottom, "done"), text(at, y, words, "note-label done-note", anchor))
