"""The legs of a way that passes crossings: from stop to stop, as links have them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import shapely

from safepassage.network.streets.graph import Floats
from safepassage.network.streets.router import Driven, Spot
from safepassage.network.streets.survey import Survey
from safepassage.network.streets.zones import point_of


@dataclass(frozen=True, eq=False, slots=True)
class Leg:
    """A part of a way: the numbers of the places that it leads from and to, and where on the streets it is cut.

    At a crossing the way is cut where it comes nearest to the crossing, which may itself lie on another lane.
    """

    source: int
    target: int
    origin: Spot
    destination: Spot
    way: Driven


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a way passes a crossing: which part of the way, at which share of its arc, and the crossing's place."""

    part: int
    share: float
    crossing: int


def legs(survey: Survey, way: Driven, ends: tuple[int, int], spots: tuple[Spot, Spot]) -> list[Leg]:
    """Cut a way at the crossings whose zones it passes.

    Parameters
    ----------
    survey
        The streets with their crossings.
    way
        The way.
    ends
        Numbers of the places at its ends.
    spots
        Where these lie.
    """
    graph = survey.graph
    found, source, origin, rest, done = [], ends[0], spots[0], way, 0
    for cut in _cuts(survey, way, ends):
        first, rest = _cut(rest, cut.part - done, cut.share)
        arc, done = int(way.arcs[cut.part]), cut.part
        middle = Spot(int(graph.piece[arc]), cut.share if graph.forward[arc] else 1 - cut.share)
        found.append(Leg(source, cut.crossing, origin, middle, first))
        source, origin = cut.crossing, middle
    return [*found, Leg(source, ends[1], origin, spots[1], rest)]


def passed(survey: Survey, way: Driven, ends: tuple[int, int]) -> list[int]:
    """Give the places of the crossings that a way passes between its ends, in order."""
    return [cut.crossing for cut in _cuts(survey, way, ends)]


def _cuts(survey: Survey, way: Driven, ends: tuple[int, int]) -> list[_Cut]:
    """Give where crossings are passed, in the order of driving; one that is passed twice in a row is passed once."""
    numbers = [number for number, crossing in enumerate(survey.crossings) if crossing.spot not in ends]
    found = sorted(
        (cut for number in numbers for cut in _cuts_at(survey, way, number)), key=lambda cut: (cut.part, cut.share)
    )
    return [cut for i, cut in enumerate(found) if i == 0 or cut.crossing != found[i - 1].crossing]


def _cuts_at(survey: Survey, way: Driven, number: int) -> Iterator[_Cut]:
    """Yield where a way passes one crossing: once for each time that it drives through the crossing's zone."""
    crossing = survey.crossings[number]
    shares, away = _nearest(survey, way, number)
    whole = (way.from_share == 0) & (way.to_share == 1)
    passes = survey.arc_zones[way.arcs, number] & (whole | (away <= crossing.reach_m))
    for inside, run in groupby(range(len(passes)), key=lambda part: bool(passes[part])):
        if inside:
            part = min(run, key=lambda part: float(away[part]))
            yield _Cut(part, float(shares[part]), crossing.spot)


def _nearest(survey: Survey, way: Driven, number: int) -> tuple[Floats, Floats]:
    """Give where each part of a way comes nearest to a crossing, as a share of its arc, and how near in metres.

    Where the map does not know where a piece is, that is in the middle, and no distance at all.
    """
    graph, point = survey.graph, point_of(survey.crossings[number], survey.lines)
    lines, forward = survey.lines.lines[graph.piece[way.arcs]], graph.forward[way.arcs]
    known = shapely.length(lines) > 0
    along, away = np.full(len(lines), 0.5), np.zeros(len(lines))
    along[known] = shapely.line_locate_point(lines[known], point, normalized=True)
    shares = np.clip(np.where(forward, along, 1 - along), way.from_share, way.to_share)
    along = np.where(forward, shares, 1 - shares)
    at = shapely.line_interpolate_point(lines[known], along[known], normalized=True)
    away[known] = shapely.distance(at, point)
    return shares, away


def _cut(way: Driven, at: int, share: float) -> tuple[Driven, Driven]:
    """Cut a way at a share of the arc of one of its parts; times are rounded as those of parts of arcs are."""
    first_ms, rest_ms = way.ms[: at + 1].copy(), way.ms[at:].copy()
    start, end = float(way.from_share[at]), float(way.to_share[at])
    before = int(np.floor(way.ms[at] * (share - start) / (end - start) + 0.5)) if end > start else 0
    first_ms[-1], rest_ms[0] = before, way.ms[at] - before
    first_to, rest_from = way.to_share[: at + 1].copy(), way.from_share[at:].copy()
    first_to[-1] = rest_from[0] = share
    return (
        Driven(way.arcs[: at + 1], way.from_share[: at + 1], first_to, first_ms),
        Driven(way.arcs[at:], rest_from, way.to_share[at:], rest_ms),
    )
