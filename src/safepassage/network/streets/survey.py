"""A scenario's places on real streets: which links there are between them at a moment, and by which ways.

Crossings lie on streets. A link leads from place to place without passing the zone of any crossing that is not one of
its ends, so whoever wants to go on behind a crossing has to stop there, and its windows and lanes bind. Where streets
lead around a crossing, there is a link around it too, because the streets are there; whoever knows that nobody may
drive there closes them.

The links of one moment come from a few weightings of the same hierarchy: one with the zones of all crossings closed,
one for each crossing with its zone open, one with all open for the ways between crossings; and where such a way passes
a third crossing, one for that pair alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, permutations, product

import numpy as np
import shapely

from safepassage.domain.streets import Closure, SpeedRule
from safepassage.network.streets.conditions import closed_by, speeds_at
from safepassage.network.streets.driven_lines import joined, part_lines
from safepassage.network.streets.graph import Flags, Ints
from safepassage.network.streets.hierarchy import PreparedStreets
from safepassage.network.streets.metric import Lines
from safepassage.network.streets.router import NEVER, UNREACHED, Driven, Router, Spot, arc_times
from safepassage.network.streets.street_lines import StreetLines
from safepassage.network.streets.zones import Crossing, node_of, zones_of

Pair = tuple[int, int]
"""Numbers of two spots: from, to."""


@dataclass(frozen=True, eq=False, slots=True)
class Times:
    """Milliseconds at one moment: of each arc `(num_arcs,)`, and of each connector of a spot; NEVER where closed."""

    arcs: Ints
    connectors: Ints


class Survey:
    """The streets between the spots of a scenario's places, with the crossings among them.

    Parameters
    ----------
    prepared, lines
        The streets.
    spots
        Where the places are, and after them the spots that chosen ways lead through, and those of crossings on other
        carriageways.
    num_places
        How many of the spots are places.
    crossings
        Which places are crossings.
    chosen
        For pairs of places the spots that the way between them leads through, in order. Where that way is closed, the
        fastest one stands in for it.
    """

    def __init__(
        self,
        prepared: PreparedStreets,
        lines: StreetLines,
        spots: Sequence[Spot],
        num_places: int,
        crossings: Sequence[Crossing] = (),
        chosen: Mapping[Pair, Sequence[int]] | None = None,
    ) -> None:
        self.graph = prepared.graph
        self.lines = lines
        self.num_places = num_places
        self.crossings = tuple(crossings)
        self.chosen = dict(chosen or {})
        self.router = Router(prepared, spots)

    @cached_property
    def _part_lines(self) -> tuple[Lines, shapely.STRtree]:
        """The lines of the connectors, and the same in a tree."""
        lines = part_lines(self.lines, self.graph, self.router.connectors)
        return lines, shapely.STRtree(lines)

    @property
    def arc_zones(self) -> Flags:
        """Whether each arc lies in the zone of each crossing, shape `(num_arcs, num_crossings)`."""
        return self._zones[0]

    @cached_property
    def _zones(self) -> tuple[Flags, Flags]:
        """The zones of arcs and of connectors."""
        pieces = zones_of(self.lines.lines, self.lines.tree, self.lines, self.crossings)
        arcs, parts = pieces[self.graph.piece], zones_of(*self._part_lines, self.lines, self.crossings)
        for number, crossing in enumerate(self.crossings):
            node = node_of(self.graph, self.router.spots[crossing.spot])
            if node is not None:
                self._add_ends_at(node, arcs[:, number], parts[:, number])
        return arcs, parts

    def _add_ends_at(self, node: int, arcs: Flags, parts: Flags) -> None:
        """Add the arcs that begin or end at a node, and the connectors that do, to a crossing's zone."""
        begins, ends = self.graph.tail == node, self.graph.head == node
        arcs |= begins | ends
        connectors = self.router.connectors
        from_node = begins[connectors.arc] & (connectors.from_share == 0)
        parts |= from_node | (ends[connectors.arc] & (connectors.to_share == 1))

    def times(self, closures: Sequence[Closure] = (), rules: Sequence[SpeedRule] = (), minute: int = 0) -> Times:
        """Give the times with these closures, all taken as in force, and these speeds at a minute of the day."""
        arcs = arc_times(self.graph, speeds_at(self.graph, self.lines, rules, minute))
        connectors = self.router.connectors.shares_of(arcs, NEVER)
        for closure in closures:
            closed, closed_parts = self._closed(closure)
            arcs[closed[self.graph.piece]] = NEVER
            connectors[closed_parts] = NEVER
        return Times(arcs, connectors)

    def closes(self, closure: Closure) -> bool:
        """Whether a closure closes any street."""
        lines = self.lines.lines
        return bool(closed_by(closure.shape, self.lines, lines, self.lines.tree, lines).any())

    def _closed(self, closure: Closure) -> tuple[Flags, Flags]:
        """Tell which pieces and which connectors a closure closes."""
        lines = self.lines.lines
        parts, tree = self._part_lines
        of_parts = lines[self.graph.piece[self.router.connectors.arc]]
        return (
            closed_by(closure.shape, self.lines, lines, self.lines.tree, lines),
            closed_by(closure.shape, self.lines, parts, tree, of_parts),
        )

    def matrix(self, times: Times) -> Ints:
        """Give the ms of the link from each place to each other, UNREACHED where none is; shape `(n, n)`."""
        found = np.full((self.num_places, self.num_places), UNREACHED, dtype=np.int64)
        for sources, targets in self._rounds(times):
            found[np.ix_(sources, targets)] = self._block(sources, targets)
            for source, target in self.chosen:
                way = self._chosen_way(source, target) if source in sources and target in targets else None
                if way is not None:
                    found[source, target] = way.total_ms
        np.fill_diagonal(found, 0)
        return found

    def _block(self, sources: Sequence[int], targets: Sequence[int]) -> Ints:
        """Give the part of the matrix between places; at a crossing, the carriageway counts that is reached first."""
        starts, ends = ([self._stops(place) for place in places] for places in (sources, targets))
        every = self.router.matrix([*chain.from_iterable(starts)], [*chain.from_iterable(ends)])
        block = np.where(every == UNREACHED, NEVER, every)
        for axis, groups in enumerate((starts, ends)):
            if groups:
                firsts = np.cumsum([0, *(len(group) for group in groups[:-1])])
                block = np.minimum.reduceat(block, firsts, axis=axis)
        return np.where(block == NEVER, UNREACHED, block)

    def _stops(self, place: int) -> tuple[int, ...]:
        """Give the spots at which vehicles stop for a place: one on each carriageway of a crossing."""
        return (place, *self._others.get(place, ()))

    @cached_property
    def _others(self) -> dict[int, tuple[int, ...]]:
        return {crossing.spot: crossing.others for crossing in self.crossings}

    def _way(self, source: int, target: int) -> Driven | None:
        """Give the fastest way from a place or spot to another, on whichever carriageway."""
        pairs = product(self._stops(source), self._stops(target))
        ways = [way for way in (self.router.way(*pair) for pair in pairs) if way is not None]
        return min(ways, key=lambda way: way.total_ms, default=None)

    def not_followed(self, times: Times) -> list[Pair]:
        """Give the links whose chosen way cannot be driven, so that the fastest one stands in for it."""
        if not self.chosen:
            return []
        followed = {
            pair
            for sources, targets in self._rounds(times)
            for pair in self.chosen
            if pair[0] in sources and pair[1] in targets and self._chosen_way(*pair) is not None
        }
        return [pair for pair in self.chosen if pair not in followed]

    def ways(self, times: Times, wanted: Flags) -> Iterator[tuple[int, int, Driven]]:
        """Yield places and way of each link that is wanted, shape `(n, n)`, and exists."""
        for sources, targets in self._rounds(times):
            for source, target in product(sources, targets):
                if source != target and wanted[source, target]:
                    way = self._chosen_way(source, target) or self._way(source, target)
                    if way is not None:
                        yield source, target, way

    def _chosen_way(self, source: int, target: int) -> Driven | None:
        """Give the way that was chosen for a link, or None where none was, or it is closed."""
        if (source, target) not in self.chosen:
            return None
        stops = [source, *self.chosen[source, target], target]
        ways = [self._way(one, other) for one, other in pairwise(stops)]
        driven = [way for way in ways if way is not None]
        return joined(driven) if len(driven) == len(ways) else None

    def _rounds(self, times: Times) -> Iterator[tuple[list[int], list[int]]]:
        """Weigh the router again and again, and yield from and to which places the weights count."""
        crossings = [crossing.spot for crossing in self.crossings]
        others = [place for place in range(self.num_places) if place not in crossings]
        self._weigh(times, ())
        yield others, others
        for crossing in crossings:
            self._weigh(times, (crossing,))
            yield [crossing], others
            yield others, [crossing]
        yield from self._rounds_of_pairs(times, crossings)

    def _rounds_of_pairs(self, times: Times, crossings: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
        """Weigh and yield for pairs of crossings: all at once where no third is on the way, else pair by pair."""
        pairs, over_a_third = list(permutations(crossings, 2)), []
        if pairs:
            self._weigh(times, crossings)
        for pair in pairs:
            way = self._way(*pair)
            if way is not None and self._passes_a_third(way, pair):
                over_a_third.append(pair)
            elif way is not None:
                yield [pair[0]], [pair[1]]
        for pair in over_a_third:
            self._weigh(times, pair)
            yield [pair[0]], [pair[1]]

    def _passes_a_third(self, way: Driven, pair: Pair) -> bool:
        thirds = np.array([crossing.spot not in pair for crossing in self.crossings], dtype=np.bool_)
        return bool(self.arc_zones[way.arcs][:, thirds].any())

    def _weigh(self, times: Times, opened: Sequence[int]) -> None:
        """Weigh the router with the zones of all crossings closed but those opened."""
        shut = np.array([crossing.spot not in opened for crossing in self.crossings], dtype=np.bool_)
        arcs, parts = times.arcs.copy(), times.connectors.copy()
        for weights, zones in zip((arcs, parts), self._zones, strict=True):
            weights[zones[:, shut].any(axis=1)] = NEVER
        self.router.weigh(arcs, parts)
