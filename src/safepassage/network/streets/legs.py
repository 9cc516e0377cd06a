"""The legs of a way that passes crossings: from stop to stop, as links have them."""

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from safepassage.network.streets.graph import Ints, StreetGraph
from safepassage.network.streets.router import Driven, Spot
from safepassage.network.streets.zones import NO_ZONE


@dataclass(frozen=True, eq=False, slots=True)
class Leg:
    """A part of a way: the numbers of the places that it leads from and to, and where on the streets it is cut.

    At a crossing the way is cut in the crossing's zone, not at the crossing itself, which may lie on another lane.
    """

    source: int
    target: int
    origin: Spot
    destination: Spot
    way: Driven


def legs(graph: StreetGraph, way: Driven, zones: Ints, ends: tuple[int, int], spots: tuple[Spot, Spot]) -> list[Leg]:
    """Cut a way at the crossings whose zones it passes.

    Parameters
    ----------
    graph, way
        The streets and the way.
    zones
        The place of the crossing in whose zone each arc of the graph lies, or NO_ZONE, shape `(num_arcs,)`.
    ends
        Numbers of the places at its ends.
    spots
        Where these lie.
    """
    found, source, origin, rest = [], ends[0], spots[0], way
    for crossing, cut in _cuts(way, zones, ends):
        at = len(way.arcs) - len(rest.arcs)
        first, rest = _cut(rest, cut - at)
        arc = int(way.arcs[cut])
        middle = Spot(int(graph.piece[arc]), 0.5)
        found.append(Leg(source, crossing, origin, middle, first))
        source, origin = crossing, middle
    return [*found, Leg(source, ends[1], origin, spots[1], rest)]


def passed(way: Driven, zones: Ints, ends: tuple[int, int]) -> list[int]:
    """Give the places of the crossings that a way passes between its ends, in order."""
    return [crossing for crossing, _ in _cuts(way, zones, ends)]


def _cuts(way: Driven, zones: Ints, ends: tuple[int, int]) -> list[tuple[int, int]]:
    """Give each crossing passed, with the whole arc in the middle of its zone at which the way is cut."""
    whole = (way.from_share == 0) & (way.to_share == 1)
    at = zones[way.arcs]
    cuts = []
    for zone, run in groupby(range(len(at)), key=lambda i: int(at[i])):
        arcs = [i for i in run if whole[i]]
        if zone != NO_ZONE and zone not in ends and arcs:
            cuts.append((zone, arcs[len(arcs) // 2]))
    return cuts


def _cut(way: Driven, at: int) -> tuple[Driven, Driven]:
    """Cut a way in the middle of one of its whole arcs; times are rounded as those of parts of arcs are."""
    first_ms, rest_ms = way.ms[: at + 1].copy(), way.ms[at:].copy()
    half = int(np.floor(way.ms[at] * 0.5 + 0.5))
    first_ms[-1], rest_ms[0] = half, way.ms[at] - half
    first_to, rest_from = way.to_share[: at + 1].copy(), way.from_share[at:].copy()
    first_to[-1] = rest_from[0] = 0.5
    return (
        Driven(way.arcs[: at + 1], way.from_share[: at + 1], first_to, first_ms),
        Driven(way.arcs[at:], rest_from, way.to_share[at:], rest_ms),
    )
