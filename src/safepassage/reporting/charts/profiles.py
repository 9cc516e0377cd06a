"""Vehicles of each type, the busiest first: how much of the time each is out, and has people aboard."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.reporting.charts.frame import TICK_FONT
from safepassage.reporting.charts.scales import Scale
from safepassage.reporting.svg import drawing, fitted, line, path, text, text_width

HEIGHT, ROW = 34, 48
STACKED_BELOW, NAMES_MOST = 600, 260
GAP, HAIR = 10, 4.0
WIDEST = 14
"""The widest bar, in pixels: where a type has few vehicles, its row ends early."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A type of vehicles: for each of them, from most to least, a value and the part of it with people aboard.

    `loaded` is empty where nothing is known of it.
    """

    name: str
    values: tuple[float, ...]
    loaded: tuple[float, ...]
    words: str


def profiles(rows: Sequence[Profile], highest: float, *, width: float, label: str) -> Markup:
    """Draw a row a type, a bar a vehicle from the busiest to the least busy; `highest` is a bar of full height."""
    stacked = width < STACKED_BELOW
    names = 0.0 if stacked else min(NAMES_MOST, max(text_width(row.name, TICK_FONT) for row in rows) + GAP)
    words = 0.0 if stacked else max(text_width(row.words, TICK_FONT) for row in rows) + GAP
    room = width - names - words
    step = ROW + (16 if stacked else 0)
    drawn = []
    for index, row in enumerate(rows):
        bottom = (index + 1) * step - GAP
        x = Scale(0, max(len(row.values), room / WIDEST), names, names + room)
        y = Scale(0, highest or 1.0, bottom, bottom - HEIGHT)
        drawn += [
            line(names, bottom, names + room, bottom, "mark"),
            path(_bars(row.values, x, y), "profile out"),
            path(_bars(row.loaded, x, y), "profile loaded"),
        ]
        at = bottom - HEIGHT - 5 if stacked else bottom - HEIGHT / 2 + 4
        space = width - text_width(row.words, TICK_FONT) if stacked else names
        drawn.append(text(0, at, fitted(row.name, space - GAP, TICK_FONT), "bar-name name"))
        drawn.append(text(width, at, row.words, "tick", "end"))
    return drawing(width, len(rows) * step, label, *drawn)


def _bars(values: Sequence[float], x: Scale, y: Scale) -> str:
    """Give all bars as one path, apart by a hair where there is room; alike ones that touch are one."""
    wide = x(1) - x(0)
    gap = 1.0 if wide >= HAIR else 0.0
    parts, begin = [], 0
    for index, value in enumerate(values):
        following = values[index + 1] if index + 1 < len(values) else None
        if gap or following is None or round(y(following)) != round(y(value)):
            left, right = x(begin), x(index + 1) - gap
            parts.append(f"M{left:.1f} {y(0):.1f}V{y(value):.1f}H{right:.1f}V{y(0):.1f}Z")
            begin = index + 1
    return "".join(parts)
