"""Differences with their intervals around a line of no difference, one a row (a forest plot)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.reporting.charts.frame import TICK_FONT
from safepassage.reporting.charts.scales import Scale
from safepassage.reporting.svg import box, drawing, fitted, group, line, text, text_width

ROW, FOOT = 28, 20
STACKED_BELOW, NAMES_MOST, GAP = 600, 260, 12
SQUARE = 8


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference to the first plan with its interval, in one unit; `words` say it.

    `sure` is "better" or "worse" where the interval does not hold 0, and "" where it does.
    """

    name: str
    value: float
    low: float
    high: float
    words: str
    sure: str


def forest(
    rows: Sequence[DifferenceRow], ends: tuple[str, str], reach: Callable[[float], str], *, width: float, label: str
) -> Markup:
    """Draw the rows on one scale with no difference in the middle; `ends` say what lies to the left and right.

    `reach` gives in words how far from no difference an end of the scale is.
    """
    stacked = width < STACKED_BELOW
    names = 0.0 if stacked else min(NAMES_MOST, max(text_width(row.name, TICK_FONT) for row in rows) + GAP)
    words = 0.0 if stacked else max(text_width(row.words, TICK_FONT) for row in rows) + GAP
    most = max(max(abs(row.low), abs(row.high), abs(row.value)) for row in rows) or 1.0
    x = Scale(-most, most, names + 5, width - words - 5)
    step = ROW + (14 if stacked else 0)
    bottom = len(rows) * step
    drawn = []
    for index, row in enumerate(rows):
        middle = (index + 1) * step - ROW / 2
        at = middle - 13 if stacked else middle + 4
        room = width - text_width(row.words, TICK_FONT) if stacked else names
        drawn.append(text(0, at, fitted(row.name, room - GAP, TICK_FONT), "bar-name name"))
        drawn.append(text(width, at, row.words, "tick", "end"))
        tall = 9 if stacked else ROW / 2
        drawn.append(line(x(0), middle - tall, x(0), middle + tall, "zero"))
        drawn.append(_difference(row, x, middle))
    drawn.append(text(x(-most), bottom + 14, f"{reach(most)} {ends[0]}", "tick"))
    drawn.append(text(x(most), bottom + 14, f"{reach(most)} {ends[1]}", "tick", "end"))
    drawn.append(text(x(0), bottom + 14, "0", "tick", "middle"))
    return drawing(width, bottom + FOOT, label, *drawn)


def _difference(row: DifferenceRow, x: Scale, middle: float) -> Markup:
    low, high = x(row.low), x(row.high)
    ends = [line(at, middle - 5, at, middle + 5, "whisker") for at in (low, high)]
    square = box(x(row.value) - SQUARE / 2, middle - SQUARE / 2, SQUARE, SQUARE, f"difference {row.sure}".rstrip())
    return group(line(low, middle, high, middle, "whisker"), *ends, square)
