"""Bars with the ends of their intervals, one a row, with names and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.reporting.charts.frame import TICK_FONT
from safepassage.reporting.charts.scales import Scale
from safepassage.reporting.svg import box, drawing, fitted, group, line, text, text_width

BAR, ROW = 12, 26
STACKED_BELOW = 600
"""Narrower drawings have names and words above their bar."""

NAMES_MOST, GAP = 300, 10


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar from 0 to `value` with an interval; all three in one unit, and in words for those who read."""

    name: str
    value: float
    low: float | None
    high: float | None
    words: str


def interval_bars(rows: Sequence[BarRow], *, width: float, label: str, highest: float | None = None) -> Markup:
    """Draw the rows; the longest of them, or `highest`, fills the room."""
    most = max([highest or 0.0, *(max(row.value, row.high or 0.0) for row in rows)]) or 1.0
    if width < STACKED_BELOW:
        return _stacked(rows, width, most, label)
    names = min(NAMES_MOST, max(text_width(row.name, TICK_FONT) for row in rows) + GAP)
    words = max(text_width(row.words, TICK_FONT) for row in rows) + GAP
    x = Scale(0, most, names, max(names + 60, width - words))
    drawn = []
    for index, row in enumerate(rows):
        middle = index * ROW + ROW / 2
        drawn.append(text(0, middle + 4, fitted(row.name, names - GAP, TICK_FONT), "bar-name name"))
        drawn.append(_bar(row, x, middle))
        end = x(min(most, max(row.value, row.high or 0.0, 0.0)))
        drawn.append(text(end + GAP, middle + 4, row.words, "tick"))
    return drawing(width, len(rows) * ROW, label, *drawn)


def _stacked(rows: Sequence[BarRow], width: float, most: float, label: str) -> Markup:
    """Draw names and words above each bar; words go to a line of their own where they have no room beside the name."""
    x = Scale(0, most, 0, width - 4)
    drawn, y = [], 0.0
    for row in rows:
        apart = text_width(row.name, TICK_FONT) + text_width(row.words, TICK_FONT) + GAP > width
        drawn.append(text(0, y + 14, fitted(row.name, width, TICK_FONT), "bar-name name"))
        y += 15 if apart else 0
        drawn.append(text(0 if apart else width, y + 14, row.words, "tick", "start" if apart else "end"))
        drawn.append(_bar(row, x, y + 26))
        y += 40
    return drawing(width, y, label, *drawn)


def _bar(row: BarRow, x: Scale, middle: float) -> Markup:
    """Draw a bar and its whisker; a value below 0 is none."""
    parts = [
        line(x(0), middle - BAR / 2 - 3, x(0), middle + BAR / 2 + 3, "mark"),
        box(x(0), middle - BAR / 2, x(max(0.0, row.value)) - x(0), BAR, "bar amount"),
    ]
    if row.low is not None and row.high is not None and row.high > row.low:
        low, high = x(max(0.0, row.low)), x(max(0.0, row.high))
        ends = [line(at, middle - 5, at, middle + 5, "whisker") for at in (low, high)]
        parts += [line(low, middle, high, middle, "whisker"), *ends]
    return group(*parts)
