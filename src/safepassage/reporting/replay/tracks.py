"""Tracks: the lines on a drawing along which vehicles move, with how much of the driving time each point takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import Line, Position
from safepassage.reporting.maps.ground import Ground
from safepassage.reporting.maps.layout import Panel
from safepassage.reporting.maps.lines import length_of, simplified
from safepassage.reporting.maps.projection import Point
from safepassage.reporting.measures.flows import Ways, passable_when_empty
from safepassage.reporting.measures.roster import Roster
from safepassage.reporting.replay.legs import DrivenLeg

WHOLE = 10_000
"""Shares of the driving time are whole parts of this."""

TENTHS = 10
"""Positions are in tenths of a pixel."""

TOLERANCE_PX = 0.4

PlaceIds = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrivenWays:
    """The ways of all legs: `ways` are places from end to end, each once; `of_leg[i]` is the number of leg i's way."""

    ways: tuple[PlaceIds, ...]
    of_leg: tuple[int, ...]


def driven_ways(scenario: Scenario, legs: Sequence[DrivenLeg], roads: Ways) -> DrivenWays:
    """Find the fastest way of each leg; a leg for which no way is known goes straight."""
    roster, numbers, of_leg = Roster.of(scenario), dict[PlaceIds, int](), list[int]()
    known: dict[tuple[str, str, frozenset[str]], PlaceIds] = {}
    for leg in legs:
        vehicle = roster.vehicle(leg.vehicle)
        allowed = vehicle.row.crossings if vehicle is not None else ()
        passable = frozenset[str]() if leg.persons else passable_when_empty(scenario, leg.origin, allowed)
        key = (leg.origin, leg.destination, passable)
        if key not in known:
            way = roads.way(*key)
            known[key] = way.places if way is not None else (leg.origin, leg.destination)
        of_leg.append(numbers.setdefault(known[key], len(numbers)))
    return DrivenWays(tuple(numbers), tuple(of_leg))


def lines_of(ways: Sequence[PlaceIds], ground: Ground) -> dict[tuple[str, str], Line]:
    """Give the lines over real streets of the roads of these ways, where they are known in either direction."""
    known, found = ground.lines, {}
    for road in dict.fromkeys(road for way in ways for road in pairwise(way)):
        if road in known:
            found[road] = known[road]
        elif road[::-1] in known:
            found[road] = known[road[::-1]][::-1]
    return found


def corners(lines: Mapping[tuple[str, str], Line]) -> list[Position]:
    """Give south-west and north-east of all lines; nothing where there are none."""
    points = [at for line in lines.values() for at in line]
    if not points:
        return []
    lons, lats = zip(*points, strict=True)
    return [(min(lons), min(lats)), (max(lons), max(lats))]


def tracks(
    scenario: Scenario, ways: Sequence[PlaceIds], lines: Mapping[tuple[str, str], Line], panel: Panel
) -> list[list[int]]:
    """Give each way as `x, y, share` of every point, one after another; empty where it is nowhere on the panel.

    A road takes its share of the way's driving time, and is driven at one speed.
    """
    drive = {(link.from_place, link.to_place): float(link.drive_s) for link in scenario.links}
    drive |= {(b, a): s for (a, b), s in drive.items() if (b, a) not in drive}
    pieces: dict[tuple[str, str], list[Point]] = {}
    for road in dict.fromkeys(road for way in ways for road in pairwise(way)):
        pieces[road] = _piece(road, lines, panel)
    return [_track([(pieces[road], drive.get(road, 1.0)) for road in pairwise(way)], panel) for way in ways]


def _piece(road: tuple[str, str], lines: Mapping[tuple[str, str], Line], panel: Panel) -> list[Point]:
    """Give a road's points in pixels: along streets, or straight; none where an end is not on the drawing."""
    if panel.frame is not None and road in lines:
        return simplified(panel.frame.pixels(np.array(lines[road], dtype=np.float64)), TOLERANCE_PX)
    if all(place in panel.positions for place in road):
        return [panel.positions[place] for place in road]
    return []


def _track(pieces: Sequence[tuple[Sequence[Point], float]], panel: Panel) -> list[int]:
    total = sum(seconds for _, seconds in pieces)
    if not all(line for line, _ in pieces) or not _touches(pieces, panel):
        return []
    found: list[int] = []
    gone = 0.0
    for line, seconds in pieces:
        part = seconds / total if total else 1 / len(pieces)
        for (x, y), along in zip(line, _along(line), strict=True):
            found += [round(x * TENTHS), round(y * TENTHS), round((gone + part * along) * WHOLE)]
        gone += part
    return found


def _along(line: Sequence[Point]) -> Iterator[float]:
    """Yield for each point which share of the line's length lies before it."""
    whole, gone = length_of(line), 0.0
    yield 0.0
    for step in pairwise(line):
        gone += length_of(step)
        yield gone / whole if whole else 1.0


def _touches(pieces: Sequence[tuple[Sequence[Point], float]], panel: Panel) -> bool:
    """Whether the box around all points meets the panel."""
    xs = [x for line, _ in pieces for x, _ in line]
    ys = [y for line, _ in pieces for _, y in line]
    return max(xs) >= 0 and min(xs) <= panel.width and max(ys) >= 0 and min(ys) <= panel.height
