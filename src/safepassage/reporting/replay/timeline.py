"""The time line under the map: people out as a curve over nights and open windows, as wide as it is given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from safepassage.domain.custody import Whereabouts
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Window, joined_windows
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.daylight import nights
from safepassage.reporting.replay.figures import Figures, Steps
from safepassage.reporting.svg import box, element, path, polyline

WIDE, HIGH = 1000, 100
"""The drawing's own units; it is stretched to the page."""

HATCH = element(
    "pattern",
    path("M0 0L0 10", "hatch"),
    id="hatched",
    width=7,
    height=10,
    patternUnits="userSpaceOnUse",
    patternTransform="skewX(-35)",
)
"""What a suspension of the agreement is drawn with."""

HOUR_S, DAY_S = 3600, 86_400
STEPS_MINUTES = (10, 30, 60, 120, 360, 720)
MOST_TICKS = 7
LAST_TICK = 92.0
"""Words have no room beyond so many per cent of the width."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the time line, at so many per cent of its width."""

    at: float
    words: str


def out_steps(figures: Figures) -> Steps:
    """Give people out over time: those who have arrived, on their feet or in hospital."""
    both = (figures.persons[Whereabouts.ARRIVED], figures.persons[Whereabouts.IN_HOSPITAL])
    moments = sorted({at for steps in both for at in steps.at_s})
    return Steps(moments, [sum(steps.at(at) for steps in both) for at in moments])


def open_windows(figures: Figures) -> tuple[Window, ...]:
    """Give the spans in which a crossing is open; none if one has always been, as there is nothing to tell apart."""
    crossings = [place for place in figures.places.values() if place.rules]
    found = [window for place in crossings for window in _spans(place.open_for, figures.last_s)]
    joined = joined_windows(found)
    return () if joined and joined[0].opens_s <= 0 and joined[0].closes_s >= figures.last_s else joined


def suspended_spans(figures: Figures) -> tuple[Window, ...]:
    """Give the spans in which the agreement is suspended."""
    return tuple(_spans(figures.suspended, figures.last_s))


def _spans(steps: Steps, last_s: int) -> Iterator[Window]:
    for (at_s, until_s), value in zip(pairwise([*steps.at_s, last_s]), steps.values, strict=True):
        if value > 0 and until_s > at_s:
            yield Window(at_s, until_s)


def timeline(scenario: Scenario, figures: Figures, clock: LocalClock) -> Markup:
    """Draw the time line; what lies before the clock is drawn full, what is to come faint."""
    last = max(1, figures.last_s)
    dark = [_band(n.falls_s, n.ends_s, last, "night") for n in nights(scenario, clock, 0, last)]
    opened = [_band(w.opens_s, w.closes_s, last, "open") for w in open_windows(figures)]
    suspended = [_band(w.opens_s, w.closes_s, last, "suspended") for w in suspended_spans(figures)]
    curve = _curve(out_steps(figures), last, figures.registered)
    return element(
        "svg",
        *dark,
        HATCH if suspended else Markup(""),
        *opened,
        *suspended,
        path(curve, "to-come"),
        element("clipPath", box(0, 0, 0, HIGH), id="until-now"),
        path(f"{curve}L{WIDE} {HIGH}L0 {HIGH}Z", "so-far", clip_path="url(#until-now)"),
        viewBox=f"0 0 {WIDE} {HIGH}",
        preserveAspectRatio="none",
        role="img",
        aria_label="People out over time",
        class_="timeline",
    )


def _band(first_s: int, end_s: int, last_s: int, class_: str) -> Markup:
    x = WIDE * first_s / last_s
    return box(x, 0, WIDE * end_s / last_s - x, HIGH, class_)


def _curve(steps: Steps, last_s: int, most: int) -> str:
    """Give the step line of people out, one corner a change, at most one for each unit of width."""
    corners, y, drawn_x = [(0.0, float(HIGH))], float(HIGH), 0.0
    for at_s, value in zip(steps.at_s, steps.values, strict=True):
        x = WIDE * at_s / last_s
        if x - drawn_x < 0.5 and at_s != steps.at_s[-1]:
            continue
        corners.append((x, y))
        y, drawn_x = HIGH - (HIGH - 4) * value / max(1, most), x
        corners.append((x, y))
    return polyline([*corners, (float(WIDE), y)])


def ticks(figures: Figures, clock: LocalClock) -> tuple[Tick, ...]:
    """Give marks at round local hours, or at days where the operation is long."""
    last = max(1, figures.last_s)
    return tuple(tick for tick in _all_ticks(last, clock) if tick.at <= LAST_TICK)


def _all_ticks(last: int, clock: LocalClock) -> Iterator[Tick]:
    for step in STEPS_MINUTES:
        if last / (step * 60) <= MOST_TICKS:
            yield from (Tick(100 * at / last, clock.hour_words(at)) for at in clock.ticks(0, last, step))
            return
    days = [day for day in clock.days(0, last) if 0 <= clock.midnight(day) <= last]
    every = -(-len(days) // MOST_TICKS)
    yield from (Tick(100 * clock.midnight(day) / last, clock.date_words(day, year=False)) for day in days[::every])


def offsets(clock: LocalClock, last_s: int) -> list[list[int]]:
    """Give the moments from which another offset of local time holds, each with the offset, in seconds."""
    found: list[list[int]] = []
    for at_s in range(0, last_s + HOUR_S, HOUR_S):
        offset = clock.at(at_s).utcoffset()
        seconds = int(offset.total_seconds()) if offset is not None else 0
        if not found or found[-1][1] != seconds:
            found.append([_changed(clock, at_s, seconds) if found else 0, seconds])
    return found


def _changed(clock: LocalClock, late_s: int, seconds: int) -> int:
    """Give the first second with an offset, at most an hour before a moment that has it."""
    low, high = late_s - HOUR_S, late_s
    while high - low > 1:
        middle = (low + high) // 2
        offset = clock.at(middle).utcoffset()
        same = offset is not None and int(offset.total_seconds()) == seconds
        low, high = (low, middle) if same else (middle, high)
    return high


def quiet_spans(busy: Mapping[int, int], last_s: int, shortest_s: int) -> list[list[int]]:
    """Give the spans in which nothing happens; `busy` has for each beginning of a business when it ends."""
    found, until_s = [], 0
    for begin_s in sorted(busy):
        if begin_s - until_s >= shortest_s:
            found.append([until_s, begin_s])
        until_s = max(until_s, busy[begin_s])
    return [*found, [until_s, last_s]] if last_s - until_s >= shortest_s else found
