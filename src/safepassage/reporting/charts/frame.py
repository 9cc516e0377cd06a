"""The frame of charts over time: local days and hours along the bottom, nights marked, a grid of round values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from markupsafe import Markup

from safepassage.domain.terms import Window
from safepassage.reporting.charts.scales import Scale, round_values
from safepassage.reporting.clock import MONTHS, LocalClock
from safepassage.reporting.daylight import Night
from safepassage.reporting.svg import box, group, line, text, text_width
from safepassage.reporting.words import number

TICK_FONT = 12
NIGHT_STRIP = 6
AXIS_ROOM = 42
"""Height below the plot that the night strip, hours and days need."""

DayWords = Callable[[date], str]
WIDEST_DAY = date(2016, 12, 28)
"""A day with about the widest name, Wed 28 Dec 2016, to measure room by."""

SPARSE_DAY = 50.0
"""Room for the name of a day at its midnight, in pixels."""

TICK_MINUTES = (5, 10, 15, 30, 60, 120, 180, 360, 720)


@dataclass(frozen=True, slots=True)
class Span:
    """The time that all charts of a report show, `[first_s, last_s]`, with its clock and nights."""

    clock: LocalClock
    first_s: int
    last_s: int
    nights: tuple[Night, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart's plot lies: x positions are made by `x`, y runs from `top` down to `bottom`."""

    span: Span
    x: Scale
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """The left edge of the plot."""
        return self.x.at_low

    @property
    def right(self) -> float:
        """The right edge of the plot."""
        return self.x.at_high

    def axis(self) -> Markup:
        """Draw the night strip, hours and days below the plot."""
        return group(*_nights(self), *_hours(self), *_days(self), class_="axis")

    def values(self, highest: float, steps: int = 4) -> tuple[Scale, Markup]:
        """Give the vertical scale from 0 to a round value above `highest`, and its grid with numbers."""
        marks = round_values(highest, steps)
        y = Scale(0, marks[-1], self.bottom, self.top)
        lines = [line(self.left, y(mark), self.right, y(mark), "grid") for mark in marks]
        words = [text(self.left - 6, y(mark) + 4, number(int(mark)), "tick", "end") for mark in marks]
        return y, group(*lines, *words)

    def bands(self, windows: Iterable[Window], class_: str = "open") -> Markup:
        """Shade the spans in which something is open, over the whole height of the plot."""
        shown = []
        for window in windows:
            opens = max(window.opens_s, self.span.first_s)
            closes = min(window.closes_s, self.span.last_s)
            if opens < closes:
                x = self.x(opens)
                shown.append(box(x, self.top, max(1.0, self.x(closes) - x), self.bottom - self.top, class_))
        return group(*shown)


def frame(span: Span, width: float, height: float, *, left: float = 58, top: float = 12, right: float = 14) -> Frame:
    """Give the frame of a drawing of that size, with room for its axes."""
    x = Scale(span.first_s, span.last_s, left, width - right)
    return Frame(span, x, top, height - AXIS_ROOM)


def _nights(plot: Frame) -> list[Markup]:
    base = box(plot.left, plot.bottom, plot.right - plot.left, NIGHT_STRIP, "day")
    strips = [
        box(plot.x(night.falls_s), plot.bottom, plot.x(night.ends_s) - plot.x(night.falls_s), NIGHT_STRIP, "night")
        for night in plot.span.nights
    ]
    return [base, *strips]


def _hours(plot: Frame) -> list[Markup]:
    """Mark hours (or minutes) with as many labels as have room; none when not even two a day have."""
    span = plot.span
    per_minute = (plot.right - plot.left) * 60 / max(1, span.last_s - span.first_s)
    step = next((step for step in TICK_MINUTES if step * per_minute >= 44), None)
    if step is None:
        return []
    y = plot.bottom + NIGHT_STRIP
    marks = []
    for at in span.clock.ticks(span.first_s, span.last_s, step):
        x = plot.x(at)
        marks.append(line(x, y, x, y + 4, "mark"))
        if plot.left + 4 < x < plot.right - 4:
            marks.append(text(x, y + 15, span.clock.hour_words(at), "tick", "middle"))
    return marks


def _days(plot: Frame) -> list[Markup]:
    """Mark midnights, and name days as fully as there is room."""
    clock, span = plot.span.clock, plot.span
    days = list(clock.days(span.first_s, span.last_s))
    edges = [max(span.first_s, clock.midnight(day)) for day in days]
    ends = [min(span.last_s, clock.midnight(day + timedelta(days=1))) for day in days]
    y = plot.bottom + NIGHT_STRIP
    midnights = [line(plot.x(at), plot.top, plot.x(at), y + 18, "midnight") for at in edges[1:]]
    room = (plot.right - plot.left) * 86400 / max(1, span.last_s - span.first_s)
    ways = _day_words(clock, room)
    if not ways:
        return _sparse_days(plot, days, edges, room)
    named = []
    for day, begin, end in zip(days, edges, ends, strict=True):
        wide = plot.x(end) - plot.x(begin)
        words = next((way(day) for way in ways if text_width(way(day), TICK_FONT) <= wide), "")
        if words:
            named.append(text((plot.x(begin) + plot.x(end)) / 2, y + 31, words, "tick", "middle"))
    return [*midnights, *named]


def _day_words(clock: LocalClock, room: float) -> tuple[DayWords, ...]:
    """Give the ways to write a day that fit the room, fullest first."""
    ways: tuple[DayWords, ...] = (
        clock.date_words,
        lambda day: clock.date_words(day, year=False),
        lambda day: clock.date_words(day, year=False).rpartition(" ")[0],
    )
    fitting = [i for i, way in enumerate(ways) if text_width(way(WIDEST_DAY), TICK_FONT) + 6 <= room]
    return ways[fitting[0] :] if fitting else ()


def _sparse_days(plot: Frame, days: Sequence[date], edges: Sequence[int], room: float) -> list[Markup]:
    """Name only as many days as have room, at their midnight."""
    every = max(1, ceil(SPARSE_DAY / max(1.0, room)))
    y = plot.bottom + NIGHT_STRIP
    marks, free_from = [], plot.left - SPARSE_DAY / 2
    for index, (day, at) in enumerate(zip(days, edges, strict=True)):
        x = plot.x(at)
        named = index % every == 0 and x - SPARSE_DAY / 2 >= free_from and x + SPARSE_DAY / 2 <= plot.right + 8
        marks.append(line(x, y, x, y + (10 if named else 5), "mark"))
        if named:
            free_from = x + SPARSE_DAY / 2
            marks.append(text(x, y + 22, f"{day.day} {MONTHS[day.month - 1]}", "tick", "middle"))
    return marks
