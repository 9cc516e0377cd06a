"""Ways round roads that may close: the best way of each drive, and the best ones without each road that it uses.

The ways of a drive form a tree: from a way that uses a road which may close, a branch leads to the best way without it.
At most DEEPEST roads are gone round at once; with more of them closed on every way, a vehicle waits as if there were
none. Ways are those of `network.roads`: a way round passes no crossing that the drive may not pass.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.places import Link
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import RoadHazard
from safepassage.network.roads import RoadNetwork
from safepassage.simulation.arrays import NONE

DEEPEST = 4
NAMES = 2**28
"""The entities of random draws are below that."""

Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drive:
    """From one stop to the next; `passable` are crossings that it passes as junctions, `factor` slows the vehicle."""

    origin: str
    goal: str
    passable: frozenset[str]
    factor: Fraction


class WaysRound:
    """The ways of drives, with and without roads that may close, as rows of the engine's tables.

    `names` are the numbers by which draws of the roads go: they depend on the places alone, not on other roads.
    """

    def __init__(self, scenario: Scenario, roads: Sequence[RoadHazard]) -> None:
        self.ways: list[Row] = []
        self.uses: list[Row] = []
        self._scenario = scenario
        self._roads = tuple(roads)
        self._networks: dict[frozenset[int], RoadNetwork] = {}
        self._numbers: dict[tuple[Drive, frozenset[int]], int] = {}
        self.names = [self._name(road) for road in self._roads]

    def drive_s(self, drive: Drive, without: frozenset[int] = frozenset()) -> int | None:
        """Give how long a drive takes without these roads, in whole seconds rounded up; None if no way leads."""
        network = self._network(without)
        units = int(network.ways_from(drive.origin, drive.passable).drive[network.index[drive.goal]])
        return None if units < 0 else ceil(Fraction(units, network.drive_units_per_s) * drive.factor)

    def number(self, drive: Drive, without: frozenset[int] = frozenset()) -> int:
        """Give the number of the best way without these roads, which there is; NONE if none of its roads may close."""
        if (drive, without) in self._numbers:
            return self._numbers[drive, without]
        used = sorted(self._used(drive, without))
        if not used and not without:
            return NONE
        rows = [(road, self._round(drive, without | {road})) for road in used]
        first = len(self.uses)
        self.uses += rows
        self._numbers[drive, without] = len(self.ways)
        self.ways.append((self.drive_s(drive, without) or 0, first, len(self.uses)))
        return self._numbers[drive, without]

    def _round(self, drive: Drive, without: frozenset[int]) -> int:
        """Give the number of the best way round; NONE if there is none."""
        if len(without) > DEEPEST or self.drive_s(drive, without) is None:
            return NONE
        return self.number(drive, without)

    def _used(self, drive: Drive, without: frozenset[int]) -> set[int]:
        """Give the roads on the best way that may close."""
        if not self._roads:
            return set()
        way = self._network(without).way(drive.origin, drive.goal, drive.passable)
        legs = set(pairwise(way.places)) if way else set()
        return {number for number, road in enumerate(self._roads) if not legs.isdisjoint(_ends(road))}

    def _network(self, without: frozenset[int]) -> RoadNetwork:
        if without not in self._networks:
            closed = {ends for number in without for ends in _ends(self._roads[number])}
            links = tuple(left for link in self._scenario.links for left in _left(link, closed))
            self._networks[without] = RoadNetwork.of(replace(self._scenario, links=links))
        return self._networks[without]

    def _name(self, road: RoadHazard) -> int:
        """Give the number of a road, which is that of its two places.

        Raises
        ------
        UnusableInputError
            If no link leads between them.
        """
        ends = set(_ends(road))
        if all(ends.isdisjoint(_of_link(link)) for link in self._scenario.links):
            raise UnusableInputError(
                f"The road from {road.origin} to {road.destination} may close, but no link leads there: name two "
                "places that links.csv joins."
            )
        places = [place.id for place in self._scenario.places]
        return (places.index(road.origin) * len(places) + places.index(road.destination)) % NAMES


def _ends(road: RoadHazard) -> Iterator[tuple[str, str]]:
    yield road.origin, road.destination
    if road.both_ways:
        yield road.destination, road.origin


def _of_link(link: Link) -> Iterator[tuple[str, str]]:
    yield link.from_place, link.to_place
    if link.both_ways:
        yield link.to_place, link.from_place


def _left(link: Link, closed: set[tuple[str, str]]) -> Iterator[Link]:
    """Yield what is left of a link where directions are closed."""
    there, back = (link.from_place, link.to_place) not in closed, (link.to_place, link.from_place) not in closed
    if there:
        yield replace(link, both_ways=link.both_ways and back)
    elif back and link.both_ways:
        yield replace(link, from_place=link.to_place, to_place=link.from_place, both_ways=False)
